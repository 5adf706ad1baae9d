"""Where a thumbnail lies on its picture: the turn, the bars, the crop, the little shift.

Layouts that cameras and editors make are tried first, then any crop; the best by correlation is
refined with ECC (Evangelidis & Psarakis 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.float32]
Matrix = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]
Layouts = Callable[[Levels, Levels], Iterator[Matrix]]

_AS_IT_CAME, _TURNED = (1,), (2, 3, 4, 5, 6, 7, 8)
"""EXIF orientations."""
_DARK = 28.0
"""Grey level up to which an even edge may be a black bar; JPEG rings a little beside it."""
_EVEN = 9.0
"""Deviation of grey levels up to which an edge is even."""
_SURE = 0.85
"""Correlation from which no other layout is looked for."""
_LEAST_SHOWN = 0.05
"""Share of the thumbnail that must lie on the picture; wide bars leave a ninth of it."""
_REFINED = 3
"""Best candidates that are refined, of those that came straight and of the others."""
_KEPT = 0.7
"""Share of what was shown that a refinement must keep: it may not shrink out of sight."""
_TURN_MARGIN = 0.03
"""Another turn must fit this much better than none: a plain view looks alike mirrored too."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A thumbnail on its picture.

    Attributes:
        matrix: 2 by 3, from pixels of the turned thumbnail to pixels of the picture.
        orientation: EXIF orientation that was undone on the thumbnail.
        turned: The thumbnail after that, height × width × 3.
        shown: Where the turned thumbnail shows picture that is in both, height × width.
        correlation: Of their grey levels there, −1 … 1.
    """

    matrix: Matrix
    orientation: int
    turned: Levels
    shown: NDArray[np.bool_]
    correlation: float


def turned(pixels: Levels, orientation: int) -> Levels:
    """Pixels as an EXIF orientation of 1 … 8 wants them shown (Exif 2.32, tag 0x0112)."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    # What is left after the transposition: which axes run backwards.
    rows = -1 if orientation in (3, 4, 7, 8) else 1
    columns = -1 if orientation in (2, 3, 6, 7) else 1
    return np.ascontiguousarray(pixels[::rows, ::columns])


def softened(pixels: Levels) -> Levels:
    """Grey, without what a pixel of misplacement changes."""
    return np.asarray(cv2.GaussianBlur(pixels.mean(axis=2), (0, 0), 2.0), np.float32)


def without_bars(grey: Levels) -> Rectangle:
    """The rectangle inside even black bars, at most a third of each side."""

    def margins(lines: Levels) -> tuple[int, int]:
        bar = (lines.mean(axis=1) < _DARK) & (lines.std(axis=1) < _EVEN)
        limit = len(bar) // 3
        head = int(np.argmin(bar[:limit])) if not bar[:limit].all() else limit
        tail = int(np.argmin(bar[::-1][:limit])) if not bar[::-1][:limit].all() else limit
        return head, len(bar) - tail

    top, bottom = margins(grey)
    left, right = margins(grey.T)
    return float(left), float(top), float(right), float(bottom)


def overlays(thumbnail: Levels, picture: Levels) -> Iterator[Overlay]:
    """The best overlay of a thumbnail on a picture, in an ever wider search; at least one.

    Args:
        thumbnail: Height × width × 3, 0 … 255, long side about that of ``picture``; between black
            bars some 24 pixels are left (``without_bars``).
        picture: The same.

    Yields:
        As it came; then turned, if that fits better; then as any crop, if still none fits well.
    """
    found = _candidates(thumbnail, picture, _layouts, _AS_IT_CAME)
    yield _best(found, picture)
    found += _candidates(thumbnail, picture, _layouts, _TURNED)
    best = _best(found, picture)
    yield best
    if best.correlation < _SURE:
        found += _candidates(thumbnail, picture, _crops, (*_AS_IT_CAME, *_TURNED))
        yield _best(found, picture)


def warped(values: NDArray[Any], matrix: Matrix, shape: tuple[int, ...]) -> Levels:
    """What lies under each pixel of a turned thumbnail; 0 outside."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(values, matrix, (shape[1], shape[0]), flags=flags), np.float32)


def _candidates(
    thumbnail: Levels, picture: Levels, layouts: Layouts, orientations: Iterable[int]
) -> list[Overlay]:
    base = softened(picture)
    found = []
    for orientation in orientations:
        small = turned(thumbnail, orientation)
        soft = softened(small)
        for matrix in layouts(soft, base):
            shown = _shown(soft, base, matrix)
            if shown.mean() > _LEAST_SHOWN:
                correlation = _correlation(soft, base, matrix, shown)
                found.append(Overlay(matrix, orientation, small, shown, correlation))
    return found


def _best(found: list[Overlay], picture: Levels) -> Overlay:
    """The best after refinement; as it came, unless another turn fits clearly better."""

    def fit(overlay: Overlay) -> float:
        return overlay.correlation - (_TURN_MARGIN if overlay.orientation in _TURNED else 0.0)

    best = []
    for orientations in (_AS_IT_CAME, _TURNED):
        some = sorted((each for each in found if each.orientation in orientations), key=fit)
        best += [_refined(each, picture) for each in some[-_REFINED:]]
    return max(best, key=fit)


def _shown(soft: Levels, base: Levels, matrix: Matrix) -> NDArray[np.bool_]:
    """Pixels of the thumbnail that are content and lie on the picture, a seam's width inside."""
    left, top, right, bottom = (round(each) for each in without_bars(soft))
    content = np.zeros(soft.shape, np.float32)
    content[top:bottom, left:right] = 1.0
    both = content * (warped(np.ones(base.shape, np.float32), matrix, soft.shape) > 0.99)
    # Outside of the frame counts as shown: only seams inside of it are cut away.
    return np.asarray(cv2.erode(both, np.ones((5, 5), np.uint8)) > 0.5)


