"""The sites by district and accounting unit at once: parts that no border of either divides.

Each site lies in one part, so parts add up: by district, by accounting unit and for all alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.geo.tilekey import degrees
from geo_app.store import scope
from geo_app.store.counts import rows
from geo_app.store.counts.entry import ALL, Row, unnamed
from geo_app.store.counts.memory import remembered
from geo_app.store.counts.overview import whole
from geo_app.store.counts.reading import Cell


class Part(NamedTuple):
    """What a district and an accounting unit have in common.

    Attributes:
        district_code: GB/T 2260; None = of no district.
        accounting_unit: 考核单位; None = where it is no other one than the district.
    """

    district_code: str | None
    accounting_unit: str | None


NO_PART = Part(None, None)
"""Of no district and no accounting unit."""


@dataclass(frozen=True, slots=True)
class PartCount:
    """The sites of a part.

    Attributes:
        cell: By status, also the unlocated.
        located: Those of them that have a position.
    """

    cell: Cell
    located: int

    @property
    def unlocated(self) -> int:
        """Those that have none."""
        return self.cell.n - self.located


def middle(counts: list[PartCount]) -> tuple[float, float] | None:
    """Where the located sites of some parts are on the average: lon, lat; None without any."""
    located = sum(each.located for each in counts)
    if not located:
        return None
    x = sum(each.cell.x for each in counts) / located
    y = sum(each.cell.y for each in counts) / located
    return degrees(x, y)


def parts(session: Session) -> Mapping[Part, PartCount]:
    """All parts in which a site lies; who is bound to areas is told of the parts of these."""
    found = remembered(session.connection(), "parts", _read)
    seen = set(scope.areas_of(session))
    if not seen:
        return found
    return {part: count for part, count in found.items() if not seen.isdisjoint(part)}


def _read(connection: Connection) -> Mapping[Part, PartCount]:
    cells = whole(connection)
    located = rows.numbers(connection, [Row(0, ALL, area, 0) for area in cells])
    sums: dict[Part, list[int]] = defaultdict(lambda: [0] * _LENGTH)
    for area, cell in cells.items():
        counted = (*cell.standing, *cell.late, cell.x, cell.y, located.get(Row(0, ALL, area, 0), 0))
        for part, sign in _shares(area):
            for place, number in enumerate(counted):
                sums[part][place] += sign * number
    made = {part: _count(counted) for part, counted in sums.items()}
    return MappingProxyType({part: count for part, count in made.items() if count.cell.n})


_LENGTH = 2 * len(Status) + 3


def _shares(area: str) -> Iterator[tuple[Part, int]]:
    """In which parts an area is counted, and from which it is taken away again.

    A site of a district and of a unit is counted by both, and by what they overlap.
    """
    district, is_overlap, unit = area.partition("/")
    if is_overlap:
        yield Part(unnamed(district), unnamed(unit)), 1
        yield _alone(district), -1
        yield _alone(unit), -1
        yield NO_PART, 1
    elif area == ALL:
        yield NO_PART, 1
    else:
        yield _alone(area), 1
        yield NO_PART, -1


def _alone(area: str) -> Part:
    name = unnamed(area)
    return Part(name, None) if name.isdigit() else Part(None, name)


def _count(sums: list[int]) -> PartCount:
    length = len(Status)
    *_, x, y, located = sums
    cell = Cell(0, tuple(sums[:length]), tuple(sums[length : 2 * length]), x, y)
    return PartCount(cell, located)
