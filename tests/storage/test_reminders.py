"""What people are reminded of, asked of a database; what was sent is never sent again."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Role
from geo_app.domain.deadlines import Left
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.reminders import DUTIES, OVERDUE, Duty, Reminder, audience, concerns, stage
from geo_app.domain.status import EventKind, Status
from geo_app.settings import Deadlines, Settings
from geo_app.store.models import Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.store.reminders import DeliveredReminder, Delivery, ReadReminder
from geo_app.store.session import Store
from geo_app.work.people.accounts import actor_of
from geo_app.work.reminders import deliveries, find, inbox
from tests.signed_in import person
from tests.storage.helpers import add_sample, happened
from tests.storage.map_sites import DISTRICTS, TODAY, Placed, put

NOW = datetime(2024, 6, 1, 1, tzinfo=UTC)
UNITS = (None, "河务所", " 河务所", "某局")
PEOPLE = [
    Actor("r", "甲", "河务所", Role.RESPONSIBLE),
    Actor("r2", "乙", "河 务 所", Role.RESPONSIBLE, (DISTRICTS[0] or "",)),
    Actor("v", "丙", "河务所", Role.VERIFIER),
    Actor("v2", "丁", None, Role.VERIFIER),
    Actor("c", "戊", None, Role.CLERK),
    Actor("c2", "己", None, Role.CLERK, (DISTRICTS[1] or "",)),
    Actor("l", "庚", None, Role.LEADER),
    Actor("i", "辛", "河务所", Role.INSPECTOR),
]


def told(store: Store, settings: Settings, who: Actor, most: int | None = None) -> list[Reminder]:
    with store.seen_from(who.areas).session(read_only=True) as session:
        return list(find(session, who, settings, TODAY, most).reminders)


def scatter(store: Store, count: int = 120) -> None:
    """Sites of all statuses around the days of reminders; half have no unit of their own."""
    chance = random.Random(7)  # noqa: S311 # made-up sites, no secrets
    placed = [
        Placed(
            status=chance.choice(list(Status)),
            district_code=chance.choice(DISTRICTS),
            deadline=chance.choice([None, TODAY + timedelta(days=chance.randint(-30, 30))]),
        )
        for _ in range(count)
    ]
    put(store, placed)
    with store.session() as session:
        session.execute(update(Problem).values(responsible_unit="某局", deadline=TODAY))
        for site in session.scalars(select(Site)):
            site.responsible_unit = chance.choice(UNITS)


@pytest.mark.parametrize("who", PEOPLE, ids=lambda each: each.id)
def test_everybody_hears_what_the_rule_says_and_nothing_else(
    store: Store, settings: Settings, who: Actor
) -> None:
    scatter(store)
    rules = replace(settings, verification=replace(settings.verification, recheck_days=()))
    expected, rule = set(), audience(who)
    with store.session(read_only=True) as session:
        for site in session.scalars(select(Site)):
            status = Status(site.status)
            if site.deadline is None or status not in DUTIES or rule is None:
                continue
            if who.areas and site.district_code not in who.areas:
                continue
            left = (site.deadline - TODAY).days
            at = stage(left, settings.reminders.days)
            if at is None:
                continue
            unit = site.responsible_unit or site.problem.responsible_unit
            made = Reminder(
                "site", site.id, "", "", DUTIES[status], site.deadline, at, left, status, unit=unit
            )
            if concerns(rule, who, made):
                expected.add((site.id, at))
    found = told(store, rules, who)
    assert {(each.subject_id, each.stage) for each in found} == expected
    assert len(found) == len(expected)
    assert bool(expected) == (who.role is not Role.INSPECTOR), "the case shows something"
    assert [each.day for each in found] == sorted(each.day for each in found)


def test_what_passed_last_and_comes_next_is_told_where_there_is_much(
    store: Store, settings: Settings
) -> None:
    put(store, [Placed(deadline=TODAY + timedelta(days=n)) for n in range(-50, 10)])
    clerk = PEOPLE[4]
    with store.session(read_only=True) as session:
        found = find(session, clerk, settings, TODAY, most=5)
    assert [each.left for each in found.reminders] == [*range(-5, 0), *range(5)]
    assert not found.whole


def test_a_problem_without_sites_is_told_of_to_who_sees_all(
    store: Store, settings: Settings
) -> None:
    add_sample(store, settings)
    with store.session() as session:
        [second] = session.scalars(select(Problem).where(Problem.number == 2))
        day = (TODAY + timedelta(days=3)).isoformat()
        happened(session, second.id, EventKind.DEADLINE_SET, None, {"deadline": day})
    [found] = told(store, settings, PEOPLE[4])
    assert (found.subject_id, found.duty, found.stage) == (second.id, Duty.CHECK, 3)
    assert told(store, settings, PEOPLE[5]) == [], "bound to a district"


def test_days_are_working_days_where_the_kind_of_deadline_says_so(
    store: Store, settings: Settings
) -> None:
    today, day = date(2021, 9, 29), date(2021, 10, 12)  # over National Day
    put(store, [Placed(deadline=day), Placed(deadline=day), Placed(deadline=date(2021, 11, 1))])
    with store.session() as session:
        plain, at_once, far = session.scalars(select(Site).order_by(Site.code)).all()
        for each in (at_once, far):
            kind = DeadlineClass.AT_ONCE.value
            session.add(Particulars(subject_id=each.id, subject_kind="site", deadline_class=kind))
    with store.session(read_only=True) as session:
        found = find(session, PEOPLE[4], settings, today).reminders
        told = {each.subject_id: each for each in found}
        assert (told[plain.id].stage, told[plain.id].counted) == (20, Left(13))
        assert (told[at_once.id].stage, told[at_once.id].counted) == (10, Left(13, 5))
        assert told[far.id].counted == Left(33, 19), "further than 20 days by the calendar"
        off = replace(settings, deadlines=Deadlines(working_days_for="off"))
        found = find(session, PEOPLE[4], off, today).reminders
        assert {each.stage for each in found} == {20}
        assert len(found) == 2


def test_looking_again_is_told_to_who_verifies(store: Store, settings: Settings) -> None:
    put(store, [Placed(status=Status.CLOSED), Placed(status=Status.CLOSED)])
    first, *_ = after = sorted(settings.verification.recheck_days)
    assert after
    with store.session() as session:
        soon, late = session.scalars(select(Site).order_by(Site.code))
        soon.status_on = TODAY - timedelta(days=first - 2)
        late.status_on = TODAY - timedelta(days=first + 5)
        late.responsible_unit = soon.responsible_unit = "河务所"
    found = told(store, settings, PEOPLE[3])
    assert [(each.subject_id, each.stage, each.left) for each in found] == [
        (late.id, OVERDUE, -5),
        (soon.id, 3, 2),
    ]
    assert {each.duty for each in found} == {Duty.RECHECK}
    assert told(store, settings, PEOPLE[2]) == [], "four eyes"
    assert [each.subject_id for each in told(store, settings, PEOPLE[6])] == [late.id]
    assert told(store, settings, PEOPLE[0]) == []


def test_reading_is_kept_for_a_person_and_of_what_stands_only(
    store: Store, settings: Settings
) -> None:
    put(store, [Placed(deadline=TODAY), Placed(deadline=TODAY - timedelta(days=1))])
    one, other = (actor_of(person(store, each)) for each in (PEOPLE[4], PEOPLE[6]))
    with store.session() as session:
        found = find(session, one, settings, TODAY).reminders
        inbox.mark(session, one, found, [found[0].key, "made up"], read=True)
        inbox.mark(session, one, found, [found[0].key], read=True)
        assert inbox.read_of(session, one, found) == {found[0].key}
        assert inbox.read_of(session, other, found) == frozenset()
    with store.session() as session:
        assert session.scalars(select(ReadReminder.key)).all() == [found[0].key]
        inbox.mark(session, one, found, None, read=True)
        inbox.mark(session, one, found, [found[0].key], read=False)
        assert inbox.read_of(session, one, found) == {found[1].key}


def made(number: int, status: Status = Status.OPEN) -> Reminder:
    return Reminder(
        "site",
        f"s{number}",
        f"点位{number}",
        f"S-{number}",
        Duty.DO,
        date(2024, 6, 4),
        3,
        3,
        status,
    )


def intend(session: Session, *found: Reminder, to: str = "p") -> list[deliveries.Intended]:
    return deliveries.intend(session, to, "mail", found, NOW)


def test_what_was_taken_is_not_sent_again_and_what_is_new_is(store: Store) -> None:
    with store.session() as session:
        [first] = intend(session, made(1), made(2), made(2))
        assert len(first.reminders) == 2
        deliveries.sent(session, first.id, NOW)
    with store.session() as session:
        assert intend(session, made(1), made(2)) == []
        assert deliveries.waiting(session, "p", "mail", [made(1)]) == ()
        assert len(intend(session, made(1), to="q")) == 1, "another person"
        assert len(deliveries.intend(session, "p", "wecom", [made(1)], NOW)) == 1, "another way"
        [second] = intend(session, made(1), made(2), made(3))
        assert [each.subject_id for each in second.reminders] == ["s3"]


def test_what_was_not_taken_is_told_with_what_is_new(store: Store) -> None:
    with store.session() as session:
        [first] = intend(session, made(1))
        deliveries.refused(session, first.id, "x" * 1000)
    with store.session() as session:
        assert deliveries.waiting(session, "p", "mail", [made(1)]) == (made(1),)
        [again] = intend(session, made(1), made(2))
        assert again.id != first.id
        assert len(again.reminders) == 2
    with store.session(read_only=True) as session:
        assert session.get(Delivery, first.id) is None


def test_what_was_interrupted_is_sent_again_under_the_same_id_as_far_as_it_stands(
    store: Store,
) -> None:
    with store.session() as session:
        [first] = intend(session, made(1), made(2))
    with store.session() as session:
        again, new = intend(session, made(2), made(3))
        assert (again.id, [each.subject_id for each in again.reminders]) == (first.id, ["s2"])
        assert [each.subject_id for each in new.reminders] == ["s3"]
    with store.session() as session:  # all of it was done meanwhile
        assert intend(session) == []
        assert session.get_one(Delivery, first.id).dropped
    with store.session() as session:
        assert intend(session) == []
        assert len(session.scalars(select(DeliveredReminder.key)).all()) == 3
