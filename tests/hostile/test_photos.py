"""Photos made to do harm, given to the real child processes: named, and the next one is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geo_app.domain.photo import PhotoFacts
from geo_app.errors import InputError
from geo_app.photo.workshop import Workshop
from geo_app.settings import PhotoLimits
from tests import photos
from tests.hostile.bad_photos import HARMFUL, HARMLESS, SCENE, empty_png, empty_webp, many_scans
from tests.hostile.program import MOST_MB, run

ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = PhotoLimits(workers=1, seconds=1, patience_seconds=60)
GOOD = photos.jpeg(SCENE, lon=114.31, lat=34.81, thumbnail=SCENE)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop(LIMITS, ZONE) as opened:
        yield opened


def is_still_at_work(workshop: Workshop) -> bool:
    examination, shown = workshop.develop(GOOD)
    return bool(examination.facts.position and examination.fingerprint and shown)


def refusal(workshop: Workshop, data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        workshop.develop(data)
    return caught.value


@pytest.mark.parametrize("case", HARMFUL)
def test_harm_is_refused_by_name(workshop: Workshop, case: str) -> None:
    error = refusal(workshop, HARMFUL[case]())
    assert error.code.startswith("photo.")
    assert error.text("zh") != error.code != error.text("en")
    assert is_still_at_work(workshop)


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_laid_beside_a_picture_is_left_there(workshop: Workshop, case: str) -> None:
    data = HARMLESS[case]()
    examination, shown = workshop.develop(data)
    assert examination.facts.damaged is None
    assert set(examination.facts.sources) == set()
    assert shown is not None
    assert all(text not in shown.web + shown.thumb for text in (b"<?php", b"<script", b"PK\x03"))
    assert is_still_at_work(workshop)


def test_too_much_computing_time(workshop: Workshop) -> None:
    assert refusal(workshop, many_scans(1000)).code == "photo.took_too_long"
    assert is_still_at_work(workshop)


def test_a_large_photo_may_cost_too_much_and_is_kept_without_a_preview() -> None:
    limits = PhotoLimits(workers=1, seconds=1, patience_seconds=60, preview_megapixels=10)
    slow = many_scans(1000)
    with Workshop(limits, ZONE) as workshop:
        examination, shown = workshop.develop(slow)
        assert [doubt.code for doubt in examination.facts.doubts] == ["photo.no_preview"]
        assert (examination.facts.width, examination.fingerprint, shown) == (4000, None, None)
        with pytest.raises(InputError) as caught:
            workshop.renditions(slow)
        assert caught.value.code == "photo.no_preview"
        assert is_still_at_work(workshop)


@pytest.mark.parametrize("data", [empty_png(12_000), empty_webp(6_000)], ids=["png", "webp"])
def test_too_much_memory(data: bytes) -> None:
    limits = PhotoLimits(
        workers=1,
        seconds=30,
        patience_seconds=60,
        memory_bytes=96 * 2**20,
        preview_megapixels=200,
    )
    with Workshop(limits, ZONE) as workshop:
        assert refusal(workshop, data).code == "photo.out_of_memory"
        assert is_still_at_work(workshop)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif", "heic", "mpo"])
def test_cut_off_at_every_place(workshop: Workshop, kind: str) -> None:
    """Facts stay what they are or are missing; a part is shown only with a word of warning."""
    small = photos.scene(12, (64, 48))
    said = {"lon": 114.31, "lat": 34.81, "direction": 120.0}
    data = photos.mpo([small], **said) if kind == "mpo" else getattr(photos, kind)(small, **said)
    for end in range(1, len(data), len(data) // 60 + 1):
        facts = facts_of(workshop, data[:end])
        if facts is not None:
            assert facts.position in (None, pytest.approx((114.31, 34.81), abs=1e-6))
            assert facts.direction_deg in (None, pytest.approx(120.0))
    assert is_still_at_work(workshop)


def facts_of(workshop: Workshop, data: bytes) -> PhotoFacts | None:
    try:
        return workshop.examine(data).facts
    except InputError as error:
        if error.code not in {"photo.damaged", "photo.not_a_photo"}:
            raise
        return None


def test_the_command_line_reads_on_after_each(tmp_path: Path) -> None:
    names = []
    for number, make in enumerate([*HARMFUL.values(), lambda: GOOD]):
        file = tmp_path / f"照片{number}"
        file.write_bytes(make())
        names.append(str(file))
    answer = run(tmp_path, "photo", "read", "--json", *names)
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.code == 2
    assert [line["file"] for line in lines] == names
    assert all(line["error"]["code"].startswith("photo.") for line in lines[:-1])
    assert lines[-1]["lon"] == pytest.approx(114.31)
    assert answer.megabytes < MOST_MB
    assert "Traceback" not in answer.err
