"""Made-up photos of a made-up site, for the tests of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry import Point as Spot

from geo_app.domain.evidence.assess import assess
from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import (
    Aspect,
    Assessment,
    Bracket,
    Check,
    Point,
    Sighting,
    SiteInQuestion,
    Twin,
)
from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.domain.photo import Clock, Exposure, Mime, PhotoFacts
from geo_app.geo import datum
from geo_app.geo.measure import Frame, bearing_between, distance_m
from geo_app.settings import EvidenceThresholds

ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = EvidenceThresholds()
HERE = (114.35, 34.80)
FRAME = Frame(*HERE)
FOUND = datetime(2024, 3, 1, tzinfo=ZONE)
REFUSED = datetime(2024, 4, 1, 9, tzinfo=ZONE)
TAKEN = datetime(2024, 5, 6, 10, 22, tzinfo=ZONE)
RECEIVED = TAKEN + timedelta(hours=2)
RESPONSIBLE, INSPECTORS, VERIFIERS = "顺河区城管局", "市生态环境局", "市委巡察办"
SITE = SiteInQuestion("site-1", HERE, 30.0, FOUND, None, RESPONSIBLE)


class TestGround:
    """The program's own geodesy."""

    __test__ = False

    def distance_m(self, one: Point, other: Point) -> float:
        return distance_m(Spot(one), Spot(other))

    def bearing_deg(self, start: Point, end: Point) -> float:
        frame = Frame(*start)
        return bearing_between(frame.to_metres(Spot(start)), frame.to_metres(Spot(end)))

    def undone(self, point: Point) -> Mapping[str, Point]:
        return {
            "GCJ-02": datum.gcj02_to_wgs84(*point),
            "BD-09": datum.bd09_to_wgs84(*point),
        }


GROUND = TestGround()


def spot(east: float, north: float = 0.0) -> Point:
    """The point so many metres east and north of the site's mark."""
    degrees = FRAME.to_degrees(Spot(east, north))
    return (degrees.x, degrees.y)


def fix(east: float = 0.0, north: float = 0.0, accuracy_m: float | None = 8.0, **more: Any) -> Fix:
    lon, lat = spot(east, north)
    return Fix(lon, lat, accuracy_m, more.pop("at", TAKEN), **more)


def facts(**more: Any) -> PhotoFacts:
    """A file that says nothing but what is given."""
    if "taken_at" in more:
        more.setdefault("clock", Clock.WRITTEN)
    return PhotoFacts(**{"mime": Mime.JPEG, "width": 4000, "height": 3000} | more)


def phone(**more: Any) -> PhotoFacts:
    """What a phone's own camera writes, at the site on a bright morning."""
    full = {
        "position": HERE,
        "hpos_error_m": 6.0,
        "direction_deg": 90.0,
        "direction_ref": "T",
        "taken_at": TAKEN,
        "gps_time": TAKEN.astimezone(UTC),
        "camera": "HUAWEI P40",
        "exposure": Exposure(1 / 500, 1.9, 50),
    }
    return facts(**full | more)


BARE = Sighting(
    photo_id="photo-1",
    inspection_id="visit-1",
    role=PhotoRole.AFTER,
    facts=facts(),
    fix=None,
    external=True,
    received_at=RECEIVED,
    sent_at=RECEIVED,
    bracket=Bracket(),
    person_id="li",
    person_unit=INSPECTORS,
)
"""A photo of which only its arrival is known."""

GOOD = replace(
    BARE,
    facts=phone(),
    fix=fix(),
    external=False,
    bracket=Bracket(TAKEN - timedelta(hours=2)),
    thumbnail_alike=True,
    thumbnail_score=0.97,
)
"""A photo that the product took itself, with every witness."""


def twin(**more: Any) -> Twin:
    """The same picture at another site, a month earlier."""
    earlier = {
        "photo_id": "photo-0",
        "same_bytes": True,
        "mirrored": False,
        "site_id": "site-2",
        "site_name": "马家河南岸",
        "inspection_id": "visit-0",
        "role": PhotoRole.AFTER,
        "received_at": RECEIVED - timedelta(days=30),
        "person": "王某",
    }
    return Twin(**earlier | more)


def case(sighting: Sighting, site: SiteInQuestion = SITE, *others: Sighting) -> Case:
    return Case(sighting, site, others, LIMITS, GROUND, ZONE)


def judged(
    sighting: Sighting, site: SiteInQuestion = SITE, *others: Sighting
) -> tuple[Assessment, dict[Aspect, Check]]:
    """The assessment, and its checks by aspect."""
    made = assess(sighting, site, others, thresholds=LIMITS, ground=GROUND, zone=ZONE)
    return made, {check.aspect: check for check in made.checks}


def said(check: Check) -> tuple[str, str]:
    """Outcome and code without its group, as the tests compare them."""
    return check.outcome.value, check.reason.code.removeprefix("evidence.")
