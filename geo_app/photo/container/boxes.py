"""HEIC and AVIF (ISO/IEC 14496-12 and 23008-12): boxes, and the items that they describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from geo_app.errors import InputError
from geo_app.photo.container.blocks import MOST_PIECES, Blocks, tiff_in

_XMP = b"application/rdf+xml"
_DEEPEST = 8


def read(data: bytes, block_bytes: int) -> Blocks:
    """Size of the primary item, and the blocks that the file holds beside it.

    Raises:
        InputError: There is no primary item, or it has no size.
    """
    meta = next((box.body for box in _boxes(data) if box.name == b"meta"), None)
    if meta is None:
        raise InputError("photo.damaged")
    inside = {box.name: box.body for box in _boxes(meta[4:])}
    kinds = _kinds(inside.get(b"iinf", b""))
    places = _places(inside.get(b"iloc", b""))
    width, height = _size(inside)
    exif: list[bytes] = []
    xmp: list[bytes] = []
    for item, kind in kinds.items():
        if kind not in (b"Exif", _XMP):
            continue
        body = b"".join(
            (inside.get(b"idat", b"") if place.in_box else data)[place.at : place.at + place.length]
            for place in places.get(item, ())
        )
        block_bytes -= len(body)
        if block_bytes < 0:
            break
        if kind == _XMP:
            xmp.append(body)
        else:
            exif += tiff_in(body)
    return Blocks(width, height, 1, tuple(exif), tuple(xmp))


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    body: bytes


def _boxes(data: bytes) -> Iterator[_Box]:
    """Boxes one after the other; one that is cut off is none."""
    at = 0
    for _ in range(MOST_PIECES):
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if len(name) < 4:
            return
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            return
        yield _Box(name, data[at + head : at + length])
        at += length


@dataclass(slots=True)
class _Cursor:
    """Big-endian numbers one after the other; past the end they are zero."""

    data: bytes
    at: int = 0

    def number(self, size: int) -> int:
        value = int.from_bytes(self.data[self.at : self.at + size], "big")
        self.at += size
        return value

    def is_at_end(self) -> bool:
        return self.at >= len(self.data)


def _kinds(iinf: bytes) -> dict[int, bytes]:
    """Item → its type; for ``mime`` items their content type."""
    start = 6 if iinf[:1] == b"\0" else 8
    found = {}
    for box in _boxes(iinf[start:]):
        version = box.body[:1]
        if box.name != b"infe" or version not in (b"\2", b"\3"):
            continue
        cursor = _Cursor(box.body, 4)
        item = cursor.number(2 if version == b"\2" else 4)
        kind = box.body[cursor.at + 2 : cursor.at + 6]
        if kind == b"mime":
            kind = box.body[cursor.at + 6 :].partition(b"\0")[2].partition(b"\0")[0]
        found[item] = kind
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    at: int
    length: int
    in_box: bool = field(default=False)


def _places(iloc: bytes) -> dict[int, list[_Place]]:
    """Item → where its bytes are, in the file or in the ``idat`` box."""
    version = iloc[0] if iloc else 0
    sizes = int.from_bytes(iloc[4:6], "big")
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    cursor = _Cursor(iloc, 6)
    wide = 4 if version == 2 else 2
    found: dict[int, list[_Place]] = {}
    for _ in range(min(cursor.number(wide), MOST_PIECES)):
        if cursor.is_at_end():
            break
        item = cursor.number(wide)
        in_box = version > 0 and cursor.number(2) & 15 == 1
        cursor.number(2)  # the file that holds the data: always this one
        begin = cursor.number(base)
        found[item] = []
        for _ in range(min(cursor.number(2), _DEEPEST)):
            if version > 0:
                cursor.number(index)
            at = begin + cursor.number(offset)
            found[item].append(_Place(at, cursor.number(length), in_box))
    return found


def _size(inside: Mapping[bytes, bytes]) -> tuple[int, int]:
    """Size of the primary item (``ispe``), without the border that its codec added (``clap``)."""
    pitm = inside.get(b"pitm", b"")
    primary = int.from_bytes(pitm[4 : 6 if pitm[:1] == b"\0" else 8], "big")
    properties = {box.name: box.body for box in _boxes(inside.get(b"iprp", b""))}
    made = list(_boxes(properties.get(b"ipco", b"")))
    numbers = _associated(properties.get(b"ipma", b""), primary)
    own = {made[n - 1].name: _Cursor(made[n - 1].body) for n in numbers if 0 < n <= len(made)}
    if b"ispe" not in own:
        raise InputError("photo.damaged")
    _, width, height = (own[b"ispe"].number(4) for _ in range(3))
    if b"clap" in own:
        wide, wide_parts, high, high_parts = (own[b"clap"].number(4) for _ in range(4))
        width = min(width, wide // max(1, wide_parts))
        height = min(height, high // max(1, high_parts))
    return width, height


def _associated(ipma: bytes, item: int) -> list[int]:
    """Numbers of the properties of an item, from 1."""
    wide_items, wide_numbers = ipma[:1] != b"\0", bool(ipma[3:4] and ipma[3] & 1)
    cursor = _Cursor(ipma, 4)
    for _ in range(min(cursor.number(4), MOST_PIECES)):
        if cursor.is_at_end():
            break
        which = cursor.number(4 if wide_items else 2)
        count = cursor.number(1)
        size = 2 if wide_numbers else 1
        numbers = [cursor.number(size) & (0x7FFF if wide_numbers else 0x7F) for _ in range(count)]
        if which == item:
            return numbers
    return []
