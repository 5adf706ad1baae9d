"""The frame: a picture in grey, small, without the bars that a screenshot puts round it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.float32]

SIDE = 256
"""Long side of a frame, pixels: what all positions in a fingerprint are counted in."""

_READ_AT = 640
_BAR_TOLERANCE = 3.0
_BAR_SHARE = 0.6
_BAR_BREAK = 3
_EDGE = 2
_STEP = 9.0
_LEAST_LEFT = 0.3
_THIN = 3


@dataclass(frozen=True, slots=True)
class Bars:
    """How thick the flat bars are that were cut off, pixels of the frame that is left.

    What is cut may also have been a flat band of the picture itself: it is not compared.
    """

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __bool__(self) -> bool:
        return max(self.left, self.top, self.right, self.bottom) > _THIN


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in grey (luma of ITU-R BT.601, 0..255), long side 256 pixels.

    Attributes:
        grey: Its pixels.
        bars: What was cut off at the sides before.
        stretch: How much higher than wide a pixel is: a side has a whole number of them, so that
            a frame is seldom in the exact proportions of its picture.
    """

    grey: Grey
    bars: Bars
    stretch: float


def frame_of(image: Image.Image) -> Frame:
    """The frame of a picture: without flat bars at its sides.

    A line of pixels belongs to a bar when most of it has one brightness: the rest may be the
    clock and the icons of a telephone. A bar ends with an edge all along it; sky and the margin of
    a paper do not, and stay. What would leave less than a third of the length or the
    width is no bar but a picture of little detail, and is left alone.
    """
    grey = _reduced(np.asarray(image.convert("L")), _READ_AT)
    small = _reduced(grey, SIDE)
    top, bottom = _inner(small)
    left, right = _inner(small[top:bottom].T)
    down, across = (own / reduced for own, reduced in zip(grey.shape, small.shape, strict=True))
    inner = grey[
        round(top * down) : round(bottom * down), round(left * across) : round(right * across)
    ]
    frame = _sized(inner, SIDE)
    high, wide = (own / reduced for own, reduced in zip(inner.shape, frame.shape, strict=True))
    high, wide = high * image.height / grey.shape[0], wide * image.width / grey.shape[1]
    scale = max(frame.shape) / max(bottom - top, right - left)
    cut = (left, top, small.shape[1] - right, small.shape[0] - bottom)
    return Frame(frame, Bars(*(round(each * scale) for each in cut)), high / wide)


def _reduced(grey: npt.NDArray[np.uint8] | Grey, side: int) -> Grey:
    return _sized(grey, side) if max(grey.shape) > side else np.asarray(grey, np.float32)


def _sized(grey: npt.NDArray[np.uint8] | Grey, side: int) -> Grey:
    """A picture with another long side, pixels."""
    height, width = grey.shape
    factor = side / max(height, width)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.float32)


def _inner(lines: Grey) -> tuple[int, int]:
    """First and last (exclusive) line that belong to the picture."""
    shades = np.asarray(np.median(lines, axis=1), np.float32)
    flat = (np.abs(lines - shades[:, None]) <= _BAR_TOLERANCE).mean(axis=1) >= _BAR_SHARE
    shades[~flat] = np.nan
    first, last = _bar(lines, shades), len(lines) - _bar(lines[::-1], shades[::-1])
    return (first, last) if last - first >= _LEAST_LEFT * len(lines) else (0, len(lines))


def _bar(lines: Grey, shades: Grey) -> int:
    """Length of the bar that lines begin with; ``shades`` is NaN for uneven ones.

    A few lines of writing do not end it. It ends with an edge all along, unlike sky or margin.
    """
    end, shade = 0, np.float32(np.nan)
    for index in np.flatnonzero(np.isfinite(shades)):
        if index - end >= _BAR_BREAK or abs(shades[index] - shade) > _STEP:
            break
        end, shade = int(index) + 1, shades[index]
    beyond = np.abs(lines[end : end + _EDGE] - shade) > _STEP
    return end if beyond.any(axis=0).mean() >= _BAR_SHARE else 0
