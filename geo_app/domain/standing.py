"""How far an area has come: figures, rank, light, countdown. What was only claimed never counts.

Every figure is a count of sites; a rate is told with both of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

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
        return Figures(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )


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
