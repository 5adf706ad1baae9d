"""Acknowledged means durable: the order of system calls of real uploads, and of made-up ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo_app.settings import Settings
from tests.faults.disks import why_no_strace
from tests.faults.office import Office
from tests.faults.order import audit, under_strace
from tests.siege import PHOTOS

RIGHT = (
    "7 1.1 fsync(14</d/files/incoming/a.part>) = 0",
    '7 1.2 rename("/d/files/incoming/a.part", "/d/files/originals/ab/cd/abcd") = 0',
    "7 1.3 fsync(14</d/files/originals/ab/cd> <unfinished ...>",
    "8 1.4 fsync(15</d/elsewhere>) = 0",
    "7 1.5 <... fsync resumed>) = 0",
    "7 1.6 fdatasync(12</d/geo_app.db-wal>) = 0",
    '7 1.7 sendto(15<socket:[1]>, "HTTP/1.1 201 CREATED\\r\\n"..., 843, 0, NULL, 0) = 843',
)


@pytest.mark.skipif(why_no_strace() is not None, reason=str(why_no_strace()))
def test_every_visit_is_on_the_disk_before_it_is_acknowledged(
    settings: Settings, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    with Office(settings, under=under_strace(log)) as office:
        assert office.send(office.parcels(6)) == []
    with log.open(encoding="utf-8", errors="replace") as trace:
        assert audit(trace, PHOTOS) == (6, [])


def test_the_right_order_is_right() -> None:
    assert audit(RIGHT, 1) == (1, [])


@pytest.mark.parametrize("left_out", [0, 1, 2, 5])
def test_a_step_that_is_left_out_is_missed(left_out: int) -> None:
    lines = [each for at, each in enumerate(RIGHT) if at != left_out]
    count, faults = audit(lines, 1)
    assert count == 1
    assert faults


@pytest.mark.parametrize("first", range(4))
def test_steps_in_the_other_order_are_seen(first: int) -> None:
    whole = RIGHT[2].replace(" <unfinished ...>", ") = 0")
    steps = [*RIGHT[:2], whole, *RIGHT[5:]]
    assert audit(steps, 1) == (1, [])
    steps[first : first + 2] = reversed(steps[first : first + 2])
    assert audit([*steps, RIGHT[6]], 1)[1]


def test_a_sync_that_failed_counts_for_nothing() -> None:
    lines = [
        each.replace("a.part>) = 0", "a.part>) = -1 EIO (Input/output error)") for each in RIGHT
    ]
    assert audit(lines, 1)[1]
