"""WebP (RFC 9649): chunks of a RIFF file."""

from __future__ import annotations

from collections.abc import Iterator

from geo_app.photo.container.blocks import MOST_PIECES, Blocks, tiff_in

_SIDE = 0x3FFF
_HEADERS = (b"VP8X", b"VP8 ", b"VP8L")
_HEADER_BYTES = 10


def read(data: bytes, block_bytes: int) -> Blocks:
    """Size and blocks of a WebP; the canvas counts where there is one."""
    size = canvas = None
    frames = 0
    exif: list[bytes] = []
    xmp: list[bytes] = []
    for name, body in _chunks(data):
        if name == b"VP8X":
            canvas = tuple(int.from_bytes(body[i : i + 3], "little") + 1 for i in (4, 7))
        elif name == b"VP8 " and size is None:
            size = tuple(int.from_bytes(body[i : i + 2], "little") & _SIDE for i in (6, 8))
        elif name == b"VP8L" and size is None:
            packed = int.from_bytes(body[1:5], "little")
            size = (packed & _SIDE) + 1, (packed >> 14 & _SIDE) + 1
        elif name == b"ANMF":
            frames += 1
        elif name == b"EXIF":
            exif += tiff_in(body)
        elif name == b"XMP " and len(body) <= block_bytes:
            xmp.append(body)
    width, height = canvas or size or (0, 0)
    return Blocks(width, height, max(1, frames), tuple(exif), tuple(xmp))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    for _ in range(MOST_PIECES):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if len(name) < 4:
            return
        if name in _HEADERS and at + 8 + _HEADER_BYTES > len(data):
            return
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
