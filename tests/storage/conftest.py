"""Each storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from geo_app.settings import Settings
from geo_app.store.session import Store, open_store

POSTGRES = "GEO_APP_TEST_POSTGRES"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty database of its own for each test."""
    data = tmp_path / "instance"
    if request.param == "sqlite":
        yield Settings(data=data)
        return
    server = os.environ.get(POSTGRES)
    if not server:
        reason = f"no PostgreSQL: set {POSTGRES}, or run `make postgres`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    schema = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield Settings(data=data, database_url=url.render_as_string(hide_password=False))
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The database, migrated."""
    opened = open_store(settings)
    yield opened
    opened.engine.dispose()
