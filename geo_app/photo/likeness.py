"""Whether the thumbnail inside the file still shows the picture beside it.

A camera writes a small picture of what it saw into the EXIF block (IFD1), and an editor that
paints over an outlet often leaves it there. What is harmless is undone first: black bars, another
aspect, a crop, a turn that one of the two lost, light, contrast, colour, sharpening, a little
shift. What then still differs must be a place, not the whole: structure is compared as in SSIM
(Wang et al. 2004, its contrast-structure term) and colour beside it, in windows as large as a
change that matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geo_app.photo.overlay import Levels, Matrix, Overlay, overlays, softened, warped, without_bars

Box = tuple[float, float, float, float]

LONG_SIDE_PX = 160
"""Both are compared at the size that the EXIF standard names for thumbnails."""
SHORT_SIDE_PX = 48
"""Below this a thumbnail shows too little to accuse anybody."""
NARROW_PX = 24
"""The same after the long side was brought to size and between black bars: a strip is left."""
BLANK_LEVELS = 6.0
"""Deviation of grey levels below which a picture has nothing to compare."""
SAME_PICTURE = 0.55
"""Correlation under which no turn and no crop makes the two the same picture."""
CHANGED = 0.4
"""Difference of the worst place, 0 … 1, from which the picture was changed."""

WINDOW_PX = 5.0
"""Deviation of the window in which structure is compared."""
SOFT_PX = 1.0
"""Deviation of the blur that makes a sharpened thumbnail and a reduced picture equally sharp."""
NOISE = 4.0
"""Grey levels of detail that a poor JPEG adds or takes."""
COLOUR_LEVELS = 40.0
"""Grey levels of lasting difference that count as wholly different."""
PLACE_AREA = 0.03
"""Share of the frame of the smallest place that is looked for: half of what an outlet covers."""


class Undecided(StrEnum):
    """Why a thumbnail says nothing."""

    TOO_SMALL = "too_small"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a thumbnail agrees with its picture.

    Attributes:
        alike: The same picture; None where it cannot be told.
        score: 1 the same, 0 nothing alike at the worst place; None where undecided.
        worst: Where they differ most, if they do: left, top, right, bottom in shares of the
            picture's width and height.
        orientation: EXIF orientation (1 … 8) that turns the thumbnail so that it fits; 1 is as
            it came.
        undecided: Why it cannot be told.
    """

    alike: bool | None
    score: float | None = None
    worst: Box | None = None
    orientation: int | None = None
    undecided: Undecided | None = None

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return {
            "alike": self.alike,
            "score": self.score,
            "worst": list(self.worst) if self.worst else None,
            "orientation": self.orientation,
            "undecided": self.undecided.value if self.undecided else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Likeness:
        """The likeness that ``to_json`` wrote."""
        worst, undecided = data.get("worst"), data.get("undecided")
        return cls(
            data.get("alike"),
            data.get("score"),
            (float(worst[0]), float(worst[1]), float(worst[2]), float(worst[3])) if worst else None,
            data.get("orientation"),
            Undecided(undecided) if undecided else None,
        )


def compare_thumbnail(image: Image.Image, thumbnail: Image.Image) -> Likeness:
    """Compare the thumbnail of a file with its picture.

    Args:
        image: Right side up, any mode; a rendition is enough.
        thumbnail: From IFD1, turned as its own orientation says.

    Returns:
        Alike or not, or undecided with the reason.
    """
    if min(*thumbnail.size, *image.size) < SHORT_SIDE_PX:
        return Likeness(None, undecided=Undecided.TOO_SMALL)
    picture, small = _pixels(image), _pixels(thumbnail)
    left, top, right, bottom = without_bars(softened(small))
    if min(*picture.shape[:2], right - left, bottom - top) < NARROW_PX:
        return Likeness(None, undecided=Undecided.TOO_SMALL)
    if min(picture.mean(axis=2).std(), small.mean(axis=2).std()) < BLANK_LEVELS:
        return Likeness(None, undecided=Undecided.BLANK)
    # Nobody is accused before every turn and crop was tried.
    for overlay in overlays(small, picture):
        likeness = _judged(overlay, picture)
        if likeness.alike:
            break
    return likeness


def _judged(overlay: Overlay, picture: Levels) -> Likeness:
    if overlay.correlation < SAME_PICTURE:
        return Likeness(False, 0.0, (0.0, 0.0, 1.0, 1.0))
    difference = _difference(overlay, picture)
    worst, place = _worst(difference, overlay.shown)
    alike = worst < CHANGED
    return Likeness(
        alike,
        round(1.0 - worst, 3),
        None if alike else _shares(place, overlay.matrix, picture.shape),
        overlay.orientation,
    )


def _pixels(image: Image.Image) -> Levels:
    """Colour, reduced or enlarged to the size at which both are compared."""
    scale = LONG_SIDE_PX / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    method = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return np.asarray(image.convert("RGB").resize(size, method), np.float32)


def _difference(overlay: Overlay, picture: Levels) -> Levels:
    """How much each place differs, 0 … 1, after light, colour and sharpness were made equal."""
    shown = overlay.shown
    weight = shown.astype(np.float32)

    def mean(values: Levels, sigma: float) -> Levels:
        """Of what is shown alone: neither black bars nor the void beyond an edge."""
        kept = values * (weight[..., None] if values.ndim == 3 else weight)
        area = _blurred(weight, sigma) + 1e-6
        return _blurred(kept, sigma) / (area[..., None] if values.ndim == 3 else area)

    small = mean(overlay.turned, SOFT_PX)
    other = mean(warped(picture, overlay.matrix, shown.shape), SOFT_PX)
    toned = _toned(other, small, shown)
    one, two = small.mean(axis=2), toned.mean(axis=2)
    one, two = one - mean(one, WINDOW_PX), two - mean(two, WINDOW_PX)
    both, energy = mean(one * two, WINDOW_PX), mean(one**2 + two**2, WINDOW_PX)
    structure = 1.0 - (2.0 * both + NOISE**2) / (energy + NOISE**2)
    apart = np.sqrt((mean(small - toned, WINDOW_PX) ** 2).mean(axis=2))
    colour = np.clip(apart / COLOUR_LEVELS, 0.0, 1.0)
    return np.asarray(np.maximum(structure, colour), np.float32)


def _toned(source: Levels, target: Levels, shown: NDArray[np.bool_]) -> Levels:
    """``source`` in the light and colours of ``target``: a cubic of each channel, mixed.

    Fitted by iteratively reweighted least squares with Tukey's biweight, so that a place that
    was painted over does not draw the tone of the rest to itself.
    """

    def terms(pixels: Levels) -> NDArray[np.float64]:
        values = np.asarray(pixels, np.float64) / 255.0
        return np.column_stack([np.ones(len(values)), values, values**2, values**3])

    given, wanted = terms(source[shown]), np.asarray(target[shown], np.float64)
    weights = np.ones(len(given))
    for _ in range(8):
        # Four unknowns: the normal equations are small, and lstsq bears a channel of one level.
        weighted = (given * weights[:, None]).T
        factors = np.linalg.lstsq(weighted @ given, weighted @ wanted, rcond=None)[0]
        errors = np.linalg.norm(given @ factors - wanted, axis=1)
        reach = 4.685 * max(1.0, float(np.median(errors)))
        weights = np.clip(1.0 - (errors / reach) ** 2, 0.0, None) ** 2
    flat = terms(source.reshape(-1, 3)) @ factors
    return np.asarray(np.clip(flat, 0, 255).reshape(source.shape), np.float32)


def _worst(difference: Levels, shown: NDArray[np.bool_]) -> tuple[float, NDArray[np.intp]]:
    """Mean difference of the worst place above the rest, and its pixels (y, x)."""
    side = max(3, int(np.sqrt(PLACE_AREA * difference.size))) | 1
    weight = shown.astype(np.float32)
    count = cv2.boxFilter(weight, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
    mean = cv2.boxFilter(difference * weight, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
    # Only where the place is all but whole: half of one at an edge is half a proof.
    mean = np.where(count > 0.8, mean / np.maximum(count, 1e-6), 0.0)
    usual = float(np.median(difference[shown]))
    worst = max(0.0, (float(mean.max()) - usual) / (1.0 - min(usual, 0.9)))
    y, x = np.unravel_index(int(mean.argmax()), mean.shape)
    half = side // 2
    return min(worst, 1.0), np.array([x - half, y - half, x + half + 1, y + half + 1])


def _shares(place: NDArray[np.intp], matrix: Matrix, shape: tuple[int, ...]) -> Box:
    """Corners in the thumbnail as a box on the picture."""
    points = np.array([[place[0], place[1], 1.0], [place[2], place[3], 1.0]]) @ matrix.T
    points = np.clip((points + 0.5) / [shape[1], shape[0]], 0.0, 1.0)
    low, high = points.min(axis=0), points.max(axis=0)
    left, top, right, bottom = (round(float(each), 3) for each in (*low, *high))
    return left, top, right, bottom


def _blurred(values: Levels, sigma: float) -> Levels:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)
