"""When a photo says it was taken: local time with its offset, and GPS time in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from geo_app.domain.photo import Clock
from geo_app.domain.remark import Remark
from geo_app.photo.reading import UNREADABLE, Reading, first, impossible
from geo_app.photo.tiff import Ifd, Tags
from geo_app.photo.values import numbers, text

_LOCAL = re.compile(
    r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d*)?)?\s?(Z|[+-]\d\d:?\d\d)?"
)
_DAY = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_UNSET = re.compile(r"[\s:/.-]*")  # blanks: the camera's clock was not set (EXIF 2.32, 4.6.5)
_ZERO = re.compile(r"[0\s:/.-]*")
_FIRST = datetime(1990, 1, 1)  # noqa: DTZ001 # local time of a camera, before its zone is known
_EAST, _WEST = timedelta(hours=14), timedelta(hours=-12)
_QUARTER = timedelta(minutes=15)
_CLOCK, _DATE = 7, 29


@dataclass(frozen=True, slots=True)
class Taken:
    """When it was taken.

    Attributes:
        at: The moment, with its offset from UTC.
        clock: How the offset is known.
        local: As written.
        offset: The offset as written.
    """

    at: datetime
    clock: Clock
    local: str | None = None
    offset: str | None = None


def read_gps_time(gps: Ifd, xmp: Mapping[str, str], now: datetime) -> Reading[datetime]:
    """GPSDateStamp with GPSTimeStamp, else that of XMP, which holds both; UTC."""
    return first(_gps_time(gps, now), _xmp_gps_time(xmp.get("exif:GPSTimeStamp"), now))


def _xmp_gps_time(written: str | None, now: datetime) -> Reading[datetime]:
    if not written:
        return Reading()
    if not _LOCAL.match(written):
        return Reading(reason=UNREADABLE)
    try:
        moment = datetime.fromisoformat(written.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return Reading(reason=UNREADABLE)
    if not _is_plausible(moment.replace(tzinfo=None), now):
        return impossible("gps_time", written)
    return Reading(moment, "XMP GPSTimeStamp")


def _gps_time(gps: Ifd, now: datetime) -> Reading[datetime]:
    day, clock = text(gps.get(_DATE), 20), numbers(gps.get(_CLOCK))
    if not day and not clock:
        return Reading()
    if not day or not clock:
        return Reading(reason=Remark("photo.half_gps_time"))
    if _ZERO.fullmatch(day):
        return Reading(reason=Remark("photo.no_fix"))
    found = _DAY.match(day)
    if found is None or len(clock) != 3 or None in clock:
        return Reading(reason=UNREADABLE)
    hours, minutes, seconds = (each or 0.0 for each in clock)
    told = f"{day} {hours:g}:{minutes:g}:{seconds:g}"
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 61):
        return impossible("gps_time", told)
    try:
        midnight = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        return impossible("gps_time", told)
    moment = midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not _is_plausible(moment.replace(tzinfo=None), now):
        return impossible("gps_time", told)
    return Reading(moment, "EXIF GPSDateStamp, GPSTimeStamp")


def read_taken(
    tags: Tags, xmp: Mapping[str, str], gps: Reading[datetime], zone: ZoneInfo, now: datetime
) -> Reading[Taken]:
    """When the picture was taken, from the strongest tag that says anything.

    A tag that says something impossible is not passed over for a weaker one.
    """
    for written, offset, source, doubt in _said(tags, xmp):
        if _UNSET.fullmatch(written):
            continue
        return _moment(written, offset, gps.value, zone, now, Reading(source=source, doubts=doubt))
    if gps.value is not None:
        return Reading(Taken(gps.value.astimezone(zone), Clock.GPS), gps.source)
    return Reading()


def _said(tags: Tags, xmp: Mapping[str, str]) -> Iterator[tuple[str, str, str, tuple[Remark, ...]]]:
    """Time, offset, tag and doubt, the time of the shot first, that of the file last."""
    late = (Remark("photo.time_of_file"),)
    for time, offset, source, doubts in (
        (tags.exif.get(0x9003), tags.exif.get(0x9011), "EXIF DateTimeOriginal", ()),
        (xmp.get("exif:DateTimeOriginal"), None, "XMP DateTimeOriginal", ()),
        (xmp.get("photoshop:DateCreated"), None, "XMP DateCreated", ()),
        (tags.exif.get(0x9004), tags.exif.get(0x9012), "EXIF DateTimeDigitized", ()),
        (tags.base.get(0x0132), tags.exif.get(0x9010), "EXIF DateTime", late),
    ):
        yield text(time, 40) or "", text(offset, 10) or "", source, doubts


def _moment(
    written: str,
    offset: str,
    gps: datetime | None,
    zone: ZoneInfo,
    now: datetime,
    told: Reading[Taken],
) -> Reading[Taken]:
    found = _LOCAL.match(written)
    try:
        year, month, day, hour, minute, second = map(int, found.groups("0")[:6] if found else ())
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 # zone follows
    except ValueError:
        return impossible("taken_at", written)
    if not _is_plausible(local, now):
        return impossible("taken_at", written)
    offset = offset or (found[7] if found else "") or ""
    at, clock = _zoned(local, offset, gps, zone)
    doubts = told.doubts
    if clock is Clock.ASSUMED:
        doubts += (Remark("photo.zone_assumed", {"zone": zone.key}),)
    kept = offset if clock is Clock.WRITTEN else None
    return Reading(Taken(at, clock, written, kept), told.source, doubts=doubts)


def _zoned(
    local: datetime, offset: str, gps: datetime | None, zone: ZoneInfo
) -> tuple[datetime, Clock]:
    """The moment that a local time stands for: the written offset, else GPS, else ``zone``.

    Offsets from GPS are whole quarter hours, as all zones in use are; a camera whose clock is off
    by some minutes still shows its zone.
    """
    if offset == "Z":
        return local.replace(tzinfo=UTC), Clock.WRITTEN
    if found := _OFFSET.fullmatch(offset):
        delta = timedelta(hours=int(found[2]), minutes=int(found[3]))
        delta = delta if found[1] == "+" else -delta
        if _WEST <= delta <= _EAST:
            return local.replace(tzinfo=timezone(delta)), Clock.WRITTEN
    if gps is not None:
        delta = round((local - gps.replace(tzinfo=None)) / _QUARTER) * _QUARTER
        if _WEST <= delta <= _EAST:
            return local.replace(tzinfo=timezone(delta)), Clock.GPS
    return local.replace(tzinfo=zone), Clock.ASSUMED


def _is_plausible(local: datetime, now: datetime) -> bool:
    latest = now.astimezone(UTC).replace(tzinfo=None) + timedelta(days=1)
    return _FIRST <= local <= latest
