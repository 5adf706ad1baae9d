"""Typed columns of a batch: read whole; the first value that cannot be used is named."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import orjson

from geo_app.domain.status import Status
from geo_app.errors import InputError
from geo_app.geo.vectors import Batch
from geo_app.words import LANGUAGES, TABLE, say
from geo_app.work.positions import LAYERS
from geo_app.work.properties import FlawError, Properties

_MOST_KNOWN = 20_000
_PLAIN = frozenset({str, int, float, date, datetime, type(None)})
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _terms(group: str) -> dict[str, str]:
    """Codes of a group by the code itself and by its word in each language."""
    codes = [code.removeprefix(f"{group}.") for code in TABLE if code.startswith(f"{group}.")]
    words = {say(f"{group}.{code}", {}, each): code for each in LANGUAGES for code in codes}
    return {**words, **{code: code for code in codes}}


_STATUSES = {word: code for word, code in _terms("status").items() if code in set(Status)}
_CATEGORIES = _terms("category")


class Columns:
    """Reads the columns of one file; what was read of a value once is remembered."""

    def __init__(self, file: str, longest: int) -> None:
        self._file = file
        self._longest = longest
        self._known: dict[str, dict[Any, Any]] = {}

    def texts(self, batch: Batch, name: str) -> list[str | None]:
        """Text; whole numbers are written out, blanks are None."""
        values = batch.columns.get(name)
        if values is None:
            return [None] * len(batch.ids)
        if self._are_plain(values):
            return list(values)
        texts: list[str | None] = []
        for row, value in enumerate(values):
            text = str(value) if type(value) is int else value
            if text is not None:
                if type(text) is not str or "\0" in text or len(text) > self._longest:
                    self._wrong(batch, row, name, "a_string")
                if not text or text.isspace():
                    text = None
            texts.append(text)
        return texts

    def _are_plain(self, values: Sequence[Any]) -> bool:
        """Whether all values are texts that can be taken as they are, or None."""
        kinds = set(map(type, values))
        if not kinds <= {str, type(None)}:
            return False
        texts = values if kinds == {str} else [each for each in values if each is not None]
        return (
            all(texts)
            and max(map(len, texts), default=0) <= self._longest
            and "\0" not in "".join(texts)
            and not any(map(str.isspace, texts))
        )

    def days(self, batch: Batch, name: str) -> list[date | None]:
        """Dates: of that type, or ``YYYY-MM-DD``; blanks are None."""
        return self._read(batch, name, _day, "a_date", None)

    def statuses(self, batch: Batch) -> list[str]:
        """Status codes, or their words; open where none is said."""
        return self._read(batch, "status", _STATUSES.__getitem__, "a_status", Status.OPEN.value)

    def categories(self, batch: Batch) -> list[str]:
        """Category codes, or their words; ``other`` where none is said."""
        return self._read(batch, "category", _CATEGORIES.__getitem__, "a_category", "other")

    def radii(self, batch: Batch) -> list[float | None]:
        """Metres, not below 0."""
        return self._read(batch, "radius_m", _radius, "a_radius", None)

    def flags(self, batch: Batch, name: str) -> list[bool]:
        """True or false; false where nothing is said."""
        return self._read(batch, name, _flag, "a_flag", False)

    def layers(self, batch: Batch) -> list[str | None]:
        """Position layers."""
        return self._read(batch, "position_layer", _layer, "a_layer", None)

    def wholes(self, batch: Batch, name: str, default: int) -> list[int]:
        """Whole numbers above 0."""
        return self._read(batch, name, _whole, "a_whole_number", default)

    def hashes(self, batch: Batch, name: str, default: str) -> list[str]:
        """SHA-256 as 64 hex digits."""
        return self._read(
            batch, name, lambda value: Properties({name: value}).sha256(name), "a_hash", default
        )

    def special(self, batch: Batch, name: str) -> list[Any]:
        """``phrase``, ``doubts`` or ``overridden``: JSON, or text that holds JSON; else None."""

        def read(value: Any) -> Any:
            plain = orjson.loads(value) if isinstance(value, str | bytes) else value
            return getattr(Properties({name: plain}), name)(name)

        expected = "a_phrase" if name == "phrase" else "a_list"
        values = batch.columns.get(name)
        if values is None:
            return [None] * len(batch.ids)
        return [
            None if value is None else self._one(batch, row, name, read, expected, value)
            for row, value in enumerate(values)
        ]

    def _read(
        self,
        batch: Batch,
        name: str,
        read: Callable[[Any], Any],
        expected: str,
        default: Any,
    ) -> list[Any]:
        values = batch.columns.get(name)
        if values is None:
            return [default] * len(batch.ids)
        known = self._known.setdefault(name, {None: default, "": default})
        # True would be found where 1 was read
        if _PLAIN.issuperset(map(type, values)):
            try:
                return [known[value] for value in values]
            except KeyError:
                pass  # something is new
        found = []
        for row, value in enumerate(values):
            is_plain = type(value) in _PLAIN
            if is_plain and value in known:
                found.append(known[value])
                continue
            answer = self._one(batch, row, name, read, expected, value)
            if is_plain and len(known) < _MOST_KNOWN:
                known[value] = answer
            found.append(answer)
        return found

    def _one(
        self,
        batch: Batch,
        row: int,
        name: str,
        read: Callable[[Any], Any],
        expected: str,
        value: Any,
    ) -> Any:
        try:
            return read(value)
        except (FlawError, LookupError, TypeError, ValueError, OverflowError):
            self._wrong(batch, row, name, expected)

    def _wrong(self, batch: Batch, row: int, name: str, expected: str) -> NoReturn:
        raise InputError(
            "import.property_type",
            file=self._file,
            index=batch.first + row,
            name=name,
            expected=f"@import.{expected}",
            value=str(batch.columns[name][row])[:60],
        )


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError("no date")


def _radius(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    if not (math.isfinite(value) and value >= 0):
        raise ValueError("no radius")
    return float(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
        return bool(value)
    raise TypeError("no flag")


def _layer(value: Any) -> str:
    if value not in LAYERS:
        raise ValueError("no layer")
    return str(value)


def _whole(value: Any) -> int:
    # a column of whole numbers with a gap in it is often one of floats
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError("no whole number")
    if not 0 < value < 2**31:
        raise ValueError("not above 0")
    return int(value)
