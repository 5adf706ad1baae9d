"""Recording by hand: the rules are those of the fold, the cache follows at once."""

from __future__ import annotations

from datetime import date

import pytest

from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.procedure import RULES, Rule
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store.models import Problem, Site
from geo_app.store.session import Store
from geo_app.work import events
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR

LATER = date(2024, 4, 1)


def test_a_claim_is_verified_closed_and_may_relapse(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    seen = []
    for kind, day in (
        (EventKind.INSPECTED, date(2024, 4, 1)),
        (EventKind.VERIFIED, date(2024, 4, 2)),
        (EventKind.CLOSED, date(2024, 4, 9)),
        (EventKind.REOPENED, date(2024, 6, 1)),
        (EventKind.CLAIMED, date(2024, 6, 20)),
        (EventKind.REFUSED, date(2024, 6, 25)),
    ):
        with store.session() as session:
            happened(session, site_id, kind, day)
        with store.session(read_only=True) as session:
            site = session.get_one(Site, site_id)
            seen.append((site.status, site.claimed_on, site.verified_on))
    assert seen == [
        (Status.CLAIMED, date(2024, 2, 29), None),
        (Status.VERIFIED, date(2024, 2, 29), date(2024, 4, 2)),
        (Status.CLOSED, date(2024, 2, 29), date(2024, 4, 2)),
        (Status.RELAPSED, None, None),
        (Status.CLAIMED, date(2024, 6, 20), None),
        (Status.IN_WORK, None, None),
    ]


@pytest.mark.parametrize(
    ("index", "kind", "code"),
    [
        (2, EventKind.VERIFIED, "history.nothing_claimed"),
        (1, EventKind.VERIFIED, "history.nothing_claimed"),
        (0, EventKind.CLOSED, "history.nothing_verified"),
        (0, EventKind.REOPENED, "history.nothing_to_reopen"),
        (2, EventKind.REFUSED, "history.nothing_to_refuse"),
    ],
)
def test_what_the_history_does_not_allow_is_refused_with_the_reason(
    store: Store, settings: Settings, index: int, kind: EventKind, code: str
) -> None:
    site_id = confirm_sample(store, settings)[index]
    with pytest.raises(ConflictError) as caught, store.session() as session:
        happened(session, site_id, kind, LATER)
    assert caught.value.code == code
    assert "…" not in caught.value.text("zh")


def test_a_verification_before_the_claim_verifies_nothing(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    with pytest.raises(ConflictError), store.session() as session:
        happened(session, site_id, EventKind.VERIFIED, date(2024, 1, 1))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.kind)
def test_a_step_of_the_procedure_is_not_recorded_past_it(
    store: Store, settings: Settings, rule: Rule
) -> None:
    site_id = confirm_sample(store, settings)[0]
    with pytest.raises(InputError) as caught, store.session() as session:
        events.record(session, ACTOR, site_id, rule.kind, LATER)
    assert caught.value.code == "verification.by_procedure"


def test_who_may_not_report_does_not_say_that_it_is_in_work(
    store: Store, settings: Settings
) -> None:
    site_id = confirm_sample(store, settings)[2]
    inspector = Actor("i", "察看的人", role=Role.INSPECTOR)
    with pytest.raises(ForbiddenError), store.session() as session:
        events.record(session, inspector, site_id, EventKind.IN_WORK, LATER)
    stranger = Actor("w", "别处的人", "别的单位", Role.RESPONSIBLE)
    with pytest.raises(ForbiddenError) as caught, store.session() as session:
        events.record(session, stranger, site_id, EventKind.IN_WORK, LATER)
    assert caught.value.code == "verification.other_site"
    with store.session() as session:
        told = events.record(session, ACTOR, site_id, EventKind.IN_WORK, LATER)
        assert (told.data["unit"], told.data["role"]) == (None, Role.OPERATOR)


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        (Role.INSPECTOR, EventKind.DEADLINE_SET, False),
        (Role.RESPONSIBLE, EventKind.DEADLINE_SET, False),
        (Role.LEADER, EventKind.DEADLINE_SET, False),
        (Role.CLERK, EventKind.DEADLINE_SET, True),
        (Role.LEADER, EventKind.NOTED, False),
        (Role.INSPECTOR, EventKind.NOTED, True),
        (Role.CLERK, EventKind.NOTED, True),
    ],
)
def test_a_deadline_and_a_note_take_their_right(
    store: Store, settings: Settings, role: Role, kind: EventKind, may: bool
) -> None:
    site_id = confirm_sample(store, settings)[0]
    who = Actor("w", "某人", "某单位", role)
    data = {"deadline": "2024-06-30", "note": "已电话提醒"}
    with store.session() as session:
        if may:
            assert events.record(session, who, site_id, kind, LATER, data).kind == kind
            return
        with pytest.raises(ForbiddenError) as caught:
            events.record(session, who, site_id, kind, LATER, data)
    assert caught.value.code == "actor.no_right"


def test_who_is_bound_to_a_district_sets_no_deadline_of_a_whole_problem(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    clerk = Actor("c", "整改办", None, Role.CLERK, ("410204",))
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        with pytest.raises(ForbiddenError) as caught:
            events.record(
                session, clerk, problem.id, EventKind.DEADLINE_SET, None, {"deadline": "2024-06-30"}
            )
    assert caught.value.code == "ledger.whole_problem"


def test_a_key_that_may_only_look_sets_no_deadline(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    program = Actor("k", "整改办", None, Role.CLERK, (), frozenset({Right.VIEW}))
    with pytest.raises(ForbiddenError), store.session() as session:
        events.record(
            session, program, site_id, EventKind.DEADLINE_SET, LATER, {"deadline": "2024-06-30"}
        )


def test_a_problem_without_a_place_has_a_history_too(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        happened(session, problem.id, EventKind.VERIFIED, LATER)
        assert (problem.status, problem.verified_on) == (Status.VERIFIED, LATER)


def test_the_last_deadline_counts(store: Store, settings: Settings) -> None:
    site_id = confirm_sample(store, settings)[0]
    for day in ("2024-06-30", "2024-05-01"):
        with store.session() as session:
            events.record(session, ACTOR, site_id, EventKind.DEADLINE_SET, LATER, {"deadline": day})
    with store.session(read_only=True) as session:
        assert session.get_one(Site, site_id).deadline == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("kind", "day", "data", "code"),
    [
        ("verified_by_magic", LATER, {}, "job.not_recordable"),
        (EventKind.FOUND, LATER, {}, "job.not_recordable"),
        (EventKind.LOCATED, LATER, {}, "job.not_recordable"),
        (EventKind.INSPECTED, LATER, {}, "job.not_recordable"),
        (EventKind.IN_WORK, None, {}, "job.day_needed"),
        (EventKind.IN_WORK, date(9999, 1, 1), {}, "job.day_in_future"),
        (EventKind.DEADLINE_SET, None, {}, "job.bad_deadline"),
        (EventKind.DEADLINE_SET, None, {"deadline": "soon"}, "job.bad_deadline"),
    ],
)
def test_a_malformed_record_is_refused(
    store: Store, settings: Settings, kind: str, day: date | None, data: dict[str, str], code: str
) -> None:
    site_id = confirm_sample(store, settings)[0]
    with pytest.raises(InputError) as caught, store.session() as session:
        events.record(session, ACTOR, site_id, kind, day, data)
    assert caught.value.code == code


def test_an_unknown_subject_is_not_found(store: Store) -> None:
    with store.session() as session, pytest.raises(NotFoundError):
        events.record(session, ACTOR, "no-such-id", EventKind.NOTED)
