"""Batches of a file become records: every value checked, each site with its code and district."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from geo_app.domain import ids
from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.geo.districts import Districts
from geo_app.geo.vectors import Batch, VectorFile
from geo_app.settings import BulkLimits
from geo_app.work.bulk.areas import Areas
from geo_app.work.bulk.columns import Columns
from geo_app.work.bulk.history import Days, Overridden, Stories, Story, overruled
from geo_app.work.bulk.leaves import histories, leaves_of, places
from geo_app.work.bulk.record import Records
from geo_app.work.bulk.spots import Spots, spots_of
from geo_app.work.positions import COMPUTED, PHRASE
from geo_app.work.properties import FlawError

NAMING = frozenset({"code", "name", "place_text"})
"""A file without any of these says nothing of sites."""

OWN = "notice_sha256"
"""The column that only a file of this program has: its ids count too."""

COLUMNS = NAMING | {
    "accounting_unit", "category", "claimed_on", "deadline", "district", "district_code",
    "doubts", "id", "notice", OWN, "overridden", "phrase", "position_layer", "position_source",
    "problem_number", "radius_m", "responsible_unit", "schematic", "status", "status_on",
    "verified_on",
}  # fmt: skip
"""What is read of a file (docs/data.md); its other columns are left where they are."""


class Reader:
    """Reads the records of one file."""

    def __init__(self, file: VectorFile, districts: Districts, limits: BulkLimits) -> None:
        """See ``records``.

        Args:
            file: Opened.
            districts: For sites whose district the file does not say.
            limits: What is accepted.

        Raises:
            InputError: No column of the file names a site.
        """
        if not file.columns & NAMING:
            raise InputError("bulk.no_columns", file=file.name, names=", ".join(sorted(NAMING)))
        self._file = file
        self._areas = Areas(districts, file.name)
        self._columns = Columns(file.name, limits.text_characters)
        self._stories = Stories()
        self._radius_m = limits.radius_m
        self._no_radius = (Remark("bulk.no_radius", {"metres": limits.radius_m}).to_json(),)

    def all(self, days: Mapping[str, date]) -> Iterator[Records]:
        """The records of the file, batch by batch.

        Args:
            days: Day of issue of notices that are known here, by SHA-256.

        Raises:
            InputError: With the feature, the column and the reason; at the end also what only
                the whole file shows, see ``Areas.check_whole``.
        """
        for batch in self._file.batches:
            if len(batch.ids):
                yield self.records(batch, days)
        self._areas.check_whole()

    def records(self, batch: Batch, days: Mapping[str, date]) -> Records:
        """The records of a batch, made column by column; see ``all``.

        Raises:
            InputError: With the feature, the column and the reason.
        """
        read = self._columns
        given, texts = read.texts(batch, "code"), read.texts(batch, "place_text")
        spots = spots_of(batch.shapes)
        named = read.texts(batch, "name")
        categories = read.categories(batch)
        areas = self._areas.of(
            read.texts(batch, "district_code"), read.texts(batch, "district"), spots
        )
        statuses = read.statuses(batch)
        said = [read.days(batch, name) for name in ("status_on", "claimed_on", "verified_on")]
        deadlines = [day.isoformat() if day else None for day in read.days(batch, "deadline")]
        radii, layers = read.radii(batch), _layers(spots, read.layers(batch))
        sources = read.texts(batch, "position_source")
        schematic = [
            flag and layer != PHRASE
            for flag, layer in zip(read.flags(batch, "schematic"), layers, strict=True)
        ]
        accounting = read.texts(batch, "accounting_unit")
        responsible = read.texts(batch, "responsible_unit")
        notices = read.hashes(batch, OWN, self._file.sha256)
        titles = read.texts(batch, "notice")
        problems = read.wholes(batch, "problem_number", 1)
        own_ids = read.texts(batch, "id") if OWN in self._file.columns else [None] * len(given)
        phrases = read.special(batch, "phrase")
        doubts = read.special(batch, "doubts")
        overridden = read.special(batch, "overridden")

        told = zip(statuses, map(days.get, notices), *said, strict=True)
        stories = self._stories_of(batch, list(told), overridden)
        codes = [
            code or f"{sha256[:6]}-{feature}"
            for code, sha256, feature in zip(given, notices, batch.ids, strict=True)
        ]
        names = [name or text or code for name, text, code in zip(named, texts, codes, strict=True)]
        assumed = [
            radius is None and layer != PHRASE for radius, layer in zip(radii, layers, strict=True)
        ]
        site_ids = self._ids(batch, notices, codes, own_ids)
        place_texts = [text or name for text, name in zip(texts, names, strict=True)]
        radii = self._radii(radii, layers)
        on_position = [self._no_radius if each else () for each in assumed]
        leaves = leaves_of(
            site_ids,
            histories(stories, deadlines),
            place_texts,
            layers,
            places(spots, radii, sources, schematic, on_position),
        )
        _, found, status_on, claimed_on, verified_on, accepted = zip(*stories, strict=True)
        return Records(
            numbers=list(range(batch.first, batch.first + len(codes))),
            ids=site_ids,
            codes=codes,
            names=names,
            categories=categories,
            notices=notices,
            titles=titles,
            problems=problems,
            place_texts=place_texts,
            phrases=[orjson.dumps(phrase).decode() if phrase else None for phrase in phrases],
            district_codes=areas.codes,
            districts=areas.names,
            accounting_units=accounting,
            responsible_units=responsible,
            statuses=list(found),
            status_on=list(status_on),
            claimed_on=list(claimed_on),
            verified_on=list(verified_on),
            overridden=list(accepted),
            deadlines=deadlines,
            layers=layers,
            spots=spots,
            radii=radii,
            sources=sources,
            schematic=schematic,
            doubts=self._doubts(doubts, areas.doubts, assumed),
            leaves=leaves,
        )

    def _ids(
        self, batch: Batch, notices: Sequence[str], codes: Sequence[str], own: Sequence[str | None]
    ) -> list[str]:
        return [
            ids.of_site_file(sha256, code) if said is None else self._own_id(number, said)
            for number, (sha256, code, said) in enumerate(
                zip(notices, codes, own, strict=True), start=batch.first
            )
        ]

    def _own_id(self, number: int, said: str) -> str:
        try:
            return str(uuid.UUID(said))
        except ValueError as error:
            raise InputError(
                "import.property_type", file=self._file.name, index=number, name="id",
                expected="@import.an_id", value=said[:60],
            ) from error  # fmt: skip

    def _stories_of(
        self,
        batch: Batch,
        told: Sequence[tuple[Any, ...]],
        overridden: Sequence[Overridden | None],
    ) -> list[Story]:
        stories: list[Story] = []
        try:
            stories.extend(map(self._stories.__getitem__, told))
        except FlawError as flaw:
            index = batch.first + len(stories)
            raise InputError(flaw.code, file=self._file.name, index=index, **flaw.values) from flaw
        for row, accepted in enumerate(overridden):
            if accepted:
                stories[row] = overruled(Days(*told[row]), accepted)
        return stories

    def _radii(self, radii: Sequence[float | None], layers: Sequence[str]) -> list[float | None]:
        """Of sites that have a place; where the file tells none, the one of the settings."""
        return [
            None if layer == PHRASE else self._radius_m if radius is None else radius
            for radius, layer in zip(radii, layers, strict=True)
        ]

    def _doubts(
        self,
        told: Sequence[tuple[dict[str, Any], ...] | None],
        of_areas: Mapping[int, dict[str, Any]],
        assumed: Sequence[bool],
    ) -> list[str]:
        """What should be confirmed of each site, as JSON."""
        made = []
        for row, (said, without_radius) in enumerate(zip(told, assumed, strict=True)):
            doubts = (
                *(said or ()),
                *((of_areas[row],) if row in of_areas else ()),
                *(self._no_radius if without_radius else ()),
            )
            made.append(orjson.dumps(doubts).decode() if doubts else "[]")
        return made


def _layers(spots: Spots, told: Sequence[str | None]) -> list[str]:
    return [
        PHRASE if geometry is None else COMPUTED if layer in (None, PHRASE) else str(layer)
        for geometry, layer in zip(spots.geometries, told, strict=True)
    ]
