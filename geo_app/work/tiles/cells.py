"""The layer of a crowded tile: a point a cell, with how many sites stand where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo_app.domain.status import Status
from geo_app.geo.tilekey import SCALE, Tile
from geo_app.geo.vector_tile import EXTENT, Layer
from geo_app.store.counts import Cell
from geo_app.work.site_filter import SiteFilter

NAME = "cells"
FIELDS = dict.fromkeys(("n", "overdue", *(status.value for status in Status)), "Number")
"""How many sites there are, how many of them are overdue and of each status; none is left out."""


def layer(found: Iterable[Cell], tile: Tile, where: SiteFilter) -> Layer:
    """One point a cell that holds something, at the mean of its sites.

    Args:
        found: The cells, of the districts and categories that are asked for.
        tile: Where they lie.
        where: Statuses and overdue; the mean stays that of all sites of the cell.
    """
    wanted = [not where.statuses or status.value in where.statuses for status in Status]
    told = [(cell, *_asked(cell, wanted, where.overdue)) for cell in found]
    shown = [each for each in told if any(each[1])]
    made = Layer(NAME)
    standings = list(zip(*(standing for _, standing, _ in shown), strict=True))
    columns: dict[str, Sequence[int | None]] = {
        "n": [sum(standing) for _, standing, _ in shown],
        "overdue": [sum(late) or None for _, _, late in shown],
    }
    for status, column in zip(Status, standings, strict=False):
        columns[status.value] = [n or None for n in column]
    places = [_mean(cell, tile) for cell, _, _ in shown]
    made.add_points(places, columns, [cell.cell for cell, _, _ in shown])
    return made


_Numbers = Sequence[int]


def _asked(cell: Cell, wanted: list[bool], overdue: bool | None) -> tuple[_Numbers, _Numbers]:
    """Sites of each status that answer the filter, and those of them that are overdue."""
    standing, late = cell.standing, cell.late
    if overdue is not None:
        timely = [n - m for n, m in zip(standing, late, strict=True)]
        standing, late = (late, late) if overdue else (tuple(timely), (0,) * len(late))
    if all(wanted):
        return standing, late
    return (
        [n * yes for n, yes in zip(standing, wanted, strict=True)],
        [m * yes for m, yes in zip(late, wanted, strict=True)],
    )


def _mean(cell: Cell, tile: Tile) -> tuple[int, int]:
    """Where the sites of a cell are in the middle, on the tile's grid."""
    size = 1 << SCALE - tile.z
    x, y = cell.x // cell.n - tile.x * size, cell.y // cell.n - tile.y * size
    return x * EXTENT // size, y * EXTENT // size
