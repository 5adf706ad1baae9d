"""The log: append-only events, each carrying the hash of the one before.

Over the hashes of all events stands a Merkle tree (``store.merkle``): its root, signed, lets a
stranger check single events without the rest of the log.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.errors import StoreError
from geo_app.store import head, histories, merkle
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.models import Event, LogHead

START = "0" * 64
"""``prev_hash`` of the first event."""

UNREADABLE = (ValueError, TypeError)
"""What the database's driver raises at bytes that are no JSON or no time any more."""

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
        subject_kind: notice, problem, site, anchor, file or unit.
        subject_id: Id of that.
        as_of: The day that it is about.
        data: JSON values that say more.
        event_id: UUID made elsewhere (a phone, or uuid5 of what a notice says); default random.
    """
    if event_id is not None:
        there = session.scalar(select(Event).where(Event.id == event_id)) or histories.told(
            session, subject_kind, subject_id, event_id
        )
        if there is not None:
            return there
    seq, prev_hash = head.read(session)
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


def members(event: Event) -> dict[str, Any]:
    """What the hash of an event covers, as JSON values."""
    return {
        "seq": event.seq,
        "id": event.id,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "kind": event.kind,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "as_of": event.as_of.isoformat() if event.as_of else None,
        "at": _moment(event.at),
        "data": event.data,
        "prev_hash": event.prev_hash,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(event: Event) -> str:
    """The hash that an event should carry."""
    return digest_of(members(event))


def digest_of(fields: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8) of ``members``."""
    return hashlib.sha256(orjson.dumps(dict(fields), option=orjson.OPT_SORT_KEYS)).hexdigest()


def verify(session: Session) -> ChainReport:
    """Walk the chain from its first event; memory does not grow with its length."""
    report = _walk(session, ChainReport(0, START, None), _BATCH)
    if report.broken_at is not None:
        return report
    # events cut off at the end leave the head behind
    fits = _head(session) == (report.events, report.head)
    return report if fits else replace(report, broken_at=report.events + 1)


def _walk(session: Session, start: ChainReport, batch: int) -> ChainReport:
    count, previous = start.events, start.head
    query = (
        select(Event)
        .where(Event.seq > count)
        .order_by(Event.seq)
        .execution_options(yield_per=batch)
    )
    try:
        with closing(session.scalars(query)) as events:
            for event in events:
                fits = event.seq == count + 1 and event.prev_hash == previous
                if not fits or digest(event) != event.hash:
                    return ChainReport(count, previous, count + 1)
                count, previous = event.seq, event.hash
                session.expunge(event)
    except UNREADABLE:
        # the batch does not say in which of its rows
        reached = ChainReport(count, previous, count + 1)
        return reached if batch == 1 else _walk(session, reached, 1)
    return ChainReport(count, previous, None)


def _head(session: Session) -> tuple[int, str]:
    head = session.execute(select(LogHead.seq, LogHead.hash).where(LogHead.id == 1)).one_or_none()
    if head is None:
        raise StoreError("store.unusable", reason="log_head")
    return head.seq, head.hash


@dataclass(frozen=True, slots=True)
class Proofs:
    """A head of the log, and what proves single events to be in it.

    Attributes:
        head: Of the whole log, not yet signed.
        paths: Number of an event → hashes of its path to the root (RFC 9162, 2.1.3).
        since: Size of an earlier log that this one was asked to continue; 0 = none.
        growth: Hashes that prove it (RFC 9162, 2.1.4).
    """

    head: Checkpoint
    paths: Mapping[int, tuple[bytes, ...]]
    since: int = 0
    growth: tuple[bytes, ...] = ()


def prove(
    session: Session, origin: str, seqs: Collection[int] = (), since: Checkpoint | None = None
) -> Proofs:
    """The head of the log, and proofs for some of its events, in one walk over the hashes.

    Args:
        session: Any transaction.
        origin: Name of the log: that of the key that will sign the head.
        seqs: Numbers of the events to prove.
        since: An earlier head, to prove that the log has only grown since.

    Raises:
        StoreError: A hash is missing or malformed, or the log was rewritten since.
    """
    size, chain = _head(session)
    if since is not None and not continues(session, since):
        raise StoreError("log.rewritten", size=since.size)
    growth = merkle.consistency_nodes(since.size, size) if since and since.size else []
    at = session.scalar(select(Event.at).where(Event.seq == size))
    paths = {seq: merkle.inclusion_nodes(seq - 1, size) for seq in seqs}
    nodes = {node for path in paths.values() for node in path} | {(0, size), *growth}
    found = merkle.compute(_leaves(session, size), nodes)
    head = Checkpoint(origin, size, found[0, size], chain, _moment(at) if at else "-")
    return Proofs(
        head,
        {seq: tuple(found[node] for node in path) for seq, path in paths.items()},
        since.size if since else 0,
        tuple(found[node] for node in growth),
    )


def continues(session: Session, earlier: Checkpoint) -> bool:
    """Whether the log still begins as an earlier head says."""
    if earlier.size > _head(session)[0]:
        return False
    whole = (0, earlier.size)
    return merkle.compute(_leaves(session, earlier.size), [whole])[whole] == earlier.root


def _leaves(session: Session, size: int) -> Iterator[bytes]:
    query = (
        select(Event.seq, Event.hash)
        .where(Event.seq <= size)
        .order_by(Event.seq)
        .execution_options(yield_per=_BATCH)
    )
    count = 0
    with closing(session.execute(query)) as rows:
        for count, (seq, value) in enumerate(rows, start=1):
            if seq != count or len(value) != len(START):
                raise StoreError("log.broken", seq=count)
            yield _raw(value, seq)
    if count != size:
        raise StoreError("log.broken", seq=count + 1)


def _raw(value: str, seq: int) -> bytes:
    try:
        return bytes.fromhex(value)
    except ValueError as error:
        raise StoreError("log.broken", seq=seq) from error
