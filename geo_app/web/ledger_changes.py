"""Changes of the ledger on their way through a page: shown, sent along, and read back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson

from geo_app.domain.particulars import Field
from geo_app.errors import InputError, TooLargeError
from geo_app.work.ledger_changes import Change
from geo_app.work.particulars import Edit

_MEMBERS = ("subject_id", "name", "before", "after", "cell")


def shown(change: Change) -> dict[str, Any]:
    """One change as a page draws it."""
    edit, about = change.edit, change.about
    site = about.site
    return {
        **asdict(edit),
        "number": about.problem.number,
        "site": {"id": site.id, "code": site.code, "name": site.name} if site else None,
        "is_day": edit.name is Field.DEADLINE,
    }


def sent(changes: Iterable[Change]) -> str:
    """The changes as the form sends them back: checked again then, as anybody may send anything."""
    rows = [[getattr(each.edit, name) for name in _MEMBERS] for each in changes]
    return orjson.dumps(rows).decode()


def received(text: str, most: int) -> list[Edit]:
    """What ``sent`` wrote, or what somebody else did.

    Raises:
        InputError: It cannot be read.
        TooLargeError: More than ``most`` changes.
    """
    try:
        rows = orjson.loads(text)
    except ValueError as error:
        raise InputError("ledger.bad_changes") from error
    if not isinstance(rows, list) or not rows:
        raise InputError("ledger.bad_changes")
    if len(rows) > most:
        raise TooLargeError("ledger.many_changes", count=len(rows), limit=most)
    return [_edit(row) for row in rows]


def _edit(row: Any) -> Edit:
    is_row = isinstance(row, list) and len(row) == len(_MEMBERS)
    if not is_row or not all(isinstance(each, str) and "\0" not in each for each in row):
        raise InputError("ledger.bad_changes")
    told = dict(zip(_MEMBERS, row, strict=True))
    try:
        name = Field(told.pop("name"))
    except ValueError as error:
        raise InputError("ledger.bad_changes") from error
    return Edit(name=name, **told)
