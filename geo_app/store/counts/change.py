"""What a change of sites changes in the counts.

Where a site only gets another status, its rows gain and lose; no row comes or goes. Where sites
come, go or move, a tile may hold more than the crowd then, or no longer: the cells that it is made
of are counted anew from its sites, or removed. Those are few, else their cells were kept already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, func, select

from geo_app.geo.tilekey import keys_of
from geo_app.store.at_once import at_once
from geo_app.store.counts import editions, falling
from geo_app.store.counts import rows as table
from geo_app.store.counts.base import Basis
from geo_app.store.counts.entry import (
    ALL,
    NOTHING,
    Change,
    Entry,
    Row,
    Sums,
    number_of,
    plus,
    unnamed,
)
from geo_app.store.tiling import SITE

COLUMNS = tuple(SITE.c[name] for name in ("tile_key", *Entry._fields[1:]))
"""Columns of ``SITE`` that make up an ``Entry``."""


def apply(connection: Connection, changes: Iterable[Change], basis: Basis) -> None:
    """Bring the counts up to date with the sites, which have been changed in the database.

    Args:
        connection: A transaction that holds the lock of the counts.
        changes: Each site once.
        basis: What the counts are kept with.
    """
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return
    entries = (entry for change in changes for entry in change if entry)
    gains = _gains(changes, basis)
    comes_or_goes = any(number_of(sums) for sums in gains.values())
    with at_once(connection):
        editions.begin(connection, {area for entry in entries for area in entry.areas})
        falling.shift(connection, changes)
        if not comes_or_goes:
            table.raise_by(connection, gains)
    if comes_or_goes:
        _Shift(connection, changes, gains, basis).write()


def _gains(changes: Iterable[Change], basis: Basis) -> dict[Row, Sums]:
    """What the rows gain that count the sites before or after, wherever these are kept."""
    gains: dict[Row, Sums] = {}
    for before, after in changes:
        less = before.sums(basis.day) if before else NOTHING
        more = after.sums(basis.day) if after else NOTHING
        if before and after and before.where == after.where:
            gain(gains, after, plus(more, less, -1))
            continue
        if before:
            gain(gains, before, plus(NOTHING, less, -1))
        if after:
            gain(gains, after, more)
    return gains


def gain(gains: dict[Row, Sums], entry: Entry, sums: Sums) -> None:
    """Let all rows that count a site gain this, wherever they are kept."""
    for row in entry.rows():
        gains[row] = plus(gains[row], sums) if row in gains else sums


class _Shift:
    """Changes that may let rows come and go."""

    def __init__(
        self,
        connection: Connection,
        changes: list[Change],
        gains: dict[Row, Sums],
        basis: Basis,
    ) -> None:
        self._connection, self._changes, self._basis = connection, changes, basis
        self._raised: dict[Row, Sums] = {}
        self._added: dict[Row, Sums] = {}
        self._removed: set[Row] = set()
        known = table.numbers(connection, gains)
        # a row is decided by coarser ones: they come first
        self._number: dict[Row, int] = {}
        turned: set[tuple[Row, int]] = set()
        for row in sorted(gains):
            decider = row.decider
            was = decider is None or known.get(decider, 0) > basis.crowd
            is_kept = decider is None or self._number.get(decider, 0) > basis.crowd
            if was and is_kept:
                self._gain(row, gains[row], known.get(row))
            elif decider is not None and was != is_kept and (decider, row.level) not in turned:
                turned.add((decider, row.level))
                if is_kept:
                    self._build(decider, row.level)
                else:
                    self._drop(decider, row.level)

    def write(self) -> None:
        """Write it all."""
        table.remove(self._connection, self._removed)
        table.raise_by(self._connection, self._raised)
        table.add(self._connection, ((*row, *sums) for row, sums in self._added.items()))

    def _gain(self, row: Row, sums: Sums, known: int | None) -> None:
        number = self._number[row] = (known or 0) + number_of(sums)
        if known is not None and number == 0:
            self._removed.add(row)
        elif known is not None:
            self._raised[row] = sums
        elif number:
            self._added[row] = sums

    def _build(self, decider: Row, level: int) -> None:
        """Count the cells of a tile that has become a crowd."""
        for entry in self._sites(decider):
            for row in entry.rows([level]):
                if row.decider == decider:
                    sums = plus(self._added.get(row, NOTHING), entry.sums(self._basis.day))
                    self._added[row] = sums
                    self._number[row] = number_of(sums)

    def _drop(self, decider: Row, level: int) -> None:
        """Remove the cells of a tile that is no crowd any more."""
        before = [change.before for change in self._changes if change.before]
        for entry in (*before, *self._sites(decider)):
            self._removed.update(row for row in entry.rows([level]) if row.decider == decider)

    def _sites(self, tile: Row) -> Iterator[Entry]:
        """The sites of a tile, as they are now."""
        first, last = keys_of(tile.cell, tile.level)
        query = select(*COLUMNS).where(SITE.c.tile_key >= first, SITE.c.tile_key < last)
        if tile.category != ALL:
            query = query.where(SITE.c.category == tile.category)
        queries = [query]
        if tile.area != ALL:
            # one after the other: each finds its index
            area = unnamed(tile.area)
            queries = [
                query.where(SITE.c.district_code == area),
                query.where(
                    SITE.c.accounting_unit == area, func.coalesce(SITE.c.district_code, ALL) != area
                ),
            ]
        for each in queries:
            yield from (Entry(*values) for values in self._connection.execute(each))
