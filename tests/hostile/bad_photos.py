"""Photos made to do harm: small files that cost much, files of two kinds, claims that are lies."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from tests import photos

SCENE = photos.scene(11, (320, 240))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def many_scans(scans: int, size: tuple[int, int] = (4000, 3000)) -> bytes:
    """A progressive JPEG whose last scan is repeated: a hundred bytes, milliseconds each."""
    data = saved(Image.new("L", size, 77), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * scans + b"\xff\xd9"


def empty_png(side: int) -> bytes:
    """A small file with ``side`` times ``side`` pixels."""
    return saved(Image.new("L", (side, side)), "PNG", compress_level=1)


def empty_webp(side: int) -> bytes:
    return saved(Image.new("RGB", (side, side)), "WEBP", lossless=True, method=0)


def claimed_png(width: int, height: int) -> bytes:
    """Only the header is large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = saved(SCENE, "PNG")
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def claimed_jpeg(width: int, height: int) -> bytes:
    data = photos.bare(SCENE)
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(*segments: bytes) -> bytes:
    data = photos.bare(SCENE)
    return data[:2] + b"".join(segments) + data[2:]


def text_of_64_megabytes() -> bytes:
    """A PNG whose text unpacks to far more than it may."""
    zeros = zlib.compressobj(9)
    packed = b"".join(zeros.compress(bytes(2**20)) for _ in range(64)) + zeros.flush()
    return photos.with_chunk(saved(SCENE, "PNG"), b"zTXt", b"a\0\0" + packed)


def laughs() -> bytes:
    """XMP with entities that grow (billion laughs)."""
    grown = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    packet = f'<!DOCTYPE x [<!ENTITY l0 "ha">{grown}]><x>&l9;</x>'
    return with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()))


def nested_xml() -> bytes:
    packet = b"<a>" * 20_000
    return with_segments(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet[:60_000]))


def lying_tiff() -> bytes:
    """Every entry claims two gigabytes at an offset beyond the end."""
    entries = b"".join(
        struct.pack("<HHII", tag, kind, 0x7FFFFFFF, 0x7FFFFFF0)
        for tag in (0x010F, 0x0110, 0x0112, 0x8769, 0x8825, 2, 4)
        for kind in (1, 2, 3, 4, 5, 12)
    )
    block = b"II*\0" + struct.pack("<IH", 8, len(entries) // 12) + entries
    return with_segments(segment(0xE1, b"Exif\0\0" + block))


def jpeg_and_zip() -> bytes:
    out = io.BytesIO(photos.bare(SCENE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("../../x.php", "<?php")
    return out.getvalue()


def boxed(*claims: int) -> bytes:
    """A HEIC whose boxes claim any length."""
    data = photos.heic(SCENE)
    for at, claim in enumerate(claims):
        place = data.index((b"meta", b"iinf", b"iloc")[at]) - 4
        data = data[:place] + struct.pack(">I", claim) + data[place + 4 :]
    return data


HARMFUL: dict[str, Callable[[], bytes]] = {
    "scans": lambda: many_scans(1000),
    "png of 30000 x 30000": lambda: claimed_png(30_000, 30_000),
    "jpeg of 65500 x 65500": lambda: claimed_jpeg(65_500, 65_500),
    "jpeg of 14000 x 14000 in a small file": lambda: claimed_jpeg(14_000, 14_000),
    "png of no height": lambda: claimed_png(5, 0),
    "png that is wider than its data": lambda: claimed_png(3000, 3000),
    "text that unpacks": text_of_64_megabytes,
    "box of 4 GB": lambda: boxed(0xFFFFFFFF),
    "box of 1 byte": lambda: boxed(1),
    "items of 4 GB": lambda: boxed(0x7FFFFFFF, 0xFFFFFFFF),
    "gif": lambda: saved(SCENE, "GIF"),
    "tiff": lambda: saved(SCENE, "TIFF"),
    "bmp": lambda: saved(SCENE, "BMP"),
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run",
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "video": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(100),
    "only the start of a jpeg": lambda: b"\xff\xd8\xff",
    "a jpeg of markers": lambda: b"\xff\xd8" + b"\xff" * 100_000,
    "a png of nothing": lambda: b"\x89PNG\r\n\x1a\n",
    "a webp of nothing": lambda: b"RIFF\xff\xff\xff\xffWEBP",
    "a heic of nothing": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}
"""Each is refused."""


HARMLESS: dict[str, Callable[[], bytes]] = {
    "jpeg and zip": jpeg_and_zip,
    "jpeg and page": lambda: photos.bare(SCENE) + b"<html><script>alert(1)</script>",
    "comment of a page": lambda: with_segments(segment(0xFE, b"<?php system($_GET[0]); ?>")),
    "growing entities": laughs,
    "deep xml": nested_xml,
    "lying tags": lying_tiff,
    "empty tags": lambda: with_segments(segment(0xE1, b"Exif\0\0")),
    "thousands of segments": lambda: with_segments(*[segment(0xE5, b"")] * 15_000),
}
"""Each is read as the picture that it is, without what was laid beside it."""
