"""Which sites of a tile answer a filter by status and overdue: today, or on an earlier day.

That is judged here and not by the database: a tile has few sites, and an index of all sites by
status would be a detour. Of an earlier day the history tells; place, name and category are those
of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain.history import StatusFacts, day_of, fold
from geo_app.domain.status import Dated, is_overdue
from geo_app.store import histories
from geo_app.store.models import Site
from geo_app.work.site_filter import SiteFilter

Row = Any


def now(rows: Iterable[Row], where: SiteFilter, today: date) -> list[Row]:
    """Rows of sites that answer the filter.

    Args:
        rows: With at least ``status`` and ``deadline``.
        where: Statuses and overdue.
        today: The day that overdue is asked for.
    """
    if not where.statuses and where.overdue is None:
        return list(rows)
    return [row for row in rows if _answers(row, where, today)]


def then(session: Session, rows: Sequence[Row], where: SiteFilter, day: date) -> list[Row]:
    """As ``now`` for an earlier day; the rows come back with status and deadline of that day.

    A site of which nothing was known by then is left out. A verdict is not told: it is about the
    newest photos.

    Args:
        session: A session.
        rows: With at least ``id``, ``status`` and ``deadline``.
        where: Statuses and overdue, of that day.
        day: The last day that counts.
    """
    known = _facts(session, [row.id for row in rows], day)
    return [
        _as_of(row, facts)
        for row in rows
        if (facts := known.get(row.id)) and _answers(facts, where, day)
    ]


def _answers(facts: Dated, where: SiteFilter, day: date) -> bool:
    if where.statuses and facts.status not in where.statuses:
        return False
    return where.overdue is None or is_overdue(facts, day) is where.overdue


def _as_of(row: Row, facts: StatusFacts) -> Row:
    values = {**row._asdict(), "status": facts.status.value, "deadline": facts.deadline}
    if "verdict" in values:
        values["verdict"] = None
    if "overridden" in values:
        values["overridden"] = facts.overridden or None
    return tuple(values.values())


def _facts(session: Session, ids: Sequence[str], day: date) -> dict[str, StatusFacts]:
    told = histories.folded(session, Site.__tablename__, ids)
    by_then = {
        site_id: [event for event in history if day_of(event) <= day]
        for site_id, history in told.items()
    }
    return {site_id: fold(history) for site_id, history in by_then.items() if history}
