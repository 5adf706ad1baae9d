"""Whether what is acknowledged was on the disk before: read from a trace of system calls.

The answer must come after, in this order: the bytes of each photo are synced, the file gets its
name, the folder is synced; then the database syncs its journal: all in the thread that answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "fsync,fdatasync,rename,renameat,renameat2,sendto"
"""What must be traced."""

_LINE = re.compile(r"(?P<thread>\d+)\s+[\d.]+ (?P<call>.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)")
_SYNCED = re.compile(r"f(?:data)?sync\(\d+<(?P<path>[^>]*)>\)\s*= 0")
_RENAMED = re.compile(r'rename\w*\((?:[^"]*?)"(?P<old>[^"]*)",[^"]*"(?P<new>[^"]*)"[^)]*\)\s*= 0')
_ANSWERED = re.compile(r'sendto\(.*"HTTP/1\.1 (?P<status>\d+) ')


def under_strace(log: Path) -> tuple[str, ...]:
    """The command under which a server's calls are written down."""
    return (
        "strace",
        "-f",
        "--seccomp-bpf",
        "-ttt",
        "-y",
        "-s",
        "40",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(log),
    )


@dataclass
class _Work:
    """What a thread has done since its last answer."""

    synced: list[str] = field(default_factory=list)
    named: dict[str, bool] = field(default_factory=dict)
    """Originals by their path; whether the folder is synced as well."""
    faults: list[str] = field(default_factory=list)
    is_committed: bool = False


def audit(trace: Iterable[str], photos: int) -> tuple[int, list[str]]:
    """How many visits were acknowledged, and what was acknowledged too early.

    Args:
        trace: Lines of strace with ``CALLS`` and paths.
        photos: Of each visit.
    """
    acknowledged, faults = 0, []
    works: defaultdict[str, _Work] = defaultdict(_Work)
    for thread, call in _calls(trace):
        work = works[thread]
        if found := _SYNCED.match(call):
            _sync(work, found["path"])
        elif found := _RENAMED.match(call):
            if "/originals/" in found["new"]:
                if found["old"] not in work.synced:
                    work.faults.append(f"named before it was synced: {found['new']}")
                work.named[found["new"]] = False
        elif found := _ANSWERED.match(call):
            if found["status"] == "201":
                acknowledged += 1
                faults += _missing(work, photos)
            del works[thread]
    return acknowledged, faults


def _sync(work: _Work, path: str) -> None:
    for each in work.named:
        if str(Path(each).parent) == path:
            work.named[each] = True
    work.synced.append(path)
    if path.endswith(("-wal", "-journal")):
        work.is_committed = all(work.named.values())


def _missing(work: _Work, photos: int) -> list[str]:
    faults = list(work.faults)
    if len(work.named) != photos:
        faults.append(f"{len(work.named)} of {photos} photos were named before the answer")
    faults += [
        f"its folder was not synced: {each}" for each, done in work.named.items() if not done
    ]
    if not work.is_committed:
        faults.append("the database was not synced after the photos and before the answer")
    return faults


def _calls(trace: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each call when it had ended: strace cuts in two what another thread came between."""
    begun: dict[str, str] = {}
    for line in trace:
        found = _LINE.match(line)
        if found is None:
            continue
        thread, call = found["thread"], found["call"]
        if call.endswith("<unfinished ...>"):
            begun[thread] = call.removesuffix("<unfinished ...>").rstrip()
        elif rest := _RESUMED.match(call):
            yield thread, begun.pop(thread, "") + rest["rest"]
        else:
            yield thread, call
