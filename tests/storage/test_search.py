"""Sites by place: what a few ranges of keys find is what looking at every site finds."""

from __future__ import annotations

import random

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon, box
from sqlalchemy import select

from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work import search
from tests.storage.map_sites import Placed, put, scattered

GEOD = Geod(ellps="GRS80")
LINE = LineString([(114.0, 34.0), (115.0, 35.0)])
AREA = Polygon(
    [(100, 30), (101, 30), (101, 31), (100, 31)],
    [[(100.2, 30.2), (100.8, 30.2), (100.8, 30.8), (100.2, 30.8)]],
)
FIXED = [
    Placed(Point(180, 10)),
    Placed(Point(-180, -10)),
    Placed(Point(179.9, 89.0)),
    Placed(Point(0, -90)),
    Placed(Point(114.3, 34.8)),
    Placed(Point(114.3, 34.8)),
    Placed(LINE),
    Placed(AREA),
    Placed(None),
]
BOXES = [
    (114.29, 34.79, 114.31, 34.81),
    (114.3, 34.8, 114.3, 34.8),
    (-180, -90, 180, 90),
    (170, -20, -170, 20),
    (100.3, 30.3, 100.7, 30.7),
    (114.6, 34.55, 114.7, 34.7),
    (0, 86, 180, 90),
    (-1, -90, 1, -86),
    (10, 10, 11, 11),
]


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, [*FIXED, *scattered(120)])
    return store


@pytest.mark.parametrize("few", [0, search.FEW])
@pytest.mark.parametrize("bbox", BOXES)
def test_a_box_finds_what_touches_it(
    filled: Store,
    monkeypatch: pytest.MonkeyPatch,
    bbox: tuple[float, float, float, float],
    few: int,
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    west, south, east, north = bbox
    with filled.session(read_only=True) as session:
        found = set(session.scalars(select(Site.code).where(search.touches(session, bbox))))
        every = session.scalars(select(Site).where(Site.located)).all()
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    near = {
        site.code
        for site in every
        if any(
            shapely.intersects(shapely.from_geojson(site.geometry), box(w, south, e, north))
            for w, e in parts
        )
    }
    assert near <= found
    # a box inside a hole may be told apart from the area only by its cells
    assert found - near <= {"S-7", "S-8"}


def test_a_box_far_from_a_line_does_not_find_it_by_its_bounds(filled: Store) -> None:
    corner = (114.9, 34.01, 114.99, 34.1)
    with filled.session(read_only=True) as session:
        found = set(session.scalars(select(Site.code).where(search.touches(session, corner))))
    assert "S-7" not in found


def test_an_area_finds_what_shares_ground_with_it(filled: Store) -> None:
    river = LineString([(113.9, 35.0), (115.1, 34.0)]).buffer(0.02)
    areas = [river, AREA, box(100.3, 30.3, 100.7, 30.7), Point(114.3, 34.8).buffer(0.1), Polygon()]
    with filled.session(read_only=True) as session:
        every = session.scalars(select(Site).where(Site.located).order_by(Site.code)).all()
        for area in areas:
            expected = [
                site.id
                for site in every
                if shapely.intersects(area, shapely.from_geojson(site.geometry))
            ]
            assert list(search.touching(session, area)) == expected


def test_the_nearest_are_those_that_measuring_all_would_give(filled: Store) -> None:
    dice = random.Random(3)  # noqa: S311 # made-up places, no secrets
    places = [(dice.uniform(-180, 180), dice.uniform(-90, 90)) for _ in range(20)]
    places += [(114.3, 34.8), (180, 0), (-180, 0), (0, 90), (0, -90), (114.31, 34.79)]
    with filled.session(read_only=True) as session:
        every = session.execute(
            select(Site.code, Site.lon, Site.lat).where(Site.lon.is_not(None))
        ).all()
        for lon, lat in places:
            measured = sorted((GEOD.inv(lon, lat, row.lon, row.lat)[2], row.code) for row in every)
            found = search.nearest(session, lon, lat, 12)
            assert [(near.metres, near.code) for near in found] == measured[:12]


def test_there_may_be_fewer_than_asked_for(store: Store) -> None:
    with store.session(read_only=True) as session:
        assert search.nearest(session, 114, 34, 3) == []
    put(store, [Placed(Point(114, 34)), Placed(None)])
    with store.session(read_only=True) as session:
        assert [near.code for near in search.nearest(session, 0, 0, 3)] == ["S-1"]


def test_a_place_must_be_a_place(store: Store) -> None:
    with store.session(read_only=True) as session:
        for lon, lat in ((float("nan"), 0.0), (0.0, float("inf"))):
            with pytest.raises(ValueError, match="finite"):
                search.nearest(session, lon, lat)
