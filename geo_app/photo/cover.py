"""What everybody sees of a photo: smaller, without metadata, and with parts that are gone for good.

A covered part is painted over before the picture is encoded anew: nothing of its pixels is left,
where a blur may be undone. Works on our own renditions (JPEG, upright), not on untrusted bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

GRID = 16
"""Pixels of a block of JPEG with halved colour: covers end on its lines, so none is mixed."""

_COLOUR = (96, 102, 108)


class Region(NamedTuple):
    """A part of a picture, in shares of its width and height from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


def covered(
    rendition: bytes, regions: Sequence[Region], long_side: int, quality: int
) -> tuple[bytes, tuple[int, int]]:
    """A new JPEG with the regions painted over, and its width and height in pixels.

    Args:
        rendition: One of our own JPEGs.
        regions: What is not to be seen.
        long_side: Of the new picture at most, pixels.
        quality: Of its JPEG, 1 to 95.
    """
    with Image.open(io.BytesIO(rendition), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    # painted at the size of the rendition first: reducing would mix in what lies under the edge
    _paint(picture, regions)
    picture.thumbnail((long_side, long_side))
    _paint(picture, regions)
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue(), picture.size


def _paint(picture: Image.Image, regions: Sequence[Region]) -> None:
    width, height = picture.size
    draw = ImageDraw.Draw(picture)
    for left, top, wide, high in regions:
        box = (
            _down(left * width),
            _down(top * height),
            _up((left + wide) * width) - 1,
            _up((top + high) * height) - 1,
        )
        draw.rectangle(box, fill=_COLOUR)


def _down(pixels: float) -> int:
    return math.floor(pixels / GRID) * GRID


def _up(pixels: float) -> int:
    return math.ceil(pixels / GRID) * GRID
