"""A trend as areas one upon the other, for a template to draw: verified, claimed, all.

It has no words: they stand around it in type of the page, which does not shrink on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log10

from geo_app.work.trend import Point

WIDTH, HEIGHT = 1000, 400
"""Of the sheet; it is stretched to its place on the page."""

_LEADING = (2, 4, 6, 8, 10)
"""An axis ends at one of these times a power of ten: its half is a whole number."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn, units of the sheet, downwards.

    Attributes:
        verified: Area from the ground up.
        claimed: Area on top of it.
        told: Upper edge of both.
        total: Line of all sites.
        top: Number at the upper end.
        middle: The day in the middle.
    """

    verified: str
    claimed: str
    told: str
    total: str
    top: int
    middle: date


def curve(points: Sequence[Point]) -> Curve:
    """The curve of a trend.

    Args:
        points: At least two, by day.
    """
    first, last = points[0].day, points[-1].day
    top = axis(max(each.total for each in points))
    across = [WIDTH * (each.day - first).days / (last - first).days for each in points]

    def edge(numbers: Sequence[int]) -> list[str]:
        up = (HEIGHT - HEIGHT * number / top for number in numbers)
        return [f"{x:.1f} {y:.1f}" for x, y in zip(across, up, strict=True)]

    ground = edge([0] * len(points))
    verified = edge([each.verified for each in points])
    told = edge([each.verified + each.claimed for each in points])
    return Curve(
        verified=_line([*verified, *reversed(ground)]) + "Z",
        claimed=_line([*told, *reversed(verified)]) + "Z",
        told=_line(told),
        total=_line(edge([each.total for each in points])),
        top=top,
        middle=first + (last - first) / 2,
    )


def axis(number: int) -> int:
    """The upper end of an axis that holds a number; its half is whole.

    Args:
        number: Not negative.
    """
    power = 10 ** int(log10(number)) if number else 1
    return next(each * power for each in _LEADING if each * power >= number)


def _line(places: Sequence[str]) -> str:
    return "M" + "L".join(places)
