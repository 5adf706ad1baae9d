"""The TIFF block that EXIF is written in (TIFF 6.0; EXIF 2.32, CIPA DC-008), read tolerantly.

A directory that points nowhere, a value that is cut off or of no known type is left out; it never
keeps another one from being read.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = bytes | tuple[float | None, ...]
"""Text and raw bytes as they are; numbers as numbers, None for a rational over zero."""

Ifd = Mapping[int, Value]

_RAW = frozenset({1, 2, 6, 7})
_NUMBERS = {3: "H", 4: "I", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_RATIONALS = {5: "II", 10: "ii"}
_MOST_ENTRIES = 1_000
_MOST_NUMBERS = 64
_MOST_BYTES = 65_536
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_THUMBNAIL, _THUMBNAIL_LENGTH = 0x0201, 0x0202


@dataclass(frozen=True, slots=True)
class Tags:
    """The directories of one block.

    Attributes:
        base: IFD0: camera, software, orientation.
        exif: EXIF IFD: times, exposure.
        gps: GPS IFD.
        thumbnail: The JPEG of IFD1.
    """

    base: Ifd = field(default_factory=dict)
    exif: Ifd = field(default_factory=dict)
    gps: Ifd = field(default_factory=dict)
    thumbnail: bytes | None = None


def read_tags(block: bytes) -> Tags:
    """The tags of a TIFF block; empty where it is none."""
    order = _order(block)
    if order is None:
        return Tags()
    base, following = _directory(block, _start(block, order), order)
    exif, _ = _directory(block, _pointer(base, _EXIF_IFD), order)
    gps, _ = _directory(block, _pointer(base, _GPS_IFD), order)
    second, _ = _directory(block, following, order)
    begin, length = (_pointer(second, tag) for tag in (_THUMBNAIL, _THUMBNAIL_LENGTH))
    thumbnail = block[begin : begin + length] if begin and length else b""
    return Tags(base, exif, gps, thumbnail if thumbnail.startswith(b"\xff\xd8") else None)


def first_ifd(block: bytes) -> Ifd:
    """The first directory alone."""
    order = _order(block)
    return {} if order is None else _directory(block, _start(block, order), order)[0]


def _order(block: bytes) -> str | None:
    return {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])


def _start(block: bytes, order: str) -> int:
    return int(struct.unpack(order + "I", block[4:8])[0]) if len(block) >= 8 else 0


def _pointer(ifd: Ifd, tag: int) -> int:
    value = ifd.get(tag)
    return int(value[0]) if isinstance(value, tuple) and value and value[0] else 0


def _directory(block: bytes, at: int, order: str) -> tuple[dict[int, Value], int]:
    """A directory and where the next one begins; the first of two equal tags counts."""
    found: dict[int, Value] = {}
    if at < 8 or at + 2 > len(block):
        return found, 0
    (count,) = struct.unpack_from(order + "H", block, at)
    entries = min(count, _MOST_ENTRIES, (len(block) - at - 2) // 12)
    for number in range(entries):
        tag, kind, size = struct.unpack_from(order + "HHI", block, at + 2 + 12 * number)
        value = _value(block, at + 10 + 12 * number, kind, size, order)
        if value is not None:
            found.setdefault(tag, value)
    end = at + 2 + 12 * count
    following = struct.unpack_from(order + "I", block, end)[0] if end + 4 <= len(block) else 0
    return found, int(following)


def _value(block: bytes, at: int, kind: int, count: int, order: str) -> Value | None:
    code = _NUMBERS.get(kind) or _RATIONALS.get(kind)
    if kind not in _RAW and code is None:
        return None
    size = 1 if code is None else struct.calcsize("=" + code)
    if size * count > 4:
        (at,) = struct.unpack_from(order + "I", block, at)
    if code is None:
        length = min(count, _MOST_BYTES)
        return block[at : at + length] if at + length <= len(block) else None
    number = min(count, _MOST_NUMBERS)
    if at + size * number > len(block):
        return None
    found = struct.unpack_from(f"{order}{number * len(code)}{code[0]}", block, at)
    if kind in _RATIONALS:
        pairs = zip(found[::2], found[1::2], strict=True)
        return tuple(above / below if below else None for above, below in pairs)
    return tuple(each if math.isfinite(each) else None for each in found)
