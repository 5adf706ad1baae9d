"""Reliefs: pictures of few pixels in which only local shape is left, four bits a pixel.

Light, contrast and gamma change grey levels over wide areas; what is left after each pixel is
compared with its surroundings, and that divided by how rough they are, hardly changes.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.frame import Grey

Relief = npt.NDArray[np.int8]
"""Levels -7 to 7; two dimensions, rows first."""

PIXELS = 128 * 96
"""Of a relief, at most; in the proportions of its frame."""

BLOCK = 16
"""Side of the blocks by which reliefs are compared, pixels of them."""

LEAST_SHAPED = 0.25
"""Share of the blocks that has to show something; with less, nothing can be compared."""

Floats = npt.NDArray[np.float32]

_LEAST_SHAPE = 1.0
_FINE, _COARSE = 0.8, 2.5
_AROUND = 4.0
_NOISE = 1.0
_LEVELS_A_UNIT = 3.5
_MOST = 7


def relief_of(grey: Grey) -> Relief:
    """The relief of a frame: shape between two widths of blur, by how rough it is around."""
    height, width = grey.shape
    factor = (PIXELS / (height * width)) ** 0.5
    columns = min(max(1, int(width * factor)), PIXELS)
    rows = min(max(1, int(height * factor)), PIXELS // columns)
    small = np.asarray(cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
    shape = _blurred(small, _FINE) - _blurred(small, _COARSE)
    roughness = np.sqrt(_blurred(shape * shape, _AROUND))
    levels = np.round(shape / (roughness + _NOISE) * _LEVELS_A_UNIT)
    return np.clip(levels, -_MOST, _MOST).astype(np.int8)


def shaped(relief: Relief) -> float:
    """Share of the blocks of a relief that show something."""
    levels = relief.astype(np.float32)
    return float(shows(summed(levels * levels), summed(np.ones_like(levels))).mean())


def shows(squares: Floats, count: Floats) -> npt.NDArray[np.bool_]:
    """Which blocks show something: by the sums of their levels squared, and their pixels."""
    enough: npt.NDArray[np.bool_] = squares > _LEAST_SHAPE * count
    return enough


def summed(values: Floats) -> Floats:
    """Sums of blocks; what is left over at the right and the bottom belongs to the last."""
    rows, columns = (begins(n) for n in values.shape)
    return np.asarray(np.add.reduceat(np.add.reduceat(values, rows, 0), columns, 1), np.float32)


@lru_cache(maxsize=256)
def begins(count: int) -> npt.NDArray[np.intp]:
    """Where the blocks of a side of so many pixels begin."""
    return np.linspace(0, count, max(1, count // BLOCK), endpoint=False).astype(np.intp)


def packed(relief: Relief) -> bytes:
    """Two pixels a byte."""
    nibbles = (relief.ravel() + 8).astype(np.uint8)
    even = np.append(nibbles, 8) if nibbles.size % 2 else nibbles
    return (even[::2] << 4 | even[1::2]).astype(np.uint8).tobytes()


def unpacked(data: bytes, rows: int, columns: int) -> Relief:
    """The reverse of ``packed``.

    Raises:
        ValueError: Too few bytes.
    """
    pairs = np.frombuffer(data, np.uint8)
    nibbles = np.stack([pairs >> 4, pairs & 15], axis=1).ravel()[: rows * columns]
    return (nibbles.astype(np.int8) - 8).reshape(rows, columns)


def _blurred(picture: Grey, sigma: float) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
