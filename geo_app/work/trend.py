"""How far things came over time: a count for each of many days, and what changed since one.

Both are told by the same courses as an earlier day (``work.course``), read once for all days.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from operator import add

from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.work.course import Lived, State

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)

OVERDUE = "overdue"
"""Name of the change that is no status."""


class Step(StrEnum):
    """Of which days a trend is made."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Point:
    """What was known at the end of a day.

    Attributes:
        day: The day.
        total: Sites of which something was known.
        claimed: Of these, only said to be done.
        verified: Somebody else had looked; the closed ones too.
    """

    day: date
    total: int
    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class Came:
    """A site that stands otherwise than it did.

    Attributes:
        site_id: UUID.
        day: Since when it stands so; of an overdue one its deadline.
    """

    site_id: str
    day: date


@dataclass(frozen=True, slots=True)
class Change:
    """One figure on two days; ``then`` + ``came`` - ``gone`` = ``now``.

    Attributes:
        name: A status, or ``OVERDUE``.
        then: How many sites on the first day.
        now: How many on the last one.
        came: Those that are only on the last day: the longest overdue first, else the newest.
        gone: How many were only on the first day.
    """

    name: str
    then: int
    now: int
    came: tuple[Came, ...]
    gone: int


def first_day(sites: Iterable[Lived]) -> date | None:
    """The day of the oldest thing that is known."""
    return min((each.course.days[0] for each in sites if each.course.days), default=None)


def ends(first: date, last: date, step: Step, most: int) -> tuple[date, ...]:
    """The last day, and before it the ends of weeks (Sundays) or months, ascending.

    They begin with the last end before ``first``, on which nothing was known yet, or with the
    earliest of the ``most`` newest.
    """
    found = [last]
    while found[-1] >= first and len(found) < most:
        begin = _begin(found[-1], step)
        if begin == date.min:
            break
        found.append(begin - _DAY)
    return tuple(reversed(found))


def _begin(day: date, step: Step) -> date:
    if step is Step.MONTH:
        return day.replace(day=1)
    # the calendar begins with a Monday
    return day - timedelta(days=day.isoweekday() - 1)


def usual_step(first: date, last: date) -> Step:
    """Weeks for up to half a year, months for more."""
    return Step.WEEK if last - first <= 26 * _WEEK else Step.MONTH


def trend(sites: Iterable[Lived], days: Sequence[date]) -> list[Point]:
    """What was known at the end of each day.

    Args:
        sites: With their courses.
        days: Ascending.
    """
    # what is gained from one day to the next; one more place takes what comes after the last
    gains = [(0, 0, 0)] * (len(days) + 1)
    for site in sites:
        before = (0, 0, 0)
        for day, (status, _) in zip(site.course.days, site.course.stood, strict=True):
            now = (1, int(status is Status.CLAIMED), int(status in DONE_AS_CHECKED))
            if now != before:
                place = bisect_left(days, day)
                more = (new - old for new, old in zip(now, before, strict=True))
                gains[place] = _sum(gains[place], more)
                before = now
    sums = accumulate(gains[: len(days)], _sum)
    return [Point(day, *each) for day, each in zip(days, sums, strict=True)]


def _sum(one: Iterable[int], other: Iterable[int]) -> tuple[int, int, int]:
    total, claimed, verified = map(add, one, other)
    return total, claimed, verified


def changes(sites: Sequence[Lived], since: date, today: date) -> tuple[Change, ...]:
    """What is otherwise at the end of today than it was at the end of a day.

    Args:
        sites: With their courses.
        since: The day.
        today: The last day that counts.
    """
    pairs = [(each, each.on(since), each.on(today)) for each in sites]
    return tuple(
        _change(pairs, name, since, today)
        for name in (Status.VERIFIED.value, Status.CLAIMED.value, Status.RELAPSED.value, OVERDUE)
    )


def _change(
    pairs: Iterable[tuple[Lived, State | None, State | None]], name: str, since: date, today: date
) -> Change:
    then = now = gone = 0
    came = []
    for site, before, after in pairs:
        was, stands = _counts(before, name, since), _counts(after, name, today)
        then += was
        now += stands
        gone += was and not stands
        if after and stands and not was:
            came.append(Came(site.site_id, _since(site, after, name, today)))
    came.sort(key=lambda each: each.site_id)
    came.sort(key=lambda each: each.day, reverse=name != OVERDUE)
    return Change(name, then, now, tuple(came), gone)


def _counts(state: State | None, name: str, day: date) -> bool:
    if state is None:
        return False
    if name == OVERDUE:
        return is_overdue(state, day)
    return _as(state.status) == name


def _as(status: Status) -> str:
    """As it is counted: the closed are verified."""
    return Status.VERIFIED.value if status in DONE_AS_CHECKED else status.value


def _since(site: Lived, state: State, name: str, today: date) -> date:
    if name == OVERDUE and state.deadline:
        return state.deadline
    place = site.place(today) - 1
    while place and _as(site.course.stood[place - 1][0]) == name:
        place -= 1
    return site.course.days[place]
