"""A CSV of indicators by anybody: read whole, each bad cell named, nothing guessed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from geo_app.domain.indicator import RANKS, Kind, Name, Period, Point, fits, from_the_end
from geo_app.errors import GeoAppError, InputError, TooLargeError
from geo_app.settings import Limits
from geo_app.words import TABLE, say

COLUMNS = (
    *("name", "kind", "unit", "period", "among", "begin", "end"),
    *("value", "of", "as_of", "source"),
)
"""Of the file, by the words of ``indicator.…`` in either language; the order is free."""

OPTIONAL = frozenset({"unit", "among", "of"})
_LONGEST = {"name": 60, "unit": 20, "among": 60, "source": 200}
_ENCODINGS = ("utf-8-sig", "gb18030")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_RANK = re.compile(r"(倒数)?第?(\d{1,6})[名位]?", re.ASCII)
_FORMULA = frozenset("=+-@")
_MOST_RANKED = 100_000
_SHOWN = 40
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be taken over."""

    line: int
    name: Name
    point: Point


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot.

    Attributes:
        line: Of the file, from 1.
        column: One of ``COLUMNS``, or ``row``.
        reason: Why.
    """

    line: int
    column: str
    reason: GeoAppError

    def text(self, language: str) -> str:
        """Where and why."""
        column = say(f"indicator.{self.column}", {}, language)
        values = {"line": self.line, "column": column, "reason": self.reason.text(language)}
        return say("indicator.at", values, language)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says."""

    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    text: str


class _CellError(Exception):
    def __init__(self, column: str, code: str, **values: object) -> None:
        super().__init__(code)
        self.column = column
        self.reason = InputError(code, **values)


