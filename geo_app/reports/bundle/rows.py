"""Rows of the database as JSON and back, so that a stranger can make their digests again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Date, inspect

from geo_app.domain.status import EventKind
from geo_app.store.imported import Batch, Leaf
from geo_app.store.imported_proofs import ProvedLeaf
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Base, Event, UtcDateTime

Row = TypeVar("Row", bound=Base)


def to_json(row: Base, *, leave: Collection[str] = ()) -> dict[str, Any]:
    """Every column of a row: times as ISO 8601 in UTC, JSON columns as they are.

    Args:
        row: Any row.
        leave: Columns that are left out.
    """
    columns = inspect(type(row)).column_attrs
    return {each.key: _told(getattr(row, each.key)) for each in columns if each.key not in leave}


def _told(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def from_json(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The row that ``to_json`` told; it belongs to no database.

    Raises:
        TypeError: A member is no column.
        ValueError: A time or day is none.
    """
    types = {each.key: each.columns[0].type for each in inspect(kind).column_attrs}
    read = {
        name: _read(value, types[name]) if name in types else value
        for name, value in values.items()
    }
    return kind(**read)


def _read(value: Any, kind: object) -> object:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def inspection_from(values: Mapping[str, Any]) -> Inspection:
    """A visit with its photos, from ``facts.json``."""
    inspection = from_json(Inspection, {k: v for k, v in values.items() if k != "photos"})
    inspection.photos = [from_json(Photo, each) for each in values["photos"]]
    return inspection


def unfolded(
    leaves: Iterable[ProvedLeaf], events: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The events that imported sites amount to, as ``events.json`` has events.

    Args:
        leaves: What a file of very many told of them.
        events: With those that carry the leaves; a leaf whose event is not there tells nothing.

    Raises:
        KeyError: A member is missing.
        TypeError: A member is of another kind.
        ValueError: A day is malformed.
    """
    batches = {
        event["seq"]: Batch.of(event_from(event))
        for event in events
        if event["kind"] == EventKind.IMPORTED.value
    }
    return [
        to_json(event)
        for leaf in leaves
        if leaf.event in batches
        for event in Leaf.read(batches[leaf.event], leaf.content).history()
    ]


def event_from(values: Mapping[str, Any]) -> Event:
    """An event, from ``events.json``."""
    return from_json(Event, {k: v for k, v in values.items() if k != "proof"})
