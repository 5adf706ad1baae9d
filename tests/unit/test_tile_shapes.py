"""Lines and polygons on the grid of a tile."""

from __future__ import annotations

import json
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry

from geo_app.geo.tile_shapes import BUFFER, FINEST, MOST_CORNERS, drawings
from geo_app.geo.tilekey import SIDE, Tile, degrees
from geo_app.geo.vector_tile import EXTENT, Kind, Layer, encode

TILE = Tile(10, 837, 409)
ROOM = box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)


def read(*geometries: Any, tile: Tile = TILE, tolerance: float = FINEST) -> list[Any]:
    """The geometries as a reader of the tile sees them; None where nothing is left."""
    drawn = drawings([json.dumps(mapping(each)) for each in geometries], tile, tolerance)
    found = []
    for drawing in drawn:
        layer = Layer("shapes")
        layer.add([drawing], {})
        content = encode([layer])
        decoded = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
        found.append(shape(decoded["shapes"]["features"][0]["geometry"]) if content else None)
    return found


def at(column: float, row: float) -> tuple[float, float]:
    return on(TILE, column, row)


def test_the_tile_itself_fills_the_tile() -> None:
    [whole] = read(box(*TILE.bbox))
    assert whole.bounds == (0, 0, EXTENT, EXTENT)


def test_what_sticks_out_is_cut_off_at_the_buffer() -> None:
    [wide, road] = read(box(100, 30, 130, 40), LineString([at(-1, 0.5), at(2, 0.5)]))
    assert wide.bounds == ROOM.bounds
    assert (road.bounds[0], road.bounds[2]) == (-BUFFER, EXTENT + BUFFER)
    assert road.geom_type == "LineString"


def test_what_is_elsewhere_is_nothing() -> None:
    assert read(box(0, 0, 1, 1), LineString([(0, 0), (1, 1)])) == [None, None]


def test_what_is_smaller_than_the_grid_is_nothing() -> None:
    (lon, lat), speck = at(0.5, 0.5), 1e-7
    assert read(box(lon, lat, lon + speck, lat + speck)) == [None]


def test_holes_and_parts_stay() -> None:
    outer = Polygon(
        [at(0.1, 0.1), at(0.9, 0.1), at(0.9, 0.9), at(0.1, 0.9)],
        [[at(0.3, 0.3), at(0.6, 0.3), at(0.6, 0.6), at(0.3, 0.6)]],
    )
    island = Polygon([at(0.92, 0.1), at(0.98, 0.1), at(0.98, 0.2)])
    [found] = read(MultiPolygon([outer, island]))
    assert found.geom_type == "MultiPolygon"
    assert [len(part.interiors) for part in found.geoms] == [1, 0]


def test_a_line_that_crosses_itself_stays_one_line_in_its_direction() -> None:
    loop = LineString([at(0.1, 0.1), at(0.9, 0.9), at(0.9, 0.1), at(0.1, 0.9)])
    [found] = read(loop)
    assert found.geom_type == "LineString"
    assert found.coords[0][0] == pytest.approx(0.1 * EXTENT, abs=2)
    assert found.coords[0][1] == pytest.approx(0.1 * EXTENT, abs=2)
    assert len(found.coords) == 4


def test_no_more_corners_than_can_be_seen() -> None:
    wave = LineString([at(0.1 + n / 2000, 0.5 + (n % 2) / 5000) for n in range(1500)])
    [fine] = read(wave, tolerance=0.1)
    [plain] = read(wave)
    assert len(fine.coords) > 1000
    assert len(plain.coords) == 2


def test_ten_thousand_spikes_are_thinned_before_they_are_simplified() -> None:
    turns = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    radii = 0.3 + 0.1 * (np.arange(len(turns)) % 2)
    star = Polygon(
        [at(0.5 + r * np.cos(t), 0.5 + r * np.sin(t)) for r, t in zip(radii, turns, strict=True)]
    )
    [found] = read(star)
    assert 3 < shapely.get_num_coordinates(found) <= MOST_CORNERS
    assert found.bounds == pytest.approx(
        [0.1 * EXTENT, 0.1 * EXTENT, 0.9 * EXTENT, 0.9 * EXTENT], abs=0.11 * EXTENT
    )


def test_a_sieve_loses_its_holes_before_its_outline() -> None:
    holes = [
        box(x, y, x + 1e-6, y + 1e-6).exterior
        for x, y in (at(0.2 + n % 60 / 100, 0.2 + n // 60 / 100) for n in range(3600))
    ]
    [found] = read(Polygon(box(*at(0.1, 0.9), *at(0.9, 0.1)).exterior, holes))
    assert (len(found.interiors), len(found.exterior.coords)) == (0, 5)


def test_an_archipelago_is_drawn_with_all_of_its_islands() -> None:
    corners = [at(x / 60, y / 60) for x in range(60) for y in range(60)]
    size = at(1 / 150, 0)[0] - at(0, 0)[0]
    islands = MultiPolygon([box(x, y, x + size, y + size) for x, y in corners])
    [found] = read(islands)
    assert len(found.geoms) == 3600


# of the side of a tile; GEOS, which measures here, divides by what is shorter by hundreds of digits
PART = st.integers(0, 10**12).map(lambda n: n / 10**12)


def test_nothing_in_is_nothing_out() -> None:
    assert drawings([], TILE) == []


@given(
    st.lists(PART, min_size=3, max_size=12),
    st.lists(PART, min_size=3, max_size=12),
    st.sampled_from([Tile(0, 0, 0), Tile(10, 837, 409), Tile(18, 214420, 104918)]),
)
def test_a_valid_polygon_is_drawn_validly_where_it_is(
    columns: list[float], rows: list[float], tile: Tile
) -> None:
    outline = shapely.convex_hull(shapely.multipoints(list(zip(columns, rows, strict=False))))
    if outline.geom_type != "Polygon":
        return
    polygon = shapely.transform(outline, lambda places: np.array([on(tile, *p) for p in places]))
    [drawing] = drawings([json.dumps(mapping(polygon))], tile)
    assert drawing.kind is Kind.POLYGON
    [found] = read(polygon, tile=tile, tolerance=1.0)
    if found is not None:
        assert found.is_valid
        assert ROOM.covers(found)
        seen = shapely.intersection(scaled(outline), ROOM)
        # GEOS measures no edge whose length is next to nothing: it divides by it
        expected = shapely.set_precision(seen, 1e-6)
        assert shapely.hausdorff_distance(expected, found) < 6


def on(tile: Tile, column: float, row: float) -> tuple[float, float]:
    """Degrees of a place in a tile, given in its width and height."""
    size = SIDE >> tile.z
    lon, lat = degrees((tile.x + column) * size, (tile.y + row) * size)
    return max(-180.0, min(180.0, lon)), lat


def scaled(outline: BaseGeometry) -> BaseGeometry:
    return shapely.transform(outline, lambda places: places * EXTENT)
