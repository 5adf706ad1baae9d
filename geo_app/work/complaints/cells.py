"""A CSV file from outside → rows of cells, each with the line that it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.file.encoding import TRIED, decode
from geo_app.settings.complaints import Complaints

_SEPARATORS = ",\t;"
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf")
_OLE = b"\xd0\xcf\x11\xe0"
"""An Excel file of before 2007."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank.

    Attributes:
        line: Line of the file on which it begins, from 1.
        cells: As many as there stand.
    """

    line: int
    cells: list[str]


class _Lines:
    """The lines of a text; a row of very many cells is refused before a list is made of it."""

    def __init__(self, text: str, separator: str, most: int, name: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._separator, self._most, self._name = separator, most, name
        self._number = 0
        self.begun = 1
        """Line on which the row that is being read began."""
        self._signs = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._number += 1
            self._signs += line.count(self._separator)
            if self._signs > self._most:
                values = {"file": self._name, "line": self.begun}
                raise TooLargeError("complaint.many_columns", **values)
            yield line

    def next_row(self) -> None:
        """A row has ended."""
        self.begun, self._signs = self._number + 1, 0


def rows(data: bytes, *, name: str, limits: Complaints) -> Iterator[Row]:
    """The rows of a file, its head among them.

    Args:
        data: The file.
        name: Its name, for messages.
        limits: What is accepted.

    Raises:
        InputError: It is empty, no text, or a quote is not closed; names the line.
        UnsupportedError: It is an Excel file or an archive.
        TooLargeError: Too many rows or columns, or too large.
    """
    if len(data) > limits.file_bytes:
        raise TooLargeError("input.too_large", file=name, limit=limits.file_bytes // 2**20)
    if not data.strip():
        raise InputError("input.empty", file=name)
    if data.startswith((*_PACKED, _OLE)):
        raise UnsupportedError("complaint.no_csv", file=name)
    text = decode(data)
    if text is None:
        raise UnsupportedError("complaint.no_text", file=name, tried="、".join(TRIED))
    return _rows(text, name, limits)


def _rows(text: str, name: str, limits: Complaints) -> Iterator[Row]:
    head = next((line for line in io.StringIO(text) if line.strip()), "")
    separator = max(_SEPARATORS, key=head.count)
    # commas of a text in quotes count here as well
    signs = limits.columns + limits.text_characters
    lines = _Lines(text, separator, signs, name)
    reader = csv.reader(iter(lines), delimiter=separator, strict=True)
    count = 0
    try:
        for cells in reader:
            begun = lines.begun
            lines.next_row()
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > limits.columns:
                raise TooLargeError("complaint.many_columns", file=name, line=begun)
            count += 1
            if count > limits.rows + 1:  # the head is one of them
                raise TooLargeError("complaint.many_rows", file=name, limit=limits.rows)
            yield Row(begun, cells)
    except csv.Error as error:
        raise InputError("complaint.quote", file=name, line=lines.begun) from error
