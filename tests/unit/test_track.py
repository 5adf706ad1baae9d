"""How long a walk was at a site."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.inspection import Fix
from geo_app.domain.track import GAP_S, Point, presence

SITE = (0.0, 0.0)
RADIUS = 50.0
START = datetime(2024, 5, 1, tzinfo=UTC)


def flat(one: Point, other: Point) -> float:
    """A plane in metres does for rules."""
    return math.hypot(one[0] - other[0], one[1] - other[1])


def walk(*points: tuple[float, float, float]) -> list[Fix]:
    """Points at (metres east, seconds, accuracy)."""
    return [
        Fix(east, 0.0, accuracy_m=accuracy, at=START + timedelta(seconds=second))
        for east, second, accuracy in points
    ]


def test_time_counts_between_neighbours_that_are_inside() -> None:
    there_and_away = walk((0, 0, 5), (40, 60, 12), (90, 120, 80), (30, 180, 7), (20, 240, 6))
    found = presence(there_and_away, SITE, RADIUS, flat)
    assert (found.points, found.inside, found.seconds) == (5, 4, 120)
    assert found.worst_accuracy_m == 12


def test_a_phone_that_was_off_was_nowhere() -> None:
    found = presence(walk((0, 0, 5), (0, GAP_S + 1, 5)), SITE, RADIUS, flat)
    assert (found.inside, found.seconds) == (2, 0)


def test_a_poor_fix_far_away_is_not_inside_for_its_error() -> None:
    found = presence(walk((60, 0, 500), (60, 60, 500)), SITE, RADIUS, flat)
    assert (found.inside, found.seconds, found.worst_accuracy_m) == (0, 0, None)


points = st.tuples(st.floats(-200, 200), st.integers(0, 60), st.floats(0, 300))


@given(st.lists(points, max_size=30), st.floats(0, 200), st.floats(0, 200))
def test_a_larger_radius_never_shortens_it(
    steps: list[tuple[float, float, float]], one: float, other: float
) -> None:
    second = 0.0
    track = []
    for east, step, accuracy in steps:
        second += step
        track += walk((east, second, accuracy))
    small, large = (presence(track, SITE, radius, flat) for radius in sorted((one, other)))
    assert small.seconds <= large.seconds <= second
    assert small.inside <= large.inside <= len(track)
