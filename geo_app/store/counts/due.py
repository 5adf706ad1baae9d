"""How many sites that nobody has verified fall due soon, or have no deadline, in each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, case, func, or_, select
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
    day, number = SITE_DUE.c.day, SITE_DUE.c.number
    first = today.toordinal()
    ends = [first + span for span in spans]
    starts = [first, *(end + 1 for end in ends[:-1])]
    conditions = [
        *(day.between(*span) for span in zip(starts, ends, strict=True)),
        day == UNDATED,
    ]
    columns = SITE_DUE.c.district_code, SITE_DUE.c.accounting_unit
    sums = (func.sum(case((each, number), else_=0)) for each in conditions)
    query = select(*columns, *sums).where(or_(*conditions)).group_by(*columns)
    return MappingProxyType(
        {
            Part(code or None, unit or None): Due(tuple(map(int, soon)), int(undated))
            for code, unit, *soon, undated in connection.execute(query).all()
        }
    )
