"""The database against its own log: whichever byte is altered, one is told where."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.audit import audit
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.keys import signing_key
from geo_app.store.session import Store
from tests.storage.helpers import confirm_sample
from tests.storage.visits import picture, quick_desk, visit


@pytest.fixture
def visited(store: Store, settings: Settings) -> str:
    """A database with two visits, its triggers gone; gives the id of the first visit."""
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        first = visit(store, desk, sites[0], [picture(1), picture(2)])
        visit(store, desk, sites[1], [picture(3)])
    with store.engine.begin() as connection:
        for table in ("event", "form", "inspection", "photo"):
            if connection.dialect.name == "sqlite":
                for action in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER {table}_no_{action}"))
            else:
                connection.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
    return first


def alter(store: Store, statement: str, **values: Any) -> None:
    with store.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def found(store: Store) -> list[tuple[str, str]]:
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
        return [(each.code, str(each.values.get("id", each.values))) for each in audit(session)]


def photo_of(store: Store, inspection_id: str) -> str:
    with store.engine.connect() as connection:
        query = "SELECT id FROM photo WHERE inspection_id = :id AND ordinal = 1"
        return str(connection.scalar(text(query), {"id": inspection_id}))


def test_what_was_recorded_fits_its_events(store: Store, visited: str) -> None:
    assert found(store) == []


@pytest.mark.parametrize(
    "change",
    [
        "site_id = 'elsewhere'",
        "digest = 'x'",
        "form_id = NULL",
        "visited_at = '2024-01-01 00:00:00'",
        "fix = NULL",
        'answers = \'{"discharging": "no"}\'',
        "note = 'nothing to see'",
        "actor_id = 'x'",
        "actor_name = 'x'",
        "actor_unit = NULL",
        "source = 'x'",
        "received_at = '2024-01-01 00:00:00'",
        'token = \'{"text": "x"}\'',
    ],
)
def test_an_altered_inspection_is_named(store: Store, visited: str, change: str) -> None:
    alter(store, f"UPDATE inspection SET {change} WHERE id = :id", id=visited)  # noqa: S608
    assert ("log.inspection_altered", visited) in found(store)


@pytest.mark.parametrize(
    "change",
    [
        "site_id = 'elsewhere'",
        "ordinal = 7",
        "sha256 = 'x'",
        "role = 'before'",
        "name = 'x'",
        "size = 1",
        'facts = \'{"mime": "image/jpeg"}\'',
        "likeness = '{}'",
        "received_at = '2024-01-01 00:00:00'",
    ],
)
def test_an_altered_photo_is_named(store: Store, visited: str, change: str) -> None:
    photo = photo_of(store, visited)
    alter(store, f"UPDATE photo SET {change} WHERE id = :id", id=photo)  # noqa: S608
    assert ("log.photo_altered", photo) in found(store)


@pytest.mark.parametrize(
    "change",
    ['fix = \'{"lon": 0, "lat": 0}\'', "external = NOT external"],
)
def test_what_a_photo_was_told_with_belongs_to_its_visit(
    store: Store, visited: str, change: str
) -> None:
    alter(store, f"UPDATE photo SET {change} WHERE id = :id", id=photo_of(store, visited))  # noqa: S608
    assert found(store) == [("log.inspection_altered", visited)]


def test_a_photo_that_is_gone_is_named(store: Store, visited: str) -> None:
    photo = photo_of(store, visited)
    alter(store, "DELETE FROM photo WHERE id = :id", id=photo)
    assert ("log.no_photo", photo) in found(store)


def test_a_photo_that_came_in_by_the_back_door_is_named(store: Store, visited: str) -> None:
    photo = photo_of(store, visited)
    alter(
        store,
        "INSERT INTO photo (id, inspection_id, site_id, ordinal, sha256, role, name, size, facts,"
        " external, received_at) SELECT 'smuggled', inspection_id, site_id, 9, sha256, role, name,"
        " size, facts, external, received_at FROM photo WHERE id = :id",
        id=photo,
    )
    assert ("log.photo_unrecorded", "smuggled") in found(store)


def test_an_inspection_that_is_gone_or_smuggled_in_is_named(store: Store, visited: str) -> None:
    alter(
        store,
        "INSERT INTO inspection (id, site_id, digest, visited_at, answers, actor_id, actor_name,"
        " source, received_at) SELECT 'smuggled', site_id, digest, visited_at, answers, actor_id,"
        " actor_name, source, received_at FROM inspection WHERE id = :id",
        id=visited,
    )
    assert found(store) == [("log.inspection_unrecorded", "smuggled")]
    alter(store, "DELETE FROM photo WHERE inspection_id = :id", id=visited)
    alter(store, "DELETE FROM inspection WHERE id = :id", id=visited)
    assert ("log.no_inspection", visited) in found(store)


@pytest.mark.parametrize(
    "change",
    ['content = \'{"name": "river_outlet", "version": 1}\'', "sha256 = 'x'", "version = 9"],
)
def test_an_altered_form_is_named(store: Store, visited: str, change: str) -> None:
    alter(store, f"UPDATE form SET {change} WHERE category = 'river_outlet'")  # noqa: S608
    assert [code for code, _ in found(store)] == ["log.form_altered"]


@pytest.mark.parametrize("table", ["site", "problem"])
@pytest.mark.parametrize(
    "change",
    ["status = 'verified'", "status_on = '2024-05-01'", "verified_on = '2024-05-01'",
     "claimed_on = '2020-01-01'", "deadline = '2030-01-01'"],
)  # fmt: skip
def test_a_status_that_no_event_gave_is_named(
    store: Store, visited: str, table: str, change: str
) -> None:
    with store.engine.connect() as connection:
        row = str(connection.scalar(text(f"SELECT min(id) FROM {table}")))  # noqa: S608
    alter(store, f"UPDATE {table} SET {change} WHERE id = :id", id=row)  # noqa: S608
    assert found(store) == [("log.standing_altered", row)]


def test_a_log_written_anew_no_longer_continues_an_earlier_head(
    store: Store, visited: str, settings: Settings
) -> None:
    signer = signing_key(settings.data)
    with store.session(read_only=True) as session:
        note = log.prove(session, signer.name).head.sign(signer)
    head = Checkpoint.open(note, signer.public)
    with store.session(read_only=True) as session:
        assert log.continues(session, head)
    _rewrite(store)
    with store.session(read_only=True) as session:
        # the chain itself is whole: only who kept the head can tell
        assert log.verify(session).broken_at is None
        assert not log.continues(session, head)


def _rewrite(store: Store) -> None:
    """What somebody with all rights on the database can do: alter an event and seal all anew."""
    with store.session() as session:
        previous = log.START
        for event in session.query(log.Event).order_by(log.Event.seq):
            if event.seq == 1:
                event.actor_name = "somebody else"
            event.prev_hash = previous
            event.hash = previous = log.digest(event)
        session.query(log.LogHead).update({"hash": previous})
