"""A square of the map: cells with counts where it is crowded, else its sites, lines and polygons.

Whatever is asked, the work is bounded: kept counts say how much there is before it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from geo_app.errors import UsageError
from geo_app.geo.tilekey import Tile
from geo_app.geo.vector_tile import encode
from geo_app.settings import Tiles
from geo_app.store import counts
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles import cells, contents, marks, past
from geo_app.work.tiles.description import LAYERS, bounds

HIGHEST_ZOOM = 18
"""The cells of a crowded tile of this zoom are the smallest that are counted."""

_SELDOM_A_CROWD = 15
"""From this zoom on nearly all tiles are shown site by site (docs/benchmarks.md)."""

__all__ = ["HIGHEST_ZOOM", "LAYERS", "MapTile", "Mode", "bounds", "make"]


class Mode(StrEnum):
    """What a tile holds: cells where it is crowded with sites of the scope that is asked for.

    A filter by status or overdue does not make it less so: how many answer it is not known
    beforehand.
    """

    CELLS = "cells"
    SITES = "sites"


@dataclass(frozen=True, slots=True)
class MapTile:
    """A tile as it is sent.

    Attributes:
        content: The vector tile; no bytes where nothing is there.
        mode: What it holds.
        day: A site whose deadline is before this day is overdue in it.
        left_out: So many sites, lines and polygons at least found no room.
    """

    content: bytes
    mode: Mode
    day: date
    left_out: int = 0


def make(
    session: Session,
    tile: Tile,
    where: SiteFilter,
    today: date,
    limits: Tiles,
    as_of: date | None = None,
) -> MapTile:
    """A tile with the sites that answer a filter.

    Args:
        session: A session; the sites were counted (``store.counts``).
        tile: Of zoom 0 to ``HIGHEST_ZOOM``.
        where: Districts, categories, statuses, overdue; the rest of it is not looked at.
        today: The day that overdue is asked for; cells answer for the day of their counts.
        limits: What a tile may hold.
        as_of: An earlier day, to see what was known by then.

    Raises:
        UsageError: A look back at more sites than anybody can wait for.
    """
    found, rows = _cells_or_sites(session, tile, where, limits.crowd)
    if found is None:
        day, back = as_of or today, as_of is not None
        content, left_out = contents.write(session, tile, rows, where, day, limits, past=back)
        return MapTile(content, Mode.SITES, day, left_out)
    if as_of is not None:
        if sum(cell.n for cell in found) > limits.past_crowd:
            raise UsageError("tiles.past_crowded", limit=limits.past_crowd)
        day, found = as_of, past.cells(session, tile, where, as_of, limits.past_crowd)
    else:
        basis = counts.basis(session)
        day = basis.day if basis else today
    return MapTile(encode([cells.layer(found, tile, where)]), Mode.CELLS, day)


def _cells_or_sites(
    session: Session, tile: Tile, where: SiteFilter, crowd: int
) -> tuple[list[counts.Cell] | None, Sequence[marks.Row]]:
    """The cells of a crowd, or None and the sites; what is likely is asked first."""
    if tile.z < _SELDOM_A_CROWD:
        found = counts.cells(session, tile, where.districts, where.categories)
        return found, marks.read(session, tile, where, crowd) if found is None else ()
    rows = marks.read(session, tile, where, crowd + 1)
    if len(rows) > crowd:
        return counts.cells(session, tile, where.districts, where.categories), rows[:crowd]
    return None, rows
