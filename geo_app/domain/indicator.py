"""Figures that belong to no site: ranks, counts, measured values, each for a stated period.

A rank of a level and a rank of an improvement are two kinds, and so are ranks of water and of air,
among others or over another period: each has an axis of its own. A count says nothing without its
days: it is compared as a rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a number is."""

    RANK = "rank"
    """Place by the level reached; 1 is the best."""
    CHANGE_RANK = "change_rank"
    """Place by the improvement; 1 improved most."""
    COUNT = "count"
    MEASURE = "measure"


RANKS = frozenset({Kind.RANK, Kind.CHANGE_RANK})


class Period(StrEnum):
    """What stretch of time a number is for."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TO_DATE = "to_date"
    """From one fixed day up to a later one each time."""
    SPAN = "span"
    """From a day to a day, as told."""


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
_LONGEST_STEP = timedelta(days=31)
"""Between two ends of a cumulative series; more is a gap."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """One number.

    Attributes:
        begin: First day of its period.
        end: Last day, counted in.
        value: In the unit of the series; a rank is whole, from 1.
        of: How many were ranked, where known.
        as_of: Until when what was known went into it.
        source: Who says so.
    """

    begin: date
    end: date
    value: float
    of: int | None
    as_of: date
    source: str

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.end - self.begin).days + 1

    @property
    def rate(self) -> float:
        """Per day."""
        return self.value / self.days


@dataclass(frozen=True, slots=True)
class Name:
    """What makes two numbers ones of the same series.

    Attributes:
        name: As people call it.
        kind: What its numbers are.
        unit: Of the numbers; empty for a rank.
        period: What they are for.
        among: Of a rank: who was ranked, by what; empty for others.
    """

    name: str
    kind: Kind
    unit: str
    period: Period
    among: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that may be compared with each other; points by time."""

    name: Name
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Series that may be drawn over one scale.

    Raises:
        ValueError: They may not.
    """

    series: tuple[Series, ...]

    def __post_init__(self) -> None:
        if len({_scale(each.name) for each in self.series}) != 1:
            raise ValueError("series of two kinds on one axis")

    @property
    def is_rank(self) -> bool:
        """Whether 1 stands at the top."""
        return self.series[0].name.kind in RANKS

    @property
    def is_rate(self) -> bool:
        """Whether numbers are drawn per day."""
        return self.series[0].name.kind is Kind.COUNT


def axes(series: Iterable[Series]) -> list[Axis]:
    """As few axes as may be, in the order of the first series of each."""
    groups: dict[tuple[str, ...], list[Series]] = {}
    for each in series:
        groups.setdefault(_scale(each.name), []).append(each)
    return [Axis(tuple(group)) for group in groups.values()]


def _scale(name: Name) -> tuple[str, ...]:
    if name.kind in RANKS:
        # whatever else it is a rank of is another rank: water beside air says nothing
        return name.kind, name.name, name.among, name.period
    # a rate is a rate over any period
    return name.kind, name.unit, "" if name.kind is Kind.COUNT else name.period


def fits(period: Period, begin: date, end: date) -> bool:
    """Whether two days are the ends of such a period."""
    if end < begin:
        return False
    if period is Period.DAY:
        return begin == end
    months = _MONTHS.get(period)
    if months is None:
        return True
    if begin.day != 1 or (begin.month - 1) % months or end == date.max:
        return False
    whole = begin.year * 12 + begin.month - 1 + months
    after = end + timedelta(days=1)
    return (after.year * 12 + after.month - 1, after.day) == (whole, 1)


def runs(series: Series) -> list[tuple[Point, ...]]:
    """Points that follow each other without a gap; only these are joined by a line."""
    found: list[list[Point]] = []
    for point in series.points:
        if found and _follows(series.name.period, found[-1][-1], point):
            found[-1].append(point)
        else:
            found.append([point])
    return [tuple(each) for each in found]


def _follows(period: Period, one: Point, other: Point) -> bool:
    if period is Period.TO_DATE:
        return one.begin == other.begin and other.end - one.end <= _LONGEST_STEP
    return other.begin - one.end == timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts, over periods that need not be of one length.

    Attributes:
        by_rate: Change of the number per day, as a share: -0.47 is 47 % less; None from nothing.
        by_count: The same of the bare numbers; None also where the periods differ in length,
            for then it says nothing.
    """

    by_rate: float | None
    by_count: float | None


def compare(one: Point, other: Point) -> Comparison:
    """How a count changed from one period to another."""
    if not one.value:
        return Comparison(None, None)
    is_even = one.days == other.days
    return Comparison(other.rate / one.rate - 1, other.value / one.value - 1 if is_even else None)


def from_the_end(place: int, of: int) -> int:
    """The place from the top of what was counted from the bottom.

    Args:
        place: 1 is the last.
        of: How many were ranked.
    """
    return of - place + 1


def compared(series: Series) -> Sequence[Comparison | None]:
    """Each point of a count beside the one before; nothing where periods overlap."""
    before = (None, *series.points)
    return [
        compare(one, other)
        if series.name.kind is Kind.COUNT and one is not None and other.begin > one.end
        else None
        for one, other in zip(before, series.points, strict=False)
    ]
