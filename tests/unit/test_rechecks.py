"""Looking again after closure: planned by the closure, added by hand, answered by looking."""

from __future__ import annotations

from datetime import date

import pytest

from geo_app.domain.history import SetRecheck, StatusFacts
from geo_app.domain.rechecks import due, outstanding

CLOSED = date(2024, 3, 1)
AFTER = (90, 30)
RAIN = SetRecheck(date(2024, 3, 15), "暴雨之后")


def days(facts: StatusFacts) -> list[date]:
    return [each.day for each in outstanding(facts, AFTER)]


def test_nothing_is_planned_before_the_closure() -> None:
    assert days(StatusFacts()) == []
    assert days(StatusFacts(verified_on=CLOSED)) == []


def test_a_closure_plans_the_days_of_the_settings_in_order() -> None:
    facts = StatusFacts(closed_on=CLOSED)
    assert days(facts) == [date(2024, 3, 31), date(2024, 5, 30)]
    assert [each.reason.values["days"] for each in outstanding(facts, AFTER)] == [30, 90]


def test_a_day_set_by_hand_stands_among_them_with_its_reason() -> None:
    first, *rest = outstanding(StatusFacts(closed_on=CLOSED, rechecks=(RAIN, RAIN)), AFTER)
    assert (first.day, len(rest)) == (RAIN.day, 2)
    assert RAIN.reason in first.reason.text("zh")
    assert RAIN.reason in first.reason.text("en")


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ((date(2024, 3, 14),), 3),
        ((date(2024, 3, 15),), 2),
        ((date(2024, 3, 31),), 1),
        ((date(2024, 5, 29),), 1),
        ((date(2024, 3, 15), date(2024, 5, 30)), 0),
    ],
)
def test_looking_answers_all_that_was_planned_up_to_its_day(
    held: tuple[date, ...], left: int
) -> None:
    facts = StatusFacts(closed_on=CLOSED, rechecks=(RAIN,), rechecked_on=held)
    assert len(days(facts)) == left


def test_due_is_what_its_day_has_come_for() -> None:
    facts = StatusFacts(closed_on=CLOSED, rechecks=(RAIN,))
    assert [each.day for each in due(facts, AFTER, date(2024, 3, 14))] == []
    assert [each.day for each in due(facts, AFTER, date(2024, 3, 31))] == [
        RAIN.day,
        date(2024, 3, 31),
    ]
