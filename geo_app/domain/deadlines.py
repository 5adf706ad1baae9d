"""What is left of a deadline: in working days for the kinds that are set so, else in days.

A deadline is a day that the office has fixed. It does not move over a holiday, so that what is
overdue is the same in every list, figure and map; what is counted so is how much is left of it, or
how long it has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo_app.domain import working_days
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.remark import Remark
from geo_app.errors import InputError

_OFF = "off"


def in_working_days(told: str) -> frozenset[DeadlineClass]:
    """The kinds of deadline that a setting names.

    Raises:
        InputError: One of them is none.
    """
    names = [each.strip() for each in told.split(",") if each.strip() not in ("", _OFF)]
    for name in names:
        if name not in set(DeadlineClass):
            raise InputError("deadline.no_class", value=name[:40], known=", ".join(DeadlineClass))
    return frozenset(map(DeadlineClass, names))


@dataclass(frozen=True, slots=True)
class Left:
    """How much is left of a deadline.

    Attributes:
        days: By the calendar; negative = it passed so long ago.
        working: Working days, the last day counted and today not; None = not counted so.
        uncovered: They would be, but the holidays of this year are not known.
    """

    days: int
    working: int | None = None
    uncovered: int | None = None

    @property
    def measure(self) -> int:
        """By what reminders go."""
        return self.days if self.working is None else self.working

    @property
    def remark(self) -> Remark:
        """The same as a sentence."""
        if self.uncovered is not None:
            values = {"left": Left(self.days).remark, "year": self.uncovered}
            return Remark("deadline.uncovered", values)
        if self.working is None:
            code = "late" if self.days < 0 else "left" if self.days else "today"
            return Remark(f"deadline.{code}", {"days": abs(self.days)})
        if not self.days:
            return Remark("deadline.today", {"days": 0})
        code = "late" if self.days < 0 else "left"
        if not self.working:
            return Remark(f"deadline.{code}_no_working", {"days": abs(self.days)})
        return Remark(f"deadline.{code}_working", {"days": abs(self.working)})


def left(deadline: date, today: date, kind: str | None, counted: frozenset[DeadlineClass]) -> Left:
    """What is left of a deadline.

    Args:
        deadline: The last day.
        today: The day in the office.
        kind: A ``DeadlineClass``; None where nobody has said it.
        counted: Kinds that are counted in working days.
    """
    days = (deadline - today).days
    if kind is None or kind not in counted:
        return Left(days)
    if (year := working_days.uncovered(today, deadline)) is not None:
        return Left(days, uncovered=year)
    return Left(days, working_days.between(today, deadline))
