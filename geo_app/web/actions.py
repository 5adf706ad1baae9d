"""What can be done about a site by who looks at it, as plain values for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from geo_app.domain.procedure import Step
from geo_app.errors import GeoAppError
from geo_app.settings import Verification
from geo_app.web.language import date_words, language, remark_text, word
from geo_app.web.translate import _
from geo_app.work.verification import Option, Standing

FIELDS: dict[Step, tuple[str, ...]] = {
    Step.CLAIM: ("on", "photos", "note"),
    Step.DISPUTE: ("reason",),
    Step.TRANSFER: ("to", "reason"),
    Step.ACCEPT: ("note",),
    Step.REFUSE: ("reason",),
    Step.REVISIT: ("reason",),
    Step.PUBLISH: ("note",),
    Step.CLOSE: ("note",),
    Step.SET_RECHECK: ("day", "reason"),
    Step.RECHECK: ("holds", "reason"),
    Step.REOPEN: ("reason",),
}
"""What the form of a step asks for, as ``work.verification.Said`` names it."""


TEXTS = ("override", "reason", "note", "to")
"""Fields of a step that somebody writes in words."""

ABOUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "verification.no_reason": ("reason",),
        "verification.short_reason": ("override",),
        "verification.long_reason": ("override", "reason", "note"),
        "verification.missing": ("override",),
        "verification.no_receiver": ("to",),
        "verification.foreign_photo": ("photos",),
        "verification.outcome_unsaid": ("holds",),
        **dict.fromkeys(("verification.bad_day", "job.day_in_future"), ("on", "day")),
        "verification.claim_outdated": ("on",),
        "verification.past_day": ("day",),
    }
)
"""Field that a refusal is about, by its code: the first of these that the step asks for."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A form of a step that was not taken.

    Attributes:
        step: Which.
        error: Why not.
        given: What was typed, by field.
        photos: Ids of the photos that were ticked.
    """

    step: Step
    error: GeoAppError
    given: Mapping[str, str]
    photos: tuple[str, ...] = ()


def actions(
    standing: Standing, limits: Verification, refused: Refused | None = None
) -> dict[str, Any]:
    """Steps, what each still needs, and the days that matter.

    Args:
        standing: Where the site stands for the person at the screen.
        limits: Lengths of what is written.
        refused: The form that this page answers to: its step keeps what was typed.
    """
    offered = [_step(each, refused) for each in standing.options if each.possible or each.override]
    return {
        "offered": offered,
        "refused": _without_form(refused, offered) if refused else None,
        "barred": [
            {
                "word": word(each.step.value, "step"),
                "why": [remark_text(reason) for reason in each.why],
            }
            for each in standing.options
            if not each.possible and not each.override
        ],
        "missing": [remark_text(each) for each in standing.missing] if standing.claim else [],
        "overridden": [remark_text(each) for each in standing.facts.overridden],
        "days": _days(standing),
        "most": limits.reason_characters,
        "least": limits.override_characters,
    }


def _step(option: Option, refused: Refused | None) -> dict[str, Any]:
    """An offered step; one that only a leader may take asks for the reason of the exception."""
    fields = ("override",) if option.override else FIELDS[option.step]
    here = refused if refused and refused.step is option.step else None
    return {
        "code": option.step.value,
        "word": word(option.step.value, "step"),
        "fields": fields,
        "override": option.override,
        "reason_needed": option.reason,
        "given": here.given if here else {},
        "photos": here.photos if here else (),
        "fault": _fault(here, fields) if here else None,
    }


def _fault(refused: Refused, fields: tuple[str, ...]) -> dict[str, Any]:
    """Why it was refused, the field that this is about, and texts that no field takes."""
    told_of = str(refused.error.values.get("path", "")).partition("[")[0]
    about = (told_of, *ABOUT.get(refused.error.code, ()))
    return {
        "sentence": refused.error.text(language()),
        "field": next((name for name in about if name in fields), None),
        "texts": [
            text
            for name, text in refused.given.items()
            if name in TEXTS and name not in fields and text.strip()
        ],
    }


def _without_form(refused: Refused, offered: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A refusal whose step is not offered (any more): what was typed is there to be copied."""
    if any(each["code"] == refused.step.value for each in offered):
        return None
    return {"word": word(refused.step.value, "step"), **_fault(refused, ())}


def _days(standing: Standing) -> list[str]:
    """What is waited for, and what is due."""
    facts = standing.facts
    sentences = []
    if facts.revisit_asked_on:
        sentences.append(
            _("%(day)s 要求复查，等待新的现场检查", day=date_words(facts.revisit_asked_on))
        )
    if standing.closable_on and not facts.closed_on:
        sentences.append(_("公示期满、可以销号：%(day)s 起", day=date_words(standing.closable_on)))
    for each in standing.rechecks:
        values = {"day": date_words(each.day), "reason": remark_text(each.reason)}
        late = each in standing.due
        sentences.append(
            _("回头看已到期：%(day)s，%(reason)s", **values)
            if late
            else _("回头看：%(day)s，%(reason)s", **values)
        )
    return sentences
