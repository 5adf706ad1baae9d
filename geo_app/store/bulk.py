"""Very many rows at once: past the ORM, straight to the driver, inside the session's transaction.

Rows carry values as the database keeps them (``docs/data.md``): days and times as text in ISO 8601,
JSON as text. The events among them are hashed and chained exactly as ``store.log`` does.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.store import log
from geo_app.store.models import Base, Event, LogHead

Row = tuple[Any, ...]

_EVENT: Table = Base.metadata.tables[Event.__tablename__]
_EVENT_COLUMNS = ("seq", "id", "subject_kind", "subject_id", "kind", "actor_id", "actor_name",
                  "as_of", "at", "data", "prev_hash", "hash")  # fmt: skip
_CACHE_KIB = 128 * 1024
_LOW = (1 << 62) - 1
_VARIANT = 0b10 << 62


def insert(session: Session, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    connection = session.connection()
    naming = connection.dialect.identifier_preparer
    name, listed = naming.format_table(table), ", ".join(map(naming.quote, columns))
    if connection.dialect.name == "postgresql":
        with connection.connection.cursor().copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {name} ({listed}) VALUES ({marks})"  # noqa: S608 # names of our own
    connection.exec_driver_sql(statement, list(rows))


def moment(at: datetime) -> str:
    """A time as the database keeps it: UTC, microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def fresh_ids(count: int) -> list[str]:
    """New ids that rise: UUID version 7 (RFC 9562, 5.7), so that an index of them grows at its end.

    Within a millisecond the 74 free bits count on from a random start (6.2, method 2).
    """
    stamp = time.time_ns() // 1_000_000
    # the highest bit stays free: counting on never runs over
    start = secrets.randbits(73)
    return [_uuid7(stamp, number) for number in range(start, start + count)]


def _uuid7(stamp: int, number: int) -> str:
    time_hex, high, low = f"{stamp:012x}", number >> 62, number & _LOW
    tail = f"{_VARIANT | low:016x}"
    return f"{time_hex[:8]}-{time_hex[8:]}-7{high:03x}-{tail[:4]}-{tail[4:]}"


def moments(start: datetime) -> Iterator[str]:
    """Times one microsecond apart, as if the events had been told one after the other."""
    while True:
        second = start.strftime("%Y-%m-%d %H:%M:%S.")
        for microsecond in range(start.microsecond, 1_000_000):
            yield f"{second}{microsecond:06d}"
        start = start.replace(microsecond=0) + timedelta(seconds=1)


class Appender:
    """The end of the log while many events are added: the lock is taken once, at the beginning.

    Between ``__init__`` and ``write`` nobody else may append in the same transaction.
    """

    def __init__(self, session: Session, actor: Actor) -> None:
        """Lock the end of the log.

        Args:
            session: A write transaction.
            actor: Who acts.
        """
        self._session = session
        self._actor = actor
        self._rows: list[Row] = []
        self._seq, self._hash = session.execute(
            select(LogHead.seq, LogHead.hash).where(LogHead.id == 1).with_for_update()
        ).one()
        self._times = moments(datetime.now(UTC))

    def append(
        self,
        kind: EventKind,
        subject: tuple[str, str],
        event_id: str,
        as_of: str | None,
        data: bytes,
    ) -> None:
        """Add an event that is new.

        Args:
            kind: What happened.
            subject: Kind and id of what it happened to.
            event_id: UUID.
            as_of: The day that it is about, ISO 8601.
            data: JSON with sorted keys.
        """
        at = next(self._times)
        previous, self._seq = self._hash, self._seq + 1
        kind_of, subject_id = subject
        actor = self._actor
        self._hash = log.digest_of(
            {
                "seq": self._seq,
                "id": event_id,
                "subject_kind": kind_of,
                "subject_id": subject_id,
                "kind": kind.value,
                "actor_id": actor.id,
                "actor_name": actor.name,
                "as_of": as_of,
                "at": f"{at[:10]}T{at[11:]}+00:00",
                "data": orjson.Fragment(data),
                "prev_hash": previous,
            }
        )
        self._rows.append(
            (self._seq, event_id, kind_of, subject_id, kind.value, actor.id, actor.name, as_of,
             at, data.decode(), previous, self._hash)
        )  # fmt: skip

    def write(self) -> None:
        """Insert the events and move the end of the log behind them."""
        insert(self._session, _EVENT, _EVENT_COLUMNS, self._rows)
        self._session.execute(
            update(LogHead).where(LogHead.id == 1).values(seq=self._seq, hash=self._hash),
            execution_options={"synchronize_session": False},
        )
        self._rows.clear()


@contextmanager
def filling(session: Session, tables: Collection[Table], *, from_empty: bool) -> Iterator[None]:
    """SQLite set up for a filling that is larger than what is there; nothing changes elsewhere.

    Args:
        session: A write transaction.
        tables: That are filled.
        from_empty: Whether they hold little as yet: then their indexes are made afterwards, in
            one sort each, inside the same transaction.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KIB}")
    every = (index for table in tables for index in table.indexes)
    indexes = sorted(every, key=lambda index: str(index.name)) if from_empty else []
    try:
        for index in indexes:
            index.drop(connection)
        yield
        for index in indexes:
            index.create(connection)
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
        connection.exec_driver_sql("PRAGMA shrink_memory")
