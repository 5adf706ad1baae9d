"""The fingerprint of a picture."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image

from geo_app.photo.fingerprint.frame import Bars, frame_of
from geo_app.photo.fingerprint.marks import AT_MOST, MARK, Marks, marks_of
from geo_app.photo.fingerprint.relief import (
    DETAILED,
    PIXELS,
    Relief,
    detail_of,
    packed,
    relief_of,
    unpacked,
)

_HEAD = struct.Struct("<BHH4HHHB")
_DETAIL_HEAD = struct.Struct("<fHH")
_WITHOUT_DETAIL, _WITH_DETAIL = 1, 2
_FEWEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """What tells a copy from a second photo of the same view.

    Attributes:
        stretch: How much higher than wide a pixel of the frame is.
        relief: Local shape of the whole, finer.
    """

    stretch: float
    relief: Relief


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What of a picture is kept to know it again; some eight kilobytes.

    Attributes:
        width: Of the frame that positions are counted in, pixels; its long side is 256.
        height: Likewise.
        bars: What was cut off at the sides before.
        marks: Spots that are found again.
        relief: Local shape of the whole.
        detail: None in fingerprints that were kept before there was any.
    """

    width: int
    height: int
    bars: Bars
    marks: Marks
    relief: Relief
    detail: Detail | None = None

    @property
    def too_plain(self) -> bool:
        """Whether there is too little detail (night, fog, a bare wall) to compare anything."""
        return len(self.marks) < _FEWEST

    def to_bytes(self) -> bytes:
        """For keeping; the same picture gives the same bytes."""
        rows, columns = self.relief.shape
        bars = self.bars.left, self.bars.top, self.bars.right, self.bars.bottom
        version = _WITH_DETAIL if self.detail else _WITHOUT_DETAIL
        head = _HEAD.pack(version, self.width, self.height, *bars, columns, rows, len(self.marks))
        coarse = head + self.marks.tobytes() + packed(self.relief)
        return coarse + _written(self.detail) if self.detail else coarse

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """As kept.

        Raises:
            ValueError: These are not the bytes of a fingerprint of a known version.
        """
        if len(data) < _HEAD.size or data[0] not in {_WITHOUT_DETAIL, _WITH_DETAIL}:
            raise ValueError("not a fingerprint of a known version")
        version, width, height, *bars, columns, rows, count = _HEAD.unpack_from(data)
        if min(width, height, columns, rows) < 1 or count > AT_MOST or columns * rows > PIXELS:
            raise ValueError("a fingerprint of impossible sizes")
        start = _HEAD.size + count * MARK.itemsize
        end = start + (rows * columns + 1) // 2
        if len(data) < end or (version == _WITHOUT_DETAIL and len(data) > end):
            raise ValueError("a fingerprint of the wrong length")
        marks = np.frombuffer(data, MARK, count, _HEAD.size)
        relief = unpacked(data[start:end], rows, columns)
        detail = _read(data[end:]) if version == _WITH_DETAIL else None
        return cls(width, height, Bars(*bars), marks, relief, detail)


def _written(detail: Detail) -> bytes:
    rows, columns = detail.relief.shape
    return _DETAIL_HEAD.pack(detail.stretch, columns, rows) + packed(detail.relief)


def _read(data: bytes) -> Detail:
    if len(data) < _DETAIL_HEAD.size:
        raise ValueError("a fingerprint of the wrong length")
    stretch, columns, rows = _DETAIL_HEAD.unpack_from(data)
    if not (math.isfinite(stretch) and stretch > 0 and 0 < columns * rows <= DETAILED):
        raise ValueError("a fingerprint of impossible sizes")
    if len(data) != _DETAIL_HEAD.size + (rows * columns + 1) // 2:
        raise ValueError("a fingerprint of the wrong length")
    return Detail(stretch, unpacked(data[_DETAIL_HEAD.size :], rows, columns))


def fingerprint(image: Image.Image) -> Fingerprint:
    """The fingerprint of a picture that is right side up.

    Args:
        image: Any mode; best with a long side of 320 to 1600 pixels. It is read at 640 at most.
    """
    frame = frame_of(image)
    height, width = frame.grey.shape
    return Fingerprint(
        width,
        height,
        frame.bars,
        marks_of(frame.grey),
        relief_of(frame.grey),
        Detail(frame.stretch, detail_of(frame.grey)),
    )
