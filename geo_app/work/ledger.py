"""The ledger: every problem, also those without a place; claimed and verified are two columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from geo_app.domain.status import DONE_AS_CHECKED, DONE_AS_TOLD, Status, is_overdue
from geo_app.store.models import Notice, Problem, Site


@dataclass(frozen=True, slots=True)
class Rates:
    """How many are done: as told, and as checked. Never one number.

    Attributes:
        claimed: Of ``total``, those that are claimed, verified or closed.
        verified: Of ``total``, those that are verified or closed.
        total: All.
        as_of: The latest day that a status is about; None where none has a day.
    """

    claimed: int
    verified: int
    total: int
    as_of: date | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A problem with its sites.

    Attributes:
        problem: The row.
        notice: Its source.
        sites: Its sites by ordinal.
        overdue: The problem itself is.
        doubts: Number of doubts of the problem and its sites.
    """

    problem: Problem
    notice: Notice
    sites: tuple[Site, ...]
    overdue: bool
    doubts: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All problems.

    Attributes:
        rows: Newest notice first, then by number.
        rates: Of the problems.
        site_rates: Of the sites.
        today: The day that ``overdue`` is about.
    """

    rows: tuple[LedgerRow, ...]
    rates: Rates
    site_rates: Rates
    today: date


def ledger(session: Session, today: date) -> Ledger:
    """The ledger as of ``today``."""
    problems = session.scalars(
        select(Problem)
        .join(Problem.notice)
        .options(joinedload(Problem.notice), selectinload(Problem.sites))
    ).all()
    ordered = sorted(
        problems,
        key=lambda p: (-(p.notice.issued_on or date.min).toordinal(), p.notice.sha256, p.number),
    )
    rows = tuple(_row(problem, today) for problem in ordered)
    sites = [site for row in rows for site in row.sites]
    return Ledger(rows, _rates(ordered), _rates(sites), today)


def _row(problem: Problem, today: date) -> LedgerRow:
    sites = tuple(problem.sites)
    doubts = len(problem.doubts) + sum(len(site.doubts) for site in sites)
    return LedgerRow(problem, problem.notice, sites, is_overdue(problem, today), doubts)


def _rates(rows: list[Problem] | list[Site]) -> Rates:
    statuses = [Status(row.status) for row in rows]
    days = [row.status_on for row in rows if row.status_on is not None]
    return Rates(
        claimed=sum(status in DONE_AS_TOLD for status in statuses),
        verified=sum(status in DONE_AS_CHECKED for status in statuses),
        total=len(statuses),
        as_of=max(days, default=None),
    )
