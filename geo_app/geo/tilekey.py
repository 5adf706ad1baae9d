"""Keys along the Z-order curve: a point, a map square and a range of integers are one thing.

The world in web mercator (EPSG:3857) is a square; it is cut into 2^31 columns, counted from
180° W to the east, and 2^31 rows, counted from the north to the south: 1.9 cm at the equator. A key
interleaves the bits of both, the column's in the even places (Morton 1966, "A computer oriented
geodetic data base"). Then the keys of every square of the quadtree are one range, on any database
that can compare integers.

Edges: a point on the border of two squares belongs to the eastern or southern one. Longitudes
are wrapped, so that 180° lies in the westernmost column with -180°. Beyond ±85.0511287798066°,
where mercator's square ends, a point lies in the first or last row: the poles have a tile too.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

SCALE = 31
"""Level at which a cell has one key."""

SIDE = 1 << SCALE
"""Columns of the grid, and its rows."""

# every second bit apart, then every second pair …: the perfect shuffle of Warren, "Hacker's
# Delight", 7-2
_STEPS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_STEPS_BACK = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)
_EVEN = 0x5555555555555555
_EDGE = math.degrees(math.atan(math.sinh(math.pi)))


class Tile(NamedTuple):
    """A square of the map: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @classmethod
    def of(cls, key: int, z: int) -> Tile:
        """The tile of a zoom that holds a key."""
        return cls(z, *column_row(cell(key, z)))

    @property
    def exists(self) -> bool:
        """Whether the world has such a tile."""
        return 0 <= self.z <= SCALE and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    @property
    def cell(self) -> int:
        """Its number along the curve, among the cells of level ``z``."""
        return _scatter(self.x) | _scatter(self.y) << 1

    @property
    def keys(self) -> tuple[int, int]:
        """Its keys: the first, and the one after the last."""
        return keys_of(self.cell, self.z)

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; the outermost rows end at ±85.0511287798066°."""
        size = 1 << SCALE - self.z
        west, north = degrees(self.x * size, self.y * size)
        east, south = degrees((self.x + 1) * size, (self.y + 1) * size)
        return west, south, east, north

    @property
    def parent(self) -> Tile:
        """The tile that it is a quarter of.

        Raises:
            ValueError: It is the whole world.
        """
        if self.z == 0:
            raise ValueError("the whole world is no quarter of anything")
        return Tile(self.z - 1, self.x >> 1, self.y >> 1)

    @property
    def children(self) -> tuple[Tile, Tile, Tile, Tile]:
        """Its quarters, in the order of their keys.

        Raises:
            ValueError: It is a single key.
        """
        if self.z == SCALE:
            raise ValueError("a single key has no quarters")
        z, x, y = self.z + 1, self.x * 2, self.y * 2
        return Tile(z, x, y), Tile(z, x + 1, y), Tile(z, x, y + 1), Tile(z, x + 1, y + 1)


def point(lon: float, lat: float) -> int:
    """The key of a point in degrees.

    Raises:
        ValueError: A coordinate is no finite number.
    """
    # the same code for one and for many: libraries of C and of numpy differ in the last bit
    return int(points([lon], [lat])[0])


def points(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
    """The keys of points in degrees.

    Args:
        lons: Longitudes, shape (n,).
        lats: Latitudes, shape (n,).

    Raises:
        ValueError: A coordinate is no finite number.
    """
    east, south = mercator(lons, lats)
    # the product is exact, and so is rounding down; only the clamp knows the edges
    columns = np.minimum((east * SIDE).astype(np.int64), SIDE - 1)
    rows = np.clip((south * SIDE).astype(np.int64), 0, SIDE - 1)
    return cells_at(columns, rows)


def mercator(lons: ArrayLike, lats: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of the world's square, from its north-west corner, both from 0 to 1.

    Args:
        lons: Longitudes in degrees, shape (n,); wrapped into -180 ≤ lon < 180.
        lats: Latitudes in degrees, shape (n,); clamped to the square.

    Raises:
        ValueError: A coordinate is no finite number.
    """
    lon = np.ascontiguousarray(lons, np.float64)
    lat = np.ascontiguousarray(lats, np.float64)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        raise ValueError("a coordinate is no finite number")
    east = np.mod(lon + 180.0, 360.0) / 360.0
    sine = np.sin(np.radians(np.clip(lat, -_EDGE, _EDGE)))
    south = 0.5 - np.arctanh(sine) / (2.0 * math.pi)
    return east, np.clip(south, 0.0, 1.0)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place on the grid; whole numbers are corners of cells.

    Longitudes of cells' corners are exact, latitudes to some 1e-14 degrees.

    Args:
        x: Columns from the west edge, 0 to ``SIDE``.
        y: Rows from the north edge, 0 to ``SIDE``.
    """
    lat = math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y / SIDE))))
    return x * 360.0 / SIDE - 180.0, lat


def cell(key: int, level: int) -> int:
    """The cell of a level that holds a key."""
    return key >> 2 * (SCALE - level)


def cells_of(tile: Tile, level: int) -> tuple[int, int]:
    """The cells of a level inside a tile: the first, and the one after the last.

    Raises:
        ValueError: The cells are larger than the tile.
    """
    if level < tile.z:
        raise ValueError("the cells are larger than the tile")
    shift = 2 * (level - tile.z)
    return tile.cell << shift, (tile.cell + 1) << shift


def keys_of(cell: int, level: int) -> tuple[int, int]:
    """The keys inside a cell of a level: the first, and the one after the last."""
    shift = 2 * (SCALE - level)
    return cell << shift, (cell + 1) << shift


def column_row(key: int) -> tuple[int, int]:
    """Column and row of a key, or of a cell of any level, counted in cells of that level."""
    return _gather(key), _gather(key >> 1)


def columns_rows(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As ``column_row`` for many, shape (n,)."""
    return _gathered(keys), _gathered(keys >> 1)


