"""Making the keys, coverings and counts of all sites anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

import numpy as np
import orjson
from shapely.geometry import shape
from sqlalchemy import Table, bindparam, delete, select, text, update
from sqlalchemy.orm import Session

from geo_app.geo import covering, tilekey
from geo_app.store import bulk, head, postings
from geo_app.store.counts import scratch
from geo_app.store.counts.base import CROWD, Basis, set_basis
from geo_app.store.counts.entry import Counted
from geo_app.store.counts.falling import count_due_anew
from geo_app.store.counts.reading import total
from geo_app.store.counts.rows import add
from geo_app.store.counts.scratch import BATCH
from geo_app.store.models import Base
from geo_app.store.tiling import SITE, SITE_COUNT, SiteShape

Item = TypeVar("Item")

_DRAWN_AT_A_TIME = 1_000
_SHAPE: Table = Base.metadata.tables[SiteShape.__tablename__]


def rebuild(
    session: Session,
    today: date,
    crowd: int = CROWD,
    *,
    only_counts: bool = False,
    counted: Iterable[list[Counted]] | None = None,
    indexed: Iterable[postings.Made] | None = None,
) -> int:
    """Make keys, coverings, counts and postings of all sites anew; other writers wait.

    Args:
        session: A write transaction.
        today: Day on which overdue is asked for.
        crowd: Sites that a tile may hold before its cells are kept.
        only_counts: Keys and coverings are known to be right.
        counted: What ``scratch.count`` made of all sites; by default they are read.
        indexed: The same of ``postings.Gathered``.

    Returns:
        How many sites were counted.
    """
    session.flush()
    head.hold(session)
    count_anew(session, today, crowd, only_counts=only_counts, counted=counted)
    postings.make_anew(session, indexed)
    session.expire_all()
    return total(session).n


def count_anew(
    session: Session,
    today: date,
    crowd: int = CROWD,
    *,
    only_counts: bool = False,
    counted: Iterable[list[Counted]] | None = None,
) -> Basis:
    """As ``rebuild`` but for the postings, inside a flush and under the lock."""
    if not only_counts:
        _place_anew(session)
    connection = session.connection()
    if counted is None:
        counted = scratch.count(scratch.read(session, today), crowd)
    connection.execute(delete(SITE_COUNT))
    for level in counted:
        add(connection, level)
    count_due_anew(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE site_count, site_due"))
    made_with = Basis(today, crowd)
    set_basis(session, made_with)
    return made_with


def _place_anew(session: Session) -> None:
    connection = session.connection()
    correct = update(SITE).where(SITE.c.id == bindparam("site")).values(tile_key=bindparam("key"))
    for wrong in _batches(wrong_keys(session)):
        connection.execute(correct, [{"site": site, "key": key} for site, key in wrong])
    connection.execute(delete(SiteShape))
    keep_cells(session, coverings(drawn(session)))


def keep_cells(session: Session, cells: Iterable[tuple[int, str]]) -> None:
    """Keep which cells lines and polygons touch that have no covering yet.

    Args:
        session: A write transaction.
        cells: As ``coverings`` makes them.
    """
    for some in _batches(iter(cells)):
        numbers, sites = zip(*some, strict=True)
        bulk.insert(session, _SHAPE, {"cell": numbers, "site_id": sites})


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


def drawn(session: Session) -> Iterator[tuple[str, str]]:
    """All lines and polygons: id of the site, and its geometry (GeoJSON)."""
    query = (
        select(SITE.c.id, SITE.c.geometry)
        .where(SITE.c.geometry.is_not(None))
        .where((SITE.c.min_lon < SITE.c.max_lon) | (SITE.c.min_lat < SITE.c.max_lat))
        .execution_options(yield_per=BATCH)
    )
    yield from map(tuple, session.connection().execute(query))


def coverings(shapes: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """The cells of lines and polygons, each with its site."""
    for some in _batches(iter(shapes), _DRAWN_AT_A_TIME):
        drawn = [shape(orjson.loads(geometry)) for _, geometry in some]
        for place, cell in covering.cover_all(drawn):
            yield cell, some[place][0]


def _batches(items: Iterator[Item], count: int = BATCH) -> Iterator[list[Item]]:
    while batch := list(islice(items, count)):
        yield batch
