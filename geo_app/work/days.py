"""Every day of the course at once: what changed in each part on which day, summed up by who asks.

A look at one day reads every site; these sums are made once, so that a browser can show one day
after the other without asking again. Both say the same of each day (``work.course``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import zip_longest
from operator import attrgetter

from geo_app.domain.standing import Figures, tally
from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.store.counts import Part
from geo_app.work.course import Lived

FIGURES = tuple(each.name for each in fields(Figures))
"""What is summed, in the order of a gain."""

_DAY = timedelta(days=1)
_values = attrgetter(*FIGURES)
_NOTHING = (0,) * len(FIGURES)
_NO_SPANS: tuple[int, ...] = ()

Gain = tuple[int, ...]
"""How much each figure of ``FIGURES`` grows, or shrinks."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise in a part at the end of a day than at the end of the day before.

    Attributes:
        day: The day.
        part: Index of the part.
        gain: Not all of it is 0.
    """

    day: date
    part: int
    gain: Gain


@dataclass(frozen=True, slots=True)
class Days:
    """The figures of all days.

    Attributes:
        first: The first day on which something was known; the last one where nothing is.
        last: The last day that counts.
        parts: Where sites are counted.
        changes: Ascending by day, then by part; the sum of those up to a day is the figures of
            that day.
        total: All sites, also those of which nothing is known.
    """

    first: date
    last: date
    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    total: int


def days(sites: Sequence[Lived], last: date) -> Days:
    """The figures of all days up to one.

    Args:
        sites: With their courses.
        last: The last day that counts.
    """
    gains: defaultdict[tuple[date, Part], Gain] = defaultdict(lambda: _NOTHING)
    for site in sites:
        before = _NOTHING
        for day, now in _turns(site):
            if day > last:
                break
            key = day, site.part
            gains[key] = _sum(gains[key], now, before)
            before = now
    parts = tuple(sorted({part for _, part in gains}, key=_in_order))
    index = {part: number for number, part in enumerate(parts)}
    changes = sorted(
        (Change(day, index[part], gain) for (day, part), gain in gains.items() if any(gain)),
        key=lambda each: (each.day, each.part),
    )
    first = changes[0].day if changes else last
    return Days(first, last, parts, tuple(changes), len(sites))


def _turns(site: Lived) -> Iterator[tuple[date, Gain]]:
    """Figures of one site from each day on at which they may turn, ascending."""
    course = site.course
    for day, end, (status, deadline) in zip_longest(course.days, course.days[1:], course.stood):
        yield day, _values(tally(status, deadline, site.located, day, _NO_SPANS).figures)
        if deadline is None or status in DONE_AS_CHECKED or deadline == date.max:
            continue
        # overdue comes with the calendar alone
        turn = deadline + _DAY
        if day < turn and (end is None or turn < end):
            yield turn, _values(tally(status, deadline, site.located, turn, _NO_SPANS).figures)


def _sum(so_far: Gain, now: Gain, before: Gain) -> Gain:
    return tuple(one + new - old for one, new, old in zip(so_far, now, before, strict=True))


def _in_order(part: Part) -> tuple[str, str]:
    return part.district_code or "", part.accounting_unit or ""
