"""Opening: migration, durable settings, transactions, refusals."""

from __future__ import annotations

import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.schema import SchemaItem

from geo_app.errors import ConflictError, StoreError
from geo_app.settings import Settings
from geo_app.store.models import Base, Notice
from geo_app.store.schema import MIGRATION_LOCK
from geo_app.store.session import (
    BUSY_TIMEOUT_MS,
    Store,
    has_wal_bug,
    make_engine,
    open_store,
    sqlite_driver,
)
from tests.storage.databases import fresh


def _notice(key: str, at: datetime | None = None) -> Notice:
    return Notice(id=key, sha256=key, doubts=[], created_at=at or datetime.now(UTC))


def test_the_migrated_schema_is_that_of_the_models(store: Store) -> None:
    def is_of_this_database(thing: SchemaItem, *_: object) -> bool:
        return thing.info.get("only", store.engine.dialect.name) == store.engine.dialect.name

    opts = {"compare_type": True, "include_object": is_of_this_database}
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_keeps_what_is_there_and_is_quick(settings: Settings, store: Store) -> None:
    with store.session() as session:
        session.add(_notice("n"))
    started = time.monotonic()
    again = open_store(settings)
    assert time.monotonic() - started < 1.0
    with again.session(read_only=True) as session:
        assert session.scalars(select(Notice.id)).all() == ["n"]
    again.engine.dispose()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    settings: Settings, store: Store
) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as caught:
        open_store(settings)
    assert (caught.value.code, caught.value.values["found"]) == ("store.newer", "9999")
    with store.engine.connect() as connection:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert found == "9999"


def test_a_session_commits_at_its_end_and_keeps_nothing_of_a_failure(store: Store) -> None:
    with store.session() as session:
        session.add(_notice("kept"))

    def fail() -> None:
        with store.session() as session:
            session.add(_notice("lost"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.session(read_only=True) as session:
        assert session.scalars(select(Notice.id)).all() == ["kept"]


def test_the_same_thing_written_twice_is_a_conflict_in_words(store: Store) -> None:
    def write() -> None:
        with store.session() as session:
            session.add(_notice("n"))

    write()
    with pytest.raises(ConflictError) as caught:
        write()
    assert caught.value.code == "store.conflict"


def test_rows_can_be_read_after_their_session(store: Store) -> None:
    with store.session() as session:
        row = _notice("n")
        session.add(row)
    assert row.id == "n"


def test_times_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    noon = datetime(2024, 3, 8, 12, 0, 0, 123456, timezone(timedelta(hours=8)))
    with store.session() as session:
        session.add(_notice("n", noon))
    with store.session(read_only=True) as session:
        at = session.scalars(select(Notice.created_at)).one()
    assert (at, at.utcoffset()) == (noon, timedelta(0))


def test_writers_wait_for_one_another_even_when_they_read_first(store: Store) -> None:
    """A deferred SQLite transaction that reads, then writes, would fail at once."""
    first_has_begun = threading.Event()
    failures: list[BaseException] = []

    def write(key: str, wait: float) -> None:
        try:
            with store.session() as session:
                session.scalars(select(Notice.id)).all()
                first_has_begun.set()
                time.sleep(wait)
                session.add(_notice(key))
        except BaseException as error:
            failures.append(error)
            raise

    slow = threading.Thread(target=write, args=("slow", 0.5))
    slow.start()
    first_has_begun.wait(5)
    quick = threading.Thread(target=write, args=("quick", 0.0))
    quick.start()
    slow.join(10)
    quick.join(10)
    with store.session(read_only=True) as session:
        assert sorted(session.scalars(select(Notice.id))) == ["quick", "slow"]
    assert failures == []


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    with store.session() as writer:
        writer.add(_notice("n"))
        writer.flush()
        started = time.monotonic()
        with store.session(read_only=True) as reader:
            assert reader.scalars(select(Notice.id)).all() == []
        assert time.monotonic() - started < 1.0


def test_a_locked_database_is_said_in_words(store: Store) -> None:
    quick = "SET lock_timeout = 50"
    sqlite = store.engine.dialect.name == "sqlite"
    hold = "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE notice IN EXCLUSIVE MODE"

    def write() -> None:
        with store.session() as session:
            if store.engine.dialect.name == "postgresql":
                session.execute(text(quick))
            session.add(_notice("n"))

    holder = store.engine.raw_connection()
    try:
        cursor = holder.cursor()
        cursor.execute(hold)
        with pytest.raises(StoreError) as caught:
            write()
    finally:
        holder.rollback()
        holder.close()
    assert caught.value.code == "store.locked"


def test_sqlite_is_durable(store: Store) -> None:
    if store.engine.dialect.name != "sqlite":
        with store.engine.connect() as connection:
            assert connection.scalar(text("SHOW synchronous_commit")) == "on"
        return
    expected = ("delete", 3) if has_wal_bug(sqlite_driver().sqlite_version_info) else ("wal", 2)
    with store.engine.connect() as connection:
        journal = connection.scalar(text("PRAGMA journal_mode"))
        synchronous = connection.scalar(text("PRAGMA synchronous"))
        assert (journal, synchronous) == expected
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
        assert connection.scalar(text("PRAGMA trusted_schema")) == 0


def test_only_the_owner_can_read_the_data_folder(settings: Settings, store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        assert stat.S_IMODE(Path(settings.data).stat().st_mode) == 0o700
    else:
        assert not settings.data.exists() or stat.S_IMODE(settings.data.stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        open_store(Settings(data=tmp_path / "file" / "instance"))
    assert caught.value.code == "store.folder"


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "geo_app.db").write_text("this is not a database, and never was one" * 50)
    with pytest.raises(StoreError) as caught:
        open_store(Settings(data=tmp_path))
    assert caught.value.code == "store.unusable"


@pytest.mark.parametrize(
    ("version", "buggy"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version: tuple[int, ...], buggy: bool) -> None:
    assert has_wal_bug(version) is buggy


@pytest.mark.postgres
def test_who_starts_while_another_program_migrates_waits_longer_than_a_writer(
    tmp_path: Path,
) -> None:
    with fresh("postgres", tmp_path) as settings, ThreadPoolExecutor(1) as aside:
        migrating = make_engine(settings.sqlalchemy_url)
        with migrating.connect() as other:
            number = {"number": MIGRATION_LOCK}
            other.execute(text("SELECT pg_advisory_xact_lock(:number)"), number)
            starting = aside.submit(open_store, settings)
            time.sleep(BUSY_TIMEOUT_MS / 1000 + 1)
            assert not starting.done()
            other.commit()
            store = starting.result(timeout=60)
        with store.session(read_only=True) as session:
            assert session.scalars(select(Notice.id)).all() == []
        store.engine.dispose()
        migrating.dispose()
