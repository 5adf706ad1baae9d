"""What a backup holds, checked member by member as it is read: nothing of it is trusted."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from geo_app.errors import InputError, StoreError
from geo_app.settings import BackupLimits
from geo_app.store import log
from geo_app.store.models import Event
from geo_app.store.portable import Row
from geo_app.store.schema import revisions
from geo_app.work.backup.archive import Reader
from geo_app.work.backup.layout import (
    END,
    EXTRA,
    FORMAT,
    HEAD,
    ORIGINAL,
    ROWS,
    End,
    Head,
    from_json,
)
from geo_app.work.backup.sealing import unseal

_GZIP = 31
"""``wbits`` of zlib for a gzip member."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, in the order of its columns in the head."""

    table: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Extra:
    """A file of the data folder; the name is one of the few that are allowed."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a photo, which are those of their name."""

    sha256: str
    data: bytes


class Contents:
    """An opened backup, read once from its beginning.

    Attributes:
        head: What it says first.
        end: What it says last; there once ``items`` has come to its end.
    """

    def __init__(self, reader: Reader, limits: BackupLimits) -> None:
        self._members = reader.members()
        self._sum = reader.sum
        self._limits = limits
        self._rows: Counter[str] = Counter()
        self._extras: dict[str, str] = {}
        self._originals = 0
        self._chain: tuple[int, str, int | None] = (0, log.START, None)
        self.end: End | None = None
        first = next(self._members, None)
        if first is None or first[0] != HEAD:
            raise InputError("backup.not_one")
        self._sum.add(*first)
        self.head = _head(first[1])

    def items(self) -> Iterator[Rows | Extra | Original]:
        """All of it; what follows the last item has been checked too when this ends.

        Raises:
            InputError: A member is not what its name says, or not one of a backup; names it.
        """
        stage = 0
        for name, data in self._members:
            if self.end is not None:
                raise InputError("backup.member", name=name[:80])
            if name == END:
                self.end = from_json(End, data)
                continue
            own = self._sum.add(name, data)
            for number, pattern in enumerate((ROWS, EXTRA, ORIGINAL)):
                match = pattern.fullmatch(name)
                if match is not None and number >= stage:
                    stage = number
                    break
            else:
                raise InputError("backup.member", name=name[:80])
            if stage == 0:
                _same(own, match[2], name)
                yield self._piece(match[1], name, data)
            elif stage == 1:
                self._extra(match[1], own, name)
                yield Extra(match[1], data)
            else:
                _same(own, match[1], name)
                self._originals += 1
                yield Original(match[1], data)
        self._check_end()

    def _piece(self, table: str, name: str, data: bytes) -> Rows:
        columns = self.head.tables.get(table)
        if columns is None:
            raise InputError("backup.member", name=name[:80])
        try:
            rows = [orjson.loads(line) for line in self._unpacked(name, data).splitlines()]
        except ValueError as error:
            raise InputError("backup.member", name=name[:80]) from error
        if not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
            raise InputError("backup.member", name=name[:80])
        self._rows[table] += len(rows)
        if table == Event.__tablename__:
            self._follow([dict(zip(columns, row, strict=True)) for row in rows])
        return Rows(table, rows)

    def _unpacked(self, name: str, data: bytes) -> bytes:
        unpacking = zlib.decompressobj(_GZIP)
        try:
            found = unpacking.decompress(data, self._limits.piece_bytes)
        except zlib.error as error:
            raise InputError("backup.member", name=name[:80]) from error
        if not unpacking.eof or unpacking.unused_data:
            raise InputError("backup.member", name=name[:80])
        return found

    def _extra(self, name: str, own: str, member: str) -> None:
        if name in self._extras or len(self._extras) >= self._limits.extras:
            raise InputError("backup.member", name=member[:80])
        self._extras[name] = own

    def _follow(self, events: list[dict[str, Any]]) -> None:
        """Along the chain of the log, as ``store.log.verify`` does over a database."""
        count, previous, broken_at = self._chain
        for event in events:
            if broken_at is None:
                own = event.pop("hash", None)
                fits = event.get("seq") == count + 1 and event.get("prev_hash") == previous
                if fits and own == log.digest_of(event):
                    count, previous = count + 1, str(own)
                else:
                    broken_at = count + 1
        self._chain = (count, previous, broken_at)

    def _check_end(self) -> None:
        end = self.end
        if end is None:
            raise InputError("backup.cut_off")
        counted = {name: self._rows[name] for name in self.head.tables}
        here = (counted, self._extras, self._originals, self._sum.hexdigest())
        if here != (end.rows, end.extras, end.originals, end.digest):
            raise InputError("backup.incomplete")
        events, last, broken_at = self._chain
        if end.broken_at is None and (events, last, broken_at) != (end.events, end.log, None):
            raise StoreError("log.broken", seq=broken_at or events + 1)


def _same(own: str, named: str, name: str) -> None:
    if own != named:
        raise InputError("backup.damaged", name=name)


def _head(data: bytes) -> Head:
    head = from_json(Head, data)
    if head.format != FORMAT:
        raise StoreError("backup.format", found=head.format, known=FORMAT)
    known = revisions()
    if head.revision not in known:
        raise StoreError("store.newer", found=head.revision[:20], known=known[-1])
    return head


@contextmanager
def opened(file: Path, passphrase: str | None, limits: BackupLimits) -> Iterator[Contents]:
    """A backup to read; what was read counts only when this has ended without an error.

    Raises:
        InputError: There is no such file; it is no backup, was altered or cut off, or the
            passphrase is missing or wrong.
        StoreError: A newer program wrote it.
    """
    if not file.is_file():
        raise InputError("cli.no_file", file=str(file))
    with file.open("rb") as source, unseal(source, passphrase) as plain:
        yield Contents(Reader(plain, limits.member_bytes), limits)


def verify(file: Path, passphrase: str | None, limits: BackupLimits) -> tuple[Head, End]:
    """Read a backup to its end: every member, and the chain of the log, but no database.

    Returns:
        Its head and its end.

    Raises:
        InputError: As ``opened``; names the member that is not as it was written.
        StoreError: A newer program wrote it, or the chain of its log is broken.
    """
    with opened(file, passphrase, limits) as contents:
        for _item in contents.items():
            pass
        end = contents.end
    if end is None:  # ``items`` raises first
        raise InputError("backup.cut_off")
    return contents.head, end
