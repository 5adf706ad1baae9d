"""What happens to problems and sites: append to the history, fold it, keep the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor, Right
from geo_app.domain.history import EventLike, StatusFacts, fold
from geo_app.domain.procedure import RULES, foreign_site
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from geo_app.store import histories, log
from geo_app.store.models import Event, Problem, Site

_NEEDS: Mapping[EventKind, Right] = MappingProxyType(
    {
        EventKind.IN_WORK: Right.REPORT,
        EventKind.DEADLINE_SET: Right.LEDGER,
        EventKind.NOTED: Right.INSPECT,
    }
)
BY_HAND = frozenset(_NEEDS)
"""Kinds that a person records as they are; the others come from jobs with rules of their own."""

_WITHOUT_DAY = frozenset({EventKind.DEADLINE_SET, EventKind.NOTED})
_OF_PROCEDURE = frozenset(rule.kind for rule in RULES.values())
_EASTERNMOST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class _Proposed:
    """An event that is tried on a history before it is written."""

    kind: str
    as_of: date | None
    data: Mapping[str, Any]
    id: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


def record(
    session: Session,
    actor: Actor,
    subject_id: str,
    kind: EventKind | str,
    as_of: date | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Record what a person says about a site or problem: in work, a deadline, a note.

    Claims and answers to them are not recorded here but by ``work.verification``.

    Args:
        session: A write transaction.
        actor: Who records it.
        subject_id: Id of a site or of a problem.
        kind: One of ``BY_HAND``.
        as_of: The day that it is about; needed for all but notes and deadlines.
        data: What more is to be said: ``note``, ``deadline``.

    Raises:
        NotFoundError: There is no such site or problem.
        InputError: The kind is not for this, or the day or the deadline is missing or impossible.
        ForbiddenError: The actor has no right to it, or the site is another unit's.
        ConflictError: The history does not allow it.
    """
    row = subject(session, subject_id)
    given = dict(data or {})
    kind = _checked_kind(kind)
    _check_day(kind, as_of)
    actor.must(_NEEDS[kind])
    if kind is EventKind.DEADLINE_SET:
        if not may_amend(actor, row):
            raise ForbiddenError("ledger.whole_problem")
        given["deadline"] = _checked_deadline(given.get("deadline"))
    elif kind is EventKind.IN_WORK:
        foreign = foreign_site(actor, row.responsible_unit)
        if foreign is not None:
            raise ForbiddenError(foreign.code, **foreign.values)
    return add(session, actor, row, kind, as_of, given)


def may_amend(actor: Actor, row: Problem | Site) -> bool:
    """Whether this one: a problem belongs to all its districts, not to who sees one of them."""
    return actor.may(Right.LEDGER) and not (actor.areas and isinstance(row, Problem))


def add(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    kind: EventKind,
    as_of: date | None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append what somebody did, if the history allows it, and fold again; asks for no right.

    The unit and role of who acts are kept with it, as they were said at the time.

    Raises:
        ConflictError: The event would change nothing; says why.
    """
    given = {"unit": actor.unit, "role": actor.role.value, **(data or {})}
    unfit = misfit(history(session, row), kind, as_of, given)
    if unfit is not None:
        raise ConflictError(unfit.code, **unfit.values)
    event = log.append(session, actor, kind, kind_of(row), row.id, as_of, given)
    refresh(session, row)
    return event


def misfit(
    told: Iterable[EventLike],
    kind: EventKind,
    as_of: date | None,
    data: Mapping[str, Any] | None = None,
) -> Remark | None:
    """Why an event would change nothing if it came now; None where it fits."""
    proposed = _Proposed(kind.value, as_of, data or {})
    return fold([*told, proposed]).ignored.get(proposed.id)


def _checked_kind(kind: EventKind | str) -> EventKind:
    try:
        checked = EventKind(kind)
    except ValueError:
        raise InputError("job.not_recordable", kind=kind) from None
    if checked in _OF_PROCEDURE:
        raise InputError("verification.by_procedure", event=f"@event.{checked}")
    if checked not in BY_HAND:
        raise InputError("job.not_recordable", kind=f"@event.{checked}")
    return checked


def _check_day(kind: EventKind, as_of: date | None) -> None:
    if as_of is None:
        if kind not in _WITHOUT_DAY:
            raise InputError("job.day_needed")
    elif as_of > (datetime.now(UTC) + _EASTERNMOST).date():
        raise InputError("job.day_in_future", day=as_of.isoformat())


def _checked_deadline(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise InputError("job.bad_deadline", value=value) from None


def subject(session: Session, subject_id: str) -> Problem | Site:
    """The site or the problem of this id.

    Raises:
        NotFoundError: There is neither.
    """
    row = session.get(Site, subject_id) or session.get(Problem, subject_id)
    if row is None:
        raise NotFoundError("job.no_site", id=subject_id)
    return row


def kind_of(row: Problem | Site) -> str:
    """Name of the kind of subject, as events carry it."""
    return row.__tablename__


def history(session: Session, row: Problem | Site) -> list[Event]:
    """All events of a subject in the order in which they were recorded."""
    return histories.history(session, kind_of(row), row.id)


def tell(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    kind: EventKind,
    as_of: date | None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Append what a document says; the same kind and day said again is the same event.

    The caller refreshes the row when all is told.
    """
    event_id = ids.of_event(row.id, kind, as_of)
    return log.append(session, actor, kind, kind_of(row), row.id, as_of, data, event_id=event_id)


def refresh(session: Session, row: Problem | Site) -> StatusFacts:
    """Fold the history again and keep the answer in the row, in the same transaction."""
    facts = fold(history(session, row))
    row.status = facts.status.value
    row.status_on = facts.status_on
    row.claimed_on = facts.claimed_on
    row.verified_on = facts.verified_on
    row.deadline = facts.deadline
    if isinstance(row, Site):
        row.overridden = [reason.to_json() for reason in facts.overridden] or None
    session.flush()
    return facts
