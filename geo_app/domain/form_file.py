"""The file of a form, read whole: the first slip is named with its place (docs/forms.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from geo_app.domain.evidence.demands import Demand
from geo_app.domain.field import Condition, Field, FieldKind, Label, Option, is_number
from geo_app.domain.form import Form, Wanted
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import InputError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST_LABEL = 200
_LONGEST_UNIT = 20
_MOST_FIELDS = 100
_MOST_OPTIONS = 50

_FORM = frozenset({"name", "version", "title", "categories", "fields", "photos", "evidence"})
_FIELD = frozenset(
    {"name", "kind", "label", "hint", "required", "shown_when", "options", "unit", "min", "max"}
    | {"levels"}
)
_WANTED = frozenset({"role", "count", "hint"})


def read_form(data: object) -> Form:
    """The form of a data file.

    Raises:
        InputError: Names what is wrong and where: ``form.file``, ``demand.…``.
    """
    told = _members(data, _FORM, "")
    form = Form(
        name=_name(told.get("name"), "name"),
        version=_whole(told.get("version"), "version"),
        title=_label(told.get("title"), "title"),
        categories=_categories(told.get("categories"), "categories"),
        fields=_fields(told.get("fields"), "fields"),
        photos=_photos(told.get("photos", []), "photos"),
        evidence=Demand.from_json(_object(told.get("evidence", {}), "evidence")),
        content=dict(told),
    )
    _check_conditions(form.fields)
    return form


def _fault(path: str, want: str) -> InputError:
    return InputError("form.file", path=path or "/", want=f"@form.{want}")


def _object(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _fault(path, "want_object")
    return value


def _members(value: object, known: frozenset[str], path: str) -> Mapping[str, Any]:
    told = _object(value, path)
    if unknown := sorted(str(name) for name in set(told) - known):
        raise _fault(f"{path}.{unknown[0]}".lstrip("."), "want_known")
    return told


def _list(value: object, path: str, most: int, want: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _fault(path, want)
    return value


def _name(value: object, path: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise _fault(path, "want_name")
    return value


def _whole(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _fault(path, "want_whole")
    return value


def _flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise _fault(path, "want_yes_no")
    return value


def _bound(value: object, path: str) -> float | None:
    if value is None or is_number(value):
        return value
    raise _fault(path, "want_number")


def _unit(value: object, path: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_UNIT:
        raise _fault(path, "want_text")
    if not value.isprintable():
        raise _fault(path, "want_text")
    return value


def _label(value: object, path: str) -> Label:
    told = value if isinstance(value, Mapping) else {}
    words = [told.get("zh"), told.get("en")]
    if len(told) != len(words) or not all(map(_is_label, words)):
        raise _fault(path, "want_label")
    return Label(told["zh"], told["en"])


def _is_label(words: object) -> bool:
    return isinstance(words, str) and 0 < len(words) <= _LONGEST_LABEL and words.isprintable()


def _categories(value: object, path: str) -> tuple[str, ...]:
    named = _list(value, path, _MOST_OPTIONS, "want_list")
    if not named:
        raise _fault(path, "want_list")
    return tuple(_name(each, f"{path}[{index}]") for index, each in enumerate(named))


def _fields(value: object, path: str) -> tuple[Field, ...]:
    told = _list(value, path, _MOST_FIELDS, "want_list")
    if not told:
        raise _fault(path, "want_list")
    return tuple(_field(each, f"{path}[{index}]") for index, each in enumerate(told))


def _field(value: object, path: str) -> Field:
    told = _members(value, _FIELD, path)
    made = Field(
        name=_name(told.get("name"), f"{path}.name"),
        kind=_kind(told.get("kind"), f"{path}.kind"),
        label=_label(told.get("label"), f"{path}.label"),
        hint=_label(told["hint"], f"{path}.hint") if "hint" in told else None,
        required=_flag(told.get("required", False), f"{path}.required"),
        shown_when=_condition(told.get("shown_when"), f"{path}.shown_when"),
        options=_options(told.get("options", []), f"{path}.options"),
        unit=_unit(told.get("unit"), f"{path}.unit"),
        minimum=_bound(told.get("min"), f"{path}.min"),
        maximum=_bound(told.get("max"), f"{path}.max"),
        levels=_levels(told.get("levels", []), f"{path}.levels"),
    )
    _check_parts(made, path)
    return made


def _kind(value: object, path: str) -> FieldKind:
    if value not in list(FieldKind):
        raise _fault(path, "want_kind")
    return FieldKind(str(value))


def _condition(value: object, path: str) -> Condition | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"field", "is"}:
        raise _fault(path, "want_condition")
    values = value["is"] if isinstance(value["is"], list) else [value["is"]]
    return Condition(str(value["field"]), tuple(values))


def _options(value: object, path: str) -> tuple[Option, ...]:
    made = []
    for index, each in enumerate(_list(value, path, _MOST_OPTIONS, "want_options")):
        here = f"{path}[{index}]"
        if not isinstance(each, Mapping) or set(each) != {"value", "label"}:
            raise _fault(here, "want_options")
        label = _label(each["label"], f"{here}.label")
        made.append(Option(_name(each["value"], f"{here}.value"), label))
    if len({each.value for each in made}) < len(made):
        raise _fault(path, "want_unique")
    return tuple(made)


def _levels(value: object, path: str) -> tuple[Label, ...]:
    told = _list(value, path, _MOST_OPTIONS, "want_levels")
    return tuple(_label(each, f"{path}[{index}]") for index, each in enumerate(told))


def _check_parts(field: Field, path: str) -> None:
    """Each kind has its own parts, and no others."""
    number, text = field.kind is FieldKind.NUMBER, field.kind is FieldKind.TEXT
    if (field.kind in (FieldKind.CHOICE, FieldKind.SEVERAL)) != bool(field.options):
        raise _fault(f"{path}.options", "want_options")
    if (field.kind is FieldKind.LEVEL) != bool(field.levels):
        raise _fault(f"{path}.levels", "want_levels")
    if not number and (field.unit is not None or field.minimum is not None):
        raise _fault(f"{path}.unit", "want_number_kind")
    if field.maximum is None:
        return
    if not number and not text:
        raise _fault(f"{path}.max", "want_number_kind")
    if text and field.maximum < 1:
        raise _fault(f"{path}.max", "want_whole")
    if field.maximum < (-math.inf if field.minimum is None else field.minimum):
        raise _fault(f"{path}.max", "want_order")


def _check_conditions(fields: tuple[Field, ...]) -> None:
    """A condition looks at a field before it: the form is read from top to bottom."""
    before: dict[str, Field] = {}
    for index, each in enumerate(fields):
        if each.name in before:
            raise _fault(f"fields[{index}].name", "want_unique")
        if each.shown_when is not None:
            asked = before.get(each.shown_when.field)
            if asked is None or not asked.can_be(each.shown_when.values):
                raise _fault(f"fields[{index}].shown_when", "want_condition")
        before[each.name] = each


def _photos(value: object, path: str) -> tuple[Wanted, ...]:
    told = _list(value, path, _MOST_OPTIONS, "want_list")
    return tuple(_wanted(each, f"{path}[{index}]") for index, each in enumerate(told))


def _wanted(value: object, path: str) -> Wanted:
    told = _members(value, _WANTED, path)
    if told.get("role") not in list(PhotoRole):
        raise _fault(f"{path}.role", "want_role")
    return Wanted(
        PhotoRole(told["role"]),
        _whole(told.get("count", 1), f"{path}.count"),
        _label(told.get("hint"), f"{path}.hint"),
    )
