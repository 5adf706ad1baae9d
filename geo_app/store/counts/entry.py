"""What of a site is counted, and in which rows.

A scope is a category and an area, ``ALL`` for any. Every site is counted in its own category and
in all, in its district, its accounting unit, in what both overlap, and in all: up to eight scopes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from geo_app.domain.status import is_overdue
from geo_app.geo.tilekey import cell, column_row
from geo_app.store.tiling import STANDINGS, SUMS

ALL = ""
"""The area of every site, and the category of every one."""

EVERY = -1
"""Level of the rows that count a whole scope, also its unlocated sites; their cell is 0."""

DEPTH = 3
"""A tile of zoom z is shown as the cells of level z + 3: eight by eight."""

FINEST = 21
"""Highest level that is kept: the cells of tiles of zoom 18."""

Sums = tuple[int, ...]
"""What a row holds or gains: one number for each of ``SUMS``."""

NOTHING: Sums = (0,) * len(SUMS)
"""What a row without sites would hold."""

Counted = tuple[Any, ...]
"""A row of ``SITE_COUNT`` as it is stored: level, category, area, cell, then ``Sums``."""

_PLACES = {name: place for place, name in enumerate(SUMS)}


class Row(NamedTuple):
    """Which row of ``SITE_COUNT``."""

    level: int
    category: str
    area: str
    cell: int

    @property
    def decider(self) -> Row | None:
        """The row whose number decides whether this one is kept; None = it always is.

        That is the tile which the row is a cell of; for levels without such a tile, the world. An
        overlap is kept where its accounting unit is, to be subtracted from it.
        """
        if self.level <= 0:
            return None
        tile = max(self.level - DEPTH, 0)
        area = self.area.rpartition("/")[2]
        return Row(tile, self.category, area, self.cell >> 2 * (self.level - tile))


class Entry(NamedTuple):
    """A site, as far as it is counted.

    Attributes:
        key: Its ``tile_key``; None while it is unlocated.
        category: Of its problem.
        district_code: GB/T 2260.
        accounting_unit: 考核单位, where it is another one than the district.
        status: A ``Status``.
        deadline: Last day, if one was set.
    """

    key: int | None
    category: str
    district_code: str | None
    accounting_unit: str | None
    status: str
    deadline: date | None

    @property
    def where(self) -> tuple[int | None, str, str | None, str | None]:
        """All that decides in which rows it is counted."""
        return self[:4]

    @property
    def areas(self) -> list[str]:
        """Names of the areas that count it."""
        return areas_of(self.district_code, self.accounting_unit)

    def rows(self, levels: Iterable[int] = range(EVERY, FINEST + 1)) -> Iterator[Row]:
        """The rows of some levels that count it, wherever these are kept."""
        cells = [(level, self._cell(level)) for level in levels]
        areas = self.areas
        for category in categories_of(self.category):
            for area in areas:
                for level, number in cells:
                    if number is not None:
                        yield Row(level, category, area, number)

    def _cell(self, level: int) -> int | None:
        if level == EVERY:
            return 0
        return None if self.key is None else cell(self.key, level)

    def sums(self, day: date) -> Sums:
        """What it adds to each of them, when overdue is asked for a day."""
        return one(self.key, self.status, late=is_overdue(self, day))


def one(key: int | None, status: str, *, late: bool) -> Sums:
    """What a row holds that counts one site."""
    sums = [0] * len(SUMS)
    sums[_PLACES[status]] = 1
    if late:
        sums[_PLACES[f"late_{status}"]] = 1
    if key is not None:
        sums[_PLACES["x"]], sums[_PLACES["y"]] = column_row(key)
    return tuple(sums)


def categories_of(category: str) -> list[str]:
    """Names of the categories that count a site of this one."""
    return [ALL, category] if category else [ALL]


def areas_of(district_code: str | None, accounting_unit: str | None) -> list[str]:
    """Names of the areas that count a site of this district and this accounting unit."""
    areas = [ALL]
    if district_code:
        areas.append(named(district_code))
    if accounting_unit and accounting_unit != district_code:
        areas.append(named(accounting_unit))
        if district_code:
            areas.append(overlap(district_code, accounting_unit))
    return areas


class Change(NamedTuple):
    """A site before and after; None before it came, and after it is gone."""

    before: Entry | None
    after: Entry | None


def named(area: str) -> str:
    """The name of a district or unit as it stands in a row: a slash in it is none between two."""
    return area.replace("%", "%25").replace("/", "%2F")


def unnamed(name: str) -> str:
    """The district or unit that ``named`` gave this name."""
    return name.replace("%2F", "/").replace("%25", "%")


def overlap(district_code: str, accounting_unit: str) -> str:
    """The name of the area of the sites that both count."""
    return f"{named(district_code)}/{named(accounting_unit)}"


def number_of(sums: Sums) -> int:
    """How many sites a row counts."""
    return sum(sums[: len(STANDINGS)])


def plus(some: Sums, more: Sequence[int], sign: int = 1) -> Sums:
    """The sum of two rows; with sign -1 their difference."""
    return tuple(a + sign * b for a, b in zip(some, more, strict=True))
