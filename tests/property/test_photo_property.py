"""Reading a photo: whatever its bytes, facts that can be true or an error with a name."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.domain.photo import FACTS, PhotoFacts
from geo_app.errors import GeoAppError, UnsupportedError
from geo_app.photo.kind import check_name, kind_of
from geo_app.photo.metadata import read, thumbnail_of
from geo_app.photo.tiff import read_tags
from geo_app.photo.values import text
from geo_app.photo.xmp import read_xmp
from geo_app.settings import PhotoLimits
from tests import photos

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, tzinfo=UTC)
FIRST, LAST = datetime(1990, 1, 2), datetime(2026, 11, 1)  # noqa: DTZ001 # local times
LIMITS = PhotoLimits()
SCENE = photos.scene(5, (48, 32))
SAID = {
    "lon": -114.31,
    "lat": -34.81,
    "hpos_error_m": 4.5,
    "altitude_m": -3.0,
    "direction": 271.5,
    "gps_time": datetime(2026, 8, 21, 2, 22, 5, tzinfo=UTC),
    "software": "Camera 1.0",
    "exposure": (0.01, 1.8, 100.0),
    "brightness": 3.5,
    "thumbnail": SCENE,
}
XMP = photos.xmp_packet('exif:GPSLatitude="34,48.6N" exif:GPSLongitude="114,18.6E"')
ORIGINALS = {
    "jpeg": photos.jpeg(SCENE, xmp=XMP, **SAID),
    "png": photos.png(SCENE, xmp=XMP.decode(), **SAID),
    "webp": photos.webp(SCENE, xmp=XMP, **SAID),
    "avif": photos.avif(SCENE, xmp=XMP, **SAID),
    "heic": photos.heic(SCENE, xmp=XMP, **SAID),
    "mpo": photos.mpo([SCENE, SCENE], **SAID),
}
HEAD = 2500
"""The tags stand here; behind it there are pixels."""

NAMES = st.text(st.characters(exclude_characters="/\\"), max_size=30)
kinds = st.sampled_from(sorted(ORIGINALS))
lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
changes = st.lists(st.tuples(st.integers(0, HEAD), st.binary(min_size=1, max_size=8)), max_size=12)


def facts_of(data: bytes) -> PhotoFacts | None:
    try:
        return read(data, limits=LIMITS, zone=ZONE, now=NOW)
    except GeoAppError:  # each of its codes has a sentence: tests/project/test_house.py
        return None


def check(facts: PhotoFacts) -> None:
    """Every promise of ``PhotoFacts``."""
    assert set(facts.sources) ^ set(facts.missing) == set(FACTS)
    assert not set(facts.sources) & set(facts.missing)
    assert 0 < facts.width * facts.height <= LIMITS.megapixels * 1_000_000
    for lon, lat in filter(None, (facts.position, facts.other_position)):
        assert abs(lon) <= 180
        assert abs(lat) <= 90
    for low, value, high in (
        (0, facts.direction_deg, math.nextafter(360, 0)),
        (0, facts.hpos_error_m, 1e6),
        (-11_000, facts.altitude_m, 100_000),
        (1, facts.orientation, 8),
    ):
        assert value is None or low <= value <= high
    for moment in filter(None, (facts.taken_at, facts.gps_time)):
        assert moment.tzinfo is not None
        assert moment <= NOW + timedelta(days=2)
    for told in filter(None, (facts.camera, facts.software)):
        assert len(told) <= LIMITS.text_characters
        assert told.isprintable()
    assert facts.exposure is None or math.isfinite(facts.exposure.ev100 or 0)
    assert PhotoFacts.from_json(json.loads(json.dumps(facts.to_json(), allow_nan=False))) == facts
    remarks = (*facts.doubts, *facts.missing.values())
    assert all(remark.text(each) != remark.code for remark in remarks for each in ("zh", "en"))


@settings(max_examples=400)
@given(kinds, changes)
def test_changed_bytes(kind: str, changed: list[tuple[int, bytes]]) -> None:
    data = bytearray(ORIGINALS[kind])
    for at, new in changed:
        data[at : at + len(new)] = new
    facts = facts_of(bytes(data))
    if facts is not None:
        check(facts)
        inner = thumbnail_of(bytes(data), facts.mime, LIMITS)
        assert (inner is not None) == facts.has_thumbnail


@settings(max_examples=200)
@given(kinds, st.integers(0, HEAD), st.binary(max_size=20), st.integers(0, 20))
def test_bytes_put_in_and_taken_out(kind: str, at: int, new: bytes, gone: int) -> None:
    original = ORIGINALS[kind]
    facts = facts_of(original[:at] + new + original[at + gone :])
    if facts is not None:
        check(facts)


@given(st.binary(max_size=200))
def test_any_bytes_behind_any_head(body: bytes) -> None:
    for head in (b"", *(original[:12] for original in ORIGINALS.values())):
        facts = facts_of(head + body)
        if facts is not None:
            check(facts)


@settings(max_examples=300)
@given(st.binary(max_size=400), st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""]))
def test_any_block_of_tags(body: bytes, head: bytes) -> None:
    facts = facts_of(photos.jpeg(SCENE, block=head + body))
    assert facts is not None
    check(facts)


@given(lons, lats, st.floats(0, 360, exclude_max=True), st.sampled_from("<>"))
def test_what_was_written_is_read(lon: float, lat: float, direction: float, order: str) -> None:
    block = photos.exif(lon=lon, lat=lat, direction=direction, order=order)
    facts = facts_of(photos.jpeg(SCENE, block=block))
    assert facts is not None
    check(facts)
    assert facts.position is not None
    assert math.dist(facts.position, (lon, lat)) < 1e-8
    assert facts.direction_deg is not None
    assert abs(math.remainder(facts.direction_deg - direction, 360)) < 1e-5


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), max_size=4))
def test_any_rationals(pairs: list[tuple[int, int]]) -> None:
    gps = [(tag, photos.RATIONAL, pairs) for tag in (2, 4, 6, 7, 17, 31)]
    block = photos.exif(gps=[*gps, (29, photos.ASCII, b"2026:08:21\0")])
    facts = facts_of(photos.jpeg(SCENE, block=block))
    assert facts is not None
    check(facts)


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_time(taken: str, offset: str) -> None:
    said = {"taken": taken.encode("utf-8", "replace").decode(), "offset": None}
    said["offset"] = offset.encode("utf-8", "replace").decode()
    facts = facts_of(photos.jpeg(SCENE, block=photos.exif(**said)))
    assert facts is not None
    check(facts)


PROPERTIES = st.sampled_from(
    [
        "GPSLatitude",
        "GPSLongitude",
        "GPSImgDirection",
        "GPSAltitude",
        "GPSTimeStamp",
        "GPSHPositioningError",
        "DateTimeOriginal",
    ]
)
WRITTEN = st.from_regex(r"[0-9]{0,12}[.,/:T+-]{0,2}[0-9]{0,12}[NSEWZ]?", fullmatch=True)


@given(st.dictionaries(PROPERTIES, WRITTEN | st.from_regex(r"[ -~]{0,20}", fullmatch=True)))
def test_any_xmp(told: dict[str, str]) -> None:
    packet = photos.xmp_packet(" ".join(f"exif:{name}={quoteattr(told[name])}" for name in told))
    facts = facts_of(photos.jpeg(SCENE, xmp=packet, taken=None, offset=None))
    assert facts is not None
    check(facts)


@given(st.datetimes(FIRST, LAST), st.integers(-48, 56))
def test_a_time_with_its_offset(local: datetime, quarters: int) -> None:
    minutes = abs(quarters) * 15
    offset = f"{'-' if quarters < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    said = {"taken": local.strftime("%Y:%m:%d %H:%M:%S"), "offset": offset}
    facts = facts_of(photos.jpeg(SCENE, block=photos.exif(**said)))
    assert facts is not None
    assert facts.offset == offset
    assert facts.taken_at is not None
    assert facts.taken_at.utcoffset() == timedelta(minutes=15 * quarters)
    assert facts.taken_at.replace(tzinfo=None) == local.replace(microsecond=0)


@given(st.text(max_size=80) | st.binary(max_size=80), st.integers(1, 50))
def test_texts_are_printable_and_short(value: str | bytes, longest: int) -> None:
    shown = text(value, longest)
    if shown is not None:
        assert 0 < len(shown) <= longest
        assert shown.isprintable()
        assert text(shown, longest) == shown


@given(st.binary(max_size=300))
def test_readers_of_blocks_never_raise(block: bytes) -> None:
    assert read_xmp([block, XMP])["exif:GPSLongitude"] == "114,18.6E"
    assert read_tags(block).thumbnail is None or b"\xff\xd8" in block


@given(kinds, NAMES)
def test_the_last_ending_of_a_name_decides(kind: str, name: str) -> None:
    mime = kind_of(ORIGINALS[kind])
    check_name(f"{name}a.{mime.value.rpartition('/')[2]}", mime)
    with pytest.raises(UnsupportedError) as caught:
        check_name(f"{name}a.txt", mime)
    assert caught.value.code == "photo.name_disagrees"
