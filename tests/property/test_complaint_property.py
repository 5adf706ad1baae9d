"""Complaints beside a claim: what holds for all places, radii and days."""

from __future__ import annotations

import math
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.complaint import (
    Heard,
    Nearness,
    Period,
    after_claim,
    before_and_after,
    nearness,
)
from geo_app.domain.text import HIDDEN, without_numbers
from geo_app.work.complaints.reading import Reading, Told
from geo_app.work.complaints.waiting import packed, unpacked

METRES = st.floats(0, 1e5)
SHARE = st.floats(0, 1)
ANGLE = st.floats(0, 2 * math.pi)
DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))
HEARD = st.lists(st.builds(Heard, DAYS, st.sampled_from(Nearness)))


@given(METRES, METRES, METRES, METRES, METRES, SHARE, ANGLE, SHARE, ANGLE)
def test_what_truly_lies_near_is_never_called_far(
    apart: float,
    one: float,
    other: float,
    near: float,
    coarse: float,
    a: float,
    turn_a: float,
    b: float,
    turn_b: float,
) -> None:
    complaint = (one * a * math.cos(turn_a), one * a * math.sin(turn_a))
    site = (apart + other * b * math.cos(turn_b), other * b * math.sin(turn_b))
    found = nearness(apart, one, other, near, coarse)
    if math.dist(complaint, site) < near * (1 - 1e-9) - 1e-6:
        assert found is not Nearness.FAR
    if found is Nearness.NEAR:
        assert one + other <= coarse


@given(METRES, METRES, METRES, METRES, METRES, METRES, st.booleans())
def test_a_longer_distance_or_a_larger_radius_loses_nothing(
    apart: float, one: float, other: float, near: float, coarse: float, more: float, same: bool
) -> None:
    if nearness(apart, one, other, near, coarse, same_thing=same) is not Nearness.FAR:
        for changed in ((one + more, other, near), (one, other + more, near)):
            assert nearness(apart, *changed, coarse, same_thing=same) is not Nearness.FAR
    if nearness(apart, one, other, near, coarse, same_thing=same) is Nearness.NEAR:
        assert nearness(apart, one, other, near + more, coarse, same_thing=same) is Nearness.NEAR
        assert nearness(apart, other, one, near, coarse, same_thing=same) is Nearness.NEAR


@given(METRES, METRES, METRES, METRES)
def test_a_park_and_a_complaint_about_this_park_belong_together(
    radius: float, other: float, near: float, coarse: float
) -> None:
    found = nearness(0, radius, other, near, coarse, same_thing=True)
    assert found is Nearness.NEAR


@given(DAYS, st.none() | DAYS, HEARD)
def test_only_what_is_near_and_later_counts(
    claimed: date, verified: date | None, heard: list[Heard]
) -> None:
    after = after_claim(claimed, verified, heard)
    assert after is not None
    near = [each.day for each in heard if each.nearness is Nearness.NEAR and each.day > claimed]
    assert (after.near, after.last_on) == (len(near), max(near, default=None))
    assert (after.doubt() is None) == (not near)
    assert after_claim(None, verified, heard) is None
    if verified is None:
        assert after.since_verified is None
    else:
        assert after.since_verified == len([day for day in near if day > verified])
    # each is counted once: near, hardly known, before the claim or far away
    before = sum(each.day <= claimed for each in heard)
    far = sum(each.day > claimed and each.nearness is Nearness.FAR for each in heard)
    assert after.near + after.coarse + before + far == len(heard)


@given(DAYS, DAYS, DAYS, st.lists(DAYS))
def test_every_known_day_is_before_or_after(
    claimed: date, one: date, other: date, days: list[date]
) -> None:
    first, last = min(one, other), max(one, other)
    before, after = before_and_after(claimed, first, last, days)
    sides = [side for side in (before, after) if side is not None]
    assert sum(side.days for side in sides) == (last - first).days + 1
    assert sum(side.count for side in sides) == sum(first <= day <= last for day in days)
    assert all(side.days > 0 for side in sides)


def test_130_in_a_year_and_43_until_august_are_rates() -> None:
    year, so_far = Period(130, 365), Period(43, 227)
    assert year.rate == pytest.approx(10.685, abs=1e-3)
    assert so_far.rate == pytest.approx(5.683, abs=1e-3)
    claimed = date(2020, 12, 31)
    days = [claimed - timedelta(days=n) for n in range(130)]
    days += [claimed + timedelta(days=n) for n in range(1, 44)]
    found = before_and_after(claimed, date(2020, 1, 2), date(2021, 8, 15), days)
    assert found == (year, so_far)


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(2, 9))
def test_a_rate_does_not_depend_on_how_long_was_listened(count: int, days: int, n: int) -> None:
    assert Period(count * n, days * n).rate == pytest.approx(Period(count, days).rate)


@pytest.mark.parametrize(
    "number",
    ["13812345678", "138 1234 5678", "+86 13812345678", "0371-23456789", "03782345678",
     "41020219900101123X", "zhang.san@example.com", "１３８１２３４５６７８"],
)  # fmt: skip
def test_numbers_that_lead_to_a_person_are_hidden(number: str) -> None:
    assert without_numbers(f"请联系{number}，谢谢") == (f"请联系{HIDDEN}，谢谢", 1)


@pytest.mark.parametrize(
    "text", ["K80+500处", "114.3512345,34.7912345", "2021年8月15日", "130余件"]
)
def test_other_numbers_stay(text: str) -> None:
    assert without_numbers(text) == (text, 0)


TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
DEGREES = st.floats(-89, 89)
TOLD = st.builds(
    Told,
    line=st.integers(2, 1000),
    id=st.uuids().map(str),
    number=TEXT,
    day=DAYS,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    kind=TEXT,
    words=TEXT,
    place=TEXT,
    spot=st.none() | st.tuples(DEGREES, DEGREES, st.floats(1e-9, 1)),
)


@given(st.lists(TOLD), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_waits_for_a_yes_is_what_was_read(told: list[Told], datum: str) -> None:
    reading = Reading(len(told), tuple(told), 0, (), 0, ("姓名",), 3, datum)
    assert unpacked(packed(reading)) == reading
