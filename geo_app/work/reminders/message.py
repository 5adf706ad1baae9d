"""What a message says: plain text in the language of the installation, without any markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo_app.domain.deadlines import Left
from geo_app.domain.reminders import OVERDUE, Reminder
from geo_app.store.models import Site
from geo_app.words import say, term


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent.

    Attributes:
        subject: One line.
        lines: The rest; where there is little room the ones before ``tail`` are left out.
        tail: How many of the last lines always stay.
    """

    subject: str
    lines: tuple[str, ...]
    tail: int

    @property
    def text(self) -> str:
        """All lines after the subject."""
        return "\n".join(self.lines)


def name_of(each: Reminder, language: str) -> str:
    """What a reminder is about: the name of a site, or number and words of a problem."""
    if each.subject_kind == Site.__tablename__:
        return each.name
    return say("reminder.problem", {"number": each.code, "name": each.name}, language)


def waits(each: Reminder, language: str) -> str:
    """How long there is, or was."""
    return (each.counted or Left(each.left)).remark.text(language)


def compose(
    name: str | None,
    found: Sequence[Reminder],
    today: date,
    language: str,
    *,
    told: int,
    address: str,
) -> Message:
    """A message about some reminders.

    Args:
        name: Whom it is to; None = a group.
        found: At least one.
        today: The day in the office.
        language: ``zh`` or ``en``.
        told: Most that are named one by one.
        address: Of the installation, for links; empty = none.
    """
    overdue = sum(each.stage == OVERDUE for each in found)
    counted = {"overdue": overdue, "coming": len(found) - overdue}
    # what comes can still be met, and what passed last is news
    order = sorted(found, key=lambda each: (abs(each.left), each.day, each.code))
    lines = [_line(each, language, address) for each in order[:told]]
    tail = []
    if len(found) > told:
        tail.append(say("reminder.more", {"count": len(found) - told}, language))
    tail.append(say("reminder.claim_is_no_fact", {}, language))
    if address:
        tail.append(say("reminder.inbox", {"url": f"{address}/inbox"}, language))
    whom = name or say("reminder.group", {}, language)
    head = say("reminder.head", {"name": clean(whom), "day": today.isoformat()}, language)
    subject = say("reminder.subject", counted, language)
    return Message(subject, (head, "", *lines, "", *tail), len(tail))


def _line(each: Reminder, language: str, address: str) -> str:
    parts = [
        f"{each.day.isoformat()} {waits(each, language)}",
        clean(name_of(each, language)),
        term("duty", each.duty, language),
    ]
    if each.unit:
        parts.append(say("reminder.unit", {"unit": clean(each.unit)}, language))
    if address and each.subject_kind == Site.__tablename__:
        parts.append(f"{address}/sites/{each.subject_id}")
    return "· " + " · ".join(parts)


def clean(words: str) -> str:
    """One line, without signs that turn the direction of others or hide something."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(shown.split())
