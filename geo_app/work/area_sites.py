"""The sites behind the figures of an area, the most urgent first; never more than are shown.

What nobody has verified is read from an index in the order in which it falls due.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.store import counts, scope
from geo_app.store.models import DUE, UNCHECKED, Problem, Site
from geo_app.store.tiling import SITE
from geo_app.work.course import State
from geo_app.work.standing import ELSEWHERE, By, Past, key_of

FEW = 1_000
"""So many sites of an area are read and put in order; of more the index reads the first."""


def names(session: Session, codes: Iterable[str]) -> Mapping[str, str]:
    """Names of districts without an outline, as their sites have them; one look at each."""
    wanted = tuple(sorted(codes))
    return counts.remembered(
        session.connection(), ("names", wanted), lambda each: _names(each, wanted)
    )


def _names(connection: Connection, codes: Iterable[str]) -> Mapping[str, str]:
    found = {}
    for code in codes:
        query = select(SITE.c.district).where(SITE.c.district_code == code).limit(1)
        name = connection.scalar(query)
        if name:
            found[code] = str(name)
    return MappingProxyType(found)


def urgent(session: Session, limit: int) -> tuple[Site, ...]:
    """The most urgent sites that nobody has verified: the longest overdue first, then who is next.

    Where too few have a deadline, those that came back fill up.
    """
    # in the order of their index, which is read no further than needed
    waiting = select(SITE.c.id).where(UNCHECKED, *_seen(session)).order_by(*_IN_ORDER)
    dated = waiting.where(SITE.c.deadline.is_not(None))
    undated = waiting.where(SITE.c.deadline.is_(None), SITE.c.status == Status.RELAPSED.value)
    found: list[str] = []
    for query in (dated, undated):
        if len(found) < limit:
            found += session.connection().scalars(query.limit(limit - len(found)))
    return of_ids(session, found)


def of_area(session: Session, key: str, by: By, total: int, limit: int) -> tuple[Site, ...]:
    """Sites of an area, what is not verified first, and of that what falls due first.

    Args:
        session: Any transaction.
        key: Of the area, as ``work.standing`` names it.
        by: How the city is cut up.
        total: How many sites the area has: that decides how they are found.
        limit: Most sites to give.
    """
    if total <= FEW:
        columns = Site.id, Site.status, Site.deadline, Site.code
        rows = session.execute(select(*columns).where(_lies_in(Site, key, by))).all()
        first = heapq.nsmallest(limit, rows, key=lambda row: (*_urgency(row), row.code))
        return of_ids(session, [row.id for row in first])
    waiting = select(SITE.c.id).where(UNCHECKED, _lies_in(SITE.c, key, by))
    found: list[str] = []
    for condition in (SITE.c.deadline.is_not(None), SITE.c.deadline.is_(None)):
        if len(found) < limit:
            query = waiting.where(condition, *_seen(session)).order_by(*_IN_ORDER)
            found += session.connection().scalars(query.limit(limit - len(found)))
    return of_ids(session, found)


def urgent_then(session: Session, past: Past, limit: int) -> tuple[Site, ...]:
    """As ``urgent`` for an earlier day."""
    waiting = (each for each in past.states if each.status not in DONE_AS_CHECKED)
    told = [each for each in waiting if each.deadline or each.status is Status.RELAPSED]
    return _first(session, told, limit)


def of_area_then(session: Session, key: str, by: By, past: Past, limit: int) -> tuple[Site, ...]:
    """As ``of_area`` for an earlier day."""
    found = [each for each in past.states if key_of(each.part, by) == key]
    return _first(session, found, limit)


def _first(session: Session, found: Iterable[State], limit: int) -> tuple[Site, ...]:
    first = heapq.nsmallest(limit, found, key=lambda each: (*_urgency(each), each.site_id))
    return of_ids(session, [each.site_id for each in first])


_IN_ORDER = tuple(SITE.c[name] for name in DUE)


def of_ids(session: Session, ids: Sequence[str]) -> tuple[Site, ...]:
    """Sites in this order; what the session may not see is left out."""
    query = select(Site).where(Site.id.in_(ids))
    query = query.options(joinedload(Site.problem).joinedload(Problem.notice))
    rows = {site.id: site for site in session.scalars(query)}
    return tuple(rows[each] for each in ids if each in rows)


def _urgency(site: Any) -> tuple[Any, ...]:
    # a number stands in for a day that is not set: it comes after all that are
    due = site.deadline.toordinal() if site.deadline else float("inf")
    return Status(site.status) in DONE_AS_CHECKED, due, str(site.status)


def _lies_in(site: Any, key: str, by: By) -> ColumnElement[bool]:
    code, unit = site.district_code, site.accounting_unit
    # a unit that is written down though it is the district itself is no other one
    own: ColumnElement[bool] = or_(unit.is_(None), unit == "", unit == code)
    nowhere = or_(code.is_(None), code == "")
    if by is By.DISTRICT:
        return nowhere if key == ELSEWHERE else code == key
    if key == ELSEWHERE:
        return and_(nowhere, own)
    return or_(and_(code == key, own), and_(unit == key, or_(code.is_(None), code != key)))


def _seen(session: Session) -> list[ColumnElement[bool]]:
    areas = scope.areas_of(session)
    return (
        [or_(SITE.c.district_code.in_(areas), SITE.c.accounting_unit.in_(areas))] if areas else []
    )
