"""A visit told in JSON: strict, so that a slip is named with its path and nothing is guessed.

Positions are longitude before latitude in WGS-84; with ``"datum": "GCJ-02"`` they are converted
here, and the draft says that they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

import orjson
from jsonschema.protocols import Validator

from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole, Seal
from geo_app.domain.text import clean, clean_line
from geo_app.errors import InputError, TooLargeError
from geo_app.geo.datum import gcj02_to_wgs84
from geo_app.settings import Visits
from geo_app.work.shape import (
    FLAG,
    LAT,
    LON,
    MOMENT,
    OBJECT,
    SHA256,
    TEXT,
    UUID,
    Schema,
    check,
    listed,
    members,
    moment,
    number,
    one_of,
    or_null,
    reader,
)

DATUMS: Mapping[str, Callable[[float, float], tuple[float, float]] | None] = {
    "WGS-84": None,
    "CGCS2000": None,
    "GCJ-02": gcj02_to_wgs84,
}
"""Datums that positions may be told in, with the way to WGS-84."""

_LARGEST_ACCURACY_M = 1_000_000
_LONGEST_MS = 2**53 - 1
_NEWEST = 2**31 - 1

FIX = members(
    {
        "accuracy_m": or_null(number(0, _LARGEST_ACCURACY_M)),
        "at": or_null(MOMENT),
        "heading_deg": or_null(number(0, 360)),
        "by_hand": FLAG,
    },
    lon=LON,
    lat=LAT,
)
WALKED = members({}, lon=LON, lat=LAT, accuracy_m=number(0, _LARGEST_ACCURACY_M), at=MOMENT)
"""A point of a walk: measured, and with its time."""
SEAL = members(wall=MOMENT, mono_ms=number(0, _LONGEST_MS), previous=SHA256, hash=SHA256)
PHOTO = members(
    {"sha256": or_null(SHA256), "fix": or_null(FIX), "external": FLAG, "seal": or_null(SEAL)},
    id=UUID,
    role=one_of(PhotoRole),
)


def shape(limits: Visits) -> Schema:
    """The shape of a visit; texts have limits of their own, by what is left of them when clean."""
    return members(
        {
            "sent_at": or_null(MOMENT),
            "token": or_null({"type": "string", "pattern": "^[A-Za-z0-9_.=-]{1,1000}$"}),
            "note": or_null(TEXT),
            "fix": or_null(FIX),
            "track": or_null(listed(WALKED, maxItems=limits.track_points)),
            "datum": one_of(DATUMS),
            "inspector": or_null(members({"unit": or_null(TEXT)}, name=TEXT)),
            "form_version": or_null(number(1, _NEWEST, "integer")),
            "answers": OBJECT,
            "photos": listed(PHOTO, maxItems=limits.photos),
        },
        id=UUID,
        site={"type": "string", "pattern": "^[^\\x00-\\x20/\\\\'\"<>?#%]{1,100}$"},
        visited_at=MOMENT,
    )


@cache
def _shape_of(limits: Visits) -> Validator:
    return reader(shape(limits))


def read_draft(content: bytes, limits: Visits) -> Draft:
    """The visit of a JSON text.

    Args:
        content: JSON, UTF-8; docs/api.md has its members.
        limits: How much of it is accepted.

    Raises:
        TooLargeError: Longer than accepted, or too many photos.
        InputError: Not JSON, or a member is missing, unknown or of no use: names its path.
    """
    if len(content) > limits.draft_bytes:
        raise TooLargeError("inspection.draft_too_large", limit=limits.draft_bytes // 1024)
    try:
        told = orjson.loads(content)
    except ValueError as error:
        raise InputError("inspection.no_json", reason=str(error)[:100]) from error
    photos = told.get("photos") if isinstance(told, dict) else None
    if isinstance(photos, list) and len(photos) > limits.photos:
        raise TooLargeError("inspection.too_many_photos", limit=limits.photos)
    check(_shape_of(limits), told)
    return _Maker(limits, told.get("datum", "WGS-84")).draft(told)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a draft of what has its shape."""

    limits: Visits
    datum: str

    def draft(self, told: Mapping[str, Any]) -> Draft:
        photos = tuple(self.photo(each) for each in told.get("photos", []))
        if len({each.id for each in photos}) < len(photos):
            raise InputError("inspection.photo_twice", path="photos")
        return Draft(
            id=told["id"].lower(),
            site=told["site"],
            visited_at=moment(told["visited_at"]),
            answers=told.get("answers", {}),
            form_version=_whole(told.get("form_version")),
            fix=self.fix(told.get("fix")),
            note=self.note(told.get("note")),
            sent_at=_moment(told.get("sent_at")),
            token=told.get("token"),
            person=self.person(told.get("inspector")),
            photos=photos,
            track=self.track(told.get("track") or []),
            converted_from=None if DATUMS[self.datum] is None else self.datum,
        )

    def photo(self, told: Mapping[str, Any]) -> PhotoDraft:
        return PhotoDraft(
            id=told["id"].lower(),
            role=PhotoRole(told["role"]),
            sha256=told.get("sha256"),
            fix=self.fix(told.get("fix")),
            external=told.get("external", True),
            seal=_seal(told.get("seal")),
        )

    def fix(self, told: Mapping[str, Any] | None) -> Fix | None:
        if told is None:
            return None
        lon, lat = float(told["lon"]), float(told["lat"])
        convert = DATUMS[self.datum]
        if convert is not None:
            lon, lat = convert(lon, lat)
        accuracy, heading = told.get("accuracy_m"), told.get("heading_deg")
        return Fix(
            lon=lon,
            lat=lat,
            accuracy_m=None if accuracy is None else float(accuracy),
            at=_moment(told.get("at")),
            heading_deg=None if heading is None else float(heading) % 360,
            by_hand=told.get("by_hand", False),
        )

    def track(self, told: Sequence[Mapping[str, Any]]) -> tuple[Fix, ...]:
        times = [moment(each["at"]) for each in told]
        for index, (before, after) in enumerate(pairwise(times), start=1):
            if after < before:
                path = f"track[{index}].at"
                raise InputError("shape.want", path=path, want="@inspection.a_later_moment")
        return tuple(filter(None, (self.fix(each) for each in told)))

    def note(self, value: str | None) -> str | None:
        plain = clean(value or "")
        if len(plain) > self.limits.note_characters:
            raise InputError("inspection.too_long", path="note", limit=self.limits.note_characters)
        return plain or None

    def person(self, told: Mapping[str, Any] | None) -> tuple[str, str | None] | None:
        if told is None:
            return None
        name, unit = self.line(told["name"], "inspector.name"), told.get("unit")
        return name, None if unit is None else self.line(unit, "inspector.unit")

    def line(self, value: str, path: str) -> str:
        plain = clean_line(value)
        if not plain:
            raise InputError("shape.want", path=path, want="@shape.text")
        if len(plain) > self.limits.name_characters:
            raise InputError("inspection.too_long", path=path, limit=self.limits.name_characters)
        return plain


def _seal(told: Mapping[str, Any] | None) -> Seal | None:
    if told is None:
        return None
    # the wall clock as it was written: the hash is over the text
    return Seal(told["wall"], int(told["mono_ms"]), told["previous"], told["hash"])


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else moment(value)
