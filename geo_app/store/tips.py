"""What people have told the bureau through the view for everybody: a queue beside the sites.

Nothing here is a site or evidence. Pictures are our own renditions: what the phone wrote into the
file, and so about its owner, is not kept. Neither is the address that a tip came from.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base, Notice, Site


class Tip(Base):
    """One tip. ``id`` is that of the form that was sent, so that sent twice it is one tip.

    ``number`` is by which its sender asks again; ``answer`` is what is said then. ``notice_id`` is
    the draft that was made of it; ``contact_removed_at`` says that there was a contact.
    """

    __tablename__ = "tip"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    contact: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    state: Mapped[str] = mapped_column(index=True)
    answer: Mapped[str | None]
    site_id: Mapped[str | None] = mapped_column(ForeignKey(Site.id))
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    notice_id: Mapped[str | None] = mapped_column(ForeignKey(Notice.id), index=True)
    contact_removed_at: Mapped[datetime | None]


class TipPhoto(Base):
    """A picture of a tip: a JPEG that we made."""

    __tablename__ = "tip_photo"

    tip_id: Mapped[str] = mapped_column(ForeignKey(Tip.id), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture: Mapped[bytes]
