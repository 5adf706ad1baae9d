"""Tables of visits: forms, inspections, photos, and which photos show the same picture.

All are append-only: triggers of the migration refuse a change. The
bytes themselves are in ``store.files``; a row that names them commits after they are durable.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from geo_app.store.models import Base


class Form(Base):
    """One version of a form as it was used; an old inspection keeps its form's version."""

    __tablename__ = "form"
    __table_args__ = (UniqueConstraint("category", "version"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    category: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[Any] = mapped_column(nullable=False)
    created_at: Mapped[datetime]


class Inspection(Base):
    """One visit. ``digest`` covers what the client said: the same id again must say the same.

    ``site_id`` is no foreign key: a site that is taken back to draft leaves its visits behind.
    """

    __tablename__ = "inspection"

    id: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    form_id: Mapped[str | None] = mapped_column(ForeignKey(Form.id))
    visited_at: Mapped[datetime]
    fix: Mapped[Any] = mapped_column(nullable=True)
    answers: Mapped[Any] = mapped_column(nullable=False)
    note: Mapped[str | None]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    actor_unit: Mapped[str | None]
    source: Mapped[str]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    token: Mapped[Any] = mapped_column(nullable=True)
    track: Mapped[Any] = mapped_column(nullable=True)

    photos: Mapped[list[Photo]] = relationship(
        back_populates="inspection", order_by="Photo.ordinal"
    )


class Photo(Base):
    """One photo of one visit, for ever. The same bytes may be several photos of one file."""

    __tablename__ = "photo"
    __table_args__ = (UniqueConstraint("inspection_id", "ordinal"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey(Inspection.id))
    site_id: Mapped[str] = mapped_column(index=True)
    ordinal: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    facts: Mapped[Any] = mapped_column(nullable=False)
    likeness: Mapped[Any] = mapped_column(nullable=True)
    fix: Mapped[Any] = mapped_column(nullable=True)
    external: Mapped[bool]
    received_at: Mapped[datetime]
    seal: Mapped[Any] = mapped_column(nullable=True)
    seal_hash: Mapped[str | None] = mapped_column(index=True)

    inspection: Mapped[Inspection] = relationship(back_populates="photos")


class PhotoTwin(Base):
    """A later photo shows the same picture as an earlier one; found when it arrived."""

    __tablename__ = "photo_twin"

    photo_id: Mapped[str] = mapped_column(ForeignKey(Photo.id), primary_key=True)
    earlier_id: Mapped[str] = mapped_column(ForeignKey(Photo.id), primary_key=True, index=True)
    same_bytes: Mapped[bool]
    mirrored: Mapped[bool]
    score: Mapped[float]
