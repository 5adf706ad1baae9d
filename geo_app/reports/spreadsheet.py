"""Rows as CSV for whoever opens them in a spreadsheet: Chinese stays readable, text stays text."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_FORMULA = frozenset("=+-@\t\r\n")
_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the machine."""


def as_csv(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, in pieces.

    Text that a spreadsheet would take for a formula has an apostrophe before it (OWASP: CSV
    injection): cells hold what strangers typed at the door.
    """
    yield _BOM.encode("utf-8")
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([_cell(each) for each in row])
        yield line.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    # full-width signs begin a formula as well, and blanks before it are skipped
    first = unicodedata.normalize("NFKC", value.lstrip(" \u3000")[:1])
    return f"'{value}" if first in _FORMULA else value
