"""A phrase that is a coordinate: as given, with what is not known about its datum."""

from __future__ import annotations

import re

from shapely.geometry import Point

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.geo import datum
from geo_app.geo.locate.survey import Found, Ground, Missing
from geo_app.geo.measure import Frame, distance_m

_KNOWN = re.compile(r"WGS|CGCS|2000坐标|国家2000|大地坐标|GPS|北斗", re.IGNORECASE)
_GCJ = re.compile(r"GCJ|火星坐标|高德|腾讯|百度(?!坐标)|BD-?09|百度坐标", re.IGNORECASE)
_BAIDU = re.compile(r"BD-?09|百度", re.IGNORECASE)


def coordinate(phrase: PlacePhrase) -> Found | Missing:
    """The position given.

    Where the words name no datum the numbers are taken as WGS-84/CGCS2000, and the radius
    grows by the shift that GCJ-02 has there (some 500 m), since that is what they may be.
    """
    if phrase.coordinate is None:
        return Missing((Remark("place.no_coordinate"),))
    lon, lat = phrase.coordinate
    values = {"lon": lon, "lat": lat}
    if not (abs(lon) <= 180.0 and abs(lat) < 89.9):
        swapped = abs(lat) <= 180.0 and abs(lon) < 89.9
        code = "place.coordinate_swapped" if swapped else "place.coordinate_range"
        return Missing((Remark(code, values),))
    given = Point(lon, lat)
    precision = phrase.coordinate_precision_m or 15.0
    steps = [Remark("place.coordinate", values | {"precision": round(precision, 1)})]
    doubts: list[Remark] = []
    if _GCJ.search(phrase.text):
        convert = datum.bd09_to_wgs84 if _BAIDU.search(phrase.text) else datum.gcj02_to_wgs84
        lon, lat = convert(lon, lat)
        steps.append(Remark("place.datum_converted", {"lon": round(lon, 6), "lat": round(lat, 6)}))
    elif not _KNOWN.search(phrase.text):
        shift = distance_m(given, Point(*datum.wgs84_to_gcj02(lon, lat)))
        if shift > 1.0:
            precision += shift
            doubts.append(Remark("place.datum_unknown", {"metres": round(shift)}))
    frame = Frame(lon, lat)
    origin = Point(0.0, 0.0)
    ground = Ground((), phrase.text, "coordinates", frame, origin, origin, 0.0)
    return Found(
        ground, origin, origin, precision, tuple(steps), tuple(doubts), source="coordinate"
    )
