"""Where sites are, in the values that are kept: mark, bounds and GeoJSON of each shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from geo_app.geo.vectors.batch import Shapes
from geo_app.work.positions import DECIMALS, geojson_of, mark_of

Edges = tuple[list[float | None], list[float | None], list[float | None], list[float | None]]


@dataclass(frozen=True, slots=True)
class Spots:
    """Where sites are that follow one another; nothing but None where one has no place.

    Attributes:
        lons: Of the marks, degrees.
        lats: Of the marks, degrees.
        geometries: GeoJSON.
        bounds: West, south, east, north of the geometries, degrees.
        drawn: Places of those among them that are lines or areas.
    """

    lons: list[float | None]
    lats: list[float | None]
    geometries: list[str | None]
    bounds: Edges
    drawn: list[int]

    def only(self, rows: Sequence[int]) -> Spots:
        """Those at some places."""
        drawn = set(self.drawn)
        west, south, east, north = ([edge[row] for row in rows] for edge in self.bounds)
        return Spots(
            [self.lons[row] for row in rows],
            [self.lats[row] for row in rows],
            [self.geometries[row] for row in rows],
            (west, south, east, north),
            [place for place, row in enumerate(rows) if row in drawn],
        )


def spots_of(shapes: Shapes) -> Spots:
    """The spots of shapes in degrees (EPSG:4326); None is nowhere."""
    # + 0.0 writes the zero west of Greenwich as the zero east of it
    marks = np.column_stack((shapely.get_x(shapes), shapely.get_y(shapes)))
    marks = np.round(marks, DECIMALS) + 0.0
    drawn = np.flatnonzero(np.isnan(marks[:, 0]) & ~shapely.is_missing(shapes)).tolist()
    geometries = _points(marks)
    x, y = (_known(marks[:, axis]) for axis in (0, 1))
    lons, lats, wests, souths, easts, norths = x, y, list(x), list(y), list(x), list(y)
    for row in drawn:
        geometry, mark = geojson_of(shapes[row]), mark_of(shapes[row])
        lons[row], lats[row] = round(mark.x, DECIMALS), round(mark.y, DECIMALS)
        geometries[row] = orjson.dumps(geometry).decode()
        wests[row], souths[row], easts[row], norths[row] = shape(geometry).bounds
    return Spots(lons, lats, geometries, (wests, souths, easts, norths), drawn)


def _points(marks: NDArray[np.float64]) -> list[str | None]:
    """Points as GeoJSON, written all at once; None where there is no number."""
    written = orjson.dumps(np.ascontiguousarray(marks), option=orjson.OPT_SERIALIZE_NUMPY)
    pairs = written.decode()[2:-2].split("],[") if len(marks) else []
    return [
        None if pair == "null,null" else f'{{"type":"Point","coordinates":[{pair}]}}'
        for pair in pairs
    ]


def _known(numbers: NDArray[np.float64]) -> list[float | None]:
    known: list[float | None] = numbers.tolist()
    for row in np.flatnonzero(np.isnan(numbers)).tolist():
        known[row] = None
    return known
