"""Very many rows at once: past the ORM, straight to the driver, inside the session's transaction.

Rows carry values as the database keeps them (``docs/data.md``): days and times as text in ISO 8601,
JSON as text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.history import TOLD_BY_FILE
from geo_app.domain.status import EventKind
from geo_app.store import log
from geo_app.store.imported import FILE, Imported, root_of
from geo_app.store.models import Base, Event, LogHead

Row = tuple[Any, ...]

_IMPORTED: Table = Base.metadata.tables[Imported.__tablename__]
_CACHE_KIB = 128 * 1024


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


def record(
    session: Session, actor: Actor, name: str, sha256: str, leaves: Sequence[tuple[str, bytes]]
) -> Event:
    """Tell in one event what a file says of many sites.

    Args:
        session: A write transaction.
        actor: Who imports.
        name: Of the file.
        sha256: Of its bytes.
        leaves: Id of each site, and what ``imported.pack`` made of it.
    """
    # before it is asked where the leaves go on: on PostgreSQL writers wait for one another here
    session.execute(select(LogHead.seq).where(LogHead.id == 1).with_for_update())
    last = session.scalar(select(func.max(Imported.seq))) or 0
    data = {
        TOLD_BY_FILE: name,
        "first": last + 1,
        "count": len(leaves),
        "root": root_of([leaf for _, leaf in leaves]),
    }
    event = log.append(session, actor, EventKind.IMPORTED, FILE, sha256, None, data)
    rows = [
        (seq, event.seq, site_id, leaf.decode())
        for seq, (site_id, leaf) in enumerate(leaves, start=last + 1)
    ]
    insert(session, _IMPORTED, ("seq", "event_seq", "site_id", "content"), rows)
    return event


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
