"""How one picture lies over another, from the marks that they have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo_app.photo.fingerprint.marks import SIZES_AN_OCTAVE, SUBPIXEL
from geo_app.photo.fingerprint.picture import Fingerprint

_SAME_WORD = 4
_WITHIN = 1.5
_FEWEST = 4
_MOST_PAIRS = 28
_SHORTEST = 20.0
_SCALES = (0.4, 2.5)
_STEEPEST = math.radians(4.0)
_EXACTNESS = 1.5

Complex = npt.NDArray[np.complex128]
Weights = npt.NDArray[np.float64]

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of one frame in another, pixels of that."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Where a point x + iy of the first frame lies in the second: scale · point + shift.

    Attributes:
        mirrored: The second is turned left to right first.
        scale: Pixels of the second frame for one of the first.
        shift: Pixels of the second frame.
    """

    mirrored: bool
    scale: float
    shift: complex

    def edges(self, first: Fingerprint) -> Edges:
        """Of the first frame in the second."""
        begin = self.shift
        end = self.scale * complex(first.width, first.height) + self.shift
        return begin.real, begin.imag, end.real, end.imag


def overlay(first: Fingerprint, second: Fingerprint, *, mirrored: bool) -> Overlay | None:
    """How two pictures lie over each other; None where too few marks say so.

    Any two pairs of marks give a scale, a turn and a shift; the one that most others agree with is
    then fitted to all that do, by least squares.
    """
    here, there, weight = _pairs(first, second, mirrored)
    one, other = np.triu_indices(len(here), 1)
    far = np.abs(here[other] - here[one]) > _SHORTEST
    one, other = one[far], other[far]
    factor = (there[other] - there[one]) / (here[other] - here[one])
    likely = (
        (np.abs(factor) > _SCALES[0])
        & (np.abs(factor) < _SCALES[1])
        & (np.abs(np.angle(factor)) < _STEEPEST)
    )
    one, other, factor = one[likely], other[likely], factor[likely]
    if not len(factor):
        return None
    shift = (there[one] + there[other] - factor * (here[one] + here[other])) / 2
    agree = np.abs(factor[:, None] * here + shift[:, None] - there) < _WITHIN
    most = agree[agree.sum(axis=1).argmax()]
    if most.sum() < _FEWEST:
        return None
    return _fitted(here[most], there[most], weight[most], mirrored)


def _pairs(
    first: Fingerprint, second: Fingerprint, mirrored: bool
) -> tuple[Complex, Complex, Weights]:
    """Places of marks with almost the same word, the most alike first, and how exact they are."""
    differ = np.bitwise_count(first.marks["word"][:, None] ^ second.marks["word"])
    same_way = (first.marks["turned"][:, None] != second.marks["turned"]) == mirrored
    i, j = np.nonzero((differ <= _SAME_WORD) & same_way)
    best = np.argsort(differ[i, j], kind="stable")[:_MOST_PAIRS]
    here, there = _places(first)[i[best]], _places(second)[j[best]]
    # the place of a large mark is the less certain
    weight = 2.0 ** (-_EXACTNESS * first.marks["size"][i[best]] / SIZES_AN_OCTAVE)
    return here, second.width - there.conj() if mirrored else there, weight


def _places(fingerprint: Fingerprint) -> Complex:
    """Of the marks, from the corner of the frame, as x + iy."""
    marks = fingerprint.marks
    return np.asarray(marks["x"] + 1j * marks["y"], np.complex128) / SUBPIXEL + (0.5 + 0.5j)


def _fitted(here: Complex, there: Complex, weight: Weights, mirrored: bool) -> Overlay:
    """Weighted least squares."""
    middle, target = (np.average(each, weights=weight**2) for each in (here, there))
    around, outward = (here - middle) * weight, (there - target) * weight
    scale = float(np.vdot(around, outward).real / np.vdot(around, around).real)
    return Overlay(mirrored, scale, complex(target - scale * middle))
