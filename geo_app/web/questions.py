"""A form as a page asks it, what came back, and answers in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from geo_app.domain.field import Field, FieldKind, Label
from geo_app.domain.form import Form
from geo_app.errors import InputError
from geo_app.web.language import date_words, language
from geo_app.web.translate import _

PREFIX = "answer."
"""Before the name of a field in the names of the page's controls."""

YES, NO = "yes", "no"
_LONGEST_TEXT = 500

Given = MultiDict[str, str]


def words_of(label: Label) -> str:
    """A label in the language of the request."""
    return label.zh if language() == "zh" else label.en


def questions(form: Form, given: Given, faults: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of a form as plain values for the page.

    Args:
        form: What is asked.
        given: What was filled in before, by name of control; empty at first.
        faults: What is wrong with it, by name of field.
    """
    return [
        {
            "name": each.name,
            "kind": each.kind.value,
            "label": words_of(each.label),
            "hint": words_of(each.hint) if each.hint else None,
            "required": each.required,
            "unit": each.unit,
            "range": _range(each),
            "most": int(each.maximum or _LONGEST_TEXT),
            "options": _options(each),
            "chosen": given.getlist(PREFIX + each.name),
            "text": given.get(PREFIX + each.name, ""),
            "error": faults.get(each.name),
            "when": _when(each),
            "condition": _condition_words(form, each),
        }
        for each in form.fields
    ]


def _options(asked: Field) -> list[dict[str, str]]:
    match asked.kind:
        case FieldKind.YES_NO:
            return [{"value": YES, "label": _("是")}, {"value": NO, "label": _("否")}]
        case FieldKind.LEVEL:
            return [
                {"value": str(step), "label": f"{step} {words_of(label)}"}
                for step, label in enumerate(asked.levels)
            ]
        case _:
            return [{"value": o.value, "label": words_of(o.label)} for o in asked.options]


def _range(asked: Field) -> str | None:
    if asked.kind is not FieldKind.NUMBER:
        return None
    low, high = asked.minimum, asked.maximum
    if low is not None and high is not None:
        return _("%(low)s 到 %(high)s", low=_plain(low), high=_plain(high))
    if low is not None:
        return _("不小于 %(low)s", low=_plain(low))
    return _("不大于 %(high)s", high=_plain(high)) if high is not None else None


def _plain(number: float) -> str:
    return f"{number:.12g}"


def _when(asked: Field) -> dict[str, Any] | None:
    """The condition of a field in the values of the page's controls."""
    if asked.shown_when is None:
        return None
    return {
        "field": asked.shown_when.field,
        "values": [_control(value) for value in asked.shown_when.values],
    }


def _control(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def _condition_words(form: Form, asked: Field) -> str | None:
    """When a field is to be filled in, for a page without scripts."""
    if asked.shown_when is None:
        return None
    earlier = next(each for each in form.fields if each.name == asked.shown_when.field)
    values = _("、").join(answer_words(earlier, value) for value in asked.shown_when.values)
    return _("仅当「%(label)s」为%(values)s时填写", label=words_of(earlier.label), values=values)


def read_answers(form: Form, given: Given) -> tuple[dict[str, Any], dict[str, str]]:
    """What the page sent, as answers of the form, and what is wrong, by name of field.

    Each field is looked at, so that a person hears of everything at once. An answer to a question
    that is not asked is dropped: a page without scripts shows every question.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for each in form.fields:
        if not each.is_asked(answers):
            continue
        told = _told(each, given)
        if told is None:
            if each.required:
                faults[each.name] = _("请填写「%(label)s」", label=words_of(each.label))
            continue
        try:
            answers[each.name] = each.checked(told)
        except InputError as error:
            spoken = {**error.values, "label": words_of(each.label)}
            faults[each.name] = InputError(error.code, **spoken).text(language())
    return answers, faults


def _told(asked: Field, given: Given) -> object:
    """The text of a control as the value that the field takes; None where nothing was said."""
    texts = [text.strip() for text in given.getlist(PREFIX + asked.name) if text.strip()]
    if not texts:
        return None
    text = texts[0]
    match asked.kind:
        case FieldKind.SEVERAL:
            return texts
        case FieldKind.YES_NO:
            return {YES: True, NO: False}.get(text, text)
        case FieldKind.LEVEL:
            return int(text) if text.isascii() and text.isdigit() else text
        case FieldKind.NUMBER:
            return _number(text)
        case _:
            return text


def _number(text: str) -> object:
    try:
        number = float(text.replace("，", ".").replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def answers_in_words(form: Form, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Question and answer, in the order of the form; what was not answered is left out."""
    return [
        {"label": words_of(each.label), "words": answer_words(each, answers[each.name])}
        for each in form.fields
        if each.name in answers
    ]


def answer_words(asked: Field, value: Any) -> str:
    """One answer as a person says it."""
    match asked.kind:
        case FieldKind.CHOICE:
            return _option_words(asked, value)
        case FieldKind.SEVERAL:
            chosen = value if isinstance(value, list) else [value]
            return _("、").join(_option_words(asked, each) for each in chosen)
        case FieldKind.YES_NO:
            return _("是") if value else _("否")
        case FieldKind.NUMBER:
            return f"{_plain(value)} {asked.unit}" if asked.unit else _plain(value)
        case FieldKind.LEVEL:
            return f"{value} {words_of(asked.levels[value])}"
        case FieldKind.DAY:
            return date_words(value)
        case _:
            return str(value)


def _option_words(asked: Field, value: str) -> str:
    return next((words_of(o.label) for o in asked.options if o.value == value), value)
