"""The districts of an installation: how many sites each has, and other outlines in their place.

Which district a site is in stands with the site, as a document, a file or the outlines of then told
it; other outlines change no site. The look says of how many they would tell otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import ne

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, StoreError
from geo_app.geo.districts import Districts
from geo_app.geo.geojson import read_collection
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.store.models import Site
from geo_app.work.people import book
from geo_app.work.reference import DISTRICTS

ATTRIBUTION = "attribution"
"""Member of the file that says where the outlines come from."""

_CODE = re.compile(r"[0-9]{6}")
_APPROVAL = re.compile(r"(?:G|[\u4e00-\u9fff]{1,3})S\s*[（(]\s*\d{4}\s*[)）]\s*\d{1,6}\s*号")
_BATCH = 20_000
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Where outlines come from.

    Attributes:
        told: As their file says it.
        approval: The number under which the map was approved (审图号), where the file tells one.
        loaded_at: When they were loaded; None = they came with the program.
    """

    told: str | None
    approval: str | None
    loaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The districts and the sites that say they lie there.

    Attributes:
        districts: The outlines in use.
        source: Where they come from.
        sites: Number of sites by code of district.
        strangers: The same of codes that have no outline, with the name that the sites tell.
        nowhere: Sites that name no district.
        waits: Other outlines were loaded, and are used from the next start on.
    """

    districts: Districts
    source: Source
    sites: Mapping[str, int]
    strangers: tuple[tuple[str, str, int], ...]
    nowhere: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What other outlines would tell.

    Attributes:
        districts: The outlines of the file.
        source: Where they come from.
        added: Names of districts that have none today.
        removed: Names of those that would have none any more.
        located: Sites with a position.
        other_before: Of these, in another district than by the outlines of today.
        other_written: Of these, in another district than the site says.
        outside: Of these, in no district.
    """

    districts: Districts
    source: Source
    added: tuple[str, ...]
    removed: tuple[str, ...]
    located: int
    other_before: int
    other_written: int
    outside: int


def sheet(session: Session, actor: Actor, settings: Settings, districts: Districts) -> Sheet:
    """The districts in use, and where the sites say they are.

    Args:
        session: Any transaction.
        actor: Who asks.
        settings: Of the installation.
        districts: Those in use.

    Raises:
        ForbiddenError: The actor may not administer.
    """
    actor.must(Right.ADMINISTER)
    columns = Site.district_code, func.max(Site.district), func.count()
    found = session.execute(select(*columns).group_by(Site.district_code)).all()
    own = settings.data / DISTRICTS
    try:
        content = (own if own.is_file() else resource("data", DISTRICTS)).read_bytes()
        source = source_of(content, settings)
        on_disk = Districts.read(content, DISTRICTS, settings.limits).to_geojson()
    except (InputError, OSError):
        source, on_disk = Source(None, None, None), b""
    if own.is_file():
        loaded = datetime.fromtimestamp(own.stat().st_mtime, UTC)
        source = Source(source.told, source.approval, loaded)
    known = {each.code for each in districts.districts}
    return Sheet(
        districts,
        source,
        {code: number for code, _, number in found if code in known},
        tuple((code, name or "", n) for code, name, n in found if code and code not in known),
        sum(number for code, _, number in found if not code),
        on_disk != districts.to_geojson(),
    )


def source_of(data: bytes, settings: Settings) -> Source:
    """What a file says about where its outlines come from.

    Raises:
        InputError: It is no GeoJSON.
    """
    members = read_collection(data, name=DISTRICTS, limits=settings.limits).members
    told = members.get(ATTRIBUTION)
    text = clean_line(told)[:_LONGEST] if isinstance(told, str) else ""
    approval = _APPROVAL.search(text)
    return Source(text or None, approval[0] if approval else None, None)


def read(data: bytes, name: str, settings: Settings) -> Districts:
    """The outlines of a file.

    Raises:
        InputError: It is no GeoJSON with ``name`` and a ``code`` of its own on each polygon.
        TooLargeError: Over a limit.
    """
    found = Districts.read(data, name, settings.limits)
    codes = [each.code for each in found.districts]
    if not codes:
        raise InputError("districts.none", file=name)
    strange = next((each for each in codes if not _CODE.fullmatch(each)), None)
    if strange is not None:
        raise InputError("districts.no_code", file=name, given=strange[:20])
    if len(set(codes)) != len(codes):
        raise InputError("districts.code_twice", file=name)
    return found


def look(
    session: Session, actor: Actor, data: bytes, name: str, settings: Settings, now: Districts
) -> Look:
    """What the outlines of a file would tell about the sites; nothing is kept.

    Args:
        session: Any transaction.
        actor: Who asks.
        data: GeoJSON.
        name: Of the file, for messages.
        settings: Limits.
        now: The outlines in use.

    Raises:
        ForbiddenError: The actor may not administer.
        InputError: The file cannot be used.
        TooLargeError: Over a limit.
    """
    actor.must(Right.ADMINISTER)
    made = read(data, name, settings)
    here, there = ({each.code: each.name for each in one.districts} for one in (now, made))
    located = other_before = other_written = outside = 0
    asked = select(Site.lon, Site.lat, Site.district_code).where(Site.lon.is_not(None))
    rows = session.execute(asked.execution_options(yield_per=_BATCH))
    for batch in rows.partitions():
        lons, lats, written = (list(each) for each in zip(*batch, strict=True))
        codes = made.codes(lons, lats).tolist()
        before = now.codes(lons, lats).tolist()
        located += len(codes)
        other_before += sum(map(ne, codes, before))
        other_written += sum(map(ne, codes, written))
        outside += codes.count(None)
    return Look(
        made,
        source_of(data, settings),
        tuple(name for code, name in there.items() if code not in here),
        tuple(name for code, name in here.items() if code not in there),
        located,
        other_before,
        other_written,
        outside,
    )


def keep(session: Session, actor: Actor, data: bytes, name: str, settings: Settings) -> int:
    """Use the outlines of a file from the next start on; the one before is kept beside it.

    Args:
        session: A write transaction: who did it is written down.
        actor: Who does it.
        data: GeoJSON.
        name: Of the file.
        settings: Of the installation.

    Returns:
        How many districts there are.

    Raises:
        ForbiddenError: The actor may not administer.
        InputError: The file cannot be used.
        TooLargeError: Over a limit.
        StoreError: It cannot be written.
    """
    actor.must(Right.ADMINISTER)
    count = len(read(data, name, settings).districts)
    book.note(session, book.Kind.IMPORTED, actor, subject=name, districts=count)
    session.flush()
    target = settings.data / DISTRICTS
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(data)
        if target.is_file():
            target.with_suffix(".geojson.before").write_bytes(target.read_bytes())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError("store.folder", path=str(target), reason=str(error)) from error
    return count
