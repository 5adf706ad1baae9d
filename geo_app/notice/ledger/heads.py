"""Where the titles of a sheet stand: under merged lines, in one row or in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geo_app.notice.file.xlsx import Cell, Content, Sheet
from geo_app.notice.ledger.titles import best

LAST_HEAD = 10
"""Titles are looked for in the rows up to this one."""

MOST_COLUMNS = 60
_LONGEST_TITLE = 30
_NUMBERED = re.compile(r"\d{2}|^\d+$")


@dataclass(frozen=True, slots=True)
class Head:
    """The titles of a sheet.

    Attributes:
        row: Number of their first row, from 1.
        depth: Rows that they take, 1 or 2.
        titles: Number of the column → its titles from above to below, one or two.
    """

    row: int
    depth: int
    titles: Mapping[int, tuple[str, ...]]

    @property
    def last(self) -> int:
        """Number of their last row."""
        return self.row + self.depth - 1


def written(cell: Cell | None) -> str:
    """A cell as one line of text; empty where it holds none that counts as such."""
    if cell is None or cell.value is None:
        return ""
    if cell.content is Content.NUMBER and isinstance(cell.value, float):
        return f"{cell.value:.10g}"
    return " ".join(str(cell.value).split())


def head_at(sheet: Sheet, row: int, depth: int) -> Head:
    """The titles in the rows that somebody has named."""
    upper = _line(sheet, row)
    if depth == 1:
        return Head(row, 1, {place: (title,) for place, title in sorted(upper.items())})
    lower = _line(sheet, row + 1)
    titles: dict[int, tuple[str, ...]] = {}
    group = ""
    for place in sorted({*upper, *lower}):
        above, below = upper.get(place, ""), lower.get(place, "")
        # a csv has lost what was merged: the title of a group stands over its first column only
        group = above or group
        if below and below != above:
            titles[place] = (group, below) if group else (below,)
        else:
            titles[place] = (above,)
    return Head(row, 2, titles)


def find_head(sheet: Sheet) -> Head | None:
    """The rows whose titles mean most; None where none of them means anything."""
    found: list[tuple[int, int, Head]] = []
    for head in _candidates(sheet):
        meant = {best(titles) for titles in head.titles.values()} - {None}
        found.append((len(meant), -head.depth, head))
    score, _, head = max(found, key=lambda each: (each[0], each[1], -each[2].row), default=_NONE)
    return head if score >= _LEAST else None


_LEAST = 2
"""Columns that a row of titles must mean something by."""

_NONE = (0, 0, Head(1, 1, {}))


def _candidates(sheet: Sheet) -> Iterator[Head]:
    rows = [row for row in sorted(sheet.rows) if row <= LAST_HEAD]
    for row in rows:
        yield head_at(sheet, row, 1)
        if _goes_on(sheet, row):
            yield head_at(sheet, row, 2)


def _goes_on(sheet: Sheet, row: int) -> bool:
    """The next row holds titles, too: short words, and a group above some of them."""
    below = sheet.rows.get(row + 1, {})
    texts = [written(cell) for cell in below.values()]
    if not texts or not all(_is_title(cell) for cell in below.values()):
        return False
    spans = [each for each in sheet.merged if each[0] == row and each[0] <= each[2] <= row + 1]
    grouped = any(right > left and top == bottom for top, left, bottom, right in spans)
    upper = sheet.rows.get(row, {})
    return grouped or any(place not in upper for place in below)


def _is_title(cell: Cell) -> bool:
    text = written(cell)
    return (
        cell.content is Content.TEXT and len(text) <= _LONGEST_TITLE and not _NUMBERED.search(text)
    )


def _line(sheet: Sheet, row: int) -> dict[int, str]:
    """Titles of a row; what is merged stands over each of its columns."""
    titles = {place: written(cell) for place, cell in sheet.rows.get(row, {}).items()}
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            title = written(sheet.rows.get(top, {}).get(left))
            for place in range(left, min(right, MOST_COLUMNS) + 1):
                titles[place] = title
    return {place: title for place, title in titles.items() if title and place < MOST_COLUMNS}
