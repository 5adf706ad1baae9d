"""Whatever is drawn and told, an independent reader finds it in the tile."""

from __future__ import annotations

import math
from typing import Any

import mapbox_vector_tile
from hypothesis import given
from hypothesis import strategies as st

from geo_app.geo.varint import packed, zigzag
from geo_app.geo.vector_tile import Kind, Layer, encode, lines, points, polygons

STEP = st.integers(-64, 4160)
POSITION = st.tuples(STEP, STEP)
PATH = st.lists(POSITION, min_size=2, max_size=20)
WHOLE = st.integers(-(2**63), 2**63 - 1)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
VALUE = st.none() | st.booleans() | WHOLE | NUMBER | st.text(max_size=12)
NAMES = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=5)


def read(layer: Layer) -> list[dict[str, Any]]:
    content = encode([layer])
    decoded = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    features: list[dict[str, Any]] = decoded[layer.name]["features"]
    return features


@given(st.data(), NAMES, st.integers(1, 30))
def test_every_property_comes_back_with_its_kind(
    data: st.DataObject, names: list[str], count: int
) -> None:
    column = st.lists(VALUE, min_size=count, max_size=count)
    columns = {name: data.draw(column) for name in names}
    numbers = data.draw(st.lists(st.integers(0, 2**64 - 1), min_size=count, max_size=count))
    layer = Layer("层")
    layer.add([points([(n, n)]) for n in range(count)], columns, numbers)
    seen = [each["properties"] for each in read(layer)]
    told = [
        {name: column[n] for name, column in columns.items() if column[n] is not None}
        for n in range(count)
    ]
    assert seen == told
    assert [kinds(each) for each in seen] == [kinds(each) for each in told]
    # the reader takes number 0 for none
    assert [each.get("id") or 0 for each in read(layer)] == numbers


def kinds(properties: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in properties.items()}


@given(st.data(), NAMES, st.lists(POSITION, min_size=1, max_size=60), st.booleans())
def test_single_points_are_the_same_bytes_as_drawings(
    data: st.DataObject, names: list[str], positions: list[tuple[int, int]], numbered: bool
) -> None:
    count = len(positions)
    columns = {name: data.draw(st.lists(VALUE, min_size=count, max_size=count)) for name in names}
    number = st.integers(0, 2**64 - 1)
    numbers = data.draw(st.lists(number, min_size=count, max_size=count)) if numbered else None
    drawn, told = Layer("a"), Layer("a")
    drawn.add([points([position]) for position in positions], columns, numbers)
    told.add_points(positions, columns, numbers)
    assert len(told) == count
    assert told.to_bytes() == drawn.to_bytes()


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_numbers_come_back(numbers: list[int]) -> None:
    found, number, shift = [], 0, 0
    for byte in packed(numbers):
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(number)
            number = shift = 0
    assert found == numbers


@given(WHOLE)
def test_signs_come_back(number: int) -> None:
    told = zigzag(number)
    assert told >= 0
    assert (told >> 1 ^ -(told & 1)) == number


@given(st.lists(st.lists(POSITION, min_size=1, max_size=5), min_size=1, max_size=20))
def test_points_come_back(stacks: list[list[tuple[int, int]]]) -> None:
    layer = Layer("points")
    layer.add([points(stack) for stack in stacks], {})
    for stack, feature in zip(stacks, read(layer), strict=True):
        found = feature["geometry"]["coordinates"]
        assert [tuple(each) for each in (found if len(stack) > 1 else [found])] == stack


@given(st.lists(PATH, min_size=1, max_size=4))
def test_lines_come_back_without_repeats(paths: list[list[tuple[int, int]]]) -> None:
    kept = [[p for n, p in enumerate(path) if n == 0 or p != path[n - 1]] for path in paths]
    kept = [path for path in kept if len(path) > 1]
    layer = Layer("lines")
    layer.add([lines(paths)], {})
    assert len(layer) == bool(kept)
    if kept:
        [feature] = read(layer)
        found = feature["geometry"]["coordinates"]
        found = found if len(kept) > 1 else [found]
        assert [[tuple(each) for each in path] for path in found] == kept


@given(STEP, STEP, st.integers(3, 24), st.integers(10, 900), st.booleans(), st.booleans())
def test_polygons_come_back_with_the_turn_that_is_asked(
    x: int, y: int, corners: int, radius: int, turned: bool, hole_turned: bool
) -> None:
    shell, hole = circle(x, y, corners, radius), circle(x, y, corners, radius / 3)
    layer = Layer("polygons")
    layer.add([polygons([[turn(shell, turned), turn(hole, hole_turned)]])], {})
    [feature] = read(layer)
    outer, inner = feature["geometry"]["coordinates"]
    assert doubled_area(outer) > 0 > doubled_area(inner)
    for ring, given_ring in ((outer, shell), (inner, hole)):
        assert {tuple(each) for each in ring} == set(given_ring)
        assert ring[0] == ring[-1]
        assert abs(doubled_area(ring)) == abs(doubled_area(given_ring))


def circle(x: int, y: int, corners: int, radius: float) -> list[tuple[int, int]]:
    turns = [2 * math.pi * n / corners for n in range(corners)]
    return [(round(x + radius * math.cos(t)), round(y + radius * math.sin(t))) for t in turns]


def turn(ring: list[tuple[int, int]], turned: bool) -> list[tuple[int, int]]:
    return ring[::-1] if turned else ring


def doubled_area(ring: list[Any]) -> int:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)


@given(st.lists(st.lists(PATH, min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_rings_give_a_drawing_that_can_be_read(
    shapes: list[list[list[tuple[int, int]]]],
) -> None:
    drawing = polygons(shapes)
    assert drawing.kind is Kind.POLYGON
    layer = Layer("rings")
    layer.add([drawing], {})
    if drawing.commands:
        [feature] = read(layer)
        assert feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}
