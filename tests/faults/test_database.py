"""A database that somebody else holds, or that goes away: an answer in time, and no new start."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from geo_app.settings import SQLITE_FILE, Settings
from geo_app.store.session import BUSY_TIMEOUT_MS, as_it_is
from geo_app.work.doctor import examine
from tests.faults.cluster import Cluster, why_no_postgres
from tests.faults.disks import leave, small_disk, why_no_small_disk
from tests.faults.office import Office

NO_POSTGRES = why_no_postgres()
PLATTER = 128 * 1024 * 1024
needs_small_disk = pytest.mark.skipif(
    why_no_small_disk() is not None, reason=str(why_no_small_disk())
)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        root = Path(folder)
        root.chmod(0o755)  # PostgreSQL runs as somebody else
        made = Cluster(root / "cluster", root / "run")
        made.make()
        made.start()
        yield made
        made.stop()


def test_a_database_that_is_held_is_503_in_time_and_can_be_read(settings: Settings) -> None:
    with Office(settings) as office:
        first, *others = office.parcels(4)
        store = as_it_is(settings)
        with store.engine.connect() as other:
            other.execute(text("UPDATE log_head SET seq = seq"))  # and does not end
            status, problem, wait, seconds = office.answer(first)
            assert (status, problem["code"], wait) == (503, "store.locked", "5")
            assert BUSY_TIMEOUT_MS / 1000 <= seconds < 30
            senders = [threading.Thread(target=office.send, args=([each],)) for each in others]
            for each in senders:
                each.start()
            time.sleep(0.5)  # they wait by now, and go on doing so for seconds
            looks = [office.seconds_of_a_look() for _ in range(3)]
            assert all(each.is_alive() for each in senders), "nobody waited any more"
            other.rollback()
        for each in senders:
            each.join()
        store.engine.dispose()
        assert max(looks) < BUSY_TIMEOUT_MS / 1000
        # who waited for less than the patience was served, the others send again
        assert office.send([first, *others]) == []
        outcome = office.whole()
        assert outcome.faults == []
        assert set(outcome.answers) <= {200, 201, 503}


@pytest.mark.skipif(NO_POSTGRES is not None, reason=str(NO_POSTGRES))
def test_postgresql_starts_anew_and_the_server_does_not(tmp_path: Path, cluster: Cluster) -> None:
    settings = Settings(data=tmp_path / "data", database_url=cluster.url)
    with Office(settings) as office:
        parcels = office.parcels(9)
        before, away, after = parcels[:3], parcels[3:6], parcels[6:]
        assert office.send(before) == []
        cluster.stop()
        status, problem, wait, _ = office.answer(away[0])
        assert (status, problem["code"], wait) == (503, "store.unusable", "5")
        assert office.send(away[1:]) == away[1:]
        cluster.start()
        assert office.send(away) == []
        sending = threading.Thread(target=office.send, args=(after,))
        sending.start()
        cluster.restart()
        sending.join()
        # what lost its answer in between is settled by sending it again
        assert office.send(after) == []
        outcome = office.whole()
        assert outcome.faults == []
        assert set(outcome.answers) <= {200, 201, 503}


def test_an_old_look_lets_the_journal_grow_is_told_and_room_is_given_back(
    settings: Settings,
) -> None:
    settings = replace(settings, health=replace(settings.health, journal_bytes=1_000_000))
    journal = settings.data / f"{SQLITE_FILE}-wal"
    with Office(settings) as office:
        first, *others = office.parcels(2)
        assert office.send([first]) == []
        store = as_it_is(settings)
        with store.session(read_only=True) as old:
            assert old.scalar(text("SELECT count(*) FROM inspection")) == 1
            waiting = office.again(first, 60)
            while journal.stat().st_size <= settings.health.journal_bytes:
                assert waiting, "the journal does not grow"
                assert office.send([waiting.pop()]) == []
            assert "doctor.journal_long" in {each.remark.code for each in examine(settings)}
            assert office.seconds_of_a_look() < 10
            assert old.scalar(text("SELECT count(*) FROM inspection")) == 1, "it was no old look"
        assert office.send(others) == []
        with store.session(read_only=True) as keeper:
            assert keeper.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0] == 0
        assert office.send(office.again(first, 1)) == []
        store.engine.dispose()
        outcome = office.whole()
        assert outcome.faults == []
    assert "doctor.journal_long" not in {each.remark.code for each in examine(settings)}


@pytest.mark.skipif(NO_POSTGRES is not None, reason=str(NO_POSTGRES))
@needs_small_disk
def test_no_room_under_postgresql_loses_nothing_and_goes_on_with_room_again(
    tmp_path: Path,
) -> None:
    with tempfile.TemporaryDirectory(prefix="geo-app-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        with small_disk(root / "disk", PLATTER) as disk:
            disk.chmod(0o755)
            cluster = Cluster(disk / "cluster", root / "run")
            cluster.make()
            cluster.start()
            settings = Settings(data=tmp_path / "data", database_url=cluster.url)
            with Office(settings) as office:
                [first] = office.parcels(1)
                assert office.send([first]) == []
                ballast = leave(disk, 8 * 1024)
                # the same photos again are there already: only the database needs room
                more = office.again(first, 24)
                waiting = office.send(more)
                assert waiting, "there was room"
                assert {"store.full", "store.unusable"} & set(office.outcome.unwell)
                ballast.unlink()
                cluster.start_if_it_ended()
                until = time.monotonic() + 60
                while waiting and time.monotonic() < until:
                    waiting = office.send(waiting)
                assert waiting == []
                outcome = office.whole()
            cluster.stop()
        assert outcome.faults == []
        assert set(outcome.answers) <= {200, 201, 503, 507}
