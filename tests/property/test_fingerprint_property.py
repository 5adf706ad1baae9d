"""Fingerprints of any pixels: they can be kept, and a picture is itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo_app.photo.fingerprint import Fingerprint, compare, fingerprint, spellings

SIDES = st.integers(1, 300)


def _blots(seed: int, width: int, height: int, cells: int) -> Image.Image:
    """Random blots, finer with more cells."""
    shades = np.random.default_rng(seed).integers(0, 256, (cells, cells), np.uint8)
    return Image.fromarray(shades).resize((width, height), Image.Resampling.BICUBIC)


@given(st.integers(0, 2**32), SIDES, SIDES, st.integers(1, 40))
def test_it_is_the_same_after_keeping(seed: int, width: int, height: int, cells: int) -> None:
    seen = fingerprint(_blots(seed, width, height, cells))
    data = seen.to_bytes()
    again = Fingerprint.from_bytes(data)
    assert again.to_bytes() == data
    assert (again.relief == seen.relief).all()
    assert (again.marks == seen.marks).all()
    assert len(data) <= 7 * 1024


@given(st.integers(0, 2**32), st.integers(200, 400), st.integers(200, 400), st.integers(18, 30))
def test_a_picture_is_itself_and_its_mirror_image(
    seed: int, width: int, height: int, cells: int
) -> None:
    image = _blots(seed, width, height, cells)
    seen = fingerprint(image)
    itself = compare(seen, seen)
    assert itself is not None
    assert (itself.mirrored, itself.score) == (False, 1.0)
    turned = compare(seen, fingerprint(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    assert turned is not None
    assert turned.mirrored


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read = Fingerprint.from_bytes(data)
    except ValueError:
        return
    assert read.to_bytes() == data


@given(st.integers(0, 2**32))
def test_the_first_spelling_is_the_word_itself(seed: int) -> None:
    marks = fingerprint(_blots(seed, 300, 200, 24)).marks
    written = spellings(marks)
    assert (written[:, 0] == marks["word"]).all()
    assert all(len(set(each)) == 4 for each in written.tolist())
