"""The geodesy that the rules of evidence are handed: an ellipsoid, and the datums of ``geo``."""

from __future__ import annotations

from collections.abc import Mapping

from pyproj import Geod

from geo_app.domain.evidence.nouns import Point
from geo_app.geo import datum


class Earth:
    """A ``Ground`` on the ellipsoid GRS80, which is that of CGCS2000."""

    def __init__(self) -> None:
        self._geod = Geod(ellps="GRS80")

    def distance_m(self, one: Point, other: Point) -> float:
        """Metres between two points along the ellipsoid."""
        return float(self._geod.inv(*one, *other)[2])

    def bearing_deg(self, start: Point, end: Point) -> float:
        """Degrees clockwise from true north, 0 ≤ b < 360."""
        return float(self._geod.inv(*start, *end)[0]) % 360.0

    def undone(self, point: Point) -> Mapping[str, Point]:
        """The point read as GCJ-02 and as BD-09, in WGS-84."""
        return {
            "GCJ-02": datum.gcj02_to_wgs84(*point),
            "BD-09": datum.bd09_to_wgs84(*point),
        }
