"""Bytes of photos that are still arriving: one growing file each, beside the database.

How much is there is the size of the file and nothing else, so that a piece that was cut off
counts as far as it came. What has just come may be lost in a power cut: a phone keeps a photo
until the visit is recorded, and asks first how much is there. What is whole is on the disk.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from geo_app.errors import ConflictError, StorageFullError, StoreError

FOLDER = "uploads"
"""Name of the folder in the data folder."""

_NAME = re.compile(r"[0-9a-f-]{36}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of arriving photos.

    Attributes:
        root: Where it is; made when the first one arrives.
    """

    root: Path
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def size(self, name: str) -> int:
        """Bytes that are there; 0 where there is none."""
        with _told(name), suppress(FileNotFoundError):
            return self._path(name).stat().st_size
        return 0

    def append(self, name: str, offset: int, data: bytes) -> int:
        """Add bytes at the end.

        Two connections of one phone may bring the same photo at once, the older one not knowing
        yet that it is dead: whoever is behind is told, and nothing is written twice.

        Args:
            name: UUID of the photo.
            offset: Where the caller believes the end to be.
            data: What comes next.

        Returns:
            The new end.

        Raises:
            ConflictError: The end is elsewhere.
            StorageFullError: No room.
            StoreError: The folder cannot be used.
        """
        path = self._path(name)
        with self._turn, _told(name):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(handle, "wb") as file:
                there = file.seek(0, os.SEEK_END)
                if there != offset:
                    raise ConflictError("upload.offset", there=there, told=offset)
                file.write(data)
            return offset + len(data)

    def settle(self, name: str) -> str:
        """Bring what is there to the disk; gives its SHA-256, hexadecimal."""
        found = hashlib.sha256()
        with _told(name), self._path(name).open("rb+") as file:
            os.fsync(file.fileno())
            while piece := file.read(_PIECE):
                found.update(piece)
        return found.hexdigest()

    def read(self, name: str, most: int) -> bytes:
        """At most so many bytes from the start.

        Raises:
            StoreError: It is not there (any more).
        """
        with _told(name), self._path(name).open("rb") as file:
            return file.read(most)

    def path(self, name: str) -> Path:
        """The file itself, for who has to go back and forth in it.

        Raises:
            StoreError: It is not there (any more).
        """
        found = self._path(name)
        if not found.is_file():
            raise StoreError("upload.gone", id=name)
        return found

    def drop(self, name: str) -> None:
        """Forget one; that there is none is no error."""
        with _told(name):
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a part")  # a name never comes from outside unchecked
        return self.root / f"{name}.part"


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreError("upload.gone", id=name) from error
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFullError("files.full") from error
        reason = error.strerror or str(error)
        raise StoreError("files.unusable", file=name, reason=reason) from error
