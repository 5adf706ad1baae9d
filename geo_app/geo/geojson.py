"""GeoJSON, read strictly (RFC 7946) and written the same way every time.

What is wrong is refused with the feature and the reason; nothing is repaired or swapped silently
(repair of a hostile polygon takes minutes, a silent swap puts a site into another country).

Accepted beyond the letter of the RFC, because files in daily use have it: a byte order mark, an
``id`` that is null, missing ``properties``, a ``crs`` member that names WGS-84 or CGCS2000,
repeated neighbouring positions of a line or ring, either winding of rings. A third number of a
position (height) is dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import orjson
from shapely.geometry.base import BaseGeometry

from geo_app.errors import InputError, TooLargeError
from geo_app.geo.shapes import Flaw, read_geometry
from geo_app.settings import Limits

_BBox = tuple[float, float, float, float]
_MEMBERS = {"type", "features", "crs", "bbox"}
_CRS = re.compile(r"(?:^|[:/])(?:CRS84|EPSG:{0,2}(?:[\d.]*:)?(?:4326|4490))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file.

    Attributes:
        id: Its ``id`` as text, if it has one.
        geometry: Shape in degrees (lon, lat), EPSG:4326; None where the file says null.
        properties: As in the file.
        index: Position in ``features``, from 0.
    """

    id: str | None
    geometry: BaseGeometry | None
    properties: dict[str, Any]
    index: int


@dataclass(frozen=True, slots=True)
class Collection:
    """All of a file: its features and the foreign members beside them."""

    features: list[Feature]
    members: dict[str, Any] = field(default_factory=dict)


def read_features(
    data: bytes, *, name: str, limits: Limits, expect_bbox: _BBox | None = None
) -> list[Feature]:
    """The features of a GeoJSON file; see ``read_collection``."""
    return read_collection(data, name=name, limits=limits, expect_bbox=expect_bbox).features


def read_collection(
    data: bytes, *, name: str, limits: Limits, expect_bbox: _BBox | None = None
) -> Collection:
    """Read a FeatureCollection, one Feature, or one bare geometry.

    Args:
        data: The file.
        name: Its name, for messages.
        limits: ``import_bytes``, ``import_features`` and ``feature_vertices`` hold.
        expect_bbox: West, south, east, north in degrees. If most features lie outside it but
            would lie inside with latitude and longitude swapped, the file is refused as swapped.

    Raises:
        InputError: With the file, the feature's number (from 1) and the reason.
        TooLargeError: Over a limit.
    """
    document = _parse(data, name, limits)
    _check_crs(document, name)
    items = _items(document, name, limits)
    features = [_feature(item, index, name, limits) for index, item in enumerate(items)]
    _check_ids(features, name)
    if expect_bbox is not None:
        _check_swapped(features, name, expect_bbox)
    listed = document.get("type") == "FeatureCollection"
    members = {key: value for key, value in document.items() if key not in _MEMBERS}
    return Collection(features, members if listed else {})


_FEATURES = b'"features"'
_STEP = 1 << 20


def read_head(path: Path, limit: int) -> dict[str, Any]:
    """The members before ``features``, where our own files have theirs, of a file of any size.

    Args:
        path: A file that is taken for GeoJSON.
        limit: So many bytes are looked at.

    Returns:
        Nothing where ``features`` comes first, or what comes before is no JSON: who reads the
        features will say so.
    """
    head = b""
    with path.open("rb") as source:
        while _FEATURES not in head and len(head) < limit and (more := source.read(_STEP)):
            head += more
    # in a text the marks would stand behind a backslash: it is the name of a member
    before, found, _ = head.partition(_FEATURES)
    try:
        members = orjson.loads(before.removeprefix(b"\xef\xbb\xbf").rstrip().rstrip(b",") + b"}")
    except orjson.JSONDecodeError:
        return {}
    return members if found and isinstance(members, dict) else {}


def write_features(
    features: Iterable[Mapping[str, Any]], members: Mapping[str, Any] | None = None
) -> bytes:
    """A FeatureCollection, one feature a line, members in the order given: same input, same bytes.

    Args:
        features: Feature dicts.
        members: Foreign members, written before ``features``.
    """
    head = orjson.dumps({"type": "FeatureCollection", **(members or {})})[:-1]
    content = bytearray(head + b',"features":[')
    separator = b"\n"
    for feature in features:
        content += separator + orjson.dumps(dict(feature))
        separator = b",\n"
    return bytes(content) + b"\n]}\n"


