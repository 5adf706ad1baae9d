"""Status: what the history says, never typed in. The only file that spells status strings.

``domain.history`` folds events to a status, ``domain.status_words`` reads the words of a notice.
``overdue`` and ``unlocated`` are computed beside the status, not part of it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """Where the rectification of a problem or site stands."""

    OPEN = "open"
    IN_WORK = "in_work"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    CLOSED = "closed"
    RELAPSED = "relapsed"
    DISPUTED = "disputed"
    TRANSFERRED = "transferred"


class EventKind(StrEnum):
    """What can happen to a problem or site, and to a notice or an anchor."""

    FOUND = "found"
    IN_WORK = "in_work"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    TRANSFERRED = "transferred"
    REVISIT_ASKED = "revisit_asked"
    INSPECTED = "inspected"
    VERIFIED = "verified"
    REFUSED = "refused"
    PUBLISHED = "published"
    CLOSED = "closed"
    RECHECK_SET = "recheck_set"
    RECHECKED = "rechecked"
    REOPENED = "reopened"
    LOCATED = "located"
    DEADLINE_SET = "deadline_set"
    NOTED = "noted"
    AMENDED = "amended"
    # housekeeping of notices, places, anchors and units: never touches a status
    READ = "read"
    IMPORTED = "imported"
    UNLOCATED = "unlocated"
    MOVED = "moved"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    CORRECTED = "corrected"
    REMOVED = "removed"
    RENAMED = "renamed"
    # what everybody may see
    SHOWN = "shown"
    HIDDEN = "hidden"
    # random re-checks
    DRAW_ANNOUNCED = "draw_announced"
    DRAWN = "drawn"
    ASSIGNED = "assigned"


DONE_AS_TOLD = frozenset({Status.CLAIMED, Status.VERIFIED, Status.CLOSED})
"""Statuses that count as claimed: the reply says it is done."""

DONE_AS_CHECKED = frozenset({Status.VERIFIED, Status.CLOSED})
"""Statuses that count as verified: somebody else has looked."""

REPORTED = {
    Status.IN_WORK: EventKind.IN_WORK,
    Status.CLAIMED: EventKind.CLAIMED,
    Status.DISPUTED: EventKind.DISPUTED,
    Status.TRANSFERRED: EventKind.TRANSFERRED,
}
"""What a notice can report about a problem, as the event that records it."""


class Dated(Protocol):
    """What carries a status and a deadline: the facts of a fold, or a row that keeps them."""

    @property
    def status(self) -> str:
        """A ``Status``."""

    @property
    def deadline(self) -> date | None:
        """Last day, if one was set."""


def is_overdue(facts: Dated, today: date) -> bool:
    """The deadline has passed and nobody has verified; a claim does not stop the clock."""
    return (
        facts.deadline is not None
        and facts.deadline < today
        and Status(facts.status) not in DONE_AS_CHECKED
    )
