"""The process that reads a large file of sites: see ``ahead``, which starts it."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from geo_app.errors import GeoAppError
from geo_app.settings import BulkLimits, Settings
from geo_app.store.bulk import seldom_collecting
from geo_app.work.bulk.source import opened


def main() -> None:
    """Answer one request: what the file is, then all its records, then null."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other side is told to stop, and ends this
    with suppress(BrokenPipeError), seldom_collecting():
        try:
            _read()
        except GeoAppError as error:
            told = {"error": type(error).__name__, "code": error.code, "values": error.values}
            _say(orjson.dumps(told, default=str))


def _read() -> None:
    path, layer, data, limits = _hear()
    settings = Settings(data=Path(data), bulk=BulkLimits(**limits))
    with opened(Path(path), settings, layer) as source:
        _say(orjson.dumps([source.name, source.sha256, source.count, source.has_ids]))
        days = {sha256: date.fromisoformat(day) for sha256, day in _hear().items()}
        for records in source.records(days):
            _say(records.to_json())
    _say(b"null")


def _hear() -> Any:
    line = sys.stdin.buffer.readline()
    if not line:
        raise BrokenPipeError
    return orjson.loads(line)


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
