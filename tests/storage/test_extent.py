"""The box of all that is on the map, against looking at every site."""

from __future__ import annotations

import random

import pytest
from shapely.geometry import MultiPoint, Point

from geo_app.store.session import Store
from geo_app.work.extent import FINE, extent
from tests.storage.map_sites import Placed, put, scattered

EXACT = 1e-9


def found(store: Store) -> tuple[float, float, float, float] | None:
    with store.session(read_only=True) as session:
        return extent(session)


def county(count: int) -> list[Placed]:
    dice = random.Random(4)  # noqa: S311 # made-up places, no secrets
    return [
        Placed(Point(dice.uniform(113.9, 115.1), dice.uniform(34.2, 35.0))) for _ in range(count)
    ]


def test_where_nothing_is_on_the_map_there_is_no_box(store: Store) -> None:
    put(store, [Placed(None)])
    assert found(store) is None


def test_the_box_of_few_sites_is_exact(store: Store) -> None:
    put(store, county(4))
    box = MultiPoint([each.geometry for each in county(4)]).bounds
    assert found(store) == pytest.approx(box, abs=EXACT)


@pytest.mark.parametrize("placed", [county(600), scattered(300)], ids=["county", "world"])
def test_the_box_of_many_holds_them_and_little_more(store: Store, placed: list[Placed]) -> None:
    put(store, placed)
    west, south, east, north = MultiPoint(
        [each.geometry for each in placed if each.geometry]
    ).bounds
    box = found(store)
    assert box is not None
    slack = max(east - west, north - south) / (FINE - 2)
    assert west - slack <= box[0] <= west + EXACT
    assert south - slack <= box[1] <= south + EXACT
    assert east - EXACT <= box[2] <= east + slack
    assert north - EXACT <= box[3] <= north + slack


def test_a_stack_at_one_point_has_a_box_without_width(store: Store) -> None:
    put(store, [Placed(Point(114.3, 34.8))] * 30)
    assert found(store) == pytest.approx((114.3, 34.8, 114.3, 34.8), abs=EXACT)
