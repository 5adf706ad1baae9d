"""The child process: reads photos from standard input, answers on standard output.

It has no secret, no database and no file of the installation. Each photo has a limited computing
time and memory; what overruns them ends the process, and the program starts another one.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import orjson
from PIL.Image import Image

from geo_app.domain.photo import PhotoFacts
from geo_app.domain.remark import Remark
from geo_app.errors import GeoAppError, InputError
from geo_app.photo import pictures
from geo_app.photo.fingerprint import fingerprint
from geo_app.photo.likeness import compare_thumbnail
from geo_app.photo.metadata import read, thumbnail_of
from geo_app.photo.wire import Kind, receive, send
from geo_app.settings import PhotoLimits


def main() -> None:
    """Answer until the program closes the pipe."""
    source, target = sys.stdin.buffer, _own_output()
    _, setting = receive(source, 2**20)
    told = orjson.loads(setting)
    zone = ZoneInfo(told.pop("zone"))
    limits = PhotoLimits(**told)
    _confine(limits)
    send(target, Kind.DONE)
    while True:
        try:
            job, data = receive(source, limits.file_bytes)
        except EOFError:
            return
        _time(limits.seconds)
        try:
            _Work(limits, zone, target).do(job, data)
            send(target, Kind.DONE)
        except MemoryError:
            _fail(target, InputError("photo.out_of_memory"), cost=True)
        except GeoAppError as error:
            _fail(target, error)
        finally:
            _time(0)


def _own_output() -> IO[bytes]:
    """Standard output for messages only: what a library prints goes nowhere."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return target


def _confine(limits: PhotoLimits) -> None:
    """Limit memory (over what the libraries themselves take) and forbid writing of files."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _time(seconds: float) -> None:
    """Computing time from now, all threads together; its signal ends the process."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _fail(target: IO[bytes], error: GeoAppError, *, cost: bool = False) -> None:
    told = {
        "error": type(error).__name__,
        "code": error.code,
        "values": error.values,
        "cost": cost,
    }
    send(target, Kind.ERROR, orjson.dumps(told, default=str))


class _Work:
    """What is done with one photo."""

    def __init__(self, limits: PhotoLimits, zone: ZoneInfo, target: IO[bytes]) -> None:
        self.limits, self.zone, self.target = limits, zone, target

    def do(self, job: Kind, data: bytes) -> None:
        facts = read(data, limits=self.limits, zone=self.zone, now=datetime.now(UTC))
        self._tell(facts)  # at once: they stand even if the pixels bring this process down
        side = self.limits.compared_px if job is Kind.EXAMINE else self.limits.web_px
        try:
            picture = pictures.decode(data, facts.mime, facts.orientation, side)
        except InputError:
            if pictures.may_lack_memory(facts, self.limits.memory_bytes):
                raise MemoryError from None
            if not facts.says_where_or_when:
                raise
            self._tell(replace(facts, damaged=Remark("photo.nothing_to_see")))
            return
        if picture.damaged:
            self._tell(replace(facts, damaged=picture.damaged))
        if job is not Kind.RENDER:
            self._compare(data, facts, picture.image)
        if job is not Kind.EXAMINE:
            limits, thumb = self.limits, pictures.small(picture.image, self.limits.thumb_px)
            self._send(Kind.WEB, pictures.encode(picture.image, limits.web_quality))
            self._send(Kind.THUMB, pictures.encode(thumb, limits.thumb_quality))

    def _compare(self, data: bytes, facts: PhotoFacts, picture: Image) -> None:
        image = pictures.small(picture, self.limits.compared_px)
        self._send(Kind.FINGERPRINT, fingerprint(image).to_bytes())
        inner = thumbnail_of(data, facts.mime, self.limits) if facts.has_thumbnail else None
        thumbnail = pictures.thumbnail(inner, facts.orientation) if inner else None
        if thumbnail is not None:
            likeness = compare_thumbnail(image, thumbnail)
            self._send(Kind.LIKENESS, orjson.dumps(likeness.to_json()))

    def _tell(self, facts: PhotoFacts) -> None:
        self._send(Kind.FACTS, orjson.dumps(facts.to_json()))

    def _send(self, kind: Kind, payload: bytes) -> None:
        send(self.target, kind, payload)


if __name__ == "__main__":
    main()
