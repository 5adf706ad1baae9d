"""ZIP files, written whole with the same bytes each time, and read as if from an enemy."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from geo_app.errors import GeoAppError, InputError, TooLargeError
from geo_app.reports.bundle.layout import is_member
from geo_app.settings import BundleLimits

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every member: the earliest that a ZIP can say."""

_PIECE = 1024 * 1024
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65535
_DIRECTORY_AT = 12
_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_END64_BYTES = 56
_DIRECTORY64_AT = 40
_ENTRY_BYTES = 46 + 200
"""A member in the directory of the archive; our names are shorter than 200 bytes."""

_DAMAGE = (
    EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip
"""What the library raises, beside its own error, at bytes that are no ZIP."""

_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Writer:
    """Adds members; nothing is compressed, so that no compressor's version shows."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, data: bytes) -> None:
        """Add a member."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.create_system = 3
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        self._archive.writestr(info, data)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A ZIP that appears under its name when it is whole and durable, or not at all.

    Raises:
        GeoAppError: It cannot be written; names the file.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise GeoAppError("cli.os_error", file=str(target), reason=error.strerror) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


class Reader:
    """Reads members of a ZIP that anybody may have made, within limits.

    Args:
        path: The file.
        limits: What is accepted.

    Raises:
        InputError: It is no ZIP, or one that is made to do harm: says what and where.
        TooLargeError: Over a limit.
    """

    def __init__(self, path: Path, limits: BundleLimits) -> None:
        self._limits = limits
        if not path.is_file():
            raise InputError("cli.no_file", file=str(path))
        _check_directory(path, limits)
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, *_DAMAGE) as error:
            raise InputError("bundle.no_zip", file=path.name) from error
        try:
            self._members = self._checked()
        except InputError:
            self._archive.close()
            raise

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    @property
    def names(self) -> frozenset[str]:
        """Names of all members."""
        return frozenset(self._members)

    def size(self, name: str) -> int:
        """Bytes of a member, as the archive says."""
        return self._members[name].file_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a member.

        Raises:
            zipfile.BadZipFile: They are damaged.
        """
        try:
            with self._archive.open(self._members[name]) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except _DAMAGE as error:
            raise zipfile.BadZipFile(name) from error

    def text(self, name: str) -> bytes:
        """All bytes of a member that is no photo.

        Raises:
            TooLargeError: Over the limit of such members.
            zipfile.BadZipFile: They are damaged.
        """
        if self.size(name) > self._limits.text_bytes:
            raise TooLargeError("bundle.too_large", name=name)
        return b"".join(self.pieces(name))

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        members: dict[str, zipfile.ZipInfo] = {}
        total = 0
        for info in self._archive.infolist():
            name = shown(info.filename)
            if info.is_dir() and _is_plain(info.filename.rstrip("/")):
                continue  # who packs the folder anew adds these
            if not _is_plain(info.filename):
                raise InputError("bundle.unsafe_name", name=name)
            if info.filename in members:
                raise InputError("bundle.twice", name=name)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                raise InputError("bundle.no_file", name=name)
            if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
                raise InputError("bundle.packed", name=name)
            total += info.file_size
            largest = max(self._limits.member_bytes, self._limits.text_bytes)
            if info.file_size > largest or total > self._limits.total_bytes:
                raise TooLargeError("bundle.too_large", name=name)
            members[info.filename] = info
        if len(members) > self._limits.members:
            raise TooLargeError("bundle.too_many", limit=self._limits.members)
        return members


def shown(name: str) -> str:
    """A name from outside, on one line and not too long."""
    return name.encode("unicode_escape").decode("ascii")[:100]


def _is_plain(name: str) -> bool:
    """Whether a name stays where it is unpacked, on every system."""
    if is_member(name):
        return True
    parts = name.split("/")
    return (
        name.isprintable()
        and not any(sign in name for sign in '\\:*?"<>|')
        and all(part not in ("", ".", "..") and part == part.strip(" .") for part in parts)
    )


def _check_directory(path: Path, limits: BundleLimits) -> None:
    """Refuse a directory that would fill the memory before any member is looked at."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise InputError("bundle.no_zip", file=path.name)
    length = struct.unpack_from("<L", tail, at + _DIRECTORY_AT)[0]
    locator = at - _LOCATOR_BYTES
    if locator >= _END64_BYTES and tail.startswith(_LOCATOR, locator):
        length = struct.unpack_from("<Q", tail, locator - _END64_BYTES + _DIRECTORY64_AT)[0]
    if length > limits.members * _ENTRY_BYTES:
        raise TooLargeError("bundle.too_many", limit=limits.members)
