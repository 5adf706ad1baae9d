"""Notices: keep one with its problems and drafts of places, list them, or only look."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain import ids
from geo_app.domain.actor import Actor
from geo_app.domain.notice import NoticeDraft, PlaceDraft, ProblemDraft, Quote
from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError, NotFoundError
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Notice, Place, Problem, Site
from geo_app.work import positions, told
from geo_app.work.particulars import unit_said
from geo_app.work.placing import place as locate_draft
from geo_app.work.preview import facts, preview, remarks

__all__ = ["NoticeSummary", "add", "get", "listing", "preview"]

DRAFT, CONFIRMED, UNLOCATED, MERGED = "draft", "confirmed", "unlocated", "merged"
"""States of a place under review."""


@dataclass(frozen=True, slots=True)
class NoticeSummary:
    """One line of the list of notices.

    Attributes:
        id: Of the notice.
        title: Its title, or the name of its file.
        issued_on: Date under the signature.
        problems: Numbered items.
        places: Places that are not merged into another.
        confirmed: Places that became located sites.
        open_drafts: Places that wait for a person.
        doubts: Remarks on notice, problems and places.
        has_text: The text itself is here; else only an imported file of its sites.
    """

    id: str
    title: str
    issued_on: date | None
    problems: int
    places: int
    confirmed: int
    open_drafts: int
    doubts: int
    has_text: bool


def add(
    session: Session,
    actor: Actor,
    draft: NoticeDraft,
    *,
    source_name: str | None,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
    origin: Mapping[str, Any] = MappingProxyType({}),
) -> Notice:
    """Keep a notice that was read: problems with their history, places with computed locations.

    The same text again gives the rows that are there. A notice that so far was known only from a
    file of its sites gets its text, its drafts, and keeps its sites.

    Args:
        session: A write transaction.
        actor: Who reads it in.
        draft: What was read.
        source_name: Of its file.
        gazetteer: Where known things are.
        districts: Areas.
        settings: Of the installation.
        origin: What more its first event says of where it came from.

    Raises:
        InputError: The text holds characters that no database keeps.
    """
    sha256 = _sha256(draft.text, source_name)
    notice = session.get(Notice, ids.of_notice(sha256))
    if notice is not None and notice.text is not None:
        return notice
    if notice is None:
        notice = Notice(id=ids.of_notice(sha256), sha256=sha256, created_at=datetime.now(UTC))
        session.add(notice)
    notice.text = draft.text
    notice.title = draft.title.text if draft.title else notice.title
    notice.issuer = draft.issuer.text if draft.issuer else notice.issuer
    notice.issued_on = draft.issued_on or notice.issued_on
    notice.source_name = source_name
    notice.doubts = remarks(draft.doubts)
    session.flush()
    log.append(
        session,
        actor,
        EventKind.READ,
        "notice",
        notice.id,
        draft.issued_on,
        {**origin, "sha256": sha256, "source": source_name, "problems": len(draft.problems)},
    )
    for item in draft.problems:
        problem = _keep_problem(session, notice, item)
        told.tell_problem(session, actor, problem, draft, item)
        for ordinal, place in enumerate(item.places, start=1):
            _keep_place(session, problem, ordinal, place, gazetteer, districts, settings)
    session.flush()
    return notice


def _sha256(text: str, source_name: str | None) -> str:
    # NUL cannot be kept by PostgreSQL, half a surrogate pair by neither
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        encoded = b"\0"
    if b"\0" in encoded:
        raise InputError("job.unusable_text", file=source_name or "")
    return hashlib.sha256(encoded).hexdigest()


def _keep_problem(session: Session, notice: Notice, item: ProblemDraft) -> Problem:
    key = ids.of_problem(notice.sha256, item.number)
    problem = session.get(Problem, key)
    if problem is None:
        problem = Problem(id=key, notice_id=notice.id, number=item.number, status=Status.OPEN)
        session.add(problem)
    problem.category = item.category
    problem.status_word = item.status_word.text if item.status_word else None
    problem.finding = item.finding.text
    problem.reply = item.reply.text if item.reply else None
    problem.spans = {
        name: _span(quote)
        for name, quote in (
            ("label", item.label),
            ("whole", item.whole),
            ("finding", item.finding),
            ("reply", item.reply),
            ("status_word", item.status_word),
        )
    }
    problem.facts = facts(item)
    problem.doubts = remarks(item.doubts)
    problem.responsible_unit = unit_said(session, key) or _responsible(item)
    session.flush()
    return problem


def _responsible(item: ProblemDraft) -> str | None:
    """Who acts for a problem as a whole; a unit that is told of one place of several does not."""
    alone = len(item.places) < 2
    units = {claim.unit for claim in item.claims if claim.unit and (alone or claim.place is None)}
    return units.pop() if len(units) == 1 else None


def _span(quote: Quote | None) -> list[int] | None:
    return [quote.start, quote.end] if quote else None


def _keep_place(
    session: Session,
    problem: Problem,
    ordinal: int,
    draft: PlaceDraft,
    gazetteer: Gazetteer,
    districts: Districts,
    settings: Settings,
) -> None:
    placed = locate_draft(draft, gazetteer, districts, settings.vague)
    sha256 = problem.notice.sha256
    site = session.get(Site, ids.of_site(sha256, problem.number, ordinal))
    # a site that came with a file has not been looked at beside the text yet
    confirmed = site is not None and site.position_layer == positions.CONFIRMED
    place = Place(
        id=ids.of_place(sha256, problem.number, ordinal),
        problem=problem,
        ordinal=ordinal,
        text=draft.quote.text,
        start=draft.quote.start,
        end=draft.quote.end,
        aliases=[{"start": q.start, "end": q.end, "text": q.text} for q in draft.aliases],
        phrase=draft.phrase.to_json() if draft.phrase else None,
        name=draft.name,
        category=draft.category,
        claimed_status=draft.status,
        district_code=placed.area.code,
        district=placed.area.name,
        district_named=placed.area.named,
        accounting_unit=placed.area.accounting_unit,
        responsible_unit=draft.responsible_unit,
        doubts=remarks(placed.doubts),
        state=CONFIRMED if confirmed else DRAFT,
        merged_into=None,
        location=positions.feature_of(placed.location) if placed.location else None,
        unresolved=remarks(placed.unresolved) or None,
        site_id=site.id if site else None,
    )
    session.add(place)


def get(session: Session, notice_id: str) -> Notice:
    """A notice with its problems.

    Raises:
        NotFoundError: There is no such notice.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFoundError("job.no_notice", id=notice_id)
    return notice


