"""What photos say of place, direction, camera and light."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.photo import FACTS, Exposure, Mime, PhotoFacts
from geo_app.photo.metadata import read, thumbnail_of
from geo_app.settings import PhotoLimits
from tests import photos
from tests.photos import ASCII, BYTE, LONG, RATIONAL, SHORT, SRATIONAL, Entry

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SCENE = photos.scene(1, (64, 48))
LAT: list[Entry] = [(1, ASCII, b"N\0"), (2, RATIONAL, [(34, 1), (48, 1), (36, 1)])]
LON: list[Entry] = [(3, ASCII, b"E\0"), (4, RATIONAL, [(114, 1), (18, 1), (36, 1)])]

MINUTES_75 = [(34, 1), (75, 1), (0, 1)]
SIGNED = [(-114, 1), (18, 1), (36, 1)]
ZERO = [(0, 1)] * 3
NOWHERE: list[Entry] = [
    (1, ASCII, b"S\0"),
    (2, RATIONAL, ZERO),
    (3, ASCII, b"W\0"),
    (4, RATIONAL, ZERO),
]


def facts(data: bytes) -> PhotoFacts:
    found = read(data, limits=PhotoLimits(), zone=ZONE, now=NOW)
    assert set(found.sources) ^ set(found.missing) == set(FACTS)
    assert PhotoFacts.from_json(found.to_json()) == found
    return found


def tagged(*gps: Entry, xmp: bytes | None = None, order: str = "<") -> PhotoFacts:
    """Facts of a photo with a GPS IFD of just these entries."""
    return facts(photos.jpeg(SCENE, xmp=xmp, gps=gps, order=order))


def codes(found: PhotoFacts) -> set[str]:
    return {doubt.code for doubt in found.doubts}


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_whole_photo(order: str) -> None:
    found = facts(
        photos.jpeg(
            SCENE,
            lon=114.31,
            lat=-34.81,
            hpos_error_m=4.75,
            altitude_m=75.5,
            direction=120.25,
            gps_time=datetime(2026, 8, 21, 2, 22, 1, tzinfo=UTC),
            make="HUAWEI",
            model="HUAWEI P40",
            software="P40 1.0",
            orientation=6,
            exposure=(1 / 250, 1.8, 100),
            brightness=-1.5,
            thumbnail=SCENE,
            order=order,
        )
    )
    assert (found.mime, found.width, found.height, found.frames) == (Mime.JPEG, 48, 64, 1)
    assert found.position == pytest.approx((114.31, -34.81), abs=1e-9)
    assert found.sources["position"] == "EXIF GPSLatitude, GPSLongitude"
    assert (found.hpos_error_m, found.altitude_m) == (4.75, 75.5)
    assert (found.direction_deg, found.direction_ref) == (120.25, "T")
    assert (found.camera, found.software, found.orientation) == ("HUAWEI P40", "P40 1.0", 6)
    assert found.exposure == Exposure(1 / 250, 1.8, 100, -1.5)
    assert found.has_thumbnail
    assert (found.missing, found.doubts) == ({}, ())


def test_a_bare_photo_says_nothing_and_nothing_is_guessed() -> None:
    found = facts(photos.bare(SCENE))
    assert found.sources == {}
    assert {reason.code for reason in found.missing.values()} == {"photo.absent"}
    assert (found.position, found.taken_at, found.doubts) == (None, None, ())


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
def test_every_kind_says_the_same(kind: str) -> None:
    data = getattr(photos, kind)(SCENE, lon=-68.303, lat=-54.8019, direction=359.99, software="S")
    found = facts(data)
    assert found.mime is Mime[kind.upper()]
    assert (found.width, found.height) == (64, 48)
    assert found.position == pytest.approx((-68.303, -54.8019), abs=1e-9)
    assert found.direction_deg == pytest.approx(359.99)
    assert (found.software, found.offset) == ("S", "+08:00")


@pytest.mark.parametrize(
    ("gps", "lon", "lat", "code"),
    [
        ([LAT[0], (2, RATIONAL, MINUTES_75), *LON], 114.31, 35.25, "minutes_over_60"),
        ([LAT[1], LON[1]], 114.31, 34.81, "no_refs"),
        ([LAT[1], (1, ASCII, b"E\0"), *LON], 114.31, 34.81, "no_refs"),
        ([*LAT, LON[0], (4, SRATIONAL, SIGNED)], -114.31, 34.81, "signed_angle"),
        ([*LAT, *LON, (18, ASCII, b"TOKYO\0")], 114.31, 34.81, "other_datum"),
        ([*LAT, *LON, (9, ASCII, b"V\0")], 114.31, 34.81, "fix_void"),
        (NOWHERE, 0, 0, "null_island"),
    ],
)
def test_a_doubtful_position_is_kept_with_its_doubt(
    gps: list[Entry], lon: float, lat: float, code: str
) -> None:
    found = tagged(*gps)
    assert found.position == pytest.approx((lon, lat), abs=1e-9)
    assert str(found.position[0]) != "-0.0"
    assert codes(found) == {f"photo.{code}"}


@pytest.mark.parametrize(
    ("gps", "code"),
    [
        ([*LAT, LON[0], (4, RATIONAL, [(1, 0)] * 3)], "no_fix"),
        ([*LAT, LON[0], (4, RATIONAL, [(0, 0)] * 3)], "no_fix"),
        (LAT, "unreadable"),
        ([*LAT, LON[0], (4, ASCII, b"114.31\0")], "unreadable"),
        ([*LON, LAT[0], (2, RATIONAL, [(91, 1), (0, 1), (0, 1)])], "impossible"),
        ([*LAT, LON[0], (4, RATIONAL, [(180, 1), (0, 1), (1, 1)])], "impossible"),
    ],
)
def test_a_position_that_is_none_is_missing_with_its_reason(gps: list[Entry], code: str) -> None:
    found = tagged(*gps)
    assert found.position is None
    assert found.missing["position"].code == f"photo.{code}"
    assert codes(found) == ({"photo.impossible"} if code == "impossible" else set())


@pytest.mark.parametrize("parts", [[(348_100, 10_000)], [(34, 1), (486, 10)]])
def test_degrees_may_come_in_one_two_or_three_numbers(parts: list[tuple[int, int]]) -> None:
    found = tagged(LAT[0], (2, RATIONAL, parts), *LON)
    assert found.position == pytest.approx((114.31, 34.81), abs=1e-9)


XMP_PLACE = 'exif:GPSLatitude="0,4.21601S" exif:GPSLongitude="34,22,54.966E"'


def test_a_position_in_xmp_only() -> None:
    direction = 'exif:GPSImgDirection="1763/10" exif:GPSImgDirectionRef="M"'
    found = tagged(xmp=photos.xmp_packet(f"{XMP_PLACE} {direction}"))
    assert found.position == pytest.approx((34.381935, -0.070266833), abs=1e-8)
    assert found.sources["position"] == "XMP GPSLatitude, GPSLongitude"
    assert (found.direction_deg, found.direction_ref) == (176.3, "M")


@pytest.mark.parametrize(
    ("lat", "lon"), [("34.81N", "114.31E"), ("34,48,36N", "114,18,36E"), ("34.81 n", "114,18.6e")]
)
def test_ways_in_which_xmp_writes_a_position(lat: str, lon: str) -> None:
    found = tagged(xmp=photos.xmp_packet(f'exif:GPSLatitude="{lat}" exif:GPSLongitude="{lon}"'))
    assert found.position == pytest.approx((114.31, 34.81), abs=1e-9)
    assert found.doubts == ()


def test_minutes_over_60_and_the_error_in_xmp() -> None:
    place = 'exif:GPSLatitude="34,75.5N" exif:GPSLongitude="114,18.6E"'
    found = tagged(xmp=photos.xmp_packet(f'{place} exif:GPSHPositioningError="9/2"'))
    assert found.position == pytest.approx((114.31, 35 + 15.5 / 60))
    assert codes(found) == {"photo.minutes_over_60"}
    assert (found.hpos_error_m, found.sources["hpos_error_m"]) == (4.5, "XMP GPSHPositioningError")


def test_elements_of_xmp_count_as_attributes_do() -> None:
    inner = (
        "<exif:GPSLatitude>34,48.6N</exif:GPSLatitude>"
        "<exif:GPSLongitude>114,18.6E</exif:GPSLongitude>"
    )
    assert tagged(xmp=photos.xmp_packet("", inner)).position == pytest.approx((114.31, 34.81))


def test_two_positions_in_conflict_are_both_kept() -> None:
    found = tagged(*LAT, *LON, xmp=photos.xmp_packet(XMP_PLACE))
    assert found.position == pytest.approx((114.31, 34.81))
    assert found.other_position == pytest.approx((34.381935, -0.070266833), abs=1e-8)
    assert codes(found) == {"photo.positions_conflict"}


def test_two_positions_that_agree_are_one() -> None:
    near = 'exif:GPSLatitude="34,48.6001N" exif:GPSLongitude="114,18.6001E"'
    found = tagged(*LAT, *LON, xmp=photos.xmp_packet(near))
    assert (found.other_position, found.doubts) == (None, ())


@pytest.mark.parametrize(
    "xmp",
    [
        b"<x:xmpmeta",
        b'<!DOCTYPE a [<!ENTITY b "1">]><a>&b;</a>',
        photos.xmp_packet('exif:GPSLatitude="north" exif:GPSLongitude="1e9,0E"'),
        b"\xff\xfe\0",
    ],
)
def test_broken_xmp_says_nothing(xmp: bytes) -> None:
    assert tagged(xmp=xmp).position is None
    assert tagged(*LAT, *LON, xmp=xmp).position == pytest.approx((114.31, 34.81))


@pytest.mark.parametrize(
    ("raw", "degrees", "code"),
    [
        ([(0, 1)], 0.0, None),
        ([(360, 1)], 0.0, None),
        ([(35999, 100)], 359.99, None),
        ([(400, 1)], None, "photo.impossible"),
        ([(1, 0)], None, "photo.unreadable"),
    ],
)
def test_direction(raw: list[tuple[int, int]], degrees: float | None, code: str | None) -> None:
    found = tagged((16, ASCII, b"M\0"), (17, RATIONAL, raw))
    assert (found.direction_deg, found.direction_ref) == (degrees, "M" if code is None else None)
    assert code is None or found.missing["direction_deg"].code == code


def test_a_direction_without_its_north_and_a_way_of_movement() -> None:
    assert tagged((17, RATIONAL, [(12, 1)])).direction_ref is None
    assert tagged((15, RATIONAL, [(12, 1)])).direction_deg is None


@pytest.mark.parametrize(
    ("raw", "metres", "code"),
    [((165, 1), 165, None), ((0, 1), None, "photo.no_fix"), ((9, 0), None, "photo.unreadable"),
     ((4_000_000_000, 1), None, "photo.impossible")],
)  # fmt: skip
def test_accuracy(raw: tuple[int, int], metres: float | None, code: str | None) -> None:
    found = tagged((31, RATIONAL, [raw]))
    assert found.hpos_error_m == metres
    assert code is None or found.missing["hpos_error_m"].code == code


@pytest.mark.parametrize(
    ("ref", "metres"), [(b"\0", 75.0), (b"\1", -75.0), (None, 75.0), (b"\7", 75.0)]
)
def test_altitude(ref: bytes | None, metres: float) -> None:
    gps: list[Entry] = [(6, RATIONAL, [(75, 1)])]
    assert tagged(*gps, *([(5, BYTE, ref)] if ref else [])).altitude_m == metres


def test_an_altitude_in_space_is_dropped() -> None:
    found = tagged((6, RATIONAL, [(200_000, 1)]))
    assert found.altitude_m is None
    assert codes(found) == {"photo.impossible"}


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON", "COOLPIX P6000", "NIKON COOLPIX P6000"),
        ("HTC", "HTC Desire", "HTC Desire"),
        ("QField", None, "QField"),
        (None, "P40", "P40"),
        ("华为", "P40", "华为 P40"),
        ("A\u202eB\x07\nC", "", "AB C"),
        ("x" * 5000, "y", "x" * 200),
        ("", "  ", None),
    ],
)
def test_camera(make: str | None, model: str | None, camera: str | None) -> None:
    assert facts(photos.jpeg(SCENE, make=make, model=model)).camera == camera


def test_texts_end_at_the_first_nul_and_stand_bytes_that_are_no_utf8() -> None:
    block = photos.tiff([(0x0110, ASCII, b"caf\xe9\0hidden\0"), (0x0131, ASCII, b"")])
    found = facts(photos.jpeg(SCENE, block=block))
    assert (found.camera, found.software) == ("caf\ufffd", None)


@pytest.mark.parametrize(("raw", "orientation"), [(1, 1), (8, 8), (0, None), (9, None)])
def test_orientation(raw: int, orientation: int | None) -> None:
    found = facts(photos.jpeg(SCENE, block=photos.tiff([(0x0112, SHORT, [raw])])))
    assert found.orientation == orientation
    assert codes(found) == ({"photo.impossible"} if raw == 9 else set())


def test_exposure_from_apex_and_a_large_iso() -> None:
    exif: list[Entry] = [
        (0x9201, SRATIONAL, [(8, 1)]),
        (0x9202, RATIONAL, [(2, 1)]),
        (0x8827, SHORT, [65535]),
        (0x8833, LONG, [102_400]),
    ]
    found = facts(photos.jpeg(SCENE, block=photos.tiff(exif=exif)))
    assert found.exposure == Exposure(1 / 256, 2.0, 102_400, None)


def test_exposure_that_cannot_be() -> None:
    exif: list[Entry] = [(0x829A, RATIONAL, [(0, 1)]), (0x829D, RATIONAL, [(1, 0)])]
    found = facts(photos.jpeg(SCENE, block=photos.tiff(exif=exif)))
    assert found.exposure is None


def test_the_thumbnail_is_found_as_it_was_written() -> None:
    data = photos.jpeg(SCENE, thumbnail=SCENE)
    inner = thumbnail_of(data, Mime.JPEG, PhotoLimits())
    assert inner is not None
    assert facts(inner).width == 64
    assert thumbnail_of(photos.bare(SCENE), Mime.JPEG, PhotoLimits()) is None
