"""Lines and polygons as a few cells of the quadtree that cover them.

A cell's number carries its level: the cell, then a one, then zeros (the sentinel bit of Google's
S2 cell ids). So the cells inside a tile are one range of numbers, and the cells around it are its
ancestors: what touches a tile is found with one range and a short list.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo_app.geo.tilekey import SCALE, Tile, mercator

MOST = 16
"""Most cells that cover one geometry."""

FINEST = 24
"""Level of the smallest cells of a covering: some two metres."""


def number(tile: Tile) -> int:
    """The number of a tile as a cell: 63 bits at most, fits the largest integer of a database."""
    return (tile.cell << 1 | 1) << 2 * (SCALE - tile.z)


def cover(geometry: BaseGeometry, most: int = MOST) -> tuple[int, ...]:
    """Numbers of cells that together hold a geometry, ascending; the largest are cut up first.

    Lines are straight on the map (web mercator), as they are drawn.

    Args:
        geometry: In degrees, longitude first; clamped to the square of the map.
        most: How many cells at most, from 4.
    """
    drawn = shapely.transform(geometry, _to_square)
    shapely.prepare(drawn)
    level = [_around(drawn)]
    fine: list[Tile] = []
    while level:
        finer: list[Tile] = []
        for waiting, (tile, quarters) in zip(
            range(len(level) - 1, -1, -1), _touched(drawn, level), strict=True
        ):
            count = len(fine) + waiting + len(finer) + len(quarters)
            if tile.z == FINEST or count > most:
                fine.append(tile)
            else:
                finer += quarters
        level = finer
    return tuple(sorted(number(tile) for tile in fine))


def _around(drawn: BaseGeometry) -> Tile:
    """The smallest tile that holds a geometry with room on all sides: no other touches it."""
    west, north, east, south = drawn.bounds
    for zoom in range(FINEST, 0, -1):
        side = 2.0**zoom  # a product with it is exact
        x, y = int(west * side), int(north * side)
        if west * side > x == int(east * side) and north * side > y == int(south * side):
            return Tile(zoom, x, y)
    return Tile(0, 0, 0)


def _touched(drawn: BaseGeometry, tiles: list[Tile]) -> Iterator[tuple[Tile, list[Tile]]]:
    """Tiles of one zoom, each with those of its quarters that a geometry touches."""
    quarters = [tile.children for tile in tiles]
    side = 2.0 ** -(tiles[0].z + 1)
    corners = np.array([(each.x, each.y) for four in quarters for each in four]) * side
    west, north = corners[:, 0], corners[:, 1]
    touched = shapely.intersects(drawn, shapely.box(west, north, west + side, north + side))
    for tile, four, held in zip(tiles, quarters, touched.reshape(-1, 4).tolist(), strict=True):
        yield tile, [each for each, here in zip(four, held, strict=True) if here]


def touching(tile: Tile) -> tuple[int, int, tuple[int, ...]]:
    """Numbers of the cells that share ground with a tile.

    Returns:
        The first number inside the tile, the one after the last, and the tile's ancestors.
    """
    middle, reach = number(tile), 1 << 2 * (SCALE - tile.z)
    ancestors = []
    while tile.z:
        tile = tile.parent
        ancestors.append(number(tile))
    return middle - reach + 1, middle + reach, tuple(ancestors)


def _to_square(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    east, south = mercator(lonlat[:, 0], lonlat[:, 1])
    # the eastern edge of a geometry that ends at 180° is not its western one
    return np.column_stack((np.where(lonlat[:, 0] >= 180.0, 1.0, east), south))
