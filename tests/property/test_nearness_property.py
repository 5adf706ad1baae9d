"""A box is never nearer than was said."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo_app.geo.nearness import distances_m, least_distance_m

LON, LAT = st.floats(-180, 180), st.floats(-90, 90)
SHARE = st.floats(0, 1)


@given(LON, LAT, LON, LAT, LON, LAT, SHARE, SHARE)
def test_no_point_of_a_box_is_nearer_than_its_least_distance(
    lon: float, lat: float, a: float, b: float, c: float, d: float, across: float, up: float
) -> None:
    west, east, south, north = min(a, c), max(a, c), min(b, d), max(b, d)
    inside = west + (east - west) * across, south + (north - south) * up
    [metres] = distances_m(lon, lat, [min(inside[0], east)], [min(inside[1], north)])
    assert least_distance_m(lon, lat, (west, south, east, north)) <= metres + 1e-3


@given(LON, LAT)
def test_a_point_in_the_box_is_no_distance_away(lon: float, lat: float) -> None:
    assert least_distance_m(lon, lat, (lon - 1, lat - 1, lon + 1, lat + 1)) == 0


@given(LON, LAT, LON, LAT)
def test_the_least_distance_to_a_point_is_nearly_the_distance(
    lon: float, lat: float, other_lon: float, other_lat: float
) -> None:
    [metres] = distances_m(lon, lat, [other_lon], [other_lat])
    least = least_distance_m(lon, lat, (other_lon, other_lat, other_lon, other_lat))
    # nearly opposite points may be reached over a pole
    assert 0.985 * metres - 1 <= least <= metres + 1e-3


def test_many_distances_are_those_of_each() -> None:
    lons, lats = np.array([114.0, 114.5, -60.0]), np.array([34.0, 34.5, -20.0])
    many = distances_m(114.2, 34.2, lons, lats)
    each = [distances_m(114.2, 34.2, [x], [y])[0] for x, y in zip(lons, lats, strict=True)]
    assert many.tolist() == each
