"""Lines and polygons as a few cells of the quadtree that cover them.

A cell's number carries its level: the cell, then a one, then zeros (the sentinel bit of Google's
S2 cell ids). So the cells inside a tile are one range of numbers, and the cells around it are its
ancestors: what touches a tile is found with one range and a short list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo_app.geo.tilekey import SCALE, Tile, cells_at, columns_rows, mercator

Ints = NDArray[np.int64]

MOST = 16
"""Most cells that cover one geometry."""

_FEW = 64  # vertices

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
    return tuple(number for _, number in cover_all([geometry], most))


def cover_all(geometries: Sequence[BaseGeometry], most: int = MOST) -> list[tuple[int, int]]:
    """As ``cover`` for many at once: the place of each among them, and a number; ascending."""
    drawn = shapely.transform(np.array(geometries, dtype=object), _to_square)
    # for a few vertices it is quicker to ask than to prepare for being asked
    shapely.prepare(drawn[shapely.get_num_coordinates(drawn) > _FEW])
    owners, bounds = np.arange(len(drawn)), shapely.bounds(drawn)
    zooms, cells = _around(bounds)
    counts = [0] * len(drawn)
    found: list[tuple[int, int]] = []
    while len(owners):
        quarters = cells[:, None] << 2 | np.arange(4)
        touched = _touch(drawn[owners], bounds[owners], quarters, zooms + 1)
        is_fine = np.array(_fine(owners, zooms, touched.sum(axis=1), counts, most))
        numbers = (cells << 1 | 1) << 2 * (SCALE - zooms)
        found += zip(owners[is_fine].tolist(), numbers[is_fine].tolist(), strict=True)
        rows, places = np.nonzero(touched & ~is_fine[:, None])
        owners, zooms, cells = owners[rows], zooms[rows] + 1, quarters[rows, places]
    return sorted(found)


def _around(bounds: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """The smallest cells that hold boxes with room on all sides: no other one touches them.

    Args:
        bounds: West, north, east, south in the square of the map, shape (n, 4).

    Returns:
        Zooms and cells, shape (n,) each.
    """
    edges = bounds[:, None, :] * 2.0 ** np.arange(1, FINEST + 1)[:, None]  # exact
    cells = np.floor(edges)
    first, last = cells[..., :2], cells[..., 2:]
    # what holds a box with room holds it on every coarser zoom as well
    zooms = ((edges[..., :2] > first) & (first == last)).all(axis=-1).sum(axis=1)
    corner = np.floor(bounds[:, :2] * 2.0 ** zooms[:, None]).astype(np.int64)
    return zooms, np.where(zooms > 0, cells_at(corner[:, 0], corner[:, 1]), 0)


def _touch(
    drawn: NDArray[np.object_], bounds: NDArray[np.float64], quarters: Ints, zooms: Ints
) -> NDArray[np.bool_]:
    """Which quarters (n, 4) the geometries (n,) touch, whose bounds are given (n, 4)."""
    side = 2.0 ** -zooms[:, None]
    west, north = (axis * side for axis in columns_rows(quarters))
    east, south = west + side, north + side
    first, top, last, bottom = bounds.T[..., None]
    touched: NDArray[np.bool_] = (
        (west <= last) & (east >= first) & (north <= bottom) & (south >= top)
    )
    rows, _ = np.nonzero(touched)  # of these it is worth asking
    boxes = shapely.box(west[touched], north[touched], east[touched], south[touched])
    touched[touched] = shapely.intersects(drawn[rows], boxes)
    return touched


def _fine(owners: Ints, zooms: Ints, quarters: Ints, counts: list[int], most: int) -> list[bool]:
    """Which cells stay whole: they are small enough, or their quarters would be too many.

    Args:
        owners: Place of the geometry that each cell is for, ascending.
        zooms: Of the cells.
        quarters: How many quarters of each the geometry touches.
        counts: Cells of each geometry that stayed whole before; raised.
        most: Cells of one geometry.
    """
    waiting, finer = Counter(owners.tolist()), Counter[int]()
    stays = []
    for owner, zoom, more in zip(owners.tolist(), zooms.tolist(), quarters.tolist(), strict=True):
        waiting[owner] -= 1
        count = counts[owner] + waiting[owner] + finer[owner] + more
        stays.append(zoom == FINEST or count > most)
        if stays[-1]:
            counts[owner] += 1
        else:
            finer[owner] += more
    return stays


def touching(tile: Tile) -> tuple[int, int, tuple[int, ...]]:
    """Numbers of the cells that share ground with a tile.

    Returns:
        The first number inside the tile, the one after the last, and the tile's ancestors.
    """
    middle, reach = number(tile), 1 << 2 * (SCALE - tile.z)
    cell, z = tile.cell, tile.z
    ancestors = [(cell >> 2 * (z - up) << 1 | 1) << 2 * (SCALE - up) for up in range(z)]
    return middle - reach + 1, middle + reach, tuple(ancestors)


def _to_square(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    east, south = mercator(lonlat[:, 0], lonlat[:, 1])
    # the eastern edge of a geometry that ends at 180° is not its western one
    return np.column_stack((np.where(lonlat[:, 0] >= 180.0, 1.0, east), south))
