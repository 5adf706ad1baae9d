"""Photos of a folder or a zip: read one by one, by name; nothing is ever unpacked to a path."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from geo_app.errors import InputError, TooLargeError
from geo_app.settings import Settings
from geo_app.work.intake import Upload

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_SYSTEM = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "@eaDir"})
"""What systems put beside photos of their own accord."""


@contextmanager
def open_source(path: Path, settings: Settings) -> Iterator[list[Upload]]:
    """The files of a folder, with those of its folders, or of a zip; in the order of their names.

    Hidden files and those of operating systems are passed over; whether the others are photos is
    seen when they are looked at.

    Args:
        path: Folder or zip.
        settings: Limits.

    Raises:
        InputError: Neither a folder nor a zip, or there is nothing in it.
        TooLargeError: More files than an import may have.
    """
    if path.is_dir():
        yield _checked(_folder(path), path, settings)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError("photos.no_source", file=path.name) from error
    with archive:
        yield _checked(_zip(archive), path, settings)


def _checked(files: Iterator[Upload], path: Path, settings: Settings) -> list[Upload]:
    most = settings.visits.import_files
    found = []
    for file in files:
        found.append(file)
        if len(found) > most:
            raise TooLargeError("photos.too_many", file=path.name, limit=most)
    if not found:
        raise InputError("photos.nothing", file=path.name)
    return sorted(found, key=lambda each: each.name)


def _folder(root: Path) -> Iterator[Upload]:
    for place, folders, names in os.walk(root):  # follows no link to another folder
        folders[:] = [name for name in folders if not _is_hidden(name)]
        for name in names:
            path = Path(place, name)
            if not _is_hidden(name) and path.is_file() and not path.is_symlink():
                yield Upload(path.relative_to(root).as_posix(), _reader(path))


def _reader(path: Path) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(most)
        except OSError as error:
            raise InputError("photos.unreadable", reason=error.strerror) from error

    return read


def _zip(archive: zipfile.ZipFile) -> Iterator[Upload]:
    for member in archive.infolist():
        name = _name(member)
        if not member.is_dir() and not any(map(_is_hidden, PurePosixPath(name).parts)):
            yield Upload(name, _member_reader(archive, member))


def _member_reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        if member.flag_bits & _ENCRYPTED:
            raise InputError("photos.encrypted")
        try:
            with archive.open(member) as file:
                return file.read(most)  # unpacks no more, whatever the zip says of its size
        except Exception as error:  # zipfile lets through what its decompressors raise
            raise InputError("photos.unreadable", reason=type(error).__name__) from error

    return read


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member: programs in China write GBK where the standard wants cp437 or UTF-8."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeDecodeError):
                return raw.decode(encoding)
    return name


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name in _SYSTEM
