"""What holds for every view of a place."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.photo.align import Alignment, align, corners
from tests.scenes import View, median_error, place, seen

PLACE = place(42, (480, 360))
BEFORE = seen(PLACE.dirty, size=(480, 360), seed=1)
shares = st.floats(-0.1, 0.1)
views = st.builds(
    View, shares, shares, st.floats(-8, 8), st.floats(0.85, 1.15), st.floats(-0.08, 0.08)
)


@given(views, st.floats(0.6, 1.4), st.integers(40, 95))
@settings(max_examples=15, deadline=None)
def test_every_view_in_reach_is_found(view: View, light: float, quality: int) -> None:
    size = (480, 360)
    after = seen(PLACE.clean, view, size=size, light=light, quality=quality, seed=3)
    found = align(BEFORE, after)
    assert found is not None
    assert median_error(found.matrix, view, View(), size) <= 0.03


@given(views)
@settings(max_examples=50, deadline=None)
def test_corners_go_back_where_they_came_from(view: View) -> None:
    matrix = np.linalg.inv(view.matrix((400, 300)))
    there = corners(Alignment(tuple((matrix / matrix[2, 2]).ravel()), 10, 1.0, 1.0, 1.0))
    back = corners_under(view, there)
    np.testing.assert_allclose(back, [(0, 0), (1, 0), (1, 1), (0, 1)], atol=1e-6)


def corners_under(view: View, points: tuple[tuple[float, float], ...]) -> np.ndarray:
    lifted = np.column_stack([np.array(points), np.ones(4)]) @ view.matrix((400, 300)).T
    return lifted[:, :2] / lifted[:, 2:]
