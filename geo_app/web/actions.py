"""What can be done about a site by who looks at it, as plain values for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_app.domain.procedure import Step
from geo_app.settings import Verification
from geo_app.web.language import date_words, remark_text, word
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


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that was not taken.

    Attributes:
        step: Which one.
        message: Why not, in the language of the request.
        told: What was typed, by field.
    """

    step: Step
    message: str
    told: Mapping[str, Any]


def actions(
    standing: Standing, limits: Verification, refused: Refused | None = None
) -> dict[str, Any]:
    """Steps, what each still needs, and the days that matter.

    Args:
        standing: Where the site stands for the person at the screen.
        limits: Lengths of what is written.
        refused: A step that this person has just tried in vain.
    """
    offered = [_step(each) for each in standing.options if each.possible or each.override]
    return {
        "offered": offered,
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
        "refused": refused,
        "most": limits.reason_characters,
        "least": limits.override_characters,
    }


def _step(option: Option) -> dict[str, Any]:
    """An offered step; one that only a leader may take asks for the reason of the exception."""
    return {
        "code": option.step.value,
        "word": word(option.step.value, "step"),
        "fields": ("override",) if option.override else FIELDS[option.step],
        "override": option.override,
        "reason_needed": option.reason,
    }


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
