"""Each storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from geo_app.work.desk import open_desk
from tests.storage.databases import KINDS, fresh
from tests.storage.helpers import confirm_sample
from tests.storage.verification_case import Case


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


@pytest.fixture
def case(store: Store, settings: Settings) -> Iterator[Case]:
    with open_desk(settings) as desk:
        yield Case(store, desk, confirm_sample(store, settings))
