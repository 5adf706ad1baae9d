"""Rows as JSON values that mean the same on both databases: what a backup is made of.

Which tables there are is asked of the migrations up to the database's own revision, so that a new
one goes along by itself, and those of others in the same database (PostGIS, styles of QGIS) neither
go along nor are emptied. Their columns are taken as the database describes them: so rows of an
older revision can be read, and put into tables of that revision before these are migrated.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from geo_app.errors import InputError, StoreError
from geo_app.store.postings.tables import POSTING, SITE_WORDS
from geo_app.store.schema import migrate, revision
from geo_app.store.session import make_engine
from geo_app.store.tiling import AREA_EDITION, SITE_COUNT, SITE_DUE, CountBasis, SiteShape

_OF_COUNTS = (SITE_COUNT, SITE_DUE, AREA_EDITION, POSTING, SITE_WORDS)
DERIVED = frozenset(
    {*(table.name for table in _OF_COUNTS), SiteShape.__tablename__, CountBasis.__tablename__}
)
"""Tables that are made anew from the others (``counts.rebuild``)."""

VERSION = "alembic_version"
"""Table with the revision; it is told in the head of a backup, not among the rows."""

_BATCH = 500
_INT64 = 2**63

Row = list[Any]
"""JSON values in the order of the columns."""


@cache
def names(at: str) -> frozenset[str]:
    """The tables to keep that a database has at a revision: what the migrations make, tried out."""
    engine = make_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate(connection, at)
            return frozenset(inspect(connection).get_table_names()) - DERIVED - {VERSION}
    finally:
        engine.dispose()


def tables(connection: Connection) -> list[Table]:
    """The tables to keep, each behind those that it refers to.

    Args:
        connection: To a database of a revision that this program knows.

    Raises:
        StoreError: One of them is not there.
    """
    at = revision(connection)
    wanted = names(at) if at is not None else frozenset()
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in wanted)
    kept = [table for table in found.sorted_tables if table.name in wanted]
    if len(kept) < len(wanted):
        lost = min(wanted - {table.name for table in kept})
        raise StoreError("store.table_lost", table=lost)
    return kept


def read(connection: Connection, table: Table) -> Iterator[Row]:
    """Every row, in the order of the primary key; memory does not grow with their number."""
    query = select(table).order_by(*table.primary_key.columns)
    with connection.execute(query.execution_options(yield_per=_BATCH)) as rows:
        for row in rows:
            yield [_told(value) for value in row]


def _told(value: object) -> object:
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value


class Filling:
    """Empty tables, while they are filled.

    Args:
        connection: In a write transaction; the tables are those of the rows' own revision.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables(connection)}
        self._loops: list[tuple[Table, Column[Any], list[dict[str, Any]]]] = []
        for table in self._tables.values():
            connection.execute(delete(table))  # what a migration puts into a new database

    def columns(self, name: str) -> tuple[str, ...]:
        """Names of the columns of a table; empty = there is no such table."""
        return tuple(self._tables[name].columns.keys()) if name in self._tables else ()

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows.

        Args:
            name: Of a table.
            columns: Names, in the order of the values.
            rows: As ``read`` gave them.

        Raises:
            InputError: A value is not of its column's kind.
        """
        table = self._tables[name]
        kinds = [table.columns[column] for column in columns]
        made = [
            {kind.name: self._meant(kind, value) for kind, value in zip(kinds, row, strict=True)}
            for row in rows
        ]
        for column in table.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                self._put_off(table, column, made)
        if made:
            self._connection.execute(insert(table), made)

    def _put_off(self, table: Table, column: Column[Any], made: list[dict[str, Any]]) -> None:
        """A reference to a row of the same table waits until all are there."""
        (key,) = table.primary_key.columns
        waiting = []
        for row in made:
            if row[column.name] is not None:
                waiting.append({"key_of_row": row[key.name], "refers_to": row[column.name]})
                row[column.name] = None
        if waiting:
            self._loops.append((table, column, waiting))

    def finish(self) -> None:
        """Set what waited, and let numbers go on behind the last one."""
        for table, column, waiting in self._loops:
            (key,) = table.primary_key.columns
            self._connection.execute(
                update(table)
                .where(key == bindparam("key_of_row"))
                .values({column: bindparam("refers_to")}),
                waiting,
            )
        if self._connection.dialect.name == "postgresql":
            for table in self._tables.values():
                self._go_on(table)

    def _go_on(self, table: Table) -> None:
        for key in table.primary_key.columns:
            names = {"table": table.name, "column": key.name}
            numbers = self._connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), names
            )
            last = self._connection.scalar(select(func.max(key))) if numbers else None
            if last is not None:
                self._connection.execute(
                    text("SELECT setval(:numbers, :last)"), {"numbers": numbers, "last": last}
                )

    def _meant(self, column: Column[Any], value: Any) -> Any:
        if value is None or isinstance(column.type, JSON):
            return value
        try:
            found = _parsed(column, value)
        except (TypeError, ValueError, binascii.Error) as error:
            raise _wrong(column) from error
        kind = column.type.python_type
        fits = isinstance(found, (int, float) if kind is float else kind)
        if not fits or (isinstance(found, bool) and kind is not bool):
            raise _wrong(column)
        if isinstance(found, str) and "\0" in found:
            raise _wrong(column)
        if isinstance(found, int) and not -_INT64 <= found < _INT64:
            raise _wrong(column)
        if isinstance(column.type, DateTime) and self._connection.dialect.name == "sqlite":
            return found.astimezone(UTC).replace(tzinfo=None)
        return found


def _parsed(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    kind = column.type.python_type
    if kind is datetime:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError("a time without a zone")
        return found
    return date.fromisoformat(value) if kind is date else value


def _wrong(column: Column[Any]) -> InputError:
    return InputError("backup.value", table=column.table.name, column=column.name)
