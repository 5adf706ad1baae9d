"""One child process, seen from the program: asked about one photo at a time, killed on overrun."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

import orjson

from geo_app import child_process
from geo_app.errors import GeoAppError
from geo_app.photo.wire import Kind, receive, send
from geo_app.settings import PhotoLimits

_LARGEST_ANSWER = 64 * 1024 * 1024
_OVERRUN = frozenset({-signal.SIGPROF, -signal.SIGXCPU}) if sys.platform != "win32" else frozenset()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no whole answer.

    Attributes:
        error: Name of the class of the error.
        code: Code of its sentence.
        values: What the sentence says.
        cost: The photo took too much time or memory, or brought the child down.
        crashed: The child came to an end that none of its limits explains.
    """

    error: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cost: bool = False
    crashed: bool = False


@dataclass(slots=True)
class Answer:
    """What a child sent of a photo, and what went wrong, if so."""

    parts: dict[Kind, bytes] = field(default_factory=dict)
    failure: Failure | None = None


class Child:
    """A process of its own; not to be used by two threads at once.

    Args:
        limits: What a photo may cost; the child keeps to them too.
        zone: Zone of a time that names none.

    Raises:
        GeoAppError: It does not start.
    """

    def __init__(self, limits: PhotoLimits, zone: ZoneInfo) -> None:
        self._limits = limits
        self._left = limits.photos_per_worker
        try:
            self._process = child_process.start("geo_app.photo.worker", errors=subprocess.DEVNULL)
        except OSError as error:
            raise GeoAppError("photo.no_workshop") from error
        self._to = cast("IO[bytes]", self._process.stdin)
        self._from = cast("IO[bytes]", self._process.stdout)
        self._greet(orjson.dumps({"zone": zone.key, **asdict(limits)}))

    def _greet(self, setting: bytes) -> None:
        """Tell the limits and wait until it is ready: what fails here is no photo's fault.

        Raises:
            GeoAppError: The child does not start.
        """
        overrun = threading.Event()
        watch = threading.Timer(self._limits.patience_seconds, self._end, [overrun])
        watch.start()
        try:
            send(self._to, Kind.LIMITS, setting)
            receive(self._from, 0)
        except (EOFError, OSError, ValueError) as error:
            self.close()
            raise GeoAppError("photo.no_workshop") from error
        finally:
            watch.cancel()

    def is_fit(self) -> bool:
        """Whether it is alive and may be asked again."""
        return self._left > 0 and self._process.poll() is None

    def ask(self, job: Kind, data: bytes) -> Answer:
        """What it says of a photo; never raises for what a photo does."""
        self._left -= 1
        overrun = threading.Event()
        watch = threading.Timer(self._limits.patience_seconds, self._end, [overrun])
        watch.daemon = True
        watch.start()
        answer = Answer()
        try:
            with suppress(BrokenPipeError):  # it may have answered, or died, before it read all
                send(self._to, job, data)
            while True:
                kind, payload = receive(self._from, _LARGEST_ANSWER)
                if kind is Kind.DONE:
                    return answer
                if kind is Kind.ERROR:
                    answer.failure = Failure(**orjson.loads(payload))
                    return answer
                answer.parts[kind] = payload
        except (EOFError, OSError, ValueError, TypeError):
            answer.failure = self._fate(overrun)
            return answer
        finally:
            watch.cancel()

    def _end(self, overrun: threading.Event) -> None:
        overrun.set()
        self._process.kill()

    def _fate(self, overrun: threading.Event) -> Failure:
        """Why it does not answer any more."""
        self._left = 0
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if overrun.is_set() or code in _OVERRUN:
            return Failure("InputError", "photo.took_too_long", cost=True)
        return Failure("InputError", "photo.damaged", cost=True, crashed=True)

    def close(self) -> None:
        """End it and take it off the process table."""
        for stream in (self._to, self._from):
            with suppress(OSError):
                stream.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
