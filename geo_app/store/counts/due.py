"""How many sites that nobody has verified fall due soon, or have no deadline, in each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from geo_app.store import scope
from geo_app.store.counts.memory import remembered
from geo_app.store.counts.parts import Part
from geo_app.store.models import UNCHECKED
from geo_app.store.tiling import SITE


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
    ends = [today + timedelta(days=number) for number in spans]
    starts = [today, *(end + timedelta(days=1) for end in ends[:-1])]
    conditions = [
        *(SITE.c.deadline.between(*span) for span in zip(starts, ends, strict=True)),
        SITE.c.deadline.is_(None),
    ]
    numbers: dict[Part, list[int]] = {}
    for place, condition in enumerate(conditions):
        columns = SITE.c.district_code, SITE.c.accounting_unit
        query = select(*columns, func.count()).where(UNCHECKED, condition).group_by(*columns)
        rows: Sequence[Any] = connection.execute(query).all()
        for code, unit, number in rows:
            # as the counts name it: a unit that is the district itself is no other one
            part = Part(code or None, (unit or None) if unit != code else None)
            counted = numbers.setdefault(part, [0] * len(conditions))
            counted[place] += number
    return MappingProxyType(
        {part: Due(tuple(counted[:-1]), counted[-1]) for part, counted in numbers.items()}
    )
