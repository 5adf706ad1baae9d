"""Who is reminded of what, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.actor import Actor, Role
from geo_app.domain.reminders import (
    AUDIENCES,
    DUTIES,
    OVERDUE,
    Duty,
    Reminder,
    audience,
    concerns,
    stage,
)
from geo_app.domain.standing import tally
from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue

DAYS = (20, 10, 3, 0)
TODAY = date(2026, 11, 26)
OURS, OTHERS = "某镇政府", "某核查组"


@pytest.mark.parametrize(
    ("left", "told"),
    [(21, None), (20, 20), (11, 20), (10, 10), (9, 10), (3, 3), (1, 3), (0, 0), (-1, OVERDUE)],
)
def test_a_day_that_was_missed_is_made_up_for(left: int, told: int | None) -> None:
    assert stage(left, DAYS) == told


@given(st.integers(-400, 400), st.sets(st.integers(0, 60)))
def test_each_stage_is_passed_once_and_in_order(left: int, days: set[int]) -> None:
    """With each day the stage stays or comes nearer, and none is left out that has its day."""
    now, later = stage(left, days), stage(left - 1, days)
    assert left >= 0 or now == OVERDUE
    assert now is None or later is not None
    assert now is None or later is None or later <= now
    assert left not in days or now == left


@given(st.sampled_from(Status), st.integers(-50, 50))
def test_what_a_page_calls_overdue_is_reminded_as_overdue(status: Status, left: int) -> None:
    class Row:
        deadline: date | None = TODAY + timedelta(days=left)

    row = Row()
    row.status = status.value  # type: ignore[attr-defined]
    reminded = status in DUTIES and stage(left, DAYS) == OVERDUE
    assert reminded == is_overdue(row, TODAY)  # type: ignore[arg-type]
    counted = tally(status, row.deadline, True, TODAY, (10, 20)).figures.overdue
    assert reminded == bool(counted)


def test_every_status_asks_for_something_or_is_done() -> None:
    assert set(DUTIES) | DONE_AS_CHECKED == set(Status)


def reminder(status: Status, left: int = 3, unit: str | None = OURS) -> Reminder:
    at = stage(left, DAYS)
    assert at is not None
    day = TODAY + timedelta(days=left)
    duty = DUTIES.get(status, Duty.RECHECK)
    return Reminder("site", "x", "排口", "S-1", duty, day, at, left, status, unit=unit)


def hears(role: Role, what: Reminder, unit: str | None = None) -> bool:
    who = Actor("p", "某人", unit, role)
    told = audience(who)
    return told is not None and concerns(told, who, what)


def test_a_claim_hands_the_reminder_over_from_who_does_to_who_checks() -> None:
    before, after = reminder(Status.IN_WORK), reminder(Status.CLAIMED)
    assert hears(Role.RESPONSIBLE, before, OURS)
    assert not hears(Role.VERIFIER, before, OTHERS)
    assert not hears(Role.RESPONSIBLE, after, OURS)
    assert hears(Role.VERIFIER, after, OTHERS)
    assert hears(Role.CLERK, before)
    assert hears(Role.CLERK, after)
    # a claim does not stop the clock, for the leader either
    assert hears(Role.LEADER, reminder(Status.CLAIMED, -1))
    assert not hears(Role.LEADER, after)


def test_four_eyes_hold_for_reminders_too() -> None:
    claimed = reminder(Status.CLAIMED)
    assert not hears(Role.VERIFIER, claimed, "某　镇政府 "), "written with other blanks"
    assert not hears(Role.RESPONSIBLE, reminder(Status.OPEN), OTHERS)
    assert not hears(Role.RESPONSIBLE, reminder(Status.OPEN), None)
    assert not hears(Role.RESPONSIBLE, reminder(Status.OPEN, unit=None), None)
    assert not hears(Role.VERIFIER, reminder(Status.CLOSED), OURS)


def test_a_relapse_is_the_units_again_and_a_dispute_waits_for_others() -> None:
    assert hears(Role.RESPONSIBLE, reminder(Status.RELAPSED), OURS)
    for status in (Status.DISPUTED, Status.TRANSFERRED):
        assert not hears(Role.RESPONSIBLE, reminder(status), OURS)
        assert hears(Role.VERIFIER, reminder(status), OTHERS)


@pytest.mark.parametrize("role", sorted(set(Role) - set(AUDIENCES)))
def test_other_roles_hear_nothing(role: Role) -> None:
    assert not hears(role, reminder(Status.OPEN, -1), OURS)


def test_what_asks_anew_has_a_key_of_its_own() -> None:
    first = reminder(Status.CLAIMED)
    from dataclasses import replace

    claimed = replace(first, status_on=date(2026, 11, 1))
    assert replace(claimed, status_on=date(2026, 11, 20)).key != claimed.key
    worked = reminder(Status.IN_WORK)
    assert replace(worked, status_on=date(2026, 11, 20)).key == worked.key
