"""Lines and polygons on the grid of a tile: cut off at its buffer, no finer than can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GEOSException
from shapely.geometry.base import BaseGeometry

from geo_app.geo.tilekey import Tile
from geo_app.geo.vector_tile import EXTENT, Drawing, Position, lines, polygons

BUFFER = 64
"""Steps beyond the edges of a tile: outlines and ends that are cut off lie out of sight."""

FINEST = 4.0
"""Steps of the grid that a simplified outline may be off: a quarter of a pixel of 256 a tile."""

MOST_CORNERS = 2000
"""Of one part that is simplified, or mended, with care: both may take quadratic time."""

_ROOM = (-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
_POLAR = 85.0511287798066


def drawings(geojson: Sequence[str], tile: Tile, tolerance: float = FINEST) -> list[Drawing]:
    """Geometries as they are drawn in a tile.

    Args:
        geojson: Valid lines and polygons, also their Multi types, as GeoJSON text, EPSG:4326.
        tile: The tile.
        tolerance: How far an outline may be off, steps of the grid.

    Returns:
        A drawing for each; empty where nothing of it is in the tile.
    """
    if not geojson:
        return []
    shapes = shapely.transform(shapely.from_geojson(geojson), _Grid(tile))
    areal = shapely.get_dimensions(shapes) == 2
    pieces = shapely.clip_by_rect(shapes, *_ROOM)
    for nth in np.flatnonzero(shapely.get_num_coordinates(pieces) > MOST_CORNERS):
        pieces[nth] = _thinned(pieces[nth], tolerance)
    pieces = shapely.simplify(pieces, tolerance)
    rounded = shapely.set_precision(pieces, 1.0, mode="pointwise")
    few = shapely.get_num_coordinates(pieces) <= MOST_CORNERS
    torn = areal & few & shapely.is_valid(pieces) & ~shapely.is_valid(rounded)
    rounded[torn] = shapely.set_precision(pieces[torn], 1.0)
    return [
        _area(piece) if filled else _path(piece)
        for piece, filled in zip(rounded, areal, strict=True)
    ]


class _Grid:
    """Degrees to steps of a tile's grid (web mercator)."""

    def __init__(self, tile: Tile) -> None:
        self.tile = tile

    def __call__(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        side = EXTENT * 2.0**self.tile.z
        lons, lats = degrees[:, 0], np.radians(np.clip(degrees[:, 1], -_POLAR, _POLAR))
        columns = (lons + 180.0) / 360.0 * side - EXTENT * self.tile.x
        rows = (0.5 - np.arcsinh(np.tan(lats)) / (2.0 * np.pi)) * side - EXTENT * self.tile.y
        return np.column_stack([columns, rows])


def _thinned(piece: BaseGeometry, tolerance: float) -> BaseGeometry:
    """With fewer corners in each part; edges of a polygon may come to touch each other."""
    parts = [_fewer_corners(part, tolerance) for part in shapely.get_parts(piece)]
    return shapely.geometrycollections(parts)


def _fewer_corners(part: BaseGeometry, tolerance: float) -> BaseGeometry:
    while shapely.get_num_coordinates(part) > MOST_CORNERS and tolerance < EXTENT:
        try:
            part = shapely.remove_repeated_points(part, tolerance)
        except GEOSException:  # a hole is smaller than that
            part = shapely.polygons(shapely.get_exterior_ring(part))
        tolerance *= 4
    return part


def _area(shape: BaseGeometry) -> Drawing:
    parts = shapely.get_parts(shape)
    areas = parts[shapely.get_dimensions(parts) == 2]
    return polygons([_positions(ring) for ring in shapely.get_rings(part)] for part in areas)


def _path(shape: BaseGeometry) -> Drawing:
    parts = shapely.get_parts(shape)
    return lines(_positions(part) for part in parts[shapely.get_dimensions(parts) == 1])


def _positions(path: BaseGeometry) -> list[Position]:
    steps: list[Any] = np.rint(shapely.get_coordinates(path)).astype(int).tolist()
    return [(x, y) for x, y in steps]
