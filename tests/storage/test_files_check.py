"""``files check`` names what is missing, extra, altered or damaged, and mends renditions only."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo_app.settings import Settings
from geo_app.store.files import FileStore
from geo_app.store.session import Store
from geo_app.work.desk import Desk
from geo_app.work.files import FileReport, check, named, renditions_by
from tests.storage.helpers import confirm_sample
from tests.storage.visits import picture, quick_desk, visit

PICTURES = [picture(seed) for seed in (1, 2, 3)]
HOURS = 24.0


@pytest.fixture
def desk(store: Store, settings: Settings) -> Iterator[Desk]:
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as opened:
        visit(store, opened, sites[0], PICTURES)
        yield opened


def run(store: Store, desk: Desk, *, repair: bool = False) -> FileReport:
    with store.session(read_only=True) as session:
        wanted = named(session)
    return check(
        desk.files,
        wanted,
        now=datetime.now(UTC),
        orphan_hours=HOURS,
        make=renditions_by(desk.workshop) if repair else None,
    )


def path_of(settings: Settings, sha256: str, folder: str = "originals", ending: str = "") -> Path:
    return settings.data / "files" / folder / sha256[:2] / sha256[2:4] / f"{sha256}{ending}"


def names(files: FileStore) -> list[str]:
    return sorted(files.names())


def test_all_is_well(store: Store, desk: Desk) -> None:
    assert run(store, desk) == FileReport(originals=3)
    assert run(store, desk).is_whole


def test_missing_and_altered_originals_are_named(
    store: Store, desk: Desk, settings: Settings
) -> None:
    gone, cut, _ = names(desk.files)
    path_of(settings, gone).unlink()
    damaged = path_of(settings, cut)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    report = run(store, desk, repair=True)
    assert (report.missing, report.altered, report.is_whole) == ([gone], [cut], False)
    assert {(each.code, each.values["sha256"]) for each in report.remarks()} == {
        ("files.missing", gone),
        ("files.altered", cut),
    }
    # repairing never touches an original
    assert damaged.stat().st_size > 0
    assert not path_of(settings, gone).exists()


def test_an_extra_file_is_no_fault_while_it_is_young(
    store: Store, desk: Desk, settings: Settings
) -> None:
    young, old = desk.files.put(b"arriving"), desk.files.put(b"left behind")
    long_ago = time.time() - (HOURS + 1) * 3600
    os.utime(path_of(settings, old), (long_ago, long_ago))
    report = run(store, desk)
    assert (report.extra, report.young, report.is_whole) == ([old], 1, True)
    assert young not in [each.values["sha256"] for each in report.remarks()]


def test_a_stranger_among_the_originals_is_named(
    store: Store, desk: Desk, settings: Settings
) -> None:
    (settings.data / "files" / "originals" / "notes.txt").write_bytes(b"")
    assert run(store, desk).strangers == ["originals/notes.txt"]


def test_damaged_renditions_are_named_and_made_again(
    store: Store, desk: Desk, settings: Settings
) -> None:
    first, second, third = names(desk.files)
    for sha256 in (first, second, third):
        desk.files.put_rendition(sha256, "web", b"old picture")
    path_of(settings, first, "renditions", ".web").write_bytes(b"nonsense")
    damaged = [f"{first}.web"]
    assert (run(store, desk).damaged, run(store, desk).is_whole) == (damaged, True)

    mended = run(store, desk, repair=True)
    assert (mended.damaged, mended.rebuilt) == (damaged, damaged)
    made = desk.files.rendition(first, "web")
    assert made is not None
    assert made.startswith(b"web of")
    assert desk.files.rendition(second, "web") == b"old picture"
    assert run(store, desk).damaged == []


def test_a_rendition_of_an_altered_original_is_not_made_again(
    store: Store, desk: Desk, settings: Settings
) -> None:
    first = names(desk.files)[0]
    desk.files.put_rendition(first, "thumb", b"small")
    for path in (path_of(settings, first, "renditions", ".thumb"), path_of(settings, first)):
        path.write_bytes(b"nonsense")
    report = run(store, desk, repair=True)
    assert (report.altered, report.damaged, report.rebuilt) == ([first], [f"{first}.thumb"], [])
    assert list(desk.files.renditions()) == []
