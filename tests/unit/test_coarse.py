"""A coarse position holds the place, and tells no more of it however often it is asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from geo_app.geo.coarse import FINEST, coarse
from geo_app.geo.measure import distance_m
from geo_app.geo.tilekey import cell, point

LON, LAT = st.floats(73.0, 136.0), st.floats(3.0, 54.0)
WIDTHS = st.sampled_from([1.0, 250.0, 500.0, 1_000.0, 5_000.0, 30_000.0])


@given(LON, LAT, WIDTHS, st.floats(0.0, 5_000.0))
def test_the_circle_holds_the_place_and_its_own_doubt(
    lon: float, lat: float, width: float, known: float
) -> None:
    shown = coarse(cell(point(lon, lat), FINEST), known, width)
    # the middle is told to five places: a metre
    apart = distance_m(Point(shown.lon, shown.lat), Point(lon, lat))
    assert apart + known <= shown.radius_m + 1.5


@given(LON, LAT, WIDTHS)
def test_a_square_is_at_least_as_wide_as_the_setting_says(
    lon: float, lat: float, width: float
) -> None:
    shown = coarse(cell(point(lon, lat), FINEST), 0.0, width)
    # far north the finest square is narrower than at the equator; it is never asked to be finer
    assert shown.side_m >= min(width, 170.0) * 0.99
    assert shown.side_m <= max(width, 310.0) * 2.05


@given(LON, LAT, st.floats(0, 1), st.floats(0, 1), WIDTHS)
def test_all_places_of_a_square_are_shown_as_one(
    lon: float, lat: float, east: float, north: float, width: float
) -> None:
    """So no number of views, and no moving about inside the square, tells where it is."""
    one = coarse(cell(point(lon, lat), FINEST), 20.0, width)
    metres = 111_320.0
    other_lon = one.lon + (east - 0.5) * 0.9 * one.side_m / metres
    other_lat = one.lat + (north - 0.5) * 0.5 * one.side_m / metres
    assert coarse(cell(point(other_lon, other_lat), FINEST), 20.0, width) == one


@given(LON, LAT)
def test_a_finer_setting_gives_a_square_inside_the_coarser_one(lon: float, lat: float) -> None:
    """Two answers under two settings cut nothing that is finer than the finer of them."""
    number = cell(point(lon, lat), FINEST)
    fine, wide = coarse(number, 0.0, 500.0), coarse(number, 0.0, 4_000.0)
    half = (wide.side_m - fine.side_m) / 2
    assert abs(fine.lon - wide.lon) * 111_320 * 0.55 <= half * 1.01 + 2
