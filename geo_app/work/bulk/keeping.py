"""Records become rows: sites, and what the file told of each as a leaf under one event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any

import numpy as np
import orjson
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.domain.status import EventKind
from geo_app.geo import tilekey
from geo_app.geo.vectors import VectorFile
from geo_app.store import bulk, counts, postings
from geo_app.store.counts import Gathered
from geo_app.store.imported import pack
from geo_app.store.tiling import SITE
from geo_app.work.bulk.record import Records
from geo_app.work.bulk.spots import Spots

_ORDINAL = re.compile(r"-(\d{1,9})$", re.ASCII)


class Keeper:
    """Keeps the records of one file; each batch of them is whole in the database afterwards."""

    def __init__(
        self, session: Session, actor: Actor, file: VectorFile, gathered: Gathered
    ) -> None:
        """See ``keep``.

        Args:
            session: A write transaction.
            actor: Who imports.
            file: Of the records.
            gathered: Takes up what is kept.
        """
        self._session = session
        self._actor = actor
        self._file = file
        self._gathered = gathered
        self._problems: dict[tuple[str, int], str] = {}
        self._serials: Iterator[int] | None = None

    def keep(self, records: Records) -> None:
        """Add sites that are not here yet, whose problems are.

        Their rows are what ``work.arrival.keep_site`` writes, their histories amount to the same.
        """
        if not len(records):
            return
        leaves = _leaves(records)
        event = bulk.record(
            self._session, self._actor, self._file.name, self._file.sha256, records.ids, leaves
        )
        if self._serials is None:  # under the lock that the event took
            self._serials = count(postings.next_serial(self._session.connection()))
        rows = self._columns(records, bulk.moment(event.at))
        rows["serial"] = list(islice(self._serials, len(records)))
        bulk.insert(self._session, SITE, rows)
        self._gathered.take(rows)
        spots = records.spots
        drawn = ((records.ids[row], str(spots.geometries[row])) for row in spots.drawn)
        counts.cover(self._session, drawn)

    def _columns(self, records: Records, at: str) -> dict[str, Sequence[Any]]:
        """The rows of ``site``, column by column."""
        spots, ordinals = records.spots, map(_ORDINAL.search, records.codes)
        _, statuses, status_on, claimed_on, verified_on, overridden = zip(
            *records.stories, strict=True
        )
        wests, souths, easts, norths = spots.bounds
        return {
            "id": records.ids,
            "code": records.codes,
            "name": records.names,
            "category": records.categories,
            "problem_id": self._problem_ids(records),
            "ordinal": [int(found[1]) if found else 0 for found in ordinals],
            "place_text": records.place_texts,
            "phrase": records.phrases,
            "status": statuses,
            "status_on": status_on,
            "district_code": records.district_codes,
            "district": records.districts,
            "accounting_unit": records.accounting_units,
            "responsible_unit": records.responsible_units,
            "deadline": records.deadlines,
            "claimed_on": claimed_on,
            "verified_on": verified_on,
            "located": [geometry is not None for geometry in spots.geometries],
            "lon": spots.lons,
            "lat": spots.lats,
            "tile_key": _keys(spots),
            "radius_m": records.radii,
            "geometry": spots.geometries,
            "min_lon": wests,
            "min_lat": souths,
            "max_lon": easts,
            "max_lat": norths,
            "position_layer": records.layers,
            "position_source": records.sources,
            "schematic": records.schematic,
            "doubts": records.doubts,
            "overridden": overridden,
            "created_at": [at] * len(records),
            "updated_at": [at] * len(records),
        }

    def _problem_ids(self, records: Records) -> list[str]:
        pairs = list(zip(records.notices, records.problems, strict=True))
        for pair in set(pairs) - self._problems.keys():
            self._problems[pair] = ids.of_problem(*pair)
        return [self._problems[pair] for pair in pairs]


def _leaves(records: Records) -> list[bytes]:
    events = (
        f'{told.events},["{EventKind.DEADLINE_SET.value}",null,{{"deadline":"{deadline}"}}]'
        if deadline
        else told.events
        for told, deadline in zip(records.stories, records.deadlines, strict=True)
    )
    return [
        pack(site_id, f"[{told}]".encode(), phrase, layer, place)
        for site_id, told, phrase, layer, place in zip(
            records.ids, events, records.place_texts, records.layers, _places(records), strict=True
        )
    ]


def _places(records: Records) -> Iterator[dict[str, Any] | None]:
    """Where each site is, as its leaf says it."""
    spots, drawn = records.spots, set(records.spots.drawn)
    for row, (geometry, lon, lat, radius_m, source, schematic, doubts) in enumerate(
        zip(
            spots.geometries,
            spots.lons,
            spots.lats,
            records.radii,
            records.sources,
            records.schematic,
            records.position_doubts,
            strict=True,
        )
    ):
        if geometry is None:
            yield None
            continue
        yield {
            "doubts": doubts,
            "geometry": orjson.loads(geometry) if row in drawn else None,
            "lat": lat,
            "lon": lon,
            "radius_m": radius_m,
            "schematic": schematic,
            "source": source,
        }


def _keys(spots: Spots) -> list[int | None]:
    lons, lats = np.array(spots.lons, np.float64), np.array(spots.lats, np.float64)
    located = np.isfinite(lons)
    keys = np.full(len(lons), None, dtype=object)
    keys[located] = tilekey.points(lons[located], lats[located]).tolist()
    made: list[int | None] = keys.tolist()
    return made
