"""A file as it is looked at: sheet, titles, columns with examples, and what each of them means."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from geo_app.errors import InputError
from geo_app.notice.ledger.files import Source, read
from geo_app.notice.ledger.guess import Column, guess, twice
from geo_app.notice.ledger.heads import LAST_HEAD, Head, find_head, head_at, written
from geo_app.notice.ledger.meanings import Meaning
from geo_app.notice.ledger.titles import Reason, Why
from geo_app.settings import LedgerLimits

EXAMPLES = 3
"""Cells of a column that a person is shown."""

_SAMPLES = 30
_ROW_ID = "行标识(勿改)"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has said about a file; None where the guess stands.

    Attributes:
        sheet: Title of the sheet.
        row: Row of the titles.
        depth: Rows that they take.
        meanings: Number of a column → what it means, None where it is not used.
    """

    sheet: str | None = None
    row: int | None = None
    depth: int | None = None
    meanings: Mapping[int, Meaning | None] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is read.

    Attributes:
        source: The file and its sheet.
        head: Where the titles are.
        columns: The columns with titles.
        reasons: Number of a column → what it means, and why.
    """

    source: Source
    head: Head
    columns: tuple[Column, ...]
    reasons: Mapping[int, Reason]

    @property
    def mapped(self) -> dict[int, Meaning]:
        """Number of a column → what it means."""
        return {place: reason.meaning for place, reason in self.reasons.items()}

    @property
    def meanings(self) -> dict[str, Meaning | None]:
        """Title → what it means: what is kept of it for the next file."""
        mapped = self.mapped
        return {column.title: mapped.get(column.place) for column in self.columns}

    @property
    def digest(self) -> str:
        """Of the titles, whatever their order: the same head has the same."""
        titles = sorted(column.title for column in self.columns)
        return hashlib.sha256("\n".join(titles).encode()).hexdigest()


def columns_of(source: Source, head: Head) -> tuple[Column, ...]:
    """The columns under some titles, each with what stands in its first cells."""
    samples: dict[int, list[str]] = {place: [] for place in head.titles}
    for number in sorted(source.sheet.rows):
        if number <= head.last:
            continue
        for place, cell in source.sheet.rows[number].items():
            text = written(cell)
            if text and place in samples and len(samples[place]) < _SAMPLES:
                samples[place].append(text)
    return tuple(Column(place, head.titles[place], tuple(samples[place])) for place in head.titles)


def opened(
    data: bytes, *, name: str, limits: LedgerLimits, choice: Choice
) -> tuple[Source, Head, tuple[Column, ...]]:
    """A file up to its columns, before anybody says what they mean.

    Raises:
        UnsupportedError: Neither xlsx nor csv.
        TooLargeError: Over a limit.
        InputError: Broken, no titles, or a ledger that was exported here.
    """
    source = read(data, name=name, limits=limits, title=choice.sheet)
    head = _head(source, choice)
    columns = columns_of(source, head)
    if any(
        column.titles[-1].replace("（", "(").replace("）", ")") == _ROW_ID for column in columns
    ):
        raise InputError("adoption.ours", file=name)
    return source, head, columns


def laid_out(
    source: Source,
    head: Head,
    columns: tuple[Column, ...],
    choice: Choice,
    kept: Mapping[str, Meaning | None] | None = None,
) -> Layout:
    """What each column means: as a person has said, else as was kept, else as guessed.

    Raises:
        InputError: Two columns are said to mean the same, or none holds the finding.
    """
    if choice.meanings is None:
        reasons = guess(columns, kept)
    else:
        said = {place: each for place, each in choice.meanings.items() if each is not None}
        _require_single(said, columns)
        guessed = guess(columns, kept)
        reasons = {
            place: guessed[place]
            if place in guessed and guessed[place].meaning is meaning
            else Reason(meaning, Why.CHOSEN, 0)
            for place, meaning in said.items()
            if place in head.titles
        }
    return Layout(source, head, columns, reasons)


def require_finding(layout: Layout) -> None:
    """Pass silently where a column holds the finding.

    Raises:
        InputError: None does.
    """
    if Meaning.FINDING not in layout.mapped.values():
        raise InputError("adoption.no_finding_column")


def _head(source: Source, choice: Choice) -> Head:
    if choice.row is None:
        head = find_head(source.sheet)
        if head is None:
            raise InputError("adoption.no_head", file=source.name, limit=LAST_HEAD)
        return head
    head = head_at(source.sheet, choice.row, 2 if choice.depth == 2 else 1)
    if not head.titles:
        raise InputError("adoption.no_columns", file=source.name, row=choice.row)
    return head


def _require_single(said: Mapping[int, Meaning], columns: tuple[Column, ...]) -> None:
    same = twice(said)
    if same is None:
        return
    titles = {column.place: column.title for column in columns}
    one, other = (titles.get(place, str(place)) for place in same)
    meaning = f"@{said[same[0]].code}"
    raise InputError("adoption.twice", one=one, other=other, meaning=meaning)
