"""Areas on an earlier day against a fold of each history apart, on random histories."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.history import StatusFacts, fold
from geo_app.domain.standing import Figures
from geo_app.domain.status import DONE_AS_CHECKED, EventKind, Status, is_overdue
from geo_app.errors import UsageError
from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Leader
from geo_app.store import log, scope
from geo_app.store.counts import Part
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.work import area_sites, course
from geo_app.work.days import FIGURES, days
from geo_app.work.standing import By, Past, Standing, standing
from geo_app.work.trend import changes, trend
from tests.storage.counting import begin, site
from tests.storage.samples import ACTOR
from tests.storage.test_standing import key

FIRST = date(2024, 1, 1)
DAYS = 40
SITES = 40
RULES = Leader()
KINDS = (*EventKind, EventKind.CLAIMED, EventKind.VERIFIED, EventKind.REOPENED)


def happen(session: Session, site_id: str, chance: random.Random) -> None:
    kind = chance.choice(KINDS)
    on = FIRST + timedelta(days=chance.randrange(DAYS))
    data: dict[str, Any] = {}
    if kind is EventKind.DEADLINE_SET:
        data["deadline"] = (on + timedelta(days=chance.randrange(25))).isoformat()
    if kind is EventKind.RECHECK_SET:
        data |= {"day": on.isoformat(), "reason": "雨后"}
    log.append(session, ACTOR, kind, "site", site_id, on, data)


@pytest.fixture(params=range(3))
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)  # noqa: S311


@pytest.fixture
def filled(store: Store, chance: random.Random) -> Store:
    """Sites with histories that nobody would live through; of some nothing is known."""
    begin(store, 400)
    with store.session() as session:
        for number in range(SITES):
            session.add(
                site(
                    number,
                    (114.3, 34.8) if chance.random() < 0.8 else None,
                    district_code=(code := chance.choice([None, "410202", "410203"])),
                    accounting_unit=chance.choice([None, None, "示范区", code]),
                )
            )
        session.flush()
        for number in range(SITES):
            for _ in range(chance.randrange(9)):
                happen(session, f"s{number}", chance)
    return store


@pytest.fixture(scope="module")
def districts() -> Districts:
    return Districts.load(resource("data", "districts.geojson"))


def looked_back(session: Session, districts: Districts, day: date, by: By) -> Standing:
    past = Past(day, course.states(session, day, SITES))
    return standing(session, districts, day, RULES, by, past)


def apart(session: Session, day: date) -> dict[str, StatusFacts]:
    """Each history read and folded by itself."""
    histories: defaultdict[str, list[Event]] = defaultdict(list)
    for event in session.scalars(select(Event).order_by(Event.hash)):
        if event.as_of is not None and event.as_of <= day:
            histories[event.subject_id].append(event)
    return {site_id: fold(history) for site_id, history in histories.items()}


def figures(some: list[tuple[Site, StatusFacts]], day: date) -> Figures:
    number = Counter(facts.status.value for _, facts in some)
    closed = number.pop("closed", 0)
    number["verified"] += closed
    late = sum(is_overdue(facts, day) for _, facts in some)
    nowhere = sum(not row.located for row, _ in some)
    return Figures(**number, overdue=late, unlocated=nowhere)


@pytest.mark.parametrize("by", list(By))
def test_an_earlier_day_is_what_the_histories_say(
    filled: Store, districts: Districts, by: By
) -> None:
    for number in range(-1, DAYS + 30, 7):
        day = FIRST + timedelta(days=number)
        with filled.session(read_only=True) as session:
            found = looked_back(session, districts, day, by)
            known = apart(session, day)
            rows = [
                (row, known[row.id]) for row in session.scalars(select(Site)) if row.id in known
            ]
            assert found.whole.figures == figures(rows, day)
            for area in found.areas:
                mine = [each for each in rows if key(each[0], by) == area.key]
                assert area.figures == figures(mine, day)
                left = [
                    None if facts.deadline is None else (facts.deadline - day).days
                    for _, facts in mine
                    if facts.status not in DONE_AS_CHECKED
                ]
                assert area.countdown.undated == left.count(None)
                days = [each for each in left if each is not None]
                assert area.countdown.soon == (
                    sum(0 <= each <= 10 for each in days),
                    sum(11 <= each <= 20 for each in days),
                )
                assert area.countdown.later == sum(each > 20 for each in days)


def test_what_is_recorded_later_is_seen(
    filled: Store, districts: Districts, chance: random.Random
) -> None:
    day = FIRST + timedelta(days=DAYS // 2)
    for _ in range(5):
        with filled.session() as session:
            happen(session, f"s{chance.randrange(SITES)}", chance)
        with filled.session(read_only=True) as session:
            rows = {row.id: row for row in session.scalars(select(Site))}
            expected = figures([(rows[k], v) for k, v in apart(session, day).items()], day)
            assert looked_back(session, districts, day, By.DISTRICT).whole.figures == expected


def test_an_area_opens_into_its_sites_as_they_stood(filled: Store, districts: Districts) -> None:
    day = FIRST + timedelta(days=DAYS // 2)
    with filled.session(read_only=True) as session:
        past = Past(day, course.states(session, day, SITES))
        known = {each.site_id: each for each in past.states}
        for area in standing(session, districts, day, RULES, By.UNIT, past).areas:
            rows = area_sites.of_area_then(session, area.key, By.UNIT, past, SITES)
            assert len(rows) == area.figures.total
            waiting = [known[row.id] for row in rows[: area.figures.unchecked]]
            assert not any(each.status in DONE_AS_CHECKED for each in waiting)
            days = [each.deadline or date.max for each in waiting]
            assert days == sorted(days)
        late = [row.id for row in area_sites.urgent_then(session, past, SITES)]
        assert all(known[each].status not in DONE_AS_CHECKED for each in late)
        overdue = {each.site_id for each in past.states if is_overdue(each, day)}
        assert set(late[: len(overdue)]) == overdue


def test_who_is_bound_to_an_area_looks_back_at_that_one(
    filled: Store, districts: Districts
) -> None:
    day = FIRST + timedelta(days=DAYS)
    with filled.session(read_only=True) as session:
        everything = looked_back(session, districts, day, By.UNIT)
    with filled.session(read_only=True) as session:
        scope.limit(session, ("示范区",))
        bound = looked_back(session, districts, day, By.UNIT)
        area = everything.area("示范区")
        assert area is not None
        assert bound.whole.figures == area.figures


def test_all_days_at_once_are_what_the_histories_say(filled: Store) -> None:
    with filled.session(read_only=True) as session:
        found = days(course.lived(session, SITES), FIRST + timedelta(days=DAYS + 30))
        assert found.total == SITES
        rows = {row.id: row for row in session.scalars(select(Site))}
        for number in range(-2, DAYS + 31, 3):
            day = FIRST + timedelta(days=number)
            known = [(rows[key], facts) for key, facts in apart(session, day).items()]
            for index, part in enumerate(found.parts):
                gains = [e.gain for e in found.changes if e.part == index and e.day <= day]
                mine = [each for each in known if part_of(each[0]) == part]
                nothing = (0,) * len(FIGURES)
                told = dict(zip(FIGURES, map(sum, zip(nothing, *gains, strict=True)), strict=True))
                assert Figures(**told) == figures(mine, day)
            counted = {part_of(row) for row, _ in known}
            assert counted <= set(found.parts)


def part_of(row: Site) -> Part:
    code, unit = row.district_code or None, row.accounting_unit or None
    return Part(code, None if unit == code else unit)


def test_a_trend_and_changes_are_looks_at_their_days(filled: Store) -> None:
    days = [FIRST + timedelta(days=number) for number in range(-1, DAYS + 30, 9)]
    with filled.session(read_only=True) as session:
        sites = course.lived(session, SITES)
        looks = [course.states(session, day, SITES) for day in days]
        assert [(each.total, each.claimed, each.verified) for each in trend(sites, days)] == [
            (
                len(look),
                sum(each.status is Status.CLAIMED for each in look),
                sum(each.status in DONE_AS_CHECKED for each in look),
            )
            for look in looks
        ]
        for since, before in zip(days, looks, strict=True):
            late = {each.site_id for each in before if is_overdue(each, since)}
            now = {each.site_id for each in looks[-1] if is_overdue(each, days[-1])}
            overdue = changes(sites, since, days[-1])[-1]
            assert {each.site_id for each in overdue.came} == now - late
            assert (overdue.then, overdue.now) == (len(late), len(now))


def test_who_is_bound_to_an_area_has_the_trend_of_that_one(filled: Store) -> None:
    with filled.session(read_only=True) as session:
        everything = course.lived(session, SITES)
    with filled.session(read_only=True) as session:
        scope.limit(session, ("示范区",))
        mine = {each.site_id for each in course.lived(session, SITES)}
    assert mine == {each.site_id for each in everything if each.part.accounting_unit == "示范区"}


def test_too_many_sites_are_not_looked_back_at(filled: Store) -> None:
    with filled.session(read_only=True) as session:
        with pytest.raises(UsageError) as refused:
            course.states(session, FIRST, SITES - 1)
        assert refused.value.code == "query.past_crowd"
