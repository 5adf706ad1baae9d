"""The fingerprint of a picture."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image

from geo_app.photo.fingerprint.frame import Bars, frame_of, grey_of
from geo_app.photo.fingerprint.marks import AT_MOST, MARK, Marks, marks_of
from geo_app.photo.fingerprint.relief import PIXELS, Relief, packed, relief_of, unpacked

_HEAD = struct.Struct("<BHH4HHHB")
_VERSION = 1
_FEWEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What of a picture is kept to know it again; some two kilobytes.

    Attributes:
        width: Of the frame that positions are counted in, pixels; its long side is 256.
        height: Likewise.
        bars: What was cut off at the sides before.
        marks: Spots that are found again.
        relief: Local shape of the whole.
    """

    width: int
    height: int
    bars: Bars
    marks: Marks
    relief: Relief

    @property
    def too_plain(self) -> bool:
        """Whether there is too little detail (night, fog, a bare wall) to compare anything."""
        return len(self.marks) < _FEWEST

    def to_bytes(self) -> bytes:
        """For keeping; the same picture gives the same bytes."""
        rows, columns = self.relief.shape
        bars = self.bars.left, self.bars.top, self.bars.right, self.bars.bottom
        head = _HEAD.pack(_VERSION, self.width, self.height, *bars, columns, rows, len(self.marks))
        return head + self.marks.tobytes() + packed(self.relief)

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """As kept.

        Raises:
            ValueError: These are not the bytes of a fingerprint of this version.
        """
        if len(data) < _HEAD.size or data[0] != _VERSION:
            raise ValueError("not a fingerprint of this version")
        _, width, height, *bars, columns, rows, count = _HEAD.unpack_from(data)
        if min(width, height, columns, rows) < 1 or count > AT_MOST or columns * rows > PIXELS:
            raise ValueError("a fingerprint of impossible sizes")
        start = _HEAD.size + count * MARK.itemsize
        if len(data) != start + (rows * columns + 1) // 2:
            raise ValueError("a fingerprint of the wrong length")
        marks = np.frombuffer(data, MARK, count, _HEAD.size)
        relief = unpacked(data[start:], rows, columns)
        return cls(width, height, Bars(*bars), marks, relief)


def fingerprint(image: Image.Image) -> Fingerprint:
    """The fingerprint of a picture that is right side up.

    Args:
        image: Any mode; best with a long side of 320 to 1600 pixels. It is read at 640 at most.
    """
    frame, bars = frame_of(grey_of(image))
    height, width = frame.shape
    return Fingerprint(width, height, bars, marks_of(frame), relief_of(frame))
