"""The bytes of a vector tile, read by two programs that are not ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pyogrio
import pytest

from geo_app.geo.vector_tile import EXTENT, Drawing, Kind, Layer, encode, lines, points, polygons

SQUARE = [(10, 10), (90, 10), (90, 90), (10, 90), (10, 10)]
HOLE = [(30, 30), (60, 30), (60, 60), (30, 60)]


def tile(*drawings: Drawing, **columns: Any) -> bytes:
    layer = Layer("things")
    layer.add(drawings, columns)
    return encode([layer])


def read(content: bytes) -> list[dict[str, Any]]:
    """Features as ``mapbox_vector_tile`` sees them, y to the south as in the bytes."""
    decoded = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    features: list[dict[str, Any]] = decoded["things"]["features"]
    return features


def shape(content: bytes) -> tuple[str, Any]:
    [feature] = read(content)
    return feature["geometry"]["type"], feature["geometry"]["coordinates"]


def test_the_example_of_the_specification_has_its_very_bytes() -> None:
    """4.3.5.1 to 4.3.5.6: the command integers of the published examples."""
    assert list(points([(25, 17)]).commands) == [9, 50, 34]
    assert list(points([(5, 7), (3, 2)]).commands) == [17, 10, 14, 3, 9]
    assert list(lines([[(2, 2), (2, 10), (10, 10)]]).commands) == [9, 4, 4, 18, 0, 16, 16, 0]
    two = lines([[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]])
    assert list(two.commands) == [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]
    ring = polygons([[[(3, 6), (8, 12), (20, 34), (3, 6)]]])
    assert list(ring.commands) == [9, 6, 12, 18, 10, 12, 24, 44, 15]


def test_a_tile_says_its_version_its_extent_and_its_layers() -> None:
    decoded = mapbox_vector_tile.decode(tile(points([(1, 2)])))
    assert list(decoded) == ["things"]
    assert (decoded["things"]["version"], decoded["things"]["extent"]) == (2, EXTENT)


def test_nothing_to_show_is_no_bytes_at_all() -> None:
    empty = Layer("empty")
    empty.add([lines([[(3, 3), (3, 3)]])], {"name": ["shrunk"]})
    assert len(empty) == 0
    assert encode([]) == encode([empty]) == b""


def test_values_keep_their_kind_and_none_is_absent() -> None:
    given = ["文字", "", True, False, 0, -7, 2**40, -(2**40), 2.5, -0.25, 1, 1.0, None]
    content = tile(*(points([(n, n)]) for n in range(len(given))), value=given)
    seen = [feature["properties"].get("value") for feature in read(content)]
    assert [(type(each), each) for each in seen] == [(type(each), each) for each in given]


def test_a_name_and_a_value_are_written_once() -> None:
    marks = [points([(n, n)]) for n in range(100)]
    content = tile(*marks, status=["standing-as-told"] * 100)
    assert content.count(b"standing-as-told") == 1
    assert content.count(b"status") == 1
    assert b"verdict" not in tile(*marks, verdict=[None] * 100)


def test_features_of_two_tables_share_names_and_values() -> None:
    layer = Layer("things")
    layer.add([points([(1, 1)])], {"a": ["same"], "b": [1]}, [7])
    layer.add([points([(2, 2)])], {"b": [1], "a": ["same"]})
    content = encode([layer])
    assert content.count(b"same") == 1
    assert [each["properties"] for each in read(content)] == [{"a": "same", "b": 1}] * 2
    assert read(content)[0]["id"] == 7


def test_columns_have_a_value_for_each_drawing() -> None:
    with pytest.raises(ValueError, match="column"):
        Layer("things").add([points([(1, 1)])], {"a": [1, 2]})
    with pytest.raises(OverflowError):
        Layer("things").add([points([(1, 1)])], {"a": [2**64]})


def test_coordinates_may_lie_in_the_buffer() -> None:
    assert shape(tile(points([(-64, 4160)]))) == ("Point", [-64, 4160])
    assert shape(tile(points([(-2, 5), (4095, 0)]))) == ("MultiPoint", [[-2, 5], [4095, 0]])


def test_a_line_keeps_its_direction_and_loses_repeats() -> None:
    path = [(0, 0), (0, 0), (5, 5), (5, 5), (9, 0)]
    assert shape(tile(lines([path]))) == ("LineString", [[0, 0], [5, 5], [9, 0]])
    several = lines([[(0, 0), (9, 9)], [(3, 3), (3, 3)], [(9, 0), (0, 9)]])
    assert shape(tile(several)) == ("MultiLineString", [[[0, 0], [9, 9]], [[9, 0], [0, 9]]])


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1], SQUARE[:-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_rings_turn_as_the_specification_asks(
    outer: list[tuple[int, int]], hole: list[tuple[int, int]]
) -> None:
    [(shell, inner)] = [shape(tile(polygons([[outer, hole]])))[1]]
    assert doubled_area(shell) == 2 * 80 * 80
    assert doubled_area(inner) == -2 * 30 * 30


def doubled_area(ring: list[list[int]]) -> int:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)


def test_what_has_no_area_on_the_grid_is_left_out() -> None:
    flat = [(5, 5), (9, 9), (7, 7)]
    assert polygons([[flat, HOLE]]) == Drawing(Kind.POLYGON, b"")
    assert polygons([[SQUARE, flat]]) == polygons([[SQUARE]])


def test_gdal_reads_what_we_write(tmp_path: Path) -> None:
    """GDAL places a tile by its path: 3/6/3 has its corner at 90° E, 40.98° N."""
    layer = Layer("things")
    layer.add(
        [points([(0, 0)]), lines([[(0, 0), (4096, 4096)]]), polygons([[SQUARE, HOLE]])],
        {"name": ["点", "线", "面"], "n": [1, -2, 3], "late": [True, None, False]},
    )
    path = tmp_path / "3" / "6" / "3.mvt"
    path.parent.mkdir(parents=True)
    path.write_bytes(encode([layer]))
    frame = pyogrio.read_dataframe(path, layer="things").to_crs(4326)
    assert list(frame["name"]) == ["点", "线", "面"]
    assert list(frame["n"]) == [1, -2, 3]
    assert frame.geometry.geom_type.str.removeprefix("Multi").to_list() == [
        "Point",
        "LineString",
        "Polygon",
    ]
    assert frame.geometry[0].coords[0] == pytest.approx((90, 40.979898))
    assert frame.geometry[2].is_valid
