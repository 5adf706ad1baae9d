"""The ledger → xlsx: four sheets, written line by line; the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from sqlalchemy import select, union
from sqlalchemy.orm import Session
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo_app.domain.particulars import CHANGES, EARLIEST, LATEST, RULES, DeadlineClass, Field
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.errors import GeoAppError, TooLargeError
from geo_app.reports.ledger import columns
from geo_app.reports.ledger.columns import COLUMNS, LANGUAGE, SHEET, SHOWN, Value
from geo_app.reports.ledger.figures import Figures
from geo_app.settings.complaints import Complaints
from geo_app.store.models import Event, Problem, Site
from geo_app.words import say, term
from geo_app.work import ledger_lines, unit_names
from geo_app.work.complaints.crowd import Crowd
from geo_app.work.ledger_lines import Line, Part

HEAD = 3
"""Rows above the lines: title, what is to be known, titles of the columns."""

EXCEL_ROWS = 1_048_576
_TITLE_COLUMNS = 12
_LINE_POINTS, _MOST_LINES = 13.5, 8
"""Height of a line of text, points; a row is no higher than so many lines."""

_OPTIONS = "选项"
_MOST_UNITS = 500
_BATCH = 300
_SENT_BACK = (EventKind.REFUSED, EventKind.REOPENED)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the ledger.

    Attributes:
        unit: The office that hands it out.
        today: The day that it is about.
        zone: Zone of the office, for times in the history.
        counted: Kinds of deadline that are counted in working days.
        part: Which lines; None = all of the ledger.
        filter: The same in words.
    """

    unit: str | None
    today: date
    zone: ZoneInfo
    counted: frozenset[DeadlineClass]
    part: Part | None = None
    filter: str = ""


