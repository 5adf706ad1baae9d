"""How a backup is laid out: its members, what stands at its head and at its end."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar, get_type_hints

import orjson

from geo_app.errors import InputError
from geo_app.settings import AUTHORITY_FILE
from geo_app.store.files import FOLDER as FILES
from geo_app.store.keys import FILE as SIGNING_KEY
from geo_app.work.forms import FOLDER as FORMS
from geo_app.work.reference import DISTRICTS

FORMAT = 1
"""Number of the layout; another one is not read."""

HEAD = "backup.json"
END = "end.json"

EXTRAS = (SIGNING_KEY, AUTHORITY_FILE, DISTRICTS, "demo")
"""Files of the data folder that go along, beside the forms. The key of the cookies does not."""

ROWS = re.compile(r"rows/([a-z][a-z0-9_]{0,62})/\d{6}\.([0-9a-f]{64})\.jsonl\.gz")
EXTRA = re.compile(
    rf"installation/({'|'.join(re.escape(name) for name in EXTRAS)}|{FORMS}/[A-Za-z0-9_-]+\.json)"
)
ORIGINAL = re.compile(r"originals/([0-9a-f]{64})")
NAMED_FAULTS = 1000
"""So many missing or altered originals are named; all are counted."""


__all__ = ["END", "EXTRA", "EXTRAS", "FILES", "FORMS", "HEAD", "ORIGINAL", "ROWS", "End", "Head"]


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says first.

    Attributes:
        format: ``FORMAT``.
        program: Version that wrote it.
        revision: Of the database.
        database: ``sqlite`` or ``postgresql``: where the rows come from.
        made_at: ISO 8601, UTC.
        tables: Name of each table with its columns, in the order of the rows.
    """

    format: int
    program: str
    revision: str
    database: str
    made_at: str
    tables: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class End:
    """What a backup says last: a file without it was cut off.

    Attributes:
        rows: How many of each table.
        extras: SHA-256 of each file of the data folder.
        originals: How many.
        missing: Originals that were not there any more.
        altered: Originals whose bytes were not those of their name; left out.
        faults: How many of both.
        events: Length of the log.
        log: Hash of its last event.
        broken_at: First event that did not fit; None = the log was whole.
        digest: SHA-256 over names, sizes and SHA-256 of all members before.
    """

    rows: dict[str, int]
    extras: dict[str, str]
    originals: int
    missing: list[str]
    altered: list[str]
    faults: int
    events: int
    log: str
    broken_at: int | None
    digest: str = field(default="")


Told = TypeVar("Told", Head, End)


def to_json(told: Head | End) -> bytes:
    """As bytes of the member."""
    return orjson.dumps(asdict(told), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def from_json(kind: type[Told], data: bytes) -> Told:
    """From bytes of the member.

    Raises:
        InputError: They are not what ``to_json`` writes.
    """
    try:
        told = orjson.loads(data)
    except ValueError as error:
        raise InputError("backup.malformed") from error
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    if not isinstance(told, dict) or set(told) != set(names):
        raise InputError("backup.malformed")
    if not all(_fits(told[name], hints[name]) for name in names):
        raise InputError("backup.malformed")
    return kind(**told)


def _fits(value: Any, hint: Any) -> bool:
    if hint == int | None:
        return value is None or type(value) is int
    if hint in (int, str):
        return type(value) is hint
    if hint == list[str]:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    inner = {dict[str, int]: int, dict[str, str]: str, dict[str, list[str]]: list[str]}[hint]
    return isinstance(value, dict) and all(_fits(each, inner) for each in value.values())
