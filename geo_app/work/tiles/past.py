"""A crowd as it stood on an earlier day: counted anew, by what is known of each of its sites.

As for single sites, place and category are those of today (``work.tiles.standing``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.geo.tilekey import Tile, cell, columns_rows
from geo_app.store.counts import Cell
from geo_app.store.counts.entry import DEPTH
from geo_app.work import course
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles import marks

_KEPT_TILES = 20
"""The courses of so many of the largest crowds stay in memory: a map shows some twenty tiles."""


def cells(session: Session, tile: Tile, where: SiteFilter, day: date, most: int) -> list[Cell]:
    """The sites of a tile of which something was known by a day, counted by cell.

    Args:
        session: A session that only reads.
        tile: The tile.
        where: Districts and categories.
        day: The last day that counts.
        most: So many sites stand in the tile at most.
    """
    rows = marks.read(session, tile, where, most)
    courses = course.courses(session, [row.id for row in rows], _KEPT_TILES * most)
    columns, grid_rows = columns_rows(np.array([row.tile_key for row in rows], np.int64))
    standing: defaultdict[int, Counter[Status]] = defaultdict(Counter)
    late: defaultdict[int, Counter[Status]] = defaultdict(Counter)
    middle: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row, x, y in zip(rows, columns.tolist(), grid_rows.tolist(), strict=True):
        if stood := courses[row.id].on(day):
            status, deadline = stood
            number = cell(row.tile_key, tile.z + DEPTH)
            standing[number][status] += 1
            late[number][status] += marks.is_late(status, deadline, day)
            middle[number].update(x=x, y=y)
    return [
        Cell(
            number,
            tuple(standing[number][status] for status in Status),
            tuple(late[number][status] for status in Status),
            middle[number]["x"],
            middle[number]["y"],
        )
        for number in sorted(standing)
    ]
