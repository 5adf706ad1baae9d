"""How sealed photos follow each other: kept seals put before ``domain.capture``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.capture import Link, link
from geo_app.domain.inspection import Fix, PhotoDraft, PhotoRole, Seal
from geo_app.store.inspections import Photo
from geo_app.store.scope import WHOLE


def links(session: Session, photos: Sequence[Photo]) -> dict[str, Link]:
    """The place of each sealed photo in the chain of its day, by id of the photo.

    Args:
        session: Any transaction.
        photos: Rows; those without a seal are passed over.
    """
    sealed = [photo for photo in photos if photo.seal]
    named = {photo.seal["previous"] for photo in sealed}
    # the photo before may be of a site that the reader does not see: that it exists says nothing
    query = select(Photo.seal_hash, Photo.id).where(Photo.seal_hash.in_(named))
    found = session.execute(query.execution_options(**{WHOLE: True}))
    known = {str(seal_hash): photo_id for seal_hash, photo_id in found}
    made = {}
    for photo in sealed:
        token = (photo.inspection.token or {}).get("text")
        one = link(_told(photo), token, known)
        if one is not None:
            made[photo.id] = one
    return made


def _told(photo: Photo) -> PhotoDraft:
    return PhotoDraft(
        id=photo.id,
        role=PhotoRole(photo.role),
        sha256=photo.sha256,
        fix=Fix.from_json(photo.fix) if photo.fix else None,
        external=photo.external,
        seal=Seal.from_json(photo.seal),
    )
