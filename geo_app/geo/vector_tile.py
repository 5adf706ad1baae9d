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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_app.geo.varint import packed, sizes, varint, written, zigzag, zigzags

EXTENT = 4096
"""Steps of the grid along one side of a tile."""

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"

Position = tuple[int, int]
Value = str | bool | int | float

_VERSION = 2
_MOVE_TO, _LINE_TO, _CLOSE_PATH = 1, 2, 7
_NOTHING = type(None)
_FEW = 16
"""Fewer points are written sooner one by one; most tiles of high zooms have fewer."""


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
        self._count = 0
        self._features: list[bytes] = []
        self._names: dict[str, int] = {}
        self._values: dict[bytes, int] = {}

    def __len__(self) -> int:
        """How many features it has."""
        return self._count

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
        tags = self._tags(columns, count).tolist()
        for drawing, row, number in zip(drawings, tags, numbers or [None] * count, strict=True):
            if drawing.commands:
                message = packed([part for part in row if part >= 0])
                self._features.append(_feature(drawing, message, number))
                self._count += 1

    def add_points(
        self,
        x: NDArray[np.int64],
        y: NDArray[np.int64],
        columns: Mapping[str, Sequence[Value | None]],
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Add features that are one point each: as ``add``, in whole columns.

        Args:
            x: Steps on the grid, shape (n,).
            y: Steps on the grid, shape (n,).
            columns: As ``add`` takes them.
            numbers: As ``add`` takes them.
        """
        if len(x) < _FEW:
            at = zip(x.tolist(), y.tolist(), strict=True)
            self.add([points([position]) for position in at], columns, numbers)
        else:
            tags = self._tags(columns, len(x))
            self._features.append(_point_features(x, y, tags, numbers))
            self._count += len(x)

    def _tags(self, columns: Mapping[str, Sequence[Value | None]], count: int) -> NDArray[np.int64]:
        """Places of each name and its value by feature, shape (count, 2 names); -1 = lacking."""
        numbers: list[int] = []
        told: list[list[int]] = []
        for name, values in columns.items():
            if len(values) != count:
                raise ValueError(f"column {name!r} has {len(values)} values for {count} features")
            places = self._places(values)
            if max(places, default=-1) >= 0:
                numbers.append(self._names.setdefault(name, len(self._names)))
                told.append(places)
        # all columns at once: most tiles have few features, and each step of numpy its price
        table = np.array(told, np.int64).reshape(len(told), count).T
        tags = np.empty((count, 2 * len(told)), np.int64)
        tags[:, ::2] = np.where(table >= 0, numbers, -1)
        tags[:, 1::2] = table
        return tags

    def _places(self, values: Sequence[Value | None]) -> list[int]:
        """For each value its place in the table of all; -1 for None."""
        kinds = {value.__class__ for value in values} - {_NOTHING}
        keys: Sequence[Any] = values
        if len(kinds) > 1:
            # True equals 1 and 1.0, but is not the same value
            keys = [value if value is None else (value.__class__, value) for value in values]
        places: dict[Any, int] = dict.fromkeys(keys, -1)
        distinct = [key for key in places if key is not None]
        if kinds == {str}:
            contents = _texts(distinct)
        else:
            contents = [_value(key[1] if len(kinds) > 1 else key) for key in distinct]
        known = self._values
        for key, content in zip(distinct, contents, strict=True):
            places[key] = known.setdefault(content, len(known))
        return [places[key] for key in keys]

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


def _feature(drawing: Drawing, tags: bytes, number: int | None) -> bytes:
    message = b"" if number is None else b"\x08" + varint(number)
    if tags:
        message += _field(b"\x12", tags)
    message += b"\x18" + varint(drawing.kind) + _field(b"\x22", drawing.commands)
    return _field(b"\x12", message)


def _point_features(
    x: NDArray[np.int64],
    y: NDArray[np.int64],
    tags: NDArray[np.int64],
    numbers: Sequence[int] | None,
) -> bytes:
    """What ``_feature`` writes for points: all of it is varints, so it is a table of numbers."""
    tagged: NDArray[np.bool_] = np.logical_or.reduce(tags >= 0, axis=1)
    table = np.empty((len(x), len(_POINT) + tags.shape[1]), np.uint64)
    there = np.ones(table.shape, bool)
    table[:, :_TAGS] = _POINT[:_TAGS]
    table[:, -len(_POINT) + _TAGS :] = _POINT[_TAGS:]
    table[:, _NUMBER] = np.array(numbers if numbers is not None else 0, np.uint64)
    there[:, _NUMBER - 1 : _NUMBER + 1] = numbers is not None
    there[:, _TAGS - 2 : _TAGS] = tagged[:, None]
    table[:, _TAGS : _TAGS + tags.shape[1]] = tags
    there[:, _TAGS : _TAGS + tags.shape[1]] = tags >= 0
    table[:, -2], table[:, -1] = zigzags(x), zigzags(y)
    # lengths stand before what they measure: the inner ones first
    length = sizes(table) * there
    table[:, -4] = length[:, -3:].sum(axis=1)
    table[:, _TAGS - 1] = length[:, _TAGS : _TAGS + tags.shape[1]].sum(axis=1)
    length[:, _TAGS - 1] = sizes(table[:, _TAGS - 1]) * tagged
    table[:, 1] = length[:, 2:].sum(axis=1)
    return written(table[there])


# a feature that is a point: 18 its length, 8 its id, 18 the length of its tags and these, 24 its
# kind, 34 the length of its commands and these
_POINT = (18, 0, 8, 0, 18, 0, 24, Kind.POINT, 34, 0, _MOVE_TO | 1 << 3, 0, 0)
_NUMBER, _TAGS = 3, 6


def _value(value: Value) -> bytes:
    """A value as a layer's table holds it."""
    if isinstance(value, str):
        return _texts([value])[0]
    return _field(b"\x22", _message_of(value))


def _texts(values: Iterable[Any]) -> list[bytes]:
    """As ``_value``, for texts: nearly all values are."""
    return [_HEADS[len(content)] + content for content in map(str.encode, values)]


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
