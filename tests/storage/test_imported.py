"""Sites that came in with very many others: each has its history, and each can prove it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from geo_app.domain.status import EventKind, Status
from geo_app.errors import StoreError
from geo_app.geo.tilekey import Tile
from geo_app.settings import BulkLimits, Settings
from geo_app.store import histories, imported_proofs, log
from geo_app.store.audit import audit
from geo_app.store.imported import Imported
from geo_app.store.models import Event, Position, Site
from geo_app.store.session import Store, open_store
from geo_app.work import bulk, course, exchange, sites, tiles
from geo_app.work.site_filter import SiteFilter
from geo_app.work.verification import due
from tests.storage.helpers import happened
from tests.storage.map_sites import FEW
from tests.storage.samples import ACTOR
from tests.storage.test_tiles import told
from tests.vectors import COLUMNS, frame, sample, write

TODAY = date(2024, 7, 1)
MANY = 23


@pytest.fixture
def in_batches(store: Store, settings: Settings, tmp_path: Path) -> Store:
    """Sites that came in under three events: the last batch is smaller."""
    columns = {"code": [f"c-{n:02}" for n in range(MANY)]}
    shapes = [shapely.Point(114 + n / 100, 34.5) for n in range(MANY)]
    take_in(store, settings, write(tmp_path / "many.gpkg", frame(columns, shapes)), 10)
    return store


@pytest.fixture
def one_by_one(settings: Settings, tmp_path: Path) -> Iterator[Store]:
    """Another installation, into which sites come one by one."""
    opened = open_store(Settings(data=tmp_path / "other"))
    yield opened
    opened.engine.dispose()


def take_in(store: Store, settings: Settings, path: Path, batch: int = 10_000) -> None:
    limits = Settings(
        data=settings.data, database_url=settings.database_url, bulk=BulkLimits(batch=batch)
    )
    with store.session() as session:
        bulk.import_file(session, ACTOR, path, limits, TODAY)


def without_triggers(store: Store) -> None:
    with store.engine.begin() as connection:
        for action in ("update", "delete"):
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER imported_no_{action}"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER imported_append_only ON imported"))


def faults(store: Store) -> list[tuple[str, Any]]:
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
        return [(each.code, next(iter(each.values.values()))) for each in audit(session)]


def batches(store: Store) -> list[Event]:
    with store.session(read_only=True) as session:
        query = select(Event).where(Event.kind == EventKind.IMPORTED).order_by(Event.seq)
        return list(session.scalars(query))


def ids(store: Store) -> dict[str, str]:
    with store.session(read_only=True) as session:
        return {row.code: row.id for row in session.execute(select(Site.code, Site.id))}


# --- what is kept ----------------------------------------------------------------------------


def test_one_event_tells_of_each_batch_and_no_row_of_single_sites(in_batches: Store) -> None:
    told = [(each.data["first"], each.data["count"]) for each in batches(in_batches)]
    assert told == [(1, 10), (11, 10), (21, 3)]
    with in_batches.session(read_only=True) as session:
        of_sites = select(func.count()).select_from(Event).where(Event.subject_kind == "site")
        assert session.scalar(of_sites) == 0
        assert session.scalar(select(func.count()).select_from(Position)) == 0
        assert session.scalar(select(func.count()).select_from(Imported)) == MANY


@pytest.mark.parametrize(
    "statement",
    ["UPDATE imported SET content = '{}'", "DELETE FROM imported"],
)
def test_what_was_imported_is_never_changed(in_batches: Store, statement: str) -> None:
    with pytest.raises(DBAPIError), in_batches.engine.begin() as connection:
        connection.execute(text(statement))


# --- what was altered is named ---------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE imported SET content = replace(content, 'c-13', 'c-99') WHERE seq = 14",
        "UPDATE imported SET content = content || ' ' WHERE seq = 14",
        "UPDATE imported SET content = '[]' WHERE seq = 14",
        "UPDATE imported SET content = '{' WHERE seq = 14",
        "UPDATE imported SET site_id = 'elsewhere' WHERE seq = 14",
        "UPDATE imported SET event_seq = (SELECT max(event_seq) FROM imported) WHERE seq = 14",
        "DELETE FROM imported WHERE seq = 14",
        "UPDATE imported SET seq = 99 WHERE seq = 14",
    ],
)
def test_a_leaf_that_was_altered_is_named_by_its_event(in_batches: Store, change: str) -> None:
    assert faults(in_batches) == []
    without_triggers(in_batches)
    with in_batches.engine.begin() as connection:
        assert connection.execute(text(change)).rowcount == 1
    assert ("log.imported_altered", batches(in_batches)[1].seq) in faults(in_batches)


@pytest.mark.parametrize("seq", [MANY + 1, 0, -7])
def test_a_leaf_that_no_event_records_is_named(in_batches: Store, seq: int) -> None:
    content = '{"events":[["found",null]],"layer":"phrase","phrase":"x","place":null,"site":"x"}'
    row = {"seq": seq, "event_seq": batches(in_batches)[0].seq, "content": content}
    with in_batches.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO imported VALUES (:seq, :event_seq, 'x', :content)"), row
        )
    assert faults(in_batches) == [("log.imported_unrecorded", "x")]


# --- what is proved --------------------------------------------------------------------------


def test_every_site_proves_what_was_imported_of_it(in_batches: Store) -> None:
    by_number = {each.seq: each.data for each in batches(in_batches)}
    with in_batches.session(read_only=True) as session:
        proved = imported_proofs.prove(session, sorted(ids(in_batches).values()))
    assert {each.content["site"] for each in proved} == set(ids(in_batches).values())
    for leaf in proved:
        batch = by_number[leaf.event]
        assert imported_proofs.is_proved(leaf.content, leaf.number, batch, leaf.path)
        assert not imported_proofs.is_proved(leaf.content, leaf.number + 1, batch, leaf.path)
        other = {**leaf.content, "layer": "confirmed"}
        assert not imported_proofs.is_proved(other, leaf.number, batch, leaf.path)


@pytest.mark.parametrize(
    "change", ["UPDATE imported SET content = '{}'", "DELETE FROM imported"], ids=["other", "gone"]
)
def test_nothing_is_proved_under_a_neighbour_that_was_altered(
    in_batches: Store, change: str
) -> None:
    without_triggers(in_batches)
    with in_batches.engine.begin() as connection:
        connection.execute(text(f"{change} WHERE seq = 12"))
    with in_batches.session(read_only=True) as session:
        assert len(imported_proofs.prove(session, [ids(in_batches)["c-01"]])) == 1
        with pytest.raises(StoreError, match=str(batches(in_batches)[1].seq)):
            imported_proofs.prove(session, [ids(in_batches)["c-13"]])


# --- everything that asks for a history finds it ---------------------------------------------


@pytest.fixture
def both(store: Store, settings: Settings, one_by_one: Store, tmp_path: Path) -> tuple[Store, ...]:
    """The same sites on both roads."""
    columns = {**COLUMNS, "notice_sha256": ["4" * 64] * 4, "problem_number": [1] * 4}
    path = write(tmp_path / "first.gpkg", frame({**columns, "radius_m": [30.0, 50.0, 300.0, 9.0]}))
    take_in(store, settings, path)
    with store.session(read_only=True) as session:
        exported = exchange.export_sites(session)
    with one_by_one.session() as session:
        exchange.import_sites(session, ACTOR, exported, "first.gpkg", settings)
    return store, one_by_one


@pytest.mark.parametrize("is_set", [False, True], ids=["by the calendar", "set by somebody"])
def test_due_checks_are_those_of_sites_that_came_one_by_one(
    both: tuple[Store, ...], is_set: bool
) -> None:
    def found(store: Store) -> list[tuple[str, Any]]:
        if is_set:
            day = {"day": "2024-06-20", "reason": "暴雨"}
            with store.session() as session:
                site_id = session.scalars(select(Site.id).where(Site.code == "A-4")).one()
                happened(session, site_id, EventKind.RECHECK_SET, date(2024, 6, 1), day)
        with store.session(read_only=True) as session:
            answer = due.due_list(session, (30, 180), TODAY)
            return [(each.site.code, each.rechecks) for each in answer.sites]

    many, single = map(found, both)
    assert many == single
    assert [(code, len(rechecks)) for code, rechecks in many] == [("A-4", 1 + is_set)]


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        (date(2024, 2, 1), {}),
        (date(2024, 3, 10), {"A-2": "claimed"}),
        (date(2024, 3, 25), {"A-2": "claimed", "A-3": "claimed"}),
        (TODAY, {"A-2": "claimed", "A-3": "verified"}),
    ],
)
def test_a_look_back_shows_the_same_map(
    both: tuple[Store, ...], day: date, stood: dict[str, str]
) -> None:
    """A-1 has no day: it stands on the map from the day on which it came in."""

    def shown(store: Store) -> list[dict[str, Any]]:
        with store.session(read_only=True) as session:
            tile = tiles.make(session, Tile(0, 0, 0), SiteFilter(), TODAY, FEW, day)
        return sorted(told(tile, "sites"), key=lambda each: str(each["code"]))

    many, single = map(shown, both)
    assert many == single
    assert {each["code"]: each["status"] for each in many} == stood


def test_the_site_sheet_tells_the_same_history_and_positions(both: tuple[Store, ...]) -> None:
    def sheet(store: Store, code: str) -> tuple[Any, ...]:
        with store.session(read_only=True) as session:
            found = sites.get(session, ids(store)[code])
            events = [(each.kind, each.as_of, sorted(each.data)) for each in found.events]
            places = [(each.layer, each.geometry, each.source) for each in found.positions]
        return events, places

    for code in COLUMNS["code"]:
        many, single = (sheet(store, code) for store in both)
        assert many == single
        assert many[0]
        assert many[1]


def test_a_step_afterwards_goes_on_from_what_was_imported(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    take_in(store, settings, sample(tmp_path))
    site_id = ids(store)["A-2"]
    with store.session() as session:
        happened(session, site_id, EventKind.IN_WORK, date(2024, 6, 1))
        happened(session, site_id, EventKind.NOTED, date(2024, 6, 2))
    with store.session(read_only=True) as session:
        kinds = [each.kind for each in histories.history(session, "site", site_id)]
        site = session.get_one(Site, site_id)
    assert kinds == ["found", "claimed", "located", "in_work", "noted"]
    assert (site.status, site.status_on) == (Status.IN_WORK, date(2024, 6, 1))
    assert faults(store) == []


def test_what_a_document_tells_again_is_one_event(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    take_in(store, settings, sample(tmp_path))
    site_id = ids(store)["A-2"]
    with store.session() as session:
        imported = histories.history(session, "site", site_id)
        before = log.verify(session)
        again = log.append(
            session, ACTOR, EventKind.CLAIMED, "site", site_id, event_id=imported[1].id
        )
        assert (again.id, again.at) == (imported[1].id, imported[1].at)
        assert log.verify(session) == before


def test_who_is_bound_to_an_area_sees_histories_of_that_area_only(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    columns = {"code": ["a", "b"], "district_code": ["410221", "410225"]}
    take_in(store, settings, write(tmp_path / "two.gpkg", frame(columns, [None, None])))
    of = ids(store)
    with store.seen_from(["410221"]).session(read_only=True) as session:
        assert histories.history(session, "site", of["a"])
        assert histories.history(session, "site", of["b"]) == []
        assert histories.positions(session, of["b"]) == []


def test_the_content_of_a_leaf_is_canonical(in_batches: Store) -> None:
    with in_batches.session(read_only=True) as session:
        for content in session.scalars(select(Imported.content)):
            plain = orjson.loads(content)
            assert orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode() == content


def test_an_earlier_day_knows_the_sites_of_a_file(in_batches: Store) -> None:
    with in_batches.session(read_only=True) as session:
        known = course.states(session, date(2100, 1, 1), MANY)
        today = {row.id: row.status for row in session.execute(select(Site.id, Site.status))}

        assert course.states(session, date(1990, 1, 1), MANY) == []
        assert {each.site_id: each.status for each in known} == today
