"""Ranks, counts and values: what shares an axis, what is a gap, what a count says per day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.indicator import (
    RANKS,
    Axis,
    Kind,
    Name,
    Period,
    Point,
    Series,
    axes,
    compare,
    compared,
    fits,
    from_the_end,
    runs,
)
from geo_app.web.indicator_sheet import HEIGHT, sheet

DAY = date(2021, 1, 1)


def point(begin: date, end: date, value: float, of: int | None = None) -> Point:
    return Point(begin, end, value, of, end, "通报")


def month(number: int, value: float, of: int | None = None) -> Point:
    begin = date(2021, number, 1)
    return point(begin, date(2021, number + 1, 1) - timedelta(days=1), value, of)


PM = Series(
    Name("PM2.5", Kind.RANK, "", Period.MONTH, "全省"),
    (month(7, 7, 18), month(8, 9, 18), month(10, 6, 18)),
)
COMPLAINTS = Series(
    Name("臭气投诉", Kind.COUNT, "件", Period.SPAN, ""),
    (
        point(date(2020, 1, 2), date(2020, 12, 31), 130),
        point(date(2021, 1, 1), date(2021, 8, 15), 43),
    ),
)


def test_counts_are_compared_by_the_day() -> None:
    one, other = COMPLAINTS.points
    assert (one.days, other.days) == (365, 227)
    found = compare(one, other)
    # 43 of 130 would be a third; per day it is little more than a half
    assert found.by_rate == pytest.approx(-0.468, abs=0.001)
    assert found.by_count is None
    assert compared(COMPLAINTS) == [None, found]
    assert compare(replace(one, value=0), other).by_rate is None


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 4000))
def test_of_periods_of_one_length_rate_and_count_say_the_same(a: int, b: int, days: int) -> None:
    then, now = DAY + timedelta(days=days - 1), DAY + timedelta(days=2 * days - 1)
    found = compare(point(DAY, then, a), point(then + timedelta(days=1), now, b))
    assert found.by_count == b / a - 1
    assert found.by_rate == pytest.approx(found.by_count)


NAMES = st.builds(
    Name,
    st.sampled_from("甲乙"),
    st.sampled_from(Kind),
    st.sampled_from(["件", "µg/m³"]),
    st.sampled_from(Period),
    st.sampled_from(["全国", "全省"]),
)


@given(st.lists(NAMES, unique=True, min_size=1, max_size=12))
def test_two_kinds_of_rank_never_share_an_axis(names: list[Name]) -> None:
    found = axes(Series(name, (month(1, 1),)) for name in names)
    assert sorted(names, key=repr) == sorted(
        (each.name for axis in found for each in axis.series), key=repr
    )
    for axis in found:
        kinds = {each.name.kind for each in axis.series}
        assert len(kinds) == 1
        if kinds & RANKS:
            assert len({replace(each.name, unit="") for each in axis.series}) == 1
        else:
            assert len({each.name.unit for each in axis.series}) == 1


def test_whoever_draws_cannot_mix_them() -> None:
    better = replace(PM, name=replace(PM.name, kind=Kind.CHANGE_RANK))
    water = replace(PM, name=replace(PM.name, name="地表水断面"))
    for other in (water, better, COMPLAINTS, replace(PM, name=replace(PM.name, among="全国"))):
        with pytest.raises(ValueError, match="two kinds"):
            Axis((PM, other))
    with pytest.raises(ValueError, match="two kinds"):
        Axis(())


def test_a_gap_stays_a_gap() -> None:
    assert [[each.value for each in run] for run in runs(PM)] == [[7, 9], [6]]
    assert sheet(Axis((PM,))).lines[0].runs.count("M") == 2
    cumulative = Series(
        replace(PM.name, period=Period.TO_DATE),
        tuple(point(DAY, month(each, 1).end, 11) for each in (1, 2, 5)),
    )
    assert [len(run) for run in runs(cumulative)] == [2, 1]


def test_rank_one_is_at_the_top_and_the_last_of_n_at_the_bottom() -> None:
    best, last = month(1, 1, 18), month(2, 18, 18)
    drawn = sheet(Axis((replace(PM, points=(best, last)),)))
    assert (drawn.upper, drawn.lower, drawn.is_whole) == (1, 18, True)
    assert drawn.lines[0].runs == f"M0.0 0.0L1000.0 {HEIGHT}.0"
    assert not sheet(Axis((replace(PM, points=(best, month(2, 3))),))).is_whole
    # of counts the height is the rate
    assert sheet(Axis((COMPLAINTS,))).upper == 0.5
    alone = sheet(Axis((replace(PM, points=(month(1, 1),)),)))
    assert (alone.upper, alone.lower) == (1, 2)


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_a_place_from_the_end(place: int, more: int) -> None:
    of = place + more
    assert from_the_end(from_the_end(place, of), of) == place
    assert from_the_end(1, of) == of


@pytest.mark.parametrize(
    ("period", "begin", "end", "does"),
    [
        (Period.MONTH, "2021-02-01", "2021-02-28", True),
        (Period.MONTH, "2021-02-01", "2021-03-28", False),
        (Period.MONTH, "2021-12-01", "2021-12-31", True),
        (Period.QUARTER, "2021-04-01", "2021-06-30", True),
        (Period.QUARTER, "2021-05-01", "2021-07-31", False),
        (Period.YEAR, "2020-01-01", "2020-12-31", True),
        (Period.DAY, "2020-01-01", "2020-01-02", False),
        (Period.SPAN, "2020-01-02", "2020-01-01", False),
        (Period.YEAR, "9999-01-01", "9999-12-31", False),
    ],
)
def test_ends_of_a_period(period: Period, begin: str, end: str, does: bool) -> None:
    assert fits(period, date.fromisoformat(begin), date.fromisoformat(end)) is does
