"""Rows of ``SITE_COUNT`` by their keys: read, raised, added, removed, each in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
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
    delete,
    exists,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from geo_app.store.counts.entry import Counted, Row, Sums
from geo_app.store.tiling import SITE_COUNT, STANDINGS, SUMS


def numbers(connection: Connection, rows: Collection[Row]) -> dict[Row, int]:
    """How many sites the rows count; those that are not kept are left out."""
    if not rows:
        return {}
    found = connection.execute(_numbers(connection.dialect.name), _keys(connection, rows))
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
                {**dict(zip(names, gain, strict=True)), **_keys(connection, rows)},
            )


def remove(connection: Connection, rows: Collection[Row]) -> None:
    """Remove rows, where they are kept."""
    if rows:
        connection.execute(_remove(connection.dialect.name), _keys(connection, rows))


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
    if dialect == "sqlite":
        each = func.json_each(bindparam("keys", type_=String())).table_valued("value").c.value
        fields = (
            type_coerce(func.json_extract(each, f"$[{place}]"), SITE_COUNT.c[name].type).label(name)
            for place, name in enumerate(Row._fields)
        )
        return select(*fields).subquery("asked")
    arrays = (bindparam(f"{name}s", type_=ARRAY(SITE_COUNT.c[name].type)) for name in Row._fields)
    return func.unnest(*arrays).table_valued(*Row._fields, name="asked").render_derived()


def _same(asked: Any) -> ColumnElement[bool]:
    return and_(*(SITE_COUNT.c[name] == asked[name] for name in Row._fields))


def _keys(connection: Connection, rows: Iterable[Row]) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        return {"keys": orjson.dumps([tuple(row) for row in rows]).decode()}
    columns = zip(*rows, strict=True)
    return {f"{name}s": list(column) for name, column in zip(Row._fields, columns, strict=True)}
