"""Marks: spots of a picture that are found again after it was cropped, scaled or mirrored.

A mark is an extremum of the difference of two Gaussians over place and size (Lowe 2004,
"Distinctive Image Features from Scale-Invariant Keypoints", section 3), kept upright since a
copied photo is not turned. Its surroundings, 8 × 8 samples in steps of twice its size, become a
word: the signs of low frequencies of their cosine transform. Mirroring a picture changes the sign
of the odd horizontal frequencies and of nothing else, so a word is written as if the lowest of
them were positive: a picture and its mirror image have the same words; ``turned`` tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.frame import Grey

Marks = npt.NDArray[np.void]
"""Marks as an array of ``MARK``, at most ``AT_MOST``."""

Floats = npt.NDArray[np.floating]

AT_MOST = 32
"""Marks of one picture."""

SUBPIXEL = 64
"""Parts of a pixel of the frame in which ``x`` and ``y`` are counted."""

SIZES_AN_OCTAVE = 32
"""Steps of ``size`` for each doubling."""

MARK = np.dtype(
    [
        ("word", "<u4"),
        ("x", "<u2"),
        ("y", "<u2"),
        ("size", "u1"),
        ("turned", "?"),
        ("weak", "u1", 2),
    ]
)
"""A mark: its word, its place, its size, and which signs of the word are the least certain."""

_SMALLEST = 1.6
_GROWTH = 2 ** (1 / 3)
_LEVELS = 9
_FAINT = 1.0
_SAMPLE = 8
_STEP = 2.0
_CELLS = 4
_ORDERS = [(u, v) for u in range(7) for v in range(7) if 1 <= u + v <= 6 and (u, v) != (0, 1)]
_DOWN = np.array([u for u, _ in _ORDERS])
_ACROSS = np.array([v for _, v in _ORDERS])
_DCT = np.cos(np.pi * np.outer(np.arange(_SAMPLE), 2 * np.arange(_SAMPLE) + 1) / (2 * _SAMPLE))
_BITS = np.uint32(1) << np.arange(len(_ORDERS), dtype=np.uint32)
_ODD = _BITS[_ACROSS % 2 == 1].sum(dtype=np.uint32)
_FLIPS = np.append(_BITS, _ODD)


def marks_of(frame: Grey) -> Marks:
    """The marks of a frame, the most telling of each part of it first."""
    found = [_Found.at(level, *scale) for level, scale in _scales(frame)]
    marks = np.concatenate([_written(each) for each in found])
    strength = np.concatenate([each.strength for each in found])
    return marks[_spread(marks, strength, frame)][:AT_MOST]


def spellings(marks: Marks) -> npt.NDArray[np.uint32]:
    """Each word as it may stand in a copy: as it is, and with the uncertain signs changed.

    Returns:
        Shape (marks, 4).
    """
    words = marks["word"]
    one, other = _FLIPS[marks["weak"]].T
    return np.stack([words, words ^ one, words ^ other, words ^ one ^ other], axis=1)


@dataclass(frozen=True, slots=True)
class _Found:
    """Extrema at one size: places and sizes in pixels, and the picture blurred to that size."""

    blurred: Grey
    x: Floats
    y: Floats
    size: Floats
    strength: Floats

    @classmethod
    def at(cls, level: int, blurred: Grey, below: Grey, here: Grey, above: Grey) -> _Found:
        """The extrema of one difference among its neighbours in place and size."""
        highest = np.maximum(np.maximum(_dilated(below), _dilated(above)), _dilated(here))
        peaks = (here == highest) & (here > _FAINT)
        peaks[[0, -1]] = peaks[:, [0, -1]] = False
        y, x = np.nonzero(peaks)
        at = here[y, x]
        across = x + _offset(here[y, x - 1], at, here[y, x + 1])
        down = y + _offset(here[y - 1, x], at, here[y + 1, x])
        grown = level + _offset(below[y, x], at, above[y, x])
        size = _SMALLEST * _GROWTH**grown
        # what is cut by the frame would look otherwise in a crop
        reach = (_SAMPLE - 1) / 2 * _STEP * size
        height, width = here.shape
        whole = (np.minimum(across, width - 1 - across) > reach) & (
            np.minimum(down, height - 1 - down) > reach
        )
        return cls(blurred, across[whole], down[whole], size[whole], at[whole])


def _scales(frame: Grey) -> list[tuple[int, tuple[Grey, Grey, Grey, Grey]]]:
    """For each size: the blurred frame, and the differences one below, here and one above."""
    blurred = [
        np.asarray(cv2.GaussianBlur(frame, (0, 0), _SMALLEST * _GROWTH**level), np.float32)
        for level in range(_LEVELS)
    ]
    change = [np.abs(after - before) for before, after in pairwise(blurred)]
    return [
        (level, (blurred[level], change[level - 1], change[level], change[level + 1]))
        for level in range(1, _LEVELS - 2)
    ]


def _dilated(picture: Grey) -> Grey:
    """Each pixel the largest of its 3 × 3 neighbours."""
    return np.asarray(cv2.dilate(picture, np.ones((3, 3), np.uint8)), np.float32)


def _offset(before: Floats, at: Floats, after: Floats) -> Floats:
    """Where a parabola through three neighbours has its top, steps from the middle one."""
    bend = before - 2 * at + after
    return np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, 1), 0.0)


def _written(found: _Found) -> Marks:
    """Extrema as marks."""
    marks = np.zeros(len(found.x), MARK)
    if not len(marks):
        return marks
    waves = _DCT @ _surroundings(found) @ _DCT.T
    lowest = waves[:, 0, 1]
    signs = waves[:, _DOWN, _ACROSS]
    marks["turned"] = lowest < 0
    words = np.where(signs > 0, _BITS, 0).sum(axis=1, dtype=np.uint32)
    marks["word"] = np.where(marks["turned"], words ^ _ODD, words)
    certainty = np.abs(np.column_stack([signs, lowest]))
    marks["weak"] = np.argsort(certainty, axis=1, kind="stable")[:, :2]
    marks["x"] = np.round(found.x * SUBPIXEL)
    marks["y"] = np.round(found.y * SUBPIXEL)
    marks["size"] = np.round(np.log2(found.size / _SMALLEST) * SIZES_AN_OCTAVE)
    return marks


def _surroundings(found: _Found) -> Floats:
    """What is round each extremum, in proportion to its size; shape (extrema, 8, 8)."""
    steps = (np.arange(_SAMPLE) - (_SAMPLE - 1) / 2) * _STEP * found.size[:, None]
    shape = (len(found.x), _SAMPLE, _SAMPLE)
    x = np.broadcast_to((found.x[:, None] + steps)[:, None, :], shape)
    y = np.broadcast_to((found.y[:, None] + steps)[:, :, None], shape)
    flat = (-1, _SAMPLE)
    sampled = cv2.remap(
        found.blurred,
        x.reshape(flat).astype(np.float32),
        y.reshape(flat).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    return np.asarray(sampled, np.float32).reshape(shape)


def _spread(marks: Marks, strength: Floats, frame: Grey) -> npt.NDArray[np.intp]:
    """Order of choice: the strongest of each cell of the frame, then the second of each.

    So a band of writing takes the marks of its own part and no other.
    """
    height, width = frame.shape
    column = marks["x"].astype(np.intp) * _CELLS // (SUBPIXEL * width)
    row = marks["y"].astype(np.intp) * _CELLS // (SUBPIXEL * height)
    cell = row * _CELLS + column
    by_strength = np.lexsort((-strength, cell))
    rank = np.empty(len(marks), np.intp)
    rank[by_strength] = np.arange(len(marks)) - np.searchsorted(
        cell[by_strength], cell[by_strength]
    )
    return np.lexsort((-strength, rank))
