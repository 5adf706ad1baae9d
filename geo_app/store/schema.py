"""Bringing a database to the schema of this program."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from geo_app.errors import StoreError
from geo_app.store import (
    complaints,
    field,
    fingerprints,
    imported,
    indicators,
    inspections,
    mappings,
    models,
    particulars,
    people,
    publication,
    reminders,
    tiling,
    tips,
)
from geo_app.store.postings import tables as postings

TABLES = (
    models,
    inspections,
    fingerprints,
    tiling,
    people,
    imported,
    particulars,
    field,
    publication,
    tips,
    reminders,
    mappings,
    complaints,
    indicators,
    postings,
)
"""Modules whose tables the migrations make."""

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
READ_ONLY = "geo_app_read_only"
"""Execution option of a connection that takes no write lock."""

MIGRATION_LOCK = 4_102_002
"""Number of the PostgreSQL lock that lets one process migrate at a time; any fixed one will do."""

_PATIENCE_S = 600.0  # of who starts while another program migrates
_LOOK_EVERY_S = 0.1


def revisions() -> tuple[str, ...]:
    """Revisions that this program knows, oldest first; a file is named ``NNNN_what.py``."""
    versions = (MIGRATIONS / "versions").glob("[0-9]*.py")
    return tuple(sorted(path.stem.split("_", 1)[0] for path in versions))


def upgrade(engine: Engine) -> None:
    """Migrate to the newest revision, in one transaction; quick where nothing is to be done.

    Raises:
        StoreError: The database is of a revision that this program does not know.
    """
    known = revisions()
    # a look needs no lock: who only reads is answered while another program writes
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        if revision(connection) == known[-1]:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            _wait_for_turn(connection)
        found = revision(connection)
        if found is not None and found not in known:
            raise StoreError("store.newer", found=found, known=known[-1])
        if found != known[-1]:
            migrate(connection)


def _wait_for_turn(connection: Connection) -> None:
    """Let one migrate at a time; very many sites take it minutes, longer than a writer waits."""
    number = {"number": MIGRATION_LOCK}
    last = time.monotonic() + _PATIENCE_S
    while time.monotonic() < last:
        if connection.scalar(text("SELECT pg_try_advisory_xact_lock(:number)"), number):
            return
        time.sleep(_LOOK_EVERY_S)
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), number)


def revision(connection: Connection) -> str | None:
    """The revision of a database; None where it holds nothing of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, inside the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
