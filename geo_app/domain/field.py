"""One question of a form and what counts as an answer to it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeGuard

from geo_app.domain.text import clean
from geo_app.errors import InputError

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DEFAULT_TEXT = 500


class FieldKind(StrEnum):
    """What kind of answer a field takes; in JSON the type in brackets."""

    CHOICE = "choice"
    """One of the options (text)."""
    SEVERAL = "several"
    """Any of the options (list of texts)."""
    NUMBER = "number"
    """A number in ``unit`` from ``min`` to ``max``."""
    TEXT = "text"
    """Words, at most ``max`` characters."""
    YES_NO = "yes_no"
    """True or false."""
    DAY = "day"
    """A date, YYYY-MM-DD (text)."""
    LEVEL = "level"
    """A step of a scale: the index into ``levels`` (number)."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Condition:
    """When a field is asked: an earlier one has one of these answers."""

    field: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Attributes:
        name: Key of the answer.
        kind: What kind of answer.
        label: The question.
        hint: How to find out, if said.
        required: Whether it must be answered where it is asked.
        shown_when: When it is asked; None = always.
        options: Of a choice.
        unit: Of a number, as written behind it.
        minimum: Of a number.
        maximum: Of a number; characters of a text.
        levels: Words of the steps of a scale, from 0 on.
    """

    name: str
    kind: FieldKind
    label: Label
    hint: Label | None = None
    required: bool = False
    shown_when: Condition | None = None
    options: tuple[Option, ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    levels: tuple[Label, ...] = ()

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether the answers before it call for it."""
        if self.shown_when is None:
            return True
        given = answers.get(self.shown_when.field)
        chosen = given if isinstance(given, list) else [given]
        return any(_same(each, value) for each in chosen for value in self.shown_when.values)

    def can_be(self, values: tuple[Any, ...]) -> bool:
        """Whether each of the values is an answer that the field can have."""
        try:
            for value in values:
                self.checked([value] if self.kind is FieldKind.SEVERAL else value)
        except InputError:
            return False
        return bool(values)

    def checked(self, value: object) -> Any:
        """An answer as it is kept.

        Raises:
            InputError: It is no answer to this field.
        """
        match self.kind:
            case FieldKind.CHOICE:
                return self._chosen(value)
            case FieldKind.SEVERAL:
                if not isinstance(value, list):
                    raise self._refused("form.want_several")
                chosen = {self._chosen(each) for each in value}
                return [each.value for each in self.options if each.value in chosen]
            case FieldKind.NUMBER:
                return self._number(value)
            case FieldKind.TEXT:
                return self._text(value)
            case FieldKind.YES_NO:
                if not isinstance(value, bool):
                    raise self._refused("form.want_yes_no")
                return value
            case FieldKind.DAY:
                return self._day(value)
            case FieldKind.LEVEL:
                last = len(self.levels) - 1
                if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= last:
                    raise InputError(
                        "form.level", field=self.name, label=str(self.label), last=last
                    )
                return value

    def _chosen(self, value: object) -> str:
        for each in self.options:
            if each.value == value:
                return each.value
        raise self._refused("form.want_choice")

    def _number(self, value: object) -> float | int:
        if not is_number(value):
            raise self._refused("form.want_number")
        low = self.minimum if self.minimum is not None else -math.inf
        high = self.maximum if self.maximum is not None else math.inf
        if not low <= value <= high:
            raise InputError(
                "form.range",
                field=self.name,
                label=str(self.label),
                low="-∞" if low == -math.inf else low,
                high="∞" if high == math.inf else high,
                unit=self.unit or "",
            )
        return value

    def _text(self, value: object) -> str:
        if not isinstance(value, str):
            raise self._refused("form.want_text")
        plain = clean(value)
        most = int(self.maximum) if self.maximum is not None else _DEFAULT_TEXT
        if len(plain) > most:
            raise InputError("form.too_long", field=self.name, label=str(self.label), most=most)
        if not plain:
            raise self._refused("form.want_text")
        return plain

    def _day(self, value: object) -> str:
        written = value if isinstance(value, str) and _DAY.fullmatch(value) else ""
        try:
            return date.fromisoformat(written).isoformat()
        except ValueError:
            raise self._refused("form.want_day") from None

    def _refused(self, want: str) -> InputError:
        return InputError("form.answer", field=self.name, label=str(self.label), want=f"@{want}")


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a finite number; true and false are none."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer that no float can hold
        return False


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
