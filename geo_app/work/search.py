"""Sites by place: a box, an area or the nearest ones, by a few ranges of keys and then exactly.

A mark is found by its ``tile_key``, a line or polygon by the cells that cover it (docs/map.md).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from geo_app.geo import covering, tilekey
from geo_app.geo.nearness import distances_m, least_distance_m
from geo_app.geo.tilekey import Tile
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.tiling import SiteShape

MOST_RANGES = 16
"""Of keys, for one question: more of them read fewer rows in vain, and cost more themselves."""

FEW = 1000
"""Sites that are sooner found by their keys than in the index of all bounds."""

MOST_READ = 5000
"""Sites that ``nearest`` looks at in the smallest cell that is counted, some 20 m wide."""

Box = tuple[float, float, float, float]
Keys = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Near:
    """A site and how far its mark is.

    Attributes:
        metres: Geodesic distance.
        code: Of the site.
        site_id: Its id.
    """

    metres: float
    code: str
    site_id: str


def touches(session: Session, bbox: Box) -> ColumnElement[bool]:
    """The condition that the bounds of a site's geometry touch a box.

    Where the box holds few sites they are found by their keys: then a line or polygon only counts
    if its cells touch the box too. Where it holds many, one index of all bounds is read instead.

    Args:
        session: A session.
        bbox: West, south, east, north in degrees; west > east goes across 180°.
    """
    west, south, east, north = bbox
    rows = and_(Site.max_lat >= south, Site.min_lat <= north)
    columns = (Site.max_lon >= west, Site.min_lon <= east)
    exact = and_(rows, and_(*columns) if west <= east else or_(*columns))
    ranges = tilekey.ranges(bbox, MOST_RANGES)
    marks = select(Site.id).where(or_(*(between(keys) for keys in ranges)))
    found = [session.scalars(query.limit(FEW + 1)).all() for query in (marks, _shapes(ranges))]
    if max(map(len, found)) > FEW:
        return exact
    return and_(Site.id.in_({site_id for ids in found for site_id in ids}), exact)


def touching(session: Session, area: BaseGeometry) -> tuple[str, ...]:
    """Ids of the sites whose geometry shares ground with an area or its edge, by code.

    Args:
        session: A session.
        area: A valid geometry in degrees, longitude first; across 180° in two parts.
    """
    if area.is_empty:
        return ()
    query = select(Site.id, Site.geometry).where(touches(session, area.bounds))
    rows = session.execute(query.order_by(Site.code)).all()
    shapely.prepare(area)
    met = shapely.intersects(area, shapely.from_geojson([row.geometry for row in rows]))
    return tuple(row.id for row, meets in zip(rows, met, strict=True) if meets)


def nearest(session: Session, lon: float, lat: float, n: int = 1) -> list[Near]:
    """The sites whose marks are nearest to a point, the nearest first.

    The tree of kept counts is walked from the whole world down, always into the square that can
    be nearest (best-first search: Hjaltason & Samet 1999, "Distance browsing in spatial
    databases"): few rows are read, however many sites there are.

    Args:
        session: A session.
        lon: Longitude, degrees.
        lat: Latitude, degrees.
        n: How many; fewer come back where there are not so many.

    Raises:
        ValueError: A coordinate is no finite number.
    """
    tilekey.point(lon, lat)
    found: list[Near] = []
    # squares before sites of the same distance: one of theirs may be as near
    queue: list[tuple[float, bool, str, Tile | Near]] = [(0.0, False, "", Tile(0, 0, 0))]
    while queue and len(found) < n:
        *_, item = heapq.heappop(queue)
        if isinstance(item, Near):
            found.append(item)
            continue
        if cells := counts.cells(session, item):
            for each in cells:
                tile = Tile(item.z + 3, *tilekey.column_row(each.cell))
                heapq.heappush(queue, (least_distance_m(lon, lat, _reach(tile)), False, "", tile))
            continue
        for near in _marks(session, lon, lat, item):
            heapq.heappush(queue, (near.metres, True, near.code, near))
    return found


def _marks(session: Session, lon: float, lat: float, tile: Tile) -> Iterator[Near]:
    rows = session.execute(
        select(Site.id, Site.code, Site.lon, Site.lat)
        .where(between(tile.keys))
        .order_by(Site.tile_key)
        .limit(MOST_READ)
    ).all()
    if rows:
        ids, codes, lons, lats = zip(*rows, strict=True)
        for row in zip(distances_m(lon, lat, lons, lats).tolist(), codes, ids, strict=True):
            yield Near(*row)


def _reach(tile: Tile) -> Box:
    """Where the marks of a tile may be: the outermost rows hold the poles too."""
    west, south, east, north = tile.bbox
    last = (1 << tile.z) - 1
    return west, -90.0 if tile.y == last else south, east, 90.0 if tile.y == 0 else north


def between(keys: Keys) -> ColumnElement[bool]:
    """The condition that the mark of a site lies in a range of keys."""
    return and_(Site.tile_key >= keys[0], Site.tile_key < keys[1])


def _shapes(ranges: Sequence[Keys]) -> Select[str]:
    """Ids of the lines and polygons whose cells share ground with ranges of keys."""
    # a cell's number lies in the middle of its keys, doubled (geo.covering)
    inside = (SiteShape.cell.between(2 * a, 2 * b - 1) for a, b in ranges)
    around = {number for first, end in ranges for number in _around(first, end - 1)}
    return select(SiteShape.site_id).where(or_(*inside, SiteShape.cell.in_(sorted(around))))


def _around(*keys: int) -> Iterable[int]:
    """Numbers of the cells that hold a key: what reaches into a range holds one of its ends."""
    return (covering.number(Tile.of(key, z)) for key in keys for z in range(covering.FINEST + 1))
