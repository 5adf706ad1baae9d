"""A file that is read in a process of its own comes in as one that is read here, or not at all."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from sqlalchemy import func, select

from geo_app import child_process
from geo_app.errors import InputError, UnsupportedError
from geo_app.settings import BulkLimits, Settings
from geo_app.store.models import Event, Notice, Site
from geo_app.store.session import Store, open_store
from geo_app.work.bulk import ahead
from tests.storage.test_bulk import _events, _positions, _sites, is_sound, take_in
from tests.vectors import frame, sample, write

COUNT = 25
SMALL = BulkLimits(batch=10)


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every file is large; all processes that were started."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(child_process.start(*words, **options))
        return started[-1]

    class Recorded:
        pass

    Recorded.start = staticmethod(start)  # type: ignore[attr-defined]
    monkeypatch.setattr(ahead, "child_process", Recorded)
    monkeypatch.setattr(ahead, "WORTH_IT", 0)
    return started


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another installation, empty."""
    opened = open_store(Settings(data=tmp_path / "other"))
    yield opened
    opened.engine.dispose()


def in_batches(settings: Settings) -> Settings:
    return Settings(data=settings.data, database_url=settings.database_url, bulk=SMALL)


def many(folder: Path, **columns: list[Any]) -> Path:
    shapes: list[Any] = [shapely.Point(114 + n / 100, 34.5) for n in range(COUNT)]
    shapes[3], shapes[4] = shapely.LineString([(114.3, 34.8), (114.31, 34.81)]), None
    told = {"code": [f"c-{n}" for n in range(COUNT)], **columns}
    return write(folder / "many.gpkg", frame(told, shapes))


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "geojson", "parquet"])
def test_what_comes_in_is_the_same(
    store: Store,
    other: Store,
    settings: Settings,
    tmp_path: Path,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    children: list[subprocess.Popen[bytes]],
) -> None:
    path = sample(tmp_path, kind)
    report = take_in(store, settings, path)
    assert [process.poll() is not None for process in children] == [True]
    monkeypatch.setattr(ahead, "WORTH_IT", 1 << 40)
    assert take_in(other, settings, path) == report
    assert len(children) == 1
    assert _sites(store) == _sites(other)
    assert _events(store) == _events(other)
    assert _positions(store) == _positions(other)
    assert is_sound(store)


def test_the_second_time_all_are_here(store: Store, settings: Settings, tmp_path: Path) -> None:
    path, seen = many(tmp_path), []
    report = take_in(store, in_batches(settings), path, progress=lambda *told: seen.append(told))
    assert (report.added, report.unlocated) == (COUNT, 1)
    assert seen == [(10, COUNT), (20, COUNT), (COUNT, COUNT)]
    again = take_in(store, in_batches(settings), path)
    assert (again.added, again.unchanged, again.differing) == (0, COUNT, 0)
    assert is_sound(store)


def test_a_day_of_issue_that_is_known_here_is_told_to_the_other_side(
    store: Store, other: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = "7" * 64
    notice = {"sha256": sha256, "title": "甲通报", "issued_on": "2023-05-06", "problems": []}
    properties = {"code": "A-1", "name": "甲", "notice_sha256": sha256, "problem_number": 1}
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    path = tmp_path / "own.geojson"
    told = {"type": "FeatureCollection", "notices": [notice], "features": [feature]}
    path.write_bytes(orjson.dumps(told))
    take_in(store, settings, path)
    monkeypatch.setattr(ahead, "WORTH_IT", 1 << 40)
    take_in(other, settings, path)
    assert _events(store) == _events(other)
    assert "2023-05-06" in {str(day) for _, _, day, *_ in _events(store)}


@pytest.mark.parametrize("row", [0, 14, COUNT - 1])
def test_a_bad_row_is_named_and_nothing_is_kept(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    row: int,
    children: list[subprocess.Popen[bytes]],
) -> None:
    days = ["2024-06-30"] * COUNT
    days[row] = "soon"
    with pytest.raises(InputError) as caught:
        take_in(store, in_batches(settings), many(tmp_path, deadline=days))
    assert caught.value.code == "import.property_type"
    assert (caught.value.values["index"], caught.value.values["name"]) == (row + 1, "deadline")
    assert is_untouched(store)
    assert [process.poll() is not None for process in children] == [True]


def test_a_refusal_keeps_its_kind(store: Store, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "sites.zip"
    path.write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(UnsupportedError) as caught:
        take_in(store, settings, path)
    assert caught.value.code == "bulk.packed"


def test_what_is_found_out_here_ends_the_other_side(
    store: Store, settings: Settings, tmp_path: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    twice = [f"c-{n}" for n in range(COUNT - 1)] + ["c-0"]
    with pytest.raises(InputError) as caught:
        take_in(store, in_batches(settings), many(tmp_path, code=twice))
    assert (caught.value.code, caught.value.values["index"]) == ("import.repeated", COUNT)
    assert is_untouched(store)
    assert [process.poll() is not None for process in children] == [True]


@pytest.mark.parametrize(("after", "rest"), [(0, b""), (1, b""), (2, b""), (2, b'{"numbers":[1')])
def test_nothing_is_kept_where_the_other_side_is_killed(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    after: int,
    rest: bytes,
    children: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hear, heard = ahead._Worker._hear, []

    def lost(worker: Any) -> Any:
        if len(heard) == after:
            os.kill(children[0].pid, signal.SIGKILL)
            children[0].wait()
            worker._from.close()
            worker._from = io.BytesIO(rest)
        heard.append(1)
        return hear(worker)

    monkeypatch.setattr(ahead._Worker, "_hear", lost)
    with pytest.raises(InputError) as caught:
        take_in(store, in_batches(settings), many(tmp_path))
    assert caught.value.code == "bulk.unreadable"
    assert "many.gpkg" in caught.value.text("en")
    assert is_untouched(store)


def is_untouched(store: Store) -> bool:
    with store.session(read_only=True) as session:
        rows = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Site, Event, Notice)
        ]
    return rows == [0, 0, 0]
