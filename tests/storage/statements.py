"""What a database is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from geo_app.store.session import Store


@contextmanager
def asked(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Statements and their parameters, from here on."""
    told: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        told.append((" ".join(statement.split()), parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
