"""Forms: a slip in the data file is named with its place; an answer that does not fit, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from geo_app.domain.field import FieldKind
from geo_app.domain.form_file import read_form
from geo_app.errors import InputError
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.words.terms import TABLE as TERMS
from geo_app.work import forms

FILES = sorted(resource("data", "forms").glob("*.json"))


def label(zh: str, en: str = "x") -> dict[str, str]:
    return {"zh": zh, "en": en}


def made() -> dict[str, Any]:
    """A form with a field of each kind."""
    options = [{"value": each, "label": label(each)} for each in ("a", "b", "c")]
    return {
        "name": "sample",
        "version": 1,
        "title": label("样表"),
        "categories": ["sample"],
        "fields": [
            {"name": "way", "kind": "choice", "label": label("方式"), "options": options,
             "required": True},
            {"name": "kinds", "kind": "several", "label": label("种类"), "options": options},
            {"name": "flow", "kind": "number", "label": label("流量"), "unit": "m³/h",
             "min": 0, "max": 100, "required": True, "shown_when": {"field": "way", "is": "a"}},
            {"name": "note", "kind": "text", "label": label("说明"), "max": 5},
            {"name": "foam", "kind": "yes_no", "label": label("泡沫")},
            {"name": "day", "kind": "day", "label": label("日期"),
             "shown_when": {"field": "foam", "is": True}},
            {"name": "smell", "kind": "level", "label": label("气味"),
             "levels": [label("无"), label("有"), label("强")]},
            {"name": "more", "kind": "text", "label": label("补充"),
             "shown_when": {"field": "kinds", "is": ["b", "c"]}},
        ],
        "photos": [{"role": "near", "count": 2, "hint": label("近景")}],
        "evidence": {"photos": {"near": 1}, "verdict": "fair", "proofs": 1},
    }  # fmt: skip


FORM = read_form(made())
LEAST = {"way": "b"}


def refusal(answers: object) -> InputError:
    with pytest.raises(InputError) as caught:
        FORM.validate(answers)
    return caught.value


def test_answers_are_kept_in_the_order_of_the_form() -> None:
    given = {
        "more": "再说", "smell": 2, "day": "2026-08-21", "foam": True, "note": " 清\u202e水 ",
        "flow": 3.5, "kinds": ["c", "a"], "way": "a",
    }  # fmt: skip
    kept = FORM.validate(given)
    assert list(kept) == ["way", "kinds", "flow", "note", "foam", "day", "smell", "more"]
    assert kept == {**given, "kinds": ["a", "c"], "note": "清水"}


@pytest.mark.parametrize("empty", [None, "", []])
def test_an_empty_answer_is_none(empty: object) -> None:
    assert FORM.validate({**LEAST, "note": empty, "kinds": empty}) == LEAST


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({}, "form.required", "way"),
        ({"way": "a"}, "form.required", "flow"),
        ({"way": "b", "flow": 1}, "form.not_asked", "flow"),
        ({"way": "b", "day": "2026-08-21"}, "form.not_asked", "day"),
        ({"way": "b", "foam": False, "day": "2026-08-21"}, "form.not_asked", "day"),
        ({"way": "b", "kinds": ["a"], "more": "x"}, "form.not_asked", "more"),
        ({"way": "b", "other": 1}, "form.unknown_field", "other"),
        ({"way": "d"}, "form.answer", "way"),
        ({"way": ["a"]}, "form.answer", "way"),
        ({"way": True}, "form.answer", "way"),
        ({"way": "b", "kinds": "a"}, "form.answer", "kinds"),
        ({"way": "b", "kinds": ["a", "d"]}, "form.answer", "kinds"),
        ({"way": "a", "flow": -0.1}, "form.range", "flow"),
        ({"way": "a", "flow": 100.1}, "form.range", "flow"),
        ({"way": "a", "flow": "3"}, "form.answer", "flow"),
        ({"way": "a", "flow": True}, "form.answer", "flow"),
        ({"way": "a", "flow": float("nan")}, "form.answer", "flow"),
        ({"way": "a", "flow": float("inf")}, "form.answer", "flow"),
        ({"way": "a", "flow": 10**400}, "form.answer", "flow"),
        ({"way": "b", "note": "六个字太长了"}, "form.too_long", "note"),
        ({"way": "b", "note": "\u202e"}, "form.answer", "note"),
        ({"way": "b", "note": 5}, "form.answer", "note"),
        ({"way": "b", "foam": "yes"}, "form.answer", "foam"),
        ({"way": "b", "foam": 1}, "form.answer", "foam"),
        ({"way": "b", "foam": True, "day": "2026-02-30"}, "form.answer", "day"),
        ({"way": "b", "foam": True, "day": "2026-W34-5"}, "form.answer", "day"),
        ({"way": "b", "foam": True, "day": 20260821}, "form.answer", "day"),
        ({"way": "b", "smell": 3}, "form.level", "smell"),
        ({"way": "b", "smell": -1}, "form.level", "smell"),
        ({"way": "b", "smell": 1.0}, "form.level", "smell"),
        ({"way": "b", "smell": False}, "form.level", "smell"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_names_its_field(
    answers: dict[str, Any], code: str, field: str
) -> None:
    error = refusal(answers)
    assert (error.code, error.values["field"]) == (code, field)
    for language in ("zh", "en"):
        assert field in error.text(language)
        assert "…" not in error.text(language)


@pytest.mark.parametrize("answers", [None, [], "x", 5])
def test_answers_are_an_object(answers: object) -> None:
    assert refusal(answers).code == "form.answers"


GONE = object()
"""Stands for a member that is taken away."""

SLIPS: list[tuple[str, tuple[str | int, ...], Any]] = [
    ("name", ("name",), "Sample"),
    ("name", ("name",), GONE),
    ("version", ("version",), 0),
    ("version", ("version",), "1"),
    ("version", ("version",), True),
    ("title", ("title",), "样表"),
    ("title", ("title", "en"), GONE),
    ("title", ("title", "zh"), ""),
    ("categories", ("categories",), []),
    ("categories[0]", ("categories", 0), 5),
    ("colour", ("colour",), "red"),
    ("fields", ("fields",), []),
    ("fields[0]", ("fields", 0), "way"),
    ("fields[0].kind", ("fields", 0, "kind"), "radio"),
    ("fields[0].kind", ("fields", 0, "kind"), ["choice"]),
    ("fields[0].name", ("fields", 0, "name"), "Way!"),
    ("fields[0].label", ("fields", 0, "label"), GONE),
    ("fields[0].hint", ("fields", 0, "hint"), "x"),
    ("fields[0].required", ("fields", 0, "required"), "yes"),
    ("fields[0].options", ("fields", 0, "options"), GONE),
    ("fields[0].options[1]", ("fields", 0, "options", 1, "label"), GONE),
    ("fields[0].options[1].value", ("fields", 0, "options", 1, "value"), "B"),
    ("fields[0].options", ("fields", 0, "options", 1, "value"), "a"),
    ("fields[0].choices", ("fields", 0, "choices"), []),
    ("fields[0].unit", ("fields", 0, "unit"), "m"),
    ("fields[1].name", ("fields", 1, "name"), "way"),
    ("fields[2].max", ("fields", 2, "max"), -1),
    ("fields[2].min", ("fields", 2, "min"), "0"),
    ("fields[2].shown_when", ("fields", 2, "shown_when", "field"), "day"),
    ("fields[2].shown_when", ("fields", 2, "shown_when", "is"), "d"),
    ("fields[2].shown_when", ("fields", 2, "shown_when", "is"), []),
    ("fields[2].shown_when", ("fields", 2, "shown_when"), "way"),
    ("fields[3].max", ("fields", 3, "max"), 0),
    ("fields[4].max", ("fields", 4, "max"), 3),
    ("fields[6].levels", ("fields", 6, "levels"), GONE),
    ("fields[6].levels[1]", ("fields", 6, "levels", 1), "x"),
    ("photos", ("photos",), {}),
    ("photos[0].role", ("photos", 0, "role"), "selfie"),
    ("photos[0].role", ("photos", 0, "role"), ["near"]),
    ("photos[0].count", ("photos", 0, "count"), 0),
    ("photos[0].hint", ("photos", 0, "hint"), GONE),
    ("photos[0].size", ("photos", 0, "size"), 3),
    ("evidence", ("evidence",), []),
]
"""Path that the error names, place in the form, and what stands there instead."""


def slipped(path: tuple[str | int, ...], new: Any) -> dict[str, Any]:
    """The form with something else at a place."""
    form = made()
    at: Any = form
    for step in path[:-1]:
        at = at[step]
    if new is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = new
    return form


@pytest.mark.parametrize(
    ("named", "path", "new"), SLIPS, ids=[f"{n}-{slip[0]}" for n, slip in enumerate(SLIPS)]
)
def test_a_slip_in_the_file_is_named_with_its_place(
    named: str, path: tuple[str | int, ...], new: Any
) -> None:
    with pytest.raises(InputError) as caught:
        read_form(slipped(path, new))
    assert (caught.value.code, caught.value.values["path"]) == ("form.file", named)
    for language in ("zh", "en"):
        assert named in caught.value.text(language)
        assert "@" not in caught.value.text(language)


def test_the_demand_of_a_form_is_checked_too() -> None:
    with pytest.raises(InputError, match="prooofs"):
        read_form(made() | {"evidence": {"prooofs": 2}})


@pytest.mark.parametrize("data", [None, [], "x"])
def test_a_form_is_an_object(data: object) -> None:
    with pytest.raises(InputError):
        read_form(data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_shipped_form_can_be_used(path: Path) -> None:
    form = forms.read(path)
    assert form.evidence.proofs >= 1
    assert form.evidence.independent
    assert {f"category.{each}" for each in form.categories} <= set(TERMS)


def test_every_category_of_a_place_has_its_form() -> None:
    shipped = forms.load(Settings(data=Path("/nowhere")))
    named = {"river_outlet", "dumping", "illegal_factory", "odour", "air", "sewage_station"}
    assert {each for each in named if shipped.of(each).name == forms.OTHER} == set()
    assert shipped.of("vehicles").name == forms.OTHER
    assert len(shipped.every()) == len(FILES) == 5


def test_the_forms_ask_what_the_field_record_of_an_outlet_asks() -> None:
    outlet = forms.load(Settings(data=Path("/nowhere"))).of("river_outlet")
    kinds = {field.name: field.kind for field in outlet.fields}
    assert kinds["smell"] is FieldKind.LEVEL
    assert {"discharging", "way_into_river", "colour", "turbidity", "foam", "oil_film"} <= set(
        kinds
    )


def test_a_file_of_the_installation_stands_for_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / forms.FOLDER
    own.mkdir()
    (own / "sample.json").write_bytes(orjson.dumps(made()))
    other = made() | {"name": "other", "categories": ["other"], "version": 9}
    (own / "other.json").write_bytes(orjson.dumps(other))
    found = forms.load(Settings(data=tmp_path))
    assert (found.of("sample").name, found.of("vehicles").version) == ("sample", 9)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("sample.json", b"{", "sample.json"),
        ("sample.json", b"[]", "sample.json"),
        ("wrong.json", orjson.dumps(made()), "wrong.json"),
        ("sample.json", orjson.dumps(made() | {"version": 0}), "sample.json"),
        ("sample.json", orjson.dumps(made() | {"categories": ["dumping"]}), "dumping"),
        ("sample.json", b" " * 1024 * 1025, "sample.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    own = tmp_path / forms.FOLDER
    own.mkdir()
    (own / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        forms.load(Settings(data=tmp_path))
    assert word in caught.value.text("zh")
