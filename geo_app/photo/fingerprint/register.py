"""How one picture lies over another to some hundredths of a pixel, from their reliefs.

The marks say it to a pixel. From there the affine map that makes the two reliefs most alike is
sought by least squares (Gauss and Newton; Baker and Matthews 2004, "Lucas-Kanade 20 Years On"),
over the blocks that agree best: a band of writing has no say, and neither have the edges, where a
relief depends on whether the picture goes on. What that map has beyond scale and shift is known ten
times as exactly as from the marks, so that a turn of the camera by a twentieth of a degree shows.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.overlay import Edges, Overlay
from geo_app.photo.fingerprint.picture import Fingerprint
from geo_app.photo.fingerprint.relief import BLOCK, begins, shows, summed

Blocks = npt.NDArray[np.float64]
"""Correlation of two reliefs by blocks; NaN where either shows nothing."""

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]
"""Where a point (x, y, 1) of the first frame lies in the second; pixels, two rows."""

_MARGIN = 4
"""Of a relief, its pixels: where it looks otherwise when the picture is cropped there."""

_ROUNDS = 4
_ALIKE_AT_FIRST, _ALIKE = 0.2, 0.4
_OF_THE_BEST = 0.9
_FEWEST = 4
_STILL = 0.03
_STEADY = 1e-3
_TURN = np.array([0, -0.5, 0, 0.5, 0, 0])
"""The turn in the six numbers of an affine map."""


@dataclass(frozen=True, slots=True)
class Registration:
    """Where the first frame lies in the second, and how alike the two are there.

    Attributes:
        edges: Where its left, top, right and bottom lie, at the middle of each; pixels of the
            second.
        scale: Pixels of the second for one of the first.
        turn: Of the one against the other, radians.
        skew: Unequal scale and shear, as a share of the scale.
        doubt: Standard error of the turn, and about that of the skew: large in fog, small on
            gravel.
        blocks: How alike they are.
    """

    edges: Edges
    scale: float
    turn: float
    skew: float
    doubt: float
    blocks: Blocks


def register(first: Fingerprint, second: Fingerprint, laid: Overlay) -> Registration | None:
    """The exact place of one picture in another; None where hardly anything agrees.

    Args:
        first: One.
        second: The other.
        laid: How the two lie by their marks, good to three pixels or so.
    """
    here, there = _Grid.of(first), second.relief[:, ::-1] if laid.mirrored else second.relief
    relief = there.astype(np.float32)
    pixels = relief.shape[1] / second.width, relief.shape[0] / second.height
    matrix = np.array([[laid.scale, 0, laid.shift.real], [0, laid.scale, laid.shift.imag]])
    least, doubt = _ALIKE_AT_FIRST, math.inf
    for _ in range(_ROUNDS):
        seen = _seen(here, relief, pixels, matrix)
        alike = _alike(_blocks(here, seen), least)
        if alike.sum() < _FEWEST:
            return None
        found = _step(here, seen.relief, seen.inner & _spread(alike, seen.relief.shape))
        if found is None:
            return None
        step, doubt = found
        matrix = matrix @ step
        if _moved(step, first) < _STILL:
            break
        least = _ALIKE
    blocks = _blocks(here, _seen(here, relief, pixels, matrix))
    return _told(first, second, matrix, doubt, blocks)


class _Seen(NamedTuple):
    """A relief as it lies over the pixels of another, where it does, and where that is sure."""

    relief: Floats
    common: Places
    inner: Places


@dataclass(frozen=True, slots=True)
class _Grid:
    """The relief of the first picture; where its pixels lie from the middle of the frame."""

    relief: Floats
    x: Floats
    y: Floats
    middle: tuple[float, float]
    pixels: tuple[float, float]

    @classmethod
    def of(cls, fingerprint: Fingerprint) -> _Grid:
        rows, columns = fingerprint.relief.shape
        width, height = fingerprint.width, fingerprint.height
        x = ((np.arange(columns) + 0.5) / columns - 0.5) * width
        y = ((np.arange(rows) + 0.5) / rows - 0.5) * height
        across, down = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
        pixels = columns / width, rows / height
        relief = fingerprint.relief.astype(np.float32)
        return cls(relief, across, down, (width / 2, height / 2), pixels)


def _seen(here: _Grid, relief: Floats, pixels: tuple[float, float], matrix: Matrix) -> _Seen:
    middle = matrix @ (*here.middle, 1.0)
    x, y = (
        np.asarray((row[0] * here.x + row[1] * here.y + at) * unit - 0.5, np.float32)
        for row, at, unit in zip(matrix, middle, pixels, strict=True)
    )
    over = np.asarray(cv2.remap(relief, x, y, cv2.INTER_CUBIC), np.float32)
    inner = _within(x, y, relief, _MARGIN)
    inner[:_MARGIN] = inner[-_MARGIN:] = inner[:, :_MARGIN] = inner[:, -_MARGIN:] = False
    return _Seen(over, _within(x, y, relief, 0), inner)


def _within(x: Floats, y: Floats, relief: Floats, margin: int) -> Places:
    """Which places lie in a relief, so far from its edges."""
    begin, (rows, columns) = margin - 0.5, relief.shape
    across: Places = (x > begin) & (x < columns - 1 - begin)
    down: Places = (y > begin) & (y < rows - 1 - begin)
    return across & down


def _blocks(here: _Grid, seen: _Seen) -> Blocks:
    a, b = here.relief * seen.common, seen.relief * seen.common
    ab, aa, bb, count = (
        summed(each) for each in (a * b, a * a, b * b, seen.common.astype(np.float32))
    )
    enough = (count > 0.5 * BLOCK**2) & shows(np.minimum(aa, bb), count)
    return np.where(enough, ab / np.sqrt(np.where(enough, aa * bb, 1.0)), np.nan)


def _alike(blocks: Blocks, least: float) -> Places:
    """The blocks that agree; none that a band of writing or something new reaches into."""
    known = np.nan_to_num(blocks)
    good = np.sort(known, axis=None)[known.size * 3 // 4]
    return np.greater(known, max(least, _OF_THE_BEST * float(good)))


def _step(here: _Grid, over: Floats, where: Places) -> tuple[Matrix, float] | None:
    """The affine map of the first frame that brings the two closer; None where nothing tells.

    Returns:
        The map, and the standard error of its turn.
    """
    inner = slice(1, -1), slice(1, -1)
    used = where[inner].astype(np.float32)
    if not used.any():
        return None
    right = (over[1:-1, 2:] - over[1:-1, :-2]) * used * np.float32(here.pixels[0] / 2)
    down = (over[2:, 1:-1] - over[:-2, 1:-1]) * used * np.float32(here.pixels[1] / 2)
    x, y = here.x[inner], here.y[inner]
    wanted, shown = (here.relief[inner] * used).ravel(), (over[inner] * used).ravel()
    slopes = np.stack([right * x, right * y, right, down * x, down * y, down]).reshape(6, -1)
    likeness = float(wanted @ shown) / max(float(shown @ shown), _STEADY)
    # the same light in both: what is left is by place
    slopes *= likeness
    left = wanted - likeness * shown
    squares = (slopes @ slopes.T).astype(np.float64) + _STEADY * np.eye(6)
    change = np.linalg.solve(squares, slopes @ left)
    if not np.isfinite(change).all():
        return None
    unexplained = max(float(left @ left) - float(change @ squares @ change), 0.0)
    spread = float(_TURN @ np.linalg.solve(squares, _TURN))
    doubt = math.sqrt(spread * unexplained / float(used.sum()))
    linear = np.eye(2) + change.reshape(2, 3)[:, :2]
    middle = np.array(here.middle)
    shift = middle + change[[2, 5]] - linear @ middle
    return np.vstack([np.column_stack([linear, shift]), (0, 0, 1)]), doubt


def _moved(step: Matrix, first: Fingerprint) -> float:
    """How far a map moves any corner of the first frame, pixels."""
    x, y = first.width, first.height
    corners = np.array([[0, x, 0, x], [0, 0, y, y], [1, 1, 1, 1]])
    return float(np.abs(step @ corners - corners).max())


def _told(
    first: Fingerprint, second: Fingerprint, matrix: Matrix, doubt: float, blocks: Blocks
) -> Registration:
    """A map in words; the turn and the skew between the pictures, not their frames."""
    x, y = np.array([0, 0.5, 1, 0.5]) * first.width, np.array([0.5, 0, 0.5, 1]) * first.height
    (left, _, right, _), (_, top, _, bottom) = (matrix @ np.stack([x, y, np.ones(4)])).tolist()
    linear = np.diag([1, second.stretch]) @ matrix[:, :2] @ np.diag([1, 1 / first.stretch])
    (a, b), (c, d) = linear.tolist()
    straight, skewed = complex(a + d, c - b) / 2, complex(a - d, c + b) / 2
    scale = max(abs(straight), _STEADY)
    turn, skew = cmath.phase(straight), abs(skewed) / scale
    return Registration((left, top, right, bottom), scale, turn, skew, doubt, blocks)


def _spread(blocks: Places, shape: tuple[int, ...]) -> Places:
    """A value for each pixel, from those of the blocks."""
    rows, columns = (np.searchsorted(begins(n), np.arange(n), "right") - 1 for n in shape)
    return blocks[rows][:, columns]
