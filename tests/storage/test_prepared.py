"""Questions straight to the driver answer as the same questions through SQLAlchemy."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from shapely.geometry import Point
from sqlalchemy import Integer, bindparam, func, literal, select, text, union_all

from geo_app.errors import StoreError
from geo_app.store.prepared import Prepared
from geo_app.store.session import Store
from geo_app.store.tiling import SITE
from tests.storage.map_sites import TODAY, Placed, put, scattered

EVERY = select(*SITE.c).order_by(SITE.c.id)
SOME = (
    select(SITE.c.code, SITE.c.deadline, SITE.c.schematic)
    .where(
        SITE.c.category.in_(bindparam("categories", expanding=True)),
        SITE.c.status.in_(bindparam("statuses", expanding=True)),
        SITE.c.tile_key >= bindparam("first"),
    )
    .order_by(SITE.c.code)
    .limit(bindparam("most", type_=Integer))
)


@pytest.fixture
def placed(store: Store) -> list[Placed]:
    sites = [
        *scattered(40),
        Placed(Point(114.3, 34.8), deadline=TODAY - timedelta(days=3), name="100% ' \" :a 渠"),
        Placed(None),
    ]
    put(store, sites)
    return sites


def both(store: Store, statement: Any, values: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    with store.session(read_only=True) as session:
        straight = Prepared(statement).rows(session, values)
        return straight, list(session.connection().execute(statement, values))


def test_values_of_every_kind_of_column_are_the_same(store: Store, placed: list[Placed]) -> None:
    found, expected = both(store, EVERY, {})
    assert len(found) == len(placed)
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]
    assert [row.deadline for row in found] == [row.deadline for row in expected]


@pytest.mark.parametrize("categories", [[], ["other"], ["other", "river_outlet", "there is none"]])
@pytest.mark.parametrize("statuses", [("open",), ("open", "claimed", "verified")])
@pytest.mark.usefixtures("placed")
def test_lists_of_any_length(store: Store, categories: list[str], statuses: tuple[str]) -> None:
    values = {"categories": categories, "statuses": statuses, "first": 0, "most": 9}
    found, expected = both(store, SOME, values)
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert bool(found) is bool(categories)


@pytest.mark.usefixtures("placed")
def test_the_same_question_takes_other_values_and_other_lengths(store: Store) -> None:
    asked = Prepared(SOME)
    values = {"categories": ["other"], "statuses": ["open"], "first": 0, "most": 100}
    with store.session(read_only=True) as session:
        for length in (1, 3, 2, 1, 200, 1):
            given = values | {"categories": ["other", "sewage_station", *map(str, range(length))]}
            told = session.connection().execute(SOME, given)
            assert [tuple(row) for row in asked.rows(session, given)] == list(map(tuple, told))
        assert asked.rows(session, values | {"most": 0}) == []


@pytest.mark.usefixtures("placed")
def test_it_sees_what_its_own_transaction_has_written(store: Store) -> None:
    names = Prepared(select(SITE.c.name).distinct())
    with store.session() as session:
        session.execute(SITE.update().values(name="另一个"))
        assert names.rows(session) == [("另一个",)]


def test_two_questions_in_one(store: Store) -> None:
    numbers = [
        select(literal(n).label("n"), bindparam("m", type_=Integer).label("m")) for n in (1, 2)
    ]
    with store.session(read_only=True) as session:
        found = Prepared(union_all(*numbers)).rows(session, {"m": 7})
    assert sorted((row.n, row.m) for row in found) == [(1, 7), (2, 7)]


@pytest.mark.usefixtures("placed")
def test_many_threads_ask_the_same_at_once(store: Store) -> None:
    asked, start = Prepared(SOME), threading.Barrier(8)

    def ask(n: int) -> int:
        start.wait()
        values = {"statuses": ["open"], "first": 0, "most": 100}
        with store.session(read_only=True) as session:
            return len(asked.rows(session, values | {"categories": ["other"] * (1 + n % 3)}))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1


def test_an_error_of_the_driver_is_said_in_words(store: Store) -> None:
    broken = Prepared(select(func.there_is_no_such_function()))
    with pytest.raises(StoreError) as caught, store.session(read_only=True) as session:
        broken.rows(session)
    assert caught.value.code == "store.unusable"
    with store.session(read_only=True) as session:  # the connection is as good as new
        assert session.scalar(text("SELECT 1")) == 1
