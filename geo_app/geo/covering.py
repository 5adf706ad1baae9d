"""Lines and polygons as a few cells of the quadtree that cover them.

A cell's number carries its level: the cell, then a one, then zeros (the sentinel bit of Google's
S2 cell ids). So the cells inside a tile are one range of numbers, and the cells around it are its
ancestors: what touches a tile is found with one range and a short list.
"""

from __future__ import annotations

import heapq
import itertools

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
    order = itertools.count()
    # zoom, then age: the same geometry is cut up in the same way every time
    coarse = [(0, next(order), Tile(0, 0, 0))]
    fine: list[Tile] = []
    while coarse:
        zoom, _, tile = heapq.heappop(coarse)
        quarters = [each for each in tile.children if drawn.intersects(_square(each))]
        if zoom == FINEST or len(fine) + len(coarse) + len(quarters) > most:
            fine.append(tile)
            continue
        for quarter in quarters:
            heapq.heappush(coarse, (quarter.z, next(order), quarter))
    return tuple(sorted(number(tile) for tile in fine))


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


def _square(tile: Tile) -> BaseGeometry:
    side = 2.0**-tile.z
    west, north = tile.x * side, tile.y * side
    return shapely.box(west, north, west + side, north + side)
