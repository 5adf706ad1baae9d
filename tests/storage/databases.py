"""Empty databases of both kinds, of which a test may need more than one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from geo_app.settings import Settings

POSTGRES = "GEO_APP_TEST_POSTGRES"

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
"""For ``parametrize``."""


@contextmanager
def fresh(kind: str, data: Path) -> Iterator[Settings]:
    """An installation to be: an empty database of a kind, and the name of a data folder."""
    if kind == "sqlite":
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
