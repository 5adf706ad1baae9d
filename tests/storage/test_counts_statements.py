"""How often the database is asked: a change of status is one of the most frequent of all writes."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError
from geo_app.store import counts, head, log
from geo_app.store.at_once import at_once
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.storage.counting import begin, site
from tests.storage.samples import ACTOR
from tests.storage.statements import asked

HERE = (114.3, 34.8)


@pytest.fixture(autouse=True)
def _sites(store: Store) -> None:
    begin(store, 1)
    with store.session() as session:
        session.add_all(site(n, HERE, district_code="410202") for n in range(3))


def test_a_new_status_asks_once_and_writes_without_waiting(store: Store) -> None:
    with store.session() as session:
        row = session.get_one(Site, "s1")
        log.append(session, ACTOR, EventKind.NOTED, "site", row.id)
        row.status = Status.CLAIMED
        with asked(store) as statements:
            session.flush()
    verbs = [statement.split()[0] for statement, _ in statements]
    assert verbs.count("SELECT") == 1
    assert [each for each in verbs if each != "SELECT"] == [
        *("UPDATE", "UPDATE", "INSERT", "UPDATE"),  # site, edition, areas, cells
    ]


def test_the_summary_after_a_change_asks_three_times(store: Store) -> None:
    with store.session(read_only=True) as session:
        counts.summary(session)
    with store.session() as session:
        session.get_one(Site, "s1").status = Status.CLAIMED
    with store.session(read_only=True) as session, asked(store) as statements:
        counts.summary(session)
        counts.summary(session)
    assert sum(each.startswith("SELECT") for each, _ in statements) == 3 + 1


def locks(session: Session, store: Store) -> int:
    """How often the end of the log is asked for by who holds it twice."""
    with asked(store) as statements:
        head.hold(session)
        head.hold(session)
    return sum("FROM log_head" in each for each, _ in statements)


def test_who_holds_the_end_of_the_log_does_not_ask_again(store: Store) -> None:
    once = 0 if store.engine.dialect.name == "sqlite" else 1
    with store.session() as session:
        assert locks(session, store) == once
        with session.begin_nested():
            assert locks(session, store) == 0
        session.commit()
        assert locks(session, store) == once
    with store.session() as session:
        log.append(session, ACTOR, EventKind.NOTED, "site", "s1")
        assert locks(session, store) == 0


def test_what_a_savepoint_held_is_asked_for_again(store: Store) -> None:
    once = 0 if store.engine.dialect.name == "sqlite" else 1
    with store.session() as session:
        nested = session.begin_nested()
        assert locks(session, store) == once
        nested.rollback()
        assert locks(session, store) == once
        with session.begin_nested():
            assert locks(session, store) == 0


TWICE = text("INSERT INTO area_edition (area, edition) VALUES ('twice', 1)")


def test_what_is_refused_on_the_way_is_told_at_the_end(store: Store) -> None:
    def write() -> None:
        with store.session() as session, at_once(session.connection()):
            session.connection().execute(TWICE)
            session.connection().execute(TWICE)

    with pytest.raises(ConflictError) as caught:
        write()
    assert isinstance(caught.value.__cause__, IntegrityError)
    with store.session() as session:
        for each in "some", "more":
            session.connection().execute(
                text("INSERT INTO area_edition (area, edition) VALUES (:area, 1)"), {"area": each}
            )
    with store.session(read_only=True) as session:
        found = session.scalars(text("SELECT area FROM area_edition WHERE edition = 1"))
        assert set(found) == {"some", "more"}
