"""From the bytes of a photo to an upright picture in sRGB."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from geo_app.domain.photo import Mime, PhotoFacts
from geo_app.errors import InputError
from geo_app.photo.pictures import decode, encode, fitted, may_lack_memory, small, thumbnail
from tests import photos

SIZE = (320, 200)
SCENE = photos.scene(4, SIZE)
KINDS = ["jpeg", "png", "webp", "avif", "heic"]


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in grey levels."""
    assert one.size == other.size
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_decoded(kind: str) -> None:
    picture = decode(getattr(photos, kind)(SCENE), Mime[kind.upper()], None, 1600)
    assert picture.damaged is None
    assert picture.image.mode == "RGB"
    assert apart(picture.image, SCENE) < 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_what_is_stored_turned_is_shown_upright(kind: str, orientation: int) -> None:
    data = getattr(photos, kind)(SCENE, orientation=orientation)
    picture = decode(data, Mime[kind.upper()], orientation, 1600)
    assert apart(picture.image, SCENE) < 8


@pytest.mark.parametrize("orientation", [2, 3, 6, 8])
def test_an_avif_is_turned_by_its_container_alone(orientation: int) -> None:
    """Pillow writes the tag as ``irot`` and ``imir``; a tag beside them counts for nothing."""
    block = b"Exif\0\0" + photos.exif(orientation=orientation)
    data = written(photos.stored(SCENE, orientation), "AVIF", exif=block)
    for raw in (orientation, None, 5):
        assert apart(decode(data, Mime.AVIF, raw, 1600).image, SCENE) < 8


@pytest.mark.parametrize("broken", [b"XXXX\x08\0\0\0", b"II*\0\xff\xff\xff\xff", b"\0" * 8])
def test_broken_tags_of_an_avif_do_not_hide_its_picture(broken: bytes) -> None:
    data = photos.avif(SCENE, lon=114.31, lat=34.81).replace(b"II*\0\x08\0\0\0", broken)
    assert apart(decode(data, Mime.AVIF, None, 1600).image, SCENE) < 8


@pytest.mark.parametrize("kind", KINDS)
def test_smaller_but_never_larger(kind: str) -> None:
    data = getattr(photos, kind)(SCENE)
    assert decode(data, Mime[kind.upper()], None, 160).image.size == (160, 100)
    assert decode(data, Mime[kind.upper()], None, 5000).image.size == SIZE


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [
        ((4000, 3000), 1600, (1600, 1200)),
        ((3000, 4000), 320, (240, 320)),
        ((50_000, 3), 320, (320, 1)),
        ((10, 10), 320, (10, 10)),
    ],
)
def test_sizes(size: tuple[int, int], longest: int, expected: tuple[int, int]) -> None:
    assert fitted(size, longest) == expected


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_colours_of_another_profile_become_srgb() -> None:
    """A profile whose red is the green of sRGB, and the other way round."""
    reddish = Image.new("RGB", (64, 64), (230, 60, 60))
    crossed = srgb().replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    crossed = crossed.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
    for longest in (64, 32):
        picture = decode(photos.jpeg(reddish, icc=crossed), Mime.JPEG, None, longest).image
        red, green, blue = picture.getpixel((9, 9))
        assert green - red > 100
        assert abs(blue - 60) < 12


@pytest.mark.parametrize("icc", [None, srgb(), b"no profile", b"\0" * 200])
def test_a_profile_that_says_nothing_new_changes_nothing(icc: bytes | None) -> None:
    grey = Image.new("RGB", (64, 64), (128, 128, 128))
    picture = decode(photos.jpeg(grey, icc=icc), Mime.JPEG, None, 64).image
    assert picture.getpixel((9, 9)) == (128, 128, 128)


