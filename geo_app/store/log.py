"""The log: append-only events, each carrying the hash of the one before."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.errors import StoreError
from geo_app.store.models import Event, LogHead

START = "0" * 64
"""``prev_hash`` of the first event."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk along the chain found.

    Attributes:
        events: Events that fit.
        head: Hash of the last one that fits.
        broken_at: Number of the first event that does not fit or is missing; None = all well.
    """

    events: int
    head: str
    broken_at: int | None


def append(
    session: Session,
    actor: Actor,
    kind: EventKind,
    subject_kind: str,
    subject_id: str,
    as_of: date | None = None,
    data: Mapping[str, Any] | None = None,
    *,
    event_id: str | None = None,
) -> Event:
    """Add an event to the chain; the same ``event_id`` again gives the event that is there.

    Args:
        session: A write transaction; writers wait for one another.
        actor: Who acts.
        kind: What happened.
        subject_kind: notice, problem, site or anchor.
        subject_id: Id of that.
        as_of: The day that it is about.
        data: JSON values that say more.
        event_id: UUID made elsewhere (a phone, or uuid5 of what a notice says); default random.
    """
    if event_id is not None:
        there = session.scalar(select(Event).where(Event.id == event_id))
        if there is not None:
            return there
    # the lock on this row puts writers in a row on PostgreSQL; SQLite has one writer anyway
    seq, prev_hash = session.execute(
        select(LogHead.seq, LogHead.hash).where(LogHead.id == 1).with_for_update()
    ).one()
    event = Event(
        seq=seq + 1,
        id=event_id or str(uuid.uuid4()),
        subject_kind=subject_kind,
        subject_id=subject_id,
        kind=kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        as_of=as_of,
        at=datetime.now(UTC),
        data=_plain(data or {}),
        prev_hash=prev_hash,
    )
    event.hash = digest(event)
    session.add(event)
    session.execute(
        update(LogHead).where(LogHead.id == 1).values(seq=event.seq, hash=event.hash),
        execution_options={"synchronize_session": False},
    )
    session.flush()
    return event


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they come back from a JSON column, so that the hash can be made again."""
    plain: dict[str, Any] = orjson.loads(orjson.dumps(dict(data)))
    return plain


def digest(event: Event) -> str:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8) of the row and ``prev_hash``."""
    fields = {
        "seq": event.seq,
        "id": event.id,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "kind": event.kind,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "as_of": event.as_of.isoformat() if event.as_of else None,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": event.data,
        "prev_hash": event.prev_hash,
    }
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def verify(session: Session) -> ChainReport:
    """Walk the chain from its first event; memory does not grow with its length."""
    count, previous = 0, START
    query = select(Event).order_by(Event.seq).execution_options(yield_per=_BATCH)
    with closing(session.scalars(query)) as events:
        for event in events:
            fits = event.seq == count + 1 and event.prev_hash == previous
            if not fits or digest(event) != event.hash:
                return ChainReport(count, previous, count + 1)
            count, previous = event.seq, event.hash
            session.expunge(event)
    head = session.execute(select(LogHead.seq, LogHead.hash).where(LogHead.id == 1)).one_or_none()
    if head is None:
        raise StoreError("store.unusable", reason="log_head")
    # events cut off at the end leave the head behind
    return ChainReport(count, previous, None if tuple(head) == (count, previous) else count + 1)
