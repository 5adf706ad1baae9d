"""Datums: known values, exact round trips, and neighbours that are not shifted."""

from __future__ import annotations

import numpy as np
import pytest

from geo_app.geo import datum


def metres(lon1, lat1, lon2, lat2):
    """Plane distance, good to a percent over a few hundred metres."""
    east = (np.asarray(lon1) - lon2) * 111_320 * np.cos(np.radians(lat2))
    return np.hypot(east, (np.asarray(lat1) - lat2) * 110_950)


def test_gcj02_agrees_with_gcoord():
    lon, lat = datum.gcj02_to_wgs84(114.3637, 34.8594)
    assert (round(lon, 6), round(lat, 6)) == (114.357768, 34.860135)


def test_gauss_krueger_with_and_without_zone_prefix():
    east, north = datum.to_gauss_krueger(114.3076, 34.7972)
    assert (round(east, 3), round(north, 3)) == (528149.393, 3852137.651)
    east, _ = datum.to_gauss_krueger(114.3076, 34.7972, epsg=4526)
    assert round(east, 3) == 38528149.393
    lon, lat = datum.from_gauss_krueger(528149.393, 3852137.651)
    assert metres(lon, lat, 114.3076, 34.7972) < 1e-2


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
        (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
        (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
        (datum.to_gauss_krueger, datum.from_gauss_krueger),
    ],
)
def test_round_trip_over_henan_and_all_china_is_below_a_millimetre(there, back):
    random = np.random.default_rng(20211014)
    henan, china = (110.35, 31.38, 116.65, 36.37), (73, 18, 136, 54)
    if there is datum.to_gauss_krueger:
        china = (110, 18, 118, 54)  # a 3-degree zone is not meant for the ends of the country
    for west, south, east, north in (henan, china):
        lon = random.uniform(west, east, 20_000)
        lat = random.uniform(south, north, 20_000)
        again = back(*there(lon, lat))
        assert metres(*again, lon, lat).max() < 1e-3


def test_shift_in_henan_has_the_known_size():
    random = np.random.default_rng(7)
    lon, lat = random.uniform(110.35, 116.65, 10_000), random.uniform(31.38, 36.37, 10_000)
    shift = metres(*datum.wgs84_to_gcj02(lon, lat), lon, lat)
    assert shift.min() > 470
    assert shift.max() < 640


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(126.98, 37.57), (105.85, 21.03), (106.9, 47.9), (85.3, 27.7), (0.0, 51.5), (-74.0, 40.7)],
    ids=["Seoul", "Hanoi", "Ulaanbaatar", "Kathmandu", "Greenwich", "New York"],
)
def test_neighbours_inside_the_usual_rectangle_are_not_shifted(lon, lat):
    assert datum.wgs84_to_gcj02(lon, lat) == (lon, lat)
    assert datum.gcj02_to_wgs84(lon, lat) == (lon, lat)


def test_floats_give_floats_and_arrays_keep_their_shape():
    assert all(type(value) is float for value in datum.wgs84_to_bd09(114.3, 34.8))
    lon, lat = datum.wgs84_to_gcj02(np.full((2, 3), 114.3), np.full((2, 3), 34.8))
    assert lon.shape == lat.shape == (2, 3)
