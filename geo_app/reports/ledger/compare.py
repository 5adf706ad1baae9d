"""An edited ledger against the one that stands: changes, conflicts, and what is refused, by cell.

Each row carries the marks of what it said when it was written. A cell with another mark was
edited; a value here with another mark was changed here meanwhile; both together are a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.particulars import RULES, accepted
from geo_app.domain.remark import Remark
from geo_app.errors import ConflictError, InputError
from geo_app.notice.file.xlsx import Cell, Content, Sheet, address, read_sheet
from geo_app.reports.ledger import columns
from geo_app.reports.ledger.columns import COLUMNS, ROW, SHEET, VERSION, Column
from geo_app.settings import LedgerLimits
from geo_app.work import events, ledger_lines
from geo_app.work.ledger_changes import Change
from geo_app.work.ledger_lines import Line
from geo_app.work.particulars import Edit, amend, longest
from geo_app.work.people import book

_BATCH = 300
_HEAD_WITHIN = 30
_CHINESE_DAY = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be taken over.

    Attributes:
        cell: Its address.
        reason: Why.
    """

    cell: str
    reason: Remark


@dataclass(slots=True)
class Preview:
    """What an edited ledger would do; nothing is done yet.

    Attributes:
        rows: Lines in the file.
        absent: Lines that the ledger has and the file has not; they stay as they are.
        changes: What would be changed.
        conflicts: Edited in the file and meanwhile changed here.
        refusals: What cannot be taken over.
    """

    rows: int = 0
    absent: int = 0
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Refusal] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether all of it can be taken over."""
        return not self.conflicts and not self.refusals

    def refuse(self, cell: str, code: str, **values: object) -> None:
        """Note a cell that cannot be taken over."""
        self.refusals.append(Refusal(cell, Remark(code, values)))


def preview(
    session: Session, actor: Actor, data: bytes, *, name: str, limits: LedgerLimits
) -> Preview:
    """What an edited ledger would change.

    Args:
        session: Any transaction.
        actor: Who would change it.
        data: The xlsx.
        name: Of the file, for messages.
        limits: What is accepted.

    Raises:
        ForbiddenError: The actor may not amend the ledger.
        InputError: The file cannot be read, or is no ledger that was exported here.
    """
    actor.must(Right.LEDGER)
    sheet = read_sheet(data, SHEET, name=name, limits=limits)
    head, places = _heads(sheet, name)
    found = Preview()
    _look_for_merged(sheet, head, places, found)
    rows = _rows(sheet, head, places, found)
    while batch := list(islice(rows, _BATCH)):
        lines = ledger_lines.lines_of(session, [subject_id for subject_id, _ in batch])
        for subject_id, number in batch:
            line = lines.get(subject_id)
            if line is None:
                found.refuse(address(number, places[ROW]), "ledger.row_unknown")
            else:
                row = _Row(number, sheet.rows[number], places, events.may_amend(actor, line.row))
                _compare(row, line, found, limits)
    found.absent = max(0, ledger_lines.count(session) - found.rows)
    return found


def take_over(
    session: Session, actor: Actor, found: Preview, limits: LedgerLimits, *, source: str
) -> int:
    """Make all changes of a preview, or none; it is written down who did.

    Args:
        session: A write transaction.
        actor: Who makes them.
        found: The preview.
        limits: Lengths.
        source: Name of the file.

    Raises:
        InputError: Something in it is refused; names the first cell.
        ConflictError: Something was changed here meanwhile.
    """
    require_clean(found)
    edits = (change.edit for change in found.changes)
    count = amend(session, actor, edits, limits, source=source)
    if count:
        book.note(session, book.Kind.IMPORTED, actor, subject=source, changes=count)
    return count


def require_clean(found: Preview) -> None:
    """Pass silently where all of a preview can be taken over.

    Raises:
        InputError: Something in it is refused; names the first cell.
        ConflictError: Something was changed here meanwhile.
    """
    if found.refusals:
        first = found.refusals[0]
        raise InputError(
            "ledger.refused", count=len(found.refusals), cell=first.cell, reason=first.reason
        )
    if found.conflicts:
        first = found.conflicts[0]
        raise ConflictError(
            "ledger.conflicts", count=len(found.conflicts), cell=first.cell, reason=first.reason
        )


def _heads(sheet: Sheet, name: str) -> tuple[int, dict[str, int]]:
    """Number of the row of titles, and where each column of ours is."""
    keys = {column.title: column.key for column in COLUMNS}
    for number in sorted(sheet.rows)[:_HEAD_WITHIN]:
        places: dict[str, int] = {}
        for place, cell in sheet.rows[number].items():
            key = keys.get("".join(str(cell.value).split()))
            if key is None:
                continue
            if key in places:
                title = str(cell.value)
                raise InputError(
                    "ledger.head_twice", file=name, cell=address(number, place), title=title
                )
            places[key] = place
        if ROW in places and VERSION in places:
            return number, places
    raise InputError("ledger.no_heads", file=name, sheet=SHEET)


def _look_for_merged(sheet: Sheet, head: int, places: dict[str, int], found: Preview) -> None:
    for top, left, bottom, right in sheet.merged:
        if bottom > head and any(left <= place <= right for place in places.values()):
            found.refuse(address(max(top, head + 1), left), "ledger.merged")


def _rows(
    sheet: Sheet, head: int, places: dict[str, int], found: Preview
) -> Iterator[tuple[str, int]]:
    """Id and number of each row that says what it is about; once for each id."""
    seen: dict[str, int] = {}
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        if number <= head or not any(place in cells for place in places.values()):
            continue
        cell = cells.get(places[ROW])
        subject_id = str(cell.value).strip() if cell and cell.content is Content.TEXT else ""
        where = address(number, places[ROW])
        if not subject_id:
            found.refuse(address(number, min(cells)), "ledger.row_unsaid")
        elif subject_id in seen:
            found.refuse(where, "ledger.row_twice", other=seen[subject_id])
        else:
            seen[subject_id] = number
            found.rows += 1
            yield subject_id, number


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: dict[int, Cell]
    places: dict[str, int]
    open: bool
    """This person may amend the line."""

    def cell(self, column: Column) -> Cell | None:
        return self.cells.get(self.places[column.key])

    def where(self, key: str) -> str:
        return address(self.number, self.places[key])


def _compare(row: _Row, line: Line, found: Preview, limits: LedgerLimits) -> None:
    version = row.cells.get(row.places[VERSION])
    was = columns.marks(str(version.value)) if version else None
    if was is None:
        found.refuse(row.where(VERSION), "ledger.version_unknown")
        return
    for column in COLUMNS:
        if not column.kept or column.key not in row.places:
            continue
        cell = row.cell(column)
        text = _text(column, cell)
        if isinstance(text, Remark):
            found.refusals.append(Refusal(row.where(column.key), text))
        elif columns.mark(text) != was[column.key]:
            _changed(row, column, text, was[column.key], line, found, limits)


def _text(column: Column, cell: Cell | None) -> str | Remark:
    """What a cell says; or why that cannot be used."""
    if cell is None:
        return ""
    if cell.content in (Content.FORMULA, Content.ERROR, Content.FLAG):
        return Remark(f"ledger.is_{cell.content.value}", {"column": column.title})
    value = columns.plain(cell.value)
    if column.field is None:
        return value
    if RULES[column.field].is_day:
        return _as_day(value) if isinstance(cell.value, str) else _day_of(column, cell, value)
    if isinstance(cell.value, date):
        return Remark("ledger.is_day", {"column": column.title, "value": value})
    return value


def _as_day(text: str) -> str:
    """A day that was typed as text, in ISO form where it is one."""
    match = _CHINESE_DAY.fullmatch(text)
    return f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _day_of(column: Column, cell: Cell, value: str) -> str | Remark:
    if isinstance(cell.value, date):
        return value
    return Remark("ledger.no_day", {"field": column.title, "value": value})


def _changed(
    row: _Row,
    column: Column,
    text: str,
    was: str,
    line: Line,
    found: Preview,
    limits: LedgerLimits,
) -> None:
    where, name = row.where(column.key), column.field
    if name is None:
        found.refuse(where, "ledger.protected", column=column.title)
        return
    if not row.open:
        found.refuse(where, "ledger.whole_problem")
        return
    here = line.texts[name]
    try:
        after = accepted(name, here, text, longest(name, limits))
    except InputError as error:
        found.refusals.append(Refusal(where, Remark(error.code, error.values)))
        return
    if after == here:
        return
    stands, wanted = columns.shown(name, here), columns.shown(name, after)
    if columns.mark(columns.plain(stands)) != was:
        values = {"field": column.title, "here": stands or "—", "wanted": wanted or "—"}
        found.conflicts.append(Refusal(where, Remark("ledger.changed_here", values)))
        return
    found.changes.append(Change(Edit(line.row.id, name, here, after, where), line))
