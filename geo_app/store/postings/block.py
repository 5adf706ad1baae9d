"""Sets of serial numbers, cut into blocks: few numbers as a list, many as one bit for each.

After Chambi, Lemire, Kaser & Godin 2016, "Better bitmap performance with Roaring bitmaps".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIZE = 1 << 15
"""Serial numbers of a block: as bits they take 4 KiB, a page of SQLite."""

_BITS = SIZE // 8
_MOST = _BITS // 2
"""So many places take as much room in a list as in bits."""

Sites = NDArray[np.bool_]
"""A set: whether a number is in it."""


def pack(places: NDArray[np.uint16]) -> bytes:
    """A set as it is stored; the same set always as the same bytes.

    Args:
        places: In the block, each once, in order.
    """
    if len(places) < _MOST:
        return places.astype("<u2").tobytes()
    bits = np.zeros(SIZE, np.bool_)
    bits[places] = True
    return np.packbits(bits).tobytes()


def unpack(packed: bytes, into: Sites) -> None:
    """Add what is stored to a set.

    Args:
        packed: What ``pack`` gave.
        into: Of one block.
    """
    if len(packed) == _BITS:
        into |= np.unpackbits(np.frombuffer(packed, np.uint8)).view(np.bool_)
    else:
        into[np.frombuffer(packed, "<u2")] = True
