"""The bundle for people: one page, Chinese and below it English, without scripts or requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geo_app.domain.history import fold
from geo_app.domain.remark import Remark
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.content import Content
from geo_app.reports.bundle.rows import event_from
from geo_app.resources import resource
from geo_app.words import LANGUAGES, TABLE, say

TEMPLATE = "bundle.html"
_ZONE = ZoneInfo("Asia/Shanghai")
"""A document for people in China; each time shows its offset."""


def page(content: Content, shown: Collection[str], fingerprint: str) -> str:
    """The page.

    Args:
        content: What the bundle holds.
        shown: Names of the renditions that are in it.
        fingerprint: Of the key that signs it.
    """
    environment = Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(
        readings=[_reading(content, language) for language in LANGUAGES],
        title=say("bundle.title", {}),
        head=content.head,
        fingerprint=fingerprint,
        picture=partial(_picture, shown),
        original=layout.original,
        moment=_moment,
    )


def _reading(content: Content, language: str) -> dict[str, Any]:
    """The sites as one language tells them."""
    history = content.history

    def words(code: str, **values: object) -> str:
        return say(code, values, language)

    return {
        "language": "zh-CN" if language == "zh" else language,
        "say": words,
        "term": lambda group, code: _term(group, code, language),
        "sites": [_site(each, history, language) for each in content.sites],
    }


def _site(told: Mapping[str, Any], events: Collection[Mapping[str, Any]], language: str) -> Any:
    site = told["site"]
    subjects = {site["id"], told["problem"]["id"]}
    facts = fold(event_from(event) for event in events if event["subject_id"] == site["id"])
    forms = {form["id"]: form["content"] for form in told["forms"]}
    assessed = {each["photo"]: each for each in told["assessments"]}
    return {
        **told,
        "overridden": [remark.text(language) for remark in facts.overridden],
        "heard": _heard(told["complaints"], language),
        "history": [event for event in events if event["subject_id"] in subjects],
        "visits": [
            visit
            | {
                "answers": _answers(visit, forms.get(visit["form_id"]), language),
                "photos": [
                    photo | {"assessment": _assessment(assessed.get(photo["id"]), language)}
                    for photo in visit["photos"]
                ],
            }
            for visit in told["inspections"]
        ],
    }


def _heard(told: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    """What was complained of after the claim, in words."""
    if told is None:
        return None
    return {**told, "sentence": Remark.from_json(told["doubt"]).text(language)}


def _assessment(told: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    if told is None:
        return None
    checks = [
        check | {"sentence": say(check["code"], check["values"], language)}
        for check in told["checks"]
    ]
    return {**told, "checks": checks}


def _answers(
    visit: Mapping[str, Any], form: Mapping[str, Any] | None, language: str
) -> list[tuple[str, str]]:
    """Questions and answers in the words of the form that was answered."""
    fields = {each["name"]: each for each in form["fields"]} if form else {}
    return [
        (
            fields[name]["label"][language] if name in fields else name,
            _answer(fields.get(name, {}), value, language),
        )
        for name, value in visit["answers"].items()
    ]


def _answer(field: Mapping[str, Any], value: Any, language: str) -> str:
    if isinstance(value, bool):
        return say("bundle.yes" if value else "bundle.no", {}, language)
    if isinstance(value, list):
        return say("bundle.and", {}, language).join(
            _answer(field, each, language) for each in value
        )
    for option in field.get("options", ()):
        if option["value"] == value:
            return str(option["label"][language])
    levels = field.get("levels", ())
    if isinstance(value, int) and 0 <= value < len(levels):
        return f"{value} {levels[value][language]}"
    return f"{value} {field['unit']}" if field.get("unit") else str(value)


def _term(group: str, code: str | None, language: str) -> str:
    """The word for a code; a code that has none stands for itself."""
    key = f"{group}.{code}"
    return say(key, {}, language) if key in TABLE else str(code or "")


def _moment(value: str | None) -> str:
    if value is None:
        return ""
    at = datetime.fromisoformat(value).astimezone(_ZONE)
    return f"{at:%Y-%m-%d %H:%M} {at:%z}"


def _picture(shown: Collection[str], sha256: str, kind: str) -> str | None:
    name = layout.rendition(sha256, kind)
    return name if name in shown else None
