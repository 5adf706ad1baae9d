"""Records become rows: sites, and what the file told of each as a leaf under one event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.store import bulk, counts, postings
from geo_app.store.tiling import SITE
from geo_app.work.bulk.in_hand import InHand
from geo_app.work.bulk.record import Records
from geo_app.work.bulk.source import Source

_ORDINAL = re.compile(r"-(\d{1,9})$", re.ASCII)


class Keeper:
    """Keeps the records of one file; each batch of them is whole in the database afterwards."""

    def __init__(
        self, session: Session, actor: Actor, file: Source, in_hand: InHand | None
    ) -> None:
        """See ``keep``.

        Args:
            session: A write transaction.
            actor: Who imports.
            file: Of the records.
            in_hand: Takes up what is kept.
        """
        self._session = session
        self._actor = actor
        self._file = file
        self._in_hand = in_hand
        self._problems: dict[tuple[str, int], str] = {}
        self._serials: Iterator[int] | None = None

    def keep(self, records: Records) -> None:
        """Add sites that are not here yet, whose problems are.

        Their rows are what ``work.arrival.keep_site`` writes, their histories amount to the same.
        """
        if not len(records):
            return
        name, sha256 = self._file.name, self._file.sha256
        event = bulk.record(self._session, self._actor, name, sha256, records.ids, records.leaves)
        if self._serials is None:  # under the lock that the event took
            self._serials = count(postings.next_serial(self._session.connection()))
        rows = self._columns(records, bulk.moment(event.at))
        rows["serial"] = list(islice(self._serials, len(records)))
        bulk.insert(self._session, SITE, rows)
        if self._in_hand:
            self._in_hand.take(rows)
        touched = ((cell, records.ids[row]) for row, cell in records.spots.cells)
        counts.keep_cells(self._session, touched)

    def _columns(self, records: Records, at: str) -> dict[str, Sequence[Any]]:
        """The rows of ``site``, column by column."""
        spots, ordinals = records.spots, map(_ORDINAL.search, records.codes)
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
            "status": records.statuses,
            "status_on": records.status_on,
            "district_code": records.district_codes,
            "district": records.districts,
            "accounting_unit": records.accounting_units,
            "responsible_unit": records.responsible_units,
            "deadline": records.deadlines,
            "claimed_on": records.claimed_on,
            "verified_on": records.verified_on,
            "located": [geometry is not None for geometry in spots.geometries],
            "lon": spots.lons,
            "lat": spots.lats,
            "tile_key": spots.keys,
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
            "overridden": records.overridden,
            "created_at": [at] * len(records),
            "updated_at": [at] * len(records),
        }

    def _problem_ids(self, records: Records) -> list[str]:
        pairs = list(zip(records.notices, records.problems, strict=True))
        for pair in set(pairs) - self._problems.keys():
            self._problems[pair] = ids.of_problem(*pair)
        return [self._problems[pair] for pair in pairs]
