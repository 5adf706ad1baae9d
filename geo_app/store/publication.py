"""What everybody may see: which sites, and of these which columns.

A session of the public knows one relation, ``PublicSite``: rows of sites that the office has put
there, in columns that it may have, with the position cut off in the database. A question about
anything else is refused before it is asked, whatever job puts it (``refuse_others``).
"""

from __future__ import annotations

from datetime import date
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


class NotPublicError(Exception):
    """A job asks for more than everybody may see: a fault of the program."""


def refuse_others(state: ORMExecuteState) -> None:
    """Let a session of the public ask about ``PublicSite`` and nothing else.

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
    """Whether a question reads a table other than through the relation, or is written as text."""
    waiting: list[ExternallyTraversible] = [statement]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Table | TextClause) or _is_text(each):
            return True
        if not (isinstance(each, Subquery) and each.name == _NAME):
            waiting += each.get_children()
    return False


def _is_text(element: ExternallyTraversible) -> bool:
    # the star of count(*) is text, too
    return isinstance(element, ColumnClause) and element.is_literal and element.name != "*"
