"""A database that somebody else holds, or that goes away: an answer in time, and no new start."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from geo_app.settings import Settings
from geo_app.store.session import BUSY_TIMEOUT_MS, as_it_is
from tests.faults.cluster import Cluster, why_no_postgres
from tests.faults.office import Office

NO_POSTGRES = why_no_postgres()


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
