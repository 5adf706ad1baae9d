"""The sites by district and accounting unit at once: parts that no border of either divides.

Each site lies in one part, so parts add up: by district, by accounting unit and for all alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy.orm import Session

from geo_app.geo.tilekey import degrees
from geo_app.store import scope
from geo_app.store.counts.editions import Moment
from geo_app.store.counts.entry import ALL, NOTHING, Sums, plus, unnamed
from geo_app.store.counts.memory import renewed
from geo_app.store.counts.overview import with_located
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
    """All parts in which a site lies; who is bound to areas is told of the parts of these.

    What has stayed the same is the same object as before.
    """
    found = renewed(session.connection(), "parts", _read).counts
    seen = set(scope.areas_of(session))
    if not seen:
        return found
    return {part: count for part, count in found.items() if not seen.isdisjoint(part)}


@dataclass(frozen=True, slots=True)
class _Known:
    """All parts with what they were made of.

    Attributes:
        areas: Numbers of each area, as they are kept.
        sums: Those of each part.
        counts: The parts in which a site lies.
    """

    areas: Mapping[str, Sums]
    sums: Mapping[Part, Sums]
    counts: Mapping[Part, PartCount]


def _read(moment: Moment, former: _Known | None) -> _Known:
    """The rows of areas that have changed; of parts only those anew in whose rows they have."""
    known, changed = former or _Known({}, {}, {}), moment.changed
    found = with_located(moment.connection, changed)
    compared = known.areas.keys() | found.keys() if changed is None else changed
    areas = {area: row for area, row in known.areas.items() if area not in compared} | found
    sums, counts, touched = dict(known.sums), dict(known.counts), set()
    for area in compared:
        was, now = known.areas.get(area, _NOTHING), areas.get(area, _NOTHING)
        if was == now:
            continue
        gain = plus(now, was, -1)
        for part, sign in _shares(area):
            sums[part] = plus(sums.get(part, _NOTHING), gain, sign)
            touched.add(part)
    for part in touched:
        count = _count(sums[part])
        if count.cell.n:
            counts[part] = count
        else:
            counts.pop(part, None)
    return _Known(areas, sums, MappingProxyType(counts))


_NOTHING: Sums = (*NOTHING, 0)


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


def _count(sums: Sums) -> PartCount:
    return PartCount(Cell.of(0, sums[:-1]), sums[-1])
