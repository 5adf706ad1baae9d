"""Place: the best witness, the site's radius, twice the error, and the datum trap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from geo_app.domain.evidence.nouns import Witness
from geo_app.domain.evidence.place import check_place
from geo_app.domain.inspection import Fix, PhotoRole
from geo_app.geo import datum
from tests.unit.sightings import BARE, GOOD, HERE, SITE, TAKEN, case, facts, fix, phone, said, spot


@pytest.mark.parametrize(
    ("away", "accuracy", "answer"),
    [
        (0, 8, ("pass", "at_site")),
        (45, 8, ("pass", "at_site")),  # 30 + 2·8
        (47, 8, ("doubt", "near_site")),
        (145, 8, ("doubt", "near_site")),  # 30 + 2·8 + 100
        (147, 8, ("fail", "elsewhere")),
        (3000, 8, ("fail", "elsewhere")),
        (140, 60, ("pass", "at_site")),  # under a bridge
        (80, None, ("pass", "at_site")),  # unknown error: 30 m are assumed
        (0, 150, ("doubt", "position_vague")),
    ],
)
def test_distance_is_compared_with_radius_and_twice_the_error(
    away: float, accuracy: float | None, answer: tuple[str, str]
) -> None:
    device = replace(GOOD, facts=facts(), fix=fix(away, accuracy_m=accuracy))
    assert said(check_place(case(device))) == answer
    exif = replace(BARE, facts=facts(position=spot(away), hpos_error_m=accuracy))
    assert said(check_place(case(exif))) == answer


def test_a_far_view_may_stand_a_little_outside() -> None:
    far = replace(GOOD, role=PhotoRole.FAR, facts=facts(), fix=fix(140))
    assert said(check_place(case(far))) == ("pass", "far_view")
    too_far = replace(far, fix=fix(150))
    assert said(check_place(case(too_far))) == ("fail", "elsewhere")


def test_the_reason_carries_the_numbers() -> None:
    check = check_place(case(replace(GOOD, facts=facts(), fix=fix(3000, accuracy_m=None))))
    assert check.reason.values == {
        "witness": "@standpoint.D",
        "distance": 3000,
        "radius": 30,
        "accuracy": 30,
        "told": "@accuracy.assumed",
    }


@pytest.mark.parametrize(
    ("name", "shift"),
    [("GCJ-02", datum.wgs84_to_gcj02), ("BD-09", datum.wgs84_to_bd09)],
)
def test_a_shifted_datum_is_named_and_not_taken_for_another_place(name: str, shift) -> None:
    check = check_place(case(replace(BARE, facts=facts(position=shift(*HERE), hpos_error_m=5.0))))
    assert said(check) == ("doubt", "other_datum")
    assert check.reason.values["datum"] == name
    assert check.reason.values["undone"] == 0
    assert check.reason.values["distance"] > 400


def test_missing_is_not_elsewhere() -> None:
    assert said(check_place(case(BARE))) == ("unknown", "no_position")
    assert said(check_place(case(replace(BARE, facts=facts(position=(0.0, 0.0)))))) == (
        "unknown",
        "no_position",
    )
    unlocated = replace(SITE, position=None, radius_m=None)
    assert said(check_place(case(GOOD, unlocated))) == ("unknown", "site_unlocated")
    unbounded = replace(SITE, radius_m=None)
    assert said(check_place(case(GOOD, unbounded))) == ("unknown", "site_unbounded")


def test_a_site_known_to_kilometres_says_so() -> None:
    coarse = replace(SITE, radius_m=3300.0)
    check = check_place(case(replace(GOOD, facts=facts(), fix=fix(2500)), coarse))
    assert said(check) == ("pass", "at_coarse_site")
    assert check.reason.values["kilometres"] == 3.3


@pytest.mark.parametrize("away", [0, 5000])
def test_a_point_set_by_hand_is_a_doubt_wherever_it_is(away: float) -> None:
    pinned = replace(GOOD, facts=facts(), fix=fix(away, by_hand=True))
    assert said(check_place(case(pinned))) == ("doubt", "placed_by_hand")


def test_a_measured_position_speaks_before_a_hand() -> None:
    pinned = replace(GOOD, facts=phone(position=spot(4000)), fix=fix(by_hand=True))
    assert said(check_place(case(pinned))) == ("fail", "elsewhere")


def test_a_fix_made_while_picking_from_the_gallery_is_no_fix_of_the_capture() -> None:
    picked = replace(BARE, fix=fix(at=TAKEN))
    assert said(check_place(case(picked))) == ("doubt", "placed_by_hand")
    assert case(picked).standpoints()[0].witness is Witness.HAND
    late = replace(BARE, facts=facts(taken_at=TAKEN - timedelta(days=3)), fix=fix(at=TAKEN))
    assert said(check_place(case(late))) == ("doubt", "placed_by_hand")
    at_once = replace(BARE, facts=facts(taken_at=TAKEN - timedelta(minutes=2)), fix=fix(at=TAKEN))
    assert said(check_place(case(at_once))) == ("pass", "at_site")


@pytest.mark.parametrize(
    ("file_at", "device_at"),
    [(3000, 0), (0, 3000)],
)
def test_file_and_device_far_apart_are_a_conflict_that_is_named(
    file_at: float, device_at: float
) -> None:
    torn = replace(GOOD, facts=phone(position=spot(file_at)), fix=fix(device_at))
    check = check_place(case(torn))
    assert said(check) == ("doubt", "positions_apart")
    assert (check.reason.values["other"], check.reason.values["gap"]) == ("@standpoint.E", 3000)


def test_two_positions_within_their_errors_agree() -> None:
    near = replace(GOOD, facts=phone(position=spot(25)), fix=fix(0))  # 2·6 + 2·8
    assert said(check_place(case(near))) == ("pass", "at_site")


def test_a_second_position_in_the_file_speaks_too() -> None:
    torn = replace(BARE, facts=phone(other_position=spot(9000)))
    assert said(check_place(case(torn))) == ("doubt", "positions_apart")


def test_the_device_with_no_fix_time_still_stands_somewhere() -> None:
    assert said(check_place(case(replace(GOOD, facts=facts(), fix=Fix(*HERE, 8.0))))) == (
        "pass",
        "at_site",
    )
