"""The restore drill: what was backed up comes back equal, on the same database or the other one."""

from __future__ import annotations

import dataclasses
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from geo_app.errors import ConflictError, GeoAppError, InputError, NotFoundError, StoreError
from geo_app.settings import Settings
from geo_app.store import counts, log
from geo_app.store.audit import audit
from geo_app.store.files import open_files
from geo_app.store.models import Event
from geo_app.store.people import AccessKey, Entry, FailedSignIn, OneTimeLink, Person
from geo_app.store.schema import migrate, revisions
from geo_app.store.session import Store, make_engine, open_store
from geo_app.work.backup import restore, verify, write
from geo_app.work.files import check, named
from tests.storage.databases import KINDS, fresh
from tests.storage.full_house import PICTURES, contents, fill, merge_two
from tests.storage.samples import ACTOR
from tests.storage.visits import AT, quick_desk, visit

PASSPHRASE = "correct horse battery staple"  # noqa: S105 # of this test
VOIDED = {
    "person",
    "browser_session",
    "calendar_address",
    "access_key",
    "one_time_link",
    "spent_challenge",
    "failed_sign_in",
    "door_entry",
}


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty place to restore into, on each kind of database."""
    with fresh(request.param, tmp_path / "restored") as made:
        yield made


def whole(store: Store) -> None:
    """Log, rows and counts fit each other."""
    with store.session(read_only=True) as session:
        assert list(counts.check(session)) == []
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
        assert list(audit(session)) == []


def files_left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "sealed"])
def test_what_was_written_comes_back_equal(
    store: Store, settings: Settings, target: Settings, tmp_path: Path, passphrase: str | None
) -> None:
    fill(store, settings)
    merge_two(store)
    before = contents(store)
    file = tmp_path / "x.tar"
    written = write(settings, file, ACTOR, passphrase)
    assert (written.end.originals, written.end.faults, written.size) == (3, 0, file.stat().st_size)
    assert verify(file, passphrase, settings.backups) == (written.head, written.end)
    assert b"session_mark" not in file.read_bytes() or passphrase is None
    restore(target, file, ACTOR, passphrase)
    restored = open_store(target)
    try:
        after = contents(restored)
        assert [name for name, rows in before.items() if not rows] == [], "fill them in full_house"
        assert any(row for row in before["place"] if "merged" in row)
        assert {name: after[name] for name in set(after) - VOIDED} == {
            name: before[name] for name in set(before) - VOIDED
        }
        whole(restored)
        with restored.session(read_only=True) as session:
            wanted = named(session)
        files = open_files(target)
        assert {files.get(name) for name in wanted} == set(PICTURES)
        assert check(files, wanted, now=AT, orphan_hours=1).is_whole
    finally:
        restored.engine.dispose()
    for name in ("signing.key", "districts.geojson", "lan-authority.pem"):
        assert (target.data / name).read_bytes() == (settings.data / name).read_bytes()
        assert (target.data / name).stat().st_mode & 0o077 == 0
    assert target.data.stat().st_mode & 0o077 == 0


def test_tables_of_others_are_left_alone(
    store: Store, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    """QGIS keeps its styles, PostGIS its systems of coordinates in the database of their user."""
    fill(store, settings)
    make = "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, site TEXT REFERENCES site (id))"
    with store.engine.begin() as connection:
        connection.execute(text(make))
        connection.execute(text("INSERT INTO layer_styles (id) VALUES (1)"))
    written = write(settings, tmp_path / "x.tar", ACTOR, None)
    assert "layer_styles" not in written.head.tables
    if target.database_url:
        engine = make_engine(target.sqlalchemy_url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE layer_styles (id INTEGER)"))
            connection.execute(text("INSERT INTO layer_styles (id) VALUES (2)"))
        engine.dispose()
    restore(target, tmp_path / "x.tar", ACTOR, None)
    restored = open_store(target)
    whole(restored)
    if target.database_url:
        with restored.engine.connect() as connection:
            assert connection.scalar(text("SELECT id FROM layer_styles")) == 2
    restored.engine.dispose()


def test_work_goes_on_where_it_was_restored(
    store: Store, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    """Numbers that the database gives go on behind the last one."""
    sites = fill(store, settings)
    write(settings, tmp_path / "x.tar", ACTOR, None)
    restore(target, tmp_path / "x.tar", ACTOR, None)
    restored = open_store(target)
    with quick_desk(target) as desk:
        visit(restored, desk, sites[0], PICTURES[2:], nth=2)
    whole(restored)
    restored.engine.dispose()


def test_nobody_is_signed_in_after_a_restore(
    store: Store, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    fill(store, settings)
    with store.session(read_only=True) as session:
        before = {each.id: each.session_mark for each in session.scalars(select(Person))}
    write(settings, tmp_path / "x.tar", ACTOR, None)
    restore(target, tmp_path / "x.tar", ACTOR, None)
    restored = open_store(target)
    with restored.session(read_only=True) as session:
        after = {each.id: each.session_mark for each in session.scalars(select(Person))}
        assert set(after) == set(before)
        assert not set(after.values()) & set(before.values())
        assert all(key.revoked_at for key in session.scalars(select(AccessKey)))
        for table in (OneTimeLink, FailedSignIn):
            assert session.scalars(select(table)).all() == []
        kinds = session.scalars(select(Entry.kind).order_by(Entry.seq)).all()
        assert (kinds[-1], "backed_up" in kinds) == ("restored", False)
    restored.engine.dispose()
    assert not (target.data / "secret.key").exists()
    with store.session(read_only=True) as session:
        assert session.scalars(select(Entry.kind).order_by(Entry.seq)).all()[-1] == "backed_up"


def test_a_backup_is_of_one_moment_while_people_work(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = fill(store, settings)
    written: list[int] = []
    stop = threading.Event()

    def work() -> None:
        with quick_desk(settings) as desk:
            for nth in range(2, 28):
                if stop.is_set():
                    return
                visit(store, desk, sites[nth % 2], [PICTURES[nth % 3]], nth=nth)
                written.append(nth)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        while not written:
            assert worker.is_alive()
            time.sleep(0.01)
        acknowledged = len(written)
        write(settings, tmp_path / "x.tar", ACTOR, None)
    finally:
        stop.set()
        worker.join()
    head, end = verify(tmp_path / "x.tar", None, settings.backups)
    assert end.rows["inspection"] >= 2 + acknowledged
    assert end.rows["inspection"] == end.rows["photo"] - 2
    elsewhere = Settings(data=tmp_path / "elsewhere")
    assert restore(elsewhere, tmp_path / "x.tar", ACTOR, None).altered == []
    assert files_left(settings.data) == sorted(
        {"districts.geojson", "files", "forms", "lan-authority.pem", "signing.key", "uploads"}
        | {path.name for path in settings.data.glob("geo_app.db*")}
    )
    assert head.revision == revisions()[-1]


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_an_older_database_is_backed_up_as_it_is_and_migrated_when_restored(
    settings: Settings, target: Settings, tmp_path: Path, revision: str
) -> None:
    settings.data.mkdir(parents=True)
    engine = make_engine(settings.sqlalchemy_url)
    with engine.begin() as connection:
        migrate(connection, revision)
        connection.execute(
            text(
                "INSERT INTO notice (id, sha256, title, doubts, created_at) "
                "VALUES ('n', 's', '通报', '[]', '2024-03-08 01:02:03.000004')"
            )
        )
    engine.dispose()
    written = write(settings, tmp_path / "x.tar", ACTOR, None)
    assert written.head.revision == revision
    restore(target, tmp_path / "x.tar", ACTOR, None)
    restored = open_store(target)
    (row,) = contents(restored)["notice"]
    restored.engine.dispose()
    assert row[:3] == ["n", "s", "通报"]
    assert row[-1] == "2024-03-08T01:02:03.000004+00:00"


def test_a_place_that_is_not_empty_is_left_alone(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    fill(store, settings)
    write(settings, tmp_path / "x.tar", ACTOR, None)
    before = contents(store)
    with pytest.raises(ConflictError):
        restore(settings, tmp_path / "x.tar", ACTOR, None)
    # the data folder is empty, but the database is not
    if settings.database_url:
        elsewhere = dataclasses.replace(settings, data=tmp_path / "other")
        with pytest.raises(ConflictError):
            restore(elsewhere, tmp_path / "x.tar", ACTOR, None)
        assert not (tmp_path / "other").exists()
    assert contents(store) == before
    with pytest.raises(ConflictError):
        write(settings, tmp_path / "x.tar", ACTOR, None)


def test_there_is_nothing_to_back_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        write(settings, tmp_path / "x.tar", ACTOR, None)
    assert files_left(tmp_path) == []


def test_a_broken_log_is_told_and_restored_on_request_only(
    store: Store, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    fill(store, settings)
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_no_update"))
        else:
            connection.execute(text("DROP TRIGGER event_append_only ON event"))
        connection.execute(text("UPDATE event SET actor_name = 'somebody else' WHERE seq = 3"))
    written = write(settings, tmp_path / "x.tar", ACTOR, None)
    assert written.end.broken_at == 3
    with pytest.raises(StoreError, match="3"):
        restore(target, tmp_path / "x.tar", ACTOR, None)
    assert files_left(target.data) == []
    restore(target, tmp_path / "x.tar", ACTOR, None, as_it_is=True)
    restored = open_store(target)
    with restored.session(read_only=True) as session:
        assert session.scalar(select(Event.actor_name).where(Event.seq == 3)) == "somebody else"
    restored.engine.dispose()


def test_photos_that_are_lost_do_not_keep_the_rest_from_being_kept(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    fill(store, settings)
    gone, altered, _ = sorted(
        path for path in (settings.data / "files/originals").rglob("*") if path.is_file()
    )
    gone.unlink()
    altered.write_bytes(b"x")
    written = write(settings, tmp_path / "x.tar", ACTOR, None)
    end = written.end
    assert (end.originals, end.missing, end.altered) == (1, [gone.name], [altered.name])
    restore(Settings(data=tmp_path / "other"), tmp_path / "x.tar", ACTOR, None)


def test_a_restore_that_breaks_off_leaves_nothing_behind(
    store: Store, settings: Settings, target: Settings, tmp_path: Path
) -> None:
    """Cut at any block: never half an installation, and the next try has its way."""
    fill(store, settings)
    file = tmp_path / "x.tar"
    write(settings, file, ACTOR, None)
    whole = file.read_bytes()
    size = len(whole)
    for cut in (
        0,
        512,
        513,
        size // 3,
        size // 2,
        size - 20_000,
        size - 1024,
        size - 512,
        size - 1,
    ):
        file.write_bytes(whole[:cut])
        with pytest.raises(InputError):
            restore(target, file, ACTOR, None)
        assert not target.data.exists()
    file.write_bytes(whole + b"\0")
    with pytest.raises(InputError):
        restore(target, file, ACTOR, None)
    file.write_bytes(whole)
    restore(target, file, ACTOR, None)
    open_store(target).engine.dispose()


def test_no_half_file_gets_the_name(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, settings)
    real = os.fsync

    def fail(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink().suffix == ".part":
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fail)
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(GeoAppError, match="No space left"):
            write(settings, tmp_path / "backups.tar", ACTOR, passphrase)
    assert files_left(tmp_path) == ["instance"]


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "sealed"])
def test_a_full_disk_leaves_no_half_backup(
    store: Store, settings: Settings, tmp_path: Path, passphrase: str | None
) -> None:
    """The real error of the system, in the middle of the file: a limit on the size of files."""
    import resource

    fill(store, settings)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # the copy of the database must fit, the archive must not
    room = 2 * sum(path.stat().st_size for path in settings.data.glob("geo_app.db*")) + 100_000
    (settings.data / "districts.geojson").write_bytes(os.urandom(room))
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        with pytest.raises(GeoAppError, match="too large"):
            write(settings, tmp_path / "y.tar", ACTOR, passphrase)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_left(tmp_path) == ["instance"]
    write(settings, tmp_path / "y.tar", ACTOR, passphrase)
