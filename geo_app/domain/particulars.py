"""Particulars: what the office writes in the ledger beside the facts: units, measures, remarks.

Who is responsible, until when, by what means: said by people, changed by people, each change an
event. Whether it is done is none of them: claims and verifications have a procedure of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from geo_app.domain.history import EventLike
from geo_app.domain.status import EventKind
from geo_app.domain.text import clean, clean_line
from geo_app.errors import InputError

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""Days that a deadline may be: others are typing errors."""

CHANGES = "changes"
"""Member of ``data`` of an amendment: field → ``[before, after]``."""


class Field(StrEnum):
    """What may be written in the ledger about a problem or a site."""

    MEASURES = "measures"
    RESPONSIBLE_UNIT = "responsible_unit"
    LEADING_UNIT = "leading_unit"
    SUPPORTING_UNITS = "supporting_units"
    VERIFYING_UNIT = "verifying_unit"
    RESPONSIBLE_PERSON = "responsible_person"
    DEADLINE = "deadline"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand in a field.

    Attributes:
        is_day: A date, ``YYYY-MM-DD``.
        has_lines: Line breaks are kept.
        may_be_emptied: Once something stands there, nothing may stand there.
    """

    is_day: bool = False
    has_lines: bool = False
    may_be_emptied: bool = True


RULES: Mapping[Field, Rule] = MappingProxyType(
    {
        Field.MEASURES: Rule(has_lines=True),
        # four eyes go by this unit, and a deadline is kept or missed: replaced, never taken away
        Field.RESPONSIBLE_UNIT: Rule(may_be_emptied=False),
        Field.LEADING_UNIT: Rule(),
        Field.SUPPORTING_UNITS: Rule(),
        Field.VERIFYING_UNIT: Rule(),
        Field.RESPONSIBLE_PERSON: Rule(),
        Field.DEADLINE: Rule(is_day=True, may_be_emptied=False),
        Field.NOTE: Rule(has_lines=True),
    }
)


def accepted(name: Field, before: str, text: str, longest: int) -> str:
    """A text as it will stand in a field.

    Args:
        name: The field.
        before: What stands there.
        text: What was written.
        longest: Most characters.

    Raises:
        InputError: Too long, no date, or the field may not be emptied.
    """
    rule = RULES[name]
    kept = clean(text) if rule.has_lines else clean_line(text)
    field = f"@ledger.{name}"
    if len(kept) > longest:
        raise InputError("ledger.too_long", field=field, limit=longest, length=len(kept))
    if not kept:
        if before and not rule.may_be_emptied:
            raise InputError("ledger.may_not_be_emptied", field=field, before=before)
        return ""
    return _day(kept, field) if rule.is_day else kept


def _day(text: str, field: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not EARLIEST <= day <= LATEST:
        raise InputError("ledger.no_day", field=field, value=text[:40])
    return day.isoformat()


def amended(events: Iterable[EventLike]) -> dict[Field, str]:
    """What the amendments among some events amount to; fields that none of them names are absent.

    The order of recording counts, that of the iterable; deadlines have events of their own.
    """
    said: dict[Field, str] = {}
    for event in events:
        if event.kind == EventKind.AMENDED:
            for name, (_, after) in event.data[CHANGES].items():
                said[Field(name)] = after
    return said
