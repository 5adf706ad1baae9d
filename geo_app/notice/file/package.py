"""The zip of an office file (docx, xlsx), untrusted: never unpacked to paths, capped twice.

Sizes are capped by what the directory of the zip says, and again while reading, since it may lie.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import ParseError
from xml.sax import SAXException

from defusedxml import DefusedXmlException

from geo_app.errors import InputError, TooLargeError

_ESCAPES = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")
_MOST_RATIO = 200
"""Deflate reaches about 1000:1 on zeros; the XML of an office file stays under 50:1."""
_RATIO_FREE_BYTES = 1024 * 1024
"""Under this size the ratio says nothing."""
_MB = 1024 * 1024

BROKEN = (
    ParseError,
    SAXException,
    zipfile.BadZipFile,
    zipfile.zlib.error,  # type: ignore[attr-defined]
    EOFError,
    OSError,
    NotImplementedError,
    IndexError,
    ValueError,
)
"""What the standard library raises at a zip or an XML that is not whole."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of file it should be.

    Attributes:
        words: What the codes of its sentences begin with.
        entries: Most members.
        unpacked_bytes: Most bytes of all members together.
    """

    words: str
    entries: int
    unpacked_bytes: int


class Package:
    """An open zip whose directory was found safe."""

    def __init__(self, archive: zipfile.ZipFile, name: str, kind: Kind) -> None:
        self._archive, self._name, self._kind = archive, name, kind
        infos = archive.infolist()
        if len(infos) > kind.entries:
            raise self._too_large("entries", limit=kind.entries)
        if sum(info.file_size for info in infos) > kind.unpacked_bytes:
            raise self._unpacked()
        for info in infos:
            if _ESCAPES.search(info.filename):
                raise InputError(f"{kind.words}_member", file=name, member=info.filename)
            if info.flag_bits & 0x1:
                raise InputError(f"{kind.words}_encrypted", file=name)
            most = max(_RATIO_FREE_BYTES, _MOST_RATIO * info.compress_size)
            if info.file_size > most:
                raise self._too_large("ratio", member=info.filename)
        self.members = frozenset(info.filename for info in infos)

    def _too_large(self, what: str, **values: object) -> TooLargeError:
        return TooLargeError(f"{self._kind.words}_{what}", file=self._name, **values)

    def _unpacked(self) -> TooLargeError:
        return self._too_large("unpacked", limit=self._kind.unpacked_bytes // _MB)

    def read(self, member: str) -> bytes:
        """The bytes of one member.

        Raises:
            TooLargeError: More of them than the directory said and the kind allows.
        """
        with self._archive.open(member) as stream:
            content = stream.read(self._kind.unpacked_bytes + 1)
        if len(content) > self._kind.unpacked_bytes:
            raise self._unpacked()
        return content

    def pieces(self, member: str, size: int = 64 * 1024) -> Generator[bytes, None, None]:
        """The same, piece by piece."""
        total = 0
        stream: IO[bytes]
        with self._archive.open(member) as stream:
            while piece := stream.read(size):
                total += len(piece)
                if total > self._kind.unpacked_bytes:
                    raise self._unpacked()
                yield piece


@contextmanager
def opened(data: bytes, *, name: str, kind: Kind) -> Iterator[Package]:
    """An office file, for as long as it is read.

    Raises:
        TooLargeError: More members or unpacked bytes than the kind allows, or a zip bomb.
        InputError: Broken, encrypted, with unsafe member names, or with a DTD in its XML.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Package(archive, name, kind)
    except DefusedXmlException as error:
        raise InputError(f"{kind.words}_dtd", file=name) from error
    except BROKEN as error:
        raise InputError(f"{kind.words}_broken", file=name, reason=str(error)) from error
