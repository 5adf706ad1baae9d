"""When the gazetteer changes: locate again what rested on it, and say what moved how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pyproj import Geod
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.place import PlacePhrase
from geo_app.domain.status import EventKind
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Place, Position, Site
from geo_app.store.positions import stamp
from geo_app.work import placing, positions
from geo_app.work.notices import CONFIRMED, MERGED, UNLOCATED
from geo_app.work.preview import remarks


@dataclass(frozen=True, slots=True)
class Moved:
    """A place whose computed location changed.

    Attributes:
        place_id: The place; None for a site from a file, whose notice has no text here.
        site_id: Its site, if it has one.
        name: Of the place.
        metres: How far the mark moved, along the ellipsoid; None where it was or is unlocated.
        old: (lon, lat) before, degrees; None where it was unlocated.
        new: (lon, lat) now; None where it is unlocated.
        old_radius_m: Radius before.
        new_radius_m: Radius now.
    """

    place_id: str | None
    site_id: str | None
    name: str
    metres: float | None
    old: tuple[float, float] | None
    new: tuple[float, float] | None
    old_radius_m: float | None
    new_radius_m: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """Anchors that were added, corrected or removed: their ids and all their names."""

    ids: frozenset[str]
    names: frozenset[str]

    def concerns(self, place: Place) -> bool:
        """Whether a place rests on them, mentions them, or still waits for an anchor."""
        if place.phrase is None:
            return False
        if place.location is None:
            return True
        if self.ids.intersection(place.location["properties"]["anchors"]):
            return True
        return any(name in place.text for name in self.names)

    def may_concern(self, site: Site) -> bool:
        """The same for a site from a file: which anchors it rested on is not known there."""
        refused = {"doubt.marked_unlocated"}.intersection(d["code"] for d in site.doubts)
        if site.phrase is None or refused:
            return False
        return not site.located or any(name in site.place_text for name in self.names)


def relocate(
    session: Session, actor: Actor, gazetteer: Gazetteer, change: Change, settings: Settings
) -> list[Moved]:
    """Locate again every place that a change concerns.

    A new computed position is appended to its site. The map follows only where it showed the
    computed position; what a person drew, or left unlocated though something was computed, stays.
    """
    query = select(Place).where(Place.state != MERGED).order_by(Place.id)
    moved = [
        _again(session, actor, place, gazetteer, settings)
        for place in session.scalars(query)
        if change.concerns(place)
    ]
    reviewed = select(Place.site_id).where(Place.site_id.is_not(None))
    imported = select(Site).where(Site.id.not_in(reviewed)).order_by(Site.id)
    moved += [
        _imported_again(session, actor, site, gazetteer, settings)
        for site in session.scalars(imported)
        if change.may_concern(site)
    ]
    session.flush()
    return [each for each in moved if each is not None]


def _imported_again(
    session: Session, actor: Actor, site: Site, gazetteer: Gazetteer, settings: Settings
) -> Moved | None:
    """As ``_again`` for a site from a file, whose notice has no text here."""
    phrase = PlacePhrase.from_json(site.phrase)
    location, unresolved = placing.find(phrase, gazetteer, settings.vague)
    where = positions.found(location, unresolved)
    if not positions.is_news(session, site, positions.COMPUTED, where):
        return None
    old = (site.lon, site.lat) if site.lon is not None and site.lat is not None else None
    new = (where.lon, where.lat) if where.lon is not None and where.lat is not None else None
    if old is None and new is None:
        return None
    radius_m = site.radius_m
    made = positions.append(session, actor, site, positions.COMPUTED, where)
    if site.position_layer != positions.CONFIRMED:
        positions.show(site, positions.COMPUTED, where)
        # whether the text named its district is not known either: a difference is a doubt
        area = placing.area_of(site.district, None, location, shipped_districts())
        site.doubts = [*remarks(area.doubts), *where.doubts]
    _log_moved(session, actor, site, made)
    metres = _metres(old, new) if old and new else None
    return Moved(None, site.id, site.name, metres, old, new, radius_m, where.radius_m)


def _again(
    session: Session, actor: Actor, place: Place, gazetteer: Gazetteer, settings: Settings
) -> Moved | None:
    phrase = PlacePhrase.from_json(place.phrase)
    location, unresolved = placing.find(phrase, gazetteer, settings.vague)
    before = place.location
    after = positions.feature_of(location) if location else None
    if after == before:
        return None
    place.location = after
    place.unresolved = remarks(unresolved) or None
    if not place.district_named:
        area = placing.area_of(None, place.accounting_unit, location, shipped_districts())
        place.district_code, place.district = area.code, area.name
    site = session.get(Site, place.site_id) if place.site_id else None
    if site is not None:
        _follow(session, actor, site, place, was_located=before is not None)
    old, old_radius = _mark(before)
    new, new_radius = _mark(after)
    metres = _metres(old, new) if old and new else None
    return Moved(place.id, place.site_id, place.name, metres, old, new, old_radius, new_radius)


def _follow(session: Session, actor: Actor, site: Site, place: Place, *, was_located: bool) -> None:
    where = positions.computed(place)
    made = positions.append(session, actor, site, positions.COMPUTED, where)
    waited = site.position_layer == positions.PHRASE and not was_located
    if site.position_layer == positions.COMPUTED or waited:
        positions.show(site, positions.COMPUTED, where)
        site.doubts = positions.doubts_of(place, where)
        site.district_code, site.district = place.district_code, place.district
        place.state = CONFIRMED if site.located else UNLOCATED
    _log_moved(session, actor, site, made)


def _log_moved(session: Session, actor: Actor, site: Site, made: Position) -> None:
    data = {
        "lon": made.lon,
        "lat": made.lat,
        "radius_m": made.radius_m,
        "positions": [stamp(made)],
    }
    log.append(session, actor, EventKind.MOVED, "site", site.id, None, data)


def _mark(feature: dict[str, Any] | None) -> tuple[tuple[float, float] | None, float | None]:
    if feature is None:
        return None, None
    properties = feature["properties"]
    return (properties["lon"], properties["lat"]), properties["radius_m"]


def _metres(old: tuple[float, float], new: tuple[float, float]) -> float:
    """Geodesic distance on the CGCS2000 ellipsoid (GRS80)."""
    _forth, _back, metres = Geod(ellps="GRS80").inv(*old, *new)
    return float(metres)


@cache
def shipped_districts() -> Districts:
    """The district outlines that come with the program."""
    return Districts.load(resource("data", "districts.geojson"))


def names_of(features: Iterable[dict[str, Any]]) -> Change:
    """The change that these anchors (GeoJSON Features) make."""
    ids, names = set(), set()
    for feature in features:
        ids.add(str(feature["id"]))
        names.update([feature["properties"]["name"], *feature["properties"].get("aliases", ())])
    return Change(frozenset(ids), frozenset(names))
