"""Forged photos are named with the right reason; honest ones are not accused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from geo_app.domain.evidence.independence import independent
from geo_app.domain.evidence.nouns import Aspect, Bracket, Outcome, Sighting, Verdict
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.photo import Clock, Exposure, Mime
from geo_app.geo.datum import wgs84_to_gcj02
from tests.unit.sightings import (
    BARE,
    FOUND,
    GOOD,
    HERE,
    RECEIVED,
    REFUSED,
    RESPONSIBLE,
    SITE,
    TAKEN,
    facts,
    fix,
    judged,
    phone,
    said,
    spot,
    twin,
)

DAY = timedelta(days=1)
REFUSED_SITE = replace(SITE, refused_at=REFUSED)
BEFORE = replace(
    GOOD,
    photo_id="photo-0",
    inspection_id="visit-0",
    role=PhotoRole.BEFORE,
    received_at=FOUND + DAY,
    sent_at=FOUND + DAY,
    facts=phone(taken_at=FOUND + DAY / 2, gps_time=(FOUND + DAY / 2).astimezone(UTC)),
    fix=fix(at=FOUND + DAY / 2),
    bracket=Bracket(),
)
OLD = REFUSED - 3 * DAY
NIGHT = TAKEN.replace(hour=23)


@pytest.mark.parametrize(
    ("photo", "aspect", "answer", "verdict"),
    [
        pytest.param(
            replace(GOOD, facts=phone(position=spot(3000)), fix=fix(3000)),
            Aspect.PLACE, ("fail", "elsewhere"), Verdict.NONE, id="wrong place",
        ),
        pytest.param(
            replace(GOOD, facts=phone(position=spot(0)), fix=fix(3000)),
            Aspect.PLACE, ("doubt", "positions_apart"), Verdict.WEAK, id="place typed into it",
        ),
        pytest.param(
            replace(BARE, facts=phone(position=wgs84_to_gcj02(*HERE))),
            Aspect.PLACE, ("doubt", "other_datum"), Verdict.WEAK, id="GCJ-shifted",
        ),
        pytest.param(
            replace(BARE, facts=phone(taken_at=OLD, gps_time=OLD.astimezone(UTC))),
            Aspect.TIME, ("fail", "too_old"), Verdict.NONE, id="old",
        ),
        pytest.param(
            replace(GOOD, twins=(twin(),)),
            Aspect.ORIGINALITY, ("fail", "reused_elsewhere"), Verdict.NONE, id="reused",
        ),
        pytest.param(
            replace(GOOD, twins=(twin(site_id=SITE.id, same_bytes=False),)),
            Aspect.ORIGINALITY, ("fail", "reused_here"), Verdict.NONE, id="re-encoded",
        ),
        pytest.param(
            replace(GOOD, twins=(twin(same_bytes=False, mirrored=True),)),
            Aspect.ORIGINALITY, ("fail", "reused_elsewhere"), Verdict.NONE, id="mirrored",
        ),
        pytest.param(
            replace(GOOD, twins=(twin(site_id=SITE.id, role=PhotoRole.BEFORE),)),
            Aspect.ORIGINALITY, ("fail", "after_is_before"), Verdict.NONE, id="before is after",
        ),
        pytest.param(
            replace(GOOD, thumbnail_alike=False, thumbnail_score=0.3),
            Aspect.THUMBNAIL, ("doubt", "thumbnail_differs"), Verdict.FAIR, id="cropped",
        ),
        pytest.param(
            replace(
                GOOD,
                facts=phone(software="Adobe Photoshop 25"),
                thumbnail_alike=False,
                thumbnail_score=0.3,
            ),
            Aspect.WITNESSES, ("doubt", "edited"), Verdict.WEAK, id="painted over",
        ),
        pytest.param(
            replace(
                GOOD, facts=facts(taken_at=TAKEN - 3 * DAY), fix=fix(at=TAKEN - 3 * DAY),
                sent_at=RECEIVED - 3 * DAY,
            ),
            Aspect.TIME, ("doubt", "clock_off"), Verdict.WEAK, id="clock moved",
        ),
        pytest.param(
            replace(GOOD, facts=facts(taken_at=TAKEN - 3 * DAY), fix=fix(at=TAKEN - 3 * DAY)),
            Aspect.BRACKET, ("fail", "outside_bracket"), Verdict.NONE, id="clock moved and back",
        ),
        pytest.param(
            replace(BARE, facts=phone(taken_at=NIGHT, gps_time=None), received_at=TAKEN + DAY),
            Aspect.LIGHT, ("doubt", "bright_night"), Verdict.FAIR, id="clock moved by half a day",
        ),
        pytest.param(
            replace(GOOD, person_unit=RESPONSIBLE),
            Aspect.INDEPENDENCE, ("doubt", "own_photo"), Verdict.FAIR, id="by the responsible unit",
        ),
        pytest.param(
            replace(GOOD, facts=phone(direction_deg=270.0)),
            Aspect.VIEWPOINT, ("doubt", "viewpoint_turned"), Verdict.FAIR, id="looks away",
        ),
    ],
)  # fmt: skip
def test_a_forged_photo_is_named_with_its_reason(
    photo: Sighting, aspect: Aspect, answer: tuple[str, str], verdict: Verdict
) -> None:
    made, checks = judged(photo, REFUSED_SITE, BEFORE)
    assert (said(checks[aspect]), made.verdict) == (answer, verdict)


def test_the_responsible_unit_cannot_verify_itself() -> None:
    check = independent({"zhou"}, RESPONSIBLE, [GOOD, BEFORE], SITE)
    assert said(check) == ("fail", "verifier_responsible")


@pytest.mark.parametrize(
    ("photo", "verdict"),
    [
        pytest.param(GOOD, Verdict.STRONG, id="taken by the product"),
        pytest.param(BARE, Verdict.WEAK, id="stripped by a chat program"),
        pytest.param(
            replace(GOOD, facts=facts(), fix=fix()), Verdict.STRONG, id="stripped by the browser"
        ),
        pytest.param(
            replace(GOOD, facts=facts(), fix=fix(110, accuracy_m=60.0)),
            Verdict.STRONG,
            id="weak fix under a bridge",
        ),
        pytest.param(
            replace(
                BARE,
                facts=phone(
                    mime=Mime.HEIC, direction_deg=128.0, direction_ref="M", camera="Apple iPhone 13"
                ),
            ),
            Verdict.STRONG,
            id="HEIC with a magnetic direction",
        ),
        pytest.param(
            replace(
                BARE,
                facts=facts(
                    position=HERE, taken_at=TAKEN, clock=Clock.ASSUMED, software="ODK Collect"
                ),
            ),
            Verdict.FAIR,
            id="made smaller by ODK Collect",
        ),
        pytest.param(
            replace(BARE, facts=phone(camera="QField", altitude_m=-75.0)),
            Verdict.STRONG,
            id="QField and its sign of height",
        ),
        pytest.param(
            replace(
                BARE,
                facts=facts(
                    position=HERE, taken_at=TAKEN, camera="Canon", exposure=Exposure(1 / 60, 8, 100)
                ),
            ),
            Verdict.FAIR,
            id="camera with a GPS receiver",
        ),
        pytest.param(
            replace(GOOD, facts=phone(software="今日水印相机")),
            Verdict.STRONG,
            id="watermark camera",
        ),
        pytest.param(
            replace(GOOD, facts=phone(exposure=Exposure(1 / 20, 1.8, 800))),
            Verdict.FAIR,
            id="inside a dark pump house",
        ),
        pytest.param(
            replace(GOOD, received_at=TAKEN + 5 * DAY, sent_at=TAKEN + 5 * DAY),
            Verdict.STRONG,
            id="five days without signal",
        ),
        pytest.param(replace(BARE, fix=fix(by_hand=True)), Verdict.WEAK, id="set by hand"),
    ],
)
def test_an_honest_photo_is_not_accused(photo: Sighting, verdict: Verdict) -> None:
    made, checks = judged(photo, REFUSED_SITE, BEFORE)
    failed = [check for check in checks.values() if check.outcome is Outcome.FAIL]
    assert (failed, made.verdict) == ([], verdict)


def test_the_before_photo_of_the_first_visit_stands_by_itself() -> None:
    made, checks = judged(BEFORE, REFUSED_SITE, GOOD)
    assert made.verdict is Verdict.STRONG
    assert said(checks[Aspect.TIME]) == ("pass", "time_fits")
