"""How one picture lies over another to some hundredths of a pixel, from their detailed reliefs.

The marks say it to a pixel. From there the affine map that makes the two reliefs most alike is
sought by least squares (Gauss and Newton; Baker and Matthews 2004, "Lucas-Kanade 20 Years On"),
over the blocks that agree: a band of writing has no say. What that map has beyond scale and shift
is known ten times as exactly as from the marks, so that a turn of the camera by a twentieth of a
degree shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.overlay import Edges, Overlay
from geo_app.photo.fingerprint.picture import Detail, Fingerprint
from geo_app.photo.fingerprint.relief import Relief

Blocks = npt.NDArray[np.float64]
"""Correlation of two reliefs by blocks; NaN where either shows nothing."""

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
"""Where a point (x, y, 1) of the first frame lies in the second; pixels, two rows."""

_BLOCK = 16
_DETAIL = 1.0
_ROUNDS = 4
_ALIKE_AT_FIRST, _ALIKE = 0.2, 0.4
_FEWEST = 4
_STILL = 0.03
_STEADY = 1e-3


@dataclass(frozen=True, slots=True)
class Registration:
    """Where the first frame lies in the second, and how alike the two are there.

    Attributes:
        edges: Where its left, top, right and bottom lie, at the middle of each; pixels of the
            second.
        scale: Pixels of the second for one of the first.
        turn: Of the one against the other, radians.
        skew: Unequal scale and shear, as a share of the scale.
        blocks: How alike they are.
    """

    edges: Edges
    scale: float
    turn: float
    skew: float
    blocks: Blocks


def register(first: Fingerprint, second: Fingerprint, laid: Overlay) -> Registration | None:
    """The exact place of one picture in another; None where hardly anything agrees.

    Args:
        first: With its detail.
        second: Likewise.
        laid: How the two lie by their marks, good to three pixels or so.
    """
    if first.detail is None or second.detail is None:
        raise ValueError("a fingerprint without detail")
    here = _Grid.of(first, first.detail.relief)
    there = second.detail.relief
    relief = (there[:, ::-1] if laid.mirrored else there).astype(np.float32)
    pixels = relief.shape[1] / second.width, relief.shape[0] / second.height
    matrix = np.array([[laid.scale, 0, laid.shift.real], [0, laid.scale, laid.shift.imag]])
    least = _ALIKE_AT_FIRST
    for _ in range(_ROUNDS):
        over, common = _seen(here, relief, pixels, matrix)
        alike = np.nan_to_num(correlation(here.relief, over, common, _BLOCK)) > least
        if alike.sum() < _FEWEST:
            return None
        step = _step(here, over, common & _spread(alike, over.shape))
        if step is None:
            return None
        matrix = matrix @ step
        if _moved(step, first) < _STILL:
            break
        least = _ALIKE
    over, common = _seen(here, relief, pixels, matrix)
    blocks = correlation(here.relief, over, common, _BLOCK)
    return _told(first, matrix, first.detail, second.detail, blocks)


def correlation(first: Floats, second: Floats, common: npt.NDArray[np.bool_], side: int) -> Blocks:
    """How alike two reliefs of one size are, by blocks.

    Args:
        first: Levels.
        second: Levels at the same places.
        common: Where both show something.
        side: Of a block, pixels.
    """
    a, b = first * common, second * common
    ab, aa, bb, seen = (
        _summed(each, side) for each in (a * b, a * a, b * b, common.astype(np.float32))
    )
    enough = (seen > 0.5 * side**2) & (np.minimum(aa, bb) > _DETAIL * seen)
    return np.where(enough, ab / np.sqrt(np.where(enough, aa * bb, 1.0)), np.nan)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The relief of the first picture; where its pixels lie from the middle of the frame."""

    relief: Floats
    x: Floats
    y: Floats
    middle: tuple[float, float]
    pixels: tuple[float, float]

    @classmethod
    def of(cls, fingerprint: Fingerprint, relief: Relief) -> _Grid:
        rows, columns = relief.shape
        width, height = fingerprint.width, fingerprint.height
        x = ((np.arange(columns) + 0.5) / columns - 0.5) * width
        y = ((np.arange(rows) + 0.5) / rows - 0.5) * height
        across, down = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
        pixels = columns / width, rows / height
        return cls(relief.astype(np.float32), across, down, (width / 2, height / 2), pixels)


