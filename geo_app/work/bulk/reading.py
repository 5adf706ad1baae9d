"""Batches of a file become records: every value checked, each site with its code and district."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import orjson

from geo_app.domain.remark import Remark
from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.geo.districts import Districts
from geo_app.geo.vectors import Batch, VectorFile
from geo_app.settings import BulkLimits
from geo_app.work import ids
from geo_app.work.bulk.areas import Area, Areas
from geo_app.work.bulk.columns import Columns, first_known
from geo_app.work.bulk.history import Stories, Story
from geo_app.work.bulk.record import Record
from geo_app.work.bulk.spots import NOWHERE, Spot, spots_of
from geo_app.work.positions import COMPUTED, PHRASE
from geo_app.work.properties import FlawError
from geo_app.work.site_file import Standing

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


class _Told(NamedTuple):
    """A row of a batch, column by column."""

    feature: Any
    code: str | None
    name: str | None
    place_text: str | None
    category: str
    spot: Spot
    area: Area
    status: Status
    status_on: date | None
    claimed_on: date | None
    verified_on: date | None
    deadline: date | None
    radius_m: float | None
    layer: str | None
    source: str | None
    schematic: bool
    accounting_unit: str | None
    responsible_unit: str | None
    notice_sha256: str
    notice_title: str | None
    problem_number: int
    own_id: str | None
    phrase: dict[str, Any] | None
    doubts: tuple[dict[str, Any], ...] | None
    overridden: tuple[dict[str, str], ...] | None


class Reader:
    """Reads the records of one file."""

    def __init__(
        self, file: VectorFile, districts: Districts, limits: BulkLimits, days: dict[str, date]
    ) -> None:
        """See ``records``.

        Args:
            file: Opened.
            districts: For sites whose district the file does not say.
            limits: What is accepted.
            days: Day of issue of notices that are known here, by SHA-256; the caller may add.

        Raises:
            InputError: No column of the file names a site.
        """
        if not file.columns & NAMING:
            raise InputError("bulk.no_columns", file=file.name, names=", ".join(sorted(NAMING)))
        self._file = file
        self._areas = Areas(districts, file.name)
        self._columns = Columns(file.name, limits.text_characters)
        self._stories = Stories(file.name)
        self._radius_m = limits.radius_m
        self._days = days
        self._no_radius = Remark("bulk.no_radius", {"metres": limits.radius_m}).to_json()

    def records(self, batch: Batch) -> list[Record]:
        """The records of a batch.

        Raises:
            InputError: With the feature, the column and the reason.
        """
        return [
            self._record(number, told)
            for number, told in enumerate(self._told(batch), start=batch.first)
        ]

    def check_whole(self) -> None:
        """What only the whole file shows: see ``Areas.check_whole``."""
        self._areas.check_whole()

    def _told(self, batch: Batch) -> Iterator[_Told]:
        read = self._columns
        codes, texts = read.texts(batch, "code"), read.texts(batch, "place_text")
        spots = spots_of(batch.shapes)
        is_own = OWN in self._file.columns
        return map(
            _Told,
            batch.ids,
            codes,
            first_known(read.texts(batch, "name"), texts, codes),
            texts,
            read.categories(batch),
            spots,
            self._areas.of(
                read.texts(batch, "district_code"), read.texts(batch, "district"), spots
            ),
            read.statuses(batch),
            read.days(batch, "status_on"),
            read.days(batch, "claimed_on"),
            read.days(batch, "verified_on"),
            read.days(batch, "deadline"),
            read.radii(batch),
            read.layers(batch),
            read.texts(batch, "position_source"),
            read.flags(batch, "schematic"),
            read.texts(batch, "accounting_unit"),
            read.texts(batch, "responsible_unit"),
            read.hashes(batch, OWN, self._file.sha256),
            read.texts(batch, "notice"),
            read.wholes(batch, "problem_number", 1),
            read.texts(batch, "id") if is_own else itertools.repeat(None),
            read.special(batch, "phrase"),
            read.special(batch, "doubts"),
            read.special(batch, "overridden"),
        )

    def _record(self, number: int, told: _Told) -> Record:
        code = told.code or f"{told.notice_sha256[:6]}-{told.feature}"
        name = told.name or code
        layer, radius_m, assumed = self._layer(told)
        doubts = (*(told.doubts or ()), *((told.area.doubt,) if told.area.doubt else ()), *assumed)
        return Record(
            number,
            self._id(number, told, code),
            code,
            name,
            told.category,
            told.notice_sha256,
            told.notice_title,
            told.problem_number,
            told.place_text or name,
            orjson.dumps(told.phrase).decode() if told.phrase else None,
            told.area.code,
            told.area.name,
            told.accounting_unit,
            told.responsible_unit,
            self._story(number, told),
            self._stories.deadline(told.deadline) if told.deadline else None,
            told.deadline.isoformat() if told.deadline else None,
            layer,
            told.spot,
            radius_m,
            told.source,
            told.schematic and layer != PHRASE,
            orjson.dumps(doubts).decode() if doubts else "[]",
            assumed,
        )

    def _layer(self, told: _Told) -> tuple[str, float | None, tuple[dict[str, Any], ...]]:
        """Layer and radius of the position, and what is doubtful about it."""
        if told.spot is NOWHERE:
            return PHRASE, None, ()
        layer = COMPUTED if told.layer in (None, PHRASE) else str(told.layer)
        if told.radius_m is None:
            return layer, self._radius_m, (self._no_radius,)
        return layer, told.radius_m, ()

    def _id(self, number: int, told: _Told, code: str) -> str:
        if told.own_id is None:
            return ids.of_site_file(told.notice_sha256, code)
        try:
            return str(uuid.UUID(told.own_id))
        except ValueError as error:
            raise InputError(
                "import.property_type", file=self._file.name, index=number, name="id",
                expected="@import.an_id", value=told.own_id[:60],
            ) from error  # fmt: skip

    def _story(self, number: int, told: _Told) -> Story:
        days = (told.status_on, told.claimed_on, told.verified_on)
        issued_on = self._days.get(told.notice_sha256)
        try:
            return self._stories.of(
                Standing(told.status, *days, None), issued_on, told.overridden or ()
            )
        except FlawError as flaw:
            raise InputError(flaw.code, file=self._file.name, index=number, **flaw.values) from flaw
