"""A disk that is full or fails: nothing that was acknowledged is lost, and it goes on by itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo_app.settings import Settings
from tests.faults.disks import (
    Plugged,
    leave,
    small_disk,
    why_no_plug,
    why_no_small_disk,
    why_no_strace,
)
from tests.faults.office import Office

SMALL = 24 * 1024 * 1024
needs_small_disk = pytest.mark.skipif(
    why_no_small_disk() is not None, reason=str(why_no_small_disk())
)
needs_plug = pytest.mark.skipif(why_no_plug() is not None, reason=str(why_no_plug()))
needs_strace = pytest.mark.skipif(why_no_strace() is not None, reason=str(why_no_strace()))


@needs_small_disk
def test_a_full_disk_is_507_and_with_room_again_all_goes_on(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", SMALL) as disk,
        Office(Settings(data=disk / "data")) as office,
    ):
        [first] = office.parcels(1)
        assert office.send([first]) == []
        # the same photos again are there already: then it is the database that finds no room
        for what, more in (
            ("store.full", office.again(first, 12)),
            ("files.full", office.parcels(12)[1:]),
        ):
            ballast = leave(disk, 30 * 1024)
            waiting = office.send(more)
            assert waiting
            assert what in office.outcome.unwell
            status, problem, wait, _ = office.answer(waiting[0])
            assert (status, wait) == (507, "60")
            assert problem["code"] in {"files.full", "store.full"}
            assert office.seconds_of_a_look() < 10  # it can still be read
            assert list(disk.rglob("*.part")) == []
            ballast.unlink()
            assert office.send(waiting) == []
        outcome = office.whole()
        assert outcome.faults == []
        assert set(outcome.answers) == {201, 507}


@needs_strace
@pytest.mark.parametrize(
    ("fault", "status"), [("fsync:error=EIO:when=9+9", 503), ("rename:error=ENOSPC:when=8+8", 507)]
)
def test_a_disk_that_fails_now_and_then_loses_nothing(
    settings: Settings, fault: str, status: int
) -> None:
    call = fault.partition(":")[0]
    strace = (
        "strace",
        "-f",
        "--seccomp-bpf",
        "-o",
        os.devnull,
        "-e",
        f"trace={call}",
        "-e",
        f"inject={fault}",
    )
    with Office(settings, under=strace) as office:
        waiting = office.send(office.parcels(8))
        for _ in range(20):
            if not waiting:
                break
            waiting = office.send(waiting)
        assert waiting == []
        outcome = office.whole()
    assert outcome.faults == []
    assert set(outcome.answers) <= {200, 201, status}
    assert outcome.answers[status], "nothing failed"
    assert outcome.parts_left == 0


@needs_plug
def test_the_plug_of_these_tests_pulls(tmp_path: Path) -> None:
    """What was not synced is gone, what was is there: else a cut would prove nothing."""
    with Plugged(tmp_path) as disk:
        kept, lost = disk.path / "kept", disk.path / "lost"
        kept.write_bytes(b"x" * 5000)
        for path in (kept, disk.path):
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
        lost.write_bytes(b"x" * 5000)
        disk.pull()
        disk.forget()
        disk.power_on()
        assert kept.read_bytes() == b"x" * 5000
        assert not lost.exists() or lost.read_bytes() != b"x" * 5000
