"""Whether two pictures are one.

Their marks say how they lie over each other, their reliefs whether they are the same there. Two
photos of one place, taken on two days from almost the same spot, have much in common too. What
tells them from copies: a copy shows nothing that its original does not, so that the one lies
within the other; it is not turned; and it agrees almost everywhere, not only in what stands still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.overlay import Overlay, overlay
from geo_app.photo.fingerprint.picture import Fingerprint

Blocks = npt.NDArray[np.float64]
"""Correlation of two reliefs by blocks; NaN where either shows nothing."""

Span = tuple[float, float]

SAME = 0.72
"""Least score of a match."""

_MOST_WARP = 0.008
_CROP_WARP = 0.0033
_LEAST_AGREED = 0.65
_SLACK = 1.5
_CROPPED = 3.0
_BLOCK = 8
_DETAIL = 1.0
_WORST = 0.25
_BAND = 0.15
_BAND_TELLS = 0.1
_LEAST_DETAILED = 0.25
_FEWEST_BLOCKS = 6


class Kind(StrEnum):
    """What was done to one of two pictures to get the other, as far as it shows."""

    WHOLE = "whole"
    CROP = "crop"
    BORDER = "border"
    BAND_TOP = "band_top"
    BAND_BOTTOM = "band_bottom"


@dataclass(frozen=True, slots=True)
class Match:
    """Two pictures are the same.

    Attributes:
        score: Correlation that three quarters of the picture (but for a band) reach: 0.72 to 1.
        mirrored: One is the mirror image of the other.
        kind: What else was done to it.
    """

    score: float
    mirrored: bool
    kind: Kind


def compare(first: Fingerprint, second: Fingerprint) -> Match | None:
    """Whether two fingerprints are of the same picture; None = they do not show that.

    Where either is ``too_plain`` that means nothing: ask that first.
    """
    for mirrored in (False, True):
        laid = overlay(first, second, mirrored=mirrored)
        if laid and _may_be_copy(first, second, laid):
            score, kind = _judged(first, second, laid)
            if score >= SAME:
                return Match(round(score, 3), mirrored, kind)
    return None


def _may_be_copy(first: Fingerprint, second: Fingerprint, laid: Overlay) -> bool:
    """One within the other along each side; a part of it also neither turned nor warped."""
    left, top, right, bottom = laid.edges(first)
    mine, other, scale = first.bars, second.bars, laid.scale
    sides = (other.right, other.left) if laid.mirrored else (other.left, other.right)
    return (
        _nested((left, right), second.width, (mine.left * scale, mine.right * scale), sides)
        and _nested(
            (top, bottom),
            second.height,
            (mine.top * scale, mine.bottom * scale),
            (other.top, other.bottom),
        )
        and laid.agreed >= _LEAST_AGREED
        and laid.warp <= (_MOST_WARP if _cropped(first, second, laid) <= _SLACK else _CROP_WARP)
    )


def _cropped(first: Fingerprint, second: Fingerprint, laid: Overlay) -> float:
    """How far the edges of one are from those of the other, pixels of the second."""
    left, top, right, bottom = laid.edges(first)
    return max(abs(left), abs(top), abs(right - second.width), abs(bottom - second.height))


def _nested(span: Span, length: int, bars: Span, other_bars: Span) -> bool:
    """Whether one lies within the other together with what was cut off that."""
    begin, end = span
    inside = begin >= -other_bars[0] - _SLACK and end <= length + other_bars[1] + _SLACK
    around = begin - bars[0] <= _SLACK and end + bars[1] >= length - _SLACK
    return inside or around


def _judged(first: Fingerprint, second: Fingerprint, laid: Overlay) -> tuple[float, Kind]:
    """Score and kind. Only what was not cropped may have a band that agrees with nothing."""
    blocks = _agreement(first, second, laid)
    if np.isfinite(blocks).mean() < _LEAST_DETAILED:
        return 0.0, Kind.WHOLE
    score = _reached(blocks)
    cropped = _cropped(first, second, laid)
    if cropped <= _SLACK:
        band = math.ceil(_BAND * len(blocks))
        below, above = _reached(blocks[band:]), _reached(blocks[:-band])
        if max(below, above) > score + _BAND_TELLS:
            return max((below, Kind.BAND_TOP), (above, Kind.BAND_BOTTOM))
        score = max(score, below, above)
    if bool(first.bars) != bool(second.bars):
        return score, Kind.BORDER
    return score, Kind.WHOLE if cropped <= _CROPPED else Kind.CROP


def _reached(blocks: Blocks) -> float:
    """The correlation that all but the worst quarter of the blocks reach; 0 for too few."""
    seen = blocks[np.isfinite(blocks)]
    return float(np.quantile(seen, _WORST)) if len(seen) >= _FEWEST_BLOCKS else 0.0


def _agreement(first: Fingerprint, second: Fingerprint, laid: Overlay) -> Blocks:
    rows, columns = first.relief.shape
    relief = (second.relief[:, ::-1] if laid.mirrored else second.relief).astype(np.float32)
    x = _sampled(columns, first.width, laid.scale, laid.shift.real, relief.shape[1] / second.width)
    y = _sampled(rows, first.height, laid.scale, laid.shift.imag, relief.shape[0] / second.height)
    across, down = np.meshgrid(x, y)
    over = cv2.remap(relief, across, down, cv2.INTER_CUBIC)
    common = (
        (across > -0.5)
        & (across < relief.shape[1] - 0.5)
        & (down > -0.5)
        & (down < relief.shape[0] - 0.5)
    )
    a = np.where(common, first.relief, 0).astype(np.float64)
    b = np.where(common, over, 0.0)
    ab, aa, bb, seen = (_summed(each) for each in (a * b, a * a, b * b, common.astype(np.float64)))
    enough = (seen > 0.5 * _BLOCK**2) & (np.minimum(aa, bb) > _DETAIL * seen)
    return np.where(enough, ab / np.sqrt(np.where(enough, aa * bb, 1.0)), np.nan)


def _sampled(
    count: int, length: int, scale: float, shift: float, pixels: float
) -> npt.NDArray[np.float32]:
    """Where in the second relief the columns (or rows) of the first lie."""
    middles = (np.arange(count) + 0.5) * length / count
    return np.asarray((scale * middles + shift) * pixels - 0.5, np.float32)


def _summed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sums of blocks; what is left over at the right and the bottom belongs to the last."""
    rows, columns = (
        np.linspace(0, n, max(1, n // _BLOCK), endpoint=False).astype(int) for n in values.shape
    )
    return np.asarray(np.add.reduceat(np.add.reduceat(values, rows, 0), columns, 1))
