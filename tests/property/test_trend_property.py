"""The trend and the changes against what a look at each day apart says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.store.counts import Part
from geo_app.web.curve import axis
from geo_app.work.course import Course, Lived, State
from geo_app.work.trend import OVERDUE, Point, Step, changes, ends, trend

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))
STOOD = st.tuples(st.sampled_from(Status), st.none() | DAYS)


@st.composite
def sites(draw: st.DrawFn) -> list[Lived]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        days = sorted(draw(st.sets(DAYS, max_size=6)))
        stood = draw(st.lists(STOOD, min_size=len(days), max_size=len(days)))
        course = Course(tuple(days), tuple(stood))
        found.append(Lived(f"s{number}", Part(None, None), True, course))
    return found


def on(some: list[Lived], day: date) -> dict[str, State]:
    """In the plainest way: the last that was known."""
    found = {}
    for site in some:
        for known, (status, deadline) in zip(site.course.days, site.course.stood, strict=True):
            if known <= day:
                found[site.site_id] = State(site.site_id, site.part, True, status, deadline)
    return found


def named(states: dict[str, State], name: str, day: date) -> set[str]:
    if name == OVERDUE:
        return {key for key, each in states.items() if is_overdue(each, day)}
    wanted = DONE_AS_CHECKED if name == "verified" else {Status(name)}
    return {key for key, each in states.items() if each.status in wanted}


@given(sites(), st.sets(DAYS, min_size=1, max_size=9))
def test_a_trend_says_of_each_day_what_a_look_at_that_day_says(
    some: list[Lived], days: set[date]
) -> None:
    ordered = sorted(days)
    assert trend(some, ordered) == [
        Point(
            day,
            len(states := on(some, day)),
            len(named(states, "claimed", day)),
            len(named(states, "verified", day)),
        )
        for day in ordered
    ]


@given(sites(), DAYS, DAYS)
def test_changes_are_the_difference_of_two_days(some: list[Lived], one: date, other: date) -> None:
    since, today = sorted((one, other))
    before, after = on(some, since), on(some, today)
    found = changes(some, since, today)
    assert [each.name for each in found] == ["verified", "claimed", "relapsed", OVERDUE]
    for each in found:
        was, stands = named(before, each.name, since), named(after, each.name, today)
        assert {came.site_id for came in each.came} == stands - was
        assert len(each.came) == len(stands - was)
        assert (each.then, each.now, each.gone) == (len(was), len(stands), len(was - stands))


@given(sites(), DAYS, DAYS)
def test_the_day_of_a_change_is_the_one_since_which_it_stands_so(
    some: list[Lived], one: date, other: date
) -> None:
    since, today = sorted((one, other))
    for each in changes(some, since, today):
        for came in each.came:
            if each.name == OVERDUE:
                assert came.day == on(some, today)[came.site_id].deadline
                continue
            assert since < came.day <= today
            day = came.day
            while day <= today:
                assert came.site_id in named(on(some, day), each.name, day)
                day += timedelta(days=1)
            eve = came.day - timedelta(days=1)
            assert came.site_id not in named(on(some, eve), each.name, eve)


@given(st.dates(), st.dates(), st.sampled_from(Step), st.integers(2, 130))
def test_the_days_of_a_trend_are_ends_of_weeks_or_months(
    one: date, other: date, step: Step, most: int
) -> None:
    first, last = sorted((one, other))
    days = ends(first, last, step, most)
    assert len(days) <= most
    assert days[-1] == last
    for day in days[:-1]:
        follows = day + timedelta(days=1)
        assert (follows.day if step is Step.MONTH else follows.isoweekday()) == 1
    longest = 31 if step is Step.MONTH else 7
    assert all(1 <= (later - day).days <= longest for day, later in pairwise(days))
    if len(days) < most:
        # before the first thing that is known, or before all days
        assert days[0] < first or (days[0] - date.min).days < longest
        assert all(day >= first for day in days[1:])


@given(st.integers(0, 10**9))
def test_an_axis_holds_its_number_and_can_be_halved(number: int) -> None:
    top = axis(number)
    assert top >= max(number, 1)
    assert top % 2 == 0
    assert top <= max(2 * number, 2)
