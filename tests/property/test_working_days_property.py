"""Working days of China: known days of announcements, and what holds for all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain import working_days
from geo_app.domain.deadlines import Left, in_working_days, left
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.working_days import FIRST, LAST, after, between, is_working, uncovered
from geo_app.errors import InputError

DAYS = st.dates(date(FIRST, 1, 1), date(LAST, 12, 31))
COUNTED = frozenset({DeadlineClass.AT_ONCE})


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        # National Day 2021, 1 to 7 October; 26 September and 9 October work
        (date(2021, 10, 1), date(2021, 10, 7), []),
        (date(2021, 9, 26), date(2021, 9, 26), [26]),  # a Sunday
        (date(2021, 10, 8), date(2021, 10, 10), [8, 9]),  # the 9th is a Saturday
        # Spring Festival 2021, 11 to 17 February; Sunday 7 and Saturday 20 February work
        (date(2021, 2, 7), date(2021, 2, 20), [7, 8, 9, 10, 18, 19, 20]),
        # Spring Festival 2024, 10 to 17 February; Sundays 4 and 18 February work
        (date(2024, 2, 3), date(2024, 2, 18), [4, 5, 6, 7, 8, 9, 18]),
        (date(2026, 11, 23), date(2026, 11, 29), [23, 24, 25, 26, 27]),
    ],
)
def test_days_as_they_were_announced(first: date, last: date, worked: list[int]) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day.day for day in days if is_working(day)] == worked


def test_five_working_days_over_national_day() -> None:
    # Wednesday 29 September 2021: the 30th is the first, then the 8th, 9th, 11th, 12th
    assert after(date(2021, 9, 29), 5) == date(2021, 10, 12)
    assert between(date(2021, 9, 29), date(2021, 10, 12)) == 5


@given(DAYS, DAYS, DAYS)
def test_spans_add_up(one: date, two: date, three: date) -> None:
    assert between(one, two) == -between(two, one)
    assert between(one, two) + between(two, three) == between(one, three)
    assert abs(between(one, two)) <= abs((two - one).days)


@given(DAYS.filter(lambda day: day < date(LAST, 12, 31)))
def test_a_day_counts_if_people_work_on_it(day: date) -> None:
    assert between(day, day + timedelta(days=1)) == int(is_working(day + timedelta(days=1)))


@given(DAYS, st.integers(1, 400))
def test_so_many_after_is_a_working_day_at_that_distance(day: date, count: int) -> None:
    found = after(day, count)
    if found is None:
        assert between(day, date(LAST, 12, 31)) < count
    else:
        assert is_working(found)
        assert between(day, found) == count


@pytest.mark.parametrize("day", [date(FIRST - 1, 12, 31), date(LAST + 1, 1, 1), date.max])
def test_a_year_that_was_not_announced_is_not_guessed(day: date) -> None:
    assert uncovered(date(2021, 1, 1), day) == day.year
    for ask in (lambda: is_working(day), lambda: between(date(2021, 1, 1), day)):
        with pytest.raises(ValueError, match=str(day.year)):
            ask()
    told = left(day, date(2021, 1, 4), DeadlineClass.AT_ONCE, COUNTED)
    assert told.working is None
    assert str(day.year) in told.remark.text()
    assert "无法按工作日计" in told.remark.text()
    assert working_days.uncovered(date(FIRST, 1, 1), date(LAST, 12, 31)) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), DAYS, st.sampled_from([None, *DeadlineClass]))
def test_overdue_is_the_same_in_whichever_days_it_is_counted(
    deadline: date, today: date, kind: DeadlineClass | None
) -> None:
    told = left(deadline, today, kind, COUNTED)
    assert told.days == (deadline - today).days
    if kind is not DeadlineClass.AT_ONCE:
        assert told == Left(told.days)
    elif told.working is not None:
        assert (told.working <= 0) if told.days < 0 else (told.working >= 0)
    assert ("超期" in told.remark.text()) == (deadline < today)


@pytest.mark.parametrize(
    ("deadline", "today", "said"),
    [
        (date(2021, 10, 12), date(2021, 9, 29), "还有 5 个工作日"),
        (date(2021, 10, 7), date(2021, 9, 30), "还有 7 天，其间没有工作日"),
        (date(2021, 9, 30), date(2021, 10, 7), "超期 7 天，不足 1 个工作日"),
        (date(2021, 9, 30), date(2021, 10, 9), "超期 2 个工作日"),
        (date(2021, 10, 7), date(2021, 10, 7), "今天到期"),
    ],
)
def test_it_is_said_in_words(deadline: date, today: date, said: str) -> None:
    assert left(deadline, today, "at_once", COUNTED).remark.text() == said


def test_the_setting_names_kinds_that_there_are() -> None:
    assert in_working_days("off") == in_working_days("") == frozenset()
    assert in_working_days(" at_once, by_date") == {DeadlineClass.AT_ONCE, DeadlineClass.BY_DATE}
    with pytest.raises(InputError):
        in_working_days("at_once,tomorrow")