def _parse(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    if len(data) > limits.import_bytes:
        raise TooLargeError(
            "input.too_large", file=name, limit=limits.import_bytes // (1024 * 1024)
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise InputError("input.empty", file=name)
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(
            "geojson.not_json", file=name, line=error.lineno, column=error.colno, reason=error.msg
        ) from error
    if not isinstance(document, dict):
        raise InputError("geojson.not_geojson", file=name, type=type(document).__name__)
    _check_keys(data, name)
    return document


def _check_keys(data: bytes, name: str) -> None:
    """Two members of one name: which one counts would depend on the reader (RFC 8259, 4)."""

    def unique(pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise InputError("geojson.duplicate_key", file=name, key=twice[:60])

    try:
        json.loads(data, object_pairs_hook=unique, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise InputError("geojson.too_deep", file=name) from error


def _items(document: dict[str, Any], name: str, limits: Limits) -> list[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        items = document.get("features")
        if not isinstance(items, list):
            raise InputError("geojson.features_not_list", file=name)
        if len(items) > limits.import_features:
            raise TooLargeError(
                "geojson.too_many", file=name, count=len(items), limit=limits.import_features
            )
        return items
    if kind == "Feature":
        return [document]
    if "coordinates" in document or "geometries" in document:
        return [{"type": "Feature", "geometry": document, "properties": {}}]
    raise InputError("geojson.not_geojson", file=name, type=str(kind)[:60])


def _feature(item: Any, index: int, name: str, limits: Limits) -> Feature:
    def refuse(code: str, **values: object) -> NoReturn:
        raise InputError(code, file=name, index=index + 1, **values)

    if not isinstance(item, dict) or item.get("type") != "Feature":
        refuse("geojson.not_feature")
    if "geometry" not in item:
        refuse("geojson.no_geometry_member")
    properties = item.get("properties")
    if properties is None:
        properties = {}
    if not isinstance(properties, dict):
        refuse("geojson.properties")
    given = item.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int | float)):
        refuse("geojson.id")
    _check_crs(item, name)
    try:
        geometry = read_geometry(item["geometry"], limits.feature_vertices)
    except Flaw as flaw:
        error = TooLargeError if flaw.code == "geojson.too_many_vertices" else InputError
        raise error(flaw.code, file=name, index=index + 1, **flaw.values) from flaw
    return Feature(None if given is None else str(given), geometry, properties, index)


def _check_crs(item: Mapping[str, Any], name: str) -> None:
    """Only WGS-84 and CGCS2000 in longitude, latitude are read; another one is named, not guessed.

    RFC 7946 has no ``crs`` member; GeoJSON 2008, which many programs still write, has.
    """
    if "crs" not in item:
        return
    crs = item["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else crs
    if not isinstance(named, str) or not _CRS.search(named):
        raise InputError("geojson.crs", file=name, crs=str(named)[:80])


def _check_ids(features: Sequence[Feature], name: str) -> None:
    seen: dict[str, int] = {}
    for feature in features:
        if feature.id is None:
            continue
        if feature.id in seen:
            raise InputError(
                "geojson.duplicate_id",
                file=name,
                index=feature.index + 1,
                first=seen[feature.id] + 1,
                id=feature.id[:60],
            )
        seen[feature.id] = feature.index


def _check_swapped(features: Sequence[Feature], name: str, bbox: _BBox) -> None:
    west, south, east, north = bbox
    centres = [
        ((x1 + x2) / 2, (y1 + y2) / 2)
        for x1, y1, x2, y2 in (f.geometry.bounds for f in features if f.geometry is not None)
    ]
    inside = sum(west <= x <= east and south <= y <= north for x, y in centres)
    swapped = sum(west <= y <= east and south <= x <= north for x, y in centres)
    if swapped > len(centres) / 2 > inside:
        raise InputError("geojson.swapped_file", file=name, count=swapped, total=len(centres))
