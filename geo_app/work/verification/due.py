"""Which sites are to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain import rechecks
from geo_app.domain.history import fold
from geo_app.domain.rechecks import Recheck
from geo_app.domain.status import DONE_AS_CHECKED
from geo_app.store import histories
from geo_app.store.models import Site

_PART = 1_000


@dataclass(frozen=True, slots=True)
class DueSite:
    """A site whose day of looking again has come.

    Attributes:
        site: The row.
        rechecks: What is due, the longest overdue first.
    """

    site: Site
    rechecks: tuple[Recheck, ...]


def due_sites(session: Session, after_days: Iterable[int], today: date) -> tuple[DueSite, ...]:
    """Sites that are verified or closed and due for looking again, the longest overdue first.

    Args:
        session: Any transaction.
        after_days: Days after the closure on which to look again.
        today: The day in the office.
    """
    days = tuple(after_days)
    query = (
        select(Site)
        .where(Site.status.in_([status.value for status in DONE_AS_CHECKED]))
        .order_by(Site.id)
        .execution_options(yield_per=_PART)
    )
    found = []
    for sites in session.scalars(query).partitions(_PART):
        told = histories.folded(session, Site.__tablename__, [site.id for site in sites])
        for site in sites:
            due = rechecks.due(fold(told[site.id]), days, today)
            if due:
                found.append(DueSite(site, due))
    return tuple(sorted(found, key=lambda each: (each.rechecks[0].day, each.site.code)))
