"""An axis of indicators for a template to draw: ranks downwards from 1, rates and values upwards.

It has no words, and a gap stays a gap. Which series share an axis, ``domain.indicator`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from geo_app.domain.indicator import Axis, Point, Series, runs

WIDTH, HEIGHT = 1000, 300
"""Of the sheet; it is stretched to its place on the page."""

_LEADING = (1, 2, 5, 10)
_SHORTEST_SCALE = 2
"""Places of a rank: one alone would have no scale."""


@dataclass(frozen=True, slots=True)
class Line:
    """A series, drawn: paths in units of the sheet, downwards.

    Attributes:
        runs: A line of each run of points; of counts the stretches that they are for.
        dots: Where a line ends or stands alone.
    """

    series: Series
    runs: str
    dots: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An axis, drawn.

    Attributes:
        axis: What stands on it.
        upper: Number at the upper end; 1 for ranks.
        lower: Number at the lower end.
        is_whole: Every rank drawn says how many were ranked, and the lower end is that number.
        first: Day at the left.
        last: Day at the right.
        lines: In the order of the series.
    """

    axis: Axis
    upper: float
    lower: float
    is_whole: bool
    first: date
    last: date
    lines: tuple[Line, ...]


def sheet(axis: Axis) -> Sheet:
    """The drawing of an axis.

    Args:
        axis: Each series has a point at least.
    """
    points = [point for each in axis.series for point in each.points]
    upper, lower = _ends(axis, points)
    first = min(point.begin if axis.is_rate else point.end for point in points)
    last = max(point.end for point in points)
    days = (last - first).days or 1

    def across(day: date) -> float:
        return WIDTH * (day - first).days / days

    def down(point: Point) -> float:
        number = point.rate if axis.is_rate else point.value
        return HEIGHT * abs((upper - number) / (upper - lower))

    lines = []
    for each in axis.series:
        if axis.is_rate:
            drawn = "".join(
                f"M{across(point.begin):.1f} {down(point):.1f}H{across(point.end):.1f}"
                for point in each.points
            )
        else:
            drawn = "".join(
                _joined((across(point.end), down(point)) for point in run) for run in runs(each)
            )
        dots = "".join(f"M{across(point.end):.1f} {down(point):.1f}h0.01" for point in each.points)
        lines.append(Line(each, drawn, dots))
    largest = {point.of for point in points}
    is_whole = axis.is_rank and None not in largest and lower == max(filter(None, largest))
    return Sheet(axis, upper, lower, is_whole, first, last, tuple(lines))


def _ends(axis: Axis, points: Sequence[Point]) -> tuple[float, float]:
    """Numbers at the upper and at the lower end."""
    if axis.is_rank:
        return 1, max(_SHORTEST_SCALE, *(point.of or point.value for point in points))
    numbers = [point.rate if axis.is_rate else point.value for point in points]
    top, bottom = _round_up(max(0, *numbers)), -_round_up(-min(0, *numbers))
    return (top or (0 if bottom else 1)), bottom


def _round_up(number: float) -> float:
    if number <= 0:
        return 0
    power = 10.0 ** floor(log10(number))
    return next(each * power for each in _LEADING if each * power >= number * (1 - 1e-9))


def _joined(places: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
