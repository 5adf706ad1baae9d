"""Changes of the ledger before they are made, and those that were: what was written, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from geo_app.domain.actor import Actor, Right
from geo_app.domain.particulars import CHANGES, Field, accepted
from geo_app.domain.status import EventKind
from geo_app.errors import ForbiddenError
from geo_app.settings import LedgerLimits
from geo_app.store.models import Event
from geo_app.work.ledger_lines import Line
from geo_app.work.particulars import Edit, longest, may_amend


@dataclass(frozen=True, slots=True)
class Change:
    """A field that shall say something else.

    Attributes:
        edit: What is asked for, with its cell.
        about: The line.
    """

    edit: Edit
    about: Line


@dataclass(frozen=True, slots=True)
class Written:
    """A field that was made to say something else.

    Attributes:
        at: When.
        by: Name of who wrote it.
        name: The field.
        before: What stood there; empty text = nothing, or nobody knows.
        after: What stands there since.
        source: Name of the file that it came in, if it came in one.
    """

    at: datetime
    by: str | None
    name: Field
    before: str
    after: str
    source: str | None


def change(actor: Actor, line: Line, name: Field, text: str, limits: LedgerLimits) -> Change | None:
    """The change by which a field says a text; None where it says so already.

    Args:
        actor: Who would make it.
        line: The problem or site.
        name: The field.
        text: What shall stand there.
        limits: Lengths.

    Raises:
        ForbiddenError: The actor may not amend the ledger, or not a problem as a whole.
        InputError: The text cannot stand there.
    """
    actor.must(Right.LEDGER)
    if not may_amend(actor, line.row):
        raise ForbiddenError("ledger.whole_problem")
    before = line.texts[name]
    after = accepted(name, before, text, longest(name, limits))
    return None if after == before else Change(Edit(line.row.id, name, before, after), line)


def story(events: Iterable[Event]) -> list[Written]:
    """What was written in the ledger about a problem or site, the newest first.

    Args:
        events: Its history, in the order of recording.
    """
    told: list[Written] = []
    deadline = ""
    for event in events:
        source = event.data.get("source")
        if event.kind == EventKind.DEADLINE_SET:
            before, deadline = deadline, str(event.data["deadline"])
            told.append(
                Written(event.at, event.actor_name, Field.DEADLINE, before, deadline, source)
            )
        elif event.kind == EventKind.AMENDED:
            told += (
                Written(event.at, event.actor_name, Field(name), before, after, source)
                for name, (before, after) in event.data[CHANGES].items()
            )
    return told[::-1]
