"""Light on real photos: quiet at the true time, loud when the clock is moved by half a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.evidence.light import brightness_ev100, check_light
from geo_app.domain.evidence.nouns import Outcome
from geo_app.domain.evidence.sun import sun_height_deg
from geo_app.domain.photo import PhotoFacts
from geo_app.errors import GeoAppError
from geo_app.photo.metadata import read
from geo_app.settings import PhotoLimits
from tests.unit.sightings import BARE, LIMITS, case

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "photos"
NOW = datetime(2026, 11, 25, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not PHOTOS.exists(), reason="../shared is not there")


def told(data: bytes, zone: str = "UTC") -> PhotoFacts | None:
    try:
        return read(data, limits=PhotoLimits(), zone=ZoneInfo(zone), now=NOW)
    except GeoAppError:
        return None


@cache
def sets() -> tuple[PhotoFacts, ...]:
    """Real files that tell place, time and exposure; not those that were derived from one."""
    return tuple(_sets())


def _sets() -> Iterator[PhotoFacts]:
    for path in sorted((PHOTOS / "good").iterdir()):
        facts = None if path.name.startswith("derived") else told(path.read_bytes())
        if facts is None or facts.position is None or facts.exposure is None:
            continue
        # a camera's clock without a zone shows the time of where it was
        hours = -round(facts.position[0] / 15)
        facts = told(path.read_bytes(), f"Etc/GMT{hours:+d}" if hours else "UTC")
        if facts and facts.taken_at and brightness_ev100(facts.exposure) is not None:
            yield facts


def is_doubted(facts: PhotoFacts, shift: timedelta = timedelta(0)) -> bool:
    moved = replace(
        facts,
        taken_at=facts.taken_at + shift,
        gps_time=facts.gps_time + shift if facts.gps_time else None,
    )
    return check_light(case(replace(BARE, facts=moved))).outcome is Outcome.DOUBT


def is_outdoors_by_day(facts: PhotoFacts) -> bool:
    """In full daylight: a sunset is as bright as a sunrise twelve hours later."""
    high = sun_height_deg(facts.position, facts.gps_time or facts.taken_at) > LIMITS.day_sun_deg
    return high and brightness_ev100(facts.exposure) > LIMITS.bright_ev100


def test_true_times_are_not_doubted() -> None:
    assert len(sets()) >= 12
    assert [facts.camera for facts in sets() if is_doubted(facts)] == []


@pytest.mark.parametrize("hours", [-12, -11, -10, 10, 11, 12])
def test_four_of_five_moved_clocks_are_seen(hours: int) -> None:
    outdoors = [facts for facts in sets() if is_outdoors_by_day(facts)]
    seen = [facts for facts in outdoors if is_doubted(facts, timedelta(hours=hours))]
    assert len(outdoors) >= 8
    assert len(seen) >= 0.8 * len(outdoors)
