"""Where a site is, told so coarsely that it may be shown to everybody.

The place is snapped to a square of the quadtree of ``geo.tilekey``: the same site gives the same
square however often it is asked for, so nothing can be averaged out; squares of another size lie
inside one another, so answers before and after a change of the setting cut nothing finer. Whoever
tells everybody a position asks here, so that two answers laid over each other are one.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from shapely.geometry import Point

from geo_app.geo.measure import distance_m
from geo_app.geo.tilekey import SCALE, Tile, column_row

FINEST = 17
"""Level of the finest square that leaves the database: some 250 m wide at 35° north."""

FINEST_SHIFT = 2 * (SCALE - FINEST)
"""Bits of a key below that level."""

_EQUATOR_M = 40_075_016.7
_STEP_M = 50


class Coarse(NamedTuple):
    """A square, as a circle that holds the place.

    ``lon``, ``lat`` is the middle of the square in degrees; within ``radius_m`` of it the place
    lies, as far as that is known; ``side_m`` is how wide the square is.
    """

    lon: float
    lat: float
    radius_m: float
    side_m: float


def cell_of(key: int) -> int:
    """The cell of the finest level that holds a key of ``geo.tilekey``."""
    return key >> FINEST_SHIFT


def coarse(cell: int, known_to_m: float, cell_m: float) -> Coarse:
    """The square that is shown for a cell of the finest level.

    Args:
        cell: Number along the curve among the cells of ``FINEST``.
        known_to_m: Within what the exact place is known, metres.
        cell_m: The square is at least so wide, metres.
    """
    finest = Tile(FINEST, *column_row(cell))
    level = _level(_middle(finest).y, cell_m)
    tile = Tile(level, finest.x >> (FINEST - level), finest.y >> (FINEST - level))
    west, south, east, north = tile.bbox
    middle = _middle(tile)
    corners = [Point(lon, lat) for lon in (west, east) for lat in (south, north)]
    reach = max(distance_m(middle, corner) for corner in corners) + max(0.0, known_to_m)
    side = distance_m(Point(west, middle.y), Point(east, middle.y))
    return Coarse(
        round(middle.x, 5), round(middle.y, 5), math.ceil(reach / _STEP_M) * float(_STEP_M), side
    )


def _level(lat: float, cell_m: float) -> int:
    widest = _EQUATOR_M * math.cos(math.radians(lat))
    level = math.floor(math.log2(widest / max(cell_m, 1.0))) if widest > cell_m else 0
    return max(0, min(FINEST, level))


def _middle(tile: Tile) -> Point:
    west, south, east, north = tile.bbox
    return Point((west + east) / 2, (south + north) / 2)
