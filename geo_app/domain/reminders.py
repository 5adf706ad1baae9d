"""Reminders: who is told of which day, and when. Inbox, calendar and messages ask here.

A claim ends no reminder: it hands it over. Before it the responsible unit is reminded of doing;
after it, those who verify are reminded of looking, and the clock runs on. What was disputed or
handed over waits for a decision. The office hears of everything in its area, a leader of what has
passed its day. Nobody hears of a site that he may not see: whoever asks brings sites that the
person sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.deadlines import Left
from geo_app.domain.persona import same_unit
from geo_app.domain.status import Status

OVERDUE = -1
"""Stage of what has passed its day."""


class Duty(StrEnum):
    """What is to be done by a day."""

    DO = "do"
    """Put it right, and say so."""
    CHECK = "check"
    """Look whether a claim is true."""
    SETTLE = "settle"
    """Decide on what was disputed or handed over."""
    RECHECK = "recheck"
    """Look again after the closure."""


DUTIES: Mapping[Status, Duty] = MappingProxyType(
    {
        Status.OPEN: Duty.DO,
        Status.IN_WORK: Duty.DO,
        Status.RELAPSED: Duty.DO,
        Status.CLAIMED: Duty.CHECK,
        Status.DISPUTED: Duty.SETTLE,
        Status.TRANSFERRED: Duty.SETTLE,
    }
)
"""What a deadline asks for, by status; where it is verified or closed it asks for nothing."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What a role is reminded of.

    Attributes:
        duties: Of these only.
        own_unit: Only where the person's unit is the responsible one; False = only where it is
            not; None = either way.
        overdue_only: Only once the day has passed.
    """

    duties: frozenset[Duty] = frozenset(Duty)
    own_unit: bool | None = None
    overdue_only: bool = False


AUDIENCES: Mapping[Role, Audience] = MappingProxyType(
    {
        Role.RESPONSIBLE: Audience(frozenset({Duty.DO}), own_unit=True),
        # four eyes: who belongs to the responsible unit may not answer its claim
        Role.VERIFIER: Audience(frozenset({Duty.CHECK, Duty.SETTLE, Duty.RECHECK}), own_unit=False),
        Role.CLERK: Audience(),
        Role.LEADER: Audience(overdue_only=True),
    }
)
"""Who is reminded; a role without a row is not."""


def audience(actor: Actor) -> Audience | None:
    """What a person is reminded of; None = of nothing."""
    found = AUDIENCES.get(actor.role)
    if found is None or not actor.may(Right.VIEW) or (found.own_unit and not actor.unit):
        return None
    return found


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be done by a day.

    Attributes:
        subject_kind: Table of what it is about: a problem or a site.
        subject_id: Its id.
        name: What a person calls it.
        code: Its code or number.
        duty: What is to be done.
        day: The last day.
        stage: Days before it of which this one is; ``OVERDUE`` once it has passed.
        left: Days that are left; negative = it passed so long ago.
        status: Where the rectification stands.
        status_on: Since when, if known.
        unit: The responsible one, if known.
        district: Where it is, if known.
        counted: What is left as people are told it; None = ``left`` days.
    """

    subject_kind: str
    subject_id: str
    name: str
    code: str
    duty: Duty
    day: date
    stage: int
    left: int
    status: Status
    status_on: date | None = None
    unit: str | None = None
    district: str | None = None
    counted: Left | None = None

    @property
    def key(self) -> str:
        """The same for the same reminder: what is read or sent once is known by it.

        A new claim or a relapse asks anew, a moved day too; a report that work goes on does not.
        """
        anew = self.status in (Status.CLAIMED, Status.RELAPSED)
        since = f"{self.status_on or '-'}" if anew else "-"
        return f"{self.subject_id}/{self.duty}/{since}/{self.day}/{self.stage}"


def stage(left: int, days: Iterable[int], measure: int | None = None) -> int | None:
    """Which reminder is due when so many days are left; None = none yet.

    A day on which nobody was told is made up for: with 9 days left it is the one of 10.

    Args:
        left: Days up to the last one; 0 = it is today.
        days: Days before, on which to remind.
        measure: The same in working days, where the days before are meant so.
    """
    if left < 0:
        return OVERDUE
    near = left if measure is None else measure
    return min((each for each in days if near <= each), default=None)


def concerns(told: Audience, actor: Actor, reminder: Reminder) -> bool:
    """Whether somebody is to hear of a reminder about what he may see.

    Args:
        told: As ``audience`` says of the person.
        actor: The person.
        reminder: About a site or problem that the person sees.
    """
    if reminder.duty not in told.duties or (told.overdue_only and reminder.stage != OVERDUE):
        return False
    return told.own_unit is None or told.own_unit == same_unit(actor.unit, reminder.unit)
