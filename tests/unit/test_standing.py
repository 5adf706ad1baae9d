"""Figures, rank, light and countdown of an area."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.standing import Countdown, Figures, Light, light, ranks

numbers = st.integers(0, 40)
figures = st.builds(Figures, *[numbers] * 9)
areas = st.lists(figures, max_size=12).map(lambda some: list(enumerate(some)))


def test_only_a_verification_raises_the_rate() -> None:
    said = Figures(claimed=12, disputed=1)
    assert (said.total, said.told, said.verified_share) == (13, 12, 0)
    assert Figures().verified_share is None


@given(figures, figures)
def test_figures_add_up(some: Figures, more: Figures) -> None:
    both = some + more
    assert both.total == some.total + more.total
    assert both.unchecked == some.unchecked + more.unchecked
    assert both.total == both.verified + both.unchecked


@given(areas, st.integers(1, 30))
def test_a_rank_is_one_more_than_those_who_are_better(
    some: list[tuple[int, Figures]], fewest: int
) -> None:
    placed = ranks(some, fewest)
    exact = {key: Fraction(each.verified, each.total) for key, each in some if each.total >= fewest}
    assert set(placed) == set(exact)
    for key, place in placed.items():
        assert place == 1 + sum(other > exact[key] for other in exact.values())


@pytest.mark.parametrize(
    ("area", "soon", "undated", "seen"),
    [
        (Figures(), 0, 0, Light.DARK),
        (Figures(claimed=5), 0, 5, Light.DARK),  # no deadline: nobody can say it is in time
        (Figures(claimed=5), 0, 4, Light.BLUE),
        (Figures(verified=5), 0, 0, Light.BLUE),
        (Figures(claimed=5), 1, 0, Light.YELLOW),
        (Figures(verified=19, relapsed=1), 0, 1, Light.YELLOW),
        (Figures(verified=9, in_work=1, overdue=1), 0, 0, Light.RED),
        (Figures(verified=99, in_work=1, overdue=1), 0, 0, Light.YELLOW),
    ],
)
def test_the_light_of_an_area(area: Figures, soon: int, undated: int, seen: Light) -> None:
    countdown = Countdown.of(area, (soon, 0), undated)
    assert light(area, countdown, 10.0) is seen


@given(figures, numbers, numbers, numbers)
def test_the_countdown_holds_every_site_once(
    base: Figures, near: int, next_: int, undated: int
) -> None:
    late = Figures(overdue=min(base.unchecked, base.overdue))
    area = Figures(verified=base.verified, open=base.unchecked, overdue=late.overdue)
    left = area.unchecked - area.overdue
    near = min(near, left)
    next_ = min(next_, left - near)
    undated = min(undated, left - near - next_)
    told = Countdown.of(area, (near, next_), undated)
    assert told.overdue + sum(told.soon) + told.later + told.undated + told.verified == area.total
