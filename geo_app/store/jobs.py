"""What is made in the background: a folder for each piece of work, beside the database.

It holds what was asked, how far it is, and in the end the file. Who works on it holds a lock of
the system, which ends with its process: a server that was killed leaves nothing that looks alive.
All of it can be made again, so that no backup takes it along.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from geo_app.errors import NotFoundError, StoreError

FOLDER = "jobs"
"""Name of the folder in the data folder."""

_NAME = re.compile(r"[0-9a-f]{32}")
_STATE, _LOCK, _STOP, _RESULT = "state.json", "lock", "stop", "result"


class State(StrEnum):
    """How far a piece of work is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Nothing more happens to it."""
        return self not in (State.WAITING, State.WORKING)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    Attributes:
        id: Its name.
        owner: Whose it is, as JSON values.
        asked: What was asked, as JSON values.
        at: When.
        state: How far it is.
        done: Of ``count``, what is done.
        count: How much there is to do.
        error: Code and values of the sentence that says why it failed.
        size: Bytes of what was made.
    """

    id: str
    owner: Mapping[str, Any]
    asked: Mapping[str, Any]
    at: datetime
    state: State
    done: int
    count: int
    error: tuple[str, Mapping[str, Any]] | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Jobs:
    """The folder of all of them.

    Attributes:
        root: Where it is; made when the first one is begun.
    """

    root: Path

    def begin(self, owner: Mapping[str, Any], asked: Mapping[str, Any], count: int) -> Job:
        """Note that something is to be made.

        Raises:
            StoreError: It cannot be noted.
        """
        job = Job(uuid.uuid4().hex, owner, asked, datetime.now(UTC), State.WAITING, 0, count)
        try:
            (self.root / job.id).mkdir(parents=True)
            self.keep(job)
        except OSError as error:
            raise StoreError("jobs.folder", reason=error.strerror) from error
        return job

    def get(self, name: str) -> Job:
        """A piece of work as it stands.

        Raises:
            NotFoundError: There is none of that name.
        """
        if _NAME.fullmatch(name):
            with suppress(FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
                told = orjson.loads((self.root / name / _STATE).read_bytes())
                return _read(name, told)
        raise NotFoundError("jobs.none")

    def every(self) -> list[Job]:
        """All of them, the newest first."""
        names = [each.name for each in self.root.iterdir()] if self.root.is_dir() else []
        found = []
        for name in names:
            with suppress(NotFoundError):
                found.append(self.get(name))
        return sorted(found, key=lambda job: job.at, reverse=True)

    def keep(self, job: Job) -> None:
        """Write how far it is, whole or not at all."""
        told = {
            "owner": job.owner, "asked": job.asked, "at": job.at.isoformat(), "state": job.state,
            "done": job.done, "count": job.count, "error": job.error, "size": job.size,
        }  # fmt: skip
        target = self.root / job.id / _STATE
        part = target.with_suffix(".part")
        part.write_bytes(orjson.dumps(told))
        part.replace(target)

    @contextmanager
    def turn(self, name: str) -> Iterator[Job | None]:
        """The work itself, for as long as one is at it; None where another is, or it is over."""
        with suppress(FileNotFoundError), (self.root / name / _LOCK).open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            job = self.get(name)
            yield None if job.state.is_over else job
            return
        yield None

    def stop(self, job: Job) -> None:
        """Ask whoever is at it to stop; what has not begun is stopped at once."""
        with suppress(FileNotFoundError):
            (self.root / job.id / _STOP).touch()
        with self.turn(job.id) as waiting:
            if waiting is not None:
                self.keep(replace(waiting, state=State.STOPPED))

    def is_to_stop(self, name: str) -> bool:
        """Whether somebody asked to stop it, or threw it away."""
        return (self.root / name / _STOP).exists() or not (self.root / name).is_dir()

    def file(self, name: str) -> Path:
        """Where what is made is put, once it is whole."""
        return self.root / name / _RESULT

    def drop(self, name: str) -> None:
        """Throw it away, and what was made."""
        shutil.rmtree(self.root / name, ignore_errors=True)


def _read(name: str, told: Mapping[str, Any]) -> Job:
    error = told["error"]
    return Job(
        id=name,
        owner=told["owner"],
        asked=told["asked"],
        at=datetime.fromisoformat(told["at"]),
        state=State(told["state"]),
        done=int(told["done"]),
        count=int(told["count"]),
        error=(error[0], error[1]) if error else None,
        size=int(told["size"]),
    )


def fsynced(path: Path) -> None:
    """Have what was written to a file on the disk before anybody is told of it."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
