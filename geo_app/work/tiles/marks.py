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
from geo_app.geo.tilekey import SCALE, Tile, columns_rows
from geo_app.geo.vector_tile import EXTENT, Layer, Value, points
from geo_app.store.models import Site
from geo_app.work.sites import SiteFilter

NAME = "sites"
FIELDS = {
    "status": "String", "overdue": "Boolean", "category": "String", "schematic": "Boolean",
    "radius_m": "Number", "district": "String", "verdict": "String", "code": "String",
    "id": "String", "deadline": "String", "name": "String",
}  # fmt: skip

_AS_THEY_ARE = ("category", "schematic", "radius_m", "district", "verdict", "code", "id")
_COLUMNS = (
    *(Site.tile_key, Site.status, Site.deadline, Site.name),
    *(getattr(Site, name) for name in _AS_THEY_ARE),
)

_IN_TILE = Site.tile_key.between(bindparam("first"), bindparam("last"))
_EVERY = (
    select(*_COLUMNS)
    .where(_IN_TILE)
    .order_by(Site.tile_key, Site.id)
    .limit(bindparam("most", type_=Integer))
)
"""Made once: to make a statement takes longer than a small tile takes to read."""

Row = Any
Conditions = tuple[ColumnElement[bool], ...]


def read(session: Session, tile: Tile, where: SiteFilter, most: int) -> list[Row]:
    """The sites whose mark is in a tile, of districts and categories, by key; at most so many."""
    first, end = tile.keys
    values = {"first": first, "last": end - 1, "most": most}
    found: dict[str, Row] = {}
    # one after the other: asked for all at once, SQLite takes an index that reads far too much
    for scope in scopes(where):
        query = _EVERY.where(*scope) if scope else _EVERY
        for row in session.connection().execute(query, values):
            found[row.id] = row
    return sorted(found.values(), key=lambda row: (row.tile_key, row.id))[:most]


def scopes(where: SiteFilter) -> list[Conditions]:
    """Conditions on district or unit, and category; a site that answers one of them answers.

    Each has an index of its own, together with the key.
    """
    codes = [area for area in where.districts if area.isdigit()]
    units = [area for area in where.districts if not area.isdigit()]
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
    keys, statuses, days, names, *others = zip(*rows, strict=True)
    # what many sites share comes first: it gets the short numbers
    columns: dict[str, Sequence[Value | None]] = {
        "status": statuses,
        "overdue": [is_late(*each, today) for each in zip(statuses, days, strict=True)],
        **dict(zip(_AS_THEY_ARE, others, strict=True)),
        "deadline": [day and day.isoformat() for day in days],
        "name": [name[:name_characters] or None for name in names],
    }
    made.add([points([place]) for place in _places(keys, tile)], columns)
    return made


def is_late(status: str, deadline: date | None, today: date) -> bool:
    """As ``domain.status.is_overdue``, for columns."""
    return deadline is not None and deadline < today and status not in DONE_AS_CHECKED


def _places(keys: Sequence[int], tile: Tile) -> list[tuple[int, int]]:
    size = 1 << SCALE - tile.z
    x, y = columns_rows(np.array(keys, np.int64))
    steps = zip(
        ((x - tile.x * size) * EXTENT // size).tolist(),
        ((y - tile.y * size) * EXTENT // size).tolist(),
        strict=True,
    )
    return list(steps)
