"""Very many rows at once: past the ORM, straight to the driver, inside the session's transaction.

Rows carry values as the database keeps them (``docs/data.md``): days and times as text in ISO 8601,
JSON as text.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import NoneType
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.history import TOLD_BY_FILE
from geo_app.domain.status import EventKind
from geo_app.store import head, log
from geo_app.store.imported import FILE, Imported, root_of
from geo_app.store.models import Base, Event

_IMPORTED: Table = Base.metadata.tables[Imported.__tablename__]
_CACHE_KIB = 128 * 1024
_OBJECTS = 700_000


def insert(session: Session, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows: COPY on PostgreSQL, one prepared statement on SQLite.

    Args:
        session: A write transaction.
        table: Where to.
        columns: Values of all rows by column; one without a default is null where it is left out.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        _insert_sqlite(connection, table, columns)
        return
    naming = connection.dialect.identifier_preparer
    name, listed = naming.format_table(table), ", ".join(map(naming.quote, columns))
    with connection.connection.cursor().copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)


def _insert_sqlite(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]
) -> None:
    """One prepared statement, without the values that the driver is slow to hand over.

    It takes 0.7 µs for each None or bool, and 0.04 for text and numbers.
    """
    marks: dict[str, str] = {}
    given: list[Sequence[Any]] = []
    for name, values in columns.items():
        kinds = set(map(type, values))
        if kinds == {NoneType}:
            continue
        if kinds == {NoneType, str} and "" not in values:
            marks[name] = "nullif(?, '')"
            given.append(["" if each is None else each for each in values])
        else:
            marks[name] = "?"
            given.append(list(map(int, values)) if kinds == {bool} else values)
    naming = connection.dialect.identifier_preparer
    name, listed = naming.format_table(table), ", ".join(map(naming.quote, marks))
    statement = f"INSERT INTO {name} ({listed}) VALUES ({', '.join(marks.values())})"  # noqa: S608 # names of our own
    connection.exec_driver_sql(statement, list(zip(*given, strict=True)))


def moment(at: datetime) -> str:
    """A time as the database keeps it: UTC, microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def record(
    session: Session,
    actor: Actor,
    name: str,
    sha256: str,
    site_ids: Sequence[str],
    leaves: Sequence[str],
) -> Event:
    """Tell in one event what a file says of many sites.

    Args:
        session: A write transaction.
        actor: Who imports.
        name: Of the file.
        sha256: Of its bytes.
        site_ids: Of the sites.
        leaves: What ``imported.pack`` made of each.
    """
    # before it is asked where the leaves go on: on PostgreSQL writers wait for one another here
    head.hold(session)
    first = (session.scalar(select(func.max(Imported.seq))) or 0) + 1
    count = len(leaves)
    data = {TOLD_BY_FILE: name, "first": first, "count": count, "root": root_of(leaves)}
    event = log.append(session, actor, EventKind.IMPORTED, FILE, sha256, None, data)
    rows = {
        "seq": range(first, first + count),
        "event_seq": [event.seq] * count,
        "site_id": site_ids,
        "content": leaves,
    }
    insert(session, _IMPORTED, rows)
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


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Python's collector of cycles runs a thousandth as often: rows by the thousand are none.

    It would go through all that is in hand again and again, for a fifth of the whole time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
