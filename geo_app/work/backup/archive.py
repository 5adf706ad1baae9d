"""The file itself: a plain tar (ustar, GNU numbers) of small members, read and written in turn.

Written for ``tar``, read by these few lines: a library that follows links, long names and sparse
files on behalf of an archive would have to be told not to.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from geo_app.errors import InputError, TooLargeError

BLOCK = tarfile.BLOCKSIZE
_END = b"\0" * (2 * BLOCK)
_PIECE = 1024 * 1024
_MIB = 1024 * 1024


def header(name: str, size: int, mtime: int = 0) -> bytes:
    """The block in front of a member: a plain file, for its owner only."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, mtime, 0o600
    # the one tells names of more than 100 bytes, the other sizes beyond 8 GiB, both in one block
    if len(name) > tarfile.LENGTH_NAME:
        return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
    return info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """What fills the last block of a member."""
    return b"\0" * (-size % BLOCK)


class Sum:
    """SHA-256 over the names, sizes and SHA-256 of members."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, name: str, data: bytes) -> str:
        """Count a member in; gives its own SHA-256, hexadecimal."""
        own = hashlib.sha256(data).hexdigest()
        self._sum.update(f"{name}\0{len(data)}\0{own}\n".encode())
        return own

    def hexdigest(self) -> str:
        """Over all members so far."""
        return self._sum.hexdigest()


class Writer:
    """Writes members one after the other.

    Args:
        target: Where to; only ``write`` is called.
        mtime: Date of every member, seconds since 1970.
    """

    def __init__(self, target: BinaryIO, mtime: int) -> None:
        self._target = target
        self._mtime = mtime
        self.sum = Sum()

    def add(self, name: str, data: bytes) -> None:
        """A member, whole in memory."""
        self.sum.add(name, data)
        for each in (header(name, len(data), self._mtime), data, padding(len(data))):
            self._target.write(each)

    def close(self) -> None:
        """The end of the archive."""
        self._target.write(_END)


class Reader:
    """Reads members one after the other; anything but plain files is refused.

    Args:
        source: From where; only ``read`` is called.
        largest: Bytes of a member that are still read.
    """

    def __init__(self, source: BinaryIO, largest: int) -> None:
        self._source = source
        self._largest = largest
        self.sum = Sum()

    def next_header(self) -> tuple[str, int] | None:
        """Name and size of the next member; None = the archive ends here, and nothing follows.

        Raises:
            InputError: No tar, cut off, or a member that is no plain file.
        """
        block = self._exactly(BLOCK)
        if block == b"\0" * BLOCK:
            if self._exactly(BLOCK) != block or self._source.read(1):
                raise InputError("backup.malformed")
            return None
        try:
            info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise InputError("backup.malformed") from error
        # a directory is told by its name alone in the oldest format
        if info.type != tarfile.REGTYPE or info.size < 0 or not info.name.isprintable():
            raise InputError("backup.member", name=ascii(info.name)[1:60])
        return info.name, info.size

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each.

        Raises:
            InputError: As ``next_header``; or a member is larger than it may be.
        """
        while (found := self.next_header()) is not None:
            name, size = found
            if size > self._largest:
                raise TooLargeError("input.too_large", file=name, limit=self._largest // _MIB)
            data = self._exactly(size)
            if self._exactly(-size % BLOCK).strip(b"\0"):
                raise InputError("backup.malformed")
            yield name, data

    def _exactly(self, size: int) -> bytes:
        pieces, missing = [], size
        while missing:
            piece = self._source.read(min(missing, _PIECE))
            if not piece:
                raise InputError("backup.cut_off")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)
