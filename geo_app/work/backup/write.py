"""Writing a backup while people work: the database as of one moment first, then the files."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from geo_app import __version__
from geo_app.domain.actor import Actor
from geo_app.errors import ConflictError, GeoAppError, NotFoundError, StoreError
from geo_app.settings import BackupLimits, Settings
from geo_app.store import log, portable
from geo_app.store.files import FileStore, open_files
from geo_app.store.inspections import Photo
from geo_app.store.schema import revision, revisions
from geo_app.store.session import Store, as_it_is, sqlite_file, told
from geo_app.store.snapshot import snapshot
from geo_app.work.backup.archive import Writer
from geo_app.work.backup.layout import (
    END,
    EXTRAS,
    FORMAT,
    FORMS,
    HEAD,
    NAMED_FAULTS,
    End,
    Head,
    to_json,
)
from geo_app.work.backup.sealing import seal
from geo_app.work.people import book

_PIECE_BYTES = 1024 * 1024
"""Rows are gathered to so many bytes of JSON before they are packed."""

_LEVEL = 3
_PHOTOS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that now has its name.

    Attributes:
        head: What it says first.
        end: What it says last.
        size: Bytes.
        sha256: Of the file.
    """

    head: Head
    end: End
    size: int
    sha256: str


def write(settings: Settings, target: Path, actor: Actor, passphrase: str | None) -> Written:
    """Write all of an installation into one file, which appears whole or not at all.

    Args:
        settings: Of the installation; its database is not migrated first.
        target: File to write; there must be none yet.
        actor: Who does it: noted in the door's book.
        passphrase: Seals the file; None = it is readable as it is.

    Raises:
        ConflictError: There is such a file.
        NotFoundError: There is no installation.
        StoreError: The database or the files cannot be read.
        GeoAppError: The file cannot be written.
    """
    if target.exists():
        raise ConflictError("backup.exists", file=str(target))
    kept = sqlite_file(settings)
    if kept is not None and not kept.is_file():
        raise NotFoundError("store.none", path=str(settings.data))
    store = as_it_is(settings)
    try:
        with (
            _appearing(target, settings.files.part_hours) as file,
            told(),
            seal(file, passphrase) if passphrase else nullcontext(file) as plain,
            snapshot(store.engine, settings.data) as connection,
        ):
            head, end = _fill(plain, connection, settings)
        written = Written(head, end, target.stat().st_size, _digest(target))
        if head.revision == revisions()[-1]:
            _note(store, actor, target, written)
    finally:
        store.engine.dispose()
    return written


def _note(store: Store, actor: Actor, target: Path, written: Written) -> None:
    with store.session() as session:
        book.note(
            session,
            book.Kind.BACKED_UP,
            actor,
            subject=target.name,
            sha256=written.sha256,
            events=written.end.events,
        )


def _fill(target: BinaryIO, connection: Connection, settings: Settings) -> tuple[Head, End]:
    found = revision(connection)
    if found is None:
        raise NotFoundError("backup.nothing")
    if found not in revisions():
        raise StoreError("store.newer", found=found, known=revisions()[-1])
    made_at = datetime.now(UTC).replace(microsecond=0)
    kept = portable.tables(connection)
    head = Head(
        format=FORMAT,
        program=__version__,
        revision=found,
        database=connection.dialect.name,
        made_at=made_at.isoformat(),
        tables={str(table.name): [str(name) for name in table.columns.keys()] for table in kept},  # noqa: SIM118
    )
    writer = Writer(target, int(made_at.timestamp()))
    writer.add(HEAD, to_json(head))
    counts = {}
    for table in kept:
        name = str(table.name)
        counts[name] = 0
        pieces = _pieces(portable.read(connection, table), settings.backups)
        for number, (count, data) in enumerate(pieces, start=1):
            own = hashlib.sha256(data).hexdigest()
            writer.add(f"rows/{name}/{number:06d}.{own}.jsonl.gz", data)
            counts[name] += count
    extras = dict(_extras(writer, settings.data))
    with Session(connection) as session:
        report = log.verify(session)
        originals, missing, altered = 0, list[str](), list[str]()
        if Photo.__tablename__ in head.tables:  # the oldest databases know none
            originals, missing, altered = _originals(writer, session, open_files(settings))
    end = End(
        rows=counts,
        extras=extras,
        originals=originals,
        missing=missing[:NAMED_FAULTS],
        altered=altered[:NAMED_FAULTS],
        faults=len(missing) + len(altered),
        events=report.events,
        log=report.head,
        broken_at=report.broken_at,
        digest=writer.sum.hexdigest(),
    )
    writer.add(END, to_json(end))
    writer.close()
    return head, end


def _pieces(rows: Iterator[portable.Row], limits: BackupLimits) -> Iterator[tuple[int, bytes]]:
    """Rows as packed lines of JSON, some at a time."""
    lines: list[bytes] = []
    size = 0
    for row in rows:
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
        if len(line) > limits.piece_bytes - _PIECE_BYTES:
            raise GeoAppError("backup.row_too_large", limit=limits.piece_bytes // _PIECE_BYTES)
        lines.append(line)
        size += len(line)
        if size >= _PIECE_BYTES:
            yield len(lines), gzip.compress(b"".join(lines), _LEVEL, mtime=0)
            lines, size = [], 0
    if lines:
        yield len(lines), gzip.compress(b"".join(lines), _LEVEL, mtime=0)


def _extras(writer: Writer, folder: Path) -> Iterator[tuple[str, str]]:
    """The other files of the data folder; gives their names and SHA-256."""
    forms = sorted((folder / FORMS).glob("*.json"))
    for path in (*(folder / name for name in EXTRAS), *forms):
        if path.is_file():
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            writer.add(f"installation/{name}", data)
            yield name, hashlib.sha256(data).hexdigest()


def _originals(
    writer: Writer, session: Session, files: FileStore
) -> tuple[int, list[str], list[str]]:
    """Every original that a photo names; gives how many, and which could not go along."""
    count, last = 0, ""
    missing: list[str] = []
    altered: list[str] = []
    while True:
        names = session.scalars(
            select(Photo.sha256)
            .where(Photo.sha256 > last)
            .distinct()
            .order_by(Photo.sha256)
            .limit(_PHOTOS_AT_ONCE)
        ).all()
        if not names:
            return count, missing, altered
        last = names[-1]
        for name in names:
            try:
                data = files.get(name)
            except StoreError as error:
                # what cannot be read at all is no reason to give up what can
                faults = {"files.missing": missing, "files.altered": altered}
                if error.code not in faults:
                    raise
                faults[error.code].append(name)
            else:
                writer.add(f"originals/{name}", data)
                count += 1


@contextmanager
def _appearing(target: Path, part_hours: float) -> Iterator[BinaryIO]:
    """A file that has its name only when all of it is on the disk."""
    folder = target.resolve().parent
    _sweep(folder, target.name, part_hours)
    part = folder / f".{target.name}.{secrets.token_hex(8)}.part"
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
        listed = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(listed)
        finally:
            os.close(listed)
    except OSError as error:
        raise GeoAppError("cli.os_error", file=str(target), reason=error.strerror) from error


def _sweep(folder: Path, name: str, hours: float) -> None:
    """What killed programs left half written under this name."""
    for part in folder.glob(f".{name}.*.part"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - hours * 3600:
                part.unlink()


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
