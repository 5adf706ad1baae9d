"""JPEG (ITU-T T.81, annex B): segments up to the first scan."""

from __future__ import annotations

from collections.abc import Iterator

from geo_app.errors import InputError
from geo_app.photo.container.blocks import MOST_PIECES, Blocks, tiff_in
from geo_app.photo.tiff import first_ifd

_ALONE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})  # stuffing, TEM, RSTn, SOI: no length follows
_END, _SCAN = 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP1, _APP2 = 0xE1, 0xE2
_EXIF = b"Exif\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_LONG_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_LONG_XMP_HEAD = len(_LONG_XMP) + 32 + 4 + 4  # a digest, the whole length, the offset
_PICTURES = b"MPF\0"
_NUMBER_OF_IMAGES = 0xB001


def read(data: bytes, block_bytes: int) -> Blocks:
    """Size and blocks of a JPEG; further pictures (CIPA DC-007, MPO) are counted.

    Raises:
        InputError: No frame header.
    """
    size = None
    frames = 1
    exif: list[bytes] = []
    xmp: list[bytes] = []
    extended: dict[int, bytes] = {}
    for marker, body in _segments(data):
        if marker in _FRAMES and len(body) >= 5:
            size = size or (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
        elif marker == _APP1 and body.startswith(_EXIF):
            exif += tiff_in(body)
        elif marker == _APP1 and body.startswith(_XMP):
            xmp.append(body[len(_XMP) :])
        elif marker == _APP1 and body.startswith(_LONG_XMP):
            offset = body[_LONG_XMP_HEAD - 4 : _LONG_XMP_HEAD]
            extended[int.from_bytes(offset, "big")] = body[_LONG_XMP_HEAD:]
        elif marker == _APP2 and body.startswith(_PICTURES):
            frames = max(frames, _count(body[len(_PICTURES) :]))
    if size is None:
        raise InputError("photo.damaged")
    if extended:
        xmp.append(b"".join(part for _, part in sorted(extended.items())))
    kept = (each for each in xmp if len(each) <= block_bytes)
    return Blocks(*size, frames, tuple(exif), tuple(kept))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment before the first scan; junk between them is stepped over."""
    at = 2
    for _ in range(MOST_PIECES):
        at = data.find(b"\xff", at) + 1
        while data[at : at + 1] == b"\xff":
            at += 1
        if at == 0 or at >= len(data):
            return
        marker = data[at]
        at += 1
        if marker in (_END, _SCAN):
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length >= 2:
            yield marker, data[at + 2 : at + length]
            at += length


def _count(block: bytes) -> int:
    value = first_ifd(block).get(_NUMBER_OF_IMAGES)
    return int(value[0]) if isinstance(value, tuple) and value and value[0] else 1
