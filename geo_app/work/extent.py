"""The box of all sites on the map, from a few kept counts: a million sites are not read for it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.geo.tilekey import Tile, column_row
from geo_app.store import counts
from geo_app.store.models import Site

FINE = 8
"""A square at the edge of the box is looked into while it is wider than this part of the box."""

Box = tuple[float, float, float, float]
Part = tuple[Box, Tile | None]
"""A box that holds sites, and the square that it is as long as it may be looked into."""


def extent(session: Session) -> Box | None:
    """West, south, east, north of all marks on the map; degrees, EPSG:4326.

    Exact where few sites stand at an edge, elsewhere wider by an eighth of the box at most.

    Args:
        session: A session; the sites were counted (``store.counts``).

    Returns:
        The box; None where nothing is on the map.
    """
    parts = _within(session, Tile(0, 0, 0))
    while parts:
        box = _around(each for each, _ in parts)
        coarse = [(part, tile) for part, tile in parts if tile and _decides(part, box)]
        if not coarse:
            return box
        fine = [inner for _, tile in coarse for inner in _within(session, tile)]
        parts = [each for each in parts if each not in coarse] + fine
    return None


def _within(session: Session, tile: Tile) -> list[Part]:
    """What a square holds: smaller squares, or the exact box of its few sites."""
    cells = counts.cells(session, tile)
    if cells:
        level = tile.z + 3
        squares = [Tile(level, *column_row(each.cell)) for each in cells]
        return [(square.bbox, square) for square in squares]
    first, end = tile.keys
    sides = func.min(Site.lon), func.min(Site.lat), func.max(Site.lon), func.max(Site.lat)
    inside = (Site.tile_key >= first, Site.tile_key < end)
    west, south, east, north = session.execute(select(*sides).where(*inside)).one()
    if west is None or south is None or east is None or north is None:
        return []
    return [((west, south, east, north), None)]


def _around(boxes: Iterable[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _decides(part: Box, box: Box) -> bool:
    """Whether a square makes an edge of the box, and is wide enough to make it wrong."""
    width = max(box[2] - box[0], box[3] - box[1])
    makes_edge = any(side == edge for side, edge in zip(part, box, strict=True))
    return makes_edge and part[2] - part[0] > width / FINE
