"""PNG (W3C PNG specification, third edition): chunks before and behind the pixels."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from geo_app.photo.container.blocks import MOST_PIECES, Blocks, tiff_in, unpack

_HEADER = struct.Struct(">II")
_XMP = b"XML:com.adobe.xmp"
_OLD_EXIF = (b"Raw profile type exif", b"Raw profile type APP1")


def read(data: bytes, block_bytes: int) -> Blocks:
    """Size and blocks of a PNG.

    Raises:
        TooLargeError: The chunks of text unpack to more than ``block_bytes``.
    """
    width, height, frames = 0, 0, 1
    exif: list[bytes] = []
    xmp: list[bytes] = []
    for name, body in _chunks(data):
        if name == b"IHDR":
            width, height = _HEADER.unpack_from(body)
        elif name == b"acTL":
            frames = max(1, int.from_bytes(body[:4], "big"))
        elif name == b"eXIf":
            exif += tiff_in(body)
        elif name in (b"iTXt", b"iCCP", b"zTXt", b"tEXt"):
            keyword, text = _text(name, body, block_bytes)
            block_bytes -= len(text)
            xmp += [text] if keyword == _XMP else []
            exif += _from_hex(text) if keyword in _OLD_EXIF else ()
    return Blocks(width, height, frames, tuple(exif), tuple(xmp))


def _text(name: bytes, body: bytes, most: int) -> tuple[bytes, bytes]:
    """Keyword and unpacked content of a chunk of text, or name and content of a profile.

    Raises:
        TooLargeError: It unpacks to more than ``most`` bytes.
    """
    keyword, _, rest = body.partition(b"\0")
    if name == b"tEXt":
        return keyword, rest
    if name != b"iTXt":
        return keyword, unpack(rest[1:], most)
    text = rest[2:].split(b"\0", 2)[-1]
    return keyword, unpack(text, most) if rest[:1] == b"\1" else text


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    for _ in range(MOST_PIECES):
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if len(name) < 4:
            return
        yield name, data[at + 8 : at + 8 + length] if name != b"IDAT" else b""
        at += 12 + length


def _from_hex(text: bytes) -> tuple[bytes, ...]:
    """EXIF as ImageMagick used to write it: a name, a length, then hexadecimal lines."""
    lines = text.strip().split(b"\n", 2)
    try:
        return tiff_in(bytes.fromhex(lines[-1].decode("ascii")))
    except ValueError:
        return ()
