"""Histories of sites and problems: events of the log, before them what a file of very many told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.history import EventLike
from geo_app.store.imported import Batch, Imported, Leaf
from geo_app.store.models import Event, Position, Site

_FOLDED = (Event.subject_id, Event.id, Event.kind, Event.as_of, Event.at, Event.data)


def history(session: Session, kind: str, subject_id: str) -> list[Event]:
    """All events of a subject in the order in which they were recorded.

    What came in with very many others is told as the events that it amounts to: these belong to
    no session, and their ``seq`` and ``hash`` are those of the event that carries them.
    """
    query = (
        select(Event)
        .where(Event.subject_kind == kind, Event.subject_id == subject_id)
        .order_by(Event.seq)
    )
    own = list(session.scalars(query))
    told = (leaf.history() for leaf in _leaves_of(session, kind, (subject_id,)))
    return [event for each in told for event in each] + own


def folded(session: Session, kind: str, ids: Collection[str]) -> dict[str, list[EventLike]]:
    """The histories of many subjects, as far as a fold needs them; every id has one.

    Args:
        session: Any transaction.
        kind: site or problem.
        ids: So many that one statement can name them.
    """
    histories: dict[str, list[EventLike]] = {each: [] for each in ids}
    for leaf in _leaves_of(session, kind, ids):
        histories[leaf.site_id] += leaf.tellings()
    query = (
        select(*_FOLDED)
        .where(Event.subject_kind == kind, Event.subject_id.in_(ids))
        .order_by(Event.seq)
    )
    for event in session.execute(query):
        histories[event.subject_id].append(event)
    return histories


def told(session: Session, kind: str, subject_id: str, event_id: str) -> Event | None:
    """The event of this id, where a file of very many told it of this subject."""
    leaves = _leaves_of(session, kind, (subject_id,))
    events = (event for leaf in leaves for event in leaf.history())
    return next((event for event in events if event.id == event_id), None)


def positions(
    session: Session, site_id: str, *, layer: str | None = None, since: datetime | None = None
) -> list[Position]:
    """Positions of a site, oldest first; those that came in with very many belong to no session.

    Args:
        session: Any transaction.
        site_id: Of the site.
        layer: Only this layer.
        since: Only those recorded then or later.
    """
    query = select(Position).where(Position.site_id == site_id).order_by(Position.seq)
    imported = [each for leaf in leaves(session, (site_id,)) for each in leaf.positions()]
    return [
        each
        for each in (*imported, *session.scalars(query))
        if layer in (None, each.layer) and (since is None or each.at >= since)
    ]


def leaves(session: Session, site_ids: Iterable[str]) -> Iterator[Leaf]:
    """What files of very many told of some sites."""
    query = (
        select(Imported.content, *(getattr(Event, name) for name in Batch._fields))
        .join(Event, Event.seq == Imported.event_seq)
        .where(Imported.site_id.in_(site_ids))
        .order_by(Imported.seq)
    )
    for content, *batch in session.execute(query):
        yield Leaf.read(Batch(*batch), orjson.loads(content))


def _leaves_of(session: Session, kind: str, ids: Collection[str]) -> Iterator[Leaf]:
    return leaves(session, ids) if kind == Site.__tablename__ else iter(())