def _seen(
    here: _Grid, relief: Floats, pixels: tuple[float, float], matrix: Matrix
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The second relief as it lies over the pixels of the first, and where it does."""
    middle = matrix @ (*here.middle, 1.0)
    x, y = (
        np.asarray((row[0] * here.x + row[1] * here.y + at) * unit - 0.5, np.float32)
        for row, at, unit in zip(matrix, middle, pixels, strict=True)
    )
    rows, columns = relief.shape
    common = (x > -0.5) & (x < columns - 0.5) & (y > -0.5) & (y < rows - 0.5)
    return np.asarray(cv2.remap(relief, x, y, cv2.INTER_CUBIC), np.float32), common


def _step(here: _Grid, over: Floats, where: npt.NDArray[np.bool_]) -> Matrix | None:
    """The affine map of the first frame that brings the two closer; None where nothing tells."""
    inner = slice(1, -1), slice(1, -1)
    used = where[inner].astype(np.float32)
    right = (over[1:-1, 2:] - over[1:-1, :-2]) * used * np.float32(here.pixels[0] / 2)
    down = (over[2:, 1:-1] - over[:-2, 1:-1]) * used * np.float32(here.pixels[1] / 2)
    x, y = here.x[inner], here.y[inner]
    wanted, shown = (here.relief[inner] * used).ravel(), (over[inner] * used).ravel()
    slopes = np.stack([right * x, right * y, right, down * x, down * y, down]).reshape(6, -1)
    likeness = float(wanted @ shown) / max(float(shown @ shown), _STEADY)
    # the same light in both: what is left is by place
    slopes *= likeness
    squares = (slopes @ slopes.T).astype(np.float64) + _STEADY * np.eye(6)
    change = np.linalg.solve(squares, slopes @ (wanted - likeness * shown)).reshape(2, 3)
    if not np.isfinite(change).all():
        return None
    linear = np.eye(2) + change[:, :2]
    middle = np.array(here.middle)
    shift = middle + change[:, 2] - linear @ middle
    return np.vstack([np.column_stack([linear, shift]), (0, 0, 1)])


def _moved(step: Matrix, first: Fingerprint) -> float:
    """How far a map moves any corner of the first frame, pixels."""
    x, y = first.width, first.height
    corners = np.array([[0, x, 0, x], [0, 0, y, y], [1, 1, 1, 1]])
    return float(np.abs(step @ corners - corners).max())


def _told(
    first: Fingerprint, matrix: Matrix, own: Detail, other: Detail, blocks: Blocks
) -> Registration:
    """A map in words; the turn and the skew between the pictures, not their frames."""
    x, y = np.array([0, 0.5, 1, 0.5]) * first.width, np.array([0.5, 0, 0.5, 1]) * first.height
    (left, _, right, _), (_, top, _, bottom) = (matrix @ np.stack([x, y, np.ones(4)])).tolist()
    (a, b), (c, d) = np.diag([1, other.stretch]) @ matrix[:, :2] @ np.diag([1, 1 / own.stretch])
    straight, skewed = complex(a + d, c - b) / 2, complex(a - d, c + b) / 2
    scale = max(abs(straight), _STEADY)
    turn, skew = float(np.angle(straight)), abs(skewed) / scale
    return Registration((left, top, right, bottom), scale, turn, skew, blocks)


def _spread(blocks: npt.NDArray[np.bool_], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """A value for each pixel, from those of the blocks."""
    rows, columns = (np.searchsorted(_begins(n, _BLOCK), np.arange(n), "right") - 1 for n in shape)
    return blocks[rows][:, columns]


def _summed(values: Floats, side: int) -> Floats:
    """Sums of blocks; what is left over at the right and the bottom belongs to the last."""
    rows, columns = (_begins(n, side) for n in values.shape)
    return np.asarray(np.add.reduceat(np.add.reduceat(values, rows, 0), columns, 1), np.float32)


def _begins(count: int, side: int) -> npt.NDArray[np.intp]:
    """Where the blocks of a side begin."""
    return np.linspace(0, count, max(1, count // side), endpoint=False).astype(np.intp)