def listing(session: Session) -> list[NoticeSummary]:
    """All notices, newest first."""
    notices = session.scalars(select(Notice)).all()
    counted = select(Problem.notice_id, func.count()).group_by(Problem.notice_id)
    problems = {row[0]: row[1] for row in session.execute(counted)}
    doubts = {notice.id: len(notice.doubts) for notice in notices}
    for notice_id, remarks_ in session.execute(select(Problem.notice_id, Problem.doubts)):
        doubts[notice_id] += len(remarks_)
    states: dict[str, dict[str, int]] = {notice.id: {} for notice in notices}
    query = select(Problem.notice_id, Place.state, Place.doubts, Place.location).join(Place.problem)
    for notice_id, state, remarks_, location in session.execute(query):
        states[notice_id][state] = states[notice_id].get(state, 0) + 1
        doubts[notice_id] += len(remarks_)
        doubts[notice_id] += len(location["properties"]["doubts"]) if location else 0
    lines = [
        NoticeSummary(
            notice.id,
            notice.title or notice.source_name or notice.sha256[:12],
            notice.issued_on,
            problems.get(notice.id, 0),
            sum(n for state, n in states[notice.id].items() if state != MERGED),
            states[notice.id].get(CONFIRMED, 0),
            states[notice.id].get(DRAFT, 0),
            doubts[notice.id],
            notice.text is not None,
        )
        for notice in notices
    ]
    return sorted(lines, key=lambda line: (line.issued_on or date.min, line.id), reverse=True)
