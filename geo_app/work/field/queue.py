"""How much is on its way from phones, all of it together: for who watches the server."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.store.field import Arrival, PhotoUpload


@dataclass(frozen=True, slots=True)
class Queue:
    """What has begun to arrive and is not history yet.

    Attributes:
        visits: Told, but some of their photos are missing.
        photos_missing: Photos of these that are not here whole.
        uploads: Photos of which the last piece has not come, whether their visit was told or not.
        upload_bytes: Bytes that these will have.
    """

    visits: int
    photos_missing: int
    uploads: int
    upload_bytes: int


def queue(session: Session) -> Queue:
    """Count what is on its way."""
    told = session.scalars(select(Arrival.photos)).all()
    whole = set(
        session.scalars(select(PhotoUpload.id).where(PhotoUpload.completed_at.is_not(None)))
    )
    growing = select(func.count(), func.coalesce(func.sum(PhotoUpload.size), 0)).where(
        PhotoUpload.completed_at.is_(None)
    )
    uploads, size = session.execute(growing).one()
    missing = sum(photo not in whole for photos in told for photo in photos)
    return Queue(len(told), missing, uploads, int(size))
