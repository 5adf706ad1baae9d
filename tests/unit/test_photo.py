"""What photos say, on bytes made here."""

from __future__ import annotations

import io
import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo_app.domain.photo import FACTS, Clock, Mime, PhotoFacts
from geo_app.errors import GeoAppError, TooLargeError, UnsupportedError
from geo_app.photo.kind import check_name, kind_of
from geo_app.photo.metadata import read
from geo_app.photo.tags import text
from geo_app.settings import PhotoLimits

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def photo(kind: str = "JPEG", gps: dict[int, object] | None = None, **exif: object) -> bytes:
    """A small picture; ``exif`` by tag name."""
    tags = Image.Exif()
    numbers = {"make": 271, "model": 272, "software": 305, "orientation": 274}
    for name, value in exif.items():
        if name in numbers:
            tags[numbers[name]] = value
    detail = {36867: exif.get("taken"), 36881: exif.get("offset")}
    tags.get_ifd(0x8769).update({tag: value for tag, value in detail.items() if value})
    if gps:
        tags.get_ifd(0x8825).update(gps)
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 120, 60)).save(out, kind, exif=tags)
    return out.getvalue()


def facts(data: bytes, limits: PhotoLimits | None = None) -> PhotoFacts:
    return read(data, limits=limits or PhotoLimits(), zone=ZONE, now=NOW)


def place(lat: tuple[float, ...], lon: tuple[float, ...], refs: str = "NE") -> dict[int, object]:
    return {1: refs[0], 2: lat, 3: refs[1], 4: lon}


KAIFENG = place((34.0, 48.0, 36.0), (114.0, 18.0, 36.0))


def test_position_and_its_tag() -> None:
    found = facts(photo(gps=KAIFENG))
    assert found.position == pytest.approx((114.31, 34.81), abs=1e-7)
    assert found.sources["position"] == "EXIF GPSLatitude, GPSLongitude"
    assert found.doubts == ()


def test_south_and_west_are_negative() -> None:
    found = facts(photo(gps=place((54.0, 48.0, 0.0), (68.0, 18.0, 0.0), "SW")))
    assert found.position == pytest.approx((-68.3, -54.8), abs=1e-7)


@pytest.mark.parametrize(
    ("gps", "code"),
    [
        (place((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), "SW"), "photo.null_island"),
        (place((34.0, 75.0, 0.0), (114.0, 18.0, 0.0)), "photo.minutes_over_60"),
        ({2: (34.0, 48.0, 0.0), 4: (114.0, 18.0, 0.0)}, "photo.no_refs"),
    ],
)
def test_a_doubtful_position_is_kept_with_its_doubt(gps: dict[int, object], code: str) -> None:
    found = facts(photo(gps=gps))
    assert found.position is not None
    assert code in [doubt.code for doubt in found.doubts]


def test_an_impossible_position_is_dropped_with_its_reason() -> None:
    found = facts(photo(gps=place((91.0, 0.0, 0.0), (114.0, 0.0, 0.0))))
    assert found.position is None
    assert found.missing["position"].code == "photo.impossible"


def test_a_direction_of_400_is_dropped_and_360_is_north() -> None:
    assert facts(photo(gps={16: "T", 17: 400.0})).missing["direction_deg"].code == (
        "photo.impossible"
    )
    found = facts(photo(gps={16: "M", 17: 360.0}))
    assert (found.direction_deg, found.direction_ref) == (0.0, "M")


def test_clock_written_gps_or_assumed() -> None:
    taken = "2026:08:21 10:22:05"
    written = facts(photo(taken=taken, offset="+05:45"))
    assert (written.clock, written.offset) == (Clock.WRITTEN, "+05:45")
    by_gps = facts(photo(taken=taken, gps={7: (2.0, 21.0, 58.0), 29: "2026:08:21"}))
    assert by_gps.clock is Clock.GPS
    assert by_gps.taken_at == datetime(2026, 8, 21, 2, 22, 5, tzinfo=UTC)
    assumed = facts(photo(taken=taken))
    assert assumed.clock is Clock.ASSUMED
    assert [doubt.code for doubt in assumed.doubts] == ["photo.zone_assumed"]


@pytest.mark.parametrize("taken", ["2099:01:01 00:00:00", "0000:00:00 00:00:00", "1899:13:40 1"])
def test_an_absurd_date_is_dropped_with_its_reason(taken: str) -> None:
    found = facts(photo(taken=taken))
    assert found.taken_at is None
    assert found.missing["taken_at"].code == "photo.impossible"


def test_texts_are_printable_and_short() -> None:
    assert text("A\u202eB\x07", 9) == "AB"
    assert text("徕卡".encode().decode("latin-1"), 9) == "徕卡"
    found = facts(photo(make="A\x07B", model="x" * 5000))
    assert found.camera is not None
    assert found.camera.startswith("AB x")
    assert len(found.camera) <= PhotoLimits().text_characters


@pytest.mark.parametrize(("kind", "mime"), [("PNG", Mime.PNG), ("WEBP", Mime.WEBP)])
def test_kind_is_told_from_the_bytes(kind: str, mime: Mime) -> None:
    data = photo(kind)
    assert kind_of(data) is mime
    with pytest.raises(UnsupportedError):
        check_name("a.jpg", mime)
    check_name("没有后缀", mime)


def test_too_many_pixels_are_refused_from_the_header() -> None:
    out = io.BytesIO()
    Image.new("1", (2000, 1000)).save(out, "PNG")
    with pytest.raises(TooLargeError):
        facts(out.getvalue(), PhotoLimits(megapixels=1))


def test_facts_come_back_from_json() -> None:
    found = facts(photo(gps=KAIFENG, taken="2026:08:21 10:22:05", make="M", orientation=6))
    assert PhotoFacts.from_json(found.to_json()) == found


@given(st.data())
def test_broken_bytes_give_facts_that_can_be_true_or_a_named_error(data: st.DataObject) -> None:
    whole = bytearray(photo(gps=KAIFENG, taken="2026:08:21 10:22:05", make="Make"))
    for _ in range(data.draw(st.integers(1, 12))):
        # the metadata stands in the first bytes: there a change hurts
        whole[data.draw(st.integers(3, 400))] = data.draw(st.integers(0, 255))
    try:
        found = facts(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    except GeoAppError:
        return
    assert set(found.sources) | set(found.missing) == set(FACTS)
    if found.position:
        assert all(map(math.isfinite, found.position))
        assert abs(found.position[0]) <= 180
        assert abs(found.position[1]) <= 90
    if found.direction_deg is not None:
        assert 0 <= found.direction_deg < 360
