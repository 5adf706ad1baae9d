"""Each storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from tests.storage.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty database of its own for each test."""
    with fresh(request.param, tmp_path / "instance") as made:
        yield made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The database, migrated."""
    opened = open_store(settings)
    yield opened
    opened.engine.dispose()
