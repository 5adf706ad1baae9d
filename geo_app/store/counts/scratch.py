"""Counting all sites from scratch, in whole columns: for a rebuild, and to check what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.geo.tilekey import SCALE, columns_rows
from geo_app.store.counts.entry import ALL, DEPTH, EVERY, FINEST, Counted, areas_of, categories_of
from geo_app.store.tiling import LATE, SITE, STANDINGS, SUMS

BATCH = 50_000
"""Rows that are read or written at a time."""

_UNLOCATED = -1
_OVERDUE = len(STANDINGS)
_CHECKED = [status.value for status in DONE_AS_CHECKED]
_KINDS = 2 * len(STANDINGS)
_LATE = [STANDINGS.index(name.removeprefix("late_")) for name in LATE]

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
_OVERLAP = 3  # which of the four areas; the one before it is the accounting unit


@dataclass(frozen=True, slots=True)
class Columns:
    """All sites, each a place in every array of length n.

    Attributes:
        keys: ``tile_key``, -1 for an unlocated site.
        kinds: Place of the status among ``STANDINGS``, and so many more if overdue.
        categories: Its categories, numbers of ``category_names``, shape (2, n).
        areas: Its areas, numbers of ``area_names``, shape (4, n). -1 = no more of them.
        category_names: What the numbers stand for; 0 is ``ALL``.
        area_names: What the numbers stand for; 0 is ``ALL``.
    """

    keys: Ints
    kinds: Ints
    categories: Numbers
    areas: Numbers
    category_names: tuple[str, ...]
    area_names: tuple[str, ...]


class _Numbered(dict[Any, list[int]]):
    """Names of rows, and for each thing that was asked the numbers of its names."""

    def __init__(self, names_of: Callable[[Any], list[str]], most: int) -> None:
        self.names = {ALL: 0}
        self._names_of, self._most = names_of, most

    def __missing__(self, thing: Any) -> list[int]:
        names = self._names_of(thing)
        numbers = [self.names.setdefault(name, len(self.names)) for name in names]
        self[thing] = numbers + [-1] * (self._most - len(numbers))
        return self[thing]


class Gathered:
    """Sites that are to be counted, taken up part by part."""

    def __init__(self, day: date) -> None:
        """See ``take``.

        Args:
            day: On which overdue is asked for.
        """
        self._day = day.isoformat()
        # few sites differ in all but their place: each sort of them is looked at once
        self._sorts: dict[tuple[Any, ...], int] = {}
        self._keys, self._which = [np.empty(0, np.int64)], [np.empty(0, np.int64)]

    def take(self, rows: Mapping[str, Sequence[Any]]) -> None:
        """Take up new sites, column by column as ``store.bulk.insert`` takes them."""
        self.add(
            [_UNLOCATED if key is None else key for key in rows["tile_key"]],
            rows["status"],
            [
                _OVERDUE if deadline and deadline < self._day and status not in _CHECKED else 0
                for deadline, status in zip(rows["deadline"], rows["status"], strict=True)
            ],
            *(rows[name] for name in ("category", "district_code", "accounting_unit")),
        )

    def add(self, keys: Sequence[int], *alike: Sequence[Any]) -> None:
        """Add sites.

        Args:
            keys: Of the sites, -1 for an unlocated one.
            alike: Status, ``_OVERDUE`` or 0, category, district code, accounting unit of each.
        """
        sorts = self._sorts
        self._keys.append(np.array(keys, np.int64))
        found = [sorts.setdefault(each, len(sorts)) for each in zip(*alike, strict=True)]
        self._which.append(np.array(found, np.int64))

    def columns(self) -> Columns:
        """All of them."""
        kinds = {status: kind for kind, status in enumerate(STANDINGS)}
        categories = _Numbered(categories_of, 2)
        areas = _Numbered(lambda area: areas_of(*area), 4)
        table = np.array(
            [
                (kinds[status] + late, *categories[category], *areas[code, unit])
                for status, late, category, code, unit in self._sorts
            ],
            np.int64,
        ).reshape(-1, 7)
        of_sort, sort = table.astype(np.int32).T, np.concatenate(self._which)
        names = tuple(categories.names), tuple(areas.names)
        return Columns(
            np.concatenate(self._keys),
            table[sort, 0],
            of_sort[1:3, sort],
            of_sort[3:, sort],
            *names,
        )


def read(session: Session, day: date) -> Columns:
    """The sites of a database, and who is overdue on a day."""
    query = select(
        func.coalesce(SITE.c.tile_key, _UNLOCATED),
        SITE.c.status,
        case((overdue(day), _OVERDUE), else_=0),
        SITE.c.category,
        SITE.c.district_code,
        SITE.c.accounting_unit,
    ).execution_options(yield_per=BATCH)
    gathered = Gathered(day)
    for rows in session.connection().execute(query).partitions():
        gathered.add(*zip(*rows, strict=True))
    return gathered.columns()


def overdue(day: date) -> ColumnElement[bool]:
    """``domain.status.is_overdue`` in SQL; null without a deadline."""
    return and_(SITE.c.deadline < day, SITE.c.status.not_in(_CHECKED))


def count(sites: Columns, crowd: int) -> Iterator[list[Counted]]:
    """The rows that are to be kept, level by level from the coarsest.

    Args:
        sites: All sites.
        crowd: Cells of a scope are kept where more of its sites stand in their tile.
    """
    located = sites.keys >= 0
    axes = [np.where(located, axis, 0) for axis in columns_rows(np.maximum(sites.keys, 0))]
    shares = [_Shares.of_all(sites, category) for category in range(2)]
    # for each level: which shares belong to a row that counts more than the crowd
    crowded: dict[int, list[NDArray[np.bool_]]] = {}
    for level in range(EVERY, FINEST + 1):
        if level == 0:
            shares = [each.where(located[each.sites]) for each in shares]
        elif level > 0:
            decided = crowded[max(level - DEPTH, 0)]
            shares = [
                each.where(many[each.deciders]) for each, many in zip(shares, decided, strict=True)
            ]
        cells = sites.keys >> 2 * (SCALE - level) if level != EVERY else np.zeros_like(sites.keys)
        counted: list[Counted] = []
        crowded[level] = []
        for each in shares:
            block = _Block(sites, each, cells)
            sums = block.sums(sites.kinds, axes)
            crowded[level].append(block.spread(sums[:, : len(STANDINGS)].sum(axis=1) > crowd))
            counted += block.named(level, sums)
        if not counted:
            return
        yield counted


@dataclass(frozen=True, slots=True)
class _Shares:
    """Sites in the areas that count them, those of one category, area and cell side by side.

    Attributes:
        places: Where in ``Columns.areas``, flattened; the others of the same length say of each:
        sites: which site it is,
        deciders: the place of the area whose crowd decides: for an overlap, the accounting unit,
        categories: number of its category,
        areas: number of its area.
    """

    places: Ints
    sites: Ints
    deciders: Ints
    categories: Numbers
    areas: Numbers

    @classmethod
    def of_all(cls, columns: Columns, category: int) -> _Shares:
        """All of them: ``category`` 0 in every category together, 1 in each of its own."""
        length, areas = len(columns.keys), columns.areas.ravel()
        places = np.flatnonzero(areas >= 0)
        places = places[columns.categories[category][places % length] >= 0]
        sites = places % length
        categories = columns.categories[category][sites]
        order = np.lexsort((columns.keys[sites], areas[places], categories))
        places, sites = places[order], sites[order]
        units = np.where(places >= _OVERLAP * length, places - length, places)
        return cls(places, sites, units, categories[order], areas[places])

    def where(self, stays: NDArray[np.bool_]) -> _Shares:
        """Some of them."""
        return _Shares(
            self.places[stays],
            self.sites[stays],
            self.deciders[stays],
            self.categories[stays],
            self.areas[stays],
        )


class _Block:
    """The rows of one level that some shares make up."""

    def __init__(self, columns: Columns, shares: _Shares, cells: Ints) -> None:
        cell, category, area = cells[shares.sites], shares.categories, shares.areas
        begins = np.ones(len(cell), bool)
        begins[1:] = (np.diff(cell) != 0) | (np.diff(category) != 0) | (np.diff(area) != 0)
        self._columns, self._shares = columns, shares
        self._starts = np.flatnonzero(begins)
        self._row = np.cumsum(begins) - 1
        self._cells, self._categories, self._areas = cell[begins], category[begins], area[begins]

    def sums(self, kinds: Ints, axes: list[Ints]) -> Ints:
        """What the rows hold, shape (rows, number of ``SUMS``)."""
        length, sites = len(self._starts), self._shares.sites
        if not length:
            return np.empty((0, len(SUMS)), np.int64)
        slots = self._row * _KINDS + kinds[sites]
        by_kind = np.bincount(slots, minlength=length * _KINDS).reshape(length, _KINDS)
        in_time, late = by_kind[:, : len(STANDINGS)], by_kind[:, len(STANDINGS) :]
        of_axes = [np.add.reduceat(axis[sites], self._starts) for axis in axes]
        return np.column_stack((in_time + late, late[:, _LATE], *of_axes))

    def spread(self, of_rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What holds of a row, for each of its shares; for all other shares it does not."""
        spread = np.zeros(self._columns.areas.size, bool)
        spread[self._shares.places] = of_rows[self._row]
        return spread

    def named(self, level: int, sums: Ints) -> list[Counted]:
        """The rows as they are stored."""
        columns = self._columns
        return [
            (level, columns.category_names[category], columns.area_names[area], cell, *numbers)
            for category, area, cell, numbers in zip(
                self._categories.tolist(),
                self._areas.tolist(),
                self._cells.tolist(),
                sums.tolist(),
                strict=True,
            )
        ]
