"""Made-up river banks, seen from here and from there, before and after the site was put right.

Everything follows from the seed. A view is cut from a larger picture of the place, so that the
truth of how two views lie over each other is known to a fraction of a pixel.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]
SIZE = (800, 600)
WORLD = 1.6
"""The place is drawn this many times larger than a view of it."""


def roughness(
    random: np.random.Generator, size: tuple[int, int], grain: float, fall: float = 0.55
) -> Pixels:
    """Noise of many sizes, mean 0 and deviation 1: clouds, soil, leaves, by grain in pixels."""
    width, height = size
    total = np.zeros((height, width), np.float32)
    step, weight = max(width, height) / 3, 1.0
    while step >= grain:
        cells = (int(height / step) + 2, int(width / step) + 2)
        layer = random.standard_normal(cells, dtype=np.float32)
        total += weight * cv2.resize(layer, size, interpolation=cv2.INTER_CUBIC)
        step, weight = step / 2, weight * fall
    return np.asarray((total - total.mean()) / (total.std() + 1e-6), np.float32)


def tint(pattern: Pixels, colour: tuple[float, ...], contrast: float) -> Pixels:
    """A pattern as a surface of one colour."""
    base = np.array(colour, np.float32)
    return np.asarray(base + pattern[..., None] * contrast * base / base.mean(), np.float32)


@dataclass(frozen=True)
class Place:
    """A bank with its outlet, and the same bank after the outlet is gone."""

    dirty: Pixels
    clean: Pixels
    outlet: tuple[float, float, float, float]
    """Where the outlet is, in shares of a straight view: left, top, right, bottom."""


def place(seed: int, size: tuple[int, int] = SIZE, outlet: float = 0.3) -> Place:
    """A river bank: sky, trees, water, grass or soil with stones, and an outlet with rubble.

    Args:
        seed: Two seeds are two places of the same kind.
        size: Of a view.
        outlet: Width of the outlet in shares of a view's width; it is two thirds as high.
    """
    random = np.random.default_rng(seed)
    width, height = round(size[0] * WORLD), round(size[1] * WORLD)
    whole = (width, height)
    sky = tint(
        roughness(random, whole, 24), tuple(random.uniform(180, 220) + np.array([-12, 0, 14])), 9
    )
    green = (random.uniform(50, 90), random.uniform(80, 125), random.uniform(35, 70))
    trees = tint(roughness(random, whole, 2.5, 0.8), green, 30)
    water = roughness(random, (width, height // 4 + 1), 2.5, 0.75)
    waves = cv2.resize(water, whole, interpolation=cv2.INTER_LINEAR)
    river = tint(
        np.asarray(waves, np.float32),
        tuple(random.uniform(80, 130) + random.uniform(-14, 14, 3)),
        12,
    )
    soil_colour = (
        green if random.random() < 0.5 else tuple(random.uniform(95, 150) + np.array([14, 2, -16]))
    )
    soil = tint(roughness(random, whole, 2, 0.85), soil_colour, 26)

    rows = np.arange(height, dtype=np.float32)[:, None]
    columns = np.arange(width)
    skyline = height * random.uniform(0.22, 0.38) + roughness(random, whole, 6)[0] * height * 0.02
    far = skyline + height * random.uniform(0.06, 0.16)
    near = far + height * random.uniform(0.08, 0.22) + columns * random.uniform(-0.08, 0.08)
    picture = np.where((rows > skyline)[..., None], trees, sky)
    picture = np.where((rows > far)[..., None], river, picture)
    picture = np.where((rows > near)[..., None], soil, picture).astype(np.float32)
    for _ in range(int(random.integers(30, 90))):
        _stone(picture, random, float(near.min()))

    clean = picture.copy()
    across, down = outlet * size[0], outlet * size[0] * 2 / 3
    left, top = (width - across) / 2, (height - down) / 2 + 0.05 * height
    box = (slice(int(top), int(top + down)), slice(int(left), int(left + across)))
    dirty = picture
    _pipe(dirty[box], random)
    margin = (width - size[0]) / 2, (height - size[1]) / 2
    return Place(
        dirty,
        clean,
        (
            (left - margin[0]) / size[0],
            (top - margin[1]) / size[1],
            (left + across - margin[0]) / size[0],
            (top + down - margin[1]) / size[1],
        ),
    )


def _stone(picture: Pixels, random: np.random.Generator, top: float) -> None:
    height, width = picture.shape[:2]
    middle = (int(random.uniform(0, width)), int(random.uniform(top, height)))
    axes = (int(random.uniform(4, 22)), int(random.uniform(3, 14)))
    shade = float(random.uniform(60, 210))
    turn = float(random.uniform(0, 180))
    cv2.ellipse(picture, middle, axes, turn, 0, 360, (shade,) * 3, -1, cv2.LINE_AA)
    cv2.ellipse(picture, middle, axes, turn, 200, 340, (shade * 0.6,) * 3, 2, cv2.LINE_AA)


def _pipe(part: Pixels, random: np.random.Generator) -> None:
    """A concrete mouth, dark inside, with waste water and rubble about it."""
    height, width = part.shape[:2]
    grey = random.uniform(120, 190)
    rough = tint(roughness(random, (width, height), 2, 0.8), (grey, grey * 0.97, grey * 0.9), 14)
    part[:] = rough
    radius = int(min(width, height) * 0.3)
    cv2.circle(part, (width // 2, height // 3), radius, (25, 28, 30), -1, cv2.LINE_AA)
    cv2.circle(part, (width // 2, height // 3), radius, (95, 95, 95), 4, cv2.LINE_AA)
    cv2.rectangle(
        part, (width // 2 - radius // 2, height // 2), (width // 2 + radius // 2, height),
        (60, 66, 58), -1,
    )  # fmt: skip
    for _ in range(25):
        _stone(part, random, height * 0.5)


@dataclass(frozen=True)
class View:
    """Where a photographer stood: shift in shares of the width, turn in degrees, scale, tilt."""

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    tilt: float = 0.0

    def matrix(self, size: tuple[int, int]) -> NDArray[np.float64]:
        """From shares of a straight view to shares of this one."""
        width, height = size
        sine, cosine = np.sin(np.radians(self.turn)), np.cos(np.radians(self.turn))
        centred = np.array([[width, 0, -width / 2], [0, height, -height / 2], [0, 0, 1.0]])
        turned = np.array(
            [
                [self.scale * cosine, -self.scale * sine, self.right * width],
                [self.scale * sine, self.scale * cosine, self.down * width],
                [self.tilt / width, 0, 1.0],
            ]
        )
        full: NDArray[np.float64] = np.linalg.inv(centred) @ turned @ centred
        return full


def seen(
    pixels: Pixels,
    view: View = View(),
    *,
    size: tuple[int, int] = SIZE,
    light: float = 1.0,
    noise: float = 3.0,
    quality: int = 85,
    seed: int = 0,
) -> Image.Image:
    """A photo of the place: from a view, in a light, with a sensor's noise, through JPEG."""
    width, height = size
    world_height, world_width = pixels.shape[:2]
    straight = np.array(
        [
            [1 / width, 0, -(world_width - width) / 2 / width],
            [0, 1 / height, -(world_height - height) / 2 / height],
            [0, 0, 1.0],
        ]
    )
    full = np.diag([width, height, 1.0]) @ view.matrix(size) @ straight
    cut = cv2.warpPerspective(
        pixels, full, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    random = np.random.default_rng(seed)
    grain = random.standard_normal((height, width, 1), np.float32) * noise
    lit = np.clip(np.asarray(cut) * light + grain, 0, 255).astype(np.uint8)
    return again(Image.fromarray(lit), quality)


def again(image: Image.Image, quality: int) -> Image.Image:
    """Through JPEG once more."""
    kept = io.BytesIO()
    image.convert("RGB").save(kept, "JPEG", quality=quality)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def median_error(
    found: tuple[float, ...], after: View, before: View, size: tuple[int, int] = SIZE
) -> float:
    """Median distance of a grid of points from where they belong, in shares of the width."""
    truth = before.matrix(size) @ np.linalg.inv(after.matrix(size))
    across, down = np.meshgrid(np.linspace(0.05, 0.95, 10), np.linspace(0.05, 0.95, 10))
    points = np.stack([across.ravel(), down.ravel(), np.ones(100)])

    def mapped(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        lifted = matrix @ points
        flat: NDArray[np.float64] = lifted[:2] / lifted[2]
        return flat * [[1.0], [size[1] / size[0]]]

    apart = mapped(np.array(found).reshape(3, 3)) - mapped(truth)
    return float(np.median(np.linalg.norm(apart, axis=0)))
