"""What a document tells becomes events: found, then what is claimed, each with its own day.

A notice speaks about a problem as a whole (the status word) and about parts of it (claims). A
part that says something else than the whole is noted and decides nothing; a part that is about
one place decides about the site of that place only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.history import UNKNOWN_DAY
from geo_app.domain.notice import NoticeDraft, ProblemDraft
from geo_app.domain.status import REPORTED, EventKind, Status
from geo_app.store.models import Place, Problem, Site
from geo_app.work import events


def tell_problem(
    session: Session, actor: Actor, problem: Problem, draft: NoticeDraft, item: ProblemDraft
) -> None:
    """Write the history of a problem as its notice tells it."""
    claims: list[dict[str, Any]] = problem.facts["claims"]
    days = [claim.as_of for claim in item.claims if claim.as_of]
    found_on = item.found_on or min(
        [*days, *([draft.issued_on] if draft.issued_on else [])], default=None
    )
    source = _source(problem)
    events.tell(session, actor, problem, EventKind.FOUND, found_on, source)
    whole = [claim for claim in claims if claim["place"] is None]
    _tell_reports(session, actor, problem, Status(item.status), whole, draft.issued_on, source)
    events.refresh(session, problem)


def tell_site(session: Session, actor: Actor, site: Site, place: Place) -> None:
    """Write the history of a new site: as its problem was found, and what is claimed for it."""
    problem = place.problem
    source = {**_source(problem), "place": place.id}
    found_on = next(
        (e.as_of for e in events.history(session, problem) if e.kind == EventKind.FOUND), None
    )
    events.tell(session, actor, site, EventKind.FOUND, found_on, source)
    own = [c for c in problem.facts["claims"] if c["place"] == place.ordinal - 1]
    status = Status(place.claimed_status)
    _tell_reports(session, actor, site, status, own, problem.notice.issued_on, source)
    events.refresh(session, site)


def _source(problem: Problem) -> dict[str, Any]:
    """Where it is told; of a ledger of another office also in which rows of which file."""
    source: dict[str, Any] = {"notice": problem.notice_id, "number": problem.number}
    if rows := problem.facts.get("rows"):
        source |= {"file": problem.notice.source_name, "rows": rows}
    return source


def _tell_reports(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    status: Status,
    claims: Iterable[dict[str, Any]],
    issued_on: date | None,
    source: dict[str, Any],
) -> None:
    kind = REPORTED.get(status)
    told: set[date | None] = set()
    for day, group in _by_day(claims, issued_on):
        agreeing = [claim for claim in group if claim["status"] == status]
        if agreeing and kind is not None:
            told.add(day)
            _tell(session, actor, row, kind, day, agreeing, source)
        others = [claim for claim in group if claim["status"] != status]
        if others:
            _tell(session, actor, row, EventKind.NOTED, day, others, source)
    # the status word of a problem speaks on the day of the notice, whatever its parts say; a site
    # has no word of its own, so it speaks only where no claim names the site, and the row of a
    # ledger says all of it at once, with its own day
    has_word = isinstance(row, Problem) and not row.facts.get("rows")
    if kind is not None and (issued_on not in told if has_word else not told):
        _tell(session, actor, row, kind, issued_on, [], source)


def _by_day(
    claims: Iterable[dict[str, Any]], issued_on: date | None
) -> Iterator[tuple[date | None, list[dict[str, Any]]]]:
    groups: dict[date | None, list[dict[str, Any]]] = {}
    for claim in claims:
        day = date.fromisoformat(claim["as_of"]) if claim["as_of"] else issued_on
        groups.setdefault(day, []).append(claim)
    yield from groups.items()


def _tell(
    session: Session,
    actor: Actor,
    row: Problem | Site,
    kind: EventKind,
    day: date | None,
    claims: list[dict[str, Any]],
    source: dict[str, Any],
) -> None:
    data = {**source, "claims": [_reference(claim) for claim in claims]}
    if day is None:
        data["as_of_precision"] = UNKNOWN_DAY
    elif claims:
        data["as_of_precision"] = claims[0]["as_of_precision"]
    events.tell(session, actor, row, kind, day, data)


def _reference(claim: dict[str, Any]) -> dict[str, Any]:
    """Where the notice says it, not what: events are exported, sentences of a notice are not."""
    return {name: claim[name] for name in ("start", "end", "status", "unit")}
