"""Whether two pictures are one.

Their marks say how they lie over each other, their reliefs whether they are the same there. Two
photos of one place, taken on two days from almost the same spot, have much in common too. What
tells them from copies: a copy shows nothing that its original does not, so that the one lies
within the other; it is not turned; and it agrees almost everywhere, not only in what stands still.
How exactly that can be asked depends on what is known of the two: see ``register``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.overlay import Edges, Overlay, overlay
from geo_app.photo.fingerprint.picture import Fingerprint
from geo_app.photo.fingerprint.register import Blocks, correlation, register

Span = tuple[float, float]

SAME = 0.72
"""Least score of a match."""

_BLOCK = 8
_WORST = 0.25
_BAND = 0.15
_BAND_TELLS = 0.1
_LEAST_DETAILED = 0.25
_FEWEST_BLOCKS = 6
_CROPPED = 3.0

# by marks alone
_LEAST_AGREED = 0.65
_MOST_WARP = 0.008
_CROP_WARP = 0.0033
_SLACK = 1.5

# by detail; the marks need only lead there
_ROUGH_AGREED = 0.45
_ROUGH_WARP = 0.07
_ROUGH_SLACK = 4.0
_MOST_TURN, _CROP_TURN = 0.001, 0.0007
_MOST_SKEW, _CROP_SKEW = 0.004, 0.0015
_EXACT_SLACK = 0.3
_SAME_EDGES = 1.0


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


@dataclass(frozen=True, slots=True)
class _Laid:
    """The first of two pictures in the second."""

    first: Fingerprint
    second: Fingerprint
    mirrored: bool
    scale: float
    edges: Edges

    @property
    def cropped(self) -> float:
        """How far the edges of one are from those of the other, pixels of the second."""
        left, top, right, bottom = self.edges
        width, height = self.second.width, self.second.height
        return max(abs(left), abs(top), abs(right - width), abs(bottom - height))

    def nested(self, slack: float) -> bool:
        """Whether one lies within the other along each side, but for so many pixels."""
        left, top, right, bottom = self.edges
        mine, other = self.first.bars, self.second.bars
        sides = (other.right, other.left) if self.mirrored else (other.left, other.right)
        ends = other.top, other.bottom
        across = mine.left * self.scale, mine.right * self.scale
        down = mine.top * self.scale, mine.bottom * self.scale
        return _nested((left, right), self.second.width, across, sides, slack) and _nested(
            (top, bottom), self.second.height, down, ends, slack
        )


def compare(first: Fingerprint, second: Fingerprint) -> Match | None:
    """Whether two fingerprints are of the same picture; None = they do not show that.

    Where either is ``too_plain`` that means nothing: ask that first. Where either was kept before
    there was detail, they are compared without.
    """
    judged = _by_detail if first.detail and second.detail else _by_marks
    for mirrored in (False, True):
        laid = overlay(first, second, mirrored=mirrored)
        found = judged(first, second, laid) if laid else None
        if found and found[0] >= SAME:
            return Match(round(found[0], 3), mirrored, found[1])
    return None


def _by_marks(
    first: Fingerprint, second: Fingerprint, overlay: Overlay
) -> tuple[float, Kind] | None:
    """Score and kind; None unless one lies within the other. A part is also not warped."""
    laid = _Laid(first, second, overlay.mirrored, overlay.scale, overlay.edges(first))
    most = _MOST_WARP if laid.cropped <= _SLACK else _CROP_WARP
    if overlay.agreed < _LEAST_AGREED or overlay.warp > most or not laid.nested(_SLACK):
        return None
    return _judged(laid, _agreement(first, second, overlay))


def _by_detail(
    first: Fingerprint, second: Fingerprint, overlay: Overlay
) -> tuple[float, Kind] | None:
    """Score and kind; None unless one lies exactly within the other, as it was taken."""
    rough = _Laid(first, second, overlay.mirrored, overlay.scale, overlay.edges(first))
    if (
        overlay.agreed < _ROUGH_AGREED
        or overlay.warp > _ROUGH_WARP
        or not rough.nested(_ROUGH_SLACK)
    ):
        return None
    exact = register(first, second, overlay)
    if exact is None:
        return None
    laid = _Laid(first, second, overlay.mirrored, exact.scale, exact.edges)
    # a band of writing bends the map a little; the edges lie where they were
    whole = laid.cropped <= _SAME_EDGES
    turn, skew = (_MOST_TURN, _MOST_SKEW) if whole else (_CROP_TURN, _CROP_SKEW)
    if abs(exact.turn) > turn or exact.skew > skew:
        return None
    return _judged(laid, exact.blocks) if whole or laid.nested(_EXACT_SLACK) else None


def _nested(span: Span, length: int, bars: Span, other_bars: Span, slack: float) -> bool:
    """Whether one lies within the other together with what was cut off that."""
    begin, end = span
    inside = begin >= -other_bars[0] - slack and end <= length + other_bars[1] + slack
    around = begin - bars[0] <= slack and end + bars[1] >= length - slack
    return inside or around


def _judged(laid: _Laid, blocks: Blocks) -> tuple[float, Kind] | None:
    """Score and kind. Only what was not cropped may have a band that agrees with nothing."""
    if np.isfinite(blocks).mean() < _LEAST_DETAILED:
        return None
    score = _reached(blocks)
    if laid.cropped <= _SLACK:
        band = math.ceil(_BAND * len(blocks))
        below, above = _reached(blocks[band:]), _reached(blocks[:-band])
        if max(below, above) > score + _BAND_TELLS:
            return max((below, Kind.BAND_TOP), (above, Kind.BAND_BOTTOM))
        score = max(score, below, above)
    if bool(laid.first.bars) != bool(laid.second.bars):
        return score, Kind.BORDER
    return score, Kind.WHOLE if laid.cropped <= _CROPPED else Kind.CROP


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
    over = np.asarray(cv2.remap(relief, across, down, cv2.INTER_CUBIC), np.float32)
    common = (
        (across > -0.5)
        & (across < relief.shape[1] - 0.5)
        & (down > -0.5)
        & (down < relief.shape[0] - 0.5)
    )
    return correlation(first.relief.astype(np.float32), over, common, _BLOCK)


def _sampled(
    count: int, length: int, scale: float, shift: float, pixels: float
) -> npt.NDArray[np.float32]:
    """Where in the second relief the columns (or rows) of the first lie."""
    middles = (np.arange(count) + 0.5) * length / count
    return np.asarray((scale * middles + shift) * pixels - 0.5, np.float32)
