"""A large file is read in a process of its own: it makes the next batch while this one is kept.

Both sides say JSON values, one a line (``worker`` is the other side). What a damaged file brings
down is that process: nothing was kept then.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import orjson

from geo_app import child_process
from geo_app.errors import InputError, told_by_child
from geo_app.settings import Settings
from geo_app.work.bulk.record import Records
from geo_app.work.bulk.source import Source, opened

WORTH_IT = 8 * 1024 * 1024
"""Bytes of a file; a smaller one is read before another process has started."""


@contextmanager
def opened_ahead(path: Path, settings: Settings, layer: str | None = None) -> Iterator[Source]:
    """As ``source.opened``; a large file is read in a process of its own.

    Raises:
        InputError: As there; or the process does not start, or came to an end of its own.
    """
    if not path.is_file() or path.stat().st_size < WORTH_IT:
        with opened(path, settings, layer) as source:
            yield source
        return
    try:
        process = child_process.start("geo_app.work.bulk.worker")
    except OSError as error:
        raise InputError("bulk.unreadable", file=path.name, reason=str(error)) from error
    try:
        yield _Worker(process, path.name).opened(path, settings, layer)
    finally:
        process.kill()
        process.communicate()


class _Worker:
    """The process, seen from here."""

    def __init__(self, process: subprocess.Popen[bytes], file: str) -> None:
        self._process = process
        self._to, self._from = (cast("IO[bytes]", end) for end in (process.stdin, process.stdout))
        self._file = file

    def opened(self, path: Path, settings: Settings, layer: str | None) -> Source:
        """The file, opened by it."""
        self._ask([str(path.resolve()), layer, str(settings.data), asdict(settings.bulk)])
        name, sha256, count, has_ids = self._hear()
        return Source(name, sha256, count, has_ids, self._records)

    def _records(self, days: Mapping[str, date]) -> Iterator[Records]:
        self._ask(dict(days))
        while told := self._hear():
            yield Records.from_json(told)

    def _ask(self, values: Any) -> None:
        try:
            self._to.write(orjson.dumps(values) + b"\n")
            self._to.flush()
        except BrokenPipeError:
            pass  # why it is gone is heard below

    def _hear(self) -> Any:
        """What it says next.

        Raises:
            InputError: The file is refused, or the process is gone.
        """
        line = self._from.readline()
        if not line.endswith(b"\n"):  # it ended in the middle of a word, or said none
            reason = f"exit {self._process.wait()}"
            raise InputError("bulk.unreadable", file=self._file, reason=reason)
        told = orjson.loads(line)
        if isinstance(told, dict) and "error" in told:
            raise told_by_child(told["error"], told["code"], told["values"])
        return told
