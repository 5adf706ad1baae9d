"""Taking over a ledger of another office's making: a look at all of it, then all of it or nothing.

Its rows become a notice with drafts of places; what it says is done becomes claims that name file
and row. Nothing of it becomes a verification.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.notice import ProblemDraft
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, InputError, TooLargeError
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.notice.ledger.above import above
from geo_app.notice.ledger.draft import Entry, Told, tell
from geo_app.notice.ledger.layout import Layout, require_finding
from geo_app.notice.ledger.rows import BadCell, Row, read_rows
from geo_app.settings import Settings
from geo_app.store.models import Event, Notice, Problem
from geo_app.work import notices
from geo_app.work.particulars import Edit, amend, written
from geo_app.work.preview import preview as sheet_of

FILE_SHA256 = "file_sha256"
"""Member of the first event of such a notice: by it the same file is known again."""

_BATCH = 300


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier import of the very same file."""

    notice_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A problem of the file that is here already; its rows are left out."""

    rows: tuple[int, ...]
    problem_id: str
    notice: str
    number: int


@dataclass(frozen=True, slots=True)
class Look:
    """What would be made of a file; nothing is done yet.

    Attributes:
        layout: How it is read.
        as_of: The day that it speaks of; None where nobody knows.
        told: Its problems as a notice.
        sheet: The same with every place located (``work.preview``).
        rows: Rows with a finding.
        bad: Cells that cannot be taken over.
        skipped: Rows that tell of no problem.
        known: Problems that are here already.
        before: The same file was taken over before.
        sha256: Of the file.
    """

    layout: Layout
    as_of: date | None
    told: Told
    sheet: dict[str, Any]
    rows: int
    bad: tuple[BadCell, ...]
    skipped: tuple[int, ...]
    known: tuple[Known, ...]
    before: Before | None
    sha256: str

    @property
    def claims(self) -> int:
        """Problems that the file says are done."""
        return sum(each.status == Status.CLAIMED for each in self.told.draft.problems)

    @property
    def places(self) -> list[dict[str, Any]]:
        """All places, as ``sheet`` has them."""
        return [place for problem in self.sheet["problems"] for place in problem["places"]]


def look(
    session: Session,
    actor: Actor,
    data: bytes,
    layout: Layout,
    *,
    as_of: date | None,
    today: date,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
) -> Look:
    """What would be made of a file.

    Args:
        session: Any transaction.
        actor: Who would take it over.
        data: The file.
        layout: How it is read.
        as_of: The day that it speaks of, as a person says; None = as the file says.
        today: No day of what was done lies after it.
        gazetteer: Where known things are.
        districts: Areas.
        settings: Of the installation.

    Raises:
        ForbiddenError: The actor may not read notices in, or not amend the ledger.
        InputError: No column holds the finding, or no row does; the day lies after today.
        TooLargeError: More rows than are taken at once.
    """
    _must(actor)
    require_finding(layout)
    limits, source = settings.ledger, layout.source
    if as_of is not None and as_of > today:
        raise InputError("job.day_in_future", day=as_of.isoformat())
    read = read_rows(source.sheet, layout.head, layout.mapped, limits, today)
    if not read.rows and not read.bad:
        raise InputError("adoption.no_rows", file=source.name)
    if len(read.rows) > limits.foreign_rows:
        raise TooLargeError(
            "adoption.many_rows", file=source.name, count=len(read.rows), limit=limits.foreign_rows
        )
    top = above(source.sheet, layout.head)
    told_day = top.as_of if top.as_of and top.as_of <= today else None
    day = as_of or told_day
    told = tell(source, top, read.rows, day)
    known = tuple(_known(session, told))
    if known:
        left_out = {row for each in known for row in each.rows}
        told = tell(source, top, _without(read.rows, left_out), day)
    sha256 = hashlib.sha256(data).hexdigest()
    return Look(
        layout=layout,
        as_of=day,
        told=told,
        sheet=sheet_of(told.draft, gazetteer, districts, settings),
        rows=len(read.rows),
        bad=tuple(read.bad),
        skipped=tuple(read.skipped),
        known=known,
        before=_before(session, sha256),
        sha256=sha256,
    )


def require_clean(found: Look) -> None:
    """Pass silently where all of a file can be taken over.

    Raises:
        InputError: A cell cannot; names the first.
        ConflictError: The file was taken over before.
    """
    if found.before is not None:
        day = found.before.at.date().isoformat()
        raise ConflictError(
            "adoption.again", file=found.layout.source.name, day=day, name=found.before.by
        )
    if found.bad:
        first = found.bad[0]
        raise InputError(
            "adoption.refused", count=len(found.bad), cell=first.cell, reason=first.reason
        )
    if not found.told.entries:
        raise InputError("adoption.no_rows", file=found.layout.source.name)


def adopt(
    session: Session,
    actor: Actor,
    found: Look,
    *,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
) -> Notice:
    """Make all of what was looked at, or nothing; the caller's transaction ends with it.

    Args:
        session: A write transaction; the look was taken in it.
        actor: Who takes the file over.
        found: The look.
        gazetteer: Where known things are.
        districts: Areas.
        settings: Of the installation.

    Raises:
        ForbiddenError: The actor may not read notices in, or not amend the ledger.
        InputError: A cell cannot be taken over.
        ConflictError: The file was taken over before.
    """
    _must(actor)
    require_clean(found)
    source = found.layout.source
    notice = notices.add(
        session,
        actor,
        found.told.draft,
        source_name=source.name,
        gazetteer=gazetteer,
        districts=districts,
        settings=settings,
        origin={
            FILE_SHA256: found.sha256,
            "sheet": source.title,
            "columns": {
                title: meaning.value if meaning else None
                for title, meaning in found.layout.meanings.items()
            },
        },
    )
    problems = {problem.number: problem for problem in notice.problems}
    for entry in found.told.entries:
        where = f"{source.name} {source.where(entry.rows[0])}"
        edits = list(_edits(problems[entry.number], entry, where))
        amend(session, actor, edits, settings.ledger, source=where)
    return notice


def _must(actor: Actor) -> None:
    actor.must(Right.NOTICES)
    actor.must(Right.LEDGER)


def _edits(problem: Problem, entry: Entry, where: str) -> Iterable[Edit]:
    here = written(problem, None)
    for name, text in entry.fields.items():
        yield Edit(problem.id, name, here[name], text, where)


def _before(session: Session, sha256: str) -> Before | None:
    query = select(Event).where(Event.subject_kind == "notice", Event.kind == EventKind.READ.value)
    for event in session.scalars(query.order_by(Event.seq)):
        if event.data.get(FILE_SHA256) == sha256:
            return Before(event.subject_id, event.actor_name, event.at)
    return None


def _known(session: Session, told: Told) -> Iterable[Known]:
    """Problems that are here in the same words, with the same places."""
    drafts = list(zip(told.draft.problems, told.entries, strict=True))
    for first in range(0, len(drafts), _BATCH):
        group = drafts[first : first + _BATCH]
        here = _of_findings(session, {draft.finding.text for draft, _ in group})
        for draft, entry in group:
            same = next((each for each in here if _is_same(each, draft)), None)
            if same is not None:
                title = same.notice.title or same.notice.source_name or same.notice.sha256[:12]
                yield Known(entry.rows, same.id, title, same.number)


def _of_findings(session: Session, findings: Collection[str]) -> list[Problem]:
    query = select(Problem).where(Problem.finding.in_(findings)).order_by(Problem.id)
    return list(session.scalars(query))


def _is_same(here: Problem, draft: ProblemDraft) -> bool:
    ours = sorted(place.text for place in here.places)
    theirs = sorted(place.quote.text for place in draft.places)
    return here.finding == draft.finding.text and ours == theirs


def _without(rows: Iterable[Row], left_out: Collection[int]) -> list[Row]:
    return [row for row in rows if row.number not in left_out]
