"""Counts: made at the first write, kept with each, turned to a day, made anew, checked."""

from __future__ import annotations

from datetime import date, timedelta

import orjson
import pytest
from shapely.geometry import LineString, mapping
from sqlalchemy import delete, select, text, update

from geo_app.domain.status import EventKind, Status
from geo_app.geo import covering
from geo_app.geo.tilekey import Tile, point
from geo_app.settings import Settings
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.store.tiling import SITE_COUNT, CountBasis, SiteShape
from tests.storage.counting import DAY, begin, expected, kept, put, site
from tests.storage.helpers import confirm_sample, happened

HERE = (114.3, 34.8)


def standing(cell: counts.Cell) -> dict[str, int]:
    """What is not zero."""
    return {status: n for status, n in zip(Status, cell.standing, strict=True) if n}


def test_the_first_write_counts_everything(store: Store) -> None:
    with store.session() as session:
        assert counts.basis(session) is None
    begin(store, 400)
    with store.session() as session:
        session.execute(delete(CountBasis))  # as a database that an older program has filled
        rows = [site(n, HERE) for n in range(3)]
        connection = session.connection()
        for row in rows[:2]:
            columns = {c.key: getattr(row, c.key) for c in Site.__table__.columns}
            connection.execute(Site.__table__.insert().values(columns | {"tile_key": None}))
        session.add(rows[2])
    with store.session(read_only=True) as session:
        made_with = counts.basis(session)
        assert made_with is not None
        assert made_with.crowd == counts.CROWD
        assert counts.total(session).n == 3
        assert set(session.scalars(select(Site.tile_key))) == {point(*HERE)}
        assert kept(session) == expected(session)


def test_a_claim_and_its_place_are_counted_with_the_event(store: Store, settings: Settings) -> None:
    ids = confirm_sample(store, settings)
    with store.session() as session:
        before = counts.total(session)
        happened(session, ids[0], EventKind.VERIFIED, date(2024, 3, 9))
        assert kept(session) == expected(session)
        after = counts.total(session)
    assert before.n == after.n == len(ids)
    assert standing(after)[Status.VERIFIED] == standing(before).get(Status.VERIFIED, 0) + 1


def test_what_is_rolled_back_is_not_counted(store: Store) -> None:
    begin(store, 2)

    def fail() -> None:
        with store.session() as session:
            session.add(site(1, HERE))
            session.flush()
            assert counts.total(session).n == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.session(read_only=True) as session:
        assert counts.total(session).n == 0
        assert kept(session) == {}


