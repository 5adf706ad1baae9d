"""Keeping the counts: what a flush changes about sites, it changes in their counts as well.

Both happen in one transaction, under the lock of the log's head, whoever changes a site and
however; only bulk statements pass by and must be followed by ``rebuild``. What is subtracted is
read from the database under that lock, not taken from the memory of a session: another
transaction may have changed the row since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import orjson
from shapely.geometry import shape
from sqlalchemy import Connection, bindparam, delete, event, insert, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from geo_app.geo import covering, tilekey
from geo_app.store import head, postings
from geo_app.store.counts.base import Basis
from geo_app.store.counts.change import COLUMNS, apply
from geo_app.store.counts.entry import Change, Entry
from geo_app.store.counts.recount import count_anew
from geo_app.store.models import Site
from geo_app.store.tiling import KEPT_WITH, SITE, SiteShape

_PENDING = "geo_app.store.counts"
_PLACE = ("lon", "lat")
_FIELDS = Entry._fields[1:]
_READ = 500
# one way to the server for both; the basis comes also where no site is asked for
_BASIS_AND_SITES = select(
    *KEPT_WITH.c["day", "crowd"], *SITE.c["id", "lon", "lat"], *COLUMNS
).outerjoin_from(KEPT_WITH, SITE, SITE.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class _Pending:
    """What a flush will have changed.

    Attributes:
        basis: What the counts are kept with.
        changes: To the counts.
        moved: Sites whose geometry is new or another one.
        searched: How the sites are found now; None = as afterwards.
    """

    basis: Basis
    changes: list[Change]
    moved: list[Site]
    searched: postings.Before | None


class _Stored(NamedTuple):
    """A site as the database has it."""

    lon: float | None
    lat: float | None
    entry: Entry


def keep(sessions: type[Session]) -> None:
    """Let all sessions of a class keep the counts."""
    event.listen(sessions, "before_flush", _before_flush)
    event.listen(sessions, "after_flush", _after_flush)


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    session.info.pop(_PENDING, None)
    new = [each for each in session.new if isinstance(each, Site)]
    gone = [each for each in session.deleted if isinstance(each, Site)]
    altered = [
        each for each in session.dirty if isinstance(each, Site) and session.is_modified(each)
    ]
    if not (new or gone or altered):
        return
    # also where nothing that counts is altered: one writer who takes the row and then the lock,
    # and one who takes the lock and then the row, would wait for each other
    head.hold(session)
    counted = [each for each in altered if _is_altered(each, *_PLACE, *_FIELDS)]
    made_with, stored = _stored(session, [each.id for each in (*counted, *gone)])
    # a row that is gone already is missed by the flush itself
    changes = [
        *(Change(None, _entry(each, None)) for each in new),
        *(
            Change(stored[each.id].entry, _entry(each, stored[each.id]))
            for each in counted
            if each.id in stored
        ),
        *(Change(stored[each.id].entry, None) for each in gone if each.id in stored),
    ]
    moved = [*new, *(each for each in altered if _is_altered(each, "geometry"))]
    searched = postings.before(session, new, altered, gone)
    session.info[_PENDING] = _Pending(made_with, changes, moved, searched)


def _after_flush(session: Session, _context: object) -> None:
    pending: _Pending | None = session.info.pop(_PENDING, None)
    if pending is None:
        return
    apply(session.connection(), pending.changes, pending.basis)
    for site in pending.moved:
        _cover(session.connection(), site)
    if pending.searched:
        postings.after(session, pending.searched)


def _is_altered(site: Site, *names: str) -> bool:
    """Whether the flush writes one of these columns."""
    state = inspect(site).attrs
    return any(state[name].history.has_changes() for name in names)


def _stored(session: Session, ids: list[str]) -> tuple[Basis, dict[str, _Stored]]:
    """What the counts are kept with, and sites as the database has them, by id."""
    made_with, stored = None, {}
    for first in range(0, len(ids) or 1, _READ):
        asked = {"ids": ids[first : first + _READ]}
        for row in session.connection().execute(_BASIS_AND_SITES, asked):
            day, crowd, site, lon, lat, *values = row
            made_with = made_with or Basis(day, crowd)
            if site is not None:
                stored[site] = _Stored(lon, lat, Entry(*values))
    if made_with is None:
        count_anew(session, datetime.now(UTC).date())
        return _stored(session, ids)
    return made_with, stored


def _entry(site: Site, stored: _Stored | None) -> Entry:
    """The site as it will stand in the database; gives it the key of its place."""
    if stored is None:
        site.tile_key = _key(site.lon, site.lat)
        return Entry(site.tile_key, *(getattr(site, name) for name in _FIELDS))
    lon, lat = (
        getattr(site, name) if _is_altered(site, name) else getattr(stored, name) for name in _PLACE
    )
    if (lon, lat) != (stored.lon, stored.lat):
        site.tile_key = _key(lon, lat)
        flag_modified(site, "tile_key")  # written, also where this session knew no other one
        stored = stored._replace(entry=stored.entry._replace(key=site.tile_key))
    altered = {name: getattr(site, name) for name in _FIELDS if _is_altered(site, name)}
    return stored.entry._replace(**altered)


def _cover(connection: Connection, site: Site) -> None:
    """Keep which cells a line or polygon touches; a point has its key."""
    connection.execute(delete(SiteShape).where(SiteShape.site_id == site.id))
    if site.geometry and (site.min_lon, site.min_lat) != (site.max_lon, site.max_lat):
        cells = covering.cover(shape(orjson.loads(site.geometry)))
        rows = [{"cell": cell, "site_id": site.id} for cell in cells]
        connection.execute(insert(SiteShape), rows)


def _key(lon: float | None, lat: float | None) -> int | None:
    return None if lon is None or lat is None else tilekey.point(lon, lat)
