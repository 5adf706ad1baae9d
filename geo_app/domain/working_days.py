"""Working days in mainland China, with the holidays and shifted weekends (调休) of each year.

The State Council announces them year by year, usually in November; nothing is guessed for a year
that the calendar of the package does not hold yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays as _announced

FIRST, LAST = min(_announced).year, max(_announced).year
"""Years whose holidays are known."""

_START = date(FIRST, 1, 1)


def uncovered(*days: date) -> int | None:
    """The first year of some days whose holidays are not known; None = all are."""
    return min((day.year for day in days if not FIRST <= day.year <= LAST), default=None)


def is_working(day: date) -> bool:
    """Whether people work on a day.

    Raises:
        ValueError: The holidays of its year are not known.
    """
    _must_know(day)
    return bool(is_workday(day))


def between(start: date, end: date) -> int:
    """Working days after one day up to and with another; negative where that is the earlier one.

    Raises:
        ValueError: The holidays of a year of them are not known.
    """
    _must_know(start, end)
    worked = _worked()
    return worked[(end - _START).days] - worked[(start - _START).days]


def after(start: date, count: int) -> date | None:
    """The working day that is so many after a day; None where that is not known yet.

    Args:
        start: The day that is not counted.
        count: At least 1.

    Raises:
        ValueError: The holidays of the first year are not known.
    """
    _must_know(start)
    worked = _worked()
    at = (start - _START).days
    wanted = worked[at] + count
    for later in range(at + 1, len(worked)):
        if worked[later] == wanted:
            return _START + timedelta(days=later)
    return None


def _must_know(*days: date) -> None:
    if (year := uncovered(*days)) is not None:
        raise ValueError(f"holidays of {year} are not known")


@cache
def _worked() -> tuple[int, ...]:
    """How many working days there were up to and with each day since the first."""
    number = (date(LAST, 12, 31) - _START).days + 1
    days = (_START + timedelta(days=each) for each in range(number))
    return tuple(accumulate(int(is_workday(day)) for day in days))
