"""Bytes to photos: looked at, then kept durably; all of a visit, or none.

This runs outside any transaction: reading a photo takes time, and the rows that name the bytes
may only commit when these are on the disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo_app.domain.photo import PhotoFacts
from geo_app.domain.text import clean_line
from geo_app.errors import GeoAppError, InputError
from geo_app.photo.kind import check_name
from geo_app.photo.workshop import Examination, Renditions
from geo_app.work import renditions
from geo_app.work.desk import Desk

if TYPE_CHECKING:
    from geo_app.photo.fingerprint import Fingerprint
    from geo_app.photo.likeness import Likeness

Opening = Callable[[bytes], tuple[Examination, Renditions | None]]

NAMELESS = "photo"
"""Name of a photo that came without one."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is handed in.

    Attributes:
        name: As the sender calls it; words only, never a path.
        read: Gives at most so many bytes from its start; may be called again.
        sha256: What the sender says of the bytes, if it does.
    """

    name: str
    read: Callable[[int], bytes]
    sha256: str | None = None

    @classmethod
    def of(cls, name: str, data: bytes, sha256: str | None = None) -> Upload:
        """A file whose bytes are at hand."""
        return cls(name, lambda most: data[:most], sha256)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A photo whose bytes are kept.

    Attributes:
        sha256: Of the bytes; their name in ``store.files``.
        name: What the sender called it, on one line.
        size: Bytes.
        facts: What the bytes say.
        fingerprint: What the picture looks like; None where it could not be decoded.
        likeness: How the thumbnail inside compares; None where there is none.
    """

    sha256: str
    name: str
    size: int
    facts: PhotoFacts
    fingerprint: Fingerprint | None = None
    likeness: Likeness | None = None


def take_in(desk: Desk, uploads: Sequence[Upload]) -> tuple[TakenIn, ...]:
    """Look at each photo, and keep the bytes of all when none is refused.

    Args:
        desk: Opens and keeps them.
        uploads: The bytes of one at a time are held in memory.

    Raises:
        InputError: A photo is refused: of the class of the reason; names the file. Nothing of
            any of them is kept.
        StoreError: The bytes cannot be kept.
    """
    # what is shown of them is made from the same decoding: twice costs half as much again
    developed = [_opened(desk, upload, desk.workshop.develop) for upload in uploads]
    looked = tuple(photo for photo, _ in developed)
    keep(desk, uploads, looked)
    for photo, pictures in developed:
        if pictures is not None:
            renditions.keep(desk, photo.sha256, pictures)
    return looked


def look(desk: Desk, upload: Upload) -> TakenIn:
    """What a photo is, without keeping it.

    Raises:
        InputError: It is refused: of the class of the reason; names the file.
    """
    photo, _ = _opened(desk, upload, lambda data: (desk.workshop.examine(data), None))
    return photo


def _opened(desk: Desk, upload: Upload, opening: Opening) -> tuple[TakenIn, Renditions | None]:
    name = shown_name(upload.name, desk.settings.visits.name_characters)
    try:
        data = _bytes(desk, upload)
        sha256 = hashlib.sha256(data).hexdigest()
        _check_told(upload, sha256)
        seen, pictures = opening(data)
        check_name(name, seen.facts.mime)
    except InputError as error:
        raise _refused(name, error) from error
    photo = TakenIn(sha256, name, len(data), seen.facts, seen.fingerprint, seen.likeness)
    return photo, pictures


def keep(desk: Desk, uploads: Sequence[Upload], looked: Sequence[TakenIn]) -> None:
    """Keep the bytes of photos that were looked at; they are durable when this returns.

    Raises:
        InputError: A file is another one now.
        StoreError: The bytes cannot be kept.
    """
    for upload, photo in zip(uploads, looked, strict=True):
        if desk.files.put(_bytes(desk, upload)) != photo.sha256:
            raise InputError("intake.changed", file=photo.name)


def _check_told(upload: Upload, sha256: str) -> None:
    if upload.sha256 not in (None, sha256):
        raise InputError("intake.other_bytes")


def _bytes(desk: Desk, upload: Upload) -> bytes:
    # one byte more than is accepted: the workshop says that it is too much
    return upload.read(desk.settings.photos.file_bytes + 1)


def _refused(name: str, reason: GeoAppError) -> GeoAppError:
    """The same kind of error, so that exit code and HTTP status stay, with the name in front."""
    return type(reason)("intake.refused", file=name, reason=reason, because=reason.code)


def shown_name(name: str, most: int) -> str:
    """A file name as it is kept: its last part, on one line; never used as a path."""
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    if len(last) > most:  # the ending says the kind, so it stays
        stem, dot, suffix = last.rpartition(".")
        kept = suffix[-10:] if dot else ""
        last = f"{(stem or last)[: most - len(kept) - 1]}.{kept}" if dot else last[:most]
    return last or NAMELESS
