"""Known keys and tiles, the edges of the world, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from shapely.geometry import LineString, MultiPoint, Point, box

from geo_app.geo import covering, tilekey
from geo_app.geo.tilekey import SCALE, SIDE, Tile

EDGE = 85.0511287798066


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "tile"),
    [
        # by the formula of the OpenStreetMap wiki, "Slippy map tilenames"
        (114.30, 34.80, 10, (837, 406)),
        (114.30, 34.80, 18, (214302, 104012)),
        (0.0, 0.0, 1, (1, 1)),
        (-0.000001, 0.000001, 1, (0, 0)),
        (-180.0, EDGE, 5, (0, 0)),
        (179.9999, -EDGE, 5, (31, 31)),
    ],
)
def test_known_tiles(lon: float, lat: float, zoom: int, tile: tuple[int, int]) -> None:
    assert Tile.of(tilekey.point(lon, lat), zoom) == (zoom, *tile)


def test_the_poles_and_the_date_line_have_a_tile() -> None:
    assert tilekey.column_row(tilekey.point(10, 90))[1] == 0
    assert tilekey.column_row(tilekey.point(10, -90))[1] == SIDE - 1
    assert tilekey.point(180, 0) == tilekey.point(-180, 0)
    assert tilekey.column_row(tilekey.point(180, 0))[0] == 0
    assert tilekey.point(190, 12) == tilekey.point(-170, 12)
    assert tilekey.column_row(tilekey.point(math.nextafter(-180, -200), 0))[0] == SIDE - 1


def test_a_border_belongs_to_the_east_and_the_south() -> None:
    assert tilekey.column_row(tilekey.point(0, 0)) == (SIDE // 2, SIDE // 2)
    assert Tile.of(tilekey.point(90, 0), 2).x == 3


def test_the_quadrants_follow_the_curve() -> None:
    assert [tile[1:] for tile in Tile(0, 0, 0).children] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert [tile.cell for tile in Tile(0, 0, 0).children] == [0, 1, 2, 3]
    assert Tile(SCALE, SIDE - 1, SIDE - 1).cell == 4**SCALE - 1 < 2**62


def test_the_world_has_its_bounds() -> None:
    assert Tile(0, 0, 0).bbox == pytest.approx((-180, -EDGE, 180, EDGE), abs=1e-12)
    assert Tile(1, 1, 0).bbox == pytest.approx((0, 0, 180, EDGE), abs=1e-12)


@pytest.mark.parametrize("lonlat", [(math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf)])
def test_what_is_no_number_has_no_key(lonlat: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        tilekey.point(*lonlat)
    with pytest.raises(ValueError, match="finite"):
        tilekey.points([0, lonlat[0]], [0, lonlat[1]])


def test_no_points_have_no_keys() -> None:
    assert tilekey.points([], []).dtype == np.int64


@pytest.mark.parametrize("tile", [(0, 1, 0), (-1, 0, 0), (2, 4, 0), (2, 0, -1), (32, 0, 0)])
def test_tiles_that_do_not_exist(tile: tuple[int, int, int]) -> None:
    assert not Tile(*tile).exists
    assert Tile(2, 3, 3).exists


def test_there_is_no_tile_above_the_world_nor_under_a_key() -> None:
    with pytest.raises(ValueError, match="world"):
        _ = Tile(0, 0, 0).parent
    with pytest.raises(ValueError, match="single key"):
        _ = Tile(SCALE, 0, 0).children
    with pytest.raises(ValueError, match="larger"):
        tilekey.cells_of(Tile(5, 0, 0), 4)


def test_ranges_of_a_box_are_tight() -> None:
    """At 16 ranges a box of a county is less than half as much again."""
    west, south, east, north = bbox = (114.21, 34.71, 114.53, 34.93)
    found = tilekey.ranges(bbox)
    left, top = tilekey.column_row(tilekey.point(west, north))
    right, bottom = tilekey.column_row(tilekey.point(east, south))
    area = (right - left) * (bottom - top)
    assert area <= sum(last - first for first, last in found) < 1.5 * area


def test_ranges_go_across_the_date_line_and_round_the_world() -> None:
    fiji = tilekey.ranges((177, -20, -178, -15))
    inside, outside = tilekey.point(179.5, -17), tilekey.point(0, -17)
    assert any(first <= inside < last for first, last in fiji)
    assert not any(first <= outside < last for first, last in fiji)
    assert any(f <= tilekey.point(180, -17) < e for f, e in tilekey.ranges((170, -20, 180, -15)))
    world = [(0, 4**SCALE)]
    assert tilekey.ranges((-180, -90, 180, 90)) == world
    assert tilekey.ranges((10.1, -90, 10.0, 90)) == world


def test_a_box_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="south"):
        tilekey.ranges((0, 10, 1, 9))
    with pytest.raises(ValueError, match="south"):
        tilekey.ranges((0, math.nan, 1, 9))


def test_a_covering_is_small_and_close() -> None:
    river = LineString([(114.30, 34.80), (114.32, 34.81), (114.36, 34.79)])
    cells = covering.cover(river)
    assert len(cells) <= covering.MOST
    far = covering.touching(Tile.of(tilekey.point(114.31, 34.70), 12))
    assert not any(far[0] <= cell < far[1] or cell in far[2] for cell in cells)
    assert len(covering.cover(Point(114.3, 34.8))) == 1
    assert len(covering.cover(MultiPoint([(0.1, 0.1), (100.1, 50.1)]))) == 2


def test_a_covering_of_the_world_reaches_both_its_edges() -> None:
    cells = covering.cover(box(-180, -90, 180, 90))
    for lon in (-179.9, 179.9):
        first, last, around = covering.touching(Tile.of(tilekey.point(lon, 0.1), 6))
        assert any(first <= cell < last or cell in around for cell in cells)


def test_the_same_geometry_has_the_same_covering() -> None:
    shape = Point(114.3, 34.8).buffer(0.02)
    assert covering.cover(shape) == covering.cover(shape)
