"""Photos made for tests: drawn scenes, and files with any EXIF, XMP and profile, true or broken.

``scene`` draws; ``jpeg``, ``png``, ``webp``, ``avif``, ``heic`` and ``mpo`` write what a camera
would; ``exif`` and ``tiff`` build the block of tags byte by byte, so that it may also lie.
A picture is given as it is to be seen: with an ``orientation`` it is stored turned.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from PIL.Image import Transpose

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL = 1, 2, 3, 4, 5, 7, 10
"""Types of a tag (TIFF 6.0, section 2)."""

Entry = tuple[int, int, Any]
"""Tag, type, value: bytes as they are, or numbers; a rational is (numerator, denominator)."""

_CODES = {BYTE: "B", SHORT: "H", LONG: "I"}
_SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, SRATIONAL: 8}
_TO_STORE = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def scene(seed: int, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A river bank under a sky, with an outlet: full of detail, another one for each seed."""
    rng = np.random.default_rng(seed)
    width, height = size
    tone = rng.uniform(0.75, 1.1)
    horizon = rng.uniform(0.22, 0.45)
    shore = rng.uniform(0.6, 0.8)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    ridge = horizon + 0.12 * _noise(rng, (width, 1), 6)[0][None, :]
    edge = shore + 0.15 * _noise(rng, (width, 1), 4)[0][None, :]
    rough, fine = _noise(rng, size, 24), _noise(rng, size, 240)
    sky = _mix((120, 165, 220), (235, 235, 225), y / horizon + rough)
    bank = _mix(rng.uniform(60, 130, 3), rng.uniform(120, 190, 3), 0.5 + rough + fine)
    waves = np.sin(y * rng.uniform(150, 400) + 9 * rough)
    water = _mix(rng.uniform(30, 90, 3), rng.uniform(110, 170, 3), 0.5 + 0.25 * waves + fine)
    pixels = np.where((y < ridge)[..., None], sky, np.where((y < edge)[..., None], bank, water))
    image = Image.fromarray(np.clip(pixels * tone, 0, 255).astype(np.uint8))
    _draw_things(image, rng, horizon, shore)
    return image


def _noise(rng: np.random.Generator, size: tuple[int, int], cells: int) -> np.ndarray:
    """Smooth noise around 0 with ``cells`` bumps along the width."""
    width, height = size
    rows = max(1, round(cells * height / width)) if height > 1 else 1
    coarse = rng.uniform(-0.5, 0.5, (rows, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))


def _mix(one: Any, other: Any, share: np.ndarray) -> np.ndarray:
    weight = np.clip(share, 0, 1)[..., None].astype(np.float32)
    return np.asarray(one, np.float32) * (1 - weight) + np.asarray(other, np.float32) * weight


def _draw_things(
    image: Image.Image, rng: np.random.Generator, horizon: float, shore: float
) -> None:
    """Trees, stones and houses on the bank; one outlet at the water."""
    draw = ImageDraw.Draw(image)
    width, height = image.size

    def colour() -> tuple[int, ...]:
        return tuple(int(value) for value in rng.integers(20, 220, 3))

    for _ in range(int(rng.integers(14, 30))):
        x, y = rng.uniform(0, width), rng.uniform(horizon, shore) * height
        across, up = rng.uniform(0.01, 0.09, 2) * width
        box = (x, y - up, x + across, y)
        (draw.rectangle if rng.random() < 0.4 else draw.ellipse)(box, fill=colour())
    x, y = rng.uniform(0.15, 0.8) * width, shore * height
    radius = rng.uniform(0.03, 0.06) * width
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour())
    inner = radius * 0.7
    draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=(15, 15, 20))
    draw.polygon(
        [(x - inner, y), (x + inner, y), (x + 2 * radius, height), (x - 2 * radius, height)],
        fill=colour(),
    )


def tiff(
    ifd0: Iterable[Entry] = (),
    *,
    exif: Iterable[Entry] = (),
    gps: Iterable[Entry] = (),
    ifd1: Iterable[Entry] = (),
    thumbnail: bytes | None = None,
    order: str = "<",
) -> bytes:
    """A TIFF block with the IFDs of EXIF; nothing is checked, so that it may hold any nonsense."""
    first, detail, place, second = list(ifd0), list(exif), list(gps), list(ifd1)
    if thumbnail is not None:
        second += [(0x0103, SHORT, [6]), (0x0201, LONG, [0]), (0x0202, LONG, [len(thumbnail)])]
    first += [(0x8769, LONG, [0])] if detail else []
    first += [(0x8825, LONG, [0])] if place else []
    start = 8
    at: list[int] = []
    for ifd in (first, detail, place, second):
        at.append(start)
        start += len(_ifd(ifd, start, 0, order)) if ifd else 0
    pointers = {0x8769: at[1], 0x8825: at[2], 0x0201: start}
    blocks = []
    for ifd, begin in zip((first, detail, place, second), at, strict=True):
        aimed = [
            (tag, kind, [pointers.get(tag)] if tag in pointers else it) for tag, kind, it in ifd
        ]
        following = at[3] if ifd is first and second else 0
        blocks += [_ifd(aimed, begin, following, order)] if ifd else []
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    return head + b"".join(blocks) + (thumbnail or b"")


