"""What chat, screens and forgers do to a picture; for tests and benchmarks of its fingerprint."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Random = np.random.Generator


def reencoded(image: Image.Image, random: Random) -> Image.Image:
    """Through a JPEG of quality 40."""
    return _through_jpeg(image, 40)


def halved(image: Image.Image, random: Random) -> Image.Image:
    """Half as wide and high, as chat programs send it."""
    return _through_jpeg(image.resize((image.width // 2, image.height // 2)), 75)


def cropped(image: Image.Image, random: Random) -> Image.Image:
    """Up to 5 % of its width cut from each side."""
    left, top, right, bottom = (int(each) for each in random.uniform(0, 0.05 * image.width, 4))
    return _through_jpeg(image.crop((left, top, image.width - right, image.height - bottom)), 80)


def relit(image: Image.Image, random: Random) -> Image.Image:
    """Brightness, contrast and gamma changed."""
    brighter = ImageEnhance.Brightness(image).enhance(random.uniform(0.7, 1.3))
    harder = ImageEnhance.Contrast(brighter).enhance(random.uniform(0.7, 1.4))
    gamma = random.uniform(0.7, 1.4)
    return _through_jpeg(
        harder.point([round(255 * (i / 255) ** gamma) for i in range(256)] * 3), 80
    )


def with_band_at_top(image: Image.Image, random: Random) -> Image.Image:
    """15 % of its height under a watermark with writing."""
    return _banded(image, random, top=True)


def with_band_at_bottom(image: Image.Image, random: Random) -> Image.Image:
    """The same at the bottom."""
    return _banded(image, random, top=False)


def on_a_screen(image: Image.Image, random: Random) -> Image.Image:
    """A screenshot: black or white bars, a status bar with clock and icons; scaled to fit."""
    shade = int(random.choice([0, 0, 18, 255]))
    width = int(random.integers(480, 721))
    inner = image.resize((width, round(image.height * width / image.width)))
    sides = random.random() < 0.4
    left, right = (int(each) for each in random.uniform(0, 0.15 * width, 2) * sides)
    above, below = (int(each) for each in random.uniform(0.05, 0.3, 2) * inner.height)
    screen = Image.new(
        "RGB", (left + width + right, above + inner.height + below), (shade, shade, shade)
    )
    screen.paste(inner, (left, above))
    draw = ImageDraw.Draw(screen)
    ink = (90, 90, 90) if shade == 255 else (230, 230, 230)
    size = max(8, min(16, above // 2))
    draw.text((screen.width * 0.04, above * 0.2), "12:47", ink, font_size=size)
    for x in (0.8, 0.86, 0.92):
        corner = (screen.width * x, above * 0.2)
        draw.rectangle((*corner, corner[0] + size, corner[1] + size * 0.8), ink)
    return _through_jpeg(screen, 80)


def mirrored(image: Image.Image, random: Random) -> Image.Image:
    """Left and right exchanged."""
    return _through_jpeg(ImageOps.mirror(image), 80)


COPIES: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "re-encoded": reencoded,
    "half size": halved,
    "cropped": cropped,
    "light": relit,
    "band at top": with_band_at_top,
    "band at bottom": with_band_at_bottom,
    "screenshot": on_a_screen,
    "mirrored": mirrored,
}


def _banded(image: Image.Image, random: Random, *, top: bool) -> Image.Image:
    marked = image.copy()
    draw = ImageDraw.Draw(marked, "RGBA")
    high = round(0.15 * image.height)
    begin = 0 if top else image.height - high
    shade = int(random.choice([0, 40, 255]))
    cover = int(random.choice([120, 180, 255]))
    draw.rectangle((0, begin, image.width, begin + high), (shade, shade, shade, cover))
    ink = (20, 20, 20) if shade == 255 else (250, 250, 250)
    for line in range(3):
        text = f"{random.integers(2020, 2027)}-0{random.integers(1, 9)} {random.integers(1e9)} N E"
        at = (image.width * 0.03, begin + high * (0.06 + 0.31 * line))
        draw.text(at, text, ink, font_size=max(6, high * 0.26))
    return _through_jpeg(marked, 80)


def _through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    kept = io.BytesIO()
    image.convert("RGB").save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("RGB")
