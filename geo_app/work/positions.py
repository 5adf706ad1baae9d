"""The three layers of a site's position: phrase, computed, confirmed; appended, never changed."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from shapely.geometry import LineString, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.place import Location
from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.store import histories
from geo_app.store.models import Place, Position, Site
from geo_app.work.placing import distinct

PHRASE, COMPUTED, CONFIRMED = LAYERS = ("phrase", "computed", "confirmed")
DRAWN = "drawn"
"""Source of a position that a person drew on the map."""

DECIMALS = 7
"""Decimals of a degree that are kept: about a centimetre."""

LARGEST_RADIUS_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Where:
    """One position: what a layer says.

    Attributes:
        geometry: GeoJSON object, EPSG:4326; None where there is none.
        lon: Of the mark, degrees.
        lat: Of the mark, degrees.
        radius_m: The true place is within this distance.
        source: How it was found.
        schematic: The shape is a drawing aid.
        anchors: Ids of the gazetteer anchors that it rests on.
        steps: How it was reached (``Remark.to_json``).
        doubts: What should be confirmed (``Remark.to_json``).
    """

    geometry: dict[str, Any] | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    source: str | None = None
    schematic: bool = False
    anchors: tuple[str, ...] = ()
    steps: tuple[dict[str, Any], ...] = ()
    doubts: tuple[dict[str, Any], ...] = ()


NOWHERE = Where()


def feature_of(location: Location) -> dict[str, Any]:
    """The Feature of a location as it is kept: JSON values, coordinates rounded."""
    feature = location.to_feature()
    feature["geometry"] = geojson_of(location.geometry)
    kept: dict[str, Any] = orjson.loads(orjson.dumps(feature))
    return kept


def computed(place: Place) -> Where:
    """What the program computed for a place under review."""
    return _where(place.location, place.unresolved or ())


def found(location: Location | None, unresolved: Iterable[Remark]) -> Where:
    """What the program has just computed."""
    feature = feature_of(location) if location else None
    return _where(feature, [remark.to_json() for remark in unresolved])


def _where(feature: dict[str, Any] | None, unresolved: Iterable[dict[str, Any]]) -> Where:
    if feature is None:
        return Where(doubts=tuple(unresolved))
    properties = feature["properties"]
    return Where(
        feature["geometry"],
        properties["lon"],
        properties["lat"],
        properties["radius_m"],
        properties["source"],
        properties["schematic"],
        tuple(properties["anchors"]),
        tuple(properties["steps"]),
        tuple(properties["doubts"]),
    )


def drawn(geometry: BaseGeometry, radius_m: float) -> Where:
    """What a person drew.

    Raises:
        InputError: The shape is empty, invalid, of another kind or not in degrees; the radius is
            not between 0 and 100 km.
    """
    problem = _fault(geometry)
    if problem is not None:
        raise InputError("job.bad_geometry", reason=problem)
    if not (math.isfinite(radius_m) and 0 <= radius_m <= LARGEST_RADIUS_M):
        raise InputError("job.bad_radius", value=radius_m, limit=int(LARGEST_RADIUS_M))
    mark = mark_of(geometry)
    return Where(
        geojson_of(geometry),
        round(mark.x, DECIMALS),
        round(mark.y, DECIMALS),
        round(float(radius_m), 1),
        DRAWN,
    )


def _fault(geometry: BaseGeometry) -> str | None:
    if not isinstance(geometry, Point | LineString | Polygon):
        return geometry.geom_type
    if geometry.is_empty:
        return "empty"
    west, south, east, north = geometry.bounds
    if not all(math.isfinite(edge) for edge in geometry.bounds):
        return "NaN"
    if west < -180 or east > 180 or south < -90 or north > 90:
        return f"{west}, {south}, {east}, {north}"
    if not geometry.is_valid:
        from shapely import is_valid_reason

        return str(is_valid_reason(geometry))
    return None


def mark_of(geometry: BaseGeometry) -> Point:
    """Where the mark of a shape stands: on the line, inside the polygon."""
    if isinstance(geometry, Point):
        return geometry
    if isinstance(geometry, LineString):
        return geometry.interpolate(0.5, normalized=True)
    return geometry.representative_point()


def geojson_of(geometry: BaseGeometry) -> dict[str, Any]:
    """A shape as a GeoJSON object: outer rings counter-clockwise (RFC 7946, 3.1.6), rounded."""
    if isinstance(geometry, Polygon):
        geometry = orient(geometry)
    plain: dict[str, Any] = _rounded(mapping(geometry))
    return plain


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value


def append(session: Session, actor: Actor, site: Site, layer: str, where: Where) -> Position:
    """Add a position to a site; which one is current is another question (``show``)."""
    position = Position(
        id=str(uuid.uuid4()),
        site_id=site.id,
        layer=layer,
        geometry=_text(where.geometry),
        lon=where.lon,
        lat=where.lat,
        radius_m=where.radius_m,
        source=where.source,
        schematic=where.schematic,
        anchors=list(where.anchors),
        steps=list(where.steps),
        doubts=list(where.doubts),
        actor_id=actor.id,
        actor_name=actor.name,
        at=datetime.now(UTC),
    )
    session.add(position)
    session.flush()
    return position


def is_news(session: Session, site: Site, layer: str, where: Where) -> bool:
    """Whether a layer of a site (not the phrase) does not say this already."""
    if layer == PHRASE:
        return False
    told = histories.positions(session, site.id, layer=layer, since=site.created_at)
    if not told:
        return True
    latest = told[-1]
    return (latest.geometry, latest.radius_m) != (_text(where.geometry), where.radius_m)


def show(site: Site, layer: str, where: Where) -> None:
    """Make a position the one that the map shows; the caller sets the doubts."""
    site.located = where.geometry is not None
    site.lon, site.lat, site.radius_m = where.lon, where.lat, where.radius_m
    site.geometry = _text(where.geometry)
    bounds = shape(where.geometry).bounds if where.geometry else (None, None, None, None)
    site.min_lon, site.min_lat, site.max_lon, site.max_lat = bounds
    site.position_layer = layer
    site.position_source = where.source
    site.schematic = where.schematic
    site.updated_at = datetime.now(UTC)


def doubts_of(place: Place, where: Where) -> list[dict[str, Any]]:
    """Doubts of a site: those of the reading, then those of the position that is shown."""
    remarks = [Remark.from_json(doubt) for doubt in (*place.doubts, *where.doubts)]
    return [remark.to_json() for remark in distinct(remarks)]


def _text(geometry: dict[str, Any] | None) -> str | None:
    return orjson.dumps(geometry).decode() if geometry is not None else None
