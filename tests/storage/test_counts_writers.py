"""Several writers at once: each change is counted once, whoever was first."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.storage.counting import begin, expected, kept, put, site

CROWD = 4
WRITERS = 4
STEPS = 25
PLACES = [(114.3, 34.8), (114.3001, 34.8), (114.4, 34.7), (-180.0, 0.0), None]


def write(store: Store, number: int, failures: list[BaseException]) -> None:
    chance = random.Random(number)  # noqa: S311
    steps: list[Callable[[Session, Site], None]] = [
        lambda _, row: setattr(row, "status", chance.choice(list(Status))),
        lambda _, row: setattr(row, "district_code", chance.choice([None, "410202", "410203"])),
        lambda _, row: setattr(row, "deadline", chance.choice([None, date(2024, 5, 1)])),
        lambda _, row: put(row, chance.choice(PLACES)),
    ]
    try:
        for step in range(STEPS):
            with store.session() as session:
                row = session.get(Site, f"s{chance.randrange(12)}")
                assert row is not None
                if chance.random() < 0.2:  # a reader first: what it knows grows old
                    session.expire(row, ["status"])
                chance.choice(steps)(session, row)
                session.flush()
                session.add(site(1000 * number + step, chance.choice(PLACES)))
            if step % 5 == 4:
                with store.session() as session:
                    session.delete(session.get(Site, f"s{1000 * number + step}"))
            if step % 10 == 9:
                with store.session() as session:
                    counts.turn(session, date(2024, 6, 1 + chance.randrange(20)), CROWD)
    except BaseException as error:
        failures.append(error)
        raise


def test_writers_at_once_leave_the_counts_of_the_sites(store: Store) -> None:
    begin(store, CROWD)
    with store.session() as session:
        session.add_all(site(number, PLACES[number % 5]) for number in range(12))
    failures: list[BaseException] = []
    writers = [
        threading.Thread(target=write, args=(store, number, failures))
        for number in range(1, WRITERS + 1)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert failures == []
    with store.session(read_only=True) as session:
        assert kept(session) == expected(session)
        assert counts.total(session).n == 12 + WRITERS * STEPS - WRITERS * (STEPS // 5)


def test_a_row_that_another_has_changed_is_subtracted_as_it_is(store: Store) -> None:
    """One writer knows the site as open; another has claimed it since."""
    begin(store, CROWD)
    with store.session() as session:
        session.add(site(1, (114.3, 34.8), district_code="410202"))
    with store.session(read_only=True) as session:
        stale = session.get(Site, "s1")
        assert stale is not None
    with store.session() as session:
        fresh = session.get(Site, "s1")
        assert fresh is not None
        fresh.status = Status.CLAIMED
        fresh.lon, fresh.min_lon, fresh.max_lon = 100.0, 100.0, 100.0
    with store.session() as session:
        session.add(stale)
        stale.district_code = "410203"
    with store.session(read_only=True) as session:
        assert kept(session) == expected(session)
        claimed = counts.total(session, None, ["410203"]).standing
        assert dict(zip(Status, claimed, strict=True))[Status.CLAIMED] == 1
