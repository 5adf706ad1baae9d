"""The rows of somebody else's ledger by what their columns mean; each bad cell is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from geo_app.domain.particulars import RULES, DeadlineClass, Field, accepted
from geo_app.domain.remark import Remark
from geo_app.domain.text import clean, clean_line
from geo_app.errors import InputError
from geo_app.notice.file.xlsx import Cell, Content, Sheet, address
from geo_app.notice.ledger.cells import Day, day_in, is_number
from geo_app.notice.ledger.heads import Head, written
from geo_app.notice.ledger.meanings import DAYS, Meaning
from geo_app.notice.phrases import read_phrase
from geo_app.settings import LedgerLimits
from geo_app.words import term

_UNUSABLE = frozenset({Content.FORMULA, Content.ERROR, Content.FLAG})
_HAS_LINES = frozenset({Meaning.FINDING, Meaning.REPLY, Meaning.MEASURES, Meaning.NOTE})
_LON, _LAT = (73, 136), (3, 54)
_LEAST_CELLS = 3
"""Cells that make a row without a finding one that lacks it, not a line between rows."""

_SUM = re.compile(r"(?:合计|总计|小计|共计)[:：]?\d*[项个条处]?")

_CLASSES = {term("deadline_class", each.value, "zh"): each for each in DeadlineClass} | {
    "长期": DeadlineClass.LASTING,
    "持续推进": DeadlineClass.LASTING,
    "持续整改": DeadlineClass.LASTING,
}


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken over.

    Attributes:
        cell: Its address.
        reason: Why.
    """

    cell: str
    reason: Remark


@dataclass(frozen=True, slots=True)
class Row:
    """A row, read.

    Attributes:
        number: Its number in the sheet.
        texts: What its cells say.
        days: What those say that are days.
        block: First row of the merged cell that its finding stands in; its own number otherwise.
    """

    number: int
    texts: Mapping[Meaning, str]
    days: Mapping[Meaning, Day]
    block: int

    def text(self, meaning: Meaning) -> str:
        """What stands there; empty where nothing does."""
        return self.texts.get(meaning, "")

    @property
    def field_texts(self) -> dict[Field, str]:
        """What the fields of the ledger will say."""
        return {each.field: text for each, text in self.texts.items() if each.field and text}


@dataclass(slots=True)
class Rows:
    """The rows of a sheet.

    Attributes:
        rows: Those that tell of a problem.
        bad: Cells that cannot be taken over.
        skipped: Numbers of rows that tell of none: sums, lines between rows, signatures.
    """

    rows: list[Row] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


def read_rows(
    sheet: Sheet, head: Head, mapped: Mapping[int, Meaning], limits: LedgerLimits, today: date
) -> Rows:
    """Each row under the titles.

    Args:
        sheet: The cells.
        head: Where the titles are.
        mapped: Number of a column → what it means.
        limits: Lengths.
        today: No day of what was done or found lies after it.
    """
    found = Rows()
    places = {meaning: place for place, meaning in mapped.items()}
    blocks = _blocks(sheet, head, places)
    for number, cells in _filled(sheet, head):
        reading = _Reading(number, cells, places, limits, today)
        if reading.repeats(head) or _is_sum(cells):
            found.skipped.append(number)
            continue
        if not reading.says(Meaning.FINDING):
            if reading.count >= _LEAST_CELLS:
                where = address(number, places[Meaning.FINDING])
                found.bad.append(BadCell(where, Remark("adoption.no_finding")))
            else:
                found.skipped.append(number)
            continue
        texts, days = reading.read()
        found.bad += reading.bad
        found.rows.append(Row(number, texts, days, blocks.get(number, number)))
    return found


def _is_sum(cells: Mapping[int, Cell]) -> bool:
    """A line of sums: it says so in the first of its cells."""
    return _SUM.fullmatch("".join(written(cells[min(cells)]).split())) is not None


def _filled(sheet: Sheet, head: Head) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    """The rows under the titles; what is merged downwards stands in each of its rows."""
    numbers = [number for number in sorted(sheet.rows) if number > head.last]
    more: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _ in sheet.merged:
        cell = sheet.rows.get(top, {}).get(left)
        if cell is not None and bottom > top > head.last:
            for number in numbers:
                if top < number <= bottom:
                    more.setdefault(number, {})[left] = cell
    for number in numbers:
        yield number, {**sheet.rows[number], **more.get(number, {})}


def _blocks(sheet: Sheet, head: Head, places: Mapping[Meaning, int]) -> dict[int, int]:
    """Row → first row of the merged cell that its finding stands in."""
    place = places[Meaning.FINDING]
    last = max(sheet.rows, default=0)
    return {
        number: top
        for top, left, bottom, right in sheet.merged
        if left <= place <= right and top > head.last
        for number in range(top, min(bottom, last) + 1)
    }


