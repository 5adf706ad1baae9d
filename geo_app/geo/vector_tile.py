"""Mapbox Vector Tile 2.1, written by hand: layers of points, lines and polygons as protobuf bytes.

Coordinates are whole numbers of the tile's grid, (0, 0) in the north-west corner, x to the east
and y to the south; what lies beyond 0 … ``EXTENT`` is the buffer. Source: Vector Tile
Specification 2.1 (message types of its ``vector_tile.proto``; 4.3 geometry, 4.4 attributes);
wire types and varints of the Protocol Buffers encoding guide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

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
    return Drawing(Kind.POINT, _packed(commands))


def lines(paths: Iterable[Iterable[Position]]) -> Drawing:
    """One line, or several; what shrinks to a point on the grid is left out."""
    commands: list[int] = []
    pen = (0, 0)
    for path in paths:
        positions = _without_repeats(path)
        if len(positions) > 1:
            pen = _draw(commands, pen, positions)
    return Drawing(Kind.LINE, _packed(commands))


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
    return Drawing(Kind.POLYGON, _packed(commands))


class Layer:
    """A layer in the making: each name and each value of its features is written once."""

    def __init__(self, name: str, extent: int = EXTENT) -> None:
        self.name = name
        self.extent = extent
        self._features: list[bytes] = []
        self._names: list[str] = []
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
        tags = [self._tags(name, values) for name, values in columns.items()]
        rows = map(b"".join, zip(*tags, strict=True)) if tags else [b""] * count
        for drawing, row, number in zip(drawings, rows, numbers or [None] * count, strict=True):
            if drawing.commands:
                self._features.append(_feature(drawing, row, number))

    def _tags(self, name: str, values: Sequence[Value | None]) -> list[bytes]:
        """For each value its place in the table, after that of the name; nothing for None."""
        kinds = {value.__class__ for value in values} - {_NOTHING}
        if not kinds:
            return [b""] * len(values)
        if name not in self._names:
            self._names.append(name)
        place = _varint(self._names.index(name))
        # True equals 1 and 1.0, but is not the same value
        mixed = len(kinds) > 1
        keys = [(value.__class__, value) for value in values] if mixed else values
        tags: dict[object, bytes] = {None: b"", (_NOTHING, None): b""}
        for key, value in zip(keys, values, strict=True):
            if value is not None and key not in tags:
                message = _message_of(value)
                tags[key] = place + _varint(self._values.setdefault(message, len(self._values)))
        return [tags[key] for key in keys]

    def to_bytes(self) -> bytes:
        """The message ``Layer``; empty where there is no feature, as the specification asks."""
        if not self._features:
            return b""
        return b"".join(
            [
                b"\x78" + _varint(_VERSION),
                _field(b"\x0a", self.name.encode()),
                *self._features,
                *[_field(b"\x1a", name.encode()) for name in self._names],
                *[_field(b"\x22", message) for message in self._values],
                b"\x28" + _varint(self.extent),
            ]
        )


def encode(layers: Iterable[Layer]) -> bytes:
    """The tile: its layers that have features; no bytes at all where none has."""
    return b"".join([_field(b"\x1a", made) for layer in layers if (made := layer.to_bytes())])


def _command(name: int, count: int) -> int:
    return count << 3 | name


def _zigzag(number: int) -> int:
    """Small numbers of either sign become small ones without: 0, -1, 1, -2 → 0, 1, 2, 3."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def _move(commands: list[int], pen: Position, positions: Iterable[Position]) -> Position:
    """Write each position as the step from the one before."""
    left, top = pen
    for x, y in positions:
        commands += (_zigzag(x - left), _zigzag(y - top))
        left, top = x, y
    return left, top


def _draw(commands: list[int], pen: Position, positions: Sequence[Position]) -> Position:
    commands.append(_command(_MOVE_TO, 1))
    pen = _move(commands, pen, positions[:1])
    commands.append(_command(_LINE_TO, len(positions) - 1))
    return _move(commands, pen, positions[1:])


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join([_varint(number) for number in numbers])


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
    message = b"" if number is None else b"\x08" + _varint(number)
    if tags:
        message += _field(b"\x12", tags)
    message += b"\x18" + _varint(drawing.kind) + _field(b"\x22", drawing.commands)
    return _field(b"\x12", message)


def _message_of(value: Value) -> bytes:
    if isinstance(value, str):
        return _field(b"\x0a", value.encode())
    if isinstance(value, bool):
        return b"\x38\x01" if value else b"\x38\x00"
    if isinstance(value, float):
        return b"\x19" + struct.pack("<d", value + 0.0)
    if value < 0:
        return b"\x30" + _varint(_zigzag(value))
    return b"\x28" + _varint(value)


def _field(tag: bytes, content: bytes) -> bytes:
    """A length-delimited field; its tag is the number of the field, times 8, and 2."""
    return tag + _varint(len(content)) + content


# nearly every number of a tile is a step on its grid or a place in a table: few are made anew
@lru_cache(maxsize=1 << 14)
def _varint(number: int) -> bytes:
    """A whole number in groups of seven bits, the lowest first."""
    if not 0 <= number < 1 << 64:
        raise OverflowError("64 bits cannot hold this number")
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)
