"""Sites: find them by map square, status, area and words; one with its whole story; counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from geo_app.domain import deadlines
from geo_app.domain.deadlines import Left
from geo_app.domain.history import StatusFacts, fold
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.remark import Remark
from geo_app.domain.status import DONE_AS_CHECKED, Status, is_overdue
from geo_app.errors import NotFoundError
from geo_app.store import counts as kept
from geo_app.store import histories
from geo_app.store.models import Event, Notice, Position, Problem, Site
from geo_app.store.particulars import deadline_kinds
from geo_app.store.tiling import STANDINGS
from geo_app.work import events, search, word_search
from geo_app.work.positions import LAYERS
from geo_app.work.site_filter import SiteFilter


@dataclass(frozen=True, slots=True)
class SitePage:
    """What was found.

    Attributes:
        sites: At most ``limit`` rows, with problem and notice loaded.
        shown: How many those are.
        total: How many there are.
    """

    sites: tuple[Site, ...]
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """A site with its story.

    Attributes:
        site: The row.
        problem: Its problem: finding and reply.
        notice: The source of both.
        layers: The latest position of each layer, in the order phrase, computed, confirmed.
        positions: All positions since the site was confirmed, oldest first.
        events: All events, oldest first.
        facts: The fold over them: status, days, ``reasons``, ``ignored``.
        reasons: Why the status is what it is.
        doubts: What should be confirmed.
    """

    site: Site
    problem: Problem
    notice: Notice
    layers: dict[str, Position]
    positions: tuple[Position, ...]
    events: tuple[Event, ...]
    facts: StatusFacts
    reasons: tuple[Remark, ...]
    doubts: tuple[Remark, ...]


def find(session: Session, where: SiteFilter, limit: int, *, today: date | None = None) -> SitePage:
    """Sites that answer a filter, ordered by notice, problem and ordinal.

    Args:
        session: A session.
        where: The filter.
        limit: Most rows to give.
        today: The day that overdue is asked for; needed with ``where.overdue``.

    Raises:
        UsageError: The words hold NUL or are too long.
        ValueError: ``overdue`` is asked without a day.
    """
    if where.words and where.bbox is None:
        found = word_search.matching(session, where, today)
        if found:
            first = [word_search.among(found.first(limit))]
            return _page(session, first, limit, found.total)
    asked = word_search.conditions(session, where, today)
    if where.bbox is not None:
        asked.append(search.touches(session, where.bbox))
    total = session.scalar(select(func.count()).select_from(Site).where(*asked)) or 0
    return _page(session, asked, limit, total)


def _page(session: Session, asked: list[ColumnElement[bool]], limit: int, total: int) -> SitePage:
    query = _ordered(select(Site).where(*asked)).limit(limit)
    sites = tuple(session.scalars(query)) if limit > 0 else ()
    return SitePage(sites, len(sites), total)


def _ordered(query: Select[Site]) -> Select[Site]:
    return (
        query.join(Site.problem)
        .join(Problem.notice)
        .options(joinedload(Site.problem).joinedload(Problem.notice))
        .order_by(Notice.issued_on.desc(), Notice.sha256, Problem.number, Site.ordinal, Site.code)
    )


def every(session: Session) -> list[Site]:
    """All sites with problem and notice, in the order of ``find``."""
    return list(session.scalars(_ordered(select(Site))))


def get(session: Session, site_id: str) -> SiteSheet:
    """A site with its problem, positions, history and the reasons of its status.

    Raises:
        NotFoundError: There is no such site.
    """
    site = session.get(Site, site_id)
    if site is None:
        raise NotFoundError("job.no_site", id=site_id)
    positions = tuple(histories.positions(session, site.id, since=site.created_at))
    latest = {position.layer: position for position in positions}
    history = events.history(session, site)
    facts = fold(history)
    return SiteSheet(
        site=site,
        problem=site.problem,
        notice=site.problem.notice,
        layers={layer: latest[layer] for layer in LAYERS if layer in latest},
        positions=positions,
        events=tuple(history),
        facts=facts,
        reasons=facts.reasons,
        doubts=tuple(Remark.from_json(doubt) for doubt in site.doubts),
    )


def geometry_of(row: Site | Position | None) -> dict[str, Any] | None:
    """The geometry of a site or position as a GeoJSON object."""
    if row is None or row.geometry is None:
        return None
    geometry: dict[str, Any] = orjson.loads(row.geometry)
    return geometry


def feature(site: Site, today: date | None) -> dict[str, Any]:
    """A site as a GeoJSON Feature; its properties are those of docs/data.md.

    Args:
        site: With its problem and notice.
        today: Day that ``overdue`` is about; None is for a file, which must be the same
            tomorrow: without ``overdue`` and ``updated_at``, with the reading of the phrase.
    """
    notice = site.problem.notice
    properties: dict[str, Any] = {
        "code": site.code,
        "name": site.name,
        "category": site.category,
        "notice": notice.title,
        "notice_sha256": notice.sha256,
        "problem_number": site.problem.number,
        "place_text": site.place_text,
        "status": site.status,
        "status_on": _iso(site.status_on),
        "claimed_on": _iso(site.claimed_on),
        "verified_on": _iso(site.verified_on),
        "deadline": _iso(site.deadline),
        "district_code": site.district_code,
        "district": site.district,
        "accounting_unit": site.accounting_unit,
        "responsible_unit": site.responsible_unit,
        "located": site.located,
        "radius_m": site.radius_m,
        "lon": site.lon,
        "lat": site.lat,
        "position_layer": site.position_layer,
        "position_source": site.position_source,
        "schematic": site.schematic,
        "doubts": site.doubts,
        "overridden": site.overridden,
    }
    if today is None:
        properties["phrase"] = site.phrase
    else:
        properties["overdue"] = is_overdue(site, today)
        properties["updated_at"] = site.updated_at.isoformat(timespec="seconds")
    return {
        "type": "Feature",
        "id": site.id,
        "geometry": geometry_of(site),
        "properties": properties,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def counts(session: Session) -> dict[str, int]:
    """Sites by status, also the unlocated; every status is there."""
    if kept.basis(session):
        return dict(zip(STANDINGS, kept.total(session).standing, strict=True))
    # a database of an earlier program, in which nobody has written yet
    query = select(Site.status, func.count()).group_by(Site.status)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {status: found.get(status, 0) for status in STANDINGS}


def left(
    session: Session, site: Site, today: date, in_working_days: frozenset[DeadlineClass]
) -> Left | None:
    """How much is left of the deadline of a site; None = it has none, or is verified.

    Args:
        session: Any transaction.
        site: The row.
        today: The day in the office.
        in_working_days: Kinds of deadline that are counted so.
    """
    if site.deadline is None or Status(site.status) in DONE_AS_CHECKED:
        return None
    kind = deadline_kinds(session, [site.id]).get(site.id)
    return deadlines.left(site.deadline, today, kind, in_working_days)