def read(data: bytes, name: str, limits: Limits, today: date) -> Sheet:
    """Rows and refusals of a file.

    Args:
        data: UTF-8 or GBK (GB 18030).
        name: Of the file, for errors.
        limits: Of its size.
        today: No figure is of a later day.

    Raises:
        InputError: It is no CSV, or has not the columns; names them.
        TooLargeError: It is too large.
    """
    if len(data) > limits.indicator_bytes:
        raise TooLargeError("indicator.bytes", file=name, limit=limits.indicator_bytes // 1024)
    text = _decoded(data, name)
    rows, refusals = [], []
    known: dict[tuple[Name, date, date], Row] = {}
    for count, (line, cells) in enumerate(_cells(text, name)):
        if count >= limits.indicator_rows:
            raise TooLargeError("indicator.rows", file=name, limit=limits.indicator_rows)
        try:
            row = _row(line, cells, today)
            key = (row.name, row.point.begin, row.point.end)
            first = known.setdefault(key, row)
            if (first.point.value, first.point.of) != (row.point.value, row.point.of):
                raise _CellError("value", "indicator.twice", line=first.line)  # noqa: TRY301
        except _CellError as error:
            refusals.append(Refusal(line, error.column, error.reason))
        else:
            if first is row:
                rows.append(row)
    if not rows and not refusals:
        raise InputError("indicator.empty", file=name)
    return Sheet(tuple(rows), tuple(refusals), text)


def _decoded(data: bytes, name: str) -> str:
    for encoding in _ENCODINGS:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" in text:
                line = text.count("\n", 0, text.index("\0")) + 1
                raise InputError("indicator.no_text", file=name, reason=f"NUL ({line})")
            return text
    raise InputError("indicator.no_text", file=name, reason="UTF-8, GBK")


def _cells(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str] | int]]:
    """Number of each line and its cells by column; the number of cells where it does not fit."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _columns([each.strip() for each in next(reader, [])], name)
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if not any(each.strip() for each in cells):
                continue
            fit = len(cells) == len(columns)
            yield line, dict(zip(columns, map(_clean, cells), strict=True)) if fit else len(cells)
    except csv.Error as error:
        reason = f"{error} ({reader.line_num})"
        raise InputError("indicator.no_text", file=name, reason=reason) from error


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _columns(head: list[str], name: str) -> list[str]:
    meant = {word.lower(): each for each in COLUMNS for word in TABLE[f"indicator.{each}"]}
    found = [meant.get(each.lower(), "") for each in head[: 2 * len(COLUMNS)]]
    strange = [
        head[n][:_SHOWN] or "—" for n, each in enumerate(found) if not each or each in found[:n]
    ]
    if strange or len(head) > len(found):
        raise InputError("indicator.columns", file=name, columns="、".join(strange) or len(head))
    absent = [each for each in COLUMNS if each not in found and each not in OPTIONAL]
    if absent:
        words = "、".join(TABLE[f"indicator.{each}"][0] for each in absent)
        raise InputError("indicator.no_columns", file=name, columns=words)
    return found


def _row(line: int, cells: Mapping[str, str] | int, today: date) -> Row:
    if isinstance(cells, int):
        raise _CellError("row", "indicator.cells", count=cells)
    kind = _choice(Kind, "kind", cells)
    period = _choice(Period, "period", cells)
    is_rank = kind in RANKS
    for column in ("unit",) if is_rank else ("among", "of"):
        if cells.get(column):
            raise _CellError(column, "indicator.not_of_kind")
    name = Name(
        _text("name", cells),
        kind,
        "" if is_rank else _text("unit", cells),
        period,
        _text("among", cells) if is_rank else "",
    )
    begin, end, as_of = (_day(each, cells) for each in ("begin", "end", "as_of"))
    if not fits(period, begin, end):
        told = f"@indicator_period.{period}"
        raise _CellError("end", "indicator.no_period", begin=begin, end=end, period=told)
    if as_of < end:
        raise _CellError("as_of", "indicator.too_early", end=end)
    if as_of > today:
        raise _CellError("as_of", "indicator.future")
    of = _of(cells) if is_rank else None
    value = _rank(cells, of) if is_rank else _number(cells, kind)
    return Row(line, name, Point(begin, end, value, of, as_of, _text("source", cells)))


def _text(column: str, cells: Mapping[str, str]) -> str:
    value, limit = cells.get(column, ""), _LONGEST[column]
    if not value or len(value) > limit or not value.isprintable() or value[0] in _FORMULA:
        raise _CellError(column, "indicator.bad_text", limit=limit)
    return value


def _choice(words: type[Word], column: str, cells: Mapping[str, str]) -> Word:
    value = cells[column]
    told = {each: TABLE[f"indicator_{column}.{each}"] for each in words}
    for each, names in told.items():
        if value.lower() in (each.value, *(name.lower() for name in names)):
            return each
    choices = "、".join(names[0] for names in told.values())
    raise _CellError(column, "indicator.no_choice", choices=choices, value=value[:_SHOWN])


def _day(column: str, cells: Mapping[str, str]) -> date:
    found = _DAY.fullmatch(cells[column])
    with suppress(ValueError):
        if found:
            return date(*(int(each) for each in found.groups()))
    raise _CellError(column, "indicator.no_day", value=cells[column][:_SHOWN])


def _of(cells: Mapping[str, str]) -> int | None:
    value = cells.get("of", "")
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= _MOST_RANKED:
        raise _CellError("of", "indicator.no_of")
    return int(value)


def _rank(cells: Mapping[str, str], of: int | None) -> float:
    found = _RANK.fullmatch(cells["value"])
    if not found:
        raise _CellError("value", "indicator.no_rank")
    rank = int(found[2])
    if not 1 <= rank <= (of or _MOST_RANKED):
        raise _CellError("value", "indicator.no_rank")
    if found[1]:
        if of is None:
            raise _CellError("value", "indicator.from_the_end")
        rank = from_the_end(rank, of)
    return float(rank)


def _number(cells: Mapping[str, str], kind: Kind) -> float:
    value = cells["value"]
    if not _NUMBER.fullmatch(value):
        raise _CellError("value", "indicator.no_number", value=value[:_SHOWN])
    number = float(value)
    if kind is Kind.COUNT and (number < 0 or not number.is_integer()):
        raise _CellError("value", "indicator.no_count")
    return number