def write(
    session: Session, target: Path, head: Head, complaints: Complaints, *, most: int | None = None
) -> int:
    """Write the ledger that this session sees.

    Args:
        session: Any transaction.
        target: File to write.
        head: What stands above it.
        complaints: Which of them are near a site.
        most: Most lines; None = as many as a sheet holds.

    Returns:
        Number of lines.

    Raises:
        TooLargeError: There are more lines.
    """
    number, limit = ledger_lines.count(session, head.part), EXCEL_ROWS - HEAD
    if most is not None and number > most:
        raise TooLargeError("ledger.page_rows", count=number, limit=most)
    if number > limit:
        raise TooLargeError("ledger.excel_rows", count=number, limit=limit)
    # constant_memory: a row is on the disk once the next one is begun
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    book.set_properties({"title": _title(head), "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    with book:
        _Writing(book, head, number).write(session, complaints)
    return number


def write_file(session: Session, target: Path, head: Head, complaints: Complaints) -> int:
    """Write the ledger to a file, whole or not at all.

    Raises:
        TooLargeError: There are more lines than a sheet holds.
        GeoAppError: The file cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        count = write(session, part, head, complaints)
        part.replace(target)
    except (OSError, FileCreateError) as error:
        reason = getattr(error, "strerror", None) or error
        raise GeoAppError("cli.os_error", file=target.name, reason=reason) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _title(head: Head) -> str:
    return say("ledger.title", {"day": _day(head.today)}, LANGUAGE)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class _Writing:
    """The sheets of a book, filled side by side in one walk over the lines."""

    def __init__(self, book: xlsxwriter.Workbook, head: Head, number: int) -> None:
        self._book, self._head, self._number = book, head, number
        basic = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1}
        text = {**basic, "text_wrap": True, "num_format": "@"}
        add = book.add_format
        self._title = add({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._note = add({"font_size": 10, "text_wrap": True, "valign": "vcenter"})
        heads = {**basic, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
        self._heads = add({**heads, "bg_color": "#E7ECEA"})
        self._open_heads = add({**heads, "bg_color": "#FFE9A8"})
        self._text, self._open_text = add(text), add({**text, "bg_color": "#FFFBEB"})
        # so marked, a text stays one even when somebody types into its cell
        self._quoted = add({**text, "quote_prefix": True})
        self._open_quoted = add({**text, "bg_color": "#FFFBEB", "quote_prefix": True})
        self._day = add({**basic, "num_format": "yyyy-mm-dd", "align": "center"})
        self._open_day = add(
            {**basic, "num_format": "yyyy-mm-dd", "bg_color": "#FFFBEB", "align": "center"}
        )
        self._number_format = add({**basic, "align": "center"})
        self._percent = add({**basic, "num_format": "0.0%", "align": "center"})

    def write(self, session: Session, complaints: Complaints) -> None:
        """All sheets."""
        note = self._note_text(session)
        ledger = self._sheet(SHEET, _title(self._head), note, COLUMNS_OF_LEDGER)
        steps = self._sheet("整改过程", "整改过程", None, STEP_COLUMNS)
        returned = self._sheet("退回记录", "退回记录", None, RETURN_COLUMNS)
        figures = Figures(self._head.today)
        step_row = return_row = HEAD
        lines = ledger_lines.lines(session, self._head.part)
        doubted = _with_doubts(session, lines, complaints)
        for ordinal, (line, doubt) in enumerate(doubted, start=1):
            told = columns.values(line, ordinal, self._head.today, self._head.counted, doubt)
            self._line(ledger, HEAD + ordinal - 1, told)
            figures.count(line, complained=doubt is not None)
            for event in line.events:
                if step_row < EXCEL_ROWS:
                    self._values(steps, step_row, _step(line, event, self._head.zone))
                    step_row += 1
                if event.kind in _SENT_BACK:
                    self._values(returned, return_row, _returned(line, event))
                    return_row += 1
        self._figures(figures)
        self._finish(session, ledger)

    def _note_text(self, session: Session) -> str:
        unit = self._head.unit or "—"
        note = say("ledger.note_above", {"unit": unit, "count": self._number}, LANGUAGE)
        if self._head.part is None:
            return note
        # who gets a part of the ledger must not take it for the whole
        told = {"filter": self._head.filter, "total": ledger_lines.count(session)}
        return say("ledger.note_part", told, LANGUAGE) + note

    def _sheet(
        self, name: str, title: str, note: str | None, heads: Iterable[tuple[str, int, bool]]
    ) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        listed = list(heads)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(2 if name == SHEET else 1, 0)
        sheet.repeat_rows(HEAD - 1)
        sheet.freeze_panes(HEAD, 0)
        for column, (_, width, _open) in enumerate(listed):
            sheet.set_column(column, column, width)
        # a title over all of a wide sheet would stand where nobody looks
        last = min(len(listed), _TITLE_COLUMNS) - 1
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, last, title, self._title)
        sheet.set_row(1, 32 if note else 15)
        sheet.merge_range(1, 0, 1, last, note or "", self._note)
        sheet.set_row(HEAD - 1, 30)
        for column, (text, _, is_open) in enumerate(listed):
            sheet.write_string(HEAD - 1, column, text, self._open_heads if is_open else self._heads)
        return sheet

    def _line(self, sheet: Worksheet, row: int, told: Mapping[str, Value]) -> None:
        # not every program fits rows to wrapped text by itself
        lines = max(_lines(columns.plain(told.get(each.key)), each.width) for each in SHOWN)
        sheet.set_row(row, _LINE_POINTS * min(lines, _MOST_LINES) + 2)
        for place, column in enumerate(COLUMNS):
            self._cell(sheet, row, place, told.get(column.key), column.field)

    def _values(self, sheet: Worksheet, row: int, told: Iterable[Value]) -> None:
        for place, value in enumerate(told):
            self._cell(sheet, row, place, value, None)

    def _cell(
        self, sheet: Worksheet, row: int, place: int, value: Value, field: Field | None
    ) -> None:
        if isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 # a day
            sheet.write_datetime(row, place, moment, self._open_day if field else self._day)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, self._number_format)
        elif value:
            # write_string, never write: what begins like a formula is a text all the same
            sheet.write_string(row, place, columns.plain(value), self._look(value, field))
        else:
            is_day = field is not None and RULES[field].is_day
            empty = self._open_day if is_day else self._open_text if field else self._text
            sheet.write_blank(row, place, None, empty)

    def _look(self, text: str, field: Field | None) -> Format:
        if text.lstrip().startswith(_FORMULA_SIGNS):
            return self._open_quoted if field else self._quoted
        return self._open_text if field else self._text

    def _finish(self, session: Session, sheet: Worksheet) -> None:
        last = HEAD + max(self._number, 1) - 1
        places = {column.key: place for place, column in enumerate(COLUMNS)}
        sheet.autofilter(HEAD - 1, 0, last, len(SHOWN) - 1)
        sheet.freeze_panes(HEAD, places["name"] + 1)
        for key in (columns.ROW, columns.VERSION):
            sheet.set_column(places[key], places[key], 12, None, {"hidden": True})
        options = self._options(_units(session))
        for column in COLUMNS:
            if column.field is None:
                continue
            place = places[column.key]
            check = _check(column.field, options)
            if check:
                sheet.data_validation(HEAD, place, last, place, check)

    def _options(self, units: list[str]) -> str | None:
        """A hidden sheet with the units that are known, for lists to choose from."""
        if not units:
            return None
        sheet = self._book.add_worksheet(_OPTIONS)
        sheet.hide()
        for row, unit in enumerate(units):
            self._cell(sheet, row, 0, unit, None)
        return f"={_OPTIONS}!$A$1:$A${len(units)}"

    def _figures(self, figures: Figures) -> None:
        heads = _heads(*((key, 26 if key in figures.HEADS[:2] else 12) for key in figures.HEADS))
        title = say("ledger.figures_title", {"day": _day(self._head.today)}, LANGUAGE)
        note = say("ledger.figures_note", {}, LANGUAGE)
        sheet = self._sheet("统计汇总", title, note, heads)
        for row, told in enumerate(figures.rows(), start=HEAD):
            for place, value in enumerate(told):
                if isinstance(value, float):
                    sheet.write_number(row, place, value, self._percent)
                else:
                    self._cell(sheet, row, place, value, None)


def _with_doubts(
    session: Session, lines: Iterator[Line], complaints: Complaints
) -> Iterator[tuple[Line, Remark | None]]:
    """Each line with what complaints say after the claim of its site; many sites at once."""
    crowd = Crowd.since_claims(session, complaints)
    while batch := list(islice(lines, _BATCH)):
        after = crowd.after_claims(session, [line.site for line in batch if line.site])
        for line in batch:
            followed = after.get(line.row.id)
            yield line, followed.doubt() if followed else None


@lru_cache(maxsize=4096)
def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese character is two wide."""
    return sum(
        1 + max(0, sum(1 + (sign > "\u2e7f") for sign in part) - 1) // (width - 1)
        for part in text.split("\n")
    )


def _check(field: Field, options: str | None) -> dict[str, object] | None:
    """What a spreadsheet offers and refuses in a column; the import decides."""
    if RULES[field].is_day:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": EARLIEST,
            "maximum": LATEST,
            "error_title": say("ledger.deadline", {}, LANGUAGE),
            "error_message": say("ledger.day_wanted", {}, LANGUAGE),
        }
    if choices := RULES[field].choices:
        return {"validate": "list", "source": [columns.shown(field, each) for each in choices]}
    one_unit = (Field.RESPONSIBLE_UNIT, Field.LEADING_UNIT, Field.VERIFYING_UNIT)
    if field in one_unit and options:
        # a unit that is not known yet may be typed
        return {"validate": "list", "source": options, "error_type": "information"}
    return None


def _units(session: Session) -> list[str]:
    asked = union(
        select(Problem.responsible_unit),
        select(Site.responsible_unit),
        select(Site.accounting_unit),
    )
    found = {unit for unit in session.scalars(asked) if unit}
    return unit_names.offered(session, found)[:_MOST_UNITS]


COLUMNS_OF_LEDGER = tuple((each.title, each.width, each.field is not None) for each in COLUMNS)


def _heads(*keys: tuple[str, int]) -> tuple[tuple[str, int, bool], ...]:
    return tuple((say(f"ledger.{key}", {}, LANGUAGE), width, False) for key, width in keys)


STEP_COLUMNS = _heads(
    ("level", 6), ("code", 14), ("number", 8), ("name", 26), ("event", 18), ("as_of", 12),
    ("recorded_at", 18), ("recorded_by", 14), ("told", 60),
)  # fmt: skip
RETURN_COLUMNS = _heads(
    ("level", 6), ("code", 14), ("number", 8), ("name", 26), ("event", 18), ("as_of", 12),
    ("recorded_by", 14), ("reason", 60),
)  # fmt: skip


def _about(line: Line) -> tuple[Value, ...]:
    site = line.site
    level = say("ledger.site" if site else "ledger.problem", {}, LANGUAGE)
    return level, site.code if site else None, line.problem.number, site.name if site else None


def _step(line: Line, event: Event, zone: ZoneInfo) -> tuple[Value, ...]:
    moment = event.at.astimezone(zone)
    return (
        *_about(line),
        term("event", event.kind, LANGUAGE),
        event.as_of,
        f"{moment:%Y-%m-%d %H:%M}",
        event.actor_name,
        _told(event),
    )


def _returned(line: Line, event: Event) -> tuple[Value, ...]:
    reason = event.data.get("reason")
    word = term("event", event.kind, LANGUAGE)
    return *_about(line), word, event.as_of, event.actor_name, str(reason) if reason else None


_TOLD: tuple[tuple[str, Callable[[object], str]], ...] = tuple(
    (name, str) for name in ("deadline", "day", "to", "reason", "note")
)


def _told(event: Event) -> str | None:
    """What more an event says: texts of people, and what was amended."""
    parts = [say_it(event.data[name]) for name, say_it in _TOLD if event.data.get(name)]
    for name, (before, after) in (event.data.get(CHANGES) or {}).items():
        field = say(f"ledger.{name}", {}, LANGUAGE)
        parts.append(f"{field}：{before or '—'} → {after or '—'}")
    return "\n".join(parts) or None
