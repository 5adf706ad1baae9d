"""Where sites are, in the values that are kept: mark, key, bounds, GeoJSON, cells of each shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from geo_app.geo import covering, tilekey
from geo_app.geo.vectors.batch import Shapes
from geo_app.work.positions import DECIMALS, geojson_of, mark_of

Edges = tuple[list[float | None], list[float | None], list[float | None], list[float | None]]


@dataclass(frozen=True, slots=True)
class Spots:
    """Where sites are that follow one another; nothing but None where one has no place.

    Attributes:
        lons: Of the marks, degrees.
        lats: Of the marks, degrees.
        keys: Of the marks (``geo.tilekey``).
        geometries: GeoJSON.
        bounds: West, south, east, north of the geometries, degrees.
        drawn: Places of those among them that are lines or areas.
        cells: Of these: the place among the sites, and a cell that it touches (``geo.covering``).
    """

    lons: list[float | None]
    lats: list[float | None]
    keys: list[int | None]
    geometries: list[str | None]
    bounds: Edges
    drawn: list[int]
    cells: list[tuple[int, int]]

    def only(self, rows: Sequence[int]) -> Spots:
        """Those at some places."""
        places = {row: place for place, row in enumerate(rows)}
        west, south, east, north = ([edge[row] for row in rows] for edge in self.bounds)
        return Spots(
            [self.lons[row] for row in rows],
            [self.lats[row] for row in rows],
            [self.keys[row] for row in rows],
            [self.geometries[row] for row in rows],
            (west, south, east, north),
            [places[row] for row in self.drawn if row in places],
            [(places[row], cell) for row, cell in self.cells if row in places],
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
    kept_as = []
    for row in drawn:
        geometry, mark = geojson_of(shapes[row]), mark_of(shapes[row])
        kept_as.append(shape(geometry))
        lons[row], lats[row] = round(mark.x, DECIMALS), round(mark.y, DECIMALS)
        geometries[row] = orjson.dumps(geometry).decode()
        wests[row], souths[row], easts[row], norths[row] = kept_as[-1].bounds
    cells = [(drawn[place], cell) for place, cell in covering.cover_all(kept_as)] if drawn else []
    bounds = (wests, souths, easts, norths)
    return Spots(lons, lats, _keys(lons, lats), geometries, bounds, drawn, cells)


def _keys(lons: list[float | None], lats: list[float | None]) -> list[int | None]:
    x, y = np.array(lons, np.float64), np.array(lats, np.float64)  # None is NaN
    located = np.isfinite(x)
    keys = np.full(len(x), None, dtype=object)
    keys[located] = tilekey.points(x[located], y[located]).tolist()
    made: list[int | None] = keys.tolist()
    return made


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
