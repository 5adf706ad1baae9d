"""Rows of a file → complaints, without who has complained; what cannot be read is named."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from geo_app.domain import ids
from geo_app.domain.remark import Remark
from geo_app.domain.text import clean, clean_line, without_numbers
from geo_app.errors import InputError
from geo_app.settings.complaints import Complaints
from geo_app.work.complaints.cells import Row, rows
from geo_app.work.complaints.columns import Column, Head, read_head

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ZONED = re.compile(r".+T.+(?:Z|[+-]\d{2}:?\d{2})")
_FIRST = date(1990, 1, 1)
_SIGNS = re.compile(r"[°度]$")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?")


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint as the file tells it.

    Attributes:
        line: Line of the file.
        id: Made of what is kept.
        number: That of the hotline.
        day: When it was made.
        at: The moment, where one is told.
        kind: In the words of the hotline.
        words: What was said, without numbers that lead to a person.
        place: Words that say where.
        spot: Longitude, latitude in degrees as given, and the unit of their last digit.
    """

    line: int
    id: str
    number: str | None
    day: date
    at: datetime | None
    kind: str | None
    words: str | None
    place: str | None
    spot: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that cannot be read.

    Attributes:
        line: Line of the file, from 1.
        column: What stands over it.
        reason: Why.
    """

    line: int
    column: str
    reason: Remark


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    Attributes:
        rows: How many it has, its head apart.
        told: Its complaints, each once.
        repeated: Rows that say again what one before says.
        flaws: The first bad cells.
        flaw_count: How many there are.
        dropped: Titles of columns that are not kept.
        hidden: Numbers in texts that are not kept.
        datum: What stands over the longitudes: may name their datum.
    """

    rows: int
    told: tuple[Told, ...]
    repeated: int
    flaws: tuple[Flaw, ...]
    flaw_count: int
    dropped: tuple[str, ...]
    hidden: int
    datum: str


class _FlawError(Exception):
    def __init__(self, column: Column, code: str, **values: object) -> None:
        super().__init__(code)
        self.column, self.reason = column, Remark(code, values)


def read(data: bytes, *, name: str, limits: Complaints, zone: ZoneInfo, today: date) -> Reading:
    """Read a file.

    Args:
        data: The file.
        name: Its name, for messages.
        limits: What is accepted.
        zone: That of times which tell none.
        today: Nobody has complained after it.

    Raises:
        InputError: As ``cells.rows`` and ``columns.read_head``, or there is no complaint in it.
    """
    lines = rows(data, name=name, limits=limits)
    first = next(lines, None)
    if first is None:
        raise InputError("input.empty", file=name)
    head = read_head(first.cells, name=name)
    told: dict[str, Told] = {}
    flaws: list[Flaw] = []
    count = flaw_count = repeated = hidden = 0
    for row in lines:
        count += 1
        try:
            one, masked = _told(_Cells(row, head, limits), zone, today)
        except _FlawError as flaw:
            flaw_count += 1
            if len(flaws) < limits.flaws:
                flaws.append(Flaw(row.line, _title(head, flaw.column), flaw.reason))
            continue
        repeated += one.id in told
        hidden += masked
        told.setdefault(one.id, one)
    if not count:
        raise InputError("complaint.none", file=name)
    datum = head.title(Column.LON) if Column.LON in head.places else ""
    return Reading(
        count, tuple(told.values()), repeated, tuple(flaws), flaw_count, head.dropped, hidden, datum
    )


def _title(head: Head, column: Column) -> str:
    return head.title(column) if column in head.places else ""


class _Cells:
    """The cells of a row by what they say."""

    def __init__(self, row: Row, head: Head, limits: Complaints) -> None:
        self.line = row.line
        self._cells, self._head, self._limits = row.cells, head, limits
        if any(cell.strip() for cell in row.cells[len(head.titles) :]):
            values = {"cells": len(row.cells), "titles": len(head.titles)}
            raise _FlawError(Column.TIME, "complaint.more_cells", **values)

    def text(self, column: Column, *, several_lines: bool = False) -> str:
        """A cell, cleaned; empty where it or its column is missing."""
        index = self._head.places.get(column)
        if index is None or index >= len(self._cells):
            return ""
        limits = self._limits
        limit = limits.text_characters if several_lines else limits.line_characters
        plain = (clean if several_lines else clean_line)(self._cells[index])
        if len(plain) > limit:
            raise _FlawError(column, "complaint.long", count=len(plain), limit=limit)
        return plain


def _told(cells: _Cells, zone: ZoneInfo, today: date) -> tuple[Told, int]:
    day, at = _time(cells.text(Column.TIME), zone, today)
    number, kind = cells.text(Column.NUMBER), cells.text(Column.KIND)
    words, in_words = without_numbers(cells.text(Column.WORDS, several_lines=True))
    place, in_place = without_numbers(cells.text(Column.PLACE))
    spot = _spot(cells.text(Column.LON), cells.text(Column.LAT))
    moment = at.isoformat() if at else day.isoformat()
    # made of what is kept, so that nothing of a person is in the hash either
    parts = (number,) if number else (moment, kind, words, place, spot or "-")
    told = Told(
        cells.line,
        ids.of_complaint("number" if number else "said", *parts),
        number or None,
        day,
        at,
        kind or None,
        words or None,
        place or None,
        spot,
    )
    return told, in_words + in_place


def _time(text: str, zone: ZoneInfo, today: date) -> tuple[date, datetime | None]:
    plain = unicodedata.normalize("NFKC", text)
    try:
        day, at = _parsed(plain, zone)
    except (ValueError, OverflowError):
        raise _FlawError(Column.TIME, "complaint.no_time", value=text[:40] or "—") from None
    if not _FIRST <= day <= today:
        raise _FlawError(Column.TIME, "complaint.time_range", value=text[:40])
    return day, at


def _parsed(text: str, zone: ZoneInfo) -> tuple[date, datetime | None]:
    if _ZONED.fullmatch(text):
        at = datetime.fromisoformat(text)
        return at.astimezone(zone).date(), at
    found = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    parts = [int(part) if part else None for part in found.groups()]
    year, month, day, *clock = parts
    told = date(year or 0, month or 0, day or 0)
    if not clock or clock[0] is None:
        return told, None
    moment = time(clock[0], clock[1] or 0, clock[2] or 0)
    return told, datetime.combine(told, moment, zone)


def _spot(lon: str, lat: str) -> tuple[float, float, float] | None:
    if not lon and not lat:
        return None
    if not lon or not lat:
        raise _FlawError(Column.LAT if lon else Column.LON, "complaint.half_a_place")
    east, north = _degrees(lon, Column.LON, 180), _degrees(lat, Column.LAT, 89.9)
    if east == 0 and north == 0:  # so says a program that knows no place
        return None
    return east, north, max(_step(lon), _step(lat))


def _degrees(text: str, column: Column, most: float) -> float:
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    value = float(plain) if _DEGREES.fullmatch(plain) else math.nan
    if not abs(value) <= most:  # NaN is refused as well
        raise _FlawError(column, "complaint.no_degrees", value=text[:40])
    return value


def _step(text: str) -> float:
    decimals = len(_SIGNS.sub("", text).partition(".")[2])
    return float(10.0**-decimals)
