"""Disks of our own that fill up or lose their power: root makes them, in memory or in a file.

What a machine does not let us make is told as a reason; a test is then skipped with it.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN: from now on nothing reaches the disk."""
_NO_LOG_FLUSH = 2
"""Of its three ways the one that is a pulled plug: what is not on the disk yet is lost."""
_PATIENCE_S = 20.0
_PLATTER = 512 * 1024 * 1024


@cache
def why_no_small_disk() -> str | None:
    """Why no disk can be made that is soon full; None = it can be, as was tried."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder) / "disk", 1024 * 1024):
                return None
        except (OSError, RuntimeError) as error:
            return f"this machine mounts no disk in memory: {error}"


@cache
def why_no_plug() -> str | None:
    """Why no disk can be made whose plug is pulled; None = it can be, as was tried."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with Plugged(Path(folder)) as disk:
                disk.pull()
        except (OSError, RuntimeError) as error:
            return f"this machine mounts no disk whose plug can be pulled: {error}"
    return None


@cache
def why_no_strace() -> str | None:
    """Why system calls cannot be written down or made to fail; None = they can be, as was tried."""
    try:
        _run("strace", "-f", "-o", os.devnull, "true")
    except (OSError, RuntimeError) as error:
        return f"this machine lets nobody trace system calls: {error}"
    return None


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes, in memory."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


def leave(folder: Path, room: int) -> Path:
    """Fill a disk up to so many bytes; the file that does it."""
    state = os.statvfs(folder)
    ballast = folder / "ballast"
    ballast.write_bytes(b"x" * (state.f_bavail * state.f_frsize - room))
    return ballast


class Plugged:
    """An ext4 in a file, whose plug can be pulled: it keeps what it has said to be on it."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "platter"
        self.path = folder / "disk"

    def __enter__(self) -> Plugged:
        self.path.mkdir()
        with self._image.open("wb") as file:
            file.truncate(_PLATTER)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self.power_on()
        return self

    def __exit__(self, *_: object) -> None:
        _unmount(self.path)

    def pull(self) -> None:
        """No power: whoever writes from now on writes nothing."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def power_on(self) -> None:
        """Mount it; after a pulled plug ext4 reads its journal."""
        _run("mount", "-o", "loop", str(self._image), str(self.path))

    def forget(self) -> None:
        """Take it off the machine, and with it what only memory holds."""
        _unmount(self.path)


def _unmount(path: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        done = subprocess.run(["umount", str(path)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        # a process that was killed holds it until the kernel has put it away
        if time.monotonic() > until:
            raise RuntimeError(done.stderr)
        time.sleep(0.05)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
