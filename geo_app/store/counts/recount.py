"""Making the keys, coverings and counts of all sites anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

import numpy as np
import orjson
from shapely.geometry import shape
from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.orm import Session

from geo_app.geo import covering, tilekey
from geo_app.store.counts import scratch
from geo_app.store.counts.base import CROWD, Basis, hold, set_basis
from geo_app.store.counts.falling import count_due_anew
from geo_app.store.counts.reading import total
from geo_app.store.counts.rows import add
from geo_app.store.counts.scratch import BATCH
from geo_app.store.tiling import SITE, SITE_COUNT, SiteShape

Item = TypeVar("Item")


def rebuild(session: Session, today: date, crowd: int = CROWD) -> int:
    """Make keys, coverings and counts of all sites anew; other writers wait.

    Args:
        session: A write transaction.
        today: Day on which overdue is asked for.
        crowd: Sites that a tile may hold before its cells are kept.

    Returns:
        How many sites were counted.
    """
    session.flush()
    hold(session)
    count_anew(session, today, crowd)
    session.expire_all()
    return total(session).n


def count_anew(session: Session, today: date, crowd: int = CROWD) -> Basis:
    """As ``rebuild``, inside a flush and under the lock."""
    connection = session.connection()
    correct = update(SITE).where(SITE.c.id == bindparam("site")).values(tile_key=bindparam("key"))
    for wrong in _batches(wrong_keys(session)):
        connection.execute(correct, [{"site": site, "key": key} for site, key in wrong])
    connection.execute(delete(SiteShape))
    for cells in _batches(coverings(session)):
        rows = [{"cell": cell, "site_id": site} for cell, site in cells]
        connection.execute(insert(SiteShape), rows)
    sites = scratch.read(session, today)
    connection.execute(delete(SITE_COUNT))
    for counted in scratch.count(sites, crowd):
        add(connection, counted)
    count_due_anew(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE site_count, site_due"))
    made_with = Basis(today, crowd)
    set_basis(session, made_with)
    return made_with


def wrong_keys(session: Session) -> Iterator[tuple[str, int | None]]:
    """Sites whose ``tile_key`` is not that of their coordinates: id, and the right one."""
    query = select(*(SITE.c[name] for name in ("id", "lon", "lat", "tile_key"))).execution_options(
        yield_per=BATCH
    )
    for rows in session.connection().execute(query).partitions():
        ids, lons, lats, kept = zip(*rows, strict=True)
        lon, lat = np.array(lons, np.float64), np.array(lats, np.float64)  # None is NaN
        placed = ~(np.isnan(lon) | np.isnan(lat))
        right = np.full(len(ids), None, object)
        right[placed] = tilekey.points(lon[placed], lat[placed]).tolist()
        for i in np.flatnonzero(right != np.array(kept, object)):
            yield ids[i], right[i]


def coverings(session: Session) -> Iterator[tuple[int, str]]:
    """The cells of all lines and polygons, each with its site."""
    query = (
        select(SITE.c.id, SITE.c.geometry)
        .where(SITE.c.geometry.is_not(None))
        .where((SITE.c.min_lon < SITE.c.max_lon) | (SITE.c.min_lat < SITE.c.max_lat))
        .execution_options(yield_per=BATCH)
    )
    for site, geometry in session.connection().execute(query):
        for cell in covering.cover(shape(orjson.loads(geometry))):
            yield cell, site


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch
