"""Which photo of an import belongs to which site and which visit: a suggestion, with its reason.

It rests on what the bytes say. A photo that says too little is listed and left out; it is never
put somewhere for want of better.
"""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.inspection import Draft, PhotoDraft, PhotoRole
from geo_app.domain.remark import Remark
from geo_app.errors import GeoAppError
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Site
from geo_app.work.desk import Desk
from geo_app.work.intake import TakenIn, Upload

_LEAST_METRES_A_DEGREE = 110_000.0
"""Of latitude, anywhere."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the person who imports says of all photos.

    Attributes:
        site: They are of this site.
        role: They are for this; otherwise before or after, by the day of the claim.
        at: When the visit was, for photos that do not say; an aware time.
        person: Name and unit of who took them.
    """

    site: Site | None = None
    role: PhotoRole | None = None
    at: datetime | None = None
    person: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was looked at; ``refusal`` where it is no photo that can be taken in."""

    upload: Upload
    photo: TakenIn | None = None
    refusal: GeoAppError | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo with the suggestion for it.

    Attributes:
        seen: The file.
        site: Of which it may be; None where nothing says.
        at: When it was taken, as far as is known.
        role: What it may be for.
        why: What the suggestion rests on, or why there is none.
        visit_id: Of the visit in which it is recorded; None where it is left out.
    """

    seen: Seen
    site: Site | None
    at: datetime | None
    role: PhotoRole | None
    why: Remark | GeoAppError
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would record.

    Attributes:
        photos: Every file, in the order of names.
        drafts: A visit each, with its photos in order.
    """

    photos: tuple[Placed, ...]
    drafts: tuple[tuple[Draft, tuple[Seen, ...]], ...]


def suggest(session: Session, desk: Desk, seen: Sequence[Seen], told: Told) -> Plan:
    """Which photo belongs to which site and visit.

    Args:
        session: Any transaction.
        desk: Limits and geodesy.
        seen: The files.
        told: What the person says of them.
    """
    surroundings = _Surroundings(session, desk)
    placed = [_place(each, told, surroundings) for each in seen]
    moments = surroundings.moments(placed)
    plan = [_with_role(surroundings.by_time(each, moments), told) for each in placed]
    fit = [each for each in plan if each.site and each.at and not surroundings.has(each)]
    visits = [(draft, group) for draft, group in _visits(_distinct(fit), told, desk)]
    of_file = {id(each.seen): draft.id for draft, group in visits for each in group}
    photos = tuple(_settled(each, of_file.get(id(each.seen)), surroundings) for each in plan)
    return Plan(
        photos, tuple((draft, tuple(each.seen for each in group)) for draft, group in visits)
    )


class _Surroundings:
    """What is there already: sites with a position, times of visits, photos of sites."""

    def __init__(self, session: Session, desk: Desk) -> None:
        self._desk = desk
        self._sites = list(session.scalars(select(Site).where(Site.located).order_by(Site.code)))
        self._here = {tuple(row) for row in session.execute(select(Photo.site_id, Photo.sha256))}
        self._visits = [
            (at, site)
            for at, site in session.execute(
                select(Inspection.visited_at, Site).join(Site, Site.id == Inspection.site_id)
            )
        ]

    def local(self, moment: datetime | None) -> datetime | None:
        """A moment on the clock of the office, whose days the history counts in."""
        return moment.astimezone(self._desk.zone) if moment else None

    def has(self, placed: Placed) -> bool:
        """Whether the site has a photo with these bytes already."""
        site, photo = placed.site, placed.seen.photo
        return bool(site and photo and (site.id, photo.sha256) in self._here)

    def nearest(self, photo: TakenIn) -> tuple[Site, float] | None:
        """The nearest site that the photo may be of, and how far its mark is, metres."""
        position = photo.facts.position
        if position is None:
            return None
        error = photo.facts.hpos_error_m
        slack = self._desk.settings.visits.import_near_m + 2 * (
            self._desk.settings.evidence.unknown_accuracy_m if error is None else error
        )
        found = []
        for site in self._sites:
            if site.lon is None or site.lat is None:
                continue
            reach = (site.radius_m or 0) + slack
            if abs(site.lat - position[1]) * _LEAST_METRES_A_DEGREE > reach:
                continue
            distance = self._desk.ground.distance_m(position, (site.lon, site.lat))
            if distance <= reach:
                found.append((distance, site.code, site))
        if not found:
            return None
        distance, _, site = min(found, key=lambda each: each[:2])
        return site, distance

    def moments(self, placed: Sequence[Placed]) -> list[tuple[datetime, Site]]:
        """When somebody was at which site, as visits and the placed photos say; oldest first."""
        known = [(each.at, each.site) for each in placed if each.at and each.site]
        return sorted((*known, *self._visits), key=lambda each: (each[0], each[1].code))

    def by_time(self, placed: Placed, moments: Sequence[tuple[datetime, Site]]) -> Placed:
        """A photo without a place goes with what was taken, or visited, about the same time."""
        photo, at = placed.seen.photo, placed.at
        if placed.site or photo is None or at is None or photo.facts.position:
            return placed
        after = bisect_left(moments, at, key=lambda each: each[0])
        near = [(abs(then - at), site) for then, site in moments[max(0, after - 1) : after + 1]]
        gap, site = min(near, key=lambda each: each[0], default=(timedelta.max, None))
        if site is None or gap > timedelta(minutes=self._desk.settings.visits.import_gap_minutes):
            return placed
        values = {"minutes": round(gap.total_seconds() / 60)}
        return replace(placed, site=site, why=Remark("photos.by_time", values))


def _place(seen: Seen, told: Told, surroundings: _Surroundings) -> Placed:
    photo = seen.photo
    if photo is None:
        return Placed(seen, None, None, None, seen.refusal or Remark("photos.unreadable"))
    at = surroundings.local(photo.facts.taken_at or photo.facts.gps_time or told.at)
    if told.site is not None:
        return Placed(seen, told.site, at, None, Remark("photos.as_told"))
    found = surroundings.nearest(photo)
    if found is None:
        code = "photos.far" if photo.facts.position else "photos.no_place"
        return Placed(seen, None, at, None, Remark(code))
    site, distance = found
    return Placed(seen, site, at, None, Remark("photos.by_place", {"metres": round(distance)}))


def _with_role(placed: Placed, told: Told) -> Placed:
    """Before or after: by the day on which the responsible unit says that it was done."""
    if placed.site is None or placed.at is None:
        return placed
    return replace(placed, role=told.role or _role(placed.site.claimed_on, placed.at.date()))


def _role(claimed_on: date | None, day: date) -> PhotoRole:
    return PhotoRole.BEFORE if claimed_on is None or day < claimed_on else PhotoRole.AFTER


def _settled(placed: Placed, visit_id: str | None, surroundings: _Surroundings) -> Placed:
    """With the visit, or with the reason why there is none."""
    if visit_id is not None or placed.site is None or placed.seen.photo is None:
        return replace(placed, visit_id=visit_id)
    if surroundings.has(placed):
        return replace(placed, why=Remark("photos.here_already"))
    if placed.at is None:
        return replace(placed, why=Remark("photos.no_time"))
    return replace(placed, why=Remark("photos.twice"))


def _distinct(placed: Iterable[Placed]) -> list[Placed]:
    """Each content once a site: a chat export has the same picture in several folders."""
    kept: dict[tuple[str, str], Placed] = {}
    for each in placed:
        if each.site and each.seen.photo:
            kept.setdefault((each.site.id, each.seen.photo.sha256), each)
    return list(kept.values())


def _visits(
    placed: Sequence[Placed], told: Told, desk: Desk
) -> Iterable[tuple[Draft, list[Placed]]]:
    timed = [(each.site, each.at, each) for each in placed if each.site and each.at]
    timed.sort(key=lambda each: (each[0].code, each[1], each[2].seen.upload.name))
    for _, of_site in groupby(timed, key=lambda each: each[0].code):
        group: list[tuple[Site, datetime, Placed]] = []
        for each in of_site:
            if group and _parts(group, each[1], desk):
                yield _draft(group, told, desk)
                group = []
            group.append(each)
        yield _draft(group, told, desk)


def _parts(group: Sequence[tuple[Site, datetime, Placed]], at: datetime, desk: Desk) -> bool:
    visits = desk.settings.visits
    gap = timedelta(minutes=visits.import_gap_minutes)
    return at - group[-1][1] > gap or len(group) >= visits.photos


def _draft(
    group: Sequence[tuple[Site, datetime, Placed]], told: Told, desk: Desk
) -> tuple[Draft, list[Placed]]:
    """The visit of a group; its ids follow from site, day and bytes, so that it is one for ever."""
    site, first, _ = group[0]
    photos = [each for _, _, each in group]
    digests = sorted(each.seen.photo.sha256 for each in photos if each.seen.photo)
    day = first.date().isoformat()
    visit_id = ids.of_import(site.id, day, *digests)
    draft = Draft(
        id=visit_id,
        site=site.id,
        visited_at=first,
        answers=None,
        person=told.person,
        photos=tuple(
            PhotoDraft(
                id=str(uuid.uuid5(uuid.UUID(visit_id), each.seen.photo.sha256)),
                role=each.role or PhotoRole.DURING,
                sha256=each.seen.photo.sha256,
            )
            for each in photos
            if each.seen.photo
        ),
    )
    return draft, photos
