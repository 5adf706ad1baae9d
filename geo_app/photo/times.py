"""When a photo says it was taken: local time with its offset, and GPS time in UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from geo_app.domain.photo import Clock
from geo_app.photo.tags import numbers, text

_LOCAL = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_DAY = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_FIRST = datetime(1990, 1, 1)  # noqa: DTZ001 # local time of a camera, before its zone is known
_EAST, _WEST = timedelta(hours=14), timedelta(hours=-12)
_QUARTER = timedelta(minutes=15)


def local_time(value: object) -> datetime | None:
    """A local time without zone, as EXIF writes it; None where it is no date."""
    found = _LOCAL.match(value.strip()) if isinstance(value, str) else None
    try:
        return datetime(*map(int, found.groups())) if found else None  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None


def gps_time(gps: Mapping[int, object], now: datetime) -> datetime | None:
    """GPSDateStamp with GPSTimeStamp, UTC; None where one is missing or impossible."""
    found = _DAY.match(text(gps.get(29), 20) or "")
    clock = numbers(gps.get(7))
    if found is None or len(clock) != 3:
        return None
    hours, minutes, seconds = (each if each is not None else -1.0 for each in clock)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 61):
        return None
    try:
        day = datetime(*map(int, found.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
        moment = day + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    except (ValueError, OverflowError):
        return None
    return moment if _plausible(moment.replace(tzinfo=None), now) else None


def _plausible(local: datetime, now: datetime) -> bool:
    latest = now.astimezone(UTC).replace(tzinfo=None) + timedelta(days=1)
    return _FIRST <= local <= latest


def zoned(
    local: datetime, offset: object, gps: datetime | None, zone: ZoneInfo, now: datetime
) -> tuple[datetime, Clock, str | None] | None:
    """The moment that a local time stands for: the written offset, else GPS, else ``zone``.

    Offsets from GPS are whole quarter hours, as all zones in use are; a camera whose clock is off
    by some minutes still shows its zone. None where the time cannot be true.
    """
    if not _plausible(local, now):
        return None
    written = text(offset, 10) or ""
    if found := _OFFSET.fullmatch(written):
        sign = 1 if found[1] == "+" else -1
        delta = sign * timedelta(hours=int(found[2]), minutes=int(found[3]))
        if _WEST <= delta <= _EAST:
            return local.replace(tzinfo=timezone(delta)), Clock.WRITTEN, written
    if gps is not None:
        quarters = round((local - gps.replace(tzinfo=None)) / _QUARTER)
        if _WEST <= quarters * _QUARTER <= _EAST:
            return local.replace(tzinfo=timezone(quarters * _QUARTER)), Clock.GPS, None
    return local.replace(tzinfo=zone), Clock.ASSUMED, None
