"""The layer of lines and polygons: what touches a tile, also where its mark lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Integer, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from geo_app.geo import covering
from geo_app.geo.tile_shapes import drawings
from geo_app.geo.tilekey import Tile
from geo_app.geo.vector_tile import Layer
from geo_app.settings import Tiles
from geo_app.store.prepared import Prepared
from geo_app.store.tiling import SITE, SiteShape
from geo_app.work.site_filter import SiteFilter
from geo_app.work.tiles.marks import is_late, scopes

NAME = "shapes"
FIELDS = {
    "category": "String", "status": "String", "overdue": "Boolean", "schematic": "Boolean",
    "id": "String",
}  # fmt: skip

Row = Any

_SHAPES = (
    select(SiteShape.cell, SiteShape.site_id)
    .order_by(SiteShape.cell, SiteShape.site_id)
    .limit(bindparam("most", type_=Integer))
)
_AROUND = _SHAPES.where(SiteShape.cell.in_(bindparam("ancestors", expanding=True)))
_INSIDE = _SHAPES.where(SiteShape.cell.between(bindparam("first"), bindparam("last")))
_TOUCHING = Prepared(union_all(*(select(each.subquery()) for each in (_AROUND, _INSIDE))))
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_COLUMNS = ("id", "category", "status", "schematic", "deadline", "geometry")
_SIZES = select(SITE.c.id, func.length(SITE.c.geometry)).where(SITE.c.id.in_(_IDS))
_ROWS = Prepared(
    select(*(SITE.c[name] for name in _COLUMNS)).where(SITE.c.id.in_(_IDS)).order_by(SITE.c.id)
)


@dataclass(frozen=True, slots=True)
class Found:
    """Lines and polygons of a tile.

    Attributes:
        rows: ``_COLUMNS`` of each.
        left_out: How many more there are at least.
    """

    rows: Sequence[Row]
    left_out: int


def read(session: Session, tile: Tile, where: SiteFilter, limits: Tiles) -> Found:
    """What of districts and categories touches a tile, as far as the limits go, largest first."""
    ids = _touching(session, tile, limits.shapes)
    if not ids:
        return Found((), 0)
    connection = session.connection()
    asked = [and_(*scope) for scope in scopes(session, where) if scope]
    sizes = connection.execute(_SIZES.where(or_(*asked)) if asked else _SIZES, {"ids": ids})
    found: dict[str, int] = {row[0]: row[1] for row in sizes}
    chosen: list[str] = []
    room = limits.shape_characters
    for site_id in [each for each in ids if each in found]:
        room -= found[site_id]
        if room >= 0 and len(chosen) < limits.shapes:
            chosen.append(site_id)
    rows = _ROWS.rows(session, {"ids": chosen})
    return Found(rows, len(found) - len(rows))


def _touching(session: Session, tile: Tile, most: int) -> list[str]:
    """Ids of what shares cells with a tile: first those whose cells are larger than it is."""
    first, end, ancestors = covering.touching(tile)
    # a geometry has so many cells at most, and may have all of them here
    reach = covering.MOST * (most + 1)
    asked = {"ancestors": ancestors, "first": first, "last": end - 1, "most": reach}
    found = sorted(_TOUCHING.rows(session, asked), key=lambda row: (first <= row[0] < end, row))
    return list(dict.fromkeys(site_id for _, site_id in found))


def layer(rows: Sequence[Row], tile: Tile, today: date, tolerance: float) -> Layer:
    """A feature a line or polygon.

    Args:
        rows: Of ``read``.
        tile: What they touch.
        today: The day that overdue is asked for.
        tolerance: How far outlines may be off, steps of the grid.
    """
    made = Layer(NAME)
    if rows:
        ids, categories, statuses, schematic, days, geometries = zip(*rows, strict=True)
        late = [is_late(*each, today) for each in zip(statuses, days, strict=True)]
        columns = dict(zip(FIELDS, (categories, statuses, late, schematic, ids), strict=True))
        made.add(drawings(geometries, tile, tolerance), columns)
    return made
