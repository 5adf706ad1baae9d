"""A Word file (docx, ECMA-376) → text: paragraphs and tables in the order of the document.

The file is untrusted: its zip is never unpacked to paths, sizes are capped before and while
reading, and XML with a DTD or entities is refused (defusedxml).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.file.list_labels import Lists
from geo_app.settings import Limits

_MAIN = re.compile(r"word/document\d*\.xml")
_ESCAPES = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")
_MOST_RATIO = 200
"""Deflate reaches about 1000:1 on zeros; the XML of a notice stays under 30:1."""
_RATIO_FREE_BYTES = 1024 * 1024
"""Under this size the ratio says nothing."""
_MB = 1024 * 1024


def docx_text(data: bytes, *, name: str, limits: Limits) -> str:
    """The text of a docx: a paragraph or table row a line, cells apart by tabs.

    Automatic list numbers are written out, since a notice is read by its numbers.

    Raises:
        UnsupportedError: A zip that holds no Word document.
        TooLargeError: More entries or unpacked bytes than ``limits`` allow.
        InputError: Broken, encrypted, with unsafe member names, or with a DTD.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _checked(archive, name, limits)
            main = next((m for m in members if _MAIN.fullmatch(m)), None)
            if main is None:
                raise UnsupportedError("reader.not_docx", file=name)
            lists = Lists.read(
                *(
                    fromstring(_member(archive, part, name, limits), forbid_dtd=True)
                    if part in members
                    else None
                    for part in ("word/numbering.xml", "word/styles.xml")
                )
            )
            body = io.BytesIO(_member(archive, main, name, limits))
        return "".join(_pieces(body, lists))
    except DefusedXmlException as error:
        raise InputError("reader.docx_dtd", file=name) from error
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise InputError("reader.docx_broken", file=name, reason=str(error)) from error
    except (ParseError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise InputError("reader.docx_broken", file=name, reason=str(error)) from error


def _checked(archive: zipfile.ZipFile, name: str, limits: Limits) -> frozenset[str]:
    """The member names, after what the directory of the zip tells was found safe."""
    infos = archive.infolist()
    if len(infos) > limits.docx_entries:
        raise TooLargeError("reader.docx_entries", file=name, limit=limits.docx_entries)
    if sum(info.file_size for info in infos) > limits.docx_unpacked_bytes:
        _too_large(name, limits)
    for info in infos:
        if _ESCAPES.search(info.filename):
            raise InputError("reader.docx_member", file=name, member=info.filename)
        if info.flag_bits & 0x1:
            raise InputError("reader.docx_encrypted", file=name)
        if info.file_size > _RATIO_FREE_BYTES and info.file_size > _MOST_RATIO * info.compress_size:
            raise TooLargeError("reader.docx_ratio", file=name, member=info.filename)
    return frozenset(info.filename for info in infos)


def _member(archive: zipfile.ZipFile, member: str, name: str, limits: Limits) -> bytes:
    """The bytes of one member; the directory may lie about its size."""
    with archive.open(member) as stream:
        content = stream.read(limits.docx_unpacked_bytes + 1)
    if len(content) > limits.docx_unpacked_bytes:
        _too_large(name, limits)
    return content


def _too_large(name: str, limits: Limits) -> None:
    raise TooLargeError("reader.docx_unpacked", file=name, limit=limits.docx_unpacked_bytes // _MB)


def _pieces(body: IO[bytes], lists: Lists) -> Iterator[str]:
    """Text and breaks, read as a stream: deep nesting costs no stack."""
    cells = fallback = 0
    for event, element in iterparse(body, events=("start", "end"), forbid_dtd=True):
        tag = local(element)
        if tag == "Fallback":  # the older twin of an AlternateContent: the same words again
            fallback += 1 if event == "start" else -1
        elif fallback:
            continue
        elif event == "start":
            cells += tag == "tc"
            continue
        elif tag == "t":
            yield element.text or ""
        elif tag == "pPr":
            yield lists.label(element)
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == "p":
            yield " " if cells else "\n"
        elif tag == "tc":
            cells -= 1
            yield "\t"
        elif tag == "tr":
            yield "" if cells else "\n"
        if tag not in _KEPT:
            element.clear()


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_KEPT = frozenset({"numPr", "numId", "ilvl", "pStyle", "pPr"})
"""Parts of paragraph properties, wanted whole when these end."""


def local(element: Element) -> str:
    """The name of an element without its namespace (transitional and strict differ in it)."""
    return str(element.tag).rpartition("}")[2]
