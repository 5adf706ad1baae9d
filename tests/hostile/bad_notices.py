"""Files that are no notice, made here; each with what its refusal must name in both languages."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = "<w:p><w:r><w:t>问题1：堤边堆有垃圾。整改情况：已整改。</w:t></w:r></w:p>"
LAUGHS = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
ENTITY = '<!DOCTYPE z [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def document(body: str = PARAGRAPH, head: str = "") -> bytes:
    return f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()


def archive(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def docx(body: str = PARAGRAPH, head: str = "", **more: bytes) -> bytes:
    return archive({"word/document.xml": document(body, head), **more})


def _encrypted() -> bytes:
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def _lying() -> bytes:
    """The directory says ten bytes; the member unpacks to eighty million."""
    data = bytearray(archive({"word/document.xml": b" " * 80_000_000}))
    where = data.index(b"PK\x01\x02") + 24
    data[where : where + 4] = struct.pack("<I", 10)
    return bytes(data)


def _flipped() -> bytes:
    data = bytearray(docx(PARAGRAPH * 200))
    middle = data.index(b"PK\x01\x02") // 2
    data[middle : middle + 8] = b"\xff" * 8
    return bytes(data)


BAD_NOTICES: dict[str, Callable[[], bytes]] = {
    "empty": bytes,
    "blank": lambda: b"\n \t\r\n",
    "only-a-mark": lambda: b"\xef\xbb\xbf",
    "only-a-utf16-mark": lambda: b"\xff\xfe",
    "no-problem": lambda: bytes("今天没有什么可写。", "utf-8"),
    "over-20-mb": lambda: b"a" * (20 * 1024 * 1024 + 1),
    "over-2-million-characters": lambda: bytes("问题1：" + "水" * 2_000_000, "utf-8"),
    "random": lambda: random.Random(1).randbytes(100_000),  # noqa: S311 # no secret
    "text-with-nul": lambda: bytes("问题1：\0渗漏。", "utf-8"),
    "control-characters": lambda: bytes("问题1：\x01\x02\x03渗漏。", "utf-8"),
    "half-a-surrogate-pair": lambda: "问题1：\ud800渗漏。".encode("utf-16", "surrogatepass"),
    "odd-utf16": lambda: b"\xff\xfe" + "问题1：渗漏。".encode("utf-16-le") + b"\x41",
    "cut-utf8": lambda: b"\xef\xbb\xbf" + "问题1：渗漏。".encode()[:-1],
    "japanese": lambda: "これは日本語の文章です。ひらがなとカタカナ。".encode("euc-jp") * 9,
    "ebcdic": lambda: b"\xc1\xc2\xc3\xf1\x15\x00\x80" * 400,
    "pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)),
    "old-word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "image": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "zip-without-a-document": lambda: archive({"readme.txt": b"x"}),
    "zip-cut": lambda: docx()[:-30],
    "zip-of-noise": lambda: b"PK\x03\x04" + random.Random(2).randbytes(3000),  # noqa: S311
    "docx-flipped": _flipped,
    "docx-encrypted": _encrypted,
    "docx-not-xml": lambda: archive({"word/document.xml": b"<w:p>"}),
    "docx-empty-part": lambda: archive({"word/document.xml": b""}),
    "docx-laughs": lambda: docx(head=LAUGHS),
    "docx-entity": lambda: docx(head=ENTITY),
    "docx-laughs-in-numbering": lambda: docx(
        **{"word/numbering.xml": f"{LAUGHS}<n>&c;</n>".encode()}
    ),
    "docx-broken-numbering": lambda: docx(**{"word/numbering.xml": b"<w:numbering"}),
    "docx-odd-numbering": lambda: docx(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='x'/><w:numId w:val='1e9'/></w:numPr></w:pPr></w:p>",
        **{"word/numbering.xml": f"<w:numbering xmlns:w='{WORD}'/>".encode()},
    ),
    "docx-bomb": lambda: archive({"word/document.xml": b" " * 60_000_000}),
    "docx-over-64-mb": lambda: archive({f"word/{n}.xml": b" " * 33_000_000 for n in range(2)}),
    "docx-lying-about-its-size": _lying,
    "docx-5000-members": lambda: docx(**{f"x/{number}": b"" for number in range(5000)}),
    "docx-outside": lambda: docx(**{"../../etc/passwd": b"x"}),
    "docx-in-docx": lambda: archive({"word/embeddings/inner.docx": docx()}),
    "html-without-problems": lambda: b"<html><body>" + b"<div>" * 100_000 + b"x",
}
