"""Made-up field photos: sites that are seen again on other days, from nearly the same spot.

What stands still at a site (skyline, buildings, stones, soil) follows from the site's seed; what
does not (sky, water, half of the grass, light, haze, noise, where the photographer stood) from the
day's. Fields of noise have the falling spectrum of natural pictures (Field 1987: amplitude as 1/f).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]

SIZE = (480, 360)
"""Width and height of a photo, pixels."""

MARGIN = 1.2
"""What stands still is drawn this many times larger, so that a step aside shows more of it."""

KINDS = ("bank", "bank", "bank", "field", "rubble", "rubble", "yard", "yard", "paper", "night")
"""What a site is, by its number; as often as it stands here."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the photographer stood and aimed, against the first day.

    Attributes:
        right: Aimed to the left by so much of the width.
        down: Aimed up by so much of the width.
        scale: Zoomed in.
        turn: Camera turned, degrees.
        step: Stood aside: the ground at the feet moves by so much of the width, the sky does not.
    """

    right: float = 0.0
    down: float = 0.0
    scale: float = 1.0
    turn: float = 0.0
    step: float = 0.0

    @classmethod
    def near(cls, random: np.random.Generator) -> Stand:
        """By hand, with the old picture before the eyes: some per cent and a degree or two off."""
        right, down, scale, turn, step = random.normal(0, [0.025, 0.02, 0.025, 1.2, 0.05])
        return cls(float(right), float(down), float(np.exp(scale)), float(turn), float(step))


def photo(site: int, day: int, stand: Stand | None = None) -> Image.Image:
    """What a camera saw at a site on a day; the same call gives the same picture.

    Args:
        site: Number of the site.
        day: Number of the visit.
        stand: Where the camera was; by default near where it was on the other days.
    """
    kind = KINDS[site % len(KINDS)]
    still, fleeting = np.random.default_rng([site, 0]), np.random.default_rng([site, 1, day])
    where = stand or Stand.near(fleeting)
    if kind == "paper":
        seen = _moved(_paper(still), where, 1.0)
    else:
        seen = _landscape(kind, still, fleeting, where)
    return _developed(seen, fleeting, dark=kind == "night")


def noise(random: np.random.Generator, size: tuple[int, int], fall: float) -> Pixels:
    """A field whose amplitude falls as 1/f to the power of ``fall``; mean 0, deviation 1."""
    width, height = size
    white = random.standard_normal((height, width // 2 + 1, 2), np.float32).view(np.complex64)
    waves = white[..., 0] * np.exp(np.float32(-fall) * _log_frequencies(size))
    waves[0, 0] = 0
    field = np.fft.irfft2(waves, s=(height, width))
    return np.asarray(field / field.std(), np.float32)


@cache
def _log_frequencies(size: tuple[int, int]) -> Pixels:
    width, height = size
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :]
    frequency = np.hypot(down, across)
    frequency[0, 0] = 1.0
    return np.asarray(np.log(frequency), np.float32)


def _landscape(
    kind: str, still: np.random.Generator, fleeting: np.random.Generator, stand: Stand
) -> Pixels:
    width, height = SIZE
    large = (int(width * MARGIN), int(height * MARGIN))
    rows = np.arange(large[1], dtype=np.float32)[:, None]
    skyline = large[1] * still.uniform(0.15, 0.45)
    ridge = skyline + noise(still, (large[0], 8), 1.3)[0] * large[1] * still.uniform(0.01, 0.05)
    shore = large[1] * still.uniform(0.5, 0.62) + np.arange(large[0]) * still.uniform(-0.12, 0.12)
    far = 95 + 28 * noise(still, large, still.uniform(0.6, 1.0))
    near = still.uniform(80, 150) + 32 * noise(still, large, still.uniform(0.5, 0.9))
    if kind in ("rubble", "yard"):
        _stones(near, still, float(shore.min()), 160 if kind == "rubble" else 25)
    if kind == "yard":
        _buildings(far, still, float(skyline))
    # grass grows, is cut and moves in the wind; stone does not
    grown = {"bank": 0.5, "field": 0.6, "rubble": 0.15, "yard": 0.1, "night": 0.3}[kind]
    near = near * (1 - grown) + (110 + 32 * noise(fleeting, large, 0.6)) * grown
    far_mask = (rows > ridge).astype(np.float32)
    near_mask = (rows > shore).astype(np.float32)

    sky = fleeting.uniform(160, 235) + fleeting.uniform(2, 16) * noise(fleeting, SIZE, 1.6)
    picture = _over(sky, _moved(far, stand, 0.1), _moved(far_mask, stand, 0.1))
    if kind in ("bank", "night"):
        water = noise(fleeting, (width, height // 3), 1.0)
        water = cv2.resize(water, SIZE, interpolation=cv2.INTER_LINEAR)
        edge = _moved((rows > (ridge + shore) / 2).astype(np.float32), stand, 0.5)
        picture = _over(picture, fleeting.uniform(80, 140) + 14 * water, edge)
    sun = fleeting.uniform(0, 2 * np.pi)
    return _over(
        picture,
        _lit(_moved(near, stand, 1.0), float(sun), float(fleeting.uniform(0, 1))),
        _moved(near_mask, stand, 1.0),
    )


def _moved(layer: Pixels, stand: Stand, nearness: float) -> Pixels:
    """A layer as it is seen from a place; what is nearer moves more."""
    width, height = SIZE
    middle = (layer.shape[1] / 2, layer.shape[0] / 2)
    turned = cv2.getRotationMatrix2D(middle, stand.turn, stand.scale)
    # the ground is a plane: it moves most at the feet and not at all at the horizon
    shear = stand.step * nearness * width / layer.shape[0]
    turned[0, 1] += shear
    turned[0, 2] += (
        (width - layer.shape[1]) / 2 + stand.right * width - 0.4 * layer.shape[0] * shear
    )
    turned[1, 2] += (height - layer.shape[0]) / 2 + stand.down * width
    seen = cv2.warpAffine(layer, turned, SIZE, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.float32)


def _lit(ground: Pixels, sun: float, strength: float) -> Pixels:
    """Slopes towards the sun brighter, those away from it darker; 0 under cloud."""
    soft = cv2.GaussianBlur(ground, (0, 0), 1.2)
    slope = np.cos(sun) * cv2.Sobel(soft, cv2.CV_32F, 1, 0) + np.sin(sun) * cv2.Sobel(
        soft, cv2.CV_32F, 0, 1
    )
    return np.asarray(ground + strength * slope, np.float32)


def _over(below: Pixels, above: Pixels, mask: Pixels) -> Pixels:
    return np.asarray(below + (above - below) * mask, np.float32)


def _stones(ground: Pixels, random: np.random.Generator, top: float, count: int) -> None:
    height, width = ground.shape
    for _ in range(count):
        y = random.uniform(top, height)
        size = 2 + 16 * (y - top) / (height - top) * random.random()
        middle = (int(random.uniform(0, width)), int(y))
        axes = (int(size) + 1, int(size * random.uniform(0.4, 0.9)) + 1)
        shade = float(random.uniform(40, 215))
        turn = float(random.uniform(-40, 40))
        cv2.ellipse(ground, middle, axes, turn, 0, 360, shade, -1, cv2.LINE_AA)
        cv2.ellipse(ground, middle, axes, turn, 0, 150, shade * 0.5, 2, cv2.LINE_AA)


def _buildings(wall: Pixels, random: np.random.Generator, skyline: float) -> None:
    height, width = wall.shape
    for _ in range(int(random.integers(2, 6))):
        left, across = int(random.uniform(-20, width)), int(random.uniform(50, 200))
        top = int(skyline - random.uniform(-30, 60))
        shade = float(random.uniform(60, 220))
        wall[max(top, 0) :, max(left, 0) : left + across] = shade
        step = int(random.uniform(14, 30))
        for y in range(top + 8, int(height * 0.7), step):
            for x in range(left + 6, left + across - step // 2, step):
                pane = shade * float(random.uniform(0.3, 0.8))
                cv2.rectangle(wall, (x, y), (x + step // 2, y + step // 2), pane, -1)


def _paper(random: np.random.Generator) -> Pixels:
    """A form on a desk: lines of writing, a rule here and there."""
    width, height = (int(side * MARGIN) for side in SIZE)
    page = np.full((height, width), 225, np.float32) + 2 * noise(random, (width, height), 1.2)
    line = int(random.integers(14, 26))
    left = int(random.integers(30, 70))
    for y in range(int(random.integers(25, 70)), height - 20, line):
        if random.random() < 0.12:
            page[y : y + 2, left : width - left] = 60
            continue
        x = left
        end = width - left - int(random.exponential(60))
        while x < end:
            glyph = int(line * random.uniform(0.35, 0.6))
            for _ in range(3):
                a, b = random.integers(0, glyph, (2, 2))
                start, stop = (x + int(a[0]), y + int(a[1])), (x + int(b[0]), y + int(b[1]))
                cv2.line(page, start, stop, 50, 1, cv2.LINE_AA)
            x += glyph + 2 + (6 if random.random() < 0.15 else 0)
    return page


def _developed(seen: Pixels, random: np.random.Generator, *, dark: bool) -> Image.Image:
    """Through a camera: haze, exposure, a tint, the sensor's noise, JPEG."""
    haze = random.uniform(0.0, 0.25)
    exposed = (seen * (1 - haze) + 200 * haze) * random.uniform(0.75, 1.2)
    grain = random.uniform(1.0, 5.0)
    if dark:
        exposed, grain = exposed * 0.25, 6.0
    exposed = exposed + grain * random.standard_normal(seen.shape, np.float32)
    tint = random.uniform(0.92, 1.06, 3).astype(np.float32)
    levels = np.clip(exposed[..., None] * tint, 0, 255).astype(np.uint8)
    kept = io.BytesIO()
    Image.fromarray(levels).save(kept, "JPEG", quality=int(random.integers(70, 92)))
    return Image.open(kept).convert("RGB")
