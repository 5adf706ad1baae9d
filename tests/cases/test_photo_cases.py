"""Odd and hostile photos: what is read is what two independent tools read of them."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.photo import FACTS, Mime, PhotoFacts
from geo_app.errors import GeoAppError, InputError
from geo_app.photo.kind import check_name
from geo_app.photo.metadata import read
from geo_app.photo.workshop import Examination, Workshop
from geo_app.settings import PhotoLimits

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "photos"
ROWS = (
    list(csv.DictReader((PHOTOS / "manifest.csv").read_text("utf-8").splitlines()))
    if PHOTOS.exists()
    else []
)
ZONE = ZoneInfo("Asia/Shanghai")
LISTED = {mime.value for mime in Mime} | {"image/heif"}

pytestmark = pytest.mark.skipif(not ROWS, reason="../shared is not there")


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(PhotoLimits(workers=1, patience_seconds=60), ZONE) as opened:
        yield opened


def accepted(workshop: Workshop, row: dict[str, str]) -> Examination | None:
    path = PHOTOS / row["file"]
    try:
        found = workshop.examine(path.read_bytes())
        check_name(path.name, found.facts.mime)
    except InputError:
        return None
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["file"]))
def test_photo_is_read_as_the_manifest_says(workshop: Workshop, row: dict[str, str]) -> None:
    found = accepted(workshop, row)
    if row["expect"] == "reject":
        assert found is None
    elif found is None:
        assert row["expect"] == "reject-or-flag" or row["mime"] not in LISTED
    else:
        facts = found.facts
        assert set(facts.sources) ^ set(facts.missing) == set(FACTS)
        assert PhotoFacts.from_json(facts.to_json()) == facts
        _compare(facts, row)
        if row["expect"] == "accept-flag":
            assert facts.doubts
        if row["expect"] == "reject-or-flag":
            assert facts.damaged or facts.doubts or found.fingerprint


def _compare(facts: PhotoFacts, row: dict[str, str]) -> None:
    if row["lat"]:
        assert facts.position is not None
        assert math.dist(facts.position, (float(row["lon"]), float(row["lat"]))) < 1e-6
    else:
        assert facts.position is None
    if row["img_direction"]:
        assert facts.direction_deg == pytest.approx(float(row["img_direction"]), abs=0.01)
        assert facts.direction_ref == (row["direction_ref"] or None)
    else:
        assert facts.direction_deg is None
    if row["orientation"] in set("12345678"):
        assert facts.orientation == int(row["orientation"])
    if row["hpos_error_m"]:
        assert facts.hpos_error_m == pytest.approx(float(row["hpos_error_m"]))
    if row["altitude_m"] not in {"", "undef"}:
        # the column holds the tag alone; below the sea the sign stands in another one
        assert facts.altitude_m is not None
        assert abs(facts.altitude_m) == pytest.approx(float(row["altitude_m"]))
    if row["offset_time"]:
        assert facts.offset == row["offset_time"]
    if row["size_px"]:
        assert f"{facts.width} {facts.height}" == row["size_px"]
    _compare_times(facts, row)


def _compare_times(facts: PhotoFacts, row: dict[str, str]) -> None:
    written = row["datetime_original"]
    if written and "taken_at" in facts.sources:
        assert facts.taken_local is not None
        assert facts.taken_local[:19].replace("-", ":").replace("T", " ") == written[:19]
        assert facts.taken_at is not None
        assert f"{facts.taken_at:%Y:%m:%d %H:%M:%S}" == written[:19]
    elif written:
        assert facts.missing["taken_at"].code == "photo.impossible"
    if len(row["gps_utc"]) >= 19 and "gps_time" in facts.sources:
        assert f"{facts.gps_time:%Y:%m:%d %H:%M:%S}" == row["gps_utc"][:19]
    elif row["gps_utc"]:
        assert facts.missing["gps_time"].code != "photo.absent"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["file"]))
def test_renditions_of_what_is_accepted(workshop: Workshop, row: dict[str, str]) -> None:
    found = accepted(workshop, row)
    data = (PHOTOS / row["file"]).read_bytes()
    if found is None:
        return
    if found.fingerprint is None:
        with pytest.raises(InputError) as caught:
            workshop.renditions(data)
        assert caught.value.code in {"photo.no_preview", "photo.nothing_to_see"}
        return
    shown = workshop.renditions(data)
    limits = PhotoLimits()
    for picture, longest in ((shown.web, limits.web_px), (shown.thumb, limits.thumb_px)):
        facts = read(picture, limits=limits, zone=ZONE, now=datetime.now(UTC))
        assert facts.mime is Mime.JPEG
        assert facts.sources == {}
        assert max(facts.width, facts.height) <= longest


def test_all_eight_orientations_look_alike(workshop: Workshop) -> None:
    shapes = set()
    for path in sorted((PHOTOS / "good").glob("landscape_orientation_*.jpg")):
        web = workshop.renditions(path.read_bytes()).web
        facts = read(web, limits=PhotoLimits(), zone=ZONE, now=datetime.now(UTC))
        shapes.add((facts.width, facts.height))
    assert shapes == {(1600, 1067)}


def test_no_photo_brings_the_program_down(workshop: Workshop) -> None:
    """What every file ends in is an examination or an error with a sentence."""
    errors = [_error_of(workshop, (PHOTOS / row["file"]).read_bytes()) for row in ROWS]
    named = [error for error in errors if error is not None]
    assert 0 < len(named) < len(ROWS)
    assert all(error.text(each) != error.code for error in named for each in ("zh", "en"))


def _error_of(workshop: Workshop, data: bytes) -> GeoAppError | None:
    try:
        workshop.develop(data)
    except GeoAppError as error:
        return error
    return None
