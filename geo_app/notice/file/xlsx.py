"""The cells of a sheet of an untrusted xlsx (ECMA-376), read as a stream.

Own code and no library, because a ledger that comes back must say where something is merged, a
formula or of another kind, and because a hostile one must cost little: openpyxl (no release since
2024) fills gaps of any length and hides what is merged, calamine makes room for every empty cell.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from xml.sax.handler import ContentHandler

from defusedxml.expatreader import create_parser

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.file.package import Kind, Package, opened
from geo_app.settings import LedgerLimits

COLUMNS = 200
"""Cells further right than this are not looked at."""

_WORKBOOK = "xl/workbook.xml"
_ELEMENTS_PER_ROW = 150
_DAY_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Content(StrEnum):
    """What kind of thing stands in a cell."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty.

    Attributes:
        content: Its kind; a formula is one whatever it amounts to.
        value: Text, number, day; None for the other kinds.
    """

    content: Content
    value: str | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet.

    Attributes:
        rows: Number of the row (from 1) → number of the column (from 0) → cell.
        merged: Ranges of merged cells: first row, first column, last row, last column.
    """

    rows: dict[int, dict[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...]


def address(row: int, column: int) -> str:
    """``D17`` for row 17 and column 3."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_sheet(data: bytes, title: str, *, name: str, limits: LedgerLimits) -> Sheet:
    """The sheet of a title.

    Args:
        data: The file.
        title: Of the sheet.
        name: Of the file, for messages.
        limits: What is accepted.

    Raises:
        UnsupportedError: No Excel file.
        TooLargeError: Too many entries, unpacked bytes, rows or elements.
        InputError: Broken, encrypted, with a DTD, or there is no such sheet.
    """
    with _opened(data, name, limits) as reading:
        package = reading.package
        book = reading.parse(_Book(), _WORKBOOK)
        relations = reading.parse(_Relations(), "xl/_rels/workbook.xml.rels").targets
        member = _member(relations.get(book.sheets.get(title, ""), ""))
        if member not in package.members:
            raise InputError("ledger.no_sheet", file=name, sheet=title)
        texts = reading.parse(_Texts(), "xl/sharedStrings.xml").texts
        styles = reading.parse(_Styles(), "xl/styles.xml")
        cells = _Cells(texts, styles.days, book.epoch, name, limits)
        reading.parse(cells, member)
    return Sheet(cells.rows, tuple(cells.merged))


def sheet_titles(data: bytes, *, name: str, limits: LedgerLimits) -> tuple[str, ...]:
    """Titles of the sheets that a reader of the file sees, in their order.

    Raises:
        UnsupportedError: No Excel file.
        TooLargeError: Too many entries, unpacked bytes or elements.
        InputError: Broken, encrypted, or with a DTD.
    """
    with _opened(data, name, limits) as reading:
        return tuple(reading.parse(_Book(), _WORKBOOK).seen)


@contextmanager
def _opened(data: bytes, name: str, limits: LedgerLimits) -> Iterator[_Reading]:
    if not data.startswith(b"PK"):
        raise UnsupportedError("ledger.no_xlsx", file=name)
    kind = Kind("ledger.xlsx", limits.entries, limits.unpacked_bytes)
    with opened(data, name=name, kind=kind) as package:
        if _WORKBOOK not in package.members:
            raise UnsupportedError("ledger.no_xlsx", file=name)
        yield _Reading(package, name, limits)


def _member(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("xl", target)) if target else ""


class _Handler(ContentHandler):
    """Names without their prefix; counts what comes."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 # of the base class
        self.elements += 1
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 # of the base class
        self.finish(name.rpartition(":")[2])

    def begin(self, tag: str, attrs: Any) -> None:
        """An element begins."""

    def finish(self, tag: str) -> None:
        """An element ends."""


Handled = TypeVar("Handled", bound=_Handler)


@dataclass(frozen=True, slots=True)
class _Reading:
    package: Package
    name: str
    limits: LedgerLimits

    def parse(self, handler: Handled, member: str) -> Handled:
        if member not in self.package.members:
            return handler
        parser = create_parser(forbid_dtd=True)
        parser.setContentHandler(handler)
        with closing(self.package.pieces(member)) as pieces:
            for piece in pieces:
                parser.feed(piece)
                if handler.elements > self.limits.rows * _ELEMENTS_PER_ROW:
                    raise TooLargeError("ledger.too_full", file=self.name)
        parser.close()
        return handler


class _Book(_Handler):
    """Titles of the sheets → id of the relation; from which day on days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.seen: list[str] = []
        self.epoch = _EPOCH

    def begin(self, tag: str, attrs: Any) -> None:
        if tag == "workbookPr" and attrs.get("date1904", "0") in ("1", "true"):
            self.epoch = _EPOCH_1904
        elif tag == "sheet":
            relation = next((attrs[key] for key in attrs.getNames() if key.endswith(":id")), "")
            title = attrs.get("name", "")
            self.sheets[title] = relation
            if attrs.get("state", "visible") == "visible":
                self.seen.append(title)


class _Relations(_Handler):
    """Id of a relation → its target."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def begin(self, tag: str, attrs: Any) -> None:
        if tag == "Relationship":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")


class _Styles(_Handler):
    """Numbers of the cell styles that show a day."""

    def __init__(self) -> None:
        super().__init__()
        self.days: set[int] = set()
        self._formats = set(_DAY_FORMATS)
        self._inside = False
        self._count = 0

    def begin(self, tag: str, attrs: Any) -> None:
        if tag == "numFmt":
            code = _LITERAL.sub("", attrs.get("formatCode", "")).lower()
            if "y" in code or "d" in code:
                self._formats.add(int(attrs.get("numFmtId", "0")))
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            if int(attrs.get("numFmtId", "0")) in self._formats:
                self.days.add(self._count)
            self._count += 1

    def finish(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False


class _WithText(_Handler):
    """Collects the text inside some elements; not that of readings (furigana)."""

    collected = frozenset({"t"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open = self._reading = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 # of the base class
        tag = name.rpartition(":")[2]
        self._open += tag in self.collected
        self._reading += tag == "rPh"
        super().startElement(name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 # of the base class
        tag = name.rpartition(":")[2]
        self._open -= tag in self.collected
        self._reading -= tag == "rPh"
        super().endElement(name)

    def characters(self, content: str) -> None:
        if self._open and not self._reading:
            self.pieces.append(content)

    def taken(self) -> str:
        """What was collected since the last time."""
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


class _Texts(_WithText):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def finish(self, tag: str) -> None:
        if tag == "si":
            self.texts.append(_unescaped(self.taken()))


class _Cells(_WithText):
    """The cells of a sheet, and what is merged."""

    collected = frozenset({"t", "v"})

    def __init__(
        self, texts: list[str], days: set[int], epoch: date, name: str, limits: LedgerLimits
    ) -> None:
        super().__init__()
        self._texts, self._days, self._epoch = texts, days, epoch
        self._name, self._limits = name, limits
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self._row = self._column = 0
        self._kind, self._style, self._formula = "n", 0, False

    def begin(self, tag: str, attrs: Any) -> None:
        if tag == "row":
            self._row = int(attrs.get("r", self._row + 1))
            self._column = -1
        elif tag == "c":
            if reference := attrs.get("r"):
                self._row, self._column = _parsed(reference)
            else:
                self._column += 1
            self._kind, self._style = attrs.get("t", "n"), int(attrs.get("s", "0"))
            self._formula = False
            self.taken()
        elif tag == "f":
            self._formula = True
        elif tag == "mergeCell":
            first, _, last = attrs.get("ref", "").partition(":")
            self.merged.append((*_parsed(first), *_parsed(last or first)))

    def finish(self, tag: str) -> None:
        if tag != "c" or self._column >= COLUMNS:
            return
        cell = self._cell(self.taken())
        if cell is not None:
            self.rows.setdefault(self._row, {})[self._column] = cell
            if len(self.rows) > self._limits.rows:
                raise TooLargeError(
                    "ledger.too_many_rows", file=self._name, limit=self._limits.rows
                )

    def _cell(self, text: str) -> Cell | None:
        if self._formula:
            return Cell(Content.FORMULA, None)
        if self._kind in ("s", "inlineStr", "str"):
            found = self._texts[_index(text)] if self._kind == "s" else _unescaped(text)
            return Cell(Content.TEXT, found) if found.strip() else None
        if not text:
            return None
        if self._kind == "b":
            return Cell(Content.FLAG, None)
        if self._kind == "d":
            return Cell(Content.DAY, date.fromisoformat(text[:10]))
        return self._number(text) if self._kind == "n" else Cell(Content.ERROR, None)

    def _number(self, text: str) -> Cell:
        number = float(text)
        if self._style not in self._days:
            return Cell(Content.NUMBER, number)
        try:
            return Cell(Content.DAY, self._epoch + timedelta(days=int(number)))
        except (OverflowError, ValueError):
            return Cell(Content.NUMBER, number)


def _parsed(reference: str) -> tuple[int, int]:
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError(f"cell {reference[:20]!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _index(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("a shared text below 0")
    return number


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
