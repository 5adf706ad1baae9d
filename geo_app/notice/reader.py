"""Bytes of a notice (txt, docx, html) → its text. The kind comes from the bytes, not the name."""

from __future__ import annotations

import re

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.file.docx import docx_text
from geo_app.notice.file.encoding import TRIED, decode, decode_html
from geo_app.notice.file.html import html_text
from geo_app.settings import Limits

_OTHER_KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc / wps / xls"),
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_MIME = (b"MIME-Version:", b"From: <Saved by")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|meta|p|div|table|span|article|section|h[1-6]|br)\b",
    re.I,
)
_MB = 1024 * 1024
PASTED = "@reader.pasted"
"""Stands for the file name of a text that has none."""


def read_text(data: bytes, *, name: str | None, limits: Limits) -> str:
    r"""The text of a notice, lines ended by ``\n``, without a byte order mark.

    Args:
        data: The bytes of a txt (UTF-8, UTF-16, GB18030), docx or html file.
        name: File name for messages only; None for a pasted text.
        limits: What is accepted.

    Raises:
        TooLargeError: Over the limits of bytes or characters.
        UnsupportedError: Another kind of file (doc, pdf, image …); says what to do.
        InputError: Empty, broken, or in no encoding that is read; says what was tried.
    """
    file = name or PASTED
    if len(data) > limits.notice_bytes:
        raise TooLargeError("input.too_large", file=file, limit=limits.notice_bytes // _MB)
    text = _tidy(_text(data, file, limits))
    if not text.strip():
        raise InputError("input.empty", file=file)
    if len(text) > limits.notice_characters:
        raise TooLargeError("reader.too_long", file=file, limit=limits.notice_characters)
    return text


def _text(data: bytes, file: str, limits: Limits) -> str:
    if data.startswith(_ZIP):
        return docx_text(data, name=file, limits=limits)
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            raise UnsupportedError("reader.kind", file=file, kind=kind)
    if data.startswith(_MIME):
        raise UnsupportedError("reader.kind", file=file, kind="mht")
    if _is_html(data):
        page = decode_html(data)
        if page is not None:
            return html_text(page)
    text = decode(data)
    if text is None:
        raise InputError("reader.undecodable", file=file, tried="、".join(TRIED))
    return text


def _is_html(data: bytes) -> bool:
    """A tag of a page stands first, or soon after a comment or declaration."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and _HTML.search(head) is not None


def _tidy(text: str) -> str:
    r"""Line ends as ``\n``; marks and characters that show nothing taken away."""
    text = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    return re.sub("[\ufeff\u200b\u200e\u200f\u2060\u00ad\x1a]", "", text)