def _layouts(soft: Levels, base: Levels) -> Iterator[Matrix]:
    """The whole, stretched or cut to the middle, with and without black bars."""
    height, width = base.shape
    whole = (0.0, 0.0, float(soft.shape[1]), float(soft.shape[0]))
    picture = (0.0, 0.0, float(width), float(height))
    pairs = []
    for content in (whole, without_bars(soft)):
        pairs += [
            (content, picture),
            (content, _middle(picture, _aspect(content))),
            (_middle(content, _aspect(picture)), picture),
        ]
    for source, target in dict.fromkeys(pairs):
        yield _onto(source, target)


def _crops(soft: Levels, base: Levels) -> Iterator[Matrix]:
    """One as any piece of the other, by template matching at half size."""
    content = without_bars(soft)
    left, top, right, bottom = (round(each) for each in content)
    inner = soft[top:bottom, left:right]
    for piece_is_picture in (True, False):
        piece, field = (base, inner) if piece_is_picture else (inner, base)
        halved = cv2.resize(field, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        fitting = min(halved.shape[0] / piece.shape[0], halved.shape[1] / piece.shape[1])
        for scale in np.geomspace(0.4, 1.0, 14) * fitting:
            size = (int(piece.shape[1] * scale), int(piece.shape[0] * scale))
            if min(size) < 12:
                continue
            answer = cv2.matchTemplate(
                halved, cv2.resize(piece, size, interpolation=cv2.INTER_AREA), cv2.TM_CCOEFF_NORMED
            )
            x, y = cv2.minMaxLoc(answer)[3]
            spot = (2.0 * x, 2.0 * y, 2.0 * (x + size[0]), 2.0 * (y + size[1]))
            if piece_is_picture:
                shifted = (spot[0] + left, spot[1] + top, spot[2] + left, spot[3] + top)
                yield _onto(shifted, (0.0, 0.0, float(base.shape[1]), float(base.shape[0])))
            else:
                yield _onto(content, spot)


def _aspect(rectangle: Rectangle) -> float:
    return (rectangle[2] - rectangle[0]) / (rectangle[3] - rectangle[1])


def _middle(rectangle: Rectangle, aspect: float) -> Rectangle:
    """The largest rectangle of an aspect in the middle of another."""
    left, top, right, bottom = rectangle
    width, height = right - left, bottom - top
    wide, high = min(width, height * aspect), min(height, width / aspect)
    x, y = (left + right) / 2, (top + bottom) / 2
    # Rounded, so that the middle of the same aspect is the same rectangle.
    return (
        round(x - wide / 2, 3),
        round(y - high / 2, 3),
        round(x + wide / 2, 3),
        round(y + high / 2, 3),
    )


def _onto(source: Rectangle, target: Rectangle) -> Matrix:
    """Edges to edges; half a pixel, as OpenCV counts from the middle of the first."""
    across = (target[2] - target[0]) / (source[2] - source[0])
    down = (target[3] - target[1]) / (source[3] - source[1])
    return np.array(
        [
            [across, 0.0, target[0] + across * (0.5 - source[0]) - 0.5],
            [0.0, down, target[1] + down * (0.5 - source[1]) - 0.5],
        ]
    )


def _correlation(soft: Levels, base: Levels, matrix: Matrix, shown: NDArray[np.bool_]) -> float:
    one = soft[shown]
    other = warped(base, matrix, soft.shape)[shown]
    one, other = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / norm if norm > 0 else 0.0


def _refined(overlay: Overlay, picture: Levels) -> Overlay:
    """After ECC with an affine model, where that makes it better."""
    grey = overlay.turned.mean(axis=2)
    base = picture.mean(axis=2)
    start = np.asarray(overlay.matrix, np.float32)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        _value, found = cv2.findTransformECC(
            grey, base, start, cv2.MOTION_AFFINE, stop, np.ones(base.shape, np.uint8), 5
        )
    except cv2.error:  # so it says that it does not converge
        return overlay
    matrix = np.asarray(found, np.float64)
    soft, soft_base = softened(overlay.turned), softened(picture)
    shown = _shown(soft, soft_base, matrix)
    if shown.sum() < _KEPT * overlay.shown.sum():
        return overlay
    better = _correlation(soft, soft_base, matrix, shown)
    if better <= overlay.correlation:
        return overlay
    return Overlay(matrix, overlay.orientation, overlay.turned, shown, better)
