"""Any step with what was said for it: the one road of page, interface and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.procedure import Step
from geo_app.errors import InputError
from geo_app.store.models import Event
from geo_app.work.desk import Desk
from geo_app.work.verification import answers, reports


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
        """What a form or a JSON object says: text, days as YYYY-MM-DD, ``holds`` as yes or no.

        Raises:
            InputError: A member is unknown or of the wrong kind; names it.
        """
        known = {each.name for each in fields(cls)}
        if unknown := sorted(set(told) - known):
            raise InputError("verification.unknown_member", member=unknown[0][:40])
        texts = {name: _text(told, name) for name in ("reason", "note", "override", "to")}
        return cls(
            **texts,
            on=_day(told, "on"),
            day=_day(told, "day"),
            photos=_ids(told.get("photos") or ()),
            holds=_flag(told.get("holds")),
        )


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


def _text(told: Mapping[str, object], name: str) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError("verification.bad_member", member=name)
    return value


def _day(told: Mapping[str, object], name: str) -> date | None:
    value = _text(told, name).strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise InputError("verification.bad_day", value=value[:40]) from None


def _ids(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else (None,)
    ids = tuple(each for each in listed if isinstance(each, str))
    if len(ids) != len(listed):
        raise InputError("verification.bad_member", member="photos")
    return ids


def _flag(value: object) -> bool | None:
    flags = {None: None, "": None, "yes": True, "no": False, True: True, False: False}
    if not isinstance(value, str | bool | None) or value not in flags:
        raise InputError("verification.bad_member", member="holds")
    return flags[value]
