"""The thumbnail inside a file gives a painted-over outlet away, and accuses nobody else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from geo_app.photo.likeness import Likeness, Undecided, compare_thumbnail
from tests.scenes import Place, place, seen
from tests.thumbnails import camera_thumbnail, cut_to, harmless, letterboxed, lying

SIZE = (480, 360)
OUTLETS = (0.27, 0.3, 0.33)
"""Widths in shares of the picture's: the outlet covers 6.5, 8 and 9.7 % of it."""


@pytest.fixture(scope="module")
def places() -> list[Place]:
    return [place(300 + number, SIZE, OUTLETS[number % 3]) for number in range(25)]


@pytest.fixture(scope="module")
def photo(places: list[Place]) -> Image.Image:
    return seen(places[1].dirty, size=SIZE)


def small(image: Image.Image) -> Image.Image:
    image = image.copy()
    image.thumbnail((160, 120))
    return image


def test_painted_over_outlets_are_found(places: list[Place]) -> None:
    flagged = 0
    for number in range(50):
        random = np.random.default_rng(number)
        here = places[number % len(places)]
        thumbnail = camera_thumbnail(seen(here.dirty, size=SIZE, seed=number), random)
        edited = seen(here.clean, size=SIZE, seed=number)
        flagged += compare_thumbnail(edited, thumbnail).alike is False
    assert flagged >= 45


def test_harmless_habits_are_not_accused(places: list[Place]) -> None:
    flagged = []
    for number in range(120):
        random = np.random.default_rng(1000 + number)
        image = seen(places[number % len(places)].dirty, size=SIZE, seed=number)
        thumbnail = lying(camera_thumbnail(image, random), int(random.choice([1, 1, 3, 6, 8])))
        if compare_thumbnail(harmless(image, random), thumbnail).alike is False:
            flagged.append(number)
    assert len(flagged) <= 1, flagged


def test_says_where(places: list[Place]) -> None:
    here = places[1]
    thumbnail = small(seen(here.dirty, size=SIZE))
    likeness = compare_thumbnail(seen(here.clean, size=SIZE), thumbnail)
    assert likeness.worst is not None
    left, top, right, bottom = likeness.worst
    middle = ((left + right) / 2, (top + bottom) / 2)
    assert here.outlet[0] < middle[0] < here.outlet[2]
    assert here.outlet[1] < middle[1] < here.outlet[3]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_thumbnail_that_nobody_turned_is_harmless_and_told(
    photo: Image.Image, orientation: int
) -> None:
    likeness = compare_thumbnail(photo, lying(small(photo), orientation))
    assert likeness.alike
    assert likeness.orientation == orientation


@pytest.mark.parametrize("orientation", range(2, 9))
def test_turned_and_painted_over_is_found(places: list[Place], orientation: int) -> None:
    thumbnail = lying(small(seen(places[1].dirty, size=SIZE)), orientation)
    assert compare_thumbnail(seen(places[1].clean, size=SIZE), thumbnail).alike is False


def test_bars_of_a_wide_picture_are_no_change(photo: Image.Image) -> None:
    wide = cut_to(photo, 3 / 2)
    assert compare_thumbnail(wide, letterboxed(wide)).alike
    assert compare_thumbnail(cut_to(photo, 16 / 9), letterboxed(photo)).alike


@pytest.mark.parametrize("share", [0.6, 1.4])
def test_another_brightness_is_no_change(photo: Image.Image, share: float) -> None:
    assert compare_thumbnail(ImageEnhance.Brightness(photo).enhance(share), small(photo)).alike


def test_another_picture_altogether(photo: Image.Image, places: list[Place]) -> None:
    other = small(seen(places[2].dirty, size=SIZE))
    assert compare_thumbnail(photo, other).alike is False


def test_a_change_of_colour_alone_is_found(photo: Image.Image) -> None:
    pixels = np.asarray(photo).astype(np.float32)
    pixels[200:300, 150:300] *= (1.5, 0.75, 0.6)  # rusty, and as bright as before
    rusty = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    assert compare_thumbnail(photo, small(rusty)).alike is False


@pytest.mark.parametrize("size", [(1, 1), (40, 30), (160, 20), (20, 160)])
def test_too_small_accuses_nobody(photo: Image.Image, size: tuple[int, int]) -> None:
    too_small = Likeness(None, undecided=Undecided.TOO_SMALL)
    assert compare_thumbnail(photo, photo.resize(size)) == too_small
    assert compare_thumbnail(photo.resize(size), small(photo)) == too_small


def test_a_strip_between_wide_bars_accuses_nobody(photo: Image.Image) -> None:
    frame = Image.new("RGB", (160, 48))
    frame.paste(photo.resize((54, 16)), (53, 16))
    assert compare_thumbnail(photo, frame) == Likeness(None, undecided=Undecided.TOO_SMALL)


@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_blank_accuses_nobody(photo: Image.Image, colour: str) -> None:
    blank = Image.new("RGB", (160, 120), colour)
    assert compare_thumbnail(photo, blank).alike is None
    assert compare_thumbnail(blank, small(photo)).alike is None


@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_any_mode_will_do(photo: Image.Image, mode: str) -> None:
    assert compare_thumbnail(photo.convert(mode), small(photo).convert("L")).alike


def test_kept_and_read_again(photo: Image.Image) -> None:
    for kept in (
        compare_thumbnail(photo, small(photo)),
        Likeness(False, 0.2, (0.1, 0.2, 0.3, 0.4), 6),
        Likeness(None, undecided=Undecided.BLANK),
    ):
        assert Likeness.from_json(kept.to_json()) == kept
