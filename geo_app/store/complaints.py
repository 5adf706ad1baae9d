"""Complaints of citizens as rows beside the sites; nothing is kept of who has complained.

A complaint belongs to no site: which are near one is computed (``work.complaints.near``), since a
site may move, and a claim may fall.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base


class Complaint(Base):
    """One complaint. ``id`` is made of what is kept, so that told twice it is one.

    ``number`` is that of the hotline; ``at`` is None where only the day is told. ``anchors`` are
    ids of the things that its words are about.
    """

    __tablename__ = "complaint"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    day: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime | None]
    kind: Mapped[str | None]
    words: Mapped[str | None]
    place_text: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None] = mapped_column(index=True)
    radius_m: Mapped[float | None]
    source: Mapped[str | None]
    anchors: Mapped[Any] = mapped_column(nullable=False)
    file: Mapped[str]
    imported_at: Mapped[datetime]
