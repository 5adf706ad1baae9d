"""Restoring a backup into an empty place: all of it, checked, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.remark import Remark
from geo_app.errors import ConflictError, InputError, StoreError
from geo_app.settings import SQLITE_FILE, Settings
from geo_app.store import counts, log
from geo_app.store.audit import audit
from geo_app.store.files import FileStore, open_files
from geo_app.store.portable import VERSION, Filling
from geo_app.store.schema import migrate
from geo_app.store.session import make_engine, sqlite_file, told
from geo_app.work.backup.contents import Contents, Extra, Original, Rows, opened
from geo_app.work.backup.layout import End, Head
from geo_app.work.people import book
from geo_app.work.people.ending import end_all

_STAGING = ".restoring"
_HARMLESS = frozenset({"lost+found", _STAGING})
"""What may lie in an empty place: the mark of a file system, what a killed restore left."""


@dataclass(frozen=True, slots=True)
class Restored:
    """An installation that is there now.

    Attributes:
        head: What the backup said first.
        end: What it said last.
        altered: Rows that are not as the events of the log say.
    """

    head: Head
    end: End
    altered: list[Remark]


def restore(
    settings: Settings, file: Path, actor: Actor, passphrase: str | None, *, as_it_is: bool = False
) -> Restored:
    """Restore a backup, on the database that the settings name: also on another kind.

    Tables of an older revision are migrated; sessions, links and access keys end.

    Args:
        settings: Of the installation to be; its data folder and its database must be empty.
        file: The backup.
        actor: Who does it: noted in the door's book.
        passphrase: Of a sealed backup.
        as_it_is: Also where the log or a row does not fit: as it was when it was written.

    Raises:
        ConflictError: The place is not empty.
        InputError: It is no backup, or a damaged one.
        StoreError: A newer program wrote it, its log is broken, or the database cannot be used.
        StorageFullError: No room.
    """
    with _staging(settings) as staged, told():
        engine = _engine(settings, staged)
        try:
            with engine.begin() as connection:
                restored = _build(connection, staged, file, passphrase, as_it_is=as_it_is)
                _note(connection, actor, file, restored)
                if connection.dialect.name != "sqlite":
                    _move(staged, settings)
            if engine.dialect.name == "sqlite":
                _fold(engine)
                _move(staged, settings)
        finally:
            engine.dispose()
    return restored


def _build(
    connection: Connection, staged: Settings, file: Path, passphrase: str | None, *, as_it_is: bool
) -> Restored:
    if inspect(connection).has_table(VERSION):
        raise ConflictError("backup.database_not_empty")
    files = open_files(staged)
    with opened(file, passphrase, staged.backups) as contents:
        migrate(connection, contents.head.revision)
        _fill(connection, contents, files, staged.data)
    if contents.end is None:  # ``items`` raises first
        raise InputError("backup.cut_off")
    migrate(connection)
    with Session(connection) as session:
        altered = _check(session, contents.end, as_it_is=as_it_is)
        end_all(session)
        today = datetime.now(ZoneInfo(staged.timezone)).date()
        counts.rebuild(session, today, staged.tiles.crowd)
        session.flush()
    return Restored(contents.head, contents.end, altered)


def _fill(connection: Connection, contents: Contents, files: FileStore, folder: Path) -> None:
    filling = Filling(connection)
    for name, columns in contents.head.tables.items():
        if not columns or sorted(columns) != sorted(filling.columns(name)):
            raise InputError("backup.columns", table=name[:60])
    for item in contents.items():
        if isinstance(item, Rows):
            filling.add(item.table, contents.head.tables[item.table], item.rows)
        elif isinstance(item, Extra):
            _keep(folder / item.name, item.data)
        elif isinstance(item, Original):
            files.put(item.data)
    filling.finish()


def _keep(target: Path, data: bytes) -> None:
    """A file of the data folder; its name is one of those that ``layout.EXTRA`` allows."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _check(session: Session, end: End, *, as_it_is: bool) -> list[Remark]:
    """The log in the new database against what the backup said of it; gives rows that differ."""
    report = log.verify(session)
    if (report.events, report.head, report.broken_at) != (end.events, end.log, end.broken_at):
        raise InputError("backup.log_differs")
    if report.broken_at is not None:
        if not as_it_is:
            raise StoreError("log.broken", seq=report.broken_at)
        return []
    altered = list(audit(session))
    if altered and not as_it_is:
        raise StoreError("log.rows_altered", count=len(altered))
    return altered


def _note(connection: Connection, actor: Actor, file: Path, restored: Restored) -> None:
    with Session(connection) as session:
        book.note(
            session,
            book.Kind.RESTORED,
            actor,
            subject=file.name,
            made_at=restored.head.made_at,
            events=restored.end.events,
        )
        session.flush()


def _engine(settings: Settings, staged: Settings) -> Engine:
    if not settings.sqlalchemy_url.startswith("sqlite"):
        return make_engine(settings.sqlalchemy_url)
    return make_engine(f"sqlite:///{staged.data.resolve() / SQLITE_FILE}")


def _fold(engine: Engine) -> None:
    """All of a new SQLite database in its one file, without a journal beside it."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:
            raise StoreError("store.unusable", reason="no connection")
        connection.rollback()
        raw.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _staging(settings: Settings) -> Iterator[Settings]:
    """A folder inside the data folder, in which all is built; gone afterwards in any case."""
    data = settings.data
    _must_be_empty(settings)
    new = not data.exists()
    staging = data / _STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700, parents=True)
        data.chmod(0o700)
        yield replace(settings, data=staging)
    except OSError as error:
        raise StoreError(
            "store.folder", path=str(data), reason=error.strerror or str(error)
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if new:
            with suppress(OSError):  # it holds what was restored
                data.rmdir()


def _must_be_empty(settings: Settings) -> None:
    data = settings.data
    if data.exists() and not data.is_dir():
        raise ConflictError("backup.not_empty", path=str(data))
    if data.is_dir() and {each.name for each in data.iterdir()} - _HARMLESS:
        raise ConflictError("backup.not_empty", path=str(data))
    database = sqlite_file(settings)
    if database is not None and database.exists():
        raise ConflictError("backup.not_empty", path=str(database))


def _move(staged: Settings, settings: Settings) -> None:
    """Give everything its place; the database comes last: with it the installation is there."""
    for each in sorted(staged.data.iterdir()):
        if each.name != SQLITE_FILE:
            each.rename(settings.data / each.name)
    _sync(settings.data)
    database = sqlite_file(settings)
    if database is not None:
        (staged.data / SQLITE_FILE).rename(database)
        _sync(database.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
