"""The chain of events: append-only, gap-free, and a change in it is found."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geo_app.domain.status import EventKind
from geo_app.store import log
from geo_app.store.models import Event, Position
from geo_app.store.session import Store
from tests.storage.samples import ACTOR


def _fill(store: Store, count: int, subject: str = "s") -> None:
    for number in range(count):
        with store.session() as session:
            log.append(
                session,
                ACTOR,
                EventKind.NOTED,
                "site",
                subject,
                date(2024, 1, 1),
                {"number": number, "note": "现场有积水", "depth_m": 0.1},
            )


def _unprotect(store: Store) -> None:
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_no_update"))
            connection.execute(text("DROP TRIGGER event_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER event_append_only ON event"))


def _verify(store: Store) -> log.ChainReport:
    with store.session(read_only=True) as session:
        return log.verify(session)


def test_an_empty_chain_is_whole(store: Store) -> None:
    assert _verify(store) == log.ChainReport(0, log.START, None)


def test_events_form_a_whole_chain_without_gaps(store: Store) -> None:
    _fill(store, 5)
    report = _verify(store)
    assert (report.events, report.broken_at) == (5, None)
    with store.session(read_only=True) as session:
        events = session.query(Event).order_by(Event.seq).all()
        assert [event.seq for event in events] == [1, 2, 3, 4, 5]
        assert [event.prev_hash for event in events] == [
            log.START,
            *(event.hash for event in events[:-1]),
        ]
        assert report.head == events[-1].hash


def test_the_same_id_again_is_the_same_event(store: Store) -> None:
    with store.session() as session:
        first = log.append(session, ACTOR, EventKind.NOTED, "site", "s", event_id="e-1")
        again = log.append(session, ACTOR, EventKind.NOTED, "site", "s", event_id="e-1")
        assert again is first
    assert _verify(store).events == 1


@pytest.mark.parametrize(
    "change",
    ["UPDATE {table} SET actor_name = 'x'", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
)
@pytest.mark.parametrize("table", ["event", "position"])
def test_the_database_itself_refuses_to_change_history(
    store: Store, table: str, change: str
) -> None:
    if change.startswith("TRUNCATE") and store.engine.dialect.name == "sqlite":
        change = "DELETE FROM {table} WHERE 1"  # SQLite has no TRUNCATE
    _fill(store, 1)
    with store.session() as session:
        at = session.query(Event.at).scalar()
        session.add(
            Position(
                id="p", site_id="s", layer="phrase", schematic=False, anchors=[], steps=[],
                doubts=[], actor_id="a", actor_name="a", at=at,
            )
        )  # fmt: skip
    with (
        pytest.raises(DBAPIError, match="append-only"),
        store.engine.begin() as connection,
    ):
        connection.execute(text(change.format(table=table)))
    assert _verify(store).events == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET actor_name = 'somebody else' WHERE seq = 3",
        "UPDATE event SET data = '{\"number\": 99}' WHERE seq = 3",
        "UPDATE event SET as_of = '2023-12-31' WHERE seq = 3",
        "UPDATE event SET subject_id = 'other' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 3",
    ],
)
def test_a_change_past_the_triggers_is_found_and_named(store: Store, change: str) -> None:
    _fill(store, 5)
    _unprotect(store)
    with store.engine.begin() as connection:
        connection.execute(text(change))
    report = _verify(store)
    assert (report.events, report.broken_at) == (2, 3)


def test_events_cut_off_at_the_end_are_missed(store: Store) -> None:
    _fill(store, 5)
    _unprotect(store)
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM event WHERE seq >= 4"))
    assert _verify(store).broken_at == 4


def test_a_chain_longer_than_one_batch_is_walked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_BATCH", 3)
    _fill(store, 10)
    assert (_verify(store).events, _verify(store).broken_at) == (10, None)


def test_two_writers_at_once_leave_a_whole_chain(store: Store) -> None:
    threads = [threading.Thread(target=_fill, args=(store, 50, name)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    report = _verify(store)
    assert (report.events, report.broken_at) == (100, None)
