"""What a phone takes along: sites to be visited, their forms, earlier photos, the base of the map.

All of it is bounded, and what was left out is told. The photos themselves are fetched one by one;
the pack names them with size and digest, so that the phone can show how much there is to come and
see whether all of it came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from shapely.geometry import Point, box
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from geo_app.domain.actor import Actor, Right
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.status import Status, is_overdue
from geo_app.errors import GeoAppError
from geo_app.geo.districts import Districts
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Problem, Site
from geo_app.work import draws, gazetteer, search
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

_AROUND_DEGREES = 0.1
"""The map of the phone reaches so far beyond its sites: some 10 km."""

_FIRST = (PhotoRole.BEFORE, PhotoRole.NEAR, PhotoRole.AFTER, PhotoRole.FAR)
"""Which earlier photos are worth a phone's room: to shoot the same view again."""


def pack(
    session: Session,
    actor: Actor,
    desk: Desk,
    districts: Districts,
    today: date,
    center: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """All that the field page needs without a network.

    Args:
        session: As the actor sees it: sites of other areas are not taken along.
        actor: Who goes.
        desk: Forms, renditions and limits.
        districts: Outlines.
        today: The day that overdue is asked for.
        center: Where the phone is, (lon, lat): then the nearest sites, else the most urgent ones.

    Raises:
        ForbiddenError: The actor may not record visits.
        StoreError: An original cannot be read.
    """
    actor.must(Right.INSPECT)
    limits = desk.settings.in_the_field
    total = session.scalar(select(func.count()).select_from(Site).where(*_to_visit())) or 0
    drawn = draws.drawn_for(session, actor)
    rows = _chosen(session, limits.sites, center, drawn)
    pictures = _pictures(session, [site.id for site in rows], desk)
    sites = [
        _site(site, pictures.get(site.id, []), today) | {"drawn": site.id in drawn} for site in rows
    ]
    forms = {category: desk.forms.of(category) for category in sorted({s.category for s in rows})}
    made = {
        "sites": sites,
        "total": total,
        "forms": {category: dict(form.content) for category, form in forms.items()},
        "districts": _districts(districts, rows),
        "anchors": _anchors(session, rows, limits.anchors),
        "declination_deg": desk.settings.evidence.declination_deg,
    }
    thumbs = [each for site in sites for each in site["photos"]]
    made["size"] = {
        "sites": len(sites),
        "data_bytes": len(orjson.dumps(made)),
        "pictures": len(thumbs),
        "picture_bytes": sum(each["bytes"] for each in thumbs),
    }
    return made


def _to_visit() -> tuple[ColumnElement[bool], ...]:
    """Sites with a place that are not struck off."""
    return Site.located.is_(True), Site.status != Status.CLOSED.value


def _chosen(
    session: Session, most: int, center: tuple[float, float] | None, drawn: frozenset[str]
) -> Sequence[Site]:
    """Those that the person was drawn for go along before all others, also struck off."""
    query = select(Site).options(joinedload(Site.problem).joinedload(Problem.notice))
    first = session.scalars(
        query.where(Site.id.in_(drawn), Site.located.is_(True)).order_by(Site.code).limit(most)
    ).all()
    others = _others(session, query.where(*_to_visit(), Site.id.not_in(drawn)), most, center)
    return [*first, *others][:most]


def _others(
    session: Session, query: Select[Site], most: int, center: tuple[float, float] | None
) -> Sequence[Site]:
    if center is None:
        urgent = (Site.deadline.is_(None), Site.deadline, Site.code)
        return session.scalars(query.order_by(*urgent).limit(most)).all()
    # some of the nearest are struck off: twice as many leave enough
    near = {each.site_id: each.metres for each in search.nearest(session, *center, 2 * most)}
    found = session.scalars(query.where(Site.id.in_(near))).all()
    return sorted(found, key=lambda site: (near[site.id], site.code))[:most]


def _site(site: Site, photos: list[dict[str, Any]], today: date) -> dict[str, Any]:
    return {
        "id": site.id,
        "code": site.code,
        "name": site.name,
        "category": site.category,
        "status": site.status,
        "overdue": is_overdue(site, today),
        "deadline": site.deadline.isoformat() if site.deadline else None,
        "district": site.district,
        "unit": site.responsible_unit,
        "place": site.place_text,
        "finding": site.problem.finding,
        "lon": site.lon,
        "lat": site.lat,
        "radius_m": site.radius_m,
        "geometry": None if _is_point(site) else orjson.loads(site.geometry or "null"),
        "inspected_on": site.inspected_on.isoformat() if site.inspected_on else None,
        "photos": photos,
    }


def _is_point(site: Site) -> bool:
    return site.geometry is None or '"Point"' in site.geometry[:40]


def _pictures(
    session: Session, site_ids: Sequence[str], desk: Desk
) -> dict[str, list[dict[str, Any]]]:
    """The earlier photos of each site that are taken along, the best to be shot again first."""
    query = (
        select(Photo, Inspection.visited_at)
        .join(Inspection)
        .where(Photo.site_id.in_(site_ids), Photo.role.in_([role.value for role in _FIRST]))
        .order_by(Inspection.visited_at.desc(), Photo.ordinal)
    )
    by_site: dict[str, list[tuple[Photo, Any]]] = {}
    for photo, visited_at in session.execute(query):
        by_site.setdefault(photo.site_id, []).append((photo, visited_at))
    rank = {role.value: index for index, role in enumerate(_FIRST)}
    found: dict[str, list[dict[str, Any]]] = {}
    for site_id, photos in by_site.items():
        photos.sort(key=lambda each: rank[each[0].role])  # stable: the newest of a role first
        for photo, visited_at in photos[: desk.settings.in_the_field.pictures]:
            told = _picture(photo, visited_at.isoformat(), desk)
            if told is not None:
                found.setdefault(site_id, []).append(told)
    return found


def _picture(photo: Photo, visited_at: str, desk: Desk) -> dict[str, Any] | None:
    try:
        thumb = rendition(desk, photo.sha256, Size.THUMB)
    except GeoAppError:
        return None  # no picture can be made of it, or it is damaged: the rest is of use
    fix, facts = photo.fix or {}, photo.facts
    lon, lat = facts["position"] or (fix.get("lon"), fix.get("lat"))
    direction = facts["direction_deg"]
    return {
        "id": photo.id,
        "role": photo.role,
        "taken_at": facts["taken_at"] or fix.get("at") or visited_at,
        "lon": lon,
        "lat": lat,
        "accuracy_m": facts["hpos_error_m"] if facts["position"] else fix.get("accuracy_m"),
        "direction_deg": fix.get("heading_deg") if direction is None else direction,
        "magnetic": direction is not None and facts["direction_ref"] == "M",
        "bytes": len(thumb),
        "sha256": hashlib.sha256(thumb).hexdigest(),
    }


def _area(rows: Sequence[Site]) -> Any:
    """Around the sites, as a geometry; None where there are none."""
    points = [
        (site.lon, site.lat) for site in rows if site.lon is not None and site.lat is not None
    ]
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    around = _AROUND_DEGREES
    return box(min(lons) - around, min(lats) - around, max(lons) + around, max(lats) + around)


def _districts(districts: Districts, rows: Sequence[Site]) -> list[dict[str, Any]]:
    area = _area(rows)
    features: list[dict[str, Any]] = orjson.loads(districts.to_geojson())["features"]
    if area is None:
        return features
    west, south, east, north = area.bounds
    return [each for each in features if _touches(each["geometry"], west, south, east, north)]


def _touches(geometry: Any, west: float, south: float, east: float, north: float) -> bool:
    lons, lats = zip(*_corners(geometry["coordinates"]), strict=True)
    return bool(
        min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south
    )


def _corners(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [corner for each in coordinates for corner in _corners(each)]


def _anchors(session: Session, rows: Sequence[Site], most: int) -> list[dict[str, Any]]:
    """Named things around the sites: for finding one's way, not for measuring."""
    area = _area(rows)
    if area is None:
        return []
    found = []
    for each in gazetteer.load(session).to_features():
        geometry, properties = each.get("geometry"), each["properties"]
        if not geometry or not geometry["coordinates"]:
            continue
        if any(area.covers(Point(corner)) for corner in _corners(geometry["coordinates"])):
            kept = {name: properties.get(name) for name in ("name", "kind", "schematic")}
            found.append({"geometry": geometry, "properties": kept})
        if len(found) == most:
            break
    return found
