"""Time and bracket: newer than what it is to prove, and no clock against another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geo_app.domain.evidence.bracket import check_bracket
from geo_app.domain.evidence.captures import captures
from geo_app.domain.evidence.nouns import Bracket
from geo_app.domain.evidence.time import check_time
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.photo import Clock
from geo_app.domain.remark import Remark
from tests.unit.sightings import (
    BARE,
    FOUND,
    GOOD,
    LIMITS,
    RECEIVED,
    REFUSED,
    SITE,
    TAKEN,
    case,
    facts,
    fix,
    said,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REFUSED_SITE = replace(SITE, refused_at=REFUSED)
IN_BETWEEN = (FOUND + (REFUSED - FOUND) / 2).astimezone(UTC)


def shot(taken: datetime, clock: Clock = Clock.WRITTEN, role: PhotoRole = PhotoRole.AFTER):
    return replace(BARE, role=role, facts=facts(taken_at=taken, clock=clock))


@pytest.mark.parametrize(
    ("role", "taken", "answer"),
    [
        (PhotoRole.AFTER, FOUND - DAY, ("fail", "too_old")),
        (PhotoRole.AFTER, IN_BETWEEN, ("fail", "too_old")),
        (PhotoRole.AFTER, REFUSED + HOUR, ("pass", "time_fits")),
        (PhotoRole.AFTER, REFUSED - timedelta(minutes=3), ("doubt", "perhaps_too_old")),
        (PhotoRole.DURING, IN_BETWEEN, ("pass", "time_fits")),
        (PhotoRole.DURING, FOUND - DAY, ("fail", "too_old")),
        (PhotoRole.BEFORE, FOUND - 400 * DAY, ("pass", "time_fits")),
        (PhotoRole.NEAR, FOUND - DAY, ("fail", "too_old")),
        (PhotoRole.NEAR, IN_BETWEEN, ("doubt", "before_refusal")),
        (PhotoRole.SIGN, REFUSED + HOUR, ("pass", "time_fits")),
    ],
)
def test_what_a_photo_must_be_newer_than_depends_on_its_role(
    role: PhotoRole, taken: datetime, answer: tuple[str, str]
) -> None:
    assert said(check_time(case(shot(taken, role=role), REFUSED_SITE))) == answer


def test_what_arrived_before_the_refusal_is_older_than_it_without_any_clock() -> None:
    early = replace(BARE, received_at=IN_BETWEEN, sent_at=None)
    assert said(check_time(case(early, REFUSED_SITE))) == ("fail", "received_before")
    assert said(check_time(case(early))) == ("unknown", "no_time")


def test_a_photo_from_after_its_upload_cannot_be() -> None:
    assert said(check_time(case(shot(RECEIVED + HOUR)))) == ("fail", "in_future")
    assert said(check_time(case(shot(RECEIVED + timedelta(minutes=3))))) == ("pass", "time_fits")


def test_a_time_without_zone_has_room_for_the_zone() -> None:
    assumed = Clock.ASSUMED
    assert said(check_time(case(shot(TAKEN, assumed)))) == ("pass", "time_zoneless")
    hours = FOUND - 5 * HOUR
    assert said(check_time(case(shot(hours, assumed)))) == ("doubt", "perhaps_too_old")
    assert said(check_time(case(shot(FOUND - DAY, assumed)))) == ("fail", "too_old")
    assert said(check_time(case(shot(RECEIVED + HOUR, assumed)))) == ("pass", "time_zoneless")
    assert said(check_time(case(shot(RECEIVED + DAY, assumed)))) == ("fail", "in_future")


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        (timedelta(minutes=4), ("pass", "time_fits")),
        (timedelta(minutes=6), ("doubt", "clocks_apart")),
        (3 * DAY, ("doubt", "clocks_apart")),
    ],
)
def test_clocks_that_disagree_are_named(other: timedelta, answer: tuple[str, str]) -> None:
    torn = replace(BARE, facts=facts(taken_at=TAKEN, gps_time=(TAKEN - other).astimezone(UTC)))
    assert said(check_time(case(torn))) == answer
    with_fix = replace(GOOD, facts=facts(taken_at=TAKEN - other))
    assert said(check_time(case(with_fix))) == answer


def test_one_stale_satellite_time_is_a_doubt_and_not_an_old_photo() -> None:
    stale = replace(BARE, facts=facts(taken_at=TAKEN, gps_time=datetime(2024, 2, 1, tzinfo=UTC)))
    assert said(check_time(case(stale))) == ("doubt", "clocks_apart")


def test_an_old_file_is_old_though_the_phone_was_there_today() -> None:
    old = FOUND - 90 * DAY
    slipped_in = replace(GOOD, facts=facts(taken_at=old, gps_time=old.astimezone(UTC)))
    assert said(check_time(case(slipped_in))) == ("fail", "too_old")


@pytest.mark.parametrize(
    ("error", "span"),
    [
        (-3 * DAY, (3, "@span.days", "@clock.behind")),
        (timedelta(minutes=-7), (7, "@span.minutes", "@clock.behind")),
        (5 * HOUR, (5, "@span.hours", "@clock.ahead")),
    ],
)
def test_a_moved_clock_is_told_and_set_right_by_the_server(
    error: timedelta, span: tuple[int, str, str]
) -> None:
    """The bracket stays what it was: token and upload are the server's own times."""
    moved = replace(
        GOOD,
        facts=facts(taken_at=TAKEN + error),
        fix=fix(at=TAKEN + error),
        sent_at=RECEIVED + error,
    )
    assert {each.at for each in captures(moved, LIMITS)} == {TAKEN}
    check = check_time(case(moved))
    assert said(check) == ("doubt", "clock_off")
    assert tuple(check.reason.values[name] for name in ("span", "unit", "side")) == span
    assert said(check_bracket(case(moved))) == ("pass", "in_bracket")