def test_an_unlocated_site_is_counted_but_stands_nowhere(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add_all([site(1, HERE), site(2, None)])
    with store.session(read_only=True) as session:
        assert counts.total(session).n == 2
        assert counts.total(session, Tile(0, 0, 0)).n == 1
        assert session.scalar(select(Site.tile_key).where(Site.id == "s2")) is None


def test_cells_come_with_the_crowd_and_go_with_it(store: Store) -> None:
    begin(store, 3)

    def levels() -> set[int]:
        with store.session(read_only=True) as session:
            assert kept(session) == expected(session)
            return set(session.scalars(select(SITE_COUNT.c.level)))

    with store.session() as session:
        session.add_all(site(n, HERE) for n in range(3))
    assert levels() == {-1, 0}
    with store.session() as session:
        session.add(site(3, HERE))
    assert levels() == set(range(-1, 22))
    with store.session() as session:
        fourth = session.get(Site, "s3")
        assert fourth is not None
        put(fourth, (114.4, 34.8))  # not the same tile of zoom 13
    far_apart = next(z for z in range(32) if Tile.of(point(*HERE), z) != Tile.of(
        point(114.4, 34.8), z))  # fmt: skip
    assert levels() == set(range(-1, far_apart + 3))
    with store.session() as session:
        session.delete(session.get(Site, "s0"))
    assert levels() == {-1, 0}


def test_a_new_day_makes_overdue_what_was_not_and_back(store: Store) -> None:
    begin(store, 1)
    with store.session() as session:
        for n, status in enumerate(Status):
            session.add(site(n, HERE, status=status, deadline=DAY))

    def overdue(today: date) -> tuple[int, int]:
        with store.session() as session:
            turned = counts.turn(session, today, 1)
        with store.session(read_only=True) as session:
            assert kept(session) == expected(session)
            return turned, counts.total(session).overdue

    assert overdue(DAY) == (0, 0)
    assert overdue(DAY + timedelta(days=1)) == (6, 6)
    assert overdue(DAY + timedelta(days=9)) == (0, 6)
    assert overdue(DAY - timedelta(days=9)) == (6, 0)


def test_another_crowd_has_everything_counted_anew(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add_all(site(n, HERE) for n in range(5))
        assert counts.cells(session, Tile(0, 0, 0)) is None
    with store.session() as session:
        assert counts.turn(session, DAY, 3) == 5
        assert counts.cells(session, Tile(0, 0, 0)) is not None
        assert kept(session) == expected(session)


def test_very_many_sites_of_one_day_are_counted_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_app.store.counts.day._MANY", 2)
    begin(store, 1)
    with store.session() as session:
        session.add_all(site(n, HERE, deadline=DAY) for n in range(3))
    with store.session() as session:
        assert counts.turn(session, DAY + timedelta(days=1), 1) == 3
        assert counts.total(session).overdue == 3
        assert kept(session) == expected(session)


def test_a_line_is_found_by_the_cells_that_it_touches(store: Store) -> None:
    begin(store, 400)
    line = LineString([(114.3, 34.8), (114.5, 34.9)])
    with store.session() as session:
        row = site(1, HERE, geometry=orjson.dumps(mapping(line)).decode())
        row.min_lon, row.min_lat, row.max_lon, row.max_lat = line.bounds
        session.add(row)
    with store.session() as session:
        assert set(session.scalars(select(SiteShape.cell))) == set(covering.cover(line))
        row = session.get(Site, "s1")
        assert row is not None
        put(row, HERE)
    with store.session() as session:
        assert session.scalars(select(SiteShape.cell)).all() == []


def test_a_line_that_goes_takes_its_cells_along(store: Store) -> None:
    begin(store, 400)
    line = LineString([(114.3, 34.8), (114.5, 34.9)])
    with store.session() as session:
        row = site(1, HERE, geometry=orjson.dumps(mapping(line)).decode())
        row.min_lon, row.min_lat, row.max_lon, row.max_lat = line.bounds
        session.add(row)
    with store.session() as session:
        assert list(counts.check(session)) == []
        counts.rebuild(session, DAY)
        assert set(session.scalars(select(SiteShape.cell))) == set(covering.cover(line))
    with store.session() as session:
        session.delete(session.get(Site, "s1"))
    with store.session(read_only=True) as session:
        assert session.scalars(select(SiteShape.cell)).all() == []


def test_counting_anew_mends_keys_shapes_and_rows(store: Store) -> None:
    begin(store, 1)
    with store.session() as session:
        session.add_all(site(n, HERE) for n in range(4))
    with store.session() as session:
        assert list(counts.check(session)) == []
    with store.session() as session:
        session.execute(update(Site).where(Site.id == "s1").values(tile_key=7))
        session.execute(update(SITE_COUNT).where(SITE_COUNT.c.level == 5).values(open=9))
        session.execute(delete(SITE_COUNT).where(SITE_COUNT.c.level == 20))
        session.execute(text("INSERT INTO site_shape (cell, site_id) VALUES (5, 's2')"))
        session.execute(text("UPDATE site_due SET number = 3"))
    with store.session(read_only=True) as session:
        found = list(counts.check(session))
        codes = {remark.code for remark in found}
        assert codes == {
            *("counts.wrong_key", "counts.wrong_shape", "counts.wrong_row", "counts.wrong_due")
        }
        assert {
            remark.code: remark.values["site"] for remark in found if "site" in remark.values
        } == {"counts.wrong_key": "s1", "counts.wrong_shape": "s2"}
        assert {9} <= {r.values.get("kept") for r in found}
    with store.session() as session:
        assert counts.rebuild(session, DAY, 1) == 4
    with store.session() as session:
        assert list(counts.check(session)) == []


def test_counts_that_were_never_made_are_said(store: Store) -> None:
    with store.session() as session:
        assert [remark.code for remark in counts.check(session)] == ["counts.never"]
        assert counts.cells(session, Tile(0, 0, 0)) is None


def test_a_bulk_statement_passes_by_and_is_found_out(store: Store) -> None:
    begin(store, 400)
    with store.session() as session:
        session.add(site(1, HERE))
    with store.session() as session:
        session.execute(update(Site).values(status=Status.CLAIMED))
    with store.session() as session:
        (wrong, *_rest) = counts.check(session)
        assert (wrong.values["kept"], wrong.values["right"]) == (1, 1)
        counts.rebuild(session, DAY)
        assert standing(counts.total(session)) == {Status.CLAIMED: 1}