def _ifd(entries: Sequence[Entry], start: int, following: int, order: str) -> bytes:
    ordered = sorted(entries, key=lambda entry: entry[0])
    out, spill = struct.pack(order + "H", len(ordered)), b""
    room = start + 2 + 12 * len(ordered) + 4
    for tag, kind, value in ordered:
        raw = value if isinstance(value, bytes) else _packed(kind, value, order)
        out += struct.pack(order + "HHI", tag, kind, len(raw) // _SIZES.get(kind, 1))
        if len(raw) <= 4:
            out += raw.ljust(4, b"\0")
        else:
            out += struct.pack(order + "I", room + len(spill))
            spill += raw + b"\0" * (len(raw) % 2)
    return out + struct.pack(order + "I", following) + spill


def _packed(kind: int, value: Any, order: str) -> bytes:
    if kind in (RATIONAL, SRATIONAL):
        code = "II" if kind == RATIONAL else "ii"
        return b"".join(struct.pack(order + code, *pair) for pair in value)
    return struct.pack(f"{order}{len(value)}{_CODES[kind]}", *value)


def ratio(value: float, most: int = 1_000_000) -> tuple[int, int]:
    """The nearest rational."""
    near = Fraction(value).limit_denominator(most)
    return near.numerator, near.denominator


def angle(degrees: float) -> list[tuple[int, int]]:
    """Degrees, minutes and seconds as rationals, good to 1e-9 degree."""
    minutes, seconds = divmod(round(abs(degrees) * 3_600_000_000), 60_000_000)
    return [(minutes // 60, 1), (minutes % 60, 1), (seconds, 1_000_000)]


def exif(
    *,
    lon: float | None = None,
    lat: float | None = None,
    hpos_error_m: float | None = None,
    altitude_m: float | None = None,
    direction: float | None = None,
    direction_ref: str | None = "T",
    taken: str | None = "2026:08:21 10:22:05",
    offset: str | None = "+08:00",
    gps_time: datetime | None = None,
    make: str | None = "Maker",
    model: str | None = "M1",
    software: str | None = None,
    orientation: int | None = 1,
    exposure: tuple[float, float, float] | None = None,
    brightness: float | None = None,
    thumbnail: Image.Image | None = None,
    gps: Iterable[Entry] = (),
    order: str = "<",
) -> bytes:
    """The TIFF block of a camera. ``exposure`` is (seconds, f-number, ISO); None leaves out.

    ``gps`` are more entries of the GPS IFD, as they are. ``gps_time`` is written in UTC as given.
    The thumbnail is stored turned as the picture is.
    """
    base: list[Entry] = [
        (tag, ASCII, text.encode() + b"\0")
        for tag, text in ((0x010F, make), (0x0110, model), (0x0131, software))
        if text is not None
    ]
    base += [(0x0112, SHORT, [orientation])] if orientation else []
    detail: list[Entry] = [
        (tag, ASCII, text.encode() + b"\0")
        for tag, text in ((0x9003, taken), (0x9011, offset))
        if text is not None
    ]
    if exposure is not None:
        seconds, f_number, iso = exposure
        detail += [
            (0x829A, RATIONAL, [ratio(seconds)]),
            (0x829D, RATIONAL, [ratio(f_number)]),
            (0x8827, SHORT, [round(iso)]),
        ]
    if brightness is not None:
        detail.append((0x9203, SRATIONAL, [ratio(brightness)]))
    place: list[Entry] = list(gps)
    if lon is not None and lat is not None:
        place += [
            (1, ASCII, b"S\0" if lat < 0 else b"N\0"),
            (2, RATIONAL, angle(lat)),
            (3, ASCII, b"W\0" if lon < 0 else b"E\0"),
            (4, RATIONAL, angle(lon)),
        ]
    if altitude_m is not None:
        place += [(5, BYTE, [int(altitude_m < 0)]), (6, RATIONAL, [ratio(abs(altitude_m))])]
    if gps_time is not None:
        place += [
            (7, RATIONAL, [(gps_time.hour, 1), (gps_time.minute, 1), (gps_time.second, 1)]),
            (29, ASCII, gps_time.strftime("%Y:%m:%d").encode() + b"\0"),
        ]
    if direction is not None:
        place += [(16, ASCII, direction_ref.encode() + b"\0")] if direction_ref else []
        place.append((17, RATIONAL, [ratio(direction)]))
    if hpos_error_m is not None:
        place.append((31, RATIONAL, [ratio(hpos_error_m)]))
    small = None
    if thumbnail is not None:
        copy = thumbnail.copy()
        copy.thumbnail((160, 160))
        small = _saved(stored(copy, orientation), "JPEG", quality=80)
    return tiff(base, exif=detail, gps=place, thumbnail=small, order=order)


def stored(image: Image.Image, orientation: int | None) -> Image.Image:
    """The picture as a camera stores it, so that the tag turns it back to how it was given."""
    turn = _TO_STORE.get(orientation or 1)
    return image if turn is None else image.transpose(turn)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **{name: value for name, value in options.items() if value is not None})
    return out.getvalue()


def jpeg(
    image: Image.Image,
    *,
    quality: int = 90,
    xmp: bytes | None = None,
    icc: bytes | None = None,
    block: bytes | None = None,
    **said: Any,
) -> bytes:
    """A JPEG as a camera writes it; ``said`` goes to ``exif``. ``block`` stands instead of it."""
    block = exif(**said) if block is None else block
    pixels = stored(image, said.get("orientation"))
    options = {"quality": quality, "exif": b"Exif\0\0" + block, "xmp": xmp, "icc_profile": icc}
    return _saved(pixels, "JPEG", **options)


def bare(image: Image.Image, *, quality: int = 80, long_side: int | None = None) -> bytes:
    """A JPEG without any metadata, perhaps scaled down, as a chat program sends it on."""
    copy = image.convert("RGB")
    if long_side is not None:
        copy.thumbnail((long_side, long_side))
    return _saved(copy, "JPEG", quality=quality)


def png(image: Image.Image, *, xmp: str | None = None, **said: Any) -> bytes:
    """A PNG with its block of tags in ``eXIf``; XMP in ``iTXt``."""
    data = _saved(stored(image, said.get("orientation")), "PNG", exif=exif(**said))
    return data if xmp is None else with_chunk(data, b"iTXt", _XMP_TEXT + xmp.encode())


_XMP_TEXT = b"XML:com.adobe.xmp\0\0\0\0\0"


def with_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk after its header."""
    chunk = struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return data[:33] + chunk + data[33:]


def webp(image: Image.Image, *, xmp: bytes | None = None, **said: Any) -> bytes:
    """A WebP."""
    block = exif(**said)
    return _saved(stored(image, said.get("orientation")), "WEBP", exif=block, xmp=xmp, quality=85)


def avif(image: Image.Image, *, xmp: bytes | None = None, **said: Any) -> bytes:
    """An AVIF; its pixels are never turned by a tag, the format has its own."""
    block = exif(**{"orientation": None} | said)
    return _saved(image, "AVIF", exif=b"Exif\0\0" + block, xmp=xmp, quality=75, speed=9)


def heic(image: Image.Image, *, xmp: bytes | None = None, **said: Any) -> bytes:
    """A HEIC; the encoder puts an ``orientation`` into the container too, as phones do."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    pixels = stored(image, said.get("orientation"))
    return _saved(pixels, "HEIF", exif=b"Exif\0\0" + exif(**said), xmp=xmp, quality=75)


def mpo(images: Sequence[Image.Image], **said: Any) -> bytes:
    """Several pictures in one JPEG file (CIPA DC-007)."""
    first, *others = images
    return _saved(
        first, "MPO", save_all=True, append_images=others, exif=b"Exif\0\0" + exif(**said)
    )


def xmp_packet(description: str, inner: str = "") -> bytes:
    """An XMP packet; ``description`` are attributes, ``inner`` elements of ``rdf:Description``."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f"{description}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def edited(image: Image.Image, seed: int) -> Image.Image:
    """The same picture with a patch of its bank laid over another place, as by a photo editor."""
    rng = np.random.default_rng(seed)
    copy = image.copy()
    width, height = image.size
    wide, high = width // 4, height // 4
    x, y = int(rng.integers(0, width - wide)), int(rng.integers(height // 2, height - high))
    patch = image.crop((width - wide - x, height - high - y, width - x, height - y))
    copy.paste(ImageOps.mirror(patch).filter(ImageFilter.GaussianBlur(1)), (x, y))
    return copy