def test_the_way_through_the_network_is_no_clock_error() -> None:
    slow = replace(GOOD, sent_at=RECEIVED - timedelta(minutes=4))
    assert said(check_time(case(slow))) == ("pass", "time_fits")


def test_a_fix_of_the_picking_tells_no_time_of_capture() -> None:
    picked = replace(BARE, fix=fix(at=TAKEN))
    assert said(check_time(case(picked))) == ("unknown", "no_time")


@pytest.mark.parametrize(
    ("issued", "taken", "answer"),
    [
        (TAKEN - 2 * HOUR, TAKEN, ("pass", "in_bracket")),
        (TAKEN + HOUR, TAKEN, ("fail", "outside_bracket")),
        (TAKEN + timedelta(minutes=3), TAKEN, ("pass", "in_bracket")),
        (TAKEN - HOUR, RECEIVED + HOUR, ("fail", "outside_bracket")),
        (TAKEN - HOUR, TAKEN - 3 * DAY, ("fail", "outside_bracket")),
        (TAKEN - 25 * HOUR, TAKEN, ("doubt", "old_token")),
    ],
)
def test_capture_lies_between_token_and_upload(
    issued: datetime, taken: datetime, answer: tuple[str, str]
) -> None:
    bounded = replace(GOOD, facts=facts(), fix=fix(at=taken), bracket=Bracket(issued))
    assert said(check_bracket(case(bounded))) == answer


def test_a_bracket_leaves_room_for_a_zone_that_is_not_told() -> None:
    zoneless = facts(taken_at=TAKEN, clock=Clock.ASSUMED)
    bounded = replace(GOOD, facts=zoneless, fix=None, bracket=Bracket(TAKEN + HOUR))
    assert said(check_bracket(case(bounded))) == ("doubt", "perhaps_outside_bracket")
    later = replace(bounded, facts=replace(zoneless, taken_at=TAKEN + 3 * HOUR))
    assert said(check_bracket(case(later))) == ("doubt", "perhaps_outside_bracket")


def test_a_bracket_that_bounds_nothing_is_unknown() -> None:
    issued = Bracket(TAKEN - HOUR)
    silent = replace(GOOD, facts=facts(), fix=None, bracket=issued)
    assert said(check_bracket(case(silent))) == ("unknown", "bracket_silent")
    assert said(check_bracket(case(replace(GOOD, bracket=Bracket())))) == ("unknown", "no_token")
    old = replace(BARE, facts=facts(taken_at=FOUND + DAY), bracket=issued)
    assert said(check_bracket(case(old))) == ("unknown", "token_external")


def test_a_token_with_a_problem_is_a_doubt_in_its_own_words() -> None:
    problem = Remark("token.other_installation")
    check = check_bracket(case(replace(GOOD, bracket=Bracket(None, problem))))
    assert (check.outcome, check.reason) == ("doubt", problem)
