"""What the workshop says and shows of photos."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from geo_app.domain.photo import Mime
from geo_app.errors import GeoAppError, InputError, TooLargeError, UnsupportedError
from geo_app.photo.fingerprint import compare
from geo_app.photo.workshop import Workshop
from geo_app.settings import PhotoLimits
from tests import photos

ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = PhotoLimits(workers=1, seconds=30, patience_seconds=60)
SCENE = photos.scene(6, (800, 600))
PHOTO = photos.jpeg(SCENE, lon=114.31, lat=34.81, orientation=6, thumbnail=SCENE)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(LIMITS, ZONE) as opened:
        yield opened


def size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(GeoAppError) as caught:
        call()
    return caught.value.code


def heavy_png(side: int) -> bytes:
    """Small as a file, ``side`` times ``side`` pixels in memory."""
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, "PNG", compress_level=1)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic"])
def test_a_photo_is_examined(workshop: Workshop, kind: str) -> None:
    data = getattr(photos, kind)(SCENE, lon=114.31, lat=34.81)
    found = workshop.examine(data)
    assert found.facts.mime is Mime[kind.upper()]
    assert found.facts.position == pytest.approx((114.31, 34.81), abs=1e-6)
    assert found.fingerprint is not None
    assert found.likeness is None


def test_same_picture_another_picture(workshop: Workshop) -> None:
    one = workshop.examine(PHOTO).fingerprint
    again = workshop.examine(photos.bare(SCENE, long_side=600)).fingerprint
    other = workshop.examine(photos.bare(photos.scene(7, (800, 600)))).fingerprint
    assert one is not None
    assert again is not None
    assert other is not None
    match = compare(one, again)
    assert match is not None
    assert not match.mirrored
    assert compare(one, other) is None


def test_thumbnail_inside_is_compared_with_the_picture(workshop: Workshop) -> None:
    honest = workshop.examine(PHOTO).likeness
    forged = workshop.examine(photos.jpeg(photos.scene(8, (800, 600)), thumbnail=SCENE)).likeness
    assert honest is not None
    assert honest.alike is True
    assert forged is not None
    assert forged.alike is False


def test_renditions_are_upright_small_and_bare(workshop: Workshop) -> None:
    shown = workshop.renditions(photos.jpeg(photos.scene(6, (2400, 1800)), orientation=8, lon=1.0))
    assert size(shown.web) == (1600, 1200)
    assert size(shown.thumb) == (320, 240)
    assert b"Exif" not in shown.web + shown.thumb
    small = workshop.renditions(photos.bare(photos.scene(6, (200, 100))))
    assert (size(small.web), size(small.thumb)) == ((200, 100), (200, 100))


def test_both_at_once_are_what_each_is(workshop: Workshop) -> None:
    examination, shown = workshop.develop(PHOTO)
    assert shown == workshop.renditions(PHOTO)
    assert examination.facts == workshop.examine(PHOTO).facts
    assert examination.likeness is not None


def test_a_cut_off_photo_is_shown_with_a_word(workshop: Workshop) -> None:
    cut = PHOTO[: len(PHOTO) * 2 // 3]
    found = workshop.examine(cut)
    assert found.facts.damaged is not None
    assert found.facts.damaged.code == "photo.cut_off"
    assert found.fingerprint is not None
    assert workshop.renditions(cut).web


def test_facts_without_a_picture_are_kept(workshop: Workshop) -> None:
    """Nothing to see, but place and time are told: a witness all the same."""
    header = PHOTO[: PHOTO.rindex(b"\xff\xda") + 14]
    found, shown = workshop.develop(header)
    assert found.facts.position == pytest.approx((114.31, 34.81), abs=1e-6)
    assert found.facts.damaged is not None
    assert found.facts.damaged.code == "photo.nothing_to_see"
    assert (found.fingerprint, shown) == (None, None)
    assert code_of(lambda: workshop.renditions(header)) == "photo.nothing_to_see"


def test_neither_picture_nor_facts_is_damaged(workshop: Workshop) -> None:
    bare = photos.bare(SCENE)
    header = bare[: bare.rindex(b"\xff\xda") + 14]
    for call in (workshop.examine, workshop.renditions, workshop.develop):
        assert code_of(partial(call, header)) == "photo.damaged"


def test_what_is_refused_before_any_child_starts() -> None:
    with Workshop(replace(LIMITS, file_bytes=1000), ZONE) as workshop:
        for data, error in (
            (b"", InputError),
            (b"<html>", UnsupportedError),
            (bytes(1001), TooLargeError),
        ):
            with pytest.raises(error):
                workshop.examine(data)
            with pytest.raises(error):
                workshop.renditions(data)


def test_too_many_pixels_is_told_with_the_numbers() -> None:
    with Workshop(replace(LIMITS, megapixels=1), ZONE) as workshop:
        with pytest.raises(TooLargeError) as caught:
            workshop.examine(heavy_png(1500))
        assert caught.value.code == "photo.too_many_pixels"
        assert caught.value.values == {"width": 1500, "height": 1500, "limit": 1}
