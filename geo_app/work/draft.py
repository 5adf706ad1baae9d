"""A visit told in JSON: strict, so that a slip is named with its path and nothing is guessed.

Positions are longitude before latitude in WGS-84; with ``"datum": "GCJ-02"`` they are converted
here, and the draft says that they were.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

import orjson

from geo_app.domain.inspection import Draft, Fix, PhotoDraft, PhotoRole, Seal
from geo_app.domain.text import clean, clean_line
from geo_app.errors import InputError, TooLargeError
from geo_app.geo.datum import gcj02_to_wgs84
from geo_app.settings import Visits

DATUMS: Mapping[str, Callable[[float, float], tuple[float, float]] | None] = {
    "WGS-84": None,
    "CGCS2000": None,
    "GCJ-02": gcj02_to_wgs84,
}
"""Datums that positions may be told in, with the way to WGS-84."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[\w.:-]{1,100}")
_TOKEN = re.compile(r"[\w.=-]{1,1000}", re.ASCII)
_LARGEST_ACCURACY_M = 1_000_000.0
_LATEST_YEAR = 9998
_VISIT = frozenset(
    {"id", "site", "visited_at", "sent_at", "token", "note", "fix", "datum", "inspector"}
    | {"form_version", "answers", "photos"}
)
_FIX = frozenset({"lon", "lat", "accuracy_m", "at", "heading_deg", "by_hand"})
_PHOTO = frozenset({"id", "role", "sha256", "fix", "external", "seal"})
_SEAL = frozenset({"wall", "mono_ms", "previous", "hash"})
_LONGEST_MS = 2**53 - 1


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
    return _Reader(limits).draft(told)


