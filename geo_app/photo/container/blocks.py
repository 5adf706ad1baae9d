"""What every kind of container gives."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from geo_app.errors import TooLargeError

MOST_PIECES = 20_000
"""Segments, chunks or boxes of one file; a photo has some dozens."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Size and blocks of tags of a file.

    Attributes:
        width: Pixels as stored, before any turn.
        height: Pixels as stored.
        frames: Pictures inside.
        exif: TIFF blocks of EXIF, in the order of the file.
        xmp: XMP packets.
    """

    width: int
    height: int
    frames: int = 1
    exif: tuple[bytes, ...] = ()
    xmp: tuple[bytes, ...] = ()


_HEADERS = (b"II*\0", b"MM\0*")
_SEARCHED = 64


def tiff_in(block: bytes) -> tuple[bytes, ...]:
    """The TIFF block behind what containers and writers put before it; none where there is none."""
    starts = [at for header in _HEADERS if (at := block.find(header, 0, _SEARCHED)) >= 0]
    return (block[min(starts) :],) if starts else ()


def unpack(block: bytes, most: int) -> bytes:
    """Inflate a block (RFC 1950); of a broken one what comes before the break.

    Raises:
        TooLargeError: It is larger than ``most`` bytes.
    """
    inflate = zlib.decompressobj()
    try:
        data = inflate.decompress(block, max(most, 0) + 1)
    except zlib.error:
        return b""
    if len(data) > most:
        raise TooLargeError("photo.block_too_large")
    return data
