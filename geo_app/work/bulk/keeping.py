"""Records become rows: sites, and what the file told of each as a leaf under one event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import orjson
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.geo import tilekey
from geo_app.geo.vectors import VectorFile
from geo_app.store import bulk, counts
from geo_app.store.imported import pack
from geo_app.store.tiling import SITE
from geo_app.work.bulk.record import Record
from geo_app.work.positions import PHRASE

_SITE_COLUMNS = (
    "id", "code", "name", "category", "problem_id", "ordinal", "place_text", "phrase", "status",
    "status_on", "district_code", "district", "accounting_unit", "responsible_unit", "deadline",
    "claimed_on", "verified_on", "located", "lon", "lat", "tile_key", "radius_m", "geometry",
    "min_lon", "min_lat", "max_lon", "max_lat", "position_layer", "position_source", "schematic",
    "doubts", "overridden", "created_at", "updated_at",
)  # fmt: skip
_ORDINAL = re.compile(r"-(\d{1,9})$", re.ASCII)
_POINT = '{"type":"Point"'


class Keeper:
    """Keeps the records of one file; each batch of them is whole in the database afterwards."""

    def __init__(self, session: Session, actor: Actor, file: VectorFile) -> None:
        self._session = session
        self._actor = actor
        self._file = file
        self._problems: dict[tuple[str, int], str] = {}

    def keep(self, records: Sequence[Record]) -> None:
        """Add sites that are not here yet, whose problems are.

        Their rows are what ``work.arrival.keep_site`` writes, their histories amount to the same.
        """
        if not records:
            return
        leaves = [(record.id, _leaf(record)) for record in records]
        event = bulk.record(self._session, self._actor, self._file.name, self._file.sha256, leaves)
        at, keys = bulk.moment(event.at), _keys(records)
        rows = [self._site(record, key, at) for record, key in zip(records, keys, strict=True)]
        bulk.insert(self._session, SITE, _SITE_COLUMNS, rows)
        counts.cover(self._session, _drawn(records))

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
            story.status, story.status_on, record.district_code, record.district,
            record.accounting_unit, record.responsible_unit, record.deadline, story.claimed_on,
            story.verified_on, spot.geometry_json is not None, spot.lon, spot.lat, key,
            record.radius_m, spot.geometry_json, *spot.bounds, record.layer, record.source,
            record.schematic, record.doubts_json, story.overridden_json, at, at,
        )  # fmt: skip


def _leaf(record: Record) -> bytes:
    events = record.story.events
    if record.deadline:
        data = f'{{"deadline":"{record.deadline}"}}'
        events = f'{events},["{EventKind.DEADLINE_SET.value}",null,{data}]'
    return pack(record.id, f"[{events}]".encode(), record.place_text, record.layer, _place(record))


def _place(record: Record) -> dict[str, Any] | None:
    """Where it is, as a leaf says it."""
    spot = record.spot
    if record.layer == PHRASE or spot.geometry_json is None:
        return None
    is_point = spot.geometry_json.startswith(_POINT)
    return {
        "doubts": record.position_doubts,
        "geometry": None if is_point else orjson.loads(spot.geometry_json),
        "lat": spot.lat,
        "lon": spot.lon,
        "radius_m": record.radius_m,
        "schematic": record.schematic,
        "source": record.source,
    }


def _drawn(records: Sequence[Record]) -> Iterable[tuple[str, str]]:
    """Ids and geometries of what is no point."""
    return (
        (record.id, record.spot.geometry_json)
        for record in records
        if record.spot.geometry_json and not record.spot.geometry_json.startswith(_POINT)
    )


def _keys(records: Sequence[Record]) -> list[int | None]:
    lons = np.array([record.spot.lon for record in records], dtype=np.float64)
    lats = np.array([record.spot.lat for record in records], dtype=np.float64)
    located = np.isfinite(lons)
    keys = np.zeros(len(records), dtype=np.int64)
    keys[located] = tilekey.points(lons[located], lats[located])
    return [
        key if here else None for key, here in zip(keys.tolist(), located.tolist(), strict=True)
    ]
