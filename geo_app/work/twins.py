"""The same picture elsewhere in the archive: found when a photo arrives, kept for ever.

Elsewhere is every district, whoever looks: that it was used before is what a photo proves or not.
Where and by whom is told to who may see that place only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.evidence.nouns import Twin
from geo_app.domain.inspection import PhotoRole
from geo_app.store import fingerprints
from geo_app.store.inspections import Inspection, Photo, PhotoTwin
from geo_app.store.models import Site
from geo_app.store.scope import WHOLE, areas_of

if TYPE_CHECKING:
    from geo_app.photo.fingerprint import Fingerprint

_PICTURES_AT_MOST = 10
_PHOTOS_AT_MOST = 50
"""Of one picture; one that is everywhere is well enough known by the first ones."""


def keep(session: Session, photo: Photo, fingerprint: Fingerprint | None) -> None:
    """Note which earlier photos show the same picture, and keep what this one looks like.

    Args:
        session: A write transaction; the photo is flushed.
        photo: The new one.
        fingerprint: Of its picture; None where it could not be decoded.
    """
    _note(session, photo, photo.sha256, same_bytes=True)
    if fingerprint is None:
        return
    hits = fingerprints.find(session, fingerprint, limit=_PICTURES_AT_MOST, but=photo.sha256)
    for hit in hits:
        _note(session, photo, hit.sha256, mirrored=hit.match.mirrored, score=hit.match.score)
    fingerprints.add(session, photo.sha256, fingerprint)


def _note(
    session: Session,
    photo: Photo,
    sha256: str,
    *,
    same_bytes: bool = False,
    mirrored: bool = False,
    score: float = 1.0,
) -> None:
    earlier = session.scalars(
        select(Photo.id)
        .where(Photo.sha256 == sha256, Photo.seq < photo.seq)
        .order_by(Photo.seq)
        .limit(_PHOTOS_AT_MOST)
    )
    session.add_all(
        PhotoTwin(
            photo_id=photo.id,
            earlier_id=each,
            same_bytes=same_bytes,
            mirrored=mirrored,
            score=score,
        )
        for each in earlier
    )
    session.flush()


def sites_of_earlier(session: Session, photo_ids: Iterable[str]) -> set[str]:
    """Sites whose photos are shown again by these: what they prove may change."""
    query = (
        select(Photo.site_id)
        .join(PhotoTwin, PhotoTwin.earlier_id == Photo.id)
        .where(PhotoTwin.photo_id.in_(set(photo_ids)))
    )
    return set(session.scalars(query))


def of_photos(session: Session, photo_ids: Iterable[str]) -> dict[str, tuple[Twin, ...]]:
    """The twins of each photo, earlier and later ones, by the order of their arrival."""
    wanted = set(photo_ids)
    pairs: list[tuple[str, str, PhotoTwin]] = []
    for own, other in (
        (PhotoTwin.photo_id, PhotoTwin.earlier_id),
        (PhotoTwin.earlier_id, PhotoTwin.photo_id),
    ):
        query = select(own, other, PhotoTwin).where(own.in_(wanted))
        pairs += [(row[0], row[1], row[2]) for row in session.execute(query)]
    photos = {
        photo.id: (photo, inspection, site_name)
        for photo, inspection, site_name in session.execute(
            select(Photo, Inspection, Site.name)
            .join(Inspection, Inspection.id == Photo.inspection_id)
            .outerjoin(Site, Site.id == Photo.site_id)
            .where(Photo.id.in_({other for _, other, _ in pairs}))
            .execution_options(**{WHOLE: True})
        )
    }
    seen = _seen(session, photos)
    found: dict[str, list[tuple[int, Twin]]] = {photo_id: [] for photo_id in wanted}
    for own_id, other_id, pair in pairs:
        photo, inspection, site_name = photos[other_id]
        is_seen = other_id in seen
        twin = Twin(
            photo_id=photo.id if is_seen else "",
            same_bytes=pair.same_bytes,
            mirrored=pair.mirrored,
            site_id=photo.site_id if is_seen else "",
            site_name=(site_name or photo.site_id) if is_seen else "@out_of_sight.site",
            inspection_id=photo.inspection_id if is_seen else "",
            role=PhotoRole(photo.role),
            received_at=photo.received_at,
            person=inspection.actor_name if is_seen else "@out_of_sight.person",
        )
        found[own_id].append((photo.seq, twin))
    return {
        photo_id: tuple(twin for _, twin in sorted(each, key=lambda item: item[0]))
        for photo_id, each in found.items()
    }


def _seen(session: Session, photo_ids: Collection[str]) -> Collection[str]:
    """Those that the session may see."""
    if not areas_of(session):
        return photo_ids
    return set(session.scalars(select(Photo.id).where(Photo.id.in_(photo_ids))))
