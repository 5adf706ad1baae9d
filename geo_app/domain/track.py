"""The walk of a visit: where the phone was from minute to minute, and how long near the site.

It says where a phone was carried while its page was open; no verdict of a photo rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo_app.domain.inspection import Fix

GAP_S = 180.0
"""Longer without a point, nothing is known of where the phone was."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Presence:
    """What a walk says of being at a site.

    Attributes:
        points: Of the walk.
        inside: Points within the radius, as they were measured; their error counts for nobody.
        seconds: Time between neighbours that are both inside, gaps left out.
        worst_accuracy_m: Of the points inside, metres; None where there are none.
    """

    points: int
    inside: int
    seconds: float
    worst_accuracy_m: float | None


def presence(
    track: Sequence[Fix], site: Point, radius_m: float, distance_m: Callable[[Point, Point], float]
) -> Presence:
    """How long a walk was within the radius of a site.

    Args:
        track: In the order of time; each with its time and accuracy.
        site: Longitude and latitude, degrees WGS-84.
        radius_m: Of the site, metres.
        distance_m: Metres between two points.
    """
    near = [distance_m((fix.lon, fix.lat), site) <= radius_m for fix in track]
    seconds = 0.0
    for index in range(1, len(track)):
        start, end = track[index - 1].at, track[index].at
        if near[index - 1] and near[index] and start is not None and end is not None:
            between = (end - start).total_seconds()
            seconds += between if 0 <= between <= GAP_S else 0.0
    told = [
        fix.accuracy_m
        for fix, inside in zip(track, near, strict=True)
        if inside and fix.accuracy_m is not None
    ]
    return Presence(len(track), sum(near), seconds, max(told, default=None))
