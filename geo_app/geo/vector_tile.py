"""Mapbox Vector Tile 2.1, written by hand: layers of points, lines and polygons as protobuf bytes.

Coordinates are whole numbers of the tile's grid, (0, 0) in the north-west corner, x to the east
and y to the south; what lies beyond 0 … ``EXTENT`` is the buffer. Source: Vector Tile
Specification 2.1 (message types of its ``vector_tile.proto``; 4.3 geometry, 4.4 attributes);
wire types of the Protocol Buffers encoding guide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import repeat
from typing import Any

from geo_app.geo.varint import packed, varint, zigzag

EXTENT = 4096
"""Steps of the grid along one side of a tile."""

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"

Position = tuple[int, int]
Value = str | bool | int | float

_VERSION = 2
_MOVE_TO, _LINE_TO, _CLOSE_PATH = 1, 2, 7
_NOTHING = type(None)


class Kind(IntEnum):
    """What a feature is, as the specification numbers it."""

    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A geometry as drawing commands.

    Attributes:
        kind: What the commands draw.
        commands: Command and parameter integers, packed; empty where nothing is left on the grid.
    """

    kind: Kind
    commands: bytes


def points(positions: Iterable[Position]) -> Drawing:
    """One point, or several that belong together."""
    given = list(positions)
    commands: list[int] = []
    if given:
        commands.append(_command(_MOVE_TO, len(given)))
        _move(commands, (0, 0), given)
    return Drawing(Kind.POINT, packed(commands))


def lines(paths: Iterable[Iterable[Position]]) -> Drawing:
    """One line, or several; what shrinks to a point on the grid is left out."""
    commands: list[int] = []
    pen = (0, 0)
    for path in paths:
        positions = _without_repeats(path)
        if len(positions) > 1:
            pen = _draw(commands, pen, positions)
    return Drawing(Kind.LINE, packed(commands))


def polygons(shapes: Iterable[Iterable[Iterable[Position]]]) -> Drawing:
    """One polygon, or several; each is its outer ring and then its holes.

    Rings may be given closed or open, and either way round: an outer ring is written with a
    positive area by the surveyor's formula, a hole with a negative one (4.3.4.4). Rings that have
    no area on the grid are left out, a polygon whose outer ring has none with all of its holes.
    """
    commands: list[int] = []
    pen = (0, 0)
    for shape in shapes:
        for nth, ring in enumerate(shape):
            positions = _without_repeats(ring)
            if len(positions) > 1 and positions[0] == positions[-1]:
                positions.pop()
            area = _doubled_area(positions)
            if area == 0:
                if nth == 0:
                    break
                continue
            if (area > 0) != (nth == 0):
                positions.reverse()
            pen = _draw(commands, pen, positions)
            commands.append(_command(_CLOSE_PATH, 1))
    return Drawing(Kind.POLYGON, packed(commands))


class Layer:
    """A layer in the making: each name and each value of its features is written once."""

    def __init__(self, name: str, extent: int = EXTENT) -> None:
        self.name = name
        self.extent = extent
        self._features: list[bytes] = []
        self._names: dict[str, int] = {}
        self._values: dict[bytes, int] = {}

    def __len__(self) -> int:
        """How many features it has."""
        return len(self._features)

    def add(
        self,
        drawings: Sequence[Drawing],
        columns: Mapping[str, Sequence[Value | None]],
        numbers: Sequence[int | None] | None = None,
    ) -> None:
        """Add features, given as a table; one whose drawing is empty is passed over.

        Args:
            drawings: Their geometries.
            columns: Their properties by name, as many values each as there are drawings; None
                where a feature lacks this one. Minus zero counts as zero.
            numbers: Their ``id``, 0 to 2**64 - 1, each the only one of the layer.

        Raises:
            OverflowError: A whole number that 64 bits cannot hold.
            ValueError: A column that is too short or too long.
        """
        count = len(drawings)
        tags = self._tags(columns, count)
        given = zip(drawings, tags, numbers or repeat(None, count), strict=True)
        self._features += [
            _feature(drawing.kind, drawing.commands, told, number)
            for drawing, told, number in given
            if drawing.commands
        ]

    def add_points(
        self,
        positions: Sequence[Position],
        columns: Mapping[str, Sequence[Value | None]],
        numbers: Sequence[int] | None = None,
    ) -> None:
        """As ``add``, of features that are one point each."""
        count = len(positions)
        tags = self._tags(columns, count)
        given = zip(positions, tags, numbers or repeat(None, count), strict=True)
        self._features += [_point(x, y, told, number) for (x, y), told, number in given]

    def _tags(self, columns: Mapping[str, Sequence[Value | None]], count: int) -> list[bytes]:
        """What each feature says of its properties: for each the place of its name and value."""
        told = []
        for name, values in columns.items():
            if len(values) != count:
                raise ValueError(f"column {name!r} has {len(values)} values for {count} features")
            if (places := self._told(name, values)) is not None:
                told.append(places)
        return list(map(b"".join, zip(*told, strict=True))) if told else [b""] * count

    def _told(self, name: str, values: Sequence[Value | None]) -> Iterable[bytes] | None:
        """The same of one property: nothing for a feature that lacks it; None where all do."""
        keys: Sequence[Any] = values
        distinct: dict[Any, None] = dict.fromkeys(values)
        distinct.pop(None, None)
        if not distinct:
            return None
        contents: Iterable[bytes]
        if set(map(type, distinct)) == {str}:
            contents = map(_text, distinct)  # nearly all values are
        elif len(set(map(type, values)) - {_NOTHING}) == 1:
            contents = map(_value, distinct)
        else:
            # True equals 1 and 1.0, but is not the same value
            keys = [value if value is None else (type(value), value) for value in values]
            distinct = dict.fromkeys(keys)
            distinct.pop(None, None)
            contents = [_value(value) for _, value in distinct]
        numbers = self._values
        head = varint(self._names.setdefault(name, len(self._names)))
        told = {
            key: head + varint(numbers.setdefault(content, len(numbers)))
            for key, content in zip(distinct, contents, strict=True)
        }
        told[None] = b""
        return map(told.__getitem__, keys)

    def to_bytes(self) -> bytes:
        """The message ``Layer``; empty where there is no feature, as the specification asks."""
        if not self._features:
            return b""
        return b"".join(
            [
                b"\x78" + varint(_VERSION),
                _field(b"\x0a", self.name.encode()),
                *self._features,
                *[_field(b"\x1a", name.encode()) for name in self._names],
                *self._values,
                b"\x28" + varint(self.extent),
            ]
        )


