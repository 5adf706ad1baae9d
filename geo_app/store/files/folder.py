"""A local folder: a file appears whole or not at all, and stays when the power goes.

Order: write under another name in the same file system, fsync, rename, fsync the folder. What a
killed program leaves behind lies in ``incoming`` and is swept away later.
"""

from __future__ import annotations

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from geo_app.errors import StorageFullError, StoreError
from geo_app.store.files.place import Entry

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PIECE = 1024 * 1024
_HOUR_S = 3600


class Folder:
    """A ``Place`` in a local folder, readable by its owner only.

    Args:
        root: The folder; made when something is first kept.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._known: set[Path] = set()

    def __str__(self) -> str:
        return str(self._root)

    def add(self, name: str, data: bytes) -> bool:
        """As ``Place.add``."""
        target = self._root / name
        with _told(name):
            if target.exists():
                # who wrote it may not have come to this step yet
                _sync(target.parent)
                return False
            self._write(target, data, durable=True)
        return True

    def replace(self, name: str, data: bytes) -> None:
        """As ``Place.replace``."""
        with _told(name):
            self._write(self._root / name, data, durable=False)

    def read(self, name: str) -> Iterator[bytes] | None:
        """As ``Place.read``."""
        with _told(name):
            try:
                handle = os.open(self._root / name, os.O_RDONLY)
            except FileNotFoundError:
                return None
        return _pieces(handle, name)

    def has(self, name: str) -> bool:
        """As ``Place.has``."""
        with _told(name):
            return (self._root / name).is_file()

    def entries(self, folder: str) -> Iterator[Entry]:
        """As ``Place.entries``."""
        for place, _folders, names in os.walk(self._root / folder, onerror=_raise):
            for each in names:
                path = Path(place, each)
                name = path.relative_to(self._root).as_posix()
                with _told(name), suppress(FileNotFoundError):
                    state = path.lstat()
                    at = datetime.fromtimestamp(state.st_mtime, UTC)
                    yield Entry(name, state.st_size, at)

    def remove(self, name: str) -> None:
        """As ``Place.remove``."""
        with _told(name):
            (self._root / name).unlink(missing_ok=True)

    def sweep(self, hours: float) -> int:
        """Remove what killed programs left half written.

        Args:
            hours: Younger ones stay: another program may be writing them.

        Returns:
            How many were removed.
        """
        removed = 0
        oldest = time.time() - hours * _HOUR_S
        with _told("incoming"), suppress(FileNotFoundError):
            for part in self._incoming.iterdir():
                with suppress(FileNotFoundError):
                    if part.stat().st_mtime < oldest:
                        part.unlink()
                        removed += 1
        return removed

    def _write(self, target: Path, data: bytes, *, durable: bool) -> None:
        self._make(self._incoming)
        self._make(target.parent)
        part = self._incoming / f"{uuid.uuid4().hex}.part"
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            part.rename(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        if durable:
            _sync(target.parent)

    def _make(self, folder: Path) -> None:
        """A folder with its parents, each one named durably in the one above."""
        if folder in self._known and folder.is_dir():
            return
        inside = folder != self._root and folder.is_relative_to(self._root)
        if inside or not folder.is_dir():
            if inside or not folder.parent.is_dir():
                self._make(folder.parent)
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            # also where another program made it: it may not have come to this step yet
            _sync(folder.parent)
        self._known.add(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(handle: int, name: str) -> Iterator[bytes]:
    with os.fdopen(handle, "rb") as file:
        while True:
            with _told(name):
                piece = file.read(_PIECE)
            if not piece:
                return
            yield piece


def _raise(error: OSError) -> None:
    # a folder that is not there holds nothing; one that cannot be read is not empty
    if not isinstance(error, FileNotFoundError):
        raise _error(error, str(error.filename)) from error


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _error(error, name) from error


def _error(error: OSError, name: str) -> StoreError:
    if error.errno in _FULL:
        return StorageFullError("files.full")
    return StoreError("files.unusable", file=name, reason=error.strerror or str(error))
