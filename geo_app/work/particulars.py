"""Amending the ledger: units, deadlines, measures, notes; each change an event, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.particulars import CHANGES, RULES, Field, accepted
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, ForbiddenError
from geo_app.settings import LedgerLimits
from geo_app.store import head
from geo_app.store.models import Problem, Site
from geo_app.store.particulars import KEPT, Particulars
from geo_app.work import events


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that somebody asks for.

    Attributes:
        subject_id: Of a problem or site.
        name: The field.
        before: What stood there when it was written; empty text = nothing.
        after: What shall stand there.
        cell: Where it was written, for messages: an address in a sheet.
    """

    subject_id: str
    name: Field
    before: str
    after: str
    cell: str = "—"


def longest(name: Field, limits: LedgerLimits) -> int:
    """Most characters of a field."""
    return limits.text_characters if RULES[name].has_lines else limits.line_characters


def written(row: Problem | Site, kept: Particulars | None) -> dict[Field, str]:
    """What stands in the fields of a problem or site; empty text where nothing does.

    Args:
        row: The problem or site.
        kept: Its row of particulars, if it has one.
    """
    texts: dict[Field, str] = {name: getattr(kept, name, None) or "" for name in KEPT}
    texts[Field.RESPONSIBLE_UNIT] = row.responsible_unit or ""
    texts[Field.DEADLINE] = row.deadline.isoformat() if row.deadline else ""
    return texts


def unit_said(session: Session, subject_id: str) -> str | None:
    """The responsible unit that the office has named, if it has named one."""
    query = select(Particulars.responsible_unit).where(Particulars.subject_id == subject_id)
    return session.scalar(query)


def amend(
    session: Session,
    actor: Actor,
    edits: Iterable[Edit],
    limits: LedgerLimits,
    *,
    source: str | None = None,
) -> int:
    """Make changes; the caller's transaction ends with all of them or none.

    Args:
        session: A write transaction.
        actor: Who makes them.
        edits: What to change.
        limits: Lengths.
        source: Name of the file that they were written in.

    Returns:
        How many fields are other than before.

    Raises:
        ForbiddenError: The actor may not amend the ledger, or not a problem as a whole.
        NotFoundError: There is no such problem or site, or not for this person.
        InputError: A text cannot stand in its field.
        ConflictError: Something else stands there than when the change was written.
    """
    actor.must(Right.LEDGER)
    # other writers wait: what is read from here on is still so when it is written
    head.hold(session)
    ordered = sorted(edits, key=lambda edit: edit.subject_id)
    return sum(
        _amend_one(session, actor, subject_id, list(group), limits, source)
        for subject_id, group in groupby(ordered, key=lambda edit: edit.subject_id)
    )


def _amend_one(
    session: Session,
    actor: Actor,
    subject_id: str,
    edits: list[Edit],
    limits: LedgerLimits,
    source: str | None,
) -> int:
    row = events.subject(session, subject_id)
    if not events.may_amend(actor, row):
        raise ForbiddenError("ledger.whole_problem")
    kept = session.get(Particulars, subject_id)
    here = written(row, kept)
    changes: dict[Field, tuple[str, str]] = {}
    for edit in edits:
        now = here[edit.name]
        after = accepted(edit.name, now, edit.after, longest(edit.name, limits))
        if after == now:
            continue
        if edit.before != now or edit.name in changes:
            raise ConflictError(
                "ledger.conflict",
                cell=edit.cell,
                field=f"@ledger.{edit.name}",
                here=now or "—",
                before=edit.before or "—",
            )
        changes[edit.name] = (now, after)
    _write(session, actor, row, kept, changes, source)
    return len(changes)


def _write(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    kept: Particulars | None,
    changes: Mapping[Field, tuple[str, str]],
    source: str | None,
) -> None:
    told = {"source": source} if source else {}
    days = [after for name, (_, after) in changes.items() if name is Field.DEADLINE]
    for day in days:
        events.add(session, actor, row, EventKind.DEADLINE_SET, None, {"deadline": day, **told})
        if row.deadline != date.fromisoformat(day):  # a file told one for a later day
            raise ConflictError("ledger.deadline_overruled", subject=row.id, here=row.deadline)
    texts = {name: change for name, change in changes.items() if name is not Field.DEADLINE}
    if not texts:
        return
    if kept is None:
        kept = Particulars(subject_id=row.id, subject_kind=events.kind_of(row))
        session.add(kept)
    for name, (_, after) in texts.items():
        setattr(kept, name, after or None)
    if Field.RESPONSIBLE_UNIT in texts:
        row.responsible_unit = texts[Field.RESPONSIBLE_UNIT][1]
    changed = {name.value: list(change) for name, change in texts.items()}
    events.add(session, actor, row, EventKind.AMENDED, None, {CHANGES: changed, **told})
