"""The gazetteer of an installation: seed, add, correct, import and remove anchors.

An anchor is kept as the GeoJSON Feature that ``geo.gazetteer`` reads and writes; every change is
an event, and places that rested on the anchor are located again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.geo.gazetteer import Anchor, Gazetteer
from geo_app.geo.geojson import Feature, read_features
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import AnchorRow
from geo_app.words import TABLE
from geo_app.work import reference
from geo_app.work.positions import LARGEST_RADIUS_M, drawn, geojson_of
from geo_app.work.relocation import Change, Moved, names_of, relocate

_COLUMNS = ("name", "kind", "aliases", "radius_m", "source", "stakes", "area_km2", "note")


@dataclass(frozen=True, slots=True)
class GazetteerReport:
    """What an import changed.

    Attributes:
        added: New anchors.
        changed: Anchors that were there and differ now.
        unchanged: Anchors that were there just so.
        moved: Places that were located again, with how far.
    """

    added: int
    changed: int
    unchanged: int
    moved: list[Moved]


def load(session: Session) -> Gazetteer:
    """All anchors."""
    rows = session.scalars(select(AnchorRow).order_by(AnchorRow.id))
    return Gazetteer.from_features([_feature(row, index) for index, row in enumerate(rows)])


def seed(session: Session, actor: Actor, gazetteer: Gazetteer) -> int:
    """Put anchors into an empty gazetteer; gives how many. One that is not empty stays."""
    if session.scalar(select(func.count()).select_from(AnchorRow)):
        return 0
    features = gazetteer.to_features()
    for feature in features:
        _keep(session, actor, feature)
    session.flush()
    return len(features)


def add(
    session: Session,
    actor: Actor,
    *,
    name: str,
    kind: str,
    radius_m: float,
    source: str,
    settings: Settings,
    lon: float | None = None,
    lat: float | None = None,
    geometry: BaseGeometry | None = None,
    aliases: Sequence[str] = (),
) -> tuple[Anchor, list[Moved]]:
    """Add an anchor at a point, or with a geometry; places that waited for it are located.

    Args:
        session: A write transaction.
        actor: Who adds it.
        name: As people call it.
        kind: Code of ``words.terms`` kind.*.
        radius_m: Honest radius, metres.
        source: Where the position comes from.
        settings: For locating.
        lon: Longitude, degrees, EPSG:4326.
        lat: Latitude, degrees.
        geometry: Instead of ``lon`` and ``lat``.
        aliases: Other names.

    Raises:
        InputError: Name, kind, position or radius cannot be used.
        ConflictError: An anchor of this name and kind is there.
    """
    name = name.strip()
    if not name:
        raise InputError("job.anchor_name")
    if any(_unusable(text) for text in (name, source, *aliases)):
        raise InputError("job.anchor_text", name=name)
    if f"kind.{kind}" not in TABLE:
        raise InputError("job.anchor_kind", kind=kind)
    where = _shape(lon, lat, geometry, radius_m)
    properties = {
        "name": name,
        "kind": kind,
        "aliases": [alias.strip() for alias in aliases if alias.strip()],
        "radius_m": radius_m,
        "source": source.strip(),
    }
    made = Gazetteer.from_features([Feature(None, where, properties, 0)])
    feature = made.to_features()[0]
    if session.get(AnchorRow, str(feature["id"])) is not None:
        raise ConflictError("job.anchor_exists", id=feature["id"])
    _keep(session, actor, feature)
    session.flush()
    moved = relocate(session, actor, load(session), names_of([feature]), settings)
    return made.anchors[0], moved


def correct(
    session: Session,
    actor: Actor,
    anchor_id: str,
    *,
    radius_m: float,
    source: str,
    settings: Settings,
    lon: float | None = None,
    lat: float | None = None,
    geometry: BaseGeometry | None = None,
) -> list[Moved]:
    """Give an anchor a better position; says which places moved how far.

    A point in place of a shape takes stakes and area away: they belonged to the shape.

    Raises:
        NotFoundError: There is no such anchor.
        InputError: Position or radius cannot be used.
    """
    row = _row(session, anchor_id)
    where = _shape(lon, lat, geometry, radius_m)
    if _unusable(source):
        raise InputError("job.anchor_text", name=row.name)
    before = _as_dict(row)
    properties = {**before["properties"], "radius_m": radius_m, "source": source.strip()}
    properties.pop("schematic", None)
    if isinstance(where, Point):
        properties.pop("stakes", None)
        properties.pop("area_km2", None)
    after = _normal([Feature(row.id, where, properties, 0)])[0]
    _keep(session, actor, after)
    session.flush()
    return relocate(session, actor, load(session), names_of([before, after]), settings)


def import_features(
    session: Session, actor: Actor, data: bytes, name: str, settings: Settings
) -> GazetteerReport:
    """Read anchors from GeoJSON (docs/location.md), all or nothing; what is there is replaced.

    Raises:
        InputError: The file cannot be used; names the feature and the reason.
    """
    expected = reference.districts(settings).bounds
    read = read_features(data, name=name, limits=settings.limits, expect_bbox=expected)
    features = _normal(read, name)
    known = {row.id: _as_dict(row) for row in session.scalars(select(AnchorRow))}
    news, before = [], []
    added = 0
    for feature in features:
        there = known.get(str(feature["id"]))
        if there is not None and _plain(there) == _plain(feature):
            continue
        added += there is None
        news.append(feature)
        before += [there] if there is not None else []
        _keep(session, actor, feature)
    session.flush()
    change = names_of([*before, *news])
    moved = relocate(session, actor, load(session), change, settings) if news else []
    return GazetteerReport(added, len(news) - added, len(features) - len(news), moved)


def remove(session: Session, actor: Actor, anchor_id: str, *, settings: Settings) -> list[Moved]:
    """Take an anchor away; places that rested on it are located by what is left, or not at all.

    Raises:
        NotFoundError: There is no such anchor.
    """
    row = _row(session, anchor_id)
    feature = _as_dict(row)
    session.delete(row)
    log.append(session, actor, EventKind.REMOVED, "anchor", anchor_id, None, _plain(feature))
    session.flush()
    change: Change = names_of([feature])
    return relocate(session, actor, load(session), change, settings)


def _row(session: Session, anchor_id: str) -> AnchorRow:
    row = session.get(AnchorRow, anchor_id)
    if row is None:
        raise NotFoundError("job.no_anchor", id=anchor_id)
    return row


def _unusable(text: str) -> bool:
    """NUL cannot be kept by PostgreSQL, half a surrogate pair by neither database."""
    return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


def _shape(
    lon: float | None, lat: float | None, geometry: BaseGeometry | None, radius_m: float
) -> BaseGeometry:
    if geometry is None:
        if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
            raise InputError("job.bad_geometry", reason=f"{lon}, {lat}")
        geometry = Point(lon, lat)
    drawn(geometry, radius_m)  # the same rules as for a site
    if radius_m == 0:
        raise InputError("job.bad_radius", value=radius_m, limit=int(LARGEST_RADIUS_M))
    return geometry


def _normal(features: Iterable[Feature], file: str = "gazetteer") -> list[dict[str, Any]]:
    """Features as the gazetteer writes them, whatever form they came in; coordinates rounded."""
    normal = Gazetteer.from_features(list(features), file).to_features()
    for feature in normal:
        if feature["geometry"] is not None:
            feature["geometry"] = geojson_of(shape(feature["geometry"]))
    return normal


def _plain(feature: dict[str, Any]) -> dict[str, Any]:
    """JSON values without what is empty, to compare and to log."""
    properties = {k: v for k, v in feature["properties"].items() if v not in (None, [], False)}
    plain: dict[str, Any] = orjson.loads(
        orjson.dumps({"id": feature["id"], "geometry": feature["geometry"], **properties})
    )
    return plain


def _keep(session: Session, actor: Actor, feature: dict[str, Any]) -> None:
    anchor_id = str(feature["id"])
    plain = _plain(feature)
    if b"\\u0000" in orjson.dumps(plain):
        raise InputError("job.anchor_text", name=feature["properties"]["name"])
    row = session.get(AnchorRow, anchor_id)
    kind = EventKind.ADDED if row is None else EventKind.CORRECTED
    if row is None:
        row = AnchorRow(id=anchor_id)
        session.add(row)
    properties = feature["properties"]
    for column in _COLUMNS:
        setattr(row, column, properties.get(column))
    row.aliases = list(properties.get("aliases") or ())
    row.schematic = bool(properties.get("schematic"))
    row.extra = {k: v for k, v in properties.items() if k not in {*_COLUMNS, "schematic"}}
    geometry = feature["geometry"]
    row.geometry = orjson.dumps(geojson_of(shape(geometry))).decode() if geometry else None
    row.updated_at = datetime.now(UTC)
    log.append(session, actor, kind, "anchor", anchor_id, None, plain)


def _as_dict(row: AnchorRow) -> dict[str, Any]:
    properties = {column: getattr(row, column) for column in _COLUMNS}
    properties |= {"schematic": row.schematic, **row.extra}
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": orjson.loads(row.geometry) if row.geometry else None,
        "properties": {k: v for k, v in properties.items() if v is not None},
    }


def _feature(row: AnchorRow, index: int) -> Feature:
    feature = _as_dict(row)
    geometry = shape(feature["geometry"]) if feature["geometry"] else None
    return Feature(row.id, geometry, feature["properties"], index)
