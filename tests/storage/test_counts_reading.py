"""Questions about any square, areas and categories, answered from the counts and one by one."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.status import Status, is_overdue
from geo_app.geo.tilekey import Tile, cells_of, column_row, point
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.storage.counting import DAY, begin, site

CROWD = 6
AREAS = ("410202", "410203", "示范区", "开发区/甲")
CATEGORIES = ("river_outlet", "sewage_station", "other")
FILTERS = st.tuples(
    st.lists(st.sampled_from(AREAS), unique=True, max_size=3),
    st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=2),
)


@pytest.fixture
def crowded(store: Store) -> Store:
    """Three hundred sites round three hubs, some of them nowhere."""
    begin(store, CROWD)
    chance = random.Random(4)  # noqa: S311
    with store.session() as session:
        for number in range(300):
            hub, spread = chance.choice([(114.3, 1.0), (114.31, 0.01), (100.0, 0.0001)])
            place = hub + chance.gauss(0, spread), 34.8 + chance.gauss(0, spread)
            session.add(
                site(
                    number,
                    place if chance.random() < 0.9 else None,
                    category=chance.choice(CATEGORIES),
                    district_code=chance.choice([None, "410202", "410203"]),
                    accounting_unit=chance.choice([None, None, "示范区", "开发区/甲"]),
                    status=chance.choice(list(Status)),
                    deadline=chance.choice([None, DAY.replace(year=2023), DAY.replace(year=2025)]),
                )
            )
    return store


def asked(
    session: Session, tile: Tile | None, areas: list[str], categories: list[str]
) -> list[Site]:
    """The sites of a filter, looked at one by one."""
    first, last = tile.keys if tile else (0, 0)
    return [
        row
        for row in session.scalars(select(Site))
        if (tile is None or (row.tile_key is not None and first <= row.tile_key < last))
        and (not areas or {row.district_code, row.accounting_unit} & set(areas))
        and (not categories or row.category in categories)
    ]


def cell(number: int, rows: list[Site]) -> counts.Cell:
    grid = [column_row(row.tile_key) for row in rows if row.tile_key is not None]
    late = [row for row in rows if is_overdue(row, DAY)]
    return counts.Cell(
        number,
        tuple(sum(row.status == status for row in rows) for status in Status),
        tuple(sum(row.status == status for row in late) for status in Status),
        sum(x for x, _ in grid),
        sum(y for _, y in grid),
    )


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(near=st.integers(0, 299), zoom=st.integers(0, 18), depth=st.integers(1, 3), filters=FILTERS)
def test_a_square_holds_what_stands_in_it(
    crowded: Store, near: int, zoom: int, depth: int, filters: tuple[list[str], list[str]]
) -> None:
    with crowded.session(read_only=True) as session:
        row = session.get(Site, f"s{near}")
        key = row.tile_key if row and row.tile_key is not None else point(0, 0)
        tile = Tile.of(key, zoom)
        rows = asked(session, tile, *filters)
        assert counts.total(session, tile, *filters) == cell(tile.cell, rows)
        found = counts.cells(session, tile, *filters, depth=depth)
        if len(rows) <= CROWD:
            assert found is None
            return
        assert found is not None
        level = zoom + depth
        right = {}
        for each in rows:
            right.setdefault(Tile.of(each.tile_key or 0, level).cell, []).append(each)
        assert found == [cell(number, right[number]) for number in sorted(right)]
        first, last = cells_of(tile, level)
        assert all(first <= each.cell < last for each in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(filters=FILTERS)
def test_all_sites_of_a_filter_are_told_with_the_unlocated(
    crowded: Store, filters: tuple[list[str], list[str]]
) -> None:
    with crowded.session(read_only=True) as session:
        right = cell(0, asked(session, None, *filters))
        assert counts.total(session, None, *filters) == right
        assert counts.total(session, None, *filters).overdue == right.overdue


def test_the_summary_tells_each_area_and_the_overlap_of_two(crowded: Store) -> None:
    with crowded.session(read_only=True) as session:
        found = counts.summary(session)
        for area in ("410202", "示范区"):
            assert found[area] == cell(0, asked(session, None, [area], []))
        assert found[""] == cell(0, asked(session, None, [], []))
        both = [row for row in asked(session, None, ["410202"], [])
                if row.accounting_unit == "示范区"]  # fmt: skip
        assert found["410202/示范区"] == cell(0, both)
        of_two = counts.summary(session, CATEGORIES[:2])
        assert of_two["410203"] == cell(0, asked(session, None, ["410203"], list(CATEGORIES[:2])))


def test_the_summary_follows_every_change(crowded: Store) -> None:
    with crowded.session(read_only=True) as session:
        before = counts.summary(session)
        assert counts.summary(session) is before, "what is unchanged is not read again"
    with crowded.session() as session:
        site = session.scalars(select(Site).where(Site.district_code == "410202").limit(1)).one()
        status = Status.VERIFIED if site.status != Status.VERIFIED else Status.OPEN
        site.status = status.value
    with crowded.session(read_only=True) as session:
        after = counts.summary(session)
        place = list(Status).index(status)
        for area in ("", "410202"):
            assert after[area].standing[place] == before[area].standing[place] + 1
            assert after[area].n == before[area].n
    with crowded.session() as session:
        counts.rebuild(session, DAY)
    with crowded.session(read_only=True) as session:
        assert counts.summary(session) is not after
        assert counts.summary(session) == after


def test_a_summary_that_comes_to_nothing_is_forgotten(crowded: Store) -> None:
    with crowded.session(read_only=True) as session:
        before = counts.summary(session)
    with crowded.session() as session:
        site = session.scalars(select(Site).where(Site.district_code == "410202").limit(1)).one()
        session.delete(site)
        session.flush()
        assert counts.summary(session)["410202"].n == before["410202"].n - 1
        session.rollback()
    with crowded.session() as session:
        site = session.scalars(select(Site).where(Site.district_code == "410203").limit(1)).one()
        session.delete(site)
    with crowded.session(read_only=True) as session:
        after = counts.summary(session)
        assert after["410202"].n == before["410202"].n
        assert after["410203"].n == before["410203"].n - 1


def test_finer_squares_than_a_map_shows_are_no_crowd(crowded: Store) -> None:
    with crowded.session(read_only=True) as session:
        assert counts.cells(session, Tile.of(point(100.0, 34.8), 19)) is None
        assert counts.cells(session, Tile.of(point(100.0, 34.8), 10)) is not None
