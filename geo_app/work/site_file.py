"""Reading a file of sites: every property is checked before anything is written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from shapely.geometry.base import BaseGeometry

from geo_app.domain import ids
from geo_app.errors import InputError
from geo_app.geo.geojson import Feature, read_collection
from geo_app.settings import Limits
from geo_app.work.positions import COMPUTED, PHRASE, Where, geojson_of, mark_of
from geo_app.work.properties import FlawError, Properties
from geo_app.work.shortest import Standing, check_days


@dataclass(frozen=True, slots=True)
class ProblemRecord:
    """A problem of the member ``notices``."""

    number: int
    category: str
    status_word: str | None
    responsible_unit: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice of the member ``notices``."""

    sha256: str
    title: str | None
    issuer: str | None
    issued_on: date | None
    problems: tuple[ProblemRecord, ...]


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A feature of the file; ``index`` counts from 1."""

    index: int
    id: str
    code: str
    name: str
    category: str
    notice_title: str | None
    notice_sha256: str
    problem_number: int
    place_text: str
    phrase: dict[str, Any] | None
    district_code: str | None
    district: str | None
    accounting_unit: str | None
    responsible_unit: str | None
    standing: Standing
    layer: str
    where: Where
    doubts: tuple[dict[str, Any], ...]
    overridden: tuple[dict[str, Any], ...]
    properties: dict[str, Any]


NOTICES = "notices"
"""The member of a file that tells the notices and all their problems."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """All of a file."""

    sites: tuple[SiteRecord, ...]
    notices: tuple[NoticeRecord, ...]


def read_site_file(
    data: bytes,
    *,
    name: str,
    limits: Limits,
    expect_bbox: tuple[float, float, float, float] | None = None,
) -> SiteFile:
    """The sites and notices of a file.

    Args:
        data: The file.
        name: Its name, for messages.
        limits: What is accepted.
        expect_bbox: Where the sites of this installation lie, degrees: tells a file with latitude
            and longitude swapped from one of another city (``geo.geojson.read_collection``).

    Raises:
        InputError: With the feature (from 1), the property and the reason.
    """
    collection = read_collection(data, name=name, limits=limits, expect_bbox=expect_bbox)
    records = []
    for feature in collection.features:
        try:
            records.append(_site(feature))
        except FlawError as flaw:
            raise InputError(flaw.code, file=name, index=feature.index + 1, **flaw.values) from flaw
    _check_repeats(records, name)
    return SiteFile(tuple(records), read_notices(collection.members.get(NOTICES), name))


def _check_repeats(records: list[SiteRecord], name: str) -> None:
    for attribute in ("id", "code"):
        seen: set[str] = set()
        for record in records:
            value = getattr(record, attribute)
            if value in seen:
                raise InputError(
                    "import.repeated", file=name, index=record.index, name=attribute, value=value
                )
            seen.add(value)


def _site(feature: Feature) -> SiteRecord:
    read = Properties(feature.properties)
    code = read.string("code")
    sha256 = read.sha256("notice_sha256")
    layer, where = _position(read, feature.geometry)
    return SiteRecord(
        index=feature.index + 1,
        id=_uuid(feature.id) if feature.id else ids.of_site_file(sha256, code),
        code=code,
        name=read.string("name"),
        category=read.category("category"),
        notice_title=read.optional("notice"),
        notice_sha256=sha256,
        problem_number=read.whole("problem_number"),
        place_text=read.string("place_text"),
        phrase=read.phrase("phrase"),
        district_code=read.optional("district_code"),
        district=read.optional("district"),
        accounting_unit=read.optional("accounting_unit"),
        responsible_unit=read.optional("responsible_unit"),
        standing=_standing(read),
        layer=layer,
        where=where,
        doubts=read.doubts("doubts"),
        overridden=read.overridden("overridden"),
        properties=feature.properties,
    )


def _uuid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise FlawError(
            "import.property_type", name="id", expected="@import.an_id", value=value[:60]
        ) from None


def _position(read: Properties, geometry: BaseGeometry | None) -> tuple[str, Where]:
    located = read.flag("located", default=geometry is not None)
    if located != (geometry is not None):
        raise FlawError("import.located")
    source = read.optional("position_source")
    if geometry is None:
        read.layer("position_layer", PHRASE)
        return read.layer("position_layer", PHRASE), Where(source=source)
    mark = mark_of(geometry)
    lon, lat = read.number("lon", mark.x), read.number("lat", mark.y)
    return read.layer("position_layer", COMPUTED), Where(
        geometry=geojson_of(geometry),
        lon=lon,
        lat=lat,
        radius_m=read.radius("radius_m"),
        source=source,
        schematic=read.flag("schematic", default=False),
    )


def _standing(read: Properties) -> Standing:
    standing = Standing(
        read.status("status"),
        *(read.day(name) for name in ("status_on", "claimed_on", "verified_on", "deadline")),
    )
    check_days(standing)
    return standing


def read_notices(value: object, name: str) -> tuple[NoticeRecord, ...]:
    """The member ``NOTICES`` of a file; nothing of it where the value is None.

    Raises:
        InputError: With the notice (from 1) and what is wrong with it.
    """

    def refuse(index: int, reason: str) -> NoReturn:
        raise InputError("import.notices", file=name, index=index, reason=reason)

    if value is None:
        return ()
    if not isinstance(value, list):
        refuse(0, type(value).__name__)
    records = []
    for index, item in enumerate(value, start=1):
        try:
            records.append(_notice(item))
        except FlawError as flaw:
            # the member and its value, the same in every language
            told = flaw.values.get("value", flaw.values.get("status", "null"))
            refuse(index, f"{flaw.values.get('name', 'status')}: {told}")
    if len({record.sha256 for record in records}) < len(records):
        refuse(len(records), "sha256")
    return tuple(records)


def _notice(item: object) -> NoticeRecord:
    read = Properties(item)
    problems = []
    for each in read.list_of("problems"):
        one = Properties(each)
        problems.append(
            ProblemRecord(
                number=one.whole("number"),
                category=one.category("category"),
                status_word=one.optional("status_word"),
                responsible_unit=one.optional("responsible_unit"),
                standing=_standing(one),
            )
        )
    numbers = [problem.number for problem in problems]
    if len(set(numbers)) < len(numbers):
        raise FlawError("import.repeated", name="number", value=max(numbers, key=numbers.count))
    return NoticeRecord(
        sha256=read.sha256("sha256"),
        title=read.optional("title"),
        issuer=read.optional("issuer"),
        issued_on=read.day("issued_on"),
        problems=tuple(problems),
    )
