"""Whatever a thumbnail is, the answer is one of three and says why."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geo_app.photo.likeness import Likeness, compare_thumbnail
from tests.scenes import roughness

sides = st.integers(1, 220)
bars = st.integers(0, 110)


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    """Smooth, rough or even; with bars of black, white or none."""
    size = draw(sides), draw(sides)
    pattern = roughness(
        np.random.default_rng(draw(st.integers(0, 50))), size, draw(st.floats(1, 60))
    )
    levels = np.clip(draw(st.floats(0, 255)) + pattern * draw(st.floats(0, 60)), 0, 255)
    image = Image.fromarray(levels.astype(np.uint8)).convert("RGB")
    colour = draw(st.sampled_from(["black", "white"]))
    image.paste(colour, (0, 0, size[0], draw(bars)))
    image.paste(colour, (0, 0, draw(bars), size[1]))
    return image


@given(pictures(), pictures())
@settings(max_examples=40, deadline=None)
def test_any_two_pictures_have_an_answer(image: Image.Image, thumbnail: Image.Image) -> None:
    likeness = compare_thumbnail(image, thumbnail)
    assert (likeness.alike is None) == (likeness.undecided is not None)
    assert (likeness.alike is None) == (likeness.score is None)
    assert (likeness.alike is False) == (likeness.worst is not None)
    if likeness.worst:
        left, top, right, bottom = likeness.worst
        assert 0 <= left <= right <= 1
        assert 0 <= top <= bottom <= 1
    assert Likeness.from_json(likeness.to_json()) == likeness
    assert compare_thumbnail(image, thumbnail) == likeness