@dataclass(slots=True)
class _Reader:
    limits: Visits
    datum: str = "WGS-84"

    def draft(self, value: object) -> Draft:
        told = _members(value, _VISIT, "")
        self.datum = _one_of(told.get("datum", self.datum), DATUMS, "datum")
        photos = told.get("photos", [])
        if not isinstance(photos, list):
            _refuse("photos", "a_list")
        if len(photos) > self.limits.photos:
            raise TooLargeError("inspection.too_many_photos", limit=self.limits.photos)
        read = tuple(self.photo(each, f"photos[{index}]") for index, each in enumerate(photos))
        if len({each.id for each in read}) < len(read):
            _refuse("photos", "unique_ids")
        return Draft(
            id=_uuid(told.get("id"), "id"),
            site=_matching(told.get("site"), _CODE, "site", "a_site"),
            visited_at=_moment(told.get("visited_at"), "visited_at"),
            answers=_object(told.get("answers", {}), "answers"),
            form_version=_version(told.get("form_version"), "form_version"),
            fix=self.fix(told.get("fix"), "fix"),
            note=self.note(told.get("note"), "note"),
            sent_at=_optional(_moment, told.get("sent_at"), "sent_at"),
            token=None
            if told.get("token") is None
            else _matching(told["token"], _TOKEN, "token", "a_token"),
            person=self.person(told.get("inspector"), "inspector"),
            photos=read,
            converted_from=None if DATUMS[self.datum] is None else self.datum,
        )

    def photo(self, value: object, path: str) -> PhotoDraft:
        told = _members(value, _PHOTO, path)
        sha256 = told.get("sha256")
        external = told.get("external", True)
        if not isinstance(external, bool):
            _refuse(f"{path}.external", "yes_or_no")
        return PhotoDraft(
            id=_uuid(told.get("id"), f"{path}.id"),
            role=PhotoRole(_one_of(told.get("role"), set(PhotoRole), f"{path}.role")),
            sha256=None
            if sha256 is None
            else _matching(sha256, _SHA256, f"{path}.sha256", "a_sha256"),
            fix=self.fix(told.get("fix"), f"{path}.fix"),
            external=external,
            seal=self.seal(told.get("seal"), f"{path}.seal"),
        )

    def seal(self, value: object, path: str) -> Seal | None:
        if value is None:
            return None
        told = _members(value, _SEAL, path)
        _moment(told.get("wall"), f"{path}.wall")
        return Seal(
            wall=told["wall"],  # as it was written: the hash is over the text
            mono_ms=int(_number(told.get("mono_ms"), f"{path}.mono_ms", 0, _LONGEST_MS)),
            previous=_matching(told.get("previous"), _SHA256, f"{path}.previous", "a_sha256"),
            hash=_matching(told.get("hash"), _SHA256, f"{path}.hash", "a_sha256"),
        )

    def fix(self, value: object, path: str) -> Fix | None:
        if value is None:
            return None
        told = _members(value, _FIX, path)
        lon = _number(told.get("lon"), f"{path}.lon", -180, 180)
        lat = _number(told.get("lat"), f"{path}.lat", -90, 90)
        convert = DATUMS[self.datum]
        if convert is not None:
            lon, lat = convert(lon, lat)
        by_hand = told.get("by_hand", False)
        if not isinstance(by_hand, bool):
            _refuse(f"{path}.by_hand", "yes_or_no")
        accuracy, heading = told.get("accuracy_m"), told.get("heading_deg")
        return Fix(
            lon=lon,
            lat=lat,
            accuracy_m=None
            if accuracy is None
            else _number(accuracy, f"{path}.accuracy_m", 0, _LARGEST_ACCURACY_M),
            at=_optional(_moment, told.get("at"), f"{path}.at"),
            heading_deg=None
            if heading is None
            else _number(heading, f"{path}.heading_deg", 0, 360) % 360,
            by_hand=by_hand,
        )

    def note(self, value: object, path: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            _refuse(path, "text")
        plain = clean(value)
        if len(plain) > self.limits.note_characters:
            raise InputError("inspection.too_long", path=path, limit=self.limits.note_characters)
        return plain or None

    def person(self, value: object, path: str) -> tuple[str, str | None] | None:
        if value is None:
            return None
        told = _members(value, frozenset({"name", "unit"}), path)
        name = self.line(told.get("name"), f"{path}.name")
        unit = None if told.get("unit") is None else self.line(told["unit"], f"{path}.unit")
        return name, unit

    def line(self, value: object, path: str) -> str:
        if not isinstance(value, str) or not clean_line(value):
            _refuse(path, "text")
        plain = clean_line(value)
        if len(plain) > self.limits.name_characters:
            raise InputError("inspection.too_long", path=path, limit=self.limits.name_characters)
        return plain


def _refuse(path: str, want: str) -> NoReturn:
    raise InputError("inspection.member", path=path or "/", want=f"@inspection.{want}")


def _object(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _refuse(path, "an_object")
    return value


def _members(value: object, known: frozenset[str], path: str) -> Mapping[str, Any]:
    told = _object(value, path)
    for name in sorted(set(told) - known):
        _refuse(f"{path}.{name[:80]}".lstrip("."), "no_such")
    return told


def _uuid(value: object, path: str) -> str:
    if not isinstance(value, str):
        _refuse(path, "a_uuid")
    try:
        made = uuid.UUID(value)
    except ValueError:
        _refuse(path, "a_uuid")
    if value.lower() != str(made):
        _refuse(path, "a_uuid")
    return str(made)


def _matching(value: object, pattern: re.Pattern[str], path: str, want: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _refuse(path, want)
    return value


def _one_of(value: object, known: Mapping[str, Any] | set[PhotoRole], path: str) -> str:
    if not isinstance(value, str) or value not in known:
        names = ", ".join(str(each) for each in known)
        raise InputError("inspection.one_of", path=path, names=names)
    return value


def _number(value: object, path: str, low: float, high: float) -> float:
    wanted = isinstance(value, int | float) and not isinstance(value, bool)
    if not wanted or not low <= value <= high or not math.isfinite(value):  # type: ignore[operator,arg-type]
        raise InputError("inspection.number", path=path, low=low, high=high)
    return float(value)  # type: ignore[arg-type]


def _version(value: object, path: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**31:
        _refuse(path, "a_version")
    return value


def _moment(value: object, path: str) -> datetime:
    try:
        made = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        _refuse(path, "a_moment")
    # a year at either end of the calendar has no room for its offset
    if made.tzinfo is None or not 1 < made.year <= _LATEST_YEAR:
        _refuse(path, "a_moment")
    return made


def _optional(read: Callable[[object, str], datetime], value: object, path: str) -> datetime | None:
    return None if value is None else read(value, path)
