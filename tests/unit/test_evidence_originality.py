"""Originality and thumbnail: the later of two twins is reused, the earlier one is not accused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from geo_app.domain.evidence.nouns import Twin
from geo_app.domain.evidence.originality import check_originality, check_thumbnail
from geo_app.domain.inspection import PhotoRole
from tests.unit.sightings import GOOD, RECEIVED, SITE, case, facts, said, twin

BEFORE, AFTER = PhotoRole.BEFORE, PhotoRole.AFTER
LATER = RECEIVED + timedelta(days=9)
HERE = {"site_id": SITE.id}
SAME_VISIT = {"site_id": SITE.id, "inspection_id": GOOD.inspection_id, "received_at": RECEIVED}


@pytest.mark.parametrize(
    ("role", "other", "answer"),
    [
        (AFTER, None, ("pass", "original")),
        (AFTER, twin(), ("fail", "reused_elsewhere")),
        (BEFORE, twin(), ("fail", "reused_elsewhere")),
        (AFTER, twin(received_at=RECEIVED), ("fail", "reused_elsewhere")),
        (AFTER, twin(received_at=LATER), ("doubt", "used_elsewhere_later")),
        (AFTER, twin(**HERE), ("fail", "reused_here")),
        (PhotoRole.DURING, twin(**HERE), ("fail", "reused_here")),
        (PhotoRole.NEAR, twin(**HERE), ("fail", "reused_here")),
        (AFTER, twin(**HERE, received_at=LATER), ("pass", "twin_here")),
        (AFTER, twin(**HERE, role=BEFORE), ("fail", "after_is_before")),
        (AFTER, twin(**SAME_VISIT, role=BEFORE), ("fail", "after_is_before")),
        (BEFORE, twin(**SAME_VISIT, role=AFTER), ("pass", "twin_here")),
        (BEFORE, twin(**HERE), ("pass", "twin_here")),  # the earlier photo stands as "before"
        (AFTER, twin(**SAME_VISIT), ("pass", "twin_here")),
    ],
)
def test_a_twin_is_judged_by_site_visit_role_and_order(
    role: PhotoRole, other: Twin | None, answer: tuple[str, str]
) -> None:
    photo = replace(GOOD, role=role, twins=(other,) if other else ())
    assert said(check_originality(case(photo))) == answer


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"same_bytes": True}, "@likeness.same_bytes"),
        ({"same_bytes": False}, "@likeness.same_picture"),
        ({"same_bytes": False, "mirrored": True}, "@likeness.mirrored"),
    ],
)
def test_the_finding_says_which_site_which_day_who_and_how_alike(how, word: str) -> None:
    found = check_originality(case(replace(GOOD, twins=(twin(**how),))))
    assert found.reason.values == {
        "likeness": word,
        "site": "马家河南岸",
        "received": "2024-04-06 12:22",
        "person": "王某",
        "photo": "photo-0",
    }


def test_the_earliest_of_several_twins_is_named() -> None:
    several = (twin(), twin(photo_id="photo-00", received_at=RECEIVED - timedelta(days=99)))
    found = check_originality(case(replace(GOOD, twins=several)))
    assert found.reason.values["photo"] == "photo-00"


def test_a_picture_that_could_not_be_compared_is_not_called_original() -> None:
    broken = replace(GOOD, is_compared=False)
    assert said(check_originality(case(broken))) == ("unknown", "not_compared")
    found = check_originality(case(replace(broken, twins=(twin(),))))
    assert said(found) == ("fail", "reused_elsewhere")


@pytest.mark.parametrize(
    ("has", "alike", "answer"),
    [
        (True, True, ("pass", "thumbnail_alike")),
        (True, False, ("doubt", "thumbnail_differs")),
        (True, None, ("unknown", "thumbnail_unclear")),
        (False, None, ("unknown", "no_thumbnail")),
    ],
)
def test_the_inner_thumbnail_shows_what_was_there_before_editing(
    has: bool, alike: bool | None, answer: tuple[str, str]
) -> None:
    photo = replace(
        GOOD, facts=facts(has_thumbnail=has), thumbnail_alike=alike, thumbnail_score=0.413
    )
    check = check_thumbnail(case(photo))
    assert said(check) == answer
    if alike is not None:
        assert check.reason.values == {"score": 0.41}
