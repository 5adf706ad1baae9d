"""How high the sun stands."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from geo_app.domain.evidence.nouns import Point

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_DAY_S = 86_400.0


def sun_height_deg(point: Point, at: datetime) -> float:
    """Height of the sun's centre above the horizon, degrees, without refraction.

    Low-precision formulas of *The Astronomical Almanac* (section C, "Low precision formulas for
    the Sun"): apparent longitude to 0.01 degrees from 1950 to 2050; mean sidereal time as in its
    section B. UT1 and TT are taken as UTC, which is less than 0.001 degrees of longitude.

    Args:
        point: (lon, lat) in degrees, EPSG:4326.
        at: Aware.
    """
    lon, lat = point
    days = (at - _J2000).total_seconds() / _DAY_S
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = math.radians(357.528 + 0.9856003 * days)
    longitude = math.radians(
        mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    )
    obliquity = math.radians(23.439 - 0.0000004 * days)
    ascension = math.atan2(math.cos(obliquity) * math.sin(longitude), math.cos(longitude))
    declination = math.asin(math.sin(obliquity) * math.sin(longitude))
    sidereal_hours = 18.697374558 + 24.06570982441908 * days
    hour_angle = math.radians(15 * sidereal_hours + lon) - ascension
    latitude = math.radians(lat)
    sine = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(
        declination
    ) * math.cos(hour_angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))
