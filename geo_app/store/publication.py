"""What everybody may see: which sites, and of these which columns.

A session of the public knows two relations, ``PublicSite`` and ``PublicPhoto``: rows that the
office has put there, in columns that it may have, with the position cut off in the database. A
question about anything else is refused before it is asked, by any job (``refuse_others``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ForeignKey,
    Integer,
    Subquery,
    Table,
    TextClause,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.sql.visitors import ExternallyTraversible

from geo_app.geo.coarse import FINEST_SHIFT
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Base, Site


class Publication(Base):
    """A site that was put before the public; its number stays when it is taken away again.

    Who did it when, and why it was taken away, stands in the history.
    """

    __tablename__ = "publication"

    site_id: Mapped[str] = mapped_column(ForeignKey(Site.id), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    shown: Mapped[bool]
    since: Mapped[date]


_NAME = "public_site"

_SITE = Site.__table__.c
_SHOWN = (
    select(
        Publication.__table__.c.number,
        Publication.__table__.c.name,
        Publication.__table__.c.since,
        *(_SITE[name] for name in ("category", "district_code", "district", "status", "status_on")),
        *(_SITE[name] for name in ("claimed_on", "verified_on", "deadline", "radius_m")),
        _SITE.overridden.is_not(None).label("overridden"),
        _SITE.tile_key.bitwise_rshift(literal(FINEST_SHIFT, Integer)).label("cell"),
    )
    .select_from(Publication.__table__)
    .join(Site.__table__, _SITE.id == Publication.__table__.c.site_id)
    .where(Publication.__table__.c.shown)
    .subquery(_NAME)
)


class PublicSite(Base):
    """A site as everybody may see it.

    ``cell`` is the square of ``geo.coarse`` that holds it, None where it has no position;
    ``overridden`` says that it was accepted without the evidence that is demanded, not by whom.
    """

    __table__ = _SHOWN
    __mapper_args__ = {"primary_key": [_SHOWN.c.number]}

    number: Mapped[int]
    name: Mapped[str]
    since: Mapped[date]
    category: Mapped[str]
    district_code: Mapped[str | None]
    district: Mapped[str | None]
    status: Mapped[str]
    status_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    verified_on: Mapped[date | None]
    deadline: Mapped[date | None]
    radius_m: Mapped[float | None]
    overridden: Mapped[bool]
    cell: Mapped[int | None]


class ShownPhoto(Base):
    """A photo that was chosen for the public, or was looked at for that.

    ``regions`` are the parts that are painted over (``photo.cover``). ``key`` is its address: a new
    one with every change, so that what was seen before is nowhere any more.
    """

    __tablename__ = "shown_photo"

    photo_id: Mapped[str] = mapped_column(ForeignKey(Photo.id), primary_key=True)
    site_id: Mapped[str] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(unique=True)
    regions: Mapped[Any] = mapped_column(nullable=False)
    shown: Mapped[bool]


_PHOTO_NAME = "public_photo"

_PHOTO, _CHOSEN = Photo.__table__.c, ShownPhoto.__table__.c
_PHOTOS_SHOWN = (
    select(
        _CHOSEN.key,
        _CHOSEN.regions,
        Publication.__table__.c.number,
        *(_PHOTO[name] for name in ("seq", "sha256", "role")),
        Inspection.__table__.c.visited_at,
    )
    .select_from(ShownPhoto.__table__)
    .join(Photo.__table__, _PHOTO.id == _CHOSEN.photo_id)
    .join(Inspection.__table__, Inspection.__table__.c.id == _PHOTO.inspection_id)
    .join(Publication.__table__, Publication.__table__.c.site_id == _CHOSEN.site_id)
    .where(_CHOSEN.shown, Publication.__table__.c.shown)
    .subquery(_PHOTO_NAME)
)


class PublicPhoto(Base):
    """A photo as everybody may see it, of the site of that number.

    ``sha256`` names the original for who makes the picture; it is told to nobody.
    """

    __table__ = _PHOTOS_SHOWN
    __mapper_args__ = {"primary_key": [_PHOTOS_SHOWN.c.key]}

    key: Mapped[str]
    regions: Mapped[Any]
    number: Mapped[int]
    seq: Mapped[int]
    sha256: Mapped[str]
    role: Mapped[str]
    visited_at: Mapped[datetime]


class NotPublicError(Exception):
    """A job asks for more than everybody may see: a fault of the program."""


_KNOWN = frozenset({_NAME, _PHOTO_NAME})


def refuse_others(state: ORMExecuteState) -> None:
    """Let a session of the public ask about its relations and nothing else.

    Raises:
        NotPublicError: The question is another one.
    """
    if not state.is_select or _reaches_further(state.statement):
        raise NotPublicError(str(state.statement)[:200])


def refuse_changes(session: Session, *_given: Any) -> None:
    """A session of the public writes nothing.

    Raises:
        NotPublicError: Something is to be written.
    """
    if session.new or session.dirty or session.deleted:
        raise NotPublicError("a change")


def _reaches_further(statement: Any) -> bool:
    """Whether a question reads a table other than through a relation, or is written as text."""
    waiting: list[ExternallyTraversible] = [statement]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Table | TextClause) or _is_text(each):
            return True
        if not (isinstance(each, Subquery) and each.name in _KNOWN):
            waiting += each.get_children()
    return False


def _is_text(element: ExternallyTraversible) -> bool:
    # the star of count(*) is text, too
    return isinstance(element, ColumnClause) and element.is_literal and element.name != "*"
