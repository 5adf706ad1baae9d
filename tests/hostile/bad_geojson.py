"""Files that are no GeoJSON of sites or anchors, made here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

POINT = {"type": "Point", "coordinates": [114.31, 34.81]}
PROPERTIES = {
    "code": "H1-1",
    "name": "石坝渗漏点",
    "category": "river_outlet",
    "notice": "石坝检查情况",
    "notice_sha256": "5" * 64,
    "problem_number": 1,
    "place_text": "石坝北侧",
    "status": "claimed",
    "radius_m": 30,
    "kind": "bridge",
    "source": "测量",
}
_UNSET = object()


def feature(geometry: Any = _UNSET, key: Any = None, /, **properties: Any) -> dict[str, Any]:
    """A good feature, for sites and for anchors, but for what is given."""
    number = properties.pop("number", 1)
    own = {"code": f"H{number}-1", "name": f"石坝{number}号"}
    return {
        "type": "Feature",
        "id": key or f"11111111-1111-4111-8111-{number:012d}",
        "geometry": POINT if geometry is _UNSET else geometry,
        "properties": {**PROPERTIES, **own, **properties},
    }


def collection(*features: Any, **members: Any) -> bytes:
    body = {"type": "FeatureCollection", **members, "features": list(features)}
    return json.dumps(body, ensure_ascii=False).encode()


def shaped(kind: str, coordinates: Any) -> bytes:
    """A good feature, then one with this geometry: the refusal must name the second."""
    return collection(feature(), feature({"type": kind, "coordinates": coordinates}, number=2))


def text_of(coordinates: str) -> bytes:
    """Coordinates as they stand in the file: NaN and huge numbers have no JSON of their own."""
    return shaped("Point", "HERE").replace(b'"HERE"', coordinates.encode())


RING = [[114.0, 34.0], [114.1, 34.0], [114.1, 34.1], [114.0, 34.1], [114.0, 34.0]]
BOW = [[114.0, 34.0], [114.1, 34.1], [114.1, 34.0], [114.0, 34.1], [114.0, 34.0]]
HOLE = [[115.0, 35.0], [115.1, 35.0], [115.1, 35.1], [115.0, 35.0]]

BAD_DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "empty": bytes,
    "blank": lambda: b"  \n",
    "not-json": lambda: b"<kml/>",
    "binary": lambda: bytes(range(256)),
    "gb18030": lambda: collection(feature()).decode().encode("gb18030"),
    "utf-16": lambda: collection(feature()).decode().encode("utf-16"),
    "cut": lambda: collection(feature())[:-5],
    "a-list": lambda: b"[]",
    "a-number": lambda: b"1",
    "null": lambda: b"null",
    "topology": lambda: b'{"type": "Topology", "objects": {}}',
    "features-null": lambda: b'{"type": "FeatureCollection", "features": null}',
    "features-missing": lambda: b'{"type": "FeatureCollection"}',
    "deep": lambda: b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep-objects": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep-990": lambda: b'{"a":' + b"[" * 990 + b"]" * 990 + b"}",
    "two-members-of-a-name": lambda: collection(feature()).replace(
        b'"type": "FeatureCollection"', b'"type": "FeatureCollection", "type": "FeatureCollection"'
    ),
    "crs-mercator": lambda: collection(
        feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    ),
    "crs-gauss-krueger": lambda: collection(
        feature(), crs={"type": "name", "properties": {"name": "EPSG:4547"}}
    ),
    "crs-null": lambda: collection(feature(), crs=None),
    "crs-linked": lambda: collection(
        feature(), crs={"type": "link", "properties": {"href": "http://127.0.0.1:1/crs"}}
    ),
    "too-many": lambda: collection(
        *({"type": "Feature", "geometry": None, "properties": {}},) * 100_001
    ),
}
"""Refused as a whole."""

BAD_FEATURES: dict[str, Callable[[], bytes]] = {
    "null": lambda: collection(feature(), None),
    "text": lambda: collection(feature(), "x"),
    "empty": lambda: collection(feature(), {}),
    "no-geometry": lambda: collection(feature(), {"type": "Feature", "properties": {}}),
    "geometry-text": lambda: collection(feature(), feature("POINT(1 2)", number=2)),
    "geometry-number": lambda: collection(feature(), feature(7, number=2)),
    "geometry-collection": lambda: collection(
        feature(), feature({"type": "GeometryCollection", "geometries": [POINT]}, number=2)
    ),
    "unknown-type": lambda: shaped("Circle", [114.3, 34.8]),
    "type-is-a-list": lambda: collection(
        feature(), feature({"type": ["Point"], "coordinates": [1, 2]}, number=2)
    ),
    "properties-list": lambda: collection(
        feature(), {"type": "Feature", "geometry": POINT, "properties": [1]}
    ),
    "id-list": lambda: collection(feature(), {**feature(number=2), "id": [1]}),
    "id-true": lambda: collection(feature(), {**feature(number=2), "id": True}),
    "same-id": lambda: collection(
        feature(), feature(POINT, "11111111-1111-4111-8111-000000000001", number=2)
    ),
    "swapped": lambda: shaped("Point", [34.81, 114.31]),
    "metres": lambda: shaped("Point", [38525000.0, 3853000.0]),
    "mercator": lambda: shaped("Point", [12724000.0, 4139000.0]),
    "out-of-range": lambda: shaped("Point", [200, 95]),
    "huge": lambda: text_of("[1e308, 1e308]"),
    "huge-whole": lambda: shaped("Point", [2**64 - 1, 34]),
    "true": lambda: shaped("Point", [True, False]),
    "texts": lambda: shaped("Point", ["114.3", "34.8"]),
    "comma-number": lambda: shaped("Point", ["114,3", "34,8"]),
    "nulls": lambda: shaped("Point", [None, None]),
    "one-number": lambda: shaped("Point", [114.3]),
    "four-numbers": lambda: shaped("Point", [114.3, 34.8, 1, 2]),
    "no-numbers": lambda: shaped("Point", []),
    "too-deep": lambda: shaped("Point", [[[[[[[114.3, 34.8]]]]]]]),
    "coordinates-object": lambda: shaped("Point", {"lon": 1, "lat": 2}),
    "line-of-one": lambda: shaped("LineString", [[114.3, 34.8]]),
    "line-of-no-length": lambda: shaped("LineString", [[114.3, 34.8]] * 3),
    "ring-open": lambda: shaped("Polygon", [RING[:-1]]),
    "ring-short": lambda: shaped("Polygon", [[RING[0], RING[1], RING[0]]]),
    "ring-flat": lambda: shaped("Polygon", [RING[:1] * 4]),
    "bow": lambda: shaped("Polygon", [BOW]),
    "hole-outside": lambda: shaped("Polygon", [RING, HOLE]),
    "ring-of-numbers": lambda: shaped("Polygon", [1, 2, 3]),
    "two-equal-polygons": lambda: shaped("MultiPolygon", [[RING], [RING]]),
    "100-001-vertices": lambda: shaped("LineString", [[114.3, 34.8], [114.4, 34.8]] * 50_001),
}
"""One good feature and one bad one, which the refusal must name as the second."""

BAD_NUMBERS = ("[NaN, 34.8]", "[Infinity, 34.8]", "[-Infinity, 34.8]", "[1e400, 34.8]",
               "[114.3, 34.8", "[0x72, 34]", "[114.3 34.8]")  # fmt: skip
"""No JSON: the refusal names line and column."""
