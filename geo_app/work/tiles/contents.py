"""A tile of single sites, made to fit: what is long is shortened before anything is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from geo_app.geo.tile_shapes import FINEST
from geo_app.geo.tilekey import Tile
from geo_app.geo.vector_tile import encode
from geo_app.settings import Tiles
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles import marks, shapes, standing


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much a tile tells."""

    name_share: float
    tolerance: float
    kept_share: float


_DETAILS = (
    _Detail(1.0, FINEST, 1.0),
    _Detail(0.4, FINEST, 1.0),
    _Detail(0.2, 4 * FINEST, 1.0),
    _Detail(0.0, 16 * FINEST, 1.0),
    *(_Detail(0.0, 16 * FINEST, 0.5**n) for n in range(1, 12)),
)
"""From all there is to nothing: each is tried until the bytes suffice."""


def write(
    session: Session,
    tile: Tile,
    rows: Sequence[marks.Row],
    where: SiteFilter,
    day: date,
    limits: Tiles,
    *,
    past: bool,
) -> tuple[bytes, int]:
    """The tile, and how many sites, lines and polygons found no room in it.

    Args:
        session: A session.
        tile: The tile.
        rows: Its sites, of ``marks.read``.
        where: What sites are asked for.
        day: The day that overdue is asked for.
        limits: What a tile may hold.
        past: As everything stood on that day.
    """
    drawn = shapes.read(session, tile, where, limits)
    sites, outlines = (
        standing.then(session, each, where, day) if past else standing.now(each, where, day)
        for each in (rows, drawn.rows)
    )
    for detail in _DETAILS:
        some = sites[: int(len(sites) * detail.kept_share)]
        few = outlines[: int(len(outlines) * detail.kept_share)]
        name_characters = int(limits.name_characters * detail.name_share)
        content = encode(
            [
                marks.layer(some, tile, day, name_characters),
                shapes.layer(few, tile, day, detail.tolerance),
            ]
        )
        if len(content) <= limits.tile_bytes:
            left_out = len(sites) - len(some) + len(outlines) - len(few)
            return content, left_out + drawn.left_out
    return b"", len(sites) + len(outlines) + drawn.left_out
