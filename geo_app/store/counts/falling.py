"""Keeping how many sites that nobody has verified fall due on each day, in each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, text

from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.store.counts.entry import Change, Entry
from geo_app.store.models import UNCHECKED
from geo_app.store.tiling import SITE, SITE_DUE, UNDATED

_BATCH = 10_000


class Falling(NamedTuple):
    """Which row of ``SITE_DUE``.

    Attributes:
        day: Ordinal of the deadline; ``UNDATED`` = none is set.
        district_code: Empty = of no district.
        accounting_unit: Empty = where it is no other one than the district.
    """

    day: int
    district_code: str
    accounting_unit: str

    @classmethod
    def of(cls, deadline: date | None, code: str | None, unit: str | None) -> Falling:
        """The row that counts a site."""
        # as the counts name it: a unit that is the district itself is no other one
        own = unit if unit and unit != code else ""
        return cls(deadline.toordinal() if deadline else UNDATED, code or "", own)


def shift(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the rows up to date with changed sites.

    Args:
        connection: A transaction that holds the lock of the counts.
        changes: Each site once.
    """
    gains: Counter[Falling] = Counter()
    for before, after in changes:
        _count(gains, before, -1)
        _count(gains, after, 1)
    rows = [{**row._asdict(), "number": gain} for row, gain in gains.items() if gain]
    if not rows:
        return
    connection.execute(_RAISE, rows)
    lessened = [row for row in rows if row["number"] < 0]
    if lessened:
        connection.execute(_REMOVE, lessened)


def _count(gains: Counter[Falling], site: Entry | None, sign: int) -> None:
    if site and site.status not in DONE_AS_CHECKED:
        gains[Falling.of(site.deadline, site.district_code, site.accounting_unit)] += sign


# both databases know this form, which is no part of the common language of SQLAlchemy
_KEY = " AND ".join(f"{name} = :{name}" for name in Falling._fields)
_RAISE = text(
    "INSERT INTO site_due (day, district_code, accounting_unit, number) "
    "VALUES (:day, :district_code, :accounting_unit, :number) "
    "ON CONFLICT (day, district_code, accounting_unit) "
    "DO UPDATE SET number = site_due.number + excluded.number"
)
_REMOVE = text(f"DELETE FROM site_due WHERE {_KEY} AND number = 0")  # noqa: S608 # our own names


def from_scratch(connection: Connection) -> Mapping[Falling, int]:
    """All rows as they should be, counted from the sites."""
    columns = SITE.c.deadline, SITE.c.district_code, SITE.c.accounting_unit
    query = select(*columns, func.count()).where(UNCHECKED).group_by(*columns)
    rows: Counter[Falling] = Counter()
    for *values, number in connection.execute(query):
        rows[Falling.of(*values)] += number
    return rows


def as_kept(connection: Connection) -> Mapping[Falling, int]:
    """All rows as they are."""
    rows: Iterable[Any] = connection.execute(select(SITE_DUE))
    return {Falling(*key): number for *key, number in rows}


def count_due_anew(connection: Connection) -> None:
    """Make all rows anew."""
    connection.execute(delete(SITE_DUE))
    rows = [{**row._asdict(), "number": number} for row, number in from_scratch(connection).items()]
    for start in range(0, len(rows), _BATCH):
        connection.execute(insert(SITE_DUE), rows[start : start + _BATCH])
