"""A local folder under faults: whole or not at all, durable before it is acknowledged."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from geo_app.errors import StorageFullError, StoreError
from geo_app.settings import Files, Settings
from geo_app.store.files import FileStore, open_files


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return open_files(Settings(data=tmp_path / "data"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files"


def parts(root: Path) -> list[Path]:
    return list((root / "incoming").glob("*"))


def test_only_the_owner_can_read(files: FileStore, root: Path) -> None:
    files.put(b"secret place")
    for path in [root, *root.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_the_order_of_a_durable_write(
    files: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.put(b"makes most folders")
    steps: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        real_sync(handle)

    def rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    name = files.put(b"one more")
    # two new folders, each named durably in the one above, before the file is written
    assert steps[-3:] == ["sync file", "rename", "sync folder"]
    assert steps[:-3] == ["sync folder", "sync folder"]
    steps.clear()
    files.put(b"one more")
    assert steps == ["sync folder"]
    assert files.get(name) == b"one more"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, StorageFullError),
        (errno.EDQUOT, StorageFullError),
        (errno.EFBIG, StorageFullError),
        (errno.EIO, StoreError),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "rename", "open"])
def test_a_failing_disk_leaves_nothing_behind(
    files: FileStore,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[StoreError],
    step: str,
) -> None:
    before = files.put(b"kept before")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(Path if step == "rename" else os, step, fail)
        with pytest.raises(StoreError) as caught:
            files.put(b"does not fit")
    assert type(caught.value) is kind
    assert caught.value.http_status == (507 if kind is StorageFullError else 503)
    assert parts(root) == []
    assert list(files.names()) == [before]
    # and once there is room again, all is well without a restart
    assert files.get(files.put(b"does not fit")) == b"does not fit"


def test_an_interruption_leaves_nothing_behind(
    files: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    files.put(b"first")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            files.put(b"second")
    assert parts(root) == []


def test_what_a_killed_program_left_is_swept_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    open_files(settings).put(b"x")
    old, young = (tmp_path / "files" / "incoming" / name for name in ("old.part", "young.part"))
    for part in (old, young):
        part.write_bytes(b"half")
    long_ago = time.time() - 2 * 3600
    os.utime(old, (long_ago, long_ago))
    open_files(settings)
    assert parts(tmp_path / "files") == [young]


def test_a_place_of_its_own_is_made_with_its_parents(tmp_path: Path) -> None:
    place = tmp_path / "volume" / "deep" / "files"
    files = open_files(Settings(data=tmp_path, files=Files(place=str(place))))
    assert list(files.names()) == []
    name = files.put(b"x")
    assert (place / "originals" / name[:2] / name[2:4] / name).read_bytes() == b"x"


def test_a_place_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        open_files(Settings(data=tmp_path))
    assert caught.value.code == "files.unusable"
