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
    LEAST_SHAPED,
    PIXELS,
    Relief,
    packed,
    relief_of,
    shaped,
    unpacked,
)

VERSION = 2
"""First byte of what is kept. Another one stands for a fingerprint that has to be made again."""

_HEAD = struct.Struct("<BHHf4HHHB")
_FEWEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What of a picture is kept to know it again; at most seven kilobytes.

    Attributes:
        width: Of the frame that positions are counted in, pixels; its long side is 256.
        height: Likewise.
        stretch: How much higher than wide a pixel of the frame is.
        bars: What was cut off at the sides before.
        marks: Spots that are found again.
        relief: Local shape of the whole.
    """

    width: int
    height: int
    stretch: float
    bars: Bars
    marks: Marks
    relief: Relief

    @property
    def too_plain(self) -> bool:
        """Whether there is too little detail (night, fog, a bare wall) to compare anything."""
        return len(self.marks) < _FEWEST or shaped(self.relief) < LEAST_SHAPED

    def to_bytes(self) -> bytes:
        """For keeping; the same picture gives the same bytes."""
        rows, columns = self.relief.shape
        bars = self.bars.left, self.bars.top, self.bars.right, self.bars.bottom
        sizes = self.width, self.height, self.stretch, *bars, columns, rows, len(self.marks)
        return _HEAD.pack(VERSION, *sizes) + self.marks.tobytes() + packed(self.relief)

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """As kept.

        Raises:
            ValueError: These are not the bytes of a fingerprint of this version.
        """
        if len(data) < _HEAD.size or data[0] != VERSION:
            raise ValueError("not a fingerprint of this version")
        _, width, height, stretch, *bars, columns, rows, count = _HEAD.unpack_from(data)
        if min(width, height, columns, rows) < 1 or count > AT_MOST or columns * rows > PIXELS:
            raise ValueError("a fingerprint of impossible sizes")
        if not (math.isfinite(stretch) and stretch > 0):
            raise ValueError("a fingerprint of impossible proportions")
        end = _HEAD.size + count * MARK.itemsize
        if len(data) != end + (rows * columns + 1) // 2:
            raise ValueError("a fingerprint of the wrong length")
        marks = np.frombuffer(data, MARK, count, _HEAD.size)
        relief = unpacked(data[end:], rows, columns)
        return cls(width, height, stretch, Bars(*bars), marks, relief)


def fingerprint(image: Image.Image) -> Fingerprint:
    """The fingerprint of a picture that is right side up.

    Args:
        image: Any mode; best with a long side of 320 to 1600 pixels. It is read at 640 at most.
    """
    frame = frame_of(image)
    height, width = frame.grey.shape
    return Fingerprint(
        width, height, frame.stretch, frame.bars, marks_of(frame.grey), relief_of(frame.grey)
    )
