"""How near things can be: distances from a point to many points, and to a box from below."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

_GEOD = Geod(ellps="GRS80")

LEAST_RADIUS_M = 6_335_439.0
"""Radius of curvature of a meridian at the equator: nowhere is the ellipsoid bent more.

Along a meridian a degree is nowhere shorter than on a sphere of this radius, nor is it along a
parallel; so no path on the ellipsoid is shorter than the great circle on that sphere.
"""


def distances_m(lon: float, lat: float, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.float64]:
    """Geodesic distances from a point to others in degrees, metres, shape (n,)."""
    to_lons, to_lats = np.asarray(lons, np.float64), np.asarray(lats, np.float64)
    from_lons, from_lats = np.full(to_lons.shape, lon), np.full(to_lats.shape, lat)
    metres: NDArray[np.float64] = _GEOD.inv(from_lons, from_lats, to_lons, to_lats)[2]
    return metres


def least_distance_m(lon: float, lat: float, bbox: tuple[float, float, float, float]) -> float:
    """No point of a box is nearer than this, metres; 0 where the point lies in it.

    Args:
        lon: Of the point, degrees.
        lat: Of the point, degrees.
        bbox: West, south, east, north in degrees, not across 180°.
    """
    west, south, east, north = bbox
    if west <= lon <= east:
        return LEAST_RADIUS_M * math.radians(max(south - lat, lat - north, 0.0))
    # the nearest point of a box to the east or west lies on the side that faces the point
    side = math.radians(min(_apart(lon, west), _apart(lon, east)))
    here, low, high = math.radians(lat), math.radians(south), math.radians(north)
    candidates = [low, high]
    if side < math.pi / 2:
        candidates.append(min(max(math.atan2(math.tan(here), math.cos(side)), low), high))
    return LEAST_RADIUS_M * min(_angle(here, each, side) for each in candidates)


def _apart(first: float, second: float) -> float:
    """Between two longitudes the short way round, degrees."""
    return abs((first - second + 180.0) % 360.0 - 180.0)


def _angle(first: float, second: float, apart: float) -> float:
    """Between two points of a sphere (haversine formula), radians.

    Args:
        first: Latitude of one, radians.
        second: Latitude of the other.
        apart: Difference of their longitudes.
    """
    rise, run = math.sin((first - second) / 2), math.sin(apart / 2)
    return 2 * math.asin(
        min(1.0, math.hypot(rise, math.sqrt(math.cos(first) * math.cos(second)) * run))
    )