def cells_at(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers of cells along the curve, by column and row: what ``columns_rows`` takes apart."""
    return _scattered(columns) | _scattered(rows) << 1


def ranges(bbox: tuple[float, float, float, float], most: int = 16) -> list[tuple[int, int]]:
    """Ranges of keys that hold every point of a box, and few others.

    Args:
        bbox: West, south, east, north in degrees; west > east goes across 180°.
        most: How many ranges at most, from 1.

    Returns:
        (first, one after the last), ascending, apart from one another.

    Raises:
        ValueError: A coordinate is no finite number, or south > north.
    """
    west, south, east, north = bbox
    if not south <= north:
        raise ValueError("a box begins in the south, and with finite numbers")
    left, top = column_row(point(west, north + _LAST_BIT))
    right, bottom = column_row(point(east, south - _LAST_BIT))
    if (east - west if west <= east else east - west + 360.0) > _NEARLY_ALL:
        left, right = 0, SIDE - 1
    if left <= right:
        return _inside([(left, top, right, bottom)], most)
    return _inside([(0, top, right, bottom), (left, top, SIDE - 1, bottom)], most)


# degrees; a sine is not monotone in its last bit, and this is far more
_LAST_BIT = 1e-12
# degrees; a box so wide may begin and end in the same column
_NEARLY_ALL = 359.0

_Box = tuple[int, int, int, int]


def _inside(boxes: list[_Box], most: int) -> list[tuple[int, int]]:
    """Ranges over boxes of the grid (left, top, right, bottom, all inclusive)."""
    found: list[tuple[int, int]] = []
    edge = [Tile(0, 0, 0)]
    while edge and len(_joined([*found, *(tile.keys for tile in edge)])) <= 4 * most:
        quarters = [quarter for tile in edge for quarter in tile.children]
        edge = []
        for tile in quarters:
            size = 1 << SCALE - tile.z
            left, top = tile.x * size, tile.y * size
            right, bottom = left + size - 1, top + size - 1
            met = [
                b
                for b in boxes
                if b[0] <= right and left <= b[2] and b[1] <= bottom and top <= b[3]
            ]
            if any(b[0] <= left and right <= b[2] and b[1] <= top and bottom <= b[3] for b in met):
                found.append(tile.keys)
            elif met:
                edge.append(tile)
    return _fewer(_joined([*found, *(tile.keys for tile in edge)]), most)


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending, with neighbours made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(parts):
        if joined and joined[-1][1] == first:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined


def _fewer(parts: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """At most so many: the widest gaps stay."""
    gaps = sorted(range(1, len(parts)), key=lambda i: parts[i - 1][1] - parts[i][0])[: most - 1]
    starts = [0, *sorted(gaps), len(parts)]
    return [(parts[a][0], parts[b - 1][1]) for a, b in pairwise(starts)]


def _scatter(value: int) -> int:
    """The bits of a number, each moved to the place of twice its own."""
    for shift, mask in _STEPS:
        value = (value | value << shift) & mask
    return value


def _gather(value: int) -> int:
    """What ``_scatter`` scattered, from the even places; the odd ones are not looked at."""
    value &= _EVEN
    for shift, mask in _STEPS_BACK:
        value = (value | value >> shift) & mask
    return value


def _scattered(values: NDArray[np.int64]) -> NDArray[np.int64]:
    for shift, mask in _STEPS:
        values = (values | values << shift) & mask
    return values


def _gathered(values: NDArray[np.int64]) -> NDArray[np.int64]:
    values = values & _EVEN
    for shift, mask in _STEPS_BACK:
        values = (values | values >> shift) & mask
    return values
