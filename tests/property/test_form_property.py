"""Forms and drafts under any JSON: an answer that fits, or an error that says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.form_file import read_form
from geo_app.domain.inspection import Draft
from geo_app.errors import InputError
from geo_app.settings import Settings
from geo_app.work.draft import read_draft
from tests.unit.test_form import FORM, made
from tests.visits import photo, told

LIMITS = Settings().visits
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
names = st.sampled_from([field.name for field in FORM.fields]) | st.text(max_size=5)
likely = (
    st.sampled_from(["a", "b", "c", "2026-08-21", 0, 1, 2, 50, True, False, ["a"], ["b", "c"]])
    | values
)


def attempt(call: Callable[[], Any]) -> Any:
    """What a call gives, or its error."""
    try:
        return call()
    except InputError as error:
        return error


@given(st.dictionaries(names, likely, max_size=8))
def test_what_is_kept_is_kept_again(answers: dict[str, Any]) -> None:
    kept = attempt(lambda: FORM.validate(answers))
    if isinstance(kept, InputError):
        assert kept.code.startswith("form.")
        return
    assert FORM.validate(kept) == kept
    assert orjson.loads(orjson.dumps(kept)) == kept
    assert set(kept) <= set(answers)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += paths(inner, (*path, index))
    return found


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The value with something else at a place."""
    copy: Any = orjson.loads(orjson.dumps(value))
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = new
    return copy


@given(st.sampled_from(paths(made())), values)
def test_any_slip_in_a_form_is_an_error_or_no_slip(path: tuple[Any, ...], new: Any) -> None:
    form = attempt(lambda: read_form(changed(made(), path, new)))
    if isinstance(form, InputError):
        assert form.code.startswith(("form.", "demand."))
    else:
        assert read_form(form.content) == form


VISIT = told(
    "P1-1",
    [photo(sha256="0" * 64, fix={"lon": 114.3, "lat": 34.8, "accuracy_m": 5, "by_hand": False})],
    sent_at="2024-05-01T12:00:00+08:00",
    token="abc.def",  # noqa: S106 # a token is no password
    note="好",
    fix={"lon": 114.3, "lat": 34.8, "at": "2024-05-01T10:25:00Z", "heading_deg": 359},
    datum="GCJ-02",
    inspector={"name": "王五", "unit": None},
    form_version=1,
)


@given(st.sampled_from(paths(VISIT)), values)
def test_any_slip_in_a_draft_is_an_error_or_a_draft(path: tuple[Any, ...], new: Any) -> None:
    try:
        content = orjson.dumps(changed(VISIT, path, new))
    except (TypeError, ValueError):  # an integer or a text that JSON cannot hold
        return
    draft = attempt(lambda: read_draft(content, LIMITS))
    if isinstance(draft, InputError):
        assert draft.code.startswith(("inspection.", "shape."))
        return
    assert isinstance(draft, Draft)
    assert draft.visited_at.tzinfo is not None
    for fix in (draft.fix, *(each.fix for each in draft.photos)):
        assert fix is None or (-180 <= fix.lon <= 180 and -90 <= fix.lat <= 90)


@given(st.binary(max_size=200))
def test_any_bytes_are_no_draft(content: bytes) -> None:
    error = attempt(lambda: read_draft(content, LIMITS))
    assert isinstance(error, InputError)
    # a number is JSON, and no draft
    assert error.code.startswith(("inspection.", "shape."))


@given(
    st.sampled_from(["", "photos[0]", "fix", "inspector", "photos[0].fix"]),
    st.text("abcdefgh_", min_size=1, max_size=9).map(lambda name: f"z{name}"),
)
def test_an_unknown_member_is_named_with_its_path(where: str, name: str) -> None:
    visit: Any = orjson.loads(orjson.dumps(VISIT))
    at = {
        "": visit,
        "photos[0]": visit["photos"][0],
        "fix": visit["fix"],
        "inspector": visit["inspector"],
        "photos[0].fix": visit["photos"][0]["fix"],
    }[where]
    at[name] = 1
    error = attempt(lambda: read_draft(orjson.dumps(visit), LIMITS))
    assert isinstance(error, InputError)
    assert error.values["path"] == f"{where}.{name}".lstrip(".")