def test_four_inks_become_three_lights() -> None:
    data = written(SCENE.convert("CMYK"), "JPEG", quality=90)
    picture = decode(data, Mime.JPEG, None, 160).image
    assert picture.mode == "RGB"
    assert apart(picture, SCENE.resize((160, 100), Image.Resampling.BOX)) < 8


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([10, 20, 30])
    for data in (written(clear, "PNG"), written(palette, "PNG", transparency=0)):
        for longest in (40, 20):
            picture = decode(data, Mime.PNG, None, longest).image
            assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_palette_bits_and_sixteen_bits() -> None:
    steps = np.linspace(0, 65535, 64, dtype=np.uint16)[None, :].repeat(64, axis=0)
    deep = decode(written(Image.fromarray(steps), "PNG"), Mime.PNG, None, 64).image
    assert deep.getpixel((0, 0)) == (0, 0, 0)
    assert deep.getpixel((63, 0)) == (255, 255, 255)
    assert deep.getpixel((32, 0))[0] == pytest.approx(steps[0, 32] / 256, abs=1)
    for mode in ("1", "L", "LA", "P"):
        data = written(SCENE.convert(mode), "PNG")
        assert decode(data, Mime.PNG, None, 100).image.mode == "RGB"


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_of_a_cut_off_file_the_rest_is_shown(kind: str) -> None:
    data = getattr(photos, kind)(SCENE)
    picture = decode(data[: len(data) * 2 // 3], Mime[kind.upper()], None, 1600)
    assert picture.damaged is not None
    assert picture.damaged.code == "photo.cut_off"
    assert apart(picture.image.crop((0, 0, 320, 80)), SCENE.crop((0, 0, 320, 80))) < 8


def test_a_file_without_pixels_is_damaged() -> None:
    data = photos.jpeg(SCENE)
    for cut in (data[: data.index(b"\xff\xda") + 14], data[:60]):
        with pytest.raises(InputError) as caught:
            decode(cut, Mime.JPEG, None, 1600)
        assert caught.value.code == "photo.damaged"


def test_bytes_of_another_kind_are_not_guessed() -> None:
    with pytest.raises(InputError):
        decode(photos.png(SCENE), Mime.JPEG, None, 1600)


def test_what_is_encoded_has_no_metadata() -> None:
    said = {"lon": 114.31, "lat": 34.81, "make": "SECRET", "thumbnail": SCENE}
    xmp = photos.xmp_packet('xmp:CreatorTool="SECRET"')
    data = photos.jpeg(SCENE, xmp=xmp, icc=srgb(), **said)
    picture = decode(data, Mime.JPEG, 1, 1600).image
    out = encode(small(picture, 100), 80)
    assert out.startswith(b"\xff\xd8\xff")
    head = out[: out.index(b"\xff\xda")]
    blocks = (b"\xff\xe1", b"\xff\xe2", b"\xff\xed", b"\xff\xfe")
    assert not [sign for sign in (b"SECRET", b"Exif", b"ICC", *blocks) if sign in head]


def test_thumbnail_is_turned_as_its_picture() -> None:
    inner = photos.bare(photos.stored(SCENE, 6))
    assert thumbnail(inner, 6) is not None
    assert apart(thumbnail(inner, 6) or SCENE, SCENE) < 8


def test_a_thumbnail_that_is_none() -> None:
    header = struct.pack(">BHHB", 8, 60_000, 60_000, 1) + b"\1\x11\0"
    huge = b"\xff\xd8\xff\xc0" + struct.pack(">H", len(header) + 2) + header + b"\xff\xda"
    for data in (b"\xff\xd8nothing", photos.bare(SCENE)[:40], huge):
        assert thumbnail(data, None) is None


@pytest.mark.parametrize(
    ("mime", "side", "expected"),
    [
        (Mime.HEIC, 8000, True),
        (Mime.HEIC, 4000, False),
        (Mime.JPEG, 14_000, True),
        (Mime.JPEG, 9000, False),
        (Mime.PNG, 14_000, False),
    ],
)
def test_decoders_that_do_not_say_that_memory_is_lacking(
    mime: Mime, side: int, expected: bool
) -> None:
    assert may_lack_memory(PhotoFacts(mime, side, side), 512 * 2**20) is expected
