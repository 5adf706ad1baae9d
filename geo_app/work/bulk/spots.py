"""Where sites are, in the values that are kept: mark, bounds and GeoJSON of each shape."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import orjson
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo_app.geo.vectors.batch import Shapes
from geo_app.work.positions import DECIMALS, geojson_of, mark_of


class Spot(NamedTuple):
    """Where a site is; all None where it has no place.

    Attributes:
        lon: Of the mark, degrees.
        lat: Of the mark, degrees.
        geometry_json: GeoJSON geometry.
        bounds: West, south, east, north of the geometry, degrees.
    """

    lon: float | None
    lat: float | None
    geometry_json: str | None
    bounds: tuple[float, float, float, float] | tuple[None, None, None, None]


NOWHERE = Spot(None, None, None, (None, None, None, None))


def spots_of(shapes: Shapes) -> list[Spot]:
    """The spots of shapes in degrees (EPSG:4326); None is nowhere."""
    # + 0.0 writes the zero west of Greenwich as the zero east of it
    lons, lats = (
        (np.round(get(shapes), DECIMALS) + 0.0).tolist() for get in (shapely.get_x, shapely.get_y)
    )
    return [
        NOWHERE if each is None else _drawn(each) if math.isnan(lon) else _point(lon, lat)
        for each, lon, lat in zip(shapes, lons, lats, strict=True)
    ]


def _point(lon: float, lat: float) -> Spot:
    geometry = orjson.dumps({"type": "Point", "coordinates": (lon, lat)})
    return Spot(lon, lat, geometry.decode(), (lon, lat, lon, lat))


def _drawn(given: BaseGeometry) -> Spot:
    geometry, mark = geojson_of(given), mark_of(given)
    return Spot(
        round(mark.x, DECIMALS),
        round(mark.y, DECIMALS),
        orjson.dumps(geometry).decode(),
        shape(geometry).bounds,
    )
