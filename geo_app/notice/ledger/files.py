"""Bytes of somebody else's ledger (xlsx, csv) → the cells of one sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.file.encoding import TRIED, decode
from geo_app.notice.file.xlsx import COLUMNS, Cell, Content, Sheet, read_sheet, sheet_titles
from geo_app.notice.ledger.heads import find_head
from geo_app.settings import LedgerLimits

_DELIMITERS = ",\t;，"
_SAMPLE_LINES = 20
_NO_TABLE = (b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet of a file.

    Attributes:
        name: Of the file.
        title: Of the sheet; empty in a csv.
        titles: Of all sheets that can be chosen.
        sheet: Its cells.
    """

    name: str
    title: str
    titles: tuple[str, ...]
    sheet: Sheet

    def where(self, row: int) -> str:
        """A row as people name it."""
        return f"{self.title}!{row}" if self.title else str(row)


def read(data: bytes, *, name: str, limits: LedgerLimits, title: str | None = None) -> Source:
    """The cells of a sheet; without a title, of the first one that has titles of columns.

    Args:
        data: The file.
        name: Of the file, for messages.
        limits: What is accepted.
        title: Of the sheet.

    Raises:
        UnsupportedError: Neither xlsx nor csv.
        TooLargeError: Over a limit.
        InputError: Broken, encrypted, in an unknown encoding, or there is no such sheet.
    """
    if not data.strip():
        raise InputError("input.empty", file=name)
    if not data.startswith(b"PK"):
        return Source(name, "", (), _csv(data, name, limits))
    titles = sheet_titles(data, name=name, limits=limits)
    if title is not None:
        sheet = read_sheet(data, title, name=name, limits=limits)
        return Source(name, title, titles, sheet)
    first: Source | None = None
    for each in titles:
        source = Source(name, each, titles, read_sheet(data, each, name=name, limits=limits))
        if find_head(source.sheet) is not None:
            return source
        first = first or source
    if first is None:
        raise InputError("ledger.no_sheet", file=name, sheet="—")
    return first


def _csv(data: bytes, name: str, limits: LedgerLimits) -> Sheet:
    if data.startswith(_NO_TABLE) or b"\0" in data[:2]:
        raise UnsupportedError("adoption.kind", file=name)
    text = decode(data)
    if text is None:
        raise InputError("reader.undecodable", file=name, tried="、".join(TRIED))
    text = text.removeprefix("\ufeff")
    rows: dict[int, dict[int, Cell]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, values in enumerate(reader, start=1):
            cells = {
                place: Cell(Content.TEXT, value)
                for place, value in enumerate(values[:COLUMNS])
                if value.strip()
            }
            if cells:
                rows[number] = cells
            if len(rows) > limits.rows:
                raise TooLargeError("ledger.too_many_rows", file=name, limit=limits.rows)
    except csv.Error as error:
        raise InputError("adoption.csv", file=name, line=reader.line_num, reason=error) from error
    return Sheet(rows, ())


def _delimiter(text: str) -> str:
    """The sign that parts most cells in the first lines."""
    head = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))
