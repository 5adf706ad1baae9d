"""Which sites are to be looked at again (回头看), and when.

Closing plans re-checks by the calendar alone: as long as nobody set or made one, the day of the
closure, which a closed site carries, says all. Only the others have their history read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, TextClause, func, select
from sqlalchemy.orm import Session

from geo_app.domain import rechecks
from geo_app.domain.history import StatusFacts, fold
from geo_app.domain.rechecks import Recheck
from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.store import histories
from geo_app.store.models import IS_CLOSED, IS_RECHECK, Event, Site

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class DueSite:
    """A site whose day of looking again has come, or comes soon.

    Attributes:
        site: The row.
        rechecks: What is planned up to the last day that was asked for, the earliest first.
    """

    site: Site
    rechecks: tuple[Recheck, ...]


@dataclass(frozen=True, slots=True)
class DueList:
    """What is to be looked at again.

    Attributes:
        sites: The longest overdue first; no more than were asked for.
        due: How many sites there are whose day has come.
        coming: How many more there are whose day comes up to the last day that was asked for.
    """

    sites: tuple[DueSite, ...]
    due: int
    coming: int


def due_list(
    session: Session,
    after_days: Iterable[int],
    today: date,
    *,
    ahead_days: int = 0,
    limit: int | None = None,
) -> DueList:
    """Sites that are verified or closed and to be looked at again, the longest overdue first.

    Args:
        session: Any transaction.
        after_days: Days after the closure on which to look again.
        today: The day in the office.
        ahead_days: So many days ahead are looked at too.
        limit: Most sites that are listed; None = all. They are counted all the same.
    """
    days = tuple(sorted(after_days))
    until = today + timedelta(days=ahead_days)
    watched = sorted(_watched(session, days, until))
    planned = _Planned(session, days)
    listed = sorted([*watched, *planned.first(until, limit)])[:limit]
    of_calendar, of_calendar_due = planned.count(today, until)
    due = of_calendar_due + sum(each.day <= today for each in watched)
    return DueList(
        sites=tuple(_with_rows(session, listed)),
        due=due,
        coming=of_calendar + len(watched) - due,
    )


class _Found(NamedTuple):
    """A site that is found; by its day, then by its code."""

    day: date
    code: str
    id: str
    rechecks: tuple[Recheck, ...]


def _of_watched() -> Select[str]:
    """Ids of sites for which somebody set or made a re-check."""
    return select(Event.subject_id).where(IS_RECHECK, Event.subject_kind == Site.__tablename__)


def _watched(session: Session, days: tuple[int, ...], until: date) -> Iterator[_Found]:
    query = (
        select(Site.id, Site.code)
        # few are watched: from these to their sites, not from all that are done
        .where(func.coalesce(Site.status, "").in_([status.value for status in DONE_AS_CHECKED]))
        .where(Site.id.in_(_of_watched()))
    )
    left = iter(session.execute(query).all())
    while part := list(islice(left, _CHUNK)):
        told = histories.folded(session, Site.__tablename__, [site.id for site in part])
        for site in part:
            if found := rechecks.due(fold(told[site.id]), days, until):
                yield _Found(found[0].day, site.code, site.id, found)


class _Planned:
    """Closed sites for which nobody set or made a re-check: their day of closure says all."""

    def __init__(self, session: Session, days: tuple[int, ...]) -> None:
        self._session = session
        self._days = days

    def count(self, today: date, until: date) -> tuple[int, int]:
        """How many of them have something planned up to the last day, and how many up to today."""
        if not self._days:
            return 0, 0
        is_due = Site.status_on <= self._closing_day(today)
        query = select(func.count(), func.count().filter(is_due)).select_from(Site)
        total, due = self._session.execute(query.where(*self._closed_by(until))).one()
        return total, due

    def first(self, until: date, limit: int | None) -> Iterator[_Found]:
        """The first of them."""
        if not self._days:
            return
        query = (
            select(Site.id, Site.code, Site.status_on)
            .where(*self._closed_by(until))
            .order_by(Site.status_on, Site.code)
            .limit(limit)
        )
        for site_id, code, closed_on in self._session.execute(query):
            facts = StatusFacts(status=Status.CLOSED, closed_on=closed_on)
            found = rechecks.due(facts, self._days, until)
            yield _Found(found[0].day, code, site_id, found)

    def _closed_by(self, until: date) -> tuple[TextClause | ColumnElement[bool], ...]:
        last = self._closing_day(until)
        return IS_CLOSED, Site.status_on <= last, Site.id.not_in(_of_watched())

    def _closing_day(self, day: date) -> date:
        """What was closed by then is to be looked at by a day."""
        return day - timedelta(days=self._days[0])


def _with_rows(session: Session, found: list[_Found]) -> Iterator[DueSite]:
    left = iter(found)
    while part := list(islice(left, _CHUNK)):
        query = select(Site).where(Site.id.in_([each.id for each in part]))
        rows = {site.id: site for site in session.scalars(query)}
        for each in part:
            yield DueSite(rows[each.id], each.rechecks)
