"""When photos say they were taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.photo import Clock, PhotoFacts
from geo_app.photo.metadata import read
from geo_app.settings import PhotoLimits
from tests import photos
from tests.photos import ASCII, RATIONAL, Entry

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SCENE = photos.scene(1, (32, 24))
TAKEN = "2026:08:21 10:22:05"
AT = datetime(2026, 8, 21, 2, 22, 5, tzinfo=UTC)


def facts(data: bytes, zone: str = "Asia/Shanghai") -> PhotoFacts:
    return read(data, limits=PhotoLimits(), zone=ZoneInfo(zone), now=NOW)


def codes(found: PhotoFacts) -> list[str]:
    return [doubt.code for doubt in found.doubts]


@pytest.mark.parametrize(
    ("offset", "hours"), [("+08:00", 8), ("-03:30", -3.5), ("+05:45", 5.75), ("+0800", 8), ("Z", 0)]
)
def test_the_written_offset_counts(offset: str, hours: float) -> None:
    found = facts(photos.jpeg(SCENE, taken=TAKEN, offset=offset))
    assert (found.clock, found.offset, found.taken_local) == (Clock.WRITTEN, offset, TAKEN)
    assert found.taken_at is not None
    assert found.taken_at.utcoffset() == timedelta(hours=hours)
    assert f"{found.taken_at:%Y:%m:%d %H:%M:%S}" == TAKEN


@pytest.mark.parametrize("late", [-400, -7, 0, 7, 400])
def test_gps_shows_the_offset_though_the_clock_is_off(late: int) -> None:
    taken = (AT + timedelta(hours=8, seconds=late)).strftime("%Y:%m:%d %H:%M:%S")
    found = facts(photos.jpeg(SCENE, taken=taken, offset=None, gps_time=AT), "Europe/Paris")
    assert (found.clock, found.offset) == (Clock.GPS, None)
    assert found.taken_at == AT + timedelta(seconds=late)
    assert found.gps_time == AT
    assert codes(found) == []


def test_gps_of_another_day_shows_no_offset() -> None:
    found = facts(
        photos.jpeg(SCENE, taken=TAKEN, offset=None, gps_time=AT + timedelta(days=1, hours=1))
    )
    assert found.clock is Clock.ASSUMED


@pytest.mark.parametrize("offset", [None, "+99:00", "   :  ", "east"])
def test_without_either_the_zone_is_assumed_and_said_so(offset: str | None) -> None:
    found = facts(photos.jpeg(SCENE, taken=TAKEN, offset=offset))
    assert (found.clock, found.offset, found.taken_at) == (Clock.ASSUMED, None, AT)
    assert codes(found) == ["photo.zone_assumed"]


@pytest.mark.parametrize(
    "taken",
    ["2099:01:01 00:00:00", "0000:00:00 00:00:00", "1899:12:31 10:00:00", "2026:02:30 10:00:00",
     "2026:08:21 25:00:00", "yesterday"],
)  # fmt: skip
def test_a_time_that_cannot_be_is_dropped_with_its_reason(taken: str) -> None:
    found = facts(photos.jpeg(SCENE, taken=taken))
    assert (found.taken_at, found.taken_local, found.clock) == (None, None, None)
    assert found.missing["taken_at"].code == "photo.impossible"
    assert taken in found.missing["taken_at"].text()
    assert codes(found) == ["photo.impossible"]


@pytest.mark.parametrize("taken", ["    :  :     :  :  ", "                   ", ""])
def test_a_clock_that_was_never_set_is_only_missing(taken: str) -> None:
    found = facts(photos.jpeg(SCENE, taken=taken))
    assert found.missing["taken_at"].code == "photo.absent"
    assert codes(found) == []


def block(*exif: Entry, base: list[Entry] | None = None) -> PhotoFacts:
    return facts(photos.jpeg(SCENE, block=photos.tiff(base or [], exif=exif)))


def test_weaker_tags_stand_in_and_are_named() -> None:
    digitized = block((0x9004, ASCII, TAKEN.encode()), (0x9012, ASCII, b"+08:00\0"))
    assert (digitized.taken_at, digitized.sources["taken_at"]) == (AT, "EXIF DateTimeDigitized")
    changed = block((0x9010, ASCII, b"+08:00\0"), base=[(0x0132, ASCII, TAKEN.encode())])
    assert (changed.taken_at, changed.sources["taken_at"]) == (AT, "EXIF DateTime")
    assert codes(changed) == ["photo.time_of_file"]
    xmp = photos.xmp_packet('exif:DateTimeOriginal="2026-08-21T10:22:05.12+08:00"')
    found = facts(photos.jpeg(SCENE, xmp=xmp, taken=None, offset=None))
    assert (found.taken_at, found.offset) == (AT, "+08:00")


def test_an_offset_of_another_tag_is_not_borrowed() -> None:
    found = block((0x9003, ASCII, TAKEN.encode()), (0x9010, ASCII, b"-06:00\0"))
    assert found.clock is Clock.ASSUMED


@pytest.mark.parametrize(
    "written", ["2026-08-21T02:22:05Z", "2026-08-21T10:22:05+08:00", "2026-08-21 02:22:05"]
)
def test_gps_time_in_xmp(written: str) -> None:
    xmp = photos.xmp_packet(f'exif:GPSTimeStamp="{written}"')
    found = facts(photos.jpeg(SCENE, xmp=xmp, taken=None, offset=None))
    assert (found.gps_time, found.taken_at, found.clock) == (AT, AT, Clock.GPS)
    assert found.sources["taken_at"] == found.sources["gps_time"] == "XMP GPSTimeStamp"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-08-21", "photo.unreadable"),
        ("2026-08-21T02:99:05Z", "photo.unreadable"),
        ("0001-01-01T00:00:00+14:00", "photo.unreadable"),
        ("2099-08-21T02:22:05Z", "photo.impossible"),
        ("", "photo.absent"),
    ],
)
def test_gps_time_in_xmp_that_is_none(written: str, reason: str) -> None:
    xmp = photos.xmp_packet(f'exif:GPSTimeStamp="{written}"')
    found = facts(photos.jpeg(SCENE, xmp=xmp, taken=None, offset=None))
    assert found.gps_time is None
    assert found.missing["gps_time"].code == reason


def test_gps_time_alone_is_a_time() -> None:
    found = facts(photos.jpeg(SCENE, taken=None, offset=None, gps_time=AT))
    assert (found.taken_at, found.clock, found.taken_local) == (AT, Clock.GPS, None)
    assert found.sources["taken_at"] == "EXIF GPSDateStamp, GPSTimeStamp"


DAY = (29, ASCII, b"2026:08:21\0")
CLOCK = (7, RATIONAL, [(2, 1), (22, 1), (505, 100)])


@pytest.mark.parametrize(
    ("gps", "code"),
    [
        ([DAY], "half_gps_time"),
        ([CLOCK], "half_gps_time"),
        ([(29, ASCII, b"0000:00:00\0"), CLOCK], "no_fix"),
        ([(29, ASCII, b"1999:99:99\0"), CLOCK], "impossible"),
        ([(29, ASCII, b"2099:01:01\0"), CLOCK], "impossible"),
        ([DAY, (7, RATIONAL, [(25, 1), (0, 1), (0, 1)])], "impossible"),
        ([DAY, (7, RATIONAL, [(1, 0), (0, 1), (0, 1)])], "unreadable"),
    ],
)
def test_gps_time_that_is_none(gps: list[Entry], code: str) -> None:
    found = facts(photos.jpeg(SCENE, gps=gps))
    assert found.gps_time is None
    assert found.missing["gps_time"].code == f"photo.{code}"


def test_gps_time_keeps_its_fraction() -> None:
    found = facts(photos.jpeg(SCENE, gps=[DAY, CLOCK]))
    assert found.gps_time == datetime(2026, 8, 21, 2, 22, 5, 50_000, tzinfo=UTC)
