"""Rows as JSON values: any value that a column may hold comes back the same, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, select, text

from geo_app.errors import StoreError
from geo_app.settings import Settings
from geo_app.store.models import Base
from geo_app.store.portable import Filling, read, tables
from geo_app.store.session import Store, open_store
from geo_app.work.backup.layout import ROWS
from tests.storage.databases import KINDS, fresh

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | FLOATS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(
    words=TEXT,
    number=st.integers(-(2**63), 2**63 - 1),
    small=st.integers(-(2**31), 2**31 - 1),
    real=st.none() | FLOATS,
    told=JSON,
    time=TIMES,
    day=st.none() | DAYS,
    yes=st.booleans(),
    raw=st.binary(max_size=30),
)
@examples(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back(
    store: Store,
    words: str,
    number: int,
    small: int,
    real: float | None,
    told: object,
    time: datetime,
    day: date | None,
    yes: bool,
    raw: bytes,
) -> None:
    made = {
        "site": {
            **dict.fromkeys(("id", "code", "name", "category", "problem_id"), words),
            "place_text": words,
            "ordinal": small,
            "phrase": told,
            "status": words,
            "status_on": day,
            "deadline": day,
            "located": yes,
            "lon": real,
            "lat": real,
            "tile_key": number,
            "geometry": words,
            "position_layer": words,
            "schematic": yes,
            "doubts": told,
            "created_at": time,
            "updated_at": time,
        },
        "picture": {"seq": 1, "sha256": words, "fingerprint": raw},
        "notice": {"id": words, "sha256": words, "doubts": told, "created_at": time},
        "problem": {
            "id": words,
            "notice_id": words,
            "number": small,
            "category": words,
            "spans": told,
            "facts": told,
            "doubts": told,
            "status": words,
        },
    }
    with store.engine.connect() as connection, connection.begin() as transaction:
        for name in ("notice", "problem", "site", "picture"):
            connection.execute(insert(Base.metadata.tables[name]), made[name])
        kept = {table.name: table for table in tables(connection)}
        before = {name: orjson.dumps(list(read(connection, kept[name]))) for name in made}
        for name in ("picture", "site", "problem", "notice"):
            connection.execute(delete(kept[name]))
        filling = Filling(connection)
        for name in ("notice", "problem", "site", "picture"):
            filling.add(name, list(filling.columns(name)), orjson.loads(before[name]))
        filling.finish()
        after = {name: orjson.dumps(list(read(connection, kept[name]))) for name in made}
        assert after == before
        transaction.rollback()


def test_every_table_is_kept_but_what_is_derived(store: Store) -> None:
    """A new table goes along without a word here; leaving one out takes a line in the code."""
    with store.engine.connect() as connection:
        kept = {table.name for table in tables(connection)}
    assert set(Base.metadata.tables) - kept == {
        *("site_count", "site_due", "area_edition", "site_shape", "count_basis"),
        *("posting", "site_words"),
    }
    assert kept < set(Base.metadata.tables)
    assert all(ROWS.fullmatch(f"rows/{name}/000001.{'0' * 64}.jsonl.gz") for name in kept)


def test_a_table_that_was_lost_is_told(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE photo_twin"))
        with pytest.raises(StoreError, match="photo_twin"):
            tables(connection)


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_in_every_column_of_every_table_comes_back(
    settings: Settings, tmp_path: Path, kind: str
) -> None:
    """Also of a table, and of a kind of column, that this test has never heard of."""
    store = open_store(settings)
    with store.engine.begin() as connection:
        made: dict[str, dict[str, Any]] = {}
        for table in tables(connection):
            row = connection.execute(select(table)).mappings().first()
            made[table.name] = dict(row) if row else _row(table, made)
            if not row:
                connection.execute(insert(table), made[table.name])
            assert None not in made[table.name].values()
        before = {table.name: list(read(connection, table)) for table in tables(connection)}
    store.engine.dispose()
    with fresh(kind, tmp_path / "other") as elsewhere:
        other = open_store(elsewhere)
        with other.engine.begin() as connection:
            kept = tables(connection)
            filling = Filling(connection)
            for name, rows in before.items():
                filling.add(name, list(made[name]), orjson.loads(orjson.dumps(rows)))
            filling.finish()
            assert {table.name: list(read(connection, table)) for table in kept} == before
        other.engine.dispose()


def _row(table: Table, made: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A value in each column; those that refer to a row refer to the one that was made."""
    values: dict[type, Any] = {
        str: "青河 <x>",
        int: 7,
        float: 0.1,
        bool: True,
        bytes: b"\0\xff",
        datetime: datetime(2024, 3, 8, 1, 2, 3, 4, tzinfo=UTC),
        date: date(2024, 3, 8),
    }
    row = {}
    for column in table.columns:
        json = isinstance(column.type, sqlalchemy.JSON)
        row[column.name] = {"a": [1, None]} if json else values[column.type.python_type]
        for key in column.foreign_keys:
            if key.column.table is not table:
                row[column.name] = made[key.column.table.name][key.column.name]
    return row
