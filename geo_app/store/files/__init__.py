"""The bytes: originals by their SHA-256, kept as they came; renditions beside them.

A row that names an original commits after ``put`` has returned: then the bytes are durable. A
crash between the two leaves a file that no row names, which harms nobody (docs/files.md).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo_app.errors import StoreError
from geo_app.settings import Settings
from geo_app.store.files.bucket import SCHEME, Bucket
from geo_app.store.files.folder import Folder
from geo_app.store.files.place import Entry, Place

ORIGINALS = "originals"
RENDITIONS = "renditions"
FOLDER = "files"
"""Name of the folder in the data folder, where no other place is set."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_DIGEST_BYTES = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class FileStore:
    """Originals and renditions in a place.

    Attributes:
        place: Where the bytes are.
    """

    place: Place

    def put(self, data: bytes) -> str:
        """Keep an original: durable when this returns; the same bytes are one file.

        Returns:
            The SHA-256 of the bytes, hexadecimal: their name.

        Raises:
            StorageFullError: No room; nothing was kept.
            StoreError: The place cannot be used, or what it has under this name was altered.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.place.add(_original(sha256), data) and self.digest(sha256) != sha256:
            raise StoreError("files.altered", sha256=sha256)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of an original, just as they came.

        Raises:
            StoreError: The file is missing, or its bytes were altered.
        """
        pieces = self.place.read(_original(sha256))
        if pieces is None:
            raise StoreError("files.missing", sha256=sha256)
        data = b"".join(pieces)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError("files.altered", sha256=sha256)
        return data

    def has(self, sha256: str) -> bool:
        """Whether there is an original of this name."""
        return self.place.has(_original(sha256))

    def digest(self, sha256: str) -> str | None:
        """SHA-256 of what an original holds now, read in pieces; None = it is missing."""
        pieces = self.place.read(_original(sha256))
        if pieces is None:
            return None
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        return digest.hexdigest()

    def names(self) -> Iterator[str]:
        """SHA-256 of every original, in no order."""
        for entry in self.originals():
            yield entry.name.rsplit("/", 1)[-1]

    def originals(self) -> Iterator[Entry]:
        """Every original with its size and age, in no order; other files are passed over."""
        for entry in self.place.entries(ORIGINALS):
            sha256 = entry.name.rsplit("/", 1)[-1]
            if _SHA256.fullmatch(sha256) and entry.name == _original(sha256):
                yield entry

    def strangers(self) -> Iterator[Entry]:
        """Files among the originals that have no name of an original."""
        for entry in self.place.entries(ORIGINALS):
            sha256 = entry.name.rsplit("/", 1)[-1]
            if not _SHA256.fullmatch(sha256) or entry.name != _original(sha256):
                yield entry

    def put_rendition(self, sha256: str, kind: str, data: bytes) -> None:
        """Keep what is shown instead of an original; replaces an earlier one.

        Args:
            sha256: Name of the original.
            kind: ``web``, ``thumb``.
            data: The picture.
        """
        self.place.replace(_rendition(sha256, kind), _seal(sha256, kind, data) + data)

    def rendition(self, sha256: str, kind: str) -> bytes | None:
        """What was kept by ``put_rendition``; None where it is missing, damaged or another's."""
        pieces = self.place.read(_rendition(sha256, kind))
        if pieces is None:
            return None
        kept = b"".join(pieces)
        seal, data = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        return data if seal == _seal(sha256, kind, data) else None

    def renditions(self) -> Iterator[tuple[str, str]]:
        """Original and kind of every rendition, whole or damaged, in no order."""
        for entry in self.place.entries(RENDITIONS):
            sha256, _, kind = entry.name.rsplit("/", 1)[-1].partition(".")
            if _SHA256.fullmatch(sha256) and _KIND.fullmatch(kind):
                yield sha256, kind

    def drop_rendition(self, sha256: str, kind: str) -> None:
        """Forget a rendition; it is made again when it is needed."""
        self.place.remove(_rendition(sha256, kind))


def _original(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")  # a name never comes from outside unchecked
    return f"{ORIGINALS}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _rendition(sha256: str, kind: str) -> str:
    if not _SHA256.fullmatch(sha256) or not _KIND.fullmatch(kind):
        raise ValueError("not the name of a rendition")
    return f"{RENDITIONS}/{sha256[:2]}/{sha256[2:4]}/{sha256}.{kind}"


def _seal(sha256: str, kind: str, data: bytes) -> bytes:
    """Covers the name too: a rendition that was put in another's place is seen."""
    return hashlib.sha256(f"{sha256}.{kind}\n".encode() + data).digest()


def open_files(settings: Settings) -> FileStore:
    """The files of an installation, as ``settings.files.place`` says.

    Raises:
        StoreError: The place cannot be used.
    """
    place = settings.files.place
    if place.startswith(SCHEME):
        return FileStore(Bucket(settings.files))
    folder = Folder(Path(place) if place else settings.data / FOLDER)
    folder.sweep(settings.files.part_hours)
    return FileStore(folder)
