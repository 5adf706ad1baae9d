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
from geo_app.words import LANGUAGES, term

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
    DEADLINE_CLASS = "deadline_class"
    DEADLINE = "deadline"
    NOTE = "note"


class DeadlineClass(StrEnum):
    """How a rectification is to be timed, as plans of rectification sort their measures."""

    AT_ONCE = "at_once"
    BY_DATE = "by_date"
    LASTING = "lasting"


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand in a field.

    Attributes:
        is_day: A date, ``YYYY-MM-DD``.
        has_lines: Line breaks are kept.
        may_be_emptied: Once something stands there, nothing may stand there.
        choices: Codes, of which one stands there; empty = any text.
    """

    is_day: bool = False
    has_lines: bool = False
    may_be_emptied: bool = True
    choices: tuple[str, ...] = ()


RULES: Mapping[Field, Rule] = MappingProxyType(
    {
        Field.MEASURES: Rule(has_lines=True),
        # four eyes go by this unit, and a deadline is kept or missed: replaced, never taken away
        Field.RESPONSIBLE_UNIT: Rule(may_be_emptied=False),
        Field.LEADING_UNIT: Rule(),
        Field.SUPPORTING_UNITS: Rule(),
        Field.VERIFYING_UNIT: Rule(),
        Field.RESPONSIBLE_PERSON: Rule(),
        Field.DEADLINE_CLASS: Rule(choices=tuple(DeadlineClass)),
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
        InputError: Too long, no date, none of the choices, or the field may not be emptied.
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
    if rule.choices:
        return _choice(name, kept, field)
    return _day(kept, field) if rule.is_day else kept


def in_words(name: Field, text: str, language: str) -> str:
    """What stands in a field as people read it: a choice by its word."""
    return term(name, text, language) if RULES[name].choices else text


def _choice(name: Field, text: str, field: str) -> str:
    """A choice by its code, or by its word in either language, as a sheet or a form has it."""
    choices = RULES[name].choices
    known = {term(name, code, tongue): code for code in choices for tongue in LANGUAGES}
    code = text if text in choices else known.get(text)
    if code is None:
        words = " / ".join(term(name, each, LANGUAGES[0]) for each in choices)
        raise InputError("ledger.no_choice", field=field, value=text[:40], choices=words)
    return code


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
