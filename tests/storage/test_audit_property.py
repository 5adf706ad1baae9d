"""Any value of any row that the log vouches for: altered, one is told where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text, update
from sqlalchemy.orm import Session

from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.audit import audit
from geo_app.store.imported import Imported
from geo_app.store.inspections import Form, Inspection, Photo
from geo_app.store.models import Base, Event, Position
from geo_app.store.session import Store, open_store
from geo_app.work import bulk
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.storage.visits import picture, quick_desk, visit
from tests.vectors import sample

UNVOUCHED = {
    "inspection": set(),
    "photo": {"seq"},  # counts rows
    "form": {"created_at"},
    "event": set(),
    "position": {"seq"},
    "imported": set(),
}
"""Columns that no digest covers; docs/bundle.md says so too."""


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database without its triggers; each test takes back what it altered."""
    settings = Settings(data=tmp_path_factory.mktemp("visited"))
    store = open_store(settings)
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        visit(store, desk, sites[0], [picture(1), picture(2)])
        visit(store, desk, sites[1], [picture(3)])
    many = sample(tmp_path_factory.mktemp("many"))
    with store.session() as session:
        bulk.import_file(session, ACTOR, many, settings, date(2024, 7, 1))
    with store.engine.begin() as connection:
        for table in UNVOUCHED:
            connection.execute(text(f"DROP TRIGGER {table}_no_update"))
    yield store
    store.engine.dispose()


def altered(draw: st.DataObject, value: Any, kind: type | None = None) -> Any:
    """Another value of the same kind; inside JSON one leaf is altered."""
    if isinstance(value, dict) and value:
        key = draw.draw(st.sampled_from(sorted(value)))
        return value | {key: altered(draw, value[key])}
    if isinstance(value, list) and value:
        at = draw.draw(st.integers(0, len(value) - 1))
        return [*value[:at], altered(draw, value[at]), *value[at + 1 :]]
    if isinstance(value, dict | list):
        return {"smuggled": 1}
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + draw.draw(st.integers(100, 999))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=draw.draw(st.integers(1, 10**9)))
    if isinstance(value, date):
        return value + timedelta(days=draw.draw(st.integers(1, 999)))
    if isinstance(value, str):
        at = draw.draw(st.integers(0, len(value)))
        return value[:at] + draw.draw(st.sampled_from("x 1甲")) + value[at:]
    smuggled: dict[type | None, Any] = {date: date(2024, 1, 1), float: 34.5}
    return smuggled.get(kind, "smuggled")


@pytest.mark.parametrize("kind", [Event, Inspection, Photo, Form, Position, Imported])
@given(draw=st.data())
def test_any_value(visited: Store, kind: type[Base], draw: st.DataObject) -> None:
    columns = {
        each.key: each.columns[0].type.python_type
        for each in inspect(kind).column_attrs
        if each.key not in UNVOUCHED[kind.__tablename__]
    }
    name = draw.draw(st.sampled_from(sorted(columns)))
    key = inspect(kind).primary_key[0]
    with visited.session(read_only=True) as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        rows = session.scalars(select(kind).order_by(key)).all()
        row = draw.draw(st.sampled_from(range(len(rows))))
        before = rows[row]
        parts = ("id", "seq", "event_seq", "inspection_id", "category")
        names = {str(getattr(before, part, "")) for part in parts}
        value = altered(draw, getattr(before, name), columns[name])
        names.add(str(value))
        there = getattr(before, key.name)
        session.expunge_all()
        session.execute(update(kind).where(key == there).values({name: value}))
        said = told(session)
    assert said & names, (kind.__tablename__, name, value)


def told(session: Session) -> set[str]:
    """Number of the first event that does not fit; else ids of the rows that do not."""
    report = log.verify(session)
    if report.broken_at is not None:
        return {str(report.broken_at)}
    return {str(each) for remark in audit(session) for each in remark.values.values()}


@pytest.mark.parametrize("damage", ["'{'", "x'ff00fe'", "''"], ids=["cut", "bytes", "empty"])
@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("event", "data", "seq"),
        ("event", "at", "seq"),
        ("inspection", "answers", "id"),
        ("inspection", "visited_at", "id"),
        ("photo", "facts", "inspection_id"),
        ("photo", "received_at", "inspection_id"),
        ("form", "content", "id"),
        ("position", "steps", "id"),
        ("imported", "content", "event_seq"),
        ("site", "doubts", "id"),
        ("site", "status_on", "id"),
        ("problem", "spans", "id"),
    ],
)
def test_bytes_that_cannot_be_read_any_more(
    visited: Store, table: str, column: str, name: str, damage: str
) -> None:
    with visited.session(read_only=True) as session:
        where = f"rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608 # names of this test
        there = session.scalar(text(f"SELECT {name} FROM {table} WHERE {where}"))  # noqa: S608
        session.execute(text(f"UPDATE {table} SET {column} = {damage} WHERE {where}"))  # noqa: S608
        assert str(there) in told(session)
