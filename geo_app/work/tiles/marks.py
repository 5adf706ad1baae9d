"""The layer of the single sites: a point a site, where its mark is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, bindparam, select
from sqlalchemy.orm import Session

from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.geo.tilekey import SCALE, Tile, column_row, columns_rows
from geo_app.geo.vector_tile import EXTENT, Layer, Position
from geo_app.store.models import MARK, Site
from geo_app.store.prepared import Prepared
from geo_app.store.scope import within
from geo_app.store.tiling import SITE
from geo_app.work.site_filter import SiteFilter

NAME = "sites"
FIELDS = {
    "status": "String", "overdue": "Boolean", "category": "String", "schematic": "Boolean",
    "overridden": "Boolean", "radius_m": "Number", "district": "String", "verdict": "String",
    "code": "String", "id": "String", "deadline": "String", "name": "String",
}  # fmt: skip

_EVERY = (
    select(*(SITE.c[name] for name in MARK))
    .where(Site.tile_key.between(bindparam("first"), bindparam("last")))
    .order_by(Site.tile_key, Site.id)
    .limit(bindparam("most", type_=Integer))
)
_UNNARROWED = Prepared(_EVERY)

_FEW = 16
"""Fewer keys are sooner taken apart one by one; most tiles of high zooms have fewer."""

Row = Any
Conditions = tuple[ColumnElement[bool], ...]


def read(session: Session, tile: Tile, where: SiteFilter, most: int) -> list[Row]:
    """The sites whose mark is in a tile, of districts and categories, by key; at most so many."""
    first, end = tile.keys
    values = {"first": first, "last": end - 1, "most": most}
    # one after the other: asked for all at once, SQLite takes an index that reads far too much
    found: list[list[Row]] = [
        list(session.connection().execute(_EVERY.where(*scope), values))
        if scope
        else _UNNARROWED.rows(session, values)
        for scope in scopes(session, where)
    ]
    if len(found) == 1:
        return found[0]
    every = {row.id: row for rows in found for row in rows}
    return sorted(every.values(), key=lambda row: (row.tile_key, row.id))[:most]


def scopes(session: Session, where: SiteFilter) -> list[Conditions]:
    """Conditions on district or unit, and category; a site that answers one of them answers.

    Who is bound to areas asks for these at most (``store.scope``).

    Each has an index of its own, together with the key.
    """
    districts = within(session, where.districts)
    codes = [area for area in districts if area.isdigit()]
    units = [area for area in districts if not area.isdigit()]
    kinds = ((Site.district_code, codes), (Site.accounting_unit, units))
    of_areas: list[Conditions] = [(column.in_(names),) for column, names in kinds if names]
    of_categories: list[Conditions] = [(Site.category == each,) for each in where.categories]
    pairs = product(of_areas or [()], of_categories or [()])
    return [(*area, *category) for area, category in pairs]


def layer(rows: Sequence[Row], tile: Tile, today: date, name_characters: int) -> Layer:
    """One point a site.

    Args:
        rows: Of ``read``.
        tile: Where they lie.
        today: The day that overdue is asked for.
        name_characters: Longer names are cut.
    """
    made = Layer(NAME)
    if not rows:
        return made
    read: dict[str, Sequence[Any]] = dict(zip(MARK, zip(*rows, strict=True), strict=True))
    standings = zip(read["status"], read["deadline"], strict=True)
    told = {
        "overdue": [is_late(*each, today) for each in standings],
        "overridden": [each and True for each in read["overridden"]],
        "deadline": [day and day.isoformat() for day in read["deadline"]],
        "name": [name[:name_characters] or None for name in read["name"]],
    }
    # what many sites share comes first: it gets the short numbers
    columns = {name: told.get(name, read.get(name, ())) for name in FIELDS}
    made.add_points(_places(read["tile_key"], tile), columns)
    return made


def is_late(status: str, deadline: date | None, today: date) -> bool:
    """As ``domain.status.is_overdue``, for columns."""
    return deadline is not None and deadline < today and status not in DONE_AS_CHECKED


def _places(keys: Sequence[int], tile: Tile) -> list[Position]:
    size = 1 << SCALE - tile.z
    if len(keys) < _FEW:
        at = [column_row(key) for key in keys]
    else:
        at = list(zip(*(axis.tolist() for axis in columns_rows(np.array(keys))), strict=True))
    west, north = tile.x * size, tile.y * size
    return [((x - west) * EXTENT // size, (y - north) * EXTENT // size) for x, y in at]
