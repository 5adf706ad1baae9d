"""How far an area has come: figures, rank, light, countdown. What was only claimed never counts.

Every figure is a count of sites; a rate is told with both of its numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import add, attrgetter
from typing import TypeVar

from geo_app.domain.status import DONE_AS_CHECKED, Status

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Figures:
    """Sites of an area; the first seven fields are all of them, each once.

    Attributes:
        verified: Somebody else has looked; the closed ones too.
        claimed: Only said to be done.
        in_work: Reported in work, or sent back.
        open: Found, nothing reported.
        relapsed: Came back after a verification.
        disputed: Said to be another thing.
        transferred: Handed to another body.
        overdue: Of those that nobody has verified: the deadline has passed.
        unlocated: Of all: without a position.
    """

    verified: int = 0
    claimed: int = 0
    in_work: int = 0
    open: int = 0
    relapsed: int = 0
    disputed: int = 0
    transferred: int = 0
    overdue: int = 0
    unlocated: int = 0

    @property
    def total(self) -> int:
        """All sites, also the unlocated."""
        return self.verified + self.unchecked

    @property
    def unchecked(self) -> int:
        """Those that nobody has verified."""
        reported = self.claimed + self.in_work + self.disputed + self.transferred
        return reported + self.open + self.relapsed

    @property
    def told(self) -> int:
        """Those that are said to be done: the claimed and the verified."""
        return self.claimed + self.verified

    @property
    def verified_share(self) -> float | None:
        """Verified of all, 0 to 1; equal exactly where the fractions are. None of no site."""
        return self.verified / self.total if self.total else None

    def __add__(self, other: Figures) -> Figures:
        return Figures(*map(add, _VALUES(self), _VALUES(other)))


_VALUES = attrgetter(*(each.name for each in fields(Figures)))


@dataclass(frozen=True, slots=True)
class Countdown:
    """The same sites by the days that are left.

    Attributes:
        overdue: The deadline has passed.
        soon: One number for each span of the setting, the nearest first.
        later: With a deadline after all of them.
        undated: Without a deadline.
        verified: The clock has stopped.
    """

    overdue: int
    soon: tuple[int, ...]
    later: int
    undated: int
    verified: int

    @classmethod
    def of(cls, figures: Figures, soon: tuple[int, ...], undated: int) -> Countdown:
        """From what is counted; later is what is left."""
        # what fell due overnight may be counted on both sides until the counts are turned
        later = figures.unchecked - figures.overdue - sum(soon) - undated
        return cls(figures.overdue, soon, max(later, 0), undated, figures.verified)


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of an area, and what of the countdown they do not tell.

    Attributes:
        figures: Of its sites.
        soon: One number for each span, as of a ``Countdown``.
        undated: The same.
    """

    figures: Figures
    soon: tuple[int, ...]
    undated: int

    @classmethod
    def nothing(cls, spans: int) -> Tally:
        """Of no site, with so many spans."""
        return cls(Figures(), (0,) * spans, 0)

    @property
    def countdown(self) -> Countdown:
        """The sites by the days that are left."""
        return Countdown.of(self.figures, self.soon, self.undated)

    @classmethod
    def total(cls, tallies: Sequence[Tally]) -> Tally:
        """The sum of at least one."""
        figures = zip(*(_VALUES(each.figures) for each in tallies), strict=True)
        soon = zip(*(each.soon for each in tallies), strict=True)
        undated = sum(each.undated for each in tallies)
        return cls(Figures(*map(sum, figures)), tuple(map(sum, soon)), undated)

    def __add__(self, other: Tally) -> Tally:
        soon = tuple(map(sum, zip(self.soon, other.soon, strict=True)))
        return Tally(self.figures + other.figures, soon, self.undated + other.undated)


def tally(
    status: Status, deadline: date | None, located: bool, day: date, spans: Sequence[int]
) -> Tally:
    """One site on a day.

    Args:
        status: Where it stands.
        deadline: Last day, if one is set.
        located: It has a position.
        day: The day.
        spans: Ascending numbers of days, each the end of a span of the countdown.
    """
    waits = status not in DONE_AS_CHECKED
    left = (deadline - day).days if waits and deadline is not None else None
    place = bisect_left(spans, left) if left is not None and left >= 0 else len(spans)
    name = status.value if waits else Status.VERIFIED.value
    return Tally(
        figures=Figures(
            **{name: 1}, overdue=int(left is not None and left < 0), unlocated=int(not located)
        ),
        soon=tuple(int(each == place) for each in range(len(spans))),
        undated=int(waits and deadline is None),
    )


class Light(StrEnum):
    """How an area stands against its deadlines."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    DARK = "dark"
    """Nothing to judge by: no site, or none of the unverified has a deadline."""


def light(figures: Figures, countdown: Countdown, red_percent: float) -> Light:
    """The light of an area.

    Red where at least so many percent of all sites are overdue or relapsed (a site that is both
    counts as two, so a relapse after the deadline weighs double). Yellow where one is, or falls
    due within the first span. Blue where what is not verified is within its time.

    Args:
        figures: Of the area.
        countdown: Of the same sites.
        red_percent: Share from which it is red, percent.
    """
    bad = figures.overdue + figures.relapsed
    if bad and 100 * bad >= red_percent * figures.total:
        return Light.RED
    if bad or (countdown.soon and countdown.soon[0]):
        return Light.YELLOW
    dated = figures.unchecked - countdown.undated
    if figures.total and (dated or not figures.unchecked):
        return Light.BLUE
    return Light.DARK


def ranks(areas: Iterable[tuple[Key, Figures]], fewest: int) -> Mapping[Key, int]:
    """Places by verified share: equal shares have one place, and the places after it are left out.

    Args:
        areas: Each with its figures.
        fewest: An area with fewer sites has no place: one site would move it past all others.
    """
    shares = {
        key: share
        for key, figures in areas
        if figures.total >= fewest and (share := figures.verified_share) is not None
    }
    placed: dict[Key, int] = {}
    ordered = sorted(shares, key=lambda key: -shares[key])
    for number, key in enumerate(ordered, start=1):
        before = ordered[number - 2] if number > 1 else None
        tied = before is not None and shares[before] == shares[key]
        placed[key] = placed[before] if tied and before is not None else number
    return placed
