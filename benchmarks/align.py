"""How well before and after are aligned, and how well a thumbnail gives an edit away.

    python -m benchmarks.align [--pairs N]

Drawn scenes, where the truth is known (tests/scenes.py, tests/thumbnails.py). Prints a table in
Markdown; N is the number of unrelated pairs and of harmless thumbnails, a fifth of it that of
related pairs, a tenth that of edited photos.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from statistics import mean

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from geo_app.photo.align import align
from geo_app.photo.likeness import compare_thumbnail
from tests.scenes import SIZE, Place, View, median_error, place, roughness, seen, tint
from tests.thumbnails import camera_thumbnail, harmless, lying

PLACES = 30
PHOTO = (640, 480)
"""What a photo is reduced to before its thumbnail is compared with it."""

Row = tuple[str, str]


def watermarked(image: Image.Image) -> Image.Image:
    """The band that a camera app writes into every photo."""
    image = image.copy()
    width, height = image.size
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height * 0.8, width, height), fill="black")
    font = ImageFont.load_default(size=width // 30)
    for row, words in enumerate(("2024-03-05 10:22  N34.7973 E114.3071", "River inspection 0317")):
        pen.text((width * 0.02, height * (0.82 + 0.07 * row)), words, "white", font)
    return image


def related(count: int) -> Iterator[Row]:
    """The same place with its outlet and without, from elsewhere and in another light."""
    errors, seconds = [], []
    for number in range(count):
        random = np.random.default_rng(number)
        here = place(number, outlet=random.uniform(0.2, 0.35))
        right, down = random.uniform(-0.1, 0.1, 2)
        turn, scale = random.uniform(-8, 8), random.uniform(0.85, 1.15)
        view = View(right, down, turn, scale, tilt=random.uniform(-0.08, 0.08))
        noise, quality = random.uniform(2, 8), int(random.integers(40, 95))
        light = random.uniform(0.6, 1.4)
        after = seen(here.clean, view, light=light, noise=noise, quality=quality, seed=number)
        before = seen(here.dirty, seed=number + 1)
        start = time.process_time()
        found = align(before, after)
        seconds.append(time.process_time() - start)
        errors.append(median_error(found.matrix, view, View()) if found else np.inf)
    aligned = [each for each in errors if np.isfinite(each)]
    yield "related pairs aligned", f"{len(aligned)} of {count}"
    yield "median error, half of the pairs at most", f"{np.median(aligned):.2%} of the width"
    yield "median error, worst pair", f"{max(aligned):.2%} of the width"
    yield "related pairs aligned wrongly (> 3 %)", str(sum(each > 0.03 for each in aligned))
    yield "computing time, a pair of 800 px", f"{mean(seconds):.2f} s"


def unrelated(count: int) -> Iterator[Row]:
    """Two river banks, both with the same watermark or none; grass, sky and gravel."""
    banks = [seen(place(1000 + number).dirty, seed=number) for number in range(PLACES)]
    marked = [watermarked(each) for each in banks]
    kinds = {"banks": banks, "banks with one watermark": marked, "grass, sky, gravel": surfaces()}
    for index, (name, photos) in enumerate(kinds.items()):
        random = np.random.default_rng(index)
        share = count // len(kinds) + (index < count % len(kinds))
        pairs = [random.choice(len(photos), 2, replace=False) for _ in range(share)]
        false = sum(align(photos[a], photos[b]) is not None for a, b in pairs)
        yield f"unrelated pairs aligned, {name}", f"{false} of {share}"


def surfaces() -> list[Image.Image]:
    """Ten of each: grass, sky, gravel."""
    kinds = (
        ((70, 110, 45), 2.0, 30.0),
        ((150, 180, 225), 40.0, 8.0),
        ((120, 115, 105), 4.0, 20.0),
    )
    drawn = []
    for seed in range(PLACES):
        colour, grain, contrast = kinds[seed % 3]
        pattern = roughness(np.random.default_rng(seed), SIZE, grain, 0.8)
        drawn.append(seen(tint(pattern, colour, contrast), seed=seed))
    return drawn


def thumbnails(count: int) -> Iterator[Row]:
    """Edited photos with the thumbnail of before, and photos after harmless habits."""
    places = [
        place(2000 + number, PHOTO, (0.27, 0.3, 0.33)[number % 3]) for number in range(PLACES)
    ]
    yield "edited photos flagged (6.5 to 10 % of the picture)", edited(places, count // 10)
    flagged, seconds = 0, []
    for number in range(count):
        random = np.random.default_rng(number)
        image = seen(places[number % PLACES].dirty, size=PHOTO, seed=number)
        thumbnail = camera_thumbnail(image, random)
        if random.random() < 0.3:
            thumbnail = lying(thumbnail, int(random.integers(2, 9)))
        image = harmless(image, random)
        start = time.process_time()
        flagged += compare_thumbnail(image, thumbnail).alike is False
        seconds.append(time.process_time() - start)
    yield "harmless photos flagged", f"{flagged} of {count}"
    yield "computing time, a harmless photo", f"{1000 * mean(seconds):.0f} ms"


def edited(places: list[Place], count: int) -> str:
    """A clean bank over the outlet; every second photo also rescaled, cut, brightened or turned."""
    flagged = 0
    for number in range(count):
        random = np.random.default_rng(number)
        here = places[number % PLACES]
        thumbnail = camera_thumbnail(seen(here.dirty, size=PHOTO, seed=number), random)
        image = seen(here.clean, size=PHOTO, seed=number)
        image = harmless(image, random) if number % 2 else image
        flagged += compare_thumbnail(image, thumbnail).alike is False
    return f"{flagged} of {count}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=500)
    count = parser.parse_args().pairs
    print("| measured | |\n|---|---|")
    for rows in (related(count // 5), thumbnails(count), unrelated(count)):
        for name, value in rows:
            print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
