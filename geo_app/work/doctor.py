"""Whether an installation is in order: each finding one line, and what to do about it.

Looks and changes nothing. What takes long on a large installation (the whole chain, every photo) is
left to ``log verify`` and ``files check``, unless it is asked for.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from geo_app.domain.actor import Role
from geo_app.domain.remark import Remark
from geo_app.errors import GeoAppError, StoreError
from geo_app.settings import SQLITE_FILE, Settings
from geo_app.store import counts, fingerprints
from geo_app.store.audit import unexplained
from geo_app.store.files import open_files
from geo_app.store.log import verify
from geo_app.store.models import Event
from geo_app.store.people import Person
from geo_app.store.schema import revision, revisions
from geo_app.store.session import Store, as_it_is, has_wal_bug, sqlite_driver
from geo_app.work.files import check, named

_OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Level(StrEnum):
    """How bad a finding is."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        level: How bad it is.
        remark: What was found, and what to do where it is not good.
    """

    level: Level
    remark: Remark


def examine(settings: Settings, *, thorough: bool = False) -> Iterator[Finding]:
    """Everything, one after the other; a database that cannot be used as it is ends it.

    Args:
        settings: Of the installation.
        thorough: Also the whole chain of the log, what stands before the public, the counts, and
            every photo.
    """
    yield from _folder(settings)
    yield from _secret(settings)
    yield from _listening(settings)
    if not settings.database_url and not (settings.data / SQLITE_FILE).is_file():
        yield _warning("no_database")
        return
    try:
        store = as_it_is(settings)
    except GeoAppError as error:
        yield _failed(error)
        return
    try:
        yield from _inside(store, settings, thorough=thorough)
    except GeoAppError as error:
        yield _failed(error)
    finally:
        store.engine.dispose()


def _inside(store: Store, settings: Settings, *, thorough: bool) -> Iterator[Finding]:
    with store.session(read_only=True) as session:
        found, known = revision(session.connection()), revisions()
        if found not in known:
            raise StoreError("store.newer", found=found, known=known[-1])
        yield from _database(session, settings)
        if found != known[-1]:
            yield _warning("older", found=found, known=known[-1])
            return
        yield _clock(session, settings)
        yield _administrator(session)
        yield _counted(session, thorough=thorough)
        yield _known_again(session, thorough=thorough)
        if thorough:
            chain = _chain(session)
            yield chain
            if chain.level is Level.GOOD:
                yield _published(session)
        wanted = named(session) if thorough else set()
    yield from _files(settings, wanted, thorough=thorough)


def _failed(error: GeoAppError) -> Finding:
    return Finding(Level.FAULT, Remark(error.code, error.values))


def _good(code: str, **values: object) -> Finding:
    return Finding(Level.GOOD, Remark(f"doctor.{code}", values))


def _warning(code: str, **values: object) -> Finding:
    return Finding(Level.WARNING, Remark(f"doctor.{code}", values))


def _fault(code: str, **values: object) -> Finding:
    return Finding(Level.FAULT, Remark(f"doctor.{code}", values))


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    if not folder.is_dir():
        yield _warning("no_folder", path=str(folder))
        return
    mode = folder.stat().st_mode
    if mode & _OPEN_TO_OTHERS:
        yield _warning("folder_open", path=str(folder), mode=f"{stat.S_IMODE(mode):o}")
    else:
        yield _good("folder", path=str(folder))
    free = shutil.disk_usage(folder).free
    gigabytes = f"{free / 1024**3:.1f}"
    if free < settings.health.free_least_bytes:
        yield _fault("disk_full", gigabytes=gigabytes)
    elif free < settings.health.free_low_bytes:
        yield _warning("disk_low", gigabytes=gigabytes)
    else:
        yield _good("disk", gigabytes=gigabytes)


def _secret(settings: Settings) -> Iterator[Finding]:
    if settings.secret_key:
        least = settings.health.key_characters
        short = len(settings.secret_key) < least
        yield _fault("key_short", least=least) if short else _good("key_set")
        return
    kept = settings.data / "secret.key"
    if kept.exists() and kept.stat().st_mode & _OPEN_TO_OTHERS:
        yield _fault("key_open", path=str(kept))
    else:
        yield _good("key_kept")


def _listening(settings: Settings) -> Iterator[Finding]:
    """Who can come in: this computer alone, or others, for whom three settings belong together."""
    network = settings.network
    if settings.is_local and not (network.https or network.names or network.proxies):
        yield _good("loopback")
        return
    if not network.https and settings.is_local:
        yield _warning("https_unset")
    elif not network.https:
        yield _warning("listening", host=settings.host)
    if not network.names:
        yield _warning("hosts_loopback" if settings.is_local else "hosts_any")
    if not network.proxies:
        yield _warning("proxies_unset")
    if network.https and network.names and network.proxies:
        names = ", ".join(network.names)
        yield _good("behind_proxy" if settings.is_local else "behind_proxy_open", names=names)


def _database(session: Session, settings: Settings) -> Iterator[Finding]:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield _good("postgresql", version=connection.scalar(text("SHOW server_version")))
        return
    mode = connection.scalar(text("PRAGMA journal_mode"))
    broken = connection.scalar(text("PRAGMA quick_check(1)"))
    version = sqlite_driver().sqlite_version
    if broken != "ok":
        yield _fault("sqlite_broken", reason=str(broken))
    elif has_wal_bug(sqlite_driver().sqlite_version_info):
        yield _warning("sqlite_old", version=version, mode=mode)
    else:
        yield _good("sqlite", version=version, mode=mode)
    journal = settings.data / f"{SQLITE_FILE}-wal"
    size = journal.stat().st_size if journal.is_file() else 0
    if size > settings.health.journal_bytes:
        yield _warning("journal_long", megabytes=size // 1024**2)


def _clock(session: Session, settings: Settings) -> Finding:
    newest = session.scalar(select(func.max(Event.at)))
    latest = datetime.now(UTC) + timedelta(minutes=settings.health.clock_minutes)
    if newest is not None and newest > latest:
        return _fault("clock", at=newest.isoformat(timespec="seconds"))
    return _good("clock_right")


def _administrator(session: Session) -> Finding:
    there = select(Person.id).where(Person.role == Role.ADMINISTRATOR.value, Person.active)
    return _good("administrator") if session.scalar(there.limit(1)) else _warning("nobody")


def _counted(session: Session, *, thorough: bool) -> Finding:
    if counts.basis(session) is None:
        return _warning("never_counted")
    wrong = sum(1 for _ in counts.check(session)) if thorough else 0
    return _fault("counts_wrong", count=wrong) if wrong else _good("counted")


def _known_again(session: Session, *, thorough: bool) -> Finding:
    old = fingerprints.outdated(session) if thorough else fingerprints.oldest_is_outdated(session)
    return _warning("fingerprints_old") if old else _good("fingerprints")


def _chain(session: Session) -> Finding:
    report = verify(session)
    if report.broken_at is not None:
        return _fault("chain_broken", seq=report.broken_at)
    return _good("chain", count=report.events)


def _published(session: Session) -> Finding:
    wrong = sum(1 for _ in unexplained(session))
    return _fault("public_unexplained", count=wrong) if wrong else _good("public_explained")


def _files(settings: Settings, wanted: set[str], *, thorough: bool) -> Iterator[Finding]:
    files = open_files(settings)
    if not thorough:
        files.has("0" * 64)
        yield _good("files_there")
        return
    hours = settings.files.orphan_hours
    report = check(files, wanted, now=datetime.now(UTC), orphan_hours=hours)
    if report.is_whole:
        yield _good("files", count=report.originals)
    else:
        yield _fault("files_not_whole", missing=len(report.missing), altered=len(report.altered))
