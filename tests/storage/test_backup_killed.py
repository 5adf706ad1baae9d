"""Killed before any change that a backup or a restore makes to the disk: all or nothing."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect

from geo_app.errors import ConflictError
from geo_app.settings import SQLITE_FILE, Settings
from geo_app.store import log
from geo_app.store.session import Store, make_engine, open_store
from geo_app.work.backup import restore, verify, write
from tests.storage.databases import KINDS, fresh
from tests.storage.full_house import contents, fill
from tests.storage.samples import ACTOR

CHANGES = {"os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
KILLED = -signal.SIGKILL


def killed_before(nth: int, under: Path, job: Callable[[], object]) -> bool:
    """Do a job in a process that kills itself before its n-th change; tells whether it got so far.

    Args:
        nth: The first is 1; a commit counts as a change.
        under: Changes elsewhere are not counted.
        job: What to do.
    """
    process = multiprocessing.get_context("fork").Process(target=_do, args=(nth, under, job))
    process.start()
    process.join()
    assert process.exitcode in {0, KILLED}
    return process.exitcode == KILLED


def _do(nth: int, under: Path, job: Callable[[], object]) -> None:
    left = nth

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def look(name: str, told: tuple[object, ...]) -> None:
        writes = name == "open" and isinstance(told[2], int) and told[2] & (os.O_WRONLY | os.O_RDWR)
        if (name in CHANGES or writes) and str(told[0]).startswith(str(under)):
            count()

    sys.addaudithook(look)
    event.listen(Engine, "commit", count)
    job()


def steps(under: Path, job: Callable[[], object]) -> Iterator[int]:
    """Numbers of changes, each after a kill before it, until there is none of that number."""
    nth = 1
    while killed_before(nth, under, job):
        yield nth
        nth += 1
    assert nth > 3  # so many there are at least


def test_a_backup_has_its_name_when_it_is_whole(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    fill(store, settings)
    store.engine.dispose()
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "x.tar"
    seen = set()
    for _ in steps(tmp_path, lambda: write(settings, file, ACTOR, None)):
        if file.exists():
            assert verify(file, None, settings.backups)[1].originals == 3
        seen.add(file.exists())
        file.unlink(missing_ok=True)
    assert False in seen
    assert file.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_installation_is_there_when_it_is_whole(
    settings: Settings, tmp_path: Path, kind: str
) -> None:
    store = open_store(settings)
    fill(store, settings)
    wanted = contents(store)["event"]
    store.engine.dispose()
    file, folder = tmp_path / "x.tar", tmp_path / "new"
    write(settings, file, ACTOR, None)
    seen = set()
    with fresh(kind, folder) as target:
        for _ in steps(folder, lambda: restore(target, file, ACTOR, None)):
            there = is_there(target)
            seen.add(there)
            if there:
                check(target, wanted)
                break
            if folder.exists() and {each.name for each in folder.iterdir()} - {".restoring"}:
                with pytest.raises(ConflictError):
                    restore(target, file, ACTOR, None)
                shutil.rmtree(folder)
        else:
            check(target, wanted)
    assert False in seen


def is_there(target: Settings) -> bool:
    if not target.database_url:
        return (target.data / SQLITE_FILE).exists()
    engine = make_engine(target.sqlalchemy_url)
    with engine.connect() as connection:
        found = inspect(connection).get_table_names()
    engine.dispose()
    return bool(found)


def check(target: Settings, wanted: list[object]) -> None:
    restored = open_store(target)
    assert contents(restored)["event"] == wanted
    with restored.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
    restored.engine.dispose()
    assert sum(path.is_file() for path in (target.data / "files/originals").rglob("*")) == 3
    assert (target.data / "signing.key").exists()
