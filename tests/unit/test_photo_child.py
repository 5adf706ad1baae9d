"""A child process seen from the program: how it starts, how it ends, and what that is told as."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from geo_app import child_process
from geo_app.errors import GeoAppError, InputError
from geo_app.photo.wire import Kind, receive, send
from geo_app.photo.workshop import Workshop
from geo_app.settings import PhotoLimits
from tests import photos

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = PhotoLimits(workers=1, seconds=30, patience_seconds=60)
PHOTO = photos.jpeg(photos.scene(6, (160, 120)), lon=114.31, lat=34.81)
READY = "out.write(b'.' + bytes(4)); out.flush(); "
"""What a child says when it has understood its limits: a kind and no bytes."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child that is started from here on."""
    found: list[subprocess.Popen[bytes]] = []

    def popen(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        found.append(subprocess.Popen(*words, **options))
        return found[-1]

    class Recorded:
        PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL
        TimeoutExpired = subprocess.TimeoutExpired
        Popen = staticmethod(popen)

    monkeypatch.setattr(child_process, "subprocess", Recorded)
    return found


@pytest.fixture
def in_place_of_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A program of one line runs instead of the child."""

    def put(line: str) -> None:
        stub = tmp_path / "stub"
        head = "import os, signal, sys, time; out = sys.stdout.buffer; "
        stub.write_text(f"#!{sys.executable}\n{head}{line}\n", "utf-8")
        stub.chmod(0o700)
        monkeypatch.setattr(child_process.sys, "executable", str(stub))

    return put


def code_of(workshop: Workshop, data: bytes = PHOTO) -> str:
    with pytest.raises(GeoAppError) as caught:
        workshop.examine(data)
    return caught.value.code


def test_one_child_reads_many_photos_and_is_gone_after(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with Workshop(LIMITS, ZONE) as workshop:
        assert workshop.examine(PHOTO).facts == workshop.examine(PHOTO).facts
        assert workshop.renditions(PHOTO).thumb
        assert len(started) == 1
        assert started[0].poll() is None
    assert started[0].poll() == 0


def test_a_child_is_replaced_after_so_many_photos(started: list[subprocess.Popen[bytes]]) -> None:
    with Workshop(PhotoLimits(workers=1, photos_per_worker=2), ZONE) as workshop:
        for _ in range(5):
            workshop.examine(PHOTO)
    assert [process.poll() for process in started] == [0, 0, 0]


def test_a_child_that_was_killed_while_idle_is_replaced(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with Workshop(LIMITS, ZONE) as workshop:
        workshop.examine(PHOTO)
        started[0].kill()
        assert workshop.examine(PHOTO).fingerprint is not None
    assert started[0].poll() == -signal.SIGKILL
    assert len(started) == 2


def test_of_a_child_that_died_while_idle_nothing_stays_open(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with Workshop(LIMITS, ZONE) as workshop:
        workshop.examine(PHOTO)
        started[0].kill()
        started[0].wait()
        workshop.examine(PHOTO)
        pipes = (started[0].stdin, started[0].stdout)
        assert all(pipe is not None and pipe.closed for pipe in pipes)


def test_a_workshop_that_was_closed_opens_again() -> None:
    workshop = Workshop(LIMITS, ZONE)
    workshop.close()
    assert workshop.examine(PHOTO).facts.position is not None
    workshop.close()
    workshop.close()


def test_many_threads_share_few_children(started: list[subprocess.Popen[bytes]]) -> None:
    with Workshop(PhotoLimits(workers=2, patience_seconds=60), ZONE) as workshop:
        drawn = [
            photos.jpeg(photos.scene(6, (160 + n, 120)), lon=float(n), lat=1) for n in range(12)
        ]
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(workshop.examine, drawn))
    assert [each.facts.width for each in found] == [160 + n for n in range(12)]
    assert 1 <= len(started) <= 2


@pytest.mark.parametrize("line", ["sys.exit(3)", "out.write(b'hello, world'); out.flush()"])
def test_a_child_that_does_not_start_is_no_fault_of_the_photo(
    in_place_of_the_child: Callable[[str], None], line: str
) -> None:
    in_place_of_the_child(line)
    with Workshop(LIMITS, ZONE) as workshop:
        for _ in range(3):  # each try gives its bench back
            with pytest.raises(GeoAppError) as caught:
                workshop.examine(PHOTO)
            assert caught.value.code == "photo.no_workshop"
            assert not isinstance(caught.value, InputError)


def test_no_program_to_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(child_process.sys, "executable", str(tmp_path / "absent"))
    with Workshop(LIMITS, ZONE) as workshop:
        assert code_of(workshop) == "photo.no_workshop"


@pytest.mark.parametrize(
    "line",
    [
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "sys.exit(1)",
        "out.write(b'f' + b'\\xff' * 4)",
        "out.write(b'?' + bytes(4))",
        "out.write(b'x' + bytes([0, 0, 0, 2]) + b'[]')",
    ],
)
def test_a_photo_that_brings_its_child_down_is_damaged(
    in_place_of_the_child: Callable[[str], None],
    started: list[subprocess.Popen[bytes]],
    line: str,
) -> None:
    in_place_of_the_child(READY + "sys.stdin.buffer.read(5); " + line)
    with Workshop(LIMITS, ZONE) as workshop:
        assert code_of(workshop) == "photo.damaged"
    assert len(started) == 2  # the first end may have had another reason


@pytest.mark.parametrize("facts", [b"", b"{}", b"[]", b'{"mime": "text/html"}', b"\xff"])
def test_a_child_that_was_taken_over_is_not_believed(
    in_place_of_the_child: Callable[[str], None], facts: bytes
) -> None:
    said = b"f" + len(facts).to_bytes(4, "big") + facts + b"." + bytes(4)
    in_place_of_the_child(READY + f"out.write({said!r}); out.flush(); sys.stdin.buffer.read()")
    with Workshop(LIMITS, ZONE) as workshop:
        assert code_of(workshop) == "photo.damaged"


@pytest.mark.parametrize("signum", ["SIGPROF", "SIGXCPU"])
def test_the_end_of_its_computing_time(
    in_place_of_the_child: Callable[[str], None], signum: str
) -> None:
    in_place_of_the_child(READY + f"os.kill(os.getpid(), signal.{signum})")
    with Workshop(LIMITS, ZONE) as workshop:
        assert code_of(workshop) == "photo.took_too_long"


def test_a_child_that_hangs_is_killed(
    in_place_of_the_child: Callable[[str], None], started: list[subprocess.Popen[bytes]]
) -> None:
    in_place_of_the_child(READY + "time.sleep(600)")
    with Workshop(PhotoLimits(workers=1, patience_seconds=1), ZONE) as workshop:
        assert code_of(workshop) == "photo.took_too_long"
    assert [process.poll() for process in started] == [-signal.SIGKILL]


def test_a_child_has_no_secret_of_the_program(
    monkeypatch: pytest.MonkeyPatch, started: list[subprocess.Popen[bytes]]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://name:secret@host/db")
    monkeypatch.setenv("GEO_APP_SECRET", "secret")
    with Workshop(LIMITS, ZONE) as workshop:
        workshop.examine(PHOTO)
        seen = Path(f"/proc/{started[0].pid}/environ")
        if seen.exists():
            assert b"secret" not in seen.read_bytes()
        assert not {"DATABASE_URL", "GEO_APP_SECRET"} & set(child_process.environment())


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_child_may_write_no_file_and_dump_no_core(
    started: list[subprocess.Popen[bytes]],
) -> None:
    with Workshop(LIMITS, ZONE) as workshop:
        workshop.examine(PHOTO)
        lines = Path(f"/proc/{started[0].pid}/limits").read_text("ascii").splitlines()
    limits = {line[:25].strip(): line[25:].split()[0] for line in lines}
    assert limits["Max file size"] == "0"
    assert limits["Max core file size"] == "0"
    assert int(limits["Max address space"]) > LIMITS.memory_bytes


def test_after_a_fork_each_process_has_children_of_its_own(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workshop(LIMITS, ZONE) as workshop:
        workshop.examine(PHOTO)
        own = os.getpid()
        monkeypatch.setattr(os, "getpid", lambda: own + 1)
        workshop.examine(PHOTO)
        assert len(started) == 2
        assert started[0].poll() is None
        workshop.close()
        assert started[1].poll() == 0
    monkeypatch.undo()
    with started[0] as first:  # closes its pipes, then waits
        assert first.poll() is None
    assert first.returncode == 0


@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_a_message_arrives_as_it_was_sent(size: int) -> None:
    pipe = io.BytesIO()
    send(pipe, Kind.WEB, b"\x07" * size)
    send(pipe, Kind.DONE)
    pipe.seek(0)
    assert receive(pipe, size) == (Kind.WEB, b"\x07" * size)
    assert receive(pipe, 0) == (Kind.DONE, b"")


def test_messages_that_are_none() -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO(b"w\0\0"), 100)
    with pytest.raises(EOFError):
        receive(io.BytesIO(b"w\0\0\0\x05abc"), 100)
    with pytest.raises(ValueError, match="101 bytes"):
        receive(io.BytesIO(b"w\0\0\0\x65" + bytes(101)), 100)
    with pytest.raises(ValueError, match="not a valid Kind"):
        receive(io.BytesIO(b"?\0\0\0\0"), 100)
