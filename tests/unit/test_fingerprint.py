"""Fingerprint: a picture is known again in its copies, and in nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image

from geo_app.photo.fingerprint import Fingerprint, Kind, Match, compare, fingerprint
from tests.copies import COPIES
from tests.scenery import Stand, photo

SITES = range(1000, 1030)
LARGEST = 8192


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
    """What is kept of the marks alone does not tell the first two from copies."""
    first = fingerprint(photo(PAPER, 0, Stand()))
    assert compare(first, fingerprint(photo(PAPER, 1, moved))) is None


def without_detail(each: Fingerprint) -> Fingerprint:
    """As it was kept before there was any."""
    return Fingerprint.from_bytes(replace(each, detail=None).to_bytes())


@pytest.mark.parametrize("copy", ["re-encoded", "cropped", "mirrored"])
def test_what_was_kept_without_detail_is_still_known(copy: str) -> None:
    random = np.random.default_rng(5)
    old = [without_detail(seen(site)) for site in SITES]
    new = [fingerprint(COPIES[copy](photo(site, 0), random)) for site in SITES]
    pairs = list(zip(old, new, strict=True))
    for found in ([compare(a, b) for a, b in pairs], [compare(b, a) for a, b in pairs]):
        right = [each for each in found if each and each.mirrored == (copy == "mirrored")]
        assert len(right) >= 0.85 * len(SITES)
    assert [len(each.to_bytes()) for each in old if len(each.to_bytes()) > 2048] == []


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
        b"\x01",
        b"\x03" + b"\0" * 60,
        seen(1000).to_bytes()[:-1],
        seen(1000).to_bytes() + b"\0",
        without_detail(seen(1000)).to_bytes()[:-1],
        b"\x02" + without_detail(seen(1000)).to_bytes()[1:],
        b"\x01" + b"\0" * 17,
        b"\x02" + b"\0" * 60,
    ],
    ids=[
        "nothing",
        "one byte",
        "another version",
        "cut off",
        "too long",
        "old, cut off",
        "old that says it is new",
        "no size",
        "no size, new",
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(data)


@pytest.mark.parametrize("stretch", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_stretch_is_refused(stretch: float) -> None:
    whole = seen(1000)
    assert whole.detail
    data = replace(whole, detail=replace(whole.detail, stretch=stretch)).to_bytes()
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint.from_bytes(data)