class _Reading:
    """One row."""

    def __init__(
        self,
        number: int,
        cells: Mapping[int, Cell],
        places: Mapping[Meaning, int],
        limits: LedgerLimits,
        today: date,
    ) -> None:
        self._number, self._places = number, places
        self._limits, self._today = limits, today
        self._cells = {meaning: cells[place] for meaning, place in places.items() if place in cells}
        self.bad: list[BadCell] = []

    @property
    def count(self) -> int:
        """Cells of columns that mean something."""
        return len(self._cells)

    def says(self, meaning: Meaning) -> bool:
        return meaning in self._cells

    def repeats(self, head: Head) -> bool:
        """The titles again, as on each printed page."""
        said = [
            written(cell) in head.titles[self._places[meaning]]
            for meaning, cell in self._cells.items()
        ]
        return bool(said) and all(said)

    def read(self) -> tuple[dict[Meaning, str], dict[Meaning, Day]]:
        texts: dict[Meaning, str] = {}
        days: dict[Meaning, Day] = {}
        for meaning, cell in self._cells.items():
            if cell.content in _UNUSABLE:
                if meaning is not Meaning.ORDINAL:  # counted by the sheet itself
                    self._refuse(
                        meaning, f"ledger.is_{cell.content.value}", column=f"@{meaning.code}"
                    )
                continue
            text = _text(meaning, cell)
            if not text:
                continue
            texts[meaning] = text
            if meaning in DAYS:
                self._day(meaning, text, texts, days)
        self._spot(texts)
        self._lengths(texts)
        return texts, days

    def _day(
        self, meaning: Meaning, text: str, texts: dict[Meaning, str], days: dict[Meaning, Day]
    ) -> None:
        day = day_in(text)
        kind = _CLASSES.get(text.rstrip("。")) if meaning is Meaning.DEADLINE else None
        if kind is not None:
            del texts[meaning]
            texts.setdefault(Meaning.DEADLINE_CLASS, kind.value)
        elif day is None:
            self._refuse(meaning, "ledger.no_day", field=f"@{meaning.code}", value=text[:40])
        elif meaning is not Meaning.DEADLINE and day.precision == "day" and day.day > self._today:
            self._refuse(meaning, "adoption.day_ahead", field=f"@{meaning.code}", value=text[:40])
        else:
            days[meaning] = day
            texts[meaning] = day.day.isoformat()

    def _spot(self, texts: dict[Meaning, str]) -> None:
        for meaning, (least, most) in ((Meaning.LON, _LON), (Meaning.LAT, _LAT)):
            text = texts.get(meaning, "").rstrip("°")
            if not text:
                continue
            if not is_number(text) or not least <= float(text) <= most:
                self._refuse(
                    meaning, "adoption.no_degrees", field=f"@{meaning.code}", value=text[:40],
                    least=least, most=most,
                )  # fmt: skip
            texts[meaning] = text
        one, other = Meaning.LON in texts, Meaning.LAT in texts
        if one != other:
            missing = Meaning.LAT if one else Meaning.LON
            if missing in self._places:
                self._refuse(missing, "adoption.half_a_spot")
        told = texts.get(Meaning.COORDINATES, "")
        if told and read_phrase(told).coordinate is None:
            self._refuse(Meaning.COORDINATES, "adoption.no_spot", value=told[:40])

    def _lengths(self, texts: dict[Meaning, str]) -> None:
        for meaning, text in texts.items():
            name = meaning.field
            if name is None or (name is Field.DEADLINE_CLASS and text in _CODES):
                continue
            limits = self._limits
            most = limits.text_characters if RULES[name].has_lines else limits.line_characters
            try:
                accepted(name, "", text, most)
            except InputError as error:
                if meaning is not Meaning.DEADLINE:  # said already
                    self.bad.append(BadCell(self._where(meaning), Remark(error.code, error.values)))

    def _where(self, meaning: Meaning) -> str:
        return address(self._number, self._places.get(meaning, self._places[Meaning.FINDING]))

    def _refuse(self, meaning: Meaning, code: str, **values: object) -> None:
        self.bad.append(BadCell(self._where(meaning), Remark(code, values)))


_CODES = frozenset(each.value for each in DeadlineClass)


def _text(meaning: Meaning, cell: Cell) -> str:
    if cell.content is Content.NUMBER:
        return written(cell)
    text = str(cell.value)
    return clean(text) if meaning in _HAS_LINES else clean_line(text)
