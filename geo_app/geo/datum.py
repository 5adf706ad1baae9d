"""Datums of coordinates: WGS-84/CGCS2000 as stored, GCJ-02 and BD-09 at the edges, Gauss-Krüger.

Longitude before latitude, degrees; floats or numpy arrays (broadcast together). GCJ-02 and BD-09
have no published definition: the formulas are the ones in public use since 2013 (eviltransform,
PRCoords, gcoord agree on them to centimetres). They have closed forms one way only; the other way
is a fixed-point iteration whose round trip is below 1e-6 m.

WGS-84 and CGCS2000 (EPSG:4490) differ by decimetres and are taken as one here.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo_app.geo.outline import RINGS

Degrees = TypeVar("Degrees", float, NDArray[np.float64])
Array = NDArray[np.float64]

# Krasovsky 1940, on which the shift is computed
_A = 6378245.0
_EE = 0.00669342162296594323
_BD = np.pi * 3000.0 / 180.0
_ITERATIONS = 8
# degrees beyond the outline over which the shift fades out
_FADE = 0.1


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The position that a GCJ-02 map (高德, 腾讯) shows for a WGS-84 one.

    Outside the outline of ``outline.py`` the shift fades to nothing within 0.1 degrees. The usual
    test, a rectangle, also shifts Seoul, Hanoi and Ulaanbaatar; the outline does not, but a strip
    of up to 70 km beyond border and coast is still shifted. What providers do there is not
    published; fading (rather than a step) keeps the map one-to-one, so that it has an inverse.
    """
    x, y = _arrays(lon, lat)
    dx, dy = _shift(x, y)
    return _like(lon, lat, x + dx, y + dy)


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Inverse of ``wgs84_to_gcj02``."""
    gx, gy = _arrays(lon, lat)
    x, y = gx, gy
    for _ in range(_ITERATIONS):
        dx, dy = _shift(x, y)
        x, y = gx - dx, gy - dy
    return _like(lon, lat, x, y)


def gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The position that a Baidu map shows for a GCJ-02 one; everywhere, as Baidu does."""
    x, y = _arrays(lon, lat)
    bx, by = _to_bd(x, y)
    return _like(lon, lat, bx, by)


def bd09_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Inverse of ``gcj02_to_bd09``."""
    bx, by = _arrays(lon, lat)
    x, y = bx - 0.0065, by - 0.006
    for _ in range(_ITERATIONS):
        tx, ty = _to_bd(x, y)
        x, y = x + bx - tx, y + by - ty
    return _like(lon, lat, x, y)


def wgs84_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 by way of GCJ-02 to BD-09."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """BD-09 by way of GCJ-02 to WGS-84."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def to_gauss_krueger(lon: Degrees, lat: Degrees, epsg: int = 4547) -> tuple[Degrees, Degrees]:
    """Degrees to metres (easting, northing) by PROJ.

    Args:
        lon: Degrees, WGS-84/CGCS2000.
        lat: Degrees.
        epsg: 4547 = CGCS2000 3-degree zone, central meridian 114 E, no zone prefix; 4526 = the
            same with prefix 38; any other projected code of EPSG.
    """
    easting, northing = _projection(epsg).transform(lon, lat)
    return easting, northing


def from_gauss_krueger(
    easting: Degrees, northing: Degrees, epsg: int = 4547
) -> tuple[Degrees, Degrees]:
    """Metres to degrees; inverse of ``to_gauss_krueger``."""
    lon, lat = _projection(epsg).transform(easting, northing, direction="INVERSE")
    return lon, lat


@cache
def _projection(epsg: int) -> Transformer:
    return Transformer.from_crs(4490, epsg, always_xy=True)


@cache
def _outline() -> shapely.MultiPolygon:
    outline = shapely.MultiPolygon([shapely.Polygon(ring) for ring in RINGS])
    shapely.prepare(outline)
    return outline


def _weight(lon: Array, lat: Array) -> Array:
    """1 inside the outline, falling to 0 at ``_FADE`` degrees outside it."""
    weight = np.asarray(shapely.contains_xy(_outline(), lon, lat), dtype=np.float64)
    outside = weight == 0.0
    if outside.any():
        x, y = np.broadcast_arrays(lon, lat)
        gap = shapely.distance(_outline(), shapely.points(x[outside], y[outside]))
        weight[outside] = np.clip(1.0 - gap / _FADE, 0.0, 1.0)
    return weight


def _arrays(lon: float | Array, lat: float | Array) -> tuple[Array, Array]:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _like(lon: Degrees, lat: Degrees, x: Array, y: Array) -> tuple[Degrees, Degrees]:
    """Floats for floats, arrays for arrays."""
    if np.ndim(lon) == 0 and np.ndim(lat) == 0:
        return float(x), float(y)  # type: ignore[return-value]
    return x, y  # type: ignore[return-value]


def _shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """The GCJ-02 shift in degrees at a WGS-84 position."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = 20.0 * (np.sin(6.0 * x * np.pi) + np.sin(2.0 * x * np.pi))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += 2.0 / 3.0 * (wave + _waves(x, 20, 1, 40, 3) + _waves(x, 150, 12, 300, 30))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += 2.0 / 3.0 * (wave + _waves(y, 20, 1, 40, 3) + _waves(y, 160, 12, 320, 30))
    phi = np.radians(lat)
    magic = 1.0 - _EE * np.sin(phi) ** 2
    metres_north = _A * (1.0 - _EE) / magic**1.5
    metres_east = _A / np.sqrt(magic) * np.cos(phi)
    weight = _weight(lon, lat)
    return np.degrees(weight * east / metres_east), np.degrees(weight * north / metres_north)


def _waves(t: Array, first: float, period: float, second: float, longer: float) -> Array:
    return first * np.sin(t * np.pi / period) + second * np.sin(t * np.pi / longer)


def _to_bd(lon: Array, lat: Array) -> tuple[Array, Array]:
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD)
    theta = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD)
    return radius * np.cos(theta) + 0.0065, radius * np.sin(theta) + 0.006
