"""Whether two pictures are one.

Their marks say how they lie over each other, their reliefs whether they are the same there. Two
photos of one place, taken on two days from almost the same spot, have much in common too. What
tells them from copies: a copy shows nothing that its original does not, so that the one lies
within the other; it is not turned; and it agrees almost everywhere, not only in what stands still.
The marks only lead there; how exactly it is asked, ``register`` says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo_app.photo.fingerprint.overlay import Edges, Overlay, overlay
from geo_app.photo.fingerprint.picture import Fingerprint
from geo_app.photo.fingerprint.register import Blocks, register
from geo_app.photo.fingerprint.relief import LEAST_SHAPED

Span = tuple[float, float]

SAME = 0.72
"""Least score of a match."""

_WORST = 0.25
_BAND = 0.15
_BAND_TELLS = 0.1
_FEWEST_BLOCKS = 6

# pixels of a frame
_ROUGH_SLACK = 4.0
_SLACK = 0.3
_SAME_EDGES = 1.5
_CROPPED = 3.0

# radians, and shares of the scale
_TURN, _CROP_TURN = 0.002, 0.0007
_SKEW, _CROP_SKEW = 0.004, 0.002
_DOUBTS = 4.0
_AT_MOST = 0.004


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

    @property
    def whole(self) -> bool:
        """Whether nothing was cropped."""
        return self.cropped <= _SAME_EDGES

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

    Where either is ``too_plain`` that means nothing: ask that first.
    """
    for mirrored in (False, True):
        rough = overlay(first, second, mirrored=mirrored)
        found = _compared(first, second, rough) if rough else None
        if found and found[0] >= SAME:
            return Match(round(found[0], 3), mirrored, found[1])
    return None


def _compared(
    first: Fingerprint, second: Fingerprint, overlay: Overlay
) -> tuple[float, Kind] | None:
    """Score and kind; None unless one lies exactly within the other, as it was taken."""
    rough = _Laid(first, second, overlay.mirrored, overlay.scale, overlay.edges(first))
    exact = register(first, second, overlay) if rough.nested(_ROUGH_SLACK) else None
    if exact is None:
        return None
    laid = _Laid(first, second, overlay.mirrored, exact.scale, exact.edges)
    # a band of writing bends the map a little; the edges lie where they were
    limits = (_TURN, _SKEW) if laid.whole else (_CROP_TURN, _CROP_SKEW)
    # what may be nothing is not held against it
    turn, skew = (max(each, min(_DOUBTS * exact.doubt, _AT_MOST)) for each in limits)
    if abs(exact.turn) > turn or exact.skew > skew:
        return None
    return _judged(laid, exact.blocks) if laid.whole or laid.nested(_SLACK) else None


def _nested(span: Span, length: int, bars: Span, other_bars: Span, slack: float) -> bool:
    """Whether one lies within the other together with what was cut off that."""
    begin, end = span
    inside = begin >= -other_bars[0] - slack and end <= length + other_bars[1] + slack
    around = begin - bars[0] <= slack and end + bars[1] >= length - slack
    return inside or around


def _judged(laid: _Laid, blocks: Blocks) -> tuple[float, Kind] | None:
    """Score and kind. Only what was not cropped may have a band that agrees with nothing."""
    if np.isfinite(blocks).mean() < LEAST_SHAPED:
        return None
    score = _reached(blocks)
    if laid.whole:
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
