"""The database as it stood at one moment, while others go on writing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from geo_app.errors import StoreError
from geo_app.store.session import sqlite_driver

_PREFIX, _SUFFIX = ".snapshot-", ".part"
_DAY_S = 24 * 3600


@contextmanager
def snapshot(engine: Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one moment only, and cannot write.

    PostgreSQL: a transaction that reads repeatably. SQLite: a copy by its own backup function,
    since a long reading transaction would keep the journal from being folded in.

    Args:
        engine: Of the database.
        folder: Where a copy may lie for as long as it takes: the data folder.

    Raises:
        StoreError: No room for the copy, or the database cannot be read.
    """
    if engine.dialect.name == "sqlite":
        with _copy(engine, folder) as copied, copied.connect() as connection:
            yield connection
        return
    with engine.connect() as connection:
        yield connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )


@contextmanager
def _copy(engine: Engine, folder: Path) -> Iterator[Engine]:
    driver = sqlite_driver()
    _sweep(folder)
    part = folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(driver.connect(str(part))) as target:
            target.execute("PRAGMA synchronous = OFF")  # it does not outlive this process
            source = engine.raw_connection()
            try:
                # in one step: one that lets writers in between may never come to its end
                source.driver_connection.backup(target, pages=-1)  # type: ignore[union-attr]
            finally:
                source.close()
            target.execute("PRAGMA journal_mode = DELETE")
        url = f"file:{quote(str(part))}?mode=ro&immutable=1"
        # a cursor of the copy may be read from where another thread writes the archive
        opened = driver.connect(url, uri=True, check_same_thread=False)
    except driver.Error as error:
        part.unlink(missing_ok=True)
        raise StoreError("store.unusable", reason=str(error)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # nothing is left behind, whatever becomes of this process
    with suppress(OSError):
        part.unlink()
    copied = create_engine("sqlite://", creator=lambda: opened, poolclass=StaticPool, module=driver)
    try:
        yield copied
    finally:
        copied.dispose()
        part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Copies that killed programs left behind."""
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}*"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - _DAY_S:
                part.unlink()
