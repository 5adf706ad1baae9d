"""All days at once against a look at each day apart, on random courses."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.store.counts import Part
from geo_app.work.course import Course, Lived, State
from geo_app.work.days import FIGURES, Days, days

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
PARTS = st.sampled_from([Part(None, None), Part("410202", None), Part("410202", "示范区")])


@st.composite
def sites(draw: st.DrawFn) -> list[Lived]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        known = sorted(draw(st.sets(DAYS, max_size=6)))
        stood = [
            (draw(st.sampled_from(Status)), draw(st.none() | DAYS | st.just(date.max)))
            for _ in known
        ]
        course = Course(tuple(known), tuple(stood))
        found.append(Lived(f"s{number}", draw(PARTS), draw(st.booleans()), course))
    return found


def looked_at(some: list[Lived], part: Part, day: date) -> dict[str, int]:
    """In the plainest way: the last that was known of each site, counted one by one."""
    number: Counter[str] = Counter()
    for site in some:
        known = [
            stood
            for on, stood in zip(site.course.days, site.course.stood, strict=True)
            if on <= day
        ]
        if site.part != part or not known:
            continue
        state = State(site.site_id, site.part, site.located, *known[-1])
        checked = state.status in DONE_AS_CHECKED
        number["verified" if checked else state.status.value] += 1
        number["overdue"] += is_overdue(state, day)
        number["unlocated"] += not site.located
    return {name: number[name] for name in FIGURES}


def summed(found: Days, part: Part, day: date) -> dict[str, int]:
    index = found.parts.index(part) if part in found.parts else -1
    gains = [each.gain for each in found.changes if each.part == index and each.day <= day]
    return {name: sum(gain[at] for gain in gains) for at, name in enumerate(FIGURES)}


@given(sites(), DAYS)
def test_the_sum_of_changes_up_to_a_day_is_a_look_at_that_day(
    some: list[Lived], last: date
) -> None:
    found = days(some, last)
    assert found.total == len(some)
    day = FIRST - timedelta(days=1)
    while day <= last:
        for part in (Part(None, None), Part("410202", None), Part("410202", "示范区")):
            assert summed(found, part, day) == looked_at(some, part, day)
        day += timedelta(days=1)
    keys = [(each.day, each.part) for each in found.changes]
    assert keys == sorted(set(keys))
    assert all(found.first <= day <= last for day, _ in keys)
    assert all(any(each.gain) for each in found.changes)
