"""The command line in a process of its own, with what it used: seconds and memory."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    ["geo_app.cli", "geo_app.work.exchange", "geo_app.work.gazetteer", "geo_app.work.places"]
)
MOST_SECONDS = 5.0
MOST_MB = 500.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended; ``seconds`` of processor time, whatever else the machine does."""

    code: int | None
    out: bytes
    err: str
    seconds: float
    megabytes: float


def run(folder: Path, *words: str, timeout: float = 60, **environ: str) -> Answer:
    """One command; a fork of a process that has imported the program, so that it starts quickly."""
    report = folder / f".report-{time.monotonic_ns()}"
    process = _CONTEXT.Process(target=_child, args=(words, environ, report))
    process.start()
    process.join(timeout)
    if process.is_alive():
        process.kill()
        process.join()
    out, err, used = (report.with_suffix(end) for end in (".out", ".err", ".used"))
    seconds, megabytes = used.read_text().split() if used.exists() else ("inf", "inf")
    answer = Answer(
        process.exitcode,
        out.read_bytes(),
        err.read_bytes().decode(),
        float(seconds),
        float(megabytes),
    )
    for each in (out, err, used):
        each.unlink(missing_ok=True)
    return answer


def _child(words: tuple[str, ...], environ: Mapping[str, str], report: Path) -> None:
    with contextlib.suppress(AttributeError):
        os.setsid()
    for stream, end in ((1, ".out"), (2, ".err")):
        opened = os.open(report.with_suffix(end), os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, stream)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.environ.update(environ)
    sys.argv = ["geo-app", *words]
    from geo_app.cli import main

    try:
        main()
    finally:
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        report.with_suffix(".used").write_text(f"{seconds} {megabytes}")
        sys.stdout.flush()
        sys.stderr.flush()


def kept(data: Path) -> str:
    """A digest of every row of an installation; the same digest, the same content."""
    with contextlib.closing(sqlite3.connect(data / "geo_app.db")) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def refused(answer: Answer, *words: str, code: int = 2) -> str:
    """One clear line on standard error, nothing on standard output, and that quickly."""
    assert answer.code == code, answer
    assert answer.err.startswith("geo-app: "), answer.err
    assert (answer.err.count("\n"), answer.err[-1]) == (1, "\n"), answer.err
    assert answer.out == b""
    assert all(word in answer.err for word in words), (words, answer.err)
    assert len(answer.err) < 600, answer.err
    assert answer.seconds < MOST_SECONDS
    assert answer.megabytes < MOST_MB
    return answer.err
