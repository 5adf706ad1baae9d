"""Records become rows: sites, positions with their digests, events in the chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Table
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.history import TOLD_BY_FILE
from geo_app.domain.status import EventKind
from geo_app.geo import tilekey
from geo_app.store import bulk
from geo_app.store.models import Base, Position, Site
from geo_app.store.positions import digest_of
from geo_app.work import ids
from geo_app.work.bulk.record import Record
from geo_app.work.positions import PHRASE

SITE: Table = Base.metadata.tables[Site.__tablename__]
POSITION: Table = Base.metadata.tables[Position.__tablename__]

_SITE_COLUMNS = (
    "id", "code", "name", "category", "problem_id", "ordinal", "place_text", "phrase", "status",
    "status_on", "district_code", "district", "accounting_unit", "responsible_unit", "deadline",
    "claimed_on", "verified_on", "located", "lon", "lat", "tile_key", "radius_m", "geometry",
    "min_lon", "min_lat", "max_lon", "max_lat", "position_layer", "position_source", "schematic",
    "doubts", "overridden", "created_at", "updated_at",
)  # fmt: skip
_POSITION_COLUMNS = (
    "id", "site_id", "layer", "geometry", "lon", "lat", "radius_m", "source", "schematic",
    "anchors", "steps", "doubts", "actor_id", "actor_name", "at",
)  # fmt: skip
_ORDINAL = re.compile(r"-(\d{1,9})$", re.ASCII)
_NOTHING = "[]"
_Said = dict[str, Any]
_UNSAID: _Said = {"geometry": None, "lon": None, "lat": None, "radius_m": None,
                  "schematic": False, "doubts": ()}  # fmt: skip


class Keeper:
    """Keeps the records of one file; each batch of them is whole in the database afterwards."""

    def __init__(self, session: Session, actor: Actor, file: str) -> None:
        self._session = session
        self._actor = actor
        self._file = file
        self._problems: dict[tuple[str, int], str] = {}

    def keep(self, records: Sequence[Record]) -> None:
        """Add sites that are not here yet, whose problems are.

        What is written is what ``work.arrival.keep_site`` writes, row by row and event by event.
        """
        if not records:
            return
        now = datetime.now(UTC)
        at, said_at = bulk.moment(now), now.isoformat(timespec="microseconds")
        fresh = iter(bulk.fresh_ids(3 * len(records)))
        log = bulk.Appender(self._session, self._actor)
        sites: list[bulk.Row] = []
        placed: list[bulk.Row] = []
        for record, key in zip(records, _keys(records), strict=True):
            stamps = []
            for said in _said(record):
                digest = self._digest(record, said, position := next(fresh), said_at)
                stamps.append({"id": position, "digest": digest})
                placed.append(self._position(record, said, position, at))
            self._tell(log, record, stamps, next(fresh))
            sites.append(self._site(record, key, at))
        bulk.insert(self._session, SITE, _SITE_COLUMNS, sites)
        bulk.insert(self._session, POSITION, _POSITION_COLUMNS, placed)
        log.write()

    def _tell(
        self, log: bulk.Appender, record: Record, stamps: list[dict[str, str]], event_id: str
    ) -> None:
        subject = (Site.__tablename__, record.id)
        told = record.story.events
        for each in (*told, record.deadline_told) if record.deadline_told else told:
            key = ids.of_event(record.id, each.key, each.as_of)
            log.append(each.kind, subject, key, each.as_of, each.data)
        kind = EventKind.LOCATED if record.spot.geometry_json is not None else EventKind.UNLOCATED
        data = orjson.dumps(
            {TOLD_BY_FILE: self._file, "layer": record.layer, "positions": stamps},
            option=orjson.OPT_SORT_KEYS,
        )
        log.append(kind, subject, event_id, None, data)

    def _site(self, record: Record, key: int | None, at: str) -> bulk.Row:
        story, spot = record.story, record.spot
        number = _ORDINAL.search(record.code)
        of_problem = (record.notice_sha256, record.problem_number)
        problem = self._problems.get(of_problem)
        if problem is None:
            problem = self._problems[of_problem] = ids.of_problem(*of_problem)
        return (
            record.id, record.code, record.name, record.category, problem,
            int(number[1]) if number else 0, record.place_text, record.phrase_json,
            story.status.value, story.status_on, record.district_code, record.district,
            record.accounting_unit, record.responsible_unit, record.deadline, story.claimed_on,
            story.verified_on, spot.geometry_json is not None, spot.lon, spot.lat, key,
            record.radius_m, spot.geometry_json, *spot.bounds, record.layer, record.source,
            record.schematic, record.doubts_json, story.overridden_json, at, at,
        )  # fmt: skip

    def _digest(self, record: Record, said: _Said, key: str, at: str) -> str:
        return digest_of(
            {
                **said,
                "id": key,
                "site": record.id,
                "anchors": (),
                "steps": (),
                "actor": (self._actor.id, self._actor.name),
                "at": at,
            }
        )

    def _position(self, record: Record, said: _Said, key: str, at: str) -> bulk.Row:
        doubts = said["doubts"]
        return (
            key, record.id, said["layer"], said["geometry"], said["lon"], said["lat"],
            said["radius_m"], said["source"], said["schematic"], _NOTHING, _NOTHING,
            orjson.dumps(doubts).decode() if doubts else _NOTHING, self._actor.id,
            self._actor.name, at,
        )  # fmt: skip


def _said(record: Record) -> list[_Said]:
    """What the positions of a site say: the phrase and, where there is one, the place."""
    phrase: _Said = {**_UNSAID, "layer": PHRASE, "source": record.place_text}
    if record.layer == PHRASE:
        return [phrase]
    place: _Said = {
        "layer": record.layer,
        "geometry": record.spot.geometry_json,
        "lon": record.spot.lon,
        "lat": record.spot.lat,
        "radius_m": record.radius_m,
        "source": record.source,
        "schematic": record.schematic,
        "doubts": record.position_doubts,
    }
    return [phrase, place]


def _keys(records: Sequence[Record]) -> list[int | None]:
    lons = np.array([record.spot.lon for record in records], dtype=np.float64)
    lats = np.array([record.spot.lat for record in records], dtype=np.float64)
    located = np.isfinite(lons)
    keys = np.zeros(len(records), dtype=np.int64)
    keys[located] = tilekey.points(lons[located], lats[located])
    return [
        key if here else None for key, here in zip(keys.tolist(), located.tolist(), strict=True)
    ]
