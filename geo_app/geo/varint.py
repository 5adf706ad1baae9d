"""Whole numbers as protobuf writes them: groups of seven bits, the lowest first (base 128 varints).

Source: Protocol Buffers encoding guide, "Base 128 Varints" and "Signed Integers".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.uint64]

_BITS = np.uint64(7)
_GROUP = np.uint64(0x7F)
_LIMITS = tuple(np.uint64(1 << bits) for bits in range(7, 64, 7))


# nearly every number of a tile is a step on its grid or a place in a table: few are made anew
@lru_cache(maxsize=1 << 14)
def varint(number: int) -> bytes:
    """One number, 0 to 2**64 - 1.

    Raises:
        OverflowError: 64 bits cannot hold it.
    """
    if not 0 <= number < 1 << 64:
        raise OverflowError("64 bits cannot hold this number")
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def packed(numbers: Iterable[int]) -> bytes:
    """A few numbers, one after the other."""
    return b"".join([varint(number) for number in numbers])


def sizes(numbers: Whole) -> NDArray[np.int64]:
    """How many bytes each of many numbers takes, 1 to 10; same shape."""
    found = np.ones(numbers.shape, np.int64)
    for limit in _LIMITS:
        longer = numbers >= limit
        if not longer.any():
            break
        found += longer
    return found


def written(numbers: Whole) -> bytes:
    """Many numbers, shape (n,), one after the other: as ``packed``, in whole columns."""
    length = sizes(numbers)
    ends = np.cumsum(length)
    content = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    places, rest, left = ends - length, numbers, length
    while len(rest):
        more = left > 1
        content[places] = (rest & _GROUP).astype(np.uint8) | more.astype(np.uint8) << np.uint8(7)
        places, rest, left = places[more] + 1, rest[more] >> _BITS, left[more] - 1
    return content.tobytes()


def zigzag(number: int) -> int:
    """Small numbers of either sign become small ones without: 0, -1, 1, -2 → 0, 1, 2, 3."""
    return number << 1 if number >= 0 else (-number << 1) - 1


def zigzags(numbers: NDArray[np.int64]) -> Whole:
    """As ``zigzag``, for many."""
    return (numbers << 1 ^ numbers >> 63).astype(np.uint64)
