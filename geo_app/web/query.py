"""Query parameters of a request → a filter of sites; what is malformed is said, never guessed.

Each parameter has a schema. The description of the interface is made of it (``web.interface``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jsonschema.protocols import Validator
from werkzeug.datastructures import MultiDict

from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.geo.districts import Districts
from geo_app.settings import Limits, Tiles
from geo_app.words import TABLE
from geo_app.work.shape import DAY, Schema, listed, number, one_of, reader, slip
from geo_app.work.site_filter import SiteFilter

CATEGORIES = tuple(code.removeprefix("category.") for code in TABLE if code.startswith("category."))
STATUSES = tuple(status.value for status in Status)
WORDS_LIMIT = 100
FLAGS = {"1": True, "true": True, "0": False, "false": False}

_SHOWN = 80
_LONGEST_NUMBER = 100

Arguments = MultiDict[str, str]
Told = Mapping[str, Any]
"""Parameters by name, each of the kind that its schema says; none that says nothing."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address.

    Attributes:
        schema: What it may be.
        code: Of the sentence for what it may not be.
    """

    schema: Schema
    code: str

    @cached_property
    def _shape(self) -> Validator:
        return reader(self.schema)

    @property
    def several(self) -> bool:
        """Whether it may be repeated, or hold several values with commas."""
        is_list: bool = self.schema["type"] == "array"
        return is_list and self.schema["items"]["type"] != "number"

    def read(self, name: str, values: Sequence[str]) -> Any:
        """What its values say.

        Raises:
            UsageError: They are none of this parameter.
        """
        told = self._plain(values)
        fault = slip(self._shape, told)
        if fault is None:
            return told
        if fault.validator == "maxItems":
            limit, count = self.schema["maxItems"], len(told)
            raise UsageError("query.too_many", name=name, limit=limit, count=count)
        value = fault.instance if isinstance(fault.instance, str) else ",".join(values)
        raise UsageError(
            self.code,
            name=name,
            value=value[:_SHOWN],
            low=self.schema.get("minimum"),
            high=self.schema.get("maximum"),
            limit=self.schema.get("maxLength"),
        )

    def _plain(self, values: Sequence[str]) -> Any:
        kind = self.schema["type"]
        if kind != "array":
            return _READ.get(kind, str)(values[0])
        parts = [part.strip() for value in values for part in value.split(",")]
        if self.several:
            return list(dict.fromkeys(filter(None, parts)))
        return [_number(part) for part in parts]


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _number(text: str) -> float | str:
    plain = len(text) < _LONGEST_NUMBER and text.isascii() and "_" not in text
    try:
        made = float(text) if plain else math.nan
    except ValueError:
        return text
    return made if math.isfinite(made) else text


_READ: Mapping[str, Any] = {"integer": _whole, "number": _number}


def read(arguments: Arguments, parameters: Mapping[str, Parameter]) -> Told:
    """What a query says. Empty values count as not given.

    Raises:
        UsageError: A name that is not there, a value that is none, one given twice.
    """
    told = {}
    for name, values in arguments.lists():
        parameter = parameters.get(name)
        if parameter is None:
            raise UsageError("query.unknown_name", name=name[:40])
        given = [value for value in values if value]
        if len(given) > 1 and not parameter.several:
            raise UsageError("query.repeated", name=name)
        if given:
            told[name] = parameter.read(name, given)
    return told


_FLAG = Parameter(one_of(FLAGS), "query.flag")
_AREAS = listed({"type": "string"})
WORDS = Parameter(
    {"type": "string", "maxLength": WORDS_LIMIT, "pattern": r"^[^\x00-\x1f]*$"}, "query.words"
)
FILTER: Mapping[str, Parameter] = {
    "district": Parameter(_AREAS, "query.unknown_value"),
    "category": Parameter(listed(one_of(CATEGORIES)), "query.unknown_value"),
    "status": Parameter(listed(one_of(STATUSES)), "query.unknown_value"),
    "overdue": _FLAG,
}
"""What every list and map can be narrowed by."""

PAGE: Mapping[str, Parameter] = {**FILTER, "q": WORDS}
"""The same, of the pages that search too."""

LEDGER: Mapping[str, Parameter] = {**PAGE, "unit": WORDS}
"""The same, of the ledger, which knows who is responsible."""

PAPERS: Mapping[str, Parameter] = {**LEDGER, "located": _FLAG}
"""The same, of the sites that papers are made of."""


def of_sites(limits: Limits) -> Mapping[str, Parameter]:
    """Parameters of the list of sites."""
    box = listed({"type": "number"}, minItems=4, maxItems=4)
    return {
        "bbox": Parameter(box, "query.bbox"),
        **PAGE,
        "located": _FLAG,
        "limit": Parameter(number(1, limits.api_sites, "integer"), "query.number"),
    }


def of_tiles(limits: Tiles) -> Mapping[str, Parameter]:
    """Parameters of the tiles: no more districts than can be counted together in time."""
    areas = Parameter({**_AREAS, "maxItems": limits.areas}, "query.unknown_value")
    return {**FILTER, "district": areas, "as-of": Parameter(DAY, "tiles.past_day")}


def site_filter(told: Told, districts: Districts) -> SiteFilter:
    """The filter that ``?bbox=&district=&category=&status=&overdue=&located=&q=&unit=`` asks for.

    Args:
        told: The query as it was read.
        districts: Those that can be asked for.

    Raises:
        UsageError: A district that does not exist, a box with its corners swapped.
    """
    box = told.get("bbox")
    return SiteFilter(
        bbox=None if box is None else _bbox(box),
        districts=_districts(told.get("district", ()), districts),
        categories=tuple(told.get("category", ())),
        statuses=tuple(told.get("status", ())),
        overdue=_flag(told.get("overdue")),
        located=_flag(told.get("located")),
        words=told.get("q", "").strip() or None,
        unit=told.get("unit", "").strip() or None,
    )


def as_of(told: Told, today: date) -> date | None:
    """The earlier day that ``as-of`` asks for, if it does; today's is no look back.

    Raises:
        UsageError: One to come.
    """
    value = told.get("as-of")
    if value is None:
        return None
    day = date.fromisoformat(value)
    if day > today:
        raise UsageError("tiles.past_day", value=value)
    return day if day < today else None


def whole_number(name: str, value: str, low: int, high: int) -> int:
    """A whole number of a request, in plain digits.

    Raises:
        UsageError: It is none, or beyond the two.
    """
    made: int = Parameter(number(low, high, "integer"), "query.number").read(name, [value])
    return made


def _districts(values: Sequence[str], districts: Districts) -> tuple[str, ...]:
    codes = []
    for value in values:
        area = districts.area(value)
        if area is None:
            raise UsageError("query.unknown_value", name="district", value=value[:40])
        codes.append(area)
    return tuple(codes)


def _flag(value: str | None) -> bool | None:
    return None if value is None else FLAGS[value]


def _bbox(numbers: Sequence[float]) -> tuple[float, float, float, float]:
    west, south, east, north = numbers
    # west > east is a box across 180° (RFC 7946, 5.2), but only where that is the short way
    # round: otherwise two corners were swapped, and nearly the whole world would be the answer
    ordered = west <= east or west - east >= 180
    on_earth = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    if not (on_earth and ordered):
        raise UsageError("query.bbox", value=",".join(str(each) for each in numbers)[:_SHOWN])
    return west, south, east, north
