"""A Word file (docx, ECMA-376) → text: paragraphs and tables in the order of the document.

The file is untrusted: its zip is opened by ``package``, and XML with a DTD or entities is refused
(defusedxml).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse

from geo_app.errors import UnsupportedError
from geo_app.notice.file.list_labels import Lists
from geo_app.notice.file.package import Kind, opened
from geo_app.settings import Limits

_MAIN = re.compile(r"word/document\d*\.xml")


def docx_text(data: bytes, *, name: str, limits: Limits) -> str:
    """The text of a docx: a paragraph or table row a line, cells apart by tabs.

    Automatic list numbers are written out, since a notice is read by its numbers.

    Raises:
        UnsupportedError: A zip that holds no Word document.
        TooLargeError: More entries or unpacked bytes than ``limits`` allow.
        InputError: Broken, encrypted, with unsafe member names, or with a DTD.
    """
    kind = Kind("reader.docx", limits.docx_entries, limits.docx_unpacked_bytes)
    with opened(data, name=name, kind=kind) as package:
        main = next((each for each in package.members if _MAIN.fullmatch(each)), None)
        if main is None:
            raise UnsupportedError("reader.not_docx", file=name)
        lists = Lists.read(
            *(
                fromstring(package.read(part), forbid_dtd=True) if part in package.members else None
                for part in ("word/numbering.xml", "word/styles.xml")
            )
        )
        return "".join(_pieces(io.BytesIO(package.read(main)), lists))


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
