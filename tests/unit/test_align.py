"""Before and after lie on each other, or the program says that they cannot."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from geo_app.photo.align import Alignment, Limits, align, corners
from tests.scenes import SIZE, Place, View, median_error, place, roughness, seen, tint

SMALL = (480, 360)
"""For those tests that align many pairs; benchmarks/align.py takes many more of 800 pixels."""

WORST = 0.03
"""Largest median error that is allowed, in shares of the width."""


@pytest.fixture(scope="module")
def bank() -> Place:
    return place(7)


@pytest.mark.parametrize(
    ("view", "light"),
    [
        (View(), 1.0),
        (View(right=0.1, down=-0.1), 1.0),
        (View(turn=8), 1.0),
        (View(turn=-8), 1.0),
        (View(scale=1.15), 1.0),
        (View(scale=0.85), 1.0),
        (View(), 0.6),
        (View(), 1.4),
        (View(tilt=0.1), 1.0),
        (View(right=-0.1, down=0.1, turn=8, scale=0.85, tilt=0.05), 0.6),
        (View(right=0.1, down=0.1, turn=-8, scale=1.15, tilt=-0.05), 1.4),
    ],
)
def test_the_same_place_lies_on_itself_though_the_outlet_is_gone(
    bank: Place, view: View, light: float
) -> None:
    before = seen(bank.dirty, seed=1)
    after = seen(bank.clean, view, light=light, noise=6, quality=60, seed=2)
    found = align(before, after)
    assert found is not None
    assert median_error(found.matrix, view, View()) <= WORST
    assert found.overlap > 0.6
    assert found.agreement > 0.5


def test_twenty_places_from_anywhere_allowed() -> None:
    errors = []
    for seed in range(20):
        random = np.random.default_rng(seed)
        where = place(100 + seed, SMALL)
        right, down = random.uniform(-0.1, 0.1, 2)
        view = View(right, down, random.uniform(-8, 8), random.uniform(0.85, 1.15))
        light = random.uniform(0.6, 1.4)
        after = seen(where.clean, view, size=SMALL, light=light, noise=5, quality=50, seed=seed)
        found = align(seen(where.dirty, size=SMALL, seed=seed + 1), after)
        assert found is not None, seed
        errors.append(median_error(found.matrix, view, View(), SMALL))
    assert max(errors) <= WORST


def test_other_places_of_the_same_kind_are_not_aligned() -> None:
    photos = [seen(place(seed, SMALL).dirty, size=SMALL, seed=seed) for seed in range(8)]
    pairs = [(a, b) for a in range(8) for b in range(a)]
    assert [pair for pair in pairs if align(photos[pair[0]], photos[pair[1]])] == []


@pytest.mark.parametrize(
    ("colour", "grain", "contrast"),
    [((70, 110, 45), 2.0, 30.0), ((150, 180, 225), 40.0, 8.0), ((120, 115, 105), 4.0, 20.0)],
    ids=["grass", "sky", "gravel"],
)
def test_surfaces_of_one_kind_are_not_aligned(
    colour: tuple[float, ...], grain: float, contrast: float
) -> None:
    def photo(seed: int) -> Image.Image:
        pattern = roughness(np.random.default_rng(seed), SMALL, grain, 0.8)
        return seen(tint(pattern, colour, contrast), size=SMALL, seed=seed)

    photos = [photo(seed) for seed in range(4)]
    assert all(align(photos[a], photos[b]) is None for a in range(4) for b in range(a))


def watermarked(image: Image.Image, moment: str) -> Image.Image:
    """As camera apps do it: a band of words at the bottom, a mark at the top."""
    image = image.copy()
    width, height = image.size
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height * 0.8, width, height), fill="black")
    font = ImageFont.load_default(size=width // 30)
    words = (f"{moment}  Kaifeng  N34.7973 E114.3071", "River inspection, second round", "No. 0317")
    for row, line in enumerate(words):
        pen.text((width * 0.02, height * (0.81 + 0.06 * row)), line, "white", font)
    pen.text((width * 0.02, height * 0.02), "FIELD CAMERA 4.7 VERIFIED", (255, 220, 0), font)
    return image


def test_a_shared_watermark_aligns_nobody() -> None:
    photos = [watermarked(seen(place(s).dirty, seed=s), "2024-03-05 10:22") for s in range(4)]
    assert all(align(photos[a], photos[b]) is None for a in range(4) for b in range(a))


def test_a_watermark_does_not_outvote_the_scene(bank: Place) -> None:
    view = View(right=0.06, down=0.03, turn=3)
    before = watermarked(seen(bank.dirty, seed=1), "2024-03-05 10:22")
    after = watermarked(seen(bank.clean, view, seed=2), "2024-05-11 16:40")
    found = align(before, after)
    assert found is not None
    assert median_error(found.matrix, view, View()) <= WORST


def test_the_matrix_does_not_depend_on_the_size_of_the_renditions(bank: Place) -> None:
    view = View(right=0.05, turn=4)
    before, after = seen(bank.dirty, seed=1), seen(bank.clean, view, seed=2)
    found = align(before.resize((1600, 1200)), after.resize((500, 375)))
    assert found is not None
    assert median_error(found.matrix, view, View()) <= WORST


def test_landscape_and_portrait_of_one_place(bank: Place) -> None:
    tall = seen(bank.clean, size=(600, 800), seed=2)
    found = align(seen(bank.dirty, seed=1), tall)
    assert found is not None
    # Both are cut from the middle of the same drawing, so the middles meet.
    middle = np.array(found.matrix).reshape(3, 3) @ [0.5, 0.5, 1.0]
    np.testing.assert_allclose(middle[:2] / middle[2], [0.5, 0.5], atol=0.01)
    np.testing.assert_allclose(corners(found)[0], [0.125, -1 / 6], atol=0.02)


@pytest.mark.parametrize("method", [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90])
def test_mirrored_or_lying_on_its_side_is_not_aligned(bank: Place, method: Image.Transpose) -> None:
    before = seen(bank.dirty, seed=1)
    assert align(before, before.transpose(method)) is None


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (800, 5), (5, 800), (64, 48)])
def test_too_little_to_see_is_no_alignment(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), np.uint8)
    assert align(Image.fromarray(noise), seen(place(1).dirty)) is None
    assert align(seen(place(1).dirty), Image.fromarray(noise)) is None


def test_nothing_to_see_is_no_alignment() -> None:
    blank = Image.new("RGB", SIZE, "grey")
    assert align(blank, blank) is None


@pytest.mark.parametrize("mode", ["L", "RGBA", "P"])
def test_any_mode_will_do(bank: Place, mode: str) -> None:
    before, after = seen(bank.dirty, seed=1), seen(bank.clean, seed=2)
    assert align(before.convert(mode), after.convert(mode)) is not None


def test_the_same_pair_gives_the_same_answer_whatever_ran_before(bank: Place) -> None:
    before, after = seen(bank.dirty, seed=1), seen(bank.clean, View(turn=5, tilt=0.1), seed=2)
    threads = cv2.getNumThreads()
    cv2.setRNGSeed(1)
    first = align(before, after)
    cv2.setRNGSeed(2)
    align(after, before)
    assert align(before, after) == first
    assert cv2.getNumThreads() == threads


def test_limits_are_kept(bank: Place) -> None:
    before, after = seen(bank.dirty, seed=1), seen(bank.clean, View(turn=6, scale=1.1), seed=2)
    assert align(before, after) is not None
    for limits in (
        Limits(turn_deg=4),
        Limits(scale=1.05),
        Limits(overlap=0.999),
        Limits(agreement=1.01),
        Limits(inliers=2500),
        Limits(cells=17),
    ):
        assert align(before, after, limits) is None


def test_corners_of_a_shift() -> None:
    shift = Alignment((1, 0, 0.25, 0, 1, -0.5, 0, 0, 1), 50, 0.9, 0.6, 0.8)
    assert corners(shift) == ((0.25, -0.5), (1.25, -0.5), (1.25, 0.5), (0.25, 0.5))


def test_kept_and_read_again() -> None:
    kept = Alignment((1.0, 0, 0.1, 0, 1, 0, 0, 0, 1), 50, 0.9, 0.6, 0.8)
    assert Alignment.from_json(kept.to_json()) == kept
