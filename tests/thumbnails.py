"""Thumbnails as cameras write them, and what people do to a photo without any bad intent."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from PIL.Image import Resampling, Transpose

from tests.scenes import again

FRAME = (160, 120)
"""The size that the EXIF standard names."""

STORED = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""How a picture lies in the file that an EXIF orientation then turns."""


def lying(thumbnail: Image.Image, orientation: int) -> Image.Image:
    """As a sensor saw it that was held so, and nobody turned it."""
    return thumbnail if orientation == 1 else thumbnail.transpose(STORED[orientation])


def letterboxed(image: Image.Image) -> Image.Image:
    """The whole, in the middle of a black frame."""
    kept = image.copy()
    kept.thumbnail(FRAME, Resampling.BOX)
    frame = Image.new("RGB", FRAME)
    frame.paste(kept, ((FRAME[0] - kept.width) // 2, (FRAME[1] - kept.height) // 2))
    return frame


def camera_thumbnail(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """Any of the ways: bars, stretch, a cut, the own aspect; sharpened, brighter, poor JPEG."""
    way = random.integers(4)
    if way == 0:
        small = letterboxed(image)
    elif way == 1:
        small = image.resize(FRAME, Resampling.BICUBIC)
    elif way == 2:
        small = ImageOps.fit(image, FRAME, Resampling.BILINEAR)
    else:
        small = image.copy()
        small.thumbnail((160, 160), Resampling.BICUBIC)
    if random.random() < 0.6:
        small = small.filter(ImageFilter.UnsharpMask(1, int(random.integers(50, 150)), 2))
    if random.random() < 0.4:
        small = ImageEnhance.Brightness(small).enhance(random.uniform(0.85, 1.25))
    return again(small, int(random.integers(35, 85)))


def harmless(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """Rescaled, cut to another aspect, brightened, toned, straightened; always saved again."""
    way = random.integers(7)
    if way == 1:
        share = random.uniform(0.3, 0.9)
        image = image.resize((round(image.width * share), round(image.height * share)))
    elif way == 2:
        image = cut_to(image, float(random.choice([4 / 3, 3 / 2, 1.0, 16 / 9])))
    elif way == 3:
        image = ImageEnhance.Brightness(image).enhance(random.uniform(0.6, 1.4))
    elif way == 4:
        image = ImageEnhance.Contrast(image).enhance(random.uniform(0.7, 1.4))
    elif way == 5:
        image = ImageEnhance.Color(image).enhance(random.uniform(0.0, 1.6))
    elif way == 6:
        width, height = image.size
        turned = image.rotate(random.uniform(-3, 3), Resampling.BICUBIC)
        image = turned.crop(
            (round(width * 0.06), round(height * 0.06), round(width * 0.94), round(height * 0.94))
        )
    return again(image, int(random.integers(45, 95)))


def cut_to(image: Image.Image, aspect: float) -> Image.Image:
    """The largest middle of an aspect."""
    width, height = min(image.width, image.height * aspect), min(image.height, image.width / aspect)
    return ImageOps.fit(image, (round(width), round(height)))
