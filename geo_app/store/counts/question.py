"""Counts of several scopes together: rows where they are kept, else the few sites themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from geo_app.geo.tilekey import Tile, cell, cells_of
from geo_app.store import scope
from geo_app.store.counts.base import basis
from geo_app.store.counts.entry import (
    ALL,
    EVERY,
    NOTHING,
    Sums,
    named,
    number_of,
    one,
    overlap,
    plus,
)
from geo_app.store.counts.scratch import overdue
from geo_app.store.prepared import Prepared
from geo_app.store.tiling import SITE, SITE_COUNT, SUMS

_COLUMNS = SITE_COUNT.c
_KEPT = Prepared(
    select(*(_COLUMNS[name] for name in ("category", "area", "cell", *SUMS))).where(
        _COLUMNS.level == bindparam("level"),
        _COLUMNS.category.in_(bindparam("categories", expanding=True)),
        _COLUMNS.area.in_(bindparam("areas", expanding=True)),
        _COLUMNS.cell >= bindparam("first"),
        _COLUMNS.cell < bindparam("end"),
    )
)

_Scope = tuple[str, str]
_Found = tuple[int, str, bool]  # key, status, whether overdue
Rows = dict[int, Sums]
"""By cell."""


class Question:
    """What is asked for: sites of any of some areas and of any of some categories.

    Args:
        session: Any transaction.
        areas: Codes of districts or names of accounting units; empty = all.
        categories: Empty = all.
    """

    def __init__(self, session: Session, areas: Sequence[str], categories: Sequence[str]) -> None:
        self._session = session
        self._areas = tuple(dict.fromkeys(scope.within(session, areas)))
        self._categories = tuple(dict.fromkeys(categories)) or (ALL,)

    def everything(self) -> Sums:
        """All sites of the scopes, also the unlocated."""
        return self._kept(EVERY, 0, 1)[0].get(0, NOTHING)

    def cells(self, tile: Tile, level: int) -> Rows:
        """The sites of a tile by cell of a level; cells without a site are left out."""
        return self._with_few(tile, level, *self._kept(level, *cells_of(tile, level)))

    def crowd(self, tile: Tile, level: int, crowd: int) -> Rows | None:
        """As ``cells``, or None where no more sites than a crowd stand in the tile."""
        found, missing = self._kept(level, *cells_of(tile, level))
        if missing and len(self._areas) <= 1 and len(self._categories) == 1:
            return None
        found = self._with_few(tile, level, found, missing)
        return found if sum(map(number_of, found.values())) > crowd else None

    def _with_few(self, tile: Tile, level: int, found: Rows, missing: set[_Scope]) -> Rows:
        for key, status, late in self._few(tile, missing):
            number = cell(key, level)
            found[number] = plus(found.get(number, NOTHING), one(key, status, late=late))
        return {number: sums for number, sums in found.items() if number_of(sums)}

    def _kept(self, level: int, first: int, last: int) -> tuple[Rows, set[_Scope]]:
        """Kept rows added up, and the scopes that have none in this range."""
        names = [named(area) for area in self._areas] or [ALL]
        overlaps = [overlap(*pair) for pair in permutations(self._areas, 2)]
        asked = {
            "level": level,
            "categories": self._categories,
            "areas": [*names, *overlaps],
            "first": first,
            "end": last,
        }
        rows = _KEPT.rows(self._session, asked)
        kept = {(category, area) for category, area, *_ in rows}
        found: Rows = {}
        for category, area, number, *sums in rows:
            pair = area.split("/")
            # what two areas both count was added twice, where both have rows
            if kept.issuperset((category, each) for each in pair):
                sign = 1 if len(pair) == 1 else -1
                found[number] = plus(found.get(number, NOTHING), sums, sign)
        return found, set(product(self._categories, names)) - kept

    def _few(self, tile: Tile, missing: set[_Scope]) -> Iterator[_Found]:
        """The sites of scopes that are no crowd here, each once; an index reads just these."""
        raw = {named(area): area for area in self._areas}
        for category in self._categories:
            areas = [area for name, area in raw.items() if (category, name) in missing]
            counted = [area for name, area in raw.items() if (category, name) not in missing]
            if not self._areas and (category, ALL) in missing:
                yield from self._sites(tile, category)
            if areas:
                unit = func.coalesce(SITE.c.accounting_unit, ALL)
                yield from self._sites(
                    tile, category, SITE.c.district_code.in_(areas), unit.not_in(counted)
                )
                code = func.coalesce(SITE.c.district_code, ALL)
                yield from self._sites(
                    tile, category, SITE.c.accounting_unit.in_(areas), code.not_in(self._areas)
                )

    def _sites(
        self, tile: Tile, category: str, *conditions: ColumnElement[bool]
    ) -> Iterator[_Found]:
        made_with = basis(self._session)
        if made_with is None:
            return
        first, last = tile.keys
        late = func.coalesce(overdue(made_with.day), False)
        query = select(func.coalesce(SITE.c.tile_key, 0), SITE.c.status, late).where(
            SITE.c.tile_key >= first, SITE.c.tile_key < last, *conditions
        )
        if category != ALL:
            query = query.where(SITE.c.category == category)
        yield from (
            (key, status, bool(late))
            for key, status, late in self._session.connection().execute(query)
        )
