"""What is painted over is gone: two photos that differ there only give the same bytes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geo_app.photo.cover import GRID, Region, covered
from tests.photos import scene

COLUMNS, ROWS = 30, 22
"""Of blocks of a JPEG, which do not mix without halved colour."""


def jpeg(picture: Image.Image, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, subsampling=0, **more)
    return out.getvalue()


@settings(max_examples=25)
@given(st.integers(0, 29), st.integers(0, 21), st.integers(1, 30), st.integers(1, 22))
def test_nothing_of_a_covered_part_is_left(left: int, top: int, wide: int, high: int) -> None:
    """Two photos that differ under the cover only give the same bytes."""
    wide, high = min(wide, COLUMNS - left), min(high, ROWS - top)
    region = Region(left / COLUMNS, top / ROWS, wide / COLUMNS, high / ROWS)
    first = scene(1, (COLUMNS * GRID, ROWS * GRID)).convert("RGB")
    second = first.copy()
    other = scene(2, (wide * GRID, high * GRID)).convert("RGB")
    second.paste(other, (left * GRID, top * GRID))
    one, two = (covered(jpeg(each), [region], 240, 82) for each in (first, second))
    assert one == two


@given(st.lists(st.floats(0.0, 0.9), min_size=4, max_size=4))
@settings(max_examples=25)
def test_no_pixel_of_a_region_is_spared(numbers: list[float]) -> None:
    left, top, width, height = numbers
    region = Region(left, top, min(width + 0.01, 1 - left), min(height + 0.01, 1 - top))
    white = jpeg(Image.new("RGB", (333, 217), "white"))
    made, (wide, high) = covered(white, [region], 250, 95)
    pixels = np.asarray(Image.open(io.BytesIO(made)).convert("L"), np.int16)
    x0, x1 = round(left * wide), round((left + region.width) * wide)
    y0, y1 = round(top * high), round((top + region.height) * high)
    assert pixels[y0:y1, x0:x1].max(initial=0) < 150


def test_the_picture_is_small_and_says_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x010E] = "张三的手机"
    told = jpeg(scene(2, (800, 600)), exif=exif.tobytes(), comment=b"secret")
    made, size = covered(told, [], 400, 82)
    assert size == (400, 300)
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.size == (400, 300)
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert "张三".encode() not in made
    assert b"secret" not in made


@pytest.mark.parametrize("region", [Region(0, 0, 1, 1), Region(0.99, 0.99, 0.01, 0.01)])
def test_edges_are_covered(region: Region) -> None:
    white = jpeg(Image.new("RGB", (333, 217), "white"))
    made, _ = covered(white, [region], 1000, 90)
    with Image.open(io.BytesIO(made)) as shown:
        corner = shown.getpixel((332, 216))
    assert isinstance(corner, tuple)
    assert max(corner) < 140
