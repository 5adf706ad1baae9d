"""Whole numbers as protobuf writes them: groups of seven bits, the lowest first (base 128 varints).

Source: Protocol Buffers encoding guide, "Base 128 Varints" and "Signed Integers".
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


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


def zigzag(number: int) -> int:
    """Small numbers of either sign become small ones without: 0, -1, 1, -2 → 0, 1, 2, 3."""
    return number << 1 if number >= 0 else (-number << 1) - 1
