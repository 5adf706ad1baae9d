"""Opening the database: engine, migrations, transactions.

SQLite comes from ``pysqlite3``, whose bundled library is fixed; the system's own may have the
WAL-reset bug (a commit racing two checkpoints may be lost), then the journal is kept without WAL.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from geo_app.errors import ConflictError, StorageFullError, StoreError
from geo_app.settings import Settings
from geo_app.store import counts, scope
from geo_app.store.schema import READ_ONLY, upgrade

BUSY_TIMEOUT_MS = 5000
"""How long a writer waits for another, milliseconds."""

_JOURNAL_BYTES = 64 * 1024 * 1024
"""What SQLite's journal may keep of the disk while nobody needs it."""

_NO_ROOM = "53100"
"""SQLSTATE of PostgreSQL, whatever language it speaks (its manual, appendix A: disk_full)."""

_NOT_IN_TIME = "55P03"
"""The same: lock_not_available."""


class _Session(Session):
    """A session that keeps the counts of the map, and may see some areas only."""


counts.keep(_Session)
scope.narrow(_Session)


@dataclass(frozen=True, slots=True)
class Store:
    """An opened database.

    Attributes:
        engine: Its connections.
        looks: The same connections, for transactions that change nothing.
        areas: What its sessions see (``store.scope``); empty = everything.
        is_public: They see what everybody may see, and nothing else.
    """

    engine: Engine
    looks: Engine
    areas: tuple[str, ...] = ()
    is_public: bool = False

    def seen_from(self, areas: Sequence[str]) -> Store:
        """The same database, as who is bound to some areas sees it."""
        return replace(self, areas=tuple(areas))

    def seen_by_all(self) -> Store:
        """The same database, as everybody may see it who has not signed in."""
        return replace(self, is_public=True)

    @contextmanager
    def session(self, *, read_only: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any exception.

        Args:
            read_only: Waits for no writer and changes nothing; what is written is dropped.

        Raises:
            StoreError: The database is locked by another program, or cannot be reached.
            ConflictError: Another transaction has just written the same thing.
        """
        engine = self.looks if read_only else self.engine
        with _Session(engine, expire_on_commit=False) as session:
            scope.limit(session, self.areas)
            if self.is_public:
                scope.open_to_public(session)
            try:
                yield session
                if not read_only:
                    session.commit()
                elif engine.dialect.name == "postgresql":
                    # it lets nothing be written; at a rollback its driver would forget all
                    # prepared statements
                    session.expunge_all()
                    session.commit()
            except IntegrityError as error:
                # two who keep the same thing at once: the database lets the first one win
                session.rollback()
                raise ConflictError("store.conflict") from error
            except DatabaseError as error:
                session.rollback()
                raise _store_error(error.orig) from error
            except _driver_errors(engine) as error:  # of a question straight to the driver
                session.rollback()
                raise _store_error(error) from error


def open_store(settings: Settings) -> Store:
    """The database of an installation, created and brought to this program's schema.

    Raises:
        StoreError: It cannot be reached, is locked, or was written by a newer program.
    """
    if not settings.database_url:
        try:
            settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("store.folder", path=str(settings.data), reason=str(error)) from error
    store = as_it_is(settings)
    try:
        upgrade(store.engine)
    except DBAPIError as error:
        store.engine.dispose()
        raise _store_error(error.orig) from error
    except StoreError:
        store.engine.dispose()
        raise
    return store


def as_it_is(settings: Settings) -> Store:
    """The database of an installation, neither brought to another schema nor given one.

    Raises:
        StoreError: Its address cannot be used.
    """
    try:
        engine = make_engine(settings.sqlalchemy_url)
        return Store(engine, _for_looks(engine))
    except (ArgumentError, ImportError) as error:
        # the address itself is not told: it may hold a password
        raise StoreError("store.unusable", reason=f"DATABASE_URL: {error}") from error


def sqlite_file(settings: Settings) -> Path | None:
    """The file that holds the database of an installation; None = it is no SQLite.

    Raises:
        StoreError: The address of the database names no file.
    """
    if not settings.sqlalchemy_url.startswith("sqlite"):
        return None
    try:
        name = make_url(settings.sqlalchemy_url).database
    except ArgumentError as error:
        raise StoreError("store.unusable", reason=f"DATABASE_URL: {error}") from error
    if not name or name == ":memory:":
        raise StoreError("store.unusable", reason="DATABASE_URL: no file")
    return Path(name)


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database as the user hears them, for what works on an engine itself.

    Raises:
        StoreError: The database is locked by another program, or cannot be reached.
    """
    try:
        yield
    except DBAPIError as error:
        raise _store_error(error.orig) from error


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL with the durable settings of this program.

    Its errors, which go to the log, tell no values: some are digests of passwords and keys.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    driver = sqlite_driver()
    engine = create_engine(
        url.replace("sqlite://", "sqlite+pysqlite://", 1), module=driver, hide_parameters=True
    )
    statements = _pragmas(driver.sqlite_version_info)

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        for statement in statements:
            connection.execute(statement)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _for_looks(engine: Engine) -> Engine:
    options: dict[str, Any] = {READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    return engine.execution_options(**options)


def sqlite_driver() -> ModuleType:
    """``pysqlite3`` where it is installed, else the standard library's ``sqlite3``."""
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise StoreError("store.no_sqlite")


def has_wal_bug(version: tuple[int, ...]) -> bool:
    """Whether this SQLite library may lose a commit in WAL mode.

    3.7.0 to 3.51.2, but for the back-ports 3.44.6 and later of 3.44, 3.50.7 and later of 3.50
    (SQLite release notes, 3.51.3).
    """
    if not (3, 7, 0) <= version < (3, 51, 3):
        return False
    major, minor, patch = version[:3]
    fixed_in = {(3, 44): 6, (3, 50): 7}.get((major, minor))
    return fixed_in is None or patch < fixed_in


def _pragmas(version: tuple[int, ...]) -> tuple[str, ...]:
    # acknowledged means durable: NORMAL loses acknowledged commits at a power cut in WAL mode,
    # FULL does without WAL
    journal = ("DELETE", "EXTRA") if has_wal_bug(version) else ("WAL", "FULL")
    return (
        f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
        f"PRAGMA journal_mode = {journal[0]}",
        f"PRAGMA synchronous = {journal[1]}",
        # what an old look has let grow is given back once it has ended
        f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA trusted_schema = OFF",
    )


def _begin(connection: Connection) -> None:
    # a transaction that reads first and writes later fails at once when another has committed in
    # between, whatever the timeout; one that announces itself waits
    if connection.get_execution_options().get(READ_ONLY):
        # to the driver itself, for every look begins so; it waits for nobody and cannot fail
        connection.connection.cursor().execute("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("SET timezone = 'UTC'")
    connection.commit()


def _driver_errors(engine: Engine) -> type[BaseException]:
    errors: type[BaseException] = engine.dialect.loaded_dbapi.Error
    return errors


def _store_error(error: BaseException | None) -> StoreError:
    """What an error of the driver means for the user."""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else "?"
    state = getattr(error, "sqlstate", None)
    if state == _NO_ROOM or "disk is full" in reason:
        return StorageFullError("store.full", reason=reason)
    locked = state == _NOT_IN_TIME or "locked" in reason
    return StoreError("store.locked" if locked else "store.unusable", reason=reason)
