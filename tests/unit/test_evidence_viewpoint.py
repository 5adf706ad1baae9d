"""Viewpoint and presence: the same spot again, and several spots in one visit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.domain.evidence.nouns import Sighting
from geo_app.domain.evidence.viewpoint import check_presence, check_viewpoint
from geo_app.domain.inspection import PhotoRole
from tests.unit.sightings import BARE, GOOD, SITE, case, facts, fix, said


def shot(
    number: int,
    east: float = 0.0,
    looks: float | None = 90.0,
    ref: str | None = "T",
    role: PhotoRole = PhotoRole.AFTER,
    visit: str = "visit-1",
) -> Sighting:
    return replace(
        GOOD,
        photo_id=f"photo-{number}",
        inspection_id=visit,
        role=role,
        facts=facts(direction_deg=looks, direction_ref=ref if looks is not None else None),
        fix=fix(east, accuracy_m=3.0),
    )


def before(east: float = 0.0, looks: float | None = 90.0, ref: str | None = "T") -> Sighting:
    return shot(0, east, looks, ref, PhotoRole.BEFORE, "visit-0")


@pytest.mark.parametrize(
    ("earlier", "answer"),
    [
        (before(), ("pass", "viewpoint_same")),
        (before(18), ("pass", "viewpoint_same")),  # 10 + √(6² + 6²)
        (before(19), ("doubt", "viewpoint_far")),
        (before(looks=119), ("pass", "viewpoint_same")),
        (before(looks=121), ("doubt", "viewpoint_turned")),
        (before(looks=271), ("doubt", "viewpoint_turned")),
        (before(looks=128, ref="M"), ("pass", "viewpoint_same")),  # 30 + 10 for the declination
        (before(looks=131, ref="M"), ("doubt", "viewpoint_turned")),
        (before(looks=128, ref=None), ("pass", "viewpoint_same")),
        (before(looks=None), ("unknown", "no_direction")),
        (replace(BARE, role=PhotoRole.BEFORE), ("unknown", "viewpoint_unplaced")),
        (shot(9, visit="visit-0"), ("unknown", "nothing_before")),
    ],
)
def test_an_after_photo_is_compared_with_the_before_photo(
    earlier: Sighting, answer: tuple[str, str]
) -> None:
    assert said(check_viewpoint(case(shot(1), SITE, earlier))) == answer


def test_directions_are_compared_across_north() -> None:
    pair = case(shot(1, looks=350), SITE, before(looks=15))
    check = check_viewpoint(pair)
    assert said(check) == ("pass", "viewpoint_same")
    assert check.reason.values == {"gap": 0, "allowed": 18, "turn": 25, "most": 30}


def test_the_before_photo_that_fits_best_speaks() -> None:
    many = (before(900), before(2, looks=270), replace(before(9), photo_id="photo-8"))
    assert said(check_viewpoint(case(shot(1), SITE, *many))) == ("pass", "viewpoint_same")


def test_the_device_tells_the_direction_where_the_file_does_not() -> None:
    held = replace(shot(1, looks=None), fix=fix(accuracy_m=3.0, heading_deg=80.0))
    assert said(check_viewpoint(case(held, SITE, before()))) == ("pass", "viewpoint_same")
    turned = replace(held, fix=fix(accuracy_m=3.0, heading_deg=200.0))
    assert said(check_viewpoint(case(turned, SITE, before()))) == ("doubt", "viewpoint_turned")


@pytest.mark.parametrize("role", [role for role in PhotoRole if role is not PhotoRole.AFTER])
def test_other_roles_are_not_compared(role: PhotoRole) -> None:
    assert check_viewpoint(case(shot(1, role=role), SITE, before(500))).outcome == "unknown"


@pytest.mark.parametrize(
    ("others", "answer"),
    [
        ([], ("doubt", "too_few")),
        ([shot(2, visit="visit-0")], ("doubt", "too_few")),
        ([shot(2, role=PhotoRole.BEFORE)], ("doubt", "too_few")),
        ([shot(2)], ("doubt", "one_spot")),
        ([shot(2, 4, 110)], ("doubt", "one_spot")),
        ([shot(2, 6)], ("pass", "present")),
        ([shot(2, 0, 125)], ("pass", "present")),
        ([shot(2, 6, None)], ("pass", "present")),
        ([shot(2, 500)], ("doubt", "visit_outside")),
        ([shot(2, 6), shot(3, 500, role=PhotoRole.FAR)], ("pass", "present")),
        ([shot(2), shot(3, 500)], ("doubt", "one_spot")),
        ([replace(BARE, photo_id="photo-2")], ("unknown", "visit_unplaced")),
    ],
)
def test_presence_takes_two_photos_from_two_spots_or_in_two_directions(
    others: list[Sighting], answer: tuple[str, str]
) -> None:
    assert said(check_presence(case(shot(1), SITE, *others))) == answer


def test_presence_at_a_site_without_a_place_cannot_be_told() -> None:
    unlocated = replace(SITE, position=None, radius_m=None)
    check = check_presence(case(shot(1), unlocated, shot(2, 6)))
    assert said(check) == ("unknown", "visit_unplaced")
