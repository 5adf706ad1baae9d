"""What stands above the titles of a ledger: its own title, who made it, as of which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo_app.notice.file.xlsx import Sheet
from geo_app.notice.item.dates import dates_in
from geo_app.notice.item.plain import plain
from geo_app.notice.ledger.cells import day_in
from geo_app.notice.ledger.heads import Head, written

_ISSUER = re.compile(
    r"(?:填报|编制|报送|制表|填表|上报)(?:单位|部门)\s*[:：]\s*([^\s,，;；:：]{2,40})"
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the titles.

    Attributes:
        title: The first line; empty where there is none.
        others: The other lines.
        issuer: Who made the ledger; empty where it is not said.
        as_of: The day that it speaks of, where one is said.
    """

    title: str = ""
    others: tuple[str, ...] = ()
    issuer: str = ""
    as_of: date | None = None


def above(sheet: Sheet, head: Head) -> Above:
    """What stands in the rows above the titles, each row as one line."""
    lines = [
        "　".join(dict.fromkeys(text for cell in cells.values() if (text := written(cell))))
        for row, cells in sorted(sheet.rows.items())
        if row < head.row
    ]
    lines = [line[:_LONGEST] for line in lines if line]
    issuers = (match[1] for line in lines for match in _ISSUER.finditer(line))
    return Above(
        title=lines[0] if lines else "",
        others=tuple(lines[1:]),
        issuer=next(issuers, ""),
        as_of=_as_of(lines),
    )


def _as_of(lines: list[str]) -> date | None:
    """The day after 截至, else the only day that is said."""
    found = [
        each
        for line in lines
        for each in dates_in(plain(line), 0, len(line))
        if each.precision == "day" and each.last is not None and each.year_said
    ]
    until = [each.last for each in found if each.until]
    if until:
        return until[0]
    days = {each.last for each in found}
    days |= {day.day for line in lines for part in line.split("　") if (day := day_in(part))}
    return days.pop() if len(days) == 1 else None
