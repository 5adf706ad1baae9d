"""Keys of any point, tiles of any zoom, ranges of any box."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo_app.geo import covering, tilekey
from geo_app.geo.tilekey import SCALE, SIDE, Tile

LONS = st.floats(-180, 180, allow_subnormal=False) | st.sampled_from([-180.0, 0.0, 90.0, 180.0])
LATS = st.floats(-90, 90, allow_subnormal=False) | st.sampled_from(
    [-90.0, -85.06, 0.0, 85.06, 90.0]
)
POINTS = st.tuples(LONS, LATS)
ZOOMS = st.integers(0, SCALE)
KEYS = st.integers(0, 4**SCALE - 1)


@st.composite
def tiles(draw: st.DrawFn, most: int = SCALE) -> Tile:
    z = draw(st.integers(0, most))
    return Tile(z, draw(st.integers(0, 2**z - 1)), draw(st.integers(0, 2**z - 1)))


@given(where=POINTS, zoom=ZOOMS)
def test_a_point_is_in_one_tile_of_a_zoom(where: tuple[float, float], zoom: int) -> None:
    key = tilekey.point(*where)
    tile = Tile.of(key, zoom)
    assert tile.exists
    first, last = tile.keys
    assert first <= key < last
    x, y = tile.x, tile.y
    beside = [Tile(zoom, x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]
    for other in beside:
        if other.exists:
            assert not other.keys[0] <= key < other.keys[1]


@given(where=POINTS, zoom=ZOOMS)
def test_a_tile_reaches_round_its_points(where: tuple[float, float], zoom: int) -> None:
    lon, lat = where
    west, south, east, north = Tile.of(tilekey.point(lon, lat), zoom).bbox
    # nearer to the antimeridian than a number of the grid can tell, a point is on it
    assert west - 1e-13 <= (lon if lon < 180 - 1e-12 else -180.0) < east
    if abs(lat) < 85.05:
        assert south - 1e-9 <= lat <= north + 1e-9


@given(tile=tiles(SCALE - 1))
def test_the_keys_of_the_quarters_are_those_of_the_tile(tile: Tile) -> None:
    quarters = tile.children
    ranges = [quarter.keys for quarter in quarters]
    assert (ranges[0][0], ranges[-1][1]) == tile.keys
    assert all(before[1] == after[0] for before, after in pairwise(ranges))
    assert {quarter.parent for quarter in quarters} == {tile}
    assert tilekey.cells_of(tile, tile.z + 1) == (quarters[0].cell, quarters[3].cell + 1)


@given(key=KEYS, level=ZOOMS)
def test_a_key_leads_to_its_place_and_back(key: int, level: int) -> None:
    x, y = tilekey.column_row(key)
    assert Tile(SCALE, x, y).cell == key
    tile = Tile.of(key, level)
    assert tile.cell == tilekey.cell(key, level)
    assert tilekey.keys_of(tile.cell, level) == tile.keys
    assert tilekey.column_row(tile.cell) == (x >> SCALE - level, y >> SCALE - level)


@given(x=st.integers(0, SIDE - 1), y=st.integers(0, SIDE - 1))
def test_the_middle_of_a_cell_is_in_it(x: int, y: int) -> None:
    assert tilekey.column_row(tilekey.point(*tilekey.degrees(x + 0.5, y + 0.5))) == (x, y)


@given(where=st.lists(POINTS, max_size=40))
def test_many_points_have_the_keys_that_each_has(where: list[tuple[float, float]]) -> None:
    lons, lats = [lon for lon, _ in where], [lat for _, lat in where]
    keys = tilekey.points(lons, lats)
    assert keys.tolist() == [tilekey.point(*each) for each in where]
    columns, rows = tilekey.columns_rows(keys)
    assert list(zip(columns.tolist(), rows.tolist(), strict=True)) == [
        tilekey.column_row(key) for key in keys.tolist()
    ]


@given(lon=LONS, south=LATS, north=LATS)
def test_rows_grow_to_the_south(lon: float, south: float, north: float) -> None:
    low, high = sorted((south, north))
    above = tilekey.column_row(tilekey.point(lon, high))[1]
    below = tilekey.column_row(tilekey.point(lon, low))[1]
    assert above <= below or high - low < 1e-12


@given(
    corners=st.tuples(LONS, LATS, LONS, LATS),
    inside=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    most=st.integers(1, 40),
)
def test_ranges_hold_every_point_of_a_box(
    corners: tuple[float, float, float, float], inside: tuple[float, float], most: int
) -> None:
    west, one, east, other = corners
    south, north = sorted((one, other))
    found = tilekey.ranges((west, south, east, north), most)
    assert len(found) <= most
    assert all(before[1] < after[0] for before, after in pairwise(found))
    width = east - west if west <= east else east - west + 360
    lon = min(west + inside[0] * width, west + width)
    lon, lat = lon - 360 if lon > 180 else lon, south + inside[1] * (north - south)
    key = tilekey.point(lon, min(lat, north))
    assert any(first <= key < last for first, last in found)


@given(
    around=st.tuples(st.floats(-170, 170), st.floats(-80, 80)),
    size=st.floats(1e-6, 5.0),
    line=st.booleans(),
    zoom=st.integers(0, 20),
)
def test_a_line_or_polygon_is_found_in_each_tile_that_it_touches(
    around: tuple[float, float], size: float, line: bool, zoom: int
) -> None:
    lon, lat = around
    shape: BaseGeometry = (
        LineString([(lon, lat), (lon + size, lat + size / 2)])
        if line
        else Point(lon, lat).buffer(size)
    )
    cells = covering.cover(shape)
    assert 1 <= len(cells) <= covering.MOST
    assert list(cells) == sorted(set(cells))
    for x, y in shapely.get_coordinates(shape)[:8]:
        first, last, around_it = covering.touching(Tile.of(tilekey.point(x, y), zoom))
        assert any(first <= cell < last or cell in around_it for cell in cells)


@given(tile=tiles(12), deeper=st.integers(1, 8))
def test_cells_inside_a_tile_are_one_range_and_those_around_it_its_ancestors(
    tile: Tile, deeper: int
) -> None:
    first, last, around = covering.touching(tile)
    assert first <= covering.number(tile) < last
    inner = tile
    for _ in range(deeper):
        inner = inner.children[3]
    assert first <= covering.number(inner) < last
    assert covering.number(tile) in covering.touching(inner)[2]
    if tile.z:
        assert covering.number(tile.parent) in around
        beside = tile.parent.children[0]
        assert beside == tile or not first <= covering.number(beside) < last
    assert np.int64(covering.number(tile)) > 0
