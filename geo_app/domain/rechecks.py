"""Looking again after closure (回头看): when it is due.

Closing plans a re-check after each of some numbers of days; somebody may set further days, as after
heavy rain. A re-check that finds the place in order answers all that was planned up to its day; one
that does not reopens the site, and nothing of the plan is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from geo_app.domain.history import StatusFacts
from geo_app.domain.remark import Remark


@dataclass(frozen=True, slots=True)
class Recheck:
    """One time of looking again.

    Attributes:
        day: From this day on it is due.
        reason: Why then.
    """

    day: date
    reason: Remark


def outstanding(facts: StatusFacts, after_days: Iterable[int]) -> tuple[Recheck, ...]:
    """Re-checks that nobody has made yet, the earliest first.

    Args:
        facts: What the history says.
        after_days: Days after the closure on which to look again.
    """
    planned = {Recheck(each.day, _set(each.reason)) for each in facts.rechecks}
    if facts.closed_on is not None:
        planned |= {_after_closure(facts.closed_on, days) for days in after_days}
    held = max(facts.rechecked_on, default=date.min)
    left = (each for each in planned if each.day > held)
    return tuple(sorted(left, key=lambda each: (each.day, each.reason.text())))


def due(facts: StatusFacts, after_days: Iterable[int], today: date) -> tuple[Recheck, ...]:
    """Re-checks whose day has come and that nobody has made, the longest overdue first."""
    return tuple(each for each in outstanding(facts, after_days) if each.day <= today)


def _after_closure(closed_on: date, days: int) -> Recheck:
    reason = Remark("recheck.after_closure", {"days": days})
    return Recheck(closed_on + timedelta(days=days), reason)


def _set(reason: str) -> Remark:
    return Remark("recheck.set", {"reason": reason})
