"""A position that does not tell the spot still tells the truth: the site lies within its circle."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, mapping

from geo_app.geo.measure import distance_m
from geo_app.reports.map_file.blur import blurred
from geo_app.store.models import Site

LONS = st.floats(70, 140)
LATS = st.floats(-60, 60)
SECRETS = st.binary(min_size=32, max_size=32)


def site(lon: float, lat: float, radius: float | None, end: tuple[float, float] | None) -> Site:
    line = end and LineString([(lon, lat), (lon + end[0], lat + end[1])])
    geometry = orjson.dumps(mapping(line)).decode() if line else None
    return Site(id=f"{lon}", lon=lon, lat=lat, radius_m=radius, geometry=geometry)


@given(
    lon=LONS, lat=LATS, secret=SECRETS,
    radius=st.none() | st.floats(0, 5000),
    end=st.none() | st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05)),
    jitter=st.floats(100, 5000),
)  # fmt: skip
def test_the_circle_holds_all_of_the_site(
    lon: float, lat: float, secret: bytes, radius: float | None,
    end: tuple[float, float] | None, jitter: float,
) -> None:  # fmt: skip
    placed = site(lon, lat, radius, end)
    x, y, circle = blurred(placed, secret, jitter)
    for corner in [(lon, lat), *([(lon + end[0], lat + end[1])] if end else [])]:
        assert distance_m(Point(x, y), Point(corner)) + (radius or 0) <= circle
    assert blurred(placed, secret, jitter) == (x, y, circle)
    assert (round(x, 3), round(y, 3)) == (x, y)


@given(lon=LONS, lat=LATS, secrets=st.lists(SECRETS, min_size=40, max_size=40, unique=True))
def test_the_circle_says_nothing_of_the_way_and_the_way_follows_from_the_key(
    lon: float, lat: float, secrets: list[bytes]
) -> None:
    found = [blurred(site(lon, lat, 20.0, None), secret, 1000.0) for secret in secrets]
    assert len({radius for *_, radius in found}) <= 2  # rounding: the latitude tells a little
    ways = [distance_m(Point(x, y), Point(lon, lat)) for x, y, _ in found]
    assert len({(x, y) for x, y, _ in found}) > 20
    # evenly over the disc: a half of its area lies beyond 0.7 of its radius
    assert 5 <= sum(way > 707 for way in ways) <= 35
