"""Tables of what is on its way from phones: visits that wait for photos, photos in pieces.

Rows go when the visit is recorded: then it is history, and stands in ``store.inspections``. The
bytes of a photo that is not whole yet are in ``store.parts``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base


class Arrival(Base):
    """A visit that was told while photos of it are still on the phone.

    ``site_id`` is no foreign key: a site may be taken back to draft meanwhile.
    """

    __tablename__ = "arrival"

    id: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(index=True)
    actor_id: Mapped[str] = mapped_column(index=True)
    actor_name: Mapped[str]
    actor_unit: Mapped[str | None]
    visited_at: Mapped[datetime]
    photos: Mapped[Any] = mapped_column(nullable=False)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class PhotoUpload(Base):
    """One photo that comes in pieces; how much is there, its file says."""

    __tablename__ = "photo_upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    actor_id: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str]
    size: Mapped[int]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    completed_at: Mapped[datetime | None]
