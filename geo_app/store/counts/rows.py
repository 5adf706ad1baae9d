"""Rows of ``SITE_COUNT`` by their keys: read, raised, added, removed, each in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Delete,
    FromClause,
    Select,
    String,
    Update,
    and_,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import sqlite

from geo_app.store.counts.entry import Counted, Row, Sums
from geo_app.store.tiling import SITE_COUNT, STANDINGS, SUMS


def numbers(connection: Connection, rows: Collection[Row]) -> dict[Row, int]:
    """How many sites the rows count; those that are not kept are left out."""
    if not rows:
        return {}
    found = connection.execute(_numbers(connection.dialect.name), _keys(rows))
    return {Row(*key): number for *key, number in found}


def raise_by(connection: Connection, gains: Mapping[Row, Sums]) -> None:
    """Add to rows what they gain; those that are not kept stay away."""
    alike: dict[Sums, list[Row]] = {}
    for row, sums in gains.items():
        alike.setdefault(sums, []).append(row)
    for sums, rows in alike.items():
        names = tuple(name for name, gain in zip(SUMS, sums, strict=True) if gain)
        gain = [gain for gain in sums if gain]
        if not gain:
            continue
        if connection.dialect.name == "sqlite":
            # quicker than one statement: there is no way to a server and back
            connection.exec_driver_sql(_raise_one(names), [(*gain, *row) for row in rows])
        else:
            connection.execute(
                _raise_all(connection.dialect.name, names),
                {**dict(zip(names, gain, strict=True)), **_keys(rows)},
            )


def remove(connection: Connection, rows: Collection[Row]) -> None:
    """Remove rows, where they are kept."""
    if rows:
        connection.execute(_remove(connection.dialect.name), _keys(rows))


def add(connection: Connection, counted: Iterable[Counted]) -> None:
    """Add rows that are not there yet."""
    given = list(counted)
    if not given:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_add_one(), given)
        return
    with connection.connection.cursor().copy("COPY site_count FROM STDIN") as copy:
        for row in given:
            copy.write_row(row)


# statements are made once: making one takes longer than running it


@cache
def _numbers(dialect: str) -> Select[Any]:
    asked = _asked(dialect)
    number = sum((SITE_COUNT.c[name] for name in STANDINGS[1:]), SITE_COUNT.c[STANDINGS[0]])
    query = select(*(SITE_COUNT.c[name] for name in Row._fields), number)
    return query.select_from(asked.join(SITE_COUNT, _same(asked.c)))


@cache
def _raise_all(dialect: str, names: tuple[str, ...]) -> Update:
    return _raised(names).where(_same(_asked(dialect).c))


@cache
def _raise_one(names: tuple[str, ...]) -> str:
    given: dict[str, Any] = {name: bindparam(f"asked_{name}") for name in Row._fields}
    return str(_raised(names).where(_same(given)).compile(dialect=sqlite.dialect()))


def _raised(names: tuple[str, ...]) -> Update:
    return update(SITE_COUNT).values(
        {name: SITE_COUNT.c[name] + bindparam(name, type_=BigInteger()) for name in names}
    )


@cache
def _remove(dialect: str) -> Delete:
    asked = _asked(dialect)
    return delete(SITE_COUNT).where(exists(select(1).select_from(asked).where(_same(asked.c))))


@cache
def _add_one() -> str:
    return str(insert(SITE_COUNT).compile(dialect=sqlite.dialect()))


def _asked(dialect: str) -> FromClause:
    """The keys that a statement is about, as a table: one statement for any number of them."""
    # as JSON: to write arrays of PostgreSQL takes the driver longer than the statement takes
    keys = bindparam("keys", type_=String())
    if dialect == "sqlite":
        each = func.json_each(keys).table_valued("value").c.value
        fields = (
            type_coerce(func.json_extract(each, f"$.{name}"), SITE_COUNT.c[name].type).label(name)
            for name in Row._fields
        )
        return select(*fields).subquery("asked")
    columns = (column(name, SITE_COUNT.c[name].type) for name in Row._fields)
    records = func.json_to_recordset(cast(keys, JSON))
    return records.table_valued(*columns).render_derived(name="asked", with_types=True)


def _same(asked: Any) -> ColumnElement[bool]:
    return and_(*(SITE_COUNT.c[name] == asked[name] for name in Row._fields))


def _keys(rows: Iterable[Row]) -> dict[str, str]:
    named = [dict(zip(Row._fields, row, strict=True)) for row in rows]
    return {"keys": orjson.dumps(named).decode()}
