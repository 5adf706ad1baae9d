"""Whether a JSON value has the shape that a schema says (JSON Schema 2020-12).

What is checked here is what the interface serves as its description: there is one schema of each
thing that is told to us, and no second list of its members. What a value means, whether there is
such a site, whether a day is past, is for the jobs to say.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from geo_app.errors import InputError

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
UUID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
OBJECT: Schema = {"type": "object"}
LON: Schema = {"type": "number", "minimum": -180, "maximum": 180}
LAT: Schema = {"type": "number", "minimum": -90, "maximum": 90}

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{5,15}(Z|[+-]\d\d:\d\d)", re.ASCII)
_LATEST_YEAR = 9998
_LONGEST = 80
_WANTED = {
    "string": "@shape.text",
    "object": "@shape.an_object",
    "array": "@shape.a_list",
    "number": "@shape.a_number",
    "integer": "@shape.a_whole_number",
    "boolean": "@shape.yes_or_no",
    "uuid": "@shape.a_uuid",
    "date": "@shape.a_day",
    "date-time": "@shape.a_moment",
}


def members(optional: Mapping[str, Schema] | None = None, /, **needed: Schema) -> Schema:
    """An object with these members and no other.

    Args:
        optional: Members that may be left out.
        **needed: Members that may not.
    """
    schema: Schema = {
        "type": "object",
        "properties": {**needed, **(optional or {})},
        "additionalProperties": False,
    }
    return schema | ({"required": list(needed)} if needed else {})


def listed(item: Schema, **limits: Any) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": item, **limits}


def number(low: float | None = None, high: float | None = None, kind: str = "number") -> Schema:
    """A number between two, both included."""
    limits = {"minimum": low, "maximum": high}
    return {"type": kind} | {name: value for name, value in limits.items() if value is not None}


def one_of(values: Iterable[Any]) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": [str(each) for each in values]}


def or_null(schema: Schema) -> Schema:
    """The same, or null for not said."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    made = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        made["enum"] = [*schema["enum"], None]
    return made


def moment(value: str) -> datetime:
    """A time with its offset (RFC 3339; seconds may be left out).

    Raises:
        ValueError: It is none, or lies at an end of the calendar that has no room for its offset.
    """
    if not _MOMENT.fullmatch(value):
        raise ValueError(value)
    made = datetime.fromisoformat(value)
    if not 1 < made.year <= _LATEST_YEAR:
        raise ValueError(value)
    return made


def day(value: str) -> date:
    """A date, YYYY-MM-DD.

    Raises:
        ValueError: It is none.
    """
    if not _DAY.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _canonical(value: str) -> bool:
    return value.lower() == str(uuid.UUID(value))


_FORMATS = FormatChecker(())


def _format(name: str, read: Callable[[str], object]) -> None:
    @_FORMATS.checks(name, raises=ValueError)
    def check(value: object) -> bool:
        # what is no text is the business of the type
        return not isinstance(value, str) or read(value) is not False


_format("uuid", _canonical)
_format("date", day)
_format("date-time", moment)


def _written(
    _reader: Validator, pattern: str, value: object, _schema: Schema
) -> Iterator[ValidationError]:
    # ``$`` of JSON Schema is the very end; that of Python lets a line end pass
    end = re.sub(r"\$$", r"\\Z", pattern)
    if isinstance(value, str) and not re.search(end, value):
        yield ValidationError("")


_READER: Any = extend(Draft202012Validator, {"pattern": _written})  # type: ignore[no-untyped-call]


def reader(schema: Schema) -> Validator:
    """What ``slip`` and ``check`` ask; made once for a schema."""
    made: Validator = _READER(schema, format_checker=_FORMATS)
    return made


def slip(shape: Validator, value: Any) -> ValidationError | None:
    """The first thing by which a value is not of a shape."""
    return next(iter(shape.iter_errors(value)), None)


def check(shape: Validator, value: Any) -> None:
    """Pass silently where a value is of a shape.

    Raises:
        InputError: It is not: names the path and what should be there.
    """
    found = slip(shape, value)
    if found is not None:
        raise _refusal(found)


def path_of(error: ValidationError) -> str:
    """Where in the value it is, as ``photos[0].fix.lon``; ``/`` for all of it."""
    return _path(error.absolute_path)


def _path(steps: Iterable[str | int]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step[:_LONGEST]}"
    return text.lstrip(".") or "/"


def _refusal(error: ValidationError) -> InputError:
    path, rule = path_of(error), error.validator
    schema: Any = error.schema
    limit: Any = error.validator_value
    told: Any = error.instance
    match rule:
        case "required":
            name = next(each for each in limit if each not in told)
            return InputError("shape.missing", path=_path([*error.absolute_path, name]))
        case "additionalProperties":
            name = min(set(told) - set(schema["properties"]))
            return InputError("shape.no_such", path=_path([*error.absolute_path, name]))
        case "enum":
            names = ", ".join(str(each) for each in limit if each is not None)
            return InputError("shape.one_of", path=path, names=names)
        case "minimum" | "maximum":
            low, high = schema.get("minimum", "−∞"), schema.get("maximum", "∞")
            return InputError("shape.number", path=path, low=low, high=high)
        case "maxLength" | "maxItems":
            return InputError("shape.too_long", path=path, limit=limit)
        case "type" | "format":
            # null is a way to say nothing, and no help to who wanted to say something
            kinds = limit if isinstance(limit, list) else [schema.get("format", limit)]
            return InputError("shape.want", path=path, want=_WANTED[kinds[0]])
        case _:
            return InputError("shape.written", path=path, form=schema.get("pattern", rule))
