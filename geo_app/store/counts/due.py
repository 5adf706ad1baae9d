"""How many sites that nobody has verified fall due soon, or have no deadline, in each part."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from geo_app.store import scope
from geo_app.store.counts.memory import remembered
from geo_app.store.counts.parts import Part
from geo_app.store.tiling import SITE_DUE, UNDATED


@dataclass(frozen=True, slots=True)
class Due:
    """Sites of a part that nobody has verified.

    Attributes:
        soon: With a deadline within each of the numbers of days that were asked for, and not
            within one before it; today's counts.
        undated: Without a deadline.
    """

    soon: tuple[int, ...]
    undated: int


def due(session: Session, today: date, days: Sequence[int]) -> Mapping[Part, Due]:
    """What falls due by part; parts in which nothing does are left out.

    Args:
        session: Any transaction.
        today: The first day that counts.
        days: Ascending numbers of days, each the end of a span.
    """
    spans = tuple(days)
    found = remembered(
        session.connection(), ("due", today, spans), lambda each: _read(each, today, spans)
    )
    seen = set(scope.areas_of(session))
    if not seen:
        return found
    return {part: numbers for part, numbers in found.items() if not seen.isdisjoint(part)}


def _read(connection: Connection, today: date, spans: tuple[int, ...]) -> Mapping[Part, Due]:
    first = today.toordinal()
    columns = SITE_DUE.c.day, SITE_DUE.c.district_code, SITE_DUE.c.accounting_unit
    query = select(*columns, SITE_DUE.c.number)
    last = first + spans[-1] if spans else UNDATED
    near = query.where(SITE_DUE.c.day.between(first, last))
    undated = query.where(SITE_DUE.c.day == UNDATED)
    numbers: dict[Part, list[int]] = defaultdict(lambda: [0] * (len(spans) + 1))
    for each in (near, undated):
        rows: Sequence[Any] = connection.execute(each).all()
        for day, code, unit, number in rows:
            place = bisect_left(spans, day - first) if day != UNDATED else len(spans)
            numbers[Part(code or None, unit or None)][place] += number
    return MappingProxyType(
        {part: Due(tuple(counted[:-1]), counted[-1]) for part, counted in numbers.items()}
    )
