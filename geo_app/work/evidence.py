"""Evidence of a site, assembled: its visits, their photos, and what each of these proves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo_app.domain.evidence.assess import assess
from geo_app.domain.evidence.nouns import (
    Assessment,
    Sighting,
    SiteInQuestion,
    Twin,
    Verdict,
)
from geo_app.domain.history import fold
from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.domain.photo import PhotoFacts
from geo_app.domain.unit_names import UnitNames
from geo_app.errors import NotFoundError
from geo_app.photo.likeness import Likeness
from geo_app.store import fingerprints
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Site
from geo_app.work import events, tokens, twins, unit_names
from geo_app.work.desk import Desk

_SHOWING = frozenset({PhotoRole.AFTER, PhotoRole.NEAR})
"""Roles of photos that show how a place is now."""

_BEST_FIRST = (Verdict.STRONG, Verdict.FAIR, Verdict.WEAK, Verdict.NONE)


@dataclass(frozen=True, slots=True)
class PhotoEvidence:
    """One photo and what it proves.

    Attributes:
        photo: The row.
        sighting: The photo with all that speaks for it.
        assessment: All checks, with the verdict.
    """

    photo: Photo
    sighting: Sighting
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class VisitEvidence:
    """One visit and its photos, in their order."""

    inspection: Inspection
    photos: tuple[PhotoEvidence, ...]

    @property
    def verdict(self) -> Verdict | None:
        """What it proves of how the place is now: that of its best photo that shows it."""
        showing = [
            each.assessment.verdict for each in self.photos if each.sighting.role in _SHOWING
        ]
        return min(showing, key=_BEST_FIRST.index, default=None)


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """All visits of a site, newest first.

    Attributes:
        site: What the checks know of it.
        visits: By the clock of who was there.
    """

    site: SiteInQuestion
    visits: tuple[VisitEvidence, ...]

    @property
    def photos(self) -> tuple[PhotoEvidence, ...]:
        """Photos of all visits."""
        return tuple(photo for visit in self.visits for photo in visit.photos)

    @property
    def verdict(self) -> Verdict | None:
        """What the newest visit that shows the place proves of it."""
        return next(filter(None, (visit.verdict for visit in self.visits)), None)


def of_site(session: Session, site: Site, desk: Desk) -> SiteEvidence:
    """What the photos of a site prove.

    Args:
        session: Any transaction.
        site: The site.
        desk: Thresholds, zone and geodesy.
    """
    book = _Casebook(session, site, desk)
    return SiteEvidence(book.site, tuple(book.visit(each) for each in book.inspections))


def of_visit(session: Session, inspection_id: str, desk: Desk) -> VisitEvidence:
    """What the photos of one visit prove.

    Raises:
        NotFoundError: There is no such visit, or its site is no more (taken back to draft).
    """
    inspection = session.get(Inspection, inspection_id)
    site = session.get(Site, inspection.site_id) if inspection else None
    if inspection is None or site is None:
        raise NotFoundError("inspection.none", id=inspection_id)
    return _Casebook(session, site, desk).visit(inspection)


def of_photo(session: Session, photo_id: str, desk: Desk) -> PhotoEvidence:
    """What one photo proves.

    Raises:
        NotFoundError: There is no such photo, or its site is no more (taken back to draft).
    """
    photo = session.scalar(select(Photo).where(Photo.id == photo_id))
    site = session.get(Site, photo.site_id) if photo else None
    if photo is None or site is None:
        raise NotFoundError("inspection.no_photo", id=photo_id)
    return _Casebook(session, site, desk).photo(photo)


def keep_verdict(session: Session, site: Site, desk: Desk) -> None:
    """Let the site show what its newest visit proves; for whoever changes what that rests on."""
    book = _Casebook(session, site, desk)
    verdict = next(filter(None, (book.visit(each).verdict for each in book.inspections)), None)
    site.verdict = verdict.value if verdict else None
    session.flush()


class _Casebook:
    """All photos of a site side by side; each is judged only when it is asked about."""

    def __init__(self, session: Session, site: Site, desk: Desk) -> None:
        self._desk = desk
        self.site = _question(session, site, desk)
        query = (
            select(Inspection)
            .where(Inspection.site_id == site.id)
            .order_by(Inspection.visited_at.desc(), Inspection.id)
            .options(selectinload(Inspection.photos))
        )
        self.inspections = session.scalars(query).all()
        photos = [photo for inspection in self.inspections for photo in inspection.photos]
        found = twins.of_photos(session, [photo.id for photo in photos])
        compared = fingerprints.comparable(session, (photo.sha256 for photo in photos))
        names = unit_names.decided(session)
        self._sightings = {
            photo.id: _sighting(
                photo.inspection, photo, found[photo.id], photo.sha256 in compared, names
            )
            for photo in photos
        }

    def visit(self, inspection: Inspection) -> VisitEvidence:
        return VisitEvidence(inspection, tuple(self.photo(each) for each in inspection.photos))

    def photo(self, photo: Photo) -> PhotoEvidence:
        sighting = self._sightings[photo.id]
        assessment = assess(
            sighting,
            self.site,
            [other for other in self._sightings.values() if other is not sighting],
            thresholds=self._desk.settings.evidence,
            ground=self._desk.ground,
            zone=self._desk.zone,
        )
        return PhotoEvidence(photo, sighting, assessment)


def _sighting(
    inspection: Inspection,
    photo: Photo,
    twins_: tuple[Twin, ...],
    is_compared: bool,
    names: UnitNames,
) -> Sighting:
    likeness = Likeness.from_json(photo.likeness) if photo.likeness else None
    return Sighting(
        photo_id=photo.id,
        inspection_id=inspection.id,
        role=PhotoRole(photo.role),
        facts=PhotoFacts.from_json(photo.facts),
        fix=Fix.from_json(photo.fix) if photo.fix else None,
        external=photo.external,
        received_at=photo.received_at,
        sent_at=inspection.sent_at,
        bracket=tokens.bracket_of(inspection.token),
        # a unit that was renamed since is the same unit
        person_id=names.person_id(
            inspection.actor_id, inspection.actor_name, inspection.actor_unit
        ),
        person_unit=names.today(inspection.actor_unit),
        thumbnail_alike=likeness.alike if likeness else None,
        thumbnail_score=likeness.score if likeness else None,
        twins=twins_,
        is_compared=is_compared,
    )


def _question(session: Session, site: Site, desk: Desk) -> SiteInQuestion:
    facts = fold(events.history(session, site))
    lon, lat = site.lon, site.lat
    return SiteInQuestion(
        id=site.id,
        position=(lon, lat) if lon is not None and lat is not None else None,
        radius_m=site.radius_m,
        found_at=_start(facts.found_on, desk),
        refused_at=facts.refused_at,
        responsible_unit=site.responsible_unit,
    )


def _start(day: date | None, desk: Desk) -> datetime | None:
    return datetime.combine(day, time(), desk.zone) if day else None
