"""Odd and hostile photos: what is read is what two independent tools read."""

from __future__ import annotations

import csv
import math
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.photo import FACTS, PhotoFacts
from geo_app.errors import GeoAppError
from geo_app.photo.kind import check_name
from geo_app.photo.metadata import read
from geo_app.settings import PhotoLimits

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "photos"
ROWS = (
    list(csv.DictReader((PHOTOS / "manifest.csv").read_text("utf-8").splitlines()))
    if PHOTOS.exists()
    else []
)
NOW = datetime(2026, 11, 25, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not ROWS, reason="../shared is not there")


def facts_of(row: dict[str, str]) -> PhotoFacts:
    path = PHOTOS / row["file"]
    facts = read(path.read_bytes(), limits=PhotoLimits(), zone=ZoneInfo("Asia/Shanghai"), now=NOW)
    check_name(path.name, facts.mime)
    return facts


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["file"]))
def test_photo(row: dict[str, str]) -> None:
    if row["expect"] == "reject":
        with pytest.raises(GeoAppError):
            facts_of(row)
        return
    try:
        facts = facts_of(row)
    except GeoAppError:
        listed = row["mime"] in {"image/jpeg", "image/png", "image/webp", "image/heic"}
        assert row["expect"] == "reject-or-flag" or not listed
        return
    assert set(facts.sources) ^ set(facts.missing) == set(FACTS)
    assert set(facts.sources) & set(facts.missing) == set()
    assert PhotoFacts.from_json(facts.to_json()) == facts
    if row["lat"]:
        assert facts.position is not None
        expected = float(row["lon"]), float(row["lat"])
        assert math.dist(facts.position, expected) < 1e-6
    else:
        assert facts.position is None
    if row["img_direction"]:
        assert facts.direction_deg == pytest.approx(float(row["img_direction"]), abs=0.01)
        assert facts.direction_ref == (row["direction_ref"] or None)
    if row["expect"] == "accept-flag" and row["lat"]:
        reasons = [facts.doubts, [r for r in facts.missing.values() if r.code != "photo.absent"]]
        assert any(reasons)
    if row["orientation"] not in {"", "0"}:
        assert facts.orientation == int(row["orientation"])
    if row["hpos_error_m"]:
        assert facts.hpos_error_m == pytest.approx(float(row["hpos_error_m"]))
    if row["altitude_m"] not in {"", "undef"}:
        # the manifest tells the amount; the sign is that of GPSAltitudeRef
        assert abs(facts.altitude_m or 0) == pytest.approx(float(row["altitude_m"]))
    if row["size_px"] and row["mime"] not in {"image/heic", "image/avif"}:
        assert f"{facts.width} {facts.height}" == row["size_px"]
    if facts.taken_at:
        assert f"{facts.taken_at:%Y:%m:%d %H:%M:%S}" == row["datetime_original"][:19]
    if facts.gps_time:
        assert f"{facts.gps_time:%Y:%m:%d %H:%M:%S}" == row["gps_utc"][:19]
    if row["offset_time"]:
        assert facts.offset == row["offset_time"]
