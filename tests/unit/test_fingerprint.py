"""Fingerprint: a picture is known again in its copies, and in nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageFilter

from geo_app.photo.fingerprint import Fingerprint, Kind, Match, compare, fingerprint
from geo_app.photo.fingerprint.overlay import overlay
from geo_app.photo.fingerprint.register import register
from tests.copies import COPIES
from tests.scenery import Stand, photo

SITES = range(1000, 1030)
LARGEST = 7 * 1024


@cache
def seen(site: int, day: int = 0) -> Fingerprint:
    return fingerprint(photo(site, day))


@cache
def matches(copy: str) -> list[Match]:
    """Of each site's photo with its copy of one kind."""
    random = np.random.default_rng(5)
    copies = {site: fingerprint(COPIES[copy](photo(site, 0), random)) for site in SITES}
    found = (compare(seen(site), each) for site, each in copies.items())
    return [match for match in found if match]


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_known(copy: str) -> None:
    """Of thirty a few may be missed; the benchmark counts over a thousand."""
    right = [match for match in matches(copy) if match.mirrored == (copy == "mirrored")]
    assert len(right) >= 0.9 * len(SITES)


def test_what_was_done_is_told() -> None:
    assert {match.kind for match in matches("mirrored")} == {Kind.WHOLE}
    assert {match.kind for match in matches("re-encoded")} == {Kind.WHOLE}
    crops = [match.kind for match in matches("cropped")]
    assert crops.count(Kind.CROP) >= 0.9 * len(crops)
    screens = [match.kind for match in matches("screenshot")]
    assert screens.count(Kind.BORDER) >= 0.5 * len(screens)
    assert Kind.BAND_TOP in {match.kind for match in matches("band at top")}
    assert Kind.BAND_BOTTOM in {match.kind for match in matches("band at bottom")}


def test_the_same_place_on_another_day_is_another_picture() -> None:
    again = [(site, day) for site in SITES for day in (1, 2)]
    assert [each for each in again if compare(seen(each[0]), seen(*each))] == []


def test_another_place_is_another_picture() -> None:
    pairs = [(a, b) for a in SITES for b in SITES if a < b]
    assert [pair for pair in pairs if compare(seen(pair[0]), seen(pair[1]))] == []


PAPER = 1008


@pytest.mark.parametrize(
    "moved",
    [Stand(turn=0.15), Stand(step=0.006), Stand(right=0.01, scale=1.04, turn=0.15)],
    ids=["turned", "from the side", "closer and turned"],
)
def test_a_flat_thing_in_another_light_is_another_picture(moved: Stand) -> None:
    """The marks alone do not tell the first two from copies."""
    first = fingerprint(photo(PAPER, 0, Stand()))
    assert compare(first, fingerprint(photo(PAPER, 1, moved))) is None


@pytest.mark.parametrize("crop", [(0, 0, 480, 344), (24, 0, 480, 360), (9, 14, 466, 351)])
def test_where_a_crop_lies_is_known_to_a_part_of_a_pixel(crop: tuple[int, int, int, int]) -> None:
    """Also at its edges, where its relief is another one."""
    first, second = seen(1003), fingerprint(photo(1003, 0).crop(crop))
    laid = overlay(first, second, mirrored=False)
    assert laid
    found = register(first, second, laid)
    assert found
    left, top, right, bottom = crop
    across = second.width / (right - left)
    down = second.height / (bottom - top)
    edges = (-left * across, -top * down, (480 - left) * across, (360 - top) * down)
    assert np.abs(np.subtract(found.edges, edges)).max() < 0.2
    assert max(abs(found.turn), found.skew) < 0.0007


def test_the_less_a_picture_shows_the_less_sure_is_its_turn() -> None:
    sharp, soft = photo(1003, 0), photo(1003, 0).filter(ImageFilter.GaussianBlur(9))
    doubts = []
    for image in (sharp, soft):
        one = fingerprint(image)
        other = fingerprint(COPIES["re-encoded"](image, np.random.default_rng(5)))
        laid = overlay(one, other, mirrored=False)
        assert laid
        found = register(one, other, laid)
        assert found
        doubts.append(found.doubt)
    assert 0 < doubts[0] < 0.5 * doubts[1]


def test_an_empty_sky_is_too_plain_whatever_stands_out_in_it() -> None:
    """It has marks, but too little to lay two pictures over each other."""
    sky = Image.new("RGB", (640, 480), (200, 200, 200))
    sky.paste(photo(1000, 0).resize((160, 120)), (300, 250))
    plain = fingerprint(sky)
    assert len(plain.marks) >= 12
    assert plain.too_plain


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_picture_without_detail_says_so(shade: int) -> None:
    noise = np.random.default_rng(1).normal(shade, 1.5, (480, 640, 3))
    plain = fingerprint(Image.fromarray(np.clip(noise, 0, 255).astype(np.uint8)))
    assert plain.too_plain
    assert compare(plain, plain) is None
    assert not seen(1000).too_plain


def test_it_is_small_and_the_same_each_time() -> None:
    data = seen(1000).to_bytes()
    assert data == fingerprint(photo(1000, 0)).to_bytes()
    assert len(data) <= LARGEST
    assert Fingerprint.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "YCbCr", "1"])
def test_every_mode_is_read(mode: str) -> None:
    assert not fingerprint(photo(1001, 0).convert(mode)).too_plain


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5000, 1), (1, 5000), (3000, 40), (17, 4000)])
def test_every_shape_is_read(size: tuple[int, int]) -> None:
    odd = fingerprint(photo(1000, 0).resize(size))
    assert Fingerprint.from_bytes(odd.to_bytes()).to_bytes() == odd.to_bytes()
    assert compare(odd, seen(1001)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02",
        b"\x01" + seen(1000).to_bytes()[1:],
        b"\x03" + seen(1000).to_bytes()[1:],
        seen(1000).to_bytes()[:-1],
        seen(1000).to_bytes() + b"\0",
        b"\x02" + b"\0" * 60,
    ],
    ids=["nothing", "one byte", "earlier", "later", "cut off", "too long", "no size"],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(data)


@pytest.mark.parametrize("stretch", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_stretch_is_refused(stretch: float) -> None:
    data = replace(seen(1000), stretch=stretch).to_bytes()
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(data)
