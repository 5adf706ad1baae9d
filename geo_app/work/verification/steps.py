"""Any step with what was said for it: the one road of page, interface and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.procedure import Step
from geo_app.errors import InputError
from geo_app.store.models import Event
from geo_app.work.desk import Desk
from geo_app.work.shape import DAY, TEXT, check, day, listed, members, or_null, reader
from geo_app.work.verification import answers, reports

_MOST_PHOTOS = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says with a step; each step takes what it needs of it.

    Attributes:
        reason: Why.
        note: What more there is to say.
        override: Why to accept although evidence is missing.
        to: To whom it is handed over.
        on: Since when it is said to be done.
        day: The day of a re-check.
        photos: Ids of photos that show what is claimed.
        holds: What a re-check has shown: still in order; None = not said.
    """

    reason: str = ""
    note: str = ""
    override: str = ""
    to: str = ""
    on: date | None = None
    day: date | None = None
    photos: tuple[str, ...] = ()
    holds: bool | None = None

    @classmethod
    def read(cls, told: Mapping[str, object]) -> Said:
        """What a form or a JSON body says; an empty text says nothing.

        Raises:
            InputError: A member is unknown or of the wrong kind; names it.
        """
        # an unknown member is refused, however little it says
        given: dict[str, Any] = {
            name: value for name, value in told.items() if value != "" or name not in _KNOWN
        }
        check(_SHAPE, given)
        texts = {name: given.get(name) or "" for name in _TEXTS}
        return cls(
            **texts,
            on=_day(given.get("on")),
            day=_day(given.get("day")),
            photos=tuple(given.get("photos") or ()),
            holds=_HOLDS[given.get("holds")],
        )


_TEXTS = ("reason", "note", "override", "to")
_HOLDS = {None: None, "yes": True, "no": False, True: True, False: False}
SAID = members(
    {
        **dict.fromkeys(_TEXTS, or_null(TEXT)),
        **dict.fromkeys(("on", "day"), or_null(DAY)),
        "photos": or_null(listed(TEXT, maxItems=_MOST_PHOTOS)),
        "holds": {"enum": list(_HOLDS)},
    }
)
"""The shape of what is said with a step, in JSON."""
_SHAPE = reader(SAID)
_KNOWN = frozenset(SAID["properties"])


def take(
    session: Session, actor: Actor, site_id: str, step: Step, said: Said, desk: Desk, today: date
) -> Event:
    """Take a step.

    Args:
        session: A write transaction.
        actor: Who takes it.
        site_id: Id or code of the site.
        step: Which.
        said: What is said with it.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.

    Raises:
        NotFoundError: There is no such site.
        ForbiddenError: The rights or the four eyes do not allow it.
        ConflictError: It is not the time for it, or evidence is missing.
        InputError: Something that the step needs is missing or malformed.
    """
    return _ROADS[step](session, actor, site_id, said, desk, today)


_Road = Callable[[Session, Actor, str, Said, Desk, date], Event]


def _reasoned(job: Callable[[Session, Actor, str, Desk, date, str], Event]) -> _Road:
    return lambda session, actor, site_id, said, desk, today: job(
        session, actor, site_id, desk, today, said.reason
    )


def _claim(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    return reports.claim(
        s, actor, site_id, desk, today, on=said.on, photos=said.photos, note=said.note
    )


def _transfer(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    return reports.transfer(s, actor, site_id, desk, today, said.to, said.reason)


def _accept(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    return answers.accept(s, actor, site_id, desk, today, note=said.note, override=said.override)


def _publish(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    return answers.publish(s, actor, site_id, desk, today, note=said.note)


def _close(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    return answers.close(s, actor, site_id, desk, today, note=said.note)


def _set_recheck(
    s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date
) -> Event:
    if said.day is None:
        raise InputError("verification.bad_day", value="—")
    return answers.set_recheck(s, actor, site_id, desk, today, said.day, said.reason)


def _recheck(s: Session, actor: Actor, site_id: str, said: Said, desk: Desk, today: date) -> Event:
    if said.holds is None:
        raise InputError("verification.outcome_unsaid")
    return answers.recheck(
        s, actor, site_id, desk, today, holds=said.holds, reason=said.reason or said.note
    )


_ROADS: Mapping[Step, _Road] = MappingProxyType(
    {
        Step.CLAIM: _claim,
        Step.DISPUTE: _reasoned(reports.dispute),
        Step.TRANSFER: _transfer,
        Step.ACCEPT: _accept,
        Step.REFUSE: _reasoned(answers.refuse),
        Step.REVISIT: _reasoned(answers.ask_revisit),
        Step.PUBLISH: _publish,
        Step.CLOSE: _close,
        Step.SET_RECHECK: _set_recheck,
        Step.RECHECK: _recheck,
        Step.REOPEN: _reasoned(answers.reopen),
    }
)


def _day(value: str | None) -> date | None:
    return None if value is None else day(value)
