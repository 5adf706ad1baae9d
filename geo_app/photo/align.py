"""How the after picture lies over the before picture, or an honest "cannot align".

Features (SIFT, Lowe 2004, compared as RootSIFT, Arandjelović & Zisserman 2012) propose, RANSAC
(Fischler & Bolles 1981) decides, and then the pictures themselves are asked: laid over each
other, they must agree over enough of the frame. What was put right in the middle may differ; a
watermark that two unrelated photos share must not be enough. The same two pictures always give
the same answer: OpenCV seeds these estimators with a constant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Points = NDArray[np.float64]

LONG_SIDE_PX = 800
"""Both pictures are reduced to this: half of a web rendition, where one pixel is 0.13 %."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When an alignment is believed.

    Each is far from what one person with one camera makes by standing nearly where another
    stood, and far from what chance makes; benchmarks/align.py measures both sides.

    Attributes:
        features: Strongest features used of each picture.
        ratio: A match is dropped unless it is this much nearer than the second best (Lowe).
        tolerance: How far a match may lie from the model and still support it, share of the
            long side.
        inliers: Fewest matches that must support the model; chance reaches about half.
        cells: Fewest cells of a 4 by 4 grid over ``before`` with a supporting match each.
        scale: Largest change of scale, and its inverse the smallest.
        turn_deg: Largest rotation; renditions are right side up.
        stretch: Largest ratio of areas between two places of the frame; more is no perspective
            but an estimator that broke.
        overlap: Least share of ``before`` that ``after`` must cover.
        top: Share of the height at the top of ``before`` that proves nothing, and
        bottom: the same at the bottom: camera apps write their watermarks there, always in the
            same place, so that two strangers would be "aligned" by them.
        block_ncc: Correlation from which a block counts as the same in both.
        agreement: Least share of textured blocks between them that are the same; the rest may
            have changed.
        attempts: Models tried, each without the matches of those before: a watermark may
            outvote the scene once.
    """

    features: int = 2500
    ratio: float = 0.82
    tolerance: float = 0.008
    inliers: int = 10
    cells: int = 4
    scale: float = 2.5
    turn_deg: float = 30.0
    stretch: float = 4.0
    overlap: float = 0.3
    top: float = 0.15
    bottom: float = 0.25
    block_ncc: float = 0.4
    agreement: float = 0.3
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """How ``after`` lies over ``before``.

    Attributes:
        matrix: Homography, nine numbers row by row, the last one 1. Maps a point of ``after`` to
            ``before``, both in shares of their own width and height, from the top left corner.
        inliers: Matches that support it.
        share: Inliers of all matches, 0 … 1.
        overlap: Share of ``before`` that ``after`` covers, 0 … 1.
        agreement: Share of the textured blocks of the overlap that are the same, 0 … 1.
    """

    matrix: tuple[float, ...]
    inliers: int
    share: float
    overlap: float
    agreement: float

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return {
            "matrix": list(self.matrix),
            "inliers": self.inliers,
            "share": self.share,
            "overlap": self.overlap,
            "agreement": self.agreement,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Alignment:
        """The alignment that ``to_json`` wrote."""
        return cls(
            tuple(float(each) for each in data["matrix"]),
            int(data["inliers"]),
            float(data["share"]),
            float(data["overlap"]),
            float(data["agreement"]),
        )


def align(
    before: Image.Image, after: Image.Image, limits: Limits | None = None
) -> Alignment | None:
    """Find how one picture of a site lies over an earlier one.

    Args:
        before: Right side up, any mode; a web rendition is enough.
        after: The same of a later visit.
        limits: When to believe it.

    Returns:
        The alignment; None where the two cannot be aligned with confidence.
    """
    limits = limits or Limits()
    first, second = _grey(before), _grey(after)
    pairs = _matches(first, second, limits)
    for matrix, inliers in _models(*pairs, first.shape, limits):
        if not _plausible(matrix, second.shape, limits):
            continue
        witnesses = _between(pairs[0][inliers], first.shape, limits)
        if len(witnesses) < limits.inliers or _cells(witnesses, first.shape) < limits.cells:
            continue
        overlap, agreement = _agreement(first, second, matrix, limits)
        if overlap >= limits.overlap and agreement >= limits.agreement:
            count = int(inliers.sum())
            return Alignment(
                _shares(matrix, first.shape, second.shape),
                count,
                round(count / len(inliers), 4),
                round(overlap, 4),
                round(agreement, 4),
            )
    return None


def corners(alignment: Alignment) -> tuple[tuple[float, float], ...]:
    """Where the corners of ``after`` fall on ``before``.

    Returns:
        Top left, top right, bottom right, bottom left; each (x, y) in shares of the width and
        height of ``before``, outside of 0 … 1 where ``after`` shows more.
    """
    matrix = np.array(alignment.matrix).reshape(3, 3)
    return tuple((float(x), float(y)) for x, y in _mapped(matrix, _corner_points(1.0, 1.0)))


def _grey(image: Image.Image) -> Grey:
    """Reduced to the working size; pixels by area, so that no pattern appears."""
    grey = image.convert("L")
    if max(grey.size) > LONG_SIDE_PX:
        grey.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), Image.Resampling.BOX)
    return np.asarray(grey)


def _features(grey: Grey, limits: Limits) -> tuple[Points, NDArray[np.float32]]:
    """Places in pixels and RootSIFT descriptors of unit length."""
    # A low contrast threshold, because a dim picture has its features at low contrast.
    sift = cv2.SIFT.create(nfeatures=limits.features, contrastThreshold=0.015)
    found, raw = sift.detectAndCompute(_evened(grey), None)
    if not found:
        return np.empty((0, 2)), np.empty((0, 128), np.float32)
    descriptors = np.asarray(raw, np.float32)
    descriptors /= descriptors.sum(axis=1, keepdims=True) + 1e-7
    return np.array([each.pt for each in found], np.float64), np.sqrt(descriptors)


def _evened(grey: Grey) -> Grey:
    """Each neighbourhood at one brightness and contrast: fog, dusk and glare have features too."""
    values = cv2.GaussianBlur(np.asarray(grey, np.float32), (0, 0), 1.5)
    light = cv2.GaussianBlur(values, (0, 0), 20.0)
    contrast = np.sqrt(cv2.GaussianBlur((values - light) ** 2, (0, 0), 20.0))
    # Three grey levels more, so that the noise of an even surface stays small.
    evened = 128.0 + 40.0 * (values - light) / (contrast + 3.0)
    return np.clip(evened, 0, 255).astype(np.uint8)


def _matches(first: Grey, second: Grey, limits: Limits) -> tuple[Points, Points]:
    """Places in both pictures that look alike: mutual nearest, clearly nearer than the next."""
    places, descriptors = _features(first, limits)
    others, other_descriptors = _features(second, limits)
    if len(places) < limits.inliers or len(others) < limits.inliers:
        return np.empty((0, 2)), np.empty((0, 2))
    likeness = other_descriptors @ descriptors.T
    best = likeness.argmax(axis=1)
    two = np.partition(likeness, -2, axis=1)[:, -2:]
    # Squared distance of unit vectors is 2 − 2·cos, hence the ratio squared.
    clear = (1.0 - two[:, 1]) < limits.ratio**2 * (1.0 - two[:, 0])
    mutual = likeness.argmax(axis=0)[best] == np.arange(len(best))
    kept = clear & mutual
    return places[best[kept]], others[kept]


def _models(
    places: Points, others: Points, shape: tuple[int, ...], limits: Limits
) -> Iterator[tuple[Matrix, NDArray[np.bool_]]]:
    """Candidate homographies of ``others`` to ``places`` in pixels, best supported first."""
    tolerance = limits.tolerance * max(shape)
    left = np.ones(len(places), np.bool_)
    for _ in range(limits.attempts):
        if left.sum() < limits.inliers:
            return
        # Four numbers before eight: a similarity is found among many more wrong matches.
        rough, _mask = cv2.estimateAffinePartial2D(
            others[left],
            places[left],
            method=cv2.RANSAC,
            ransacReprojThreshold=2 * tolerance,
            maxIters=5000,
            confidence=0.999,
        )
        if rough is None:
            return
        similarity = np.vstack([np.asarray(rough, np.float64), [0.0, 0.0, 1.0]])
        # Perspective may carry a true match away from the similarity, but not far.
        near = left & (_errors(similarity, others, places) < 8 * tolerance)
        full = _homography(others[near], places[near], tolerance)
        for matrix in (full, similarity):
            if matrix is None:
                continue
            inliers = left & (_errors(matrix, others, places) < tolerance)
            if inliers.sum() >= limits.inliers:
                yield matrix, inliers
        left &= _errors(similarity, others, places) >= 2 * tolerance


def _homography(others: Points, places: Points, tolerance: float) -> Matrix | None:
    if len(places) < 4:
        return None
    matrix, _mask = cv2.findHomography(others, places, cv2.USAC_MAGSAC, tolerance)
    return None if matrix is None else np.asarray(matrix, np.float64)


def _errors(matrix: Matrix, others: Points, places: Points) -> NDArray[np.float64]:
    errors: NDArray[np.float64] = np.linalg.norm(_mapped(matrix, others) - places, axis=1)
    return errors


def _mapped(matrix: Matrix, points: Points) -> Points:
    lifted = points @ matrix[:, :2].T + matrix[:, 2]
    depth = lifted[:, 2:]
    return lifted[:, :2] / np.where(np.abs(depth) < 1e-12, 1e-12, depth)


def _corner_points(width: float, height: float) -> Points:
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def _plausible(matrix: Matrix, shape: tuple[int, ...], limits: Limits) -> bool:
    """Whether a person who stood nearly where another stood could have made it."""
    height, width = shape[:2]
    points = np.vstack([_corner_points(width, height), [[width / 2, height / 2]]])
    depths = points @ matrix[2, :2] + matrix[2, 2]
    if not np.isfinite(matrix).all() or (depths <= 1e-6).any():
        return False
    # Area ratio of a homography at a point: det(H) / depth³ (Hartley & Zisserman, 2.4).
    areas = np.linalg.det(matrix) / depths**3
    if areas.min() <= 0 or areas.max() > limits.stretch * areas.min():
        return False
    if not 1 / limits.scale <= math.sqrt(float(areas[-1])) <= limits.scale:
        return False
    middle, right, down = _mapped(
        matrix,
        np.array(
            [[width / 2, height / 2], [width / 2 + 1, height / 2], [width / 2, height / 2 + 1]]
        ),
    )
    turns = [
        math.atan2(right[1] - middle[1], right[0] - middle[0]),
        math.atan2(middle[0] - down[0], down[1] - middle[1]),
    ]
    return all(abs(math.degrees(turn)) <= limits.turn_deg for turn in turns)


def _between(places: Points, shape: tuple[int, ...], limits: Limits) -> Points:
    """Those that no watermark made."""
    heights = places[:, 1] / shape[0]
    return places[(heights > limits.top) & (heights < 1.0 - limits.bottom)]


def _cells(places: Points, shape: tuple[int, ...]) -> int:
    """Cells of a 4 by 4 grid in which a match lies."""
    height, width = shape[:2]
    grid = np.clip((places / [width, height] * 4).astype(int), 0, 3)
    return len({(int(column), int(row)) for column, row in grid})


def _agreement(first: Grey, second: Grey, matrix: Matrix, limits: Limits) -> tuple[float, float]:
    """Share of ``first`` that is covered, and of its textured blocks that are the same."""
    shrink = 320 / max(first.shape)
    size = (max(1, round(first.shape[1] * shrink)), max(1, round(first.shape[0] * shrink)))
    scaled = np.diag([shrink, shrink, 1.0]) @ matrix
    # Reduced before it is warped, as warpPerspective looks at four pixels only.
    blurred = cv2.GaussianBlur(second, (0, 0), 0.5 / shrink)
    laid = cv2.warpPerspective(blurred, scaled, size)
    covered = cv2.warpPerspective(np.full(second.shape, 255, np.uint8), scaled, size) == 255
    base = cv2.resize(first, size, interpolation=cv2.INTER_AREA)
    one, other = _detail(base), _detail(laid)
    side = max(8, size[0] // 12)

    def blocks(values: NDArray[Any]) -> NDArray[np.float64]:
        rows, columns = size[1] // side, size[0] // side
        cut = np.asarray(values, np.float64)[: rows * side, : columns * side]
        means: NDArray[np.float64] = cut.reshape(rows, side, columns, side).mean(axis=(1, 3))
        return means

    between = np.zeros(size[::-1], np.bool_)
    between[round(limits.top * size[1]) : round((1.0 - limits.bottom) * size[1])] = True
    inside = blocks(covered & between) > 0.99
    energy, other_energy = blocks(one**2), blocks(other**2)
    textured = inside & (energy > _QUIET**2) & (other_energy > _QUIET**2)
    if textured.sum() < 6:
        return float(covered.mean()), 0.0
    ncc = blocks(one * other)[textured] / np.sqrt((energy * other_energy)[textured])
    return float(covered.mean()), float((ncc >= limits.block_ncc).mean())


_QUIET = 1.0
"""Grey levels of detail under which a block shows noise only."""


def _detail(grey: NDArray[Any]) -> NDArray[np.float32]:
    """What is larger than noise and smaller than light: a band of the picture."""
    values = np.asarray(grey, np.float32)
    return cv2.GaussianBlur(values, (0, 0), 1.2) - cv2.GaussianBlur(values, (0, 0), 6.0)


def _shares(matrix: Matrix, shape: tuple[int, ...], other: tuple[int, ...]) -> tuple[float, ...]:
    """The matrix of pixel centres as one of shares of width and height."""
    half = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])
    to_first = np.diag([1.0 / shape[1], 1.0 / shape[0], 1.0]) @ half
    to_second = np.diag([1.0 / other[1], 1.0 / other[0], 1.0]) @ half
    normal = to_first @ matrix @ np.linalg.inv(to_second)
    return tuple(float(each) for each in (normal / normal[2, 2]).ravel())