def encode(layers: Iterable[Layer]) -> bytes:
    """The tile: its layers that have features; no bytes at all where none has."""
    return b"".join([_field(b"\x1a", made) for layer in layers if (made := layer.to_bytes())])


def _command(name: int, count: int) -> int:
    return count << 3 | name


def _move(commands: list[int], pen: Position, positions: Iterable[Position]) -> Position:
    """Write each position as the step from the one before."""
    left, top = pen
    for x, y in positions:
        commands += (zigzag(x - left), zigzag(y - top))
        left, top = x, y
    return left, top


def _draw(commands: list[int], pen: Position, positions: Sequence[Position]) -> Position:
    commands.append(_command(_MOVE_TO, 1))
    pen = _move(commands, pen, positions[:1])
    commands.append(_command(_LINE_TO, len(positions) - 1))
    return _move(commands, pen, positions[1:])


def _without_repeats(path: Iterable[Position]) -> list[Position]:
    kept: list[Position] = []
    for position in path:
        if not kept or position != kept[-1]:
            kept.append(position)
    return kept


def _doubled_area(ring: Sequence[Position]) -> int:
    """Twice the area by the surveyor's formula; positive is clockwise on the screen."""
    following = [*ring[1:], *ring[:1]]
    return sum(
        x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, following, strict=True)
    )


def _feature(kind: Kind, commands: bytes, tags: bytes, number: int | None) -> bytes:
    message = _field(b"\x12", tags) if tags else b""
    if number is not None:
        message = b"\x08" + varint(number) + message
    return _field(b"\x12", message + _KINDS[kind] + varint(len(commands)) + commands)


def _point(x: int, y: int, tags: bytes, number: int | None) -> bytes:
    """As ``_feature`` with one point, in fewer steps: a tile may have hundreds."""
    at = varint(zigzag(x)) + varint(zigzag(y))
    message = _POINTS[len(at)] + at
    if tags:
        message = b"\x12" + varint(len(tags)) + tags + message
    if number is not None:
        message = b"\x08" + varint(number) + message
    return b"\x12" + varint(len(message)) + message


# what stands between the properties of a feature and its commands: what it is, and a tag
_KINDS = {kind: b"\x18" + varint(kind) + b"\x22" for kind in Kind}
# of one point: as long as its two steps are, and the command to go there
_POINTS = {
    size: _KINDS[Kind.POINT] + varint(1 + size) + varint(_command(_MOVE_TO, 1))
    for size in range(2, 21)
}


def _value(value: Value) -> bytes:
    """A value as a layer's table holds it."""
    return _text(value) if isinstance(value, str) else _field(b"\x22", _message_of(value))


def _text(value: str) -> bytes:
    """As ``_value``."""
    content = value.encode()
    return _HEADS[len(content)] + content


class _Heads(dict[int, bytes]):
    """What stands before a text in the table of values, by its length in bytes."""

    def __missing__(self, length: int) -> bytes:
        size = varint(length)
        self[length] = head = b"\x22" + varint(1 + len(size) + length) + b"\x0a" + size
        return head


_HEADS = _Heads()


def _message_of(value: bool | float) -> bytes:
    if isinstance(value, bool):
        return b"\x38\x01" if value else b"\x38\x00"
    if isinstance(value, float):
        return b"\x19" + struct.pack("<d", value + 0.0)
    if value < 0:
        return b"\x30" + varint(zigzag(value))
    return b"\x28" + varint(value)


def _field(tag: bytes, content: bytes) -> bytes:
    """A length-delimited field; its tag is the number of the field, times 8, and 2."""
    return tag + varint(len(content)) + content
