"""Kinds of file, and the blocks inside them."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from geo_app.domain.photo import Mime
from geo_app.errors import GeoAppError, InputError, TooLargeError, UnsupportedError
from geo_app.photo.container import Blocks, blocks_of
from geo_app.photo.kind import check_name, kind_of
from geo_app.photo.metadata import read
from geo_app.photo.tiff import Tags, read_tags
from geo_app.photo.xmp import read_xmp
from geo_app.settings import PhotoLimits
from tests import photos
from tests.photos import ASCII, LONG, SHORT

SCENE = photos.scene(2, (64, 48))
PLACE = 'exif:GPSLatitude="34,48.6N" exif:GPSLongitude="114,18.6E"'


def blocks(data: bytes, limits: PhotoLimits | None = None) -> Blocks:
    return blocks_of(data, kind_of(data), limits or PhotoLimits())


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(data: bytes, *segments: bytes) -> bytes:
    """A JPEG with more segments at its beginning."""
    return data[:2] + b"".join(segments) + data[2:]


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
def test_kind_is_told_from_the_bytes(kind: str) -> None:
    assert kind_of(getattr(photos, kind)(SCENE)) is Mime[kind.upper()]


@pytest.mark.parametrize(
    "data",
    [b"<svg/>", b"MZ\x90", b"GIF89a", b"BM", b"II*\0", b"%!PS", b"\xff\xd8", b"\0\0\0\x18ftypmp42",
     b"RIFF\0\0\0\0WAVE", b"\0"],
)  # fmt: skip
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedError):
        kind_of(data)


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(InputError) as caught:
        kind_of(b"")
    assert caught.value.code == "photo.empty"


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("a.JPG", Mime.JPEG),
        ("a.mpo", Mime.JPEG),
        ("a.HEIF", Mime.HEIC),
        ("没有后缀", Mime.PNG),
        ("微信图片.2026.8.21", Mime.JPEG),
        (".jpg", Mime.PNG),
        ("", Mime.AVIF),
    ],
)
def test_names_that_do_not_contradict(name: str, mime: Mime) -> None:
    check_name(name, mime)


@pytest.mark.parametrize("name", ["a.svg", "a.jpg.php", "a.png", "a.heic", "a.html ", "a.exe."])
def test_names_that_say_another_kind(name: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        check_name(name, Mime.JPEG)
    assert caught.value.code == "photo.name_disagrees"


def test_pictures_in_one_file_are_counted() -> None:
    assert blocks(photos.mpo([SCENE, SCENE, SCENE])).frames == 3
    out = io.BytesIO()
    SCENE.save(out, "WEBP", save_all=True, append_images=[photos.scene(3, (64, 48))])
    assert blocks(out.getvalue()).frames == 2
    out = io.BytesIO()
    SCENE.save(out, "PNG", save_all=True, append_images=[photos.scene(3, (64, 48))])
    assert blocks(out.getvalue()).frames == 2


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 60}])
def test_a_plain_webp_has_its_size(options: dict[str, object]) -> None:
    out = io.BytesIO()
    SCENE.save(out, "WEBP", **options)
    assert (blocks(out.getvalue()).width, blocks(out.getvalue()).height) == (64, 48)


def test_junk_between_segments_and_a_second_block_of_tags() -> None:
    first = segment(0xE1, b"Exif\0\0" + photos.exif(make="First"))
    empty = segment(0xE1, b"Exif\0\0nothing")
    data = with_segments(photos.jpeg(SCENE, make="Second"), empty, b"junk\xff\0\xff\xff", first)
    found = blocks(data)
    assert (found.width, found.height) == (64, 48)
    assert [read_tags(block).base[0x010F] for block in found.exif] == [b"First\0", b"Second\0"]


def test_xmp_longer_than_a_segment() -> None:
    packet = photos.xmp_packet(PLACE, f"<exif:UserComment>{'x' * 90_000}</exif:UserComment>")
    name, digest = b"http://ns.adobe.com/xmp/extension/\0", b"0" * 32
    parts = [
        segment(
            0xE1, name + digest + struct.pack(">II", len(packet), at) + packet[at : at + 60_000]
        )
        for at in (60_000, 0)
    ]
    found = blocks(with_segments(photos.bare(SCENE), *parts))
    assert read_xmp(found.xmp)["exif:GPSLatitude"] == "34,48.6N"


@pytest.mark.parametrize("kind", ["jpeg", "webp", "avif", "heic"])
def test_xmp_of_every_kind(kind: str) -> None:
    packet = photos.xmp_packet(PLACE)
    assert read_xmp(blocks(getattr(photos, kind)(SCENE, xmp=packet)).xmp)["exif:GPSLongitude"]


def test_xmp_and_old_exif_of_a_png() -> None:
    packet = photos.xmp_packet(PLACE).decode()
    assert read_xmp(blocks(photos.png(SCENE, xmp=packet)).xmp)["exif:GPSLongitude"] == "114,18.6E"
    lines = f"\nexif\n      99\n{photos.exif(make='Old').hex()}\n".encode()
    body = b"Raw profile type exif\0\0" + zlib.compress(lines)
    out = io.BytesIO()
    SCENE.save(out, "PNG")
    found = blocks(photos.with_chunk(out.getvalue(), b"zTXt", body))
    assert read_tags(found.exif[0]).base[0x010F] == b"Old\0"


@pytest.mark.parametrize(
    ("name", "head"),
    [(b"iCCP", b"a\0\0"), (b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0")],
)
def test_a_block_that_unpacks_to_too_much_is_refused(name: bytes, head: bytes) -> None:
    out = io.BytesIO()
    SCENE.save(out, "PNG")
    data = photos.with_chunk(out.getvalue(), name, head + zlib.compress(bytes(3_000_000)))
    assert blocks(data).width == 64
    with pytest.raises(TooLargeError):
        blocks(data, PhotoLimits(block_bytes=1_000_000))


@pytest.mark.parametrize("size", [(0, 48), (64, 0)])
def test_a_picture_without_width_or_height_is_damaged(size: tuple[int, int]) -> None:
    frame = segment(0xC0, struct.pack(">BHHB", 8, size[1], size[0], 1) + b"\1\x11\0")
    with pytest.raises(InputError):
        blocks(b"\xff\xd8" + frame + b"\xff\xda")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
def test_cut_off_anywhere_ends_in_blocks_or_a_named_error(kind: str) -> None:
    data = getattr(photos, kind)(SCENE, lon=114.31, lat=34.81, xmp=None)
    whole = blocks(data)
    sizes = set()
    for end in range(12, len(data), 7):
        try:
            cut = blocks(data[:end])
        except GeoAppError:
            continue
        sizes.add((cut.width, cut.height))
    assert sizes == {(whole.width, whole.height)}


@pytest.mark.parametrize("order", ["<", ">"])
def test_directories_of_a_tiff_block(order: str) -> None:
    block = photos.tiff(
        [(0x010F, ASCII, b"M\0")],
        exif=[(0x8827, SHORT, [100, 200])],
        gps=[(0, 1, b"\2\3\0\0")],
        thumbnail=b"\xff\xd8small",
        order=order,
    )
    assert read_tags(block).base[0x010F] == b"M\0"
    assert read_tags(block).exif == {0x8827: (100, 200)}
    assert read_tags(block).gps == {0: b"\2\3\0\0"}
    assert read_tags(block).thumbnail == b"\xff\xd8small"


def test_one_broken_entry_does_not_hide_the_others() -> None:
    block = photos.tiff(
        [(0x010F, 99, b"????"), (0x0110, ASCII, b"Model\0"), (0x0131, LONG, [5] * 3)]
    )
    cut = block[:-6]
    assert read_tags(cut).base == {0x0110: b"Model\0"}


@pytest.mark.parametrize(
    "block", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"]
)
def test_a_block_that_is_none_is_empty(block: bytes) -> None:
    assert read_tags(block) == Tags()


def test_a_directory_that_points_to_itself_ends() -> None:
    entries = struct.pack("<HHIIHHII", 0x8769, LONG, 1, 8, 0x8825, LONG, 1, 8)
    block = b"II*\0" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 8)
    assert set(read_tags(block).gps) == {0x8825, 0x8769}


def test_pixels_and_pictures_are_limited_by_the_header() -> None:
    out = io.BytesIO()
    Image.new("1", (2000, 1000)).save(out, "PNG")
    many = photos.mpo([SCENE] * 4)
    for data, limits, code in (
        (out.getvalue(), PhotoLimits(megapixels=1), "photo.too_many_pixels"),
        (many, PhotoLimits(frames=3), "photo.too_many_frames"),
        (many, PhotoLimits(file_bytes=1000), "photo.too_large"),
    ):
        with pytest.raises(TooLargeError) as caught:
            read(data, limits=limits, zone=ZoneInfo("UTC"), now=datetime(2026, 11, 25, tzinfo=UTC))
        assert caught.value.code == code
