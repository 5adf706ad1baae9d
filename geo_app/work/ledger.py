"""The ledger: every problem, also those without a place; claimed and verified are two columns.

However many sites there are, a page reads few of them: the problems of one page, the first sites
of each, and kept counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from geo_app.domain.status import DONE_AS_CHECKED, DONE_AS_TOLD, Status, is_overdue
from geo_app.settings import LedgerLimits
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.work import sites
from geo_app.work.sites import SiteFilter

MOST_UNITS = 500
"""Units that a list to choose from names."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How many are done: as told, and as checked. Never one number.

    Attributes:
        claimed: Of ``total``, those that are claimed, verified or closed.
        verified: Of ``total``, those that are verified or closed.
        total: All.
    """

    claimed: int
    verified: int
    total: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A problem with its sites.

    Attributes:
        problem: The row.
        notice: Its source.
        sites: The first of its sites that the filter leaves, by ordinal.
        fitting: How many of its sites the filter leaves.
        overdue: The problem itself is.
    """

    problem: Problem
    notice: Notice
    sites: tuple[Site, ...]
    fitting: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page of the ledger.

    Attributes:
        rows: Newest notice first, then by number.
        first: Number of problems before the first of them.
        shown: Number of problems that the filter leaves, on all pages.
        total: Number of problems.
        rates: Of all problems, whatever the filter: a filtered rate would flatter.
        site_rates: The same of all sites.
        as_of: The latest day that the status of a problem is about; None where none has a day.
    """

    rows: tuple[LedgerRow, ...]
    first: int
    shown: int
    total: int
    rates: Rates
    site_rates: Rates
    as_of: date | None


def ledger(
    session: Session,
    today: date,
    limits: LedgerLimits,
    where: SiteFilter = SiteFilter(),  # noqa: B008 # frozen
    first: int = 0,
) -> Ledger:
    """A page of the ledger as of ``today``.

    A problem is shown when it or one of its sites answers the filter.

    Args:
        session: A session.
        today: The day that ``overdue`` is about.
        limits: How many problems, and how many sites of each.
        where: The filter; of a problem itself it asks status, category, unit, overdue, words.
        first: Problems before the first of the page.

    Raises:
        UsageError: The words of the filter hold NUL or are too long.
    """
    asked = answers(where, today)
    query = (
        select(Problem)
        .join(Problem.notice)
        .options(contains_eager(Problem.notice))
        .where(asked)
        .order_by(Notice.issued_on.desc().nulls_last(), Notice.sha256, Problem.number)
    )
    problems = session.scalars(query.offset(first).limit(limits.screen_rows)).all()
    of_sites = sites.conditions(where, today)
    rows = tuple(_row(session, each, of_sites, limits.screen_sites, today) for each in problems)
    rates, as_of = _rates_of_problems(session)
    shown = session.scalar(select(func.count()).select_from(Problem).where(asked)) or 0
    site_rates = _rates(sites.counts(session))
    return Ledger(rows, first, shown, rates.total, rates, site_rates, as_of)


def answers(where: SiteFilter, today: date) -> ColumnElement[bool]:
    """The condition that a problem, or one of its sites, answers a filter.

    Raises:
        UsageError: The words of the filter hold NUL or are too long.
    """
    of_sites = sites.conditions(where, today)
    if not of_sites:
        return true()
    with_sites = select(Site.problem_id).where(*of_sites)
    by_site: ColumnElement[bool] = exists(with_sites.where(Site.problem_id == Problem.id))
    if where.words:  # no index helps: all sites are read, but only once
        by_site = Problem.id.in_(with_sites)
    itself = _itself(where, today)
    return or_(by_site, and_(*itself)) if itself else by_site


def _itself(where: SiteFilter, today: date) -> list[ColumnElement[bool]]:
    """What a filter asks of a problem as such; empty = no problem answers it by itself."""
    if where.districts or where.located is not None:
        return []  # only sites stand somewhere
    asked: list[ColumnElement[bool]] = []
    if where.categories:
        asked.append(Problem.category.in_(where.categories))
    if where.statuses:
        asked.append(Problem.status.in_(where.statuses))
    if where.overdue is not None:
        is_late = sites.overdue(Problem, today)
        asked.append(is_late if where.overdue else ~is_late)
    if where.words:
        asked += sites.mentions(where.words, Problem.finding, Problem.responsible_unit)
    if where.unit:
        asked.append(Problem.responsible_unit == where.unit)
    return asked


def units(session: Session) -> list[str]:
    """Units that problems name or that the office has written, to choose from."""
    names: set[str] = set()
    for column in (Problem.responsible_unit, Particulars.responsible_unit):
        query = select(column).where(column.is_not(None)).distinct().limit(MOST_UNITS)
        names |= {name for name in session.scalars(query) if name}
    return sorted(names)[:MOST_UNITS]


def _row(
    session: Session,
    problem: Problem,
    of_sites: list[ColumnElement[bool]],
    most: int,
    today: date,
) -> LedgerRow:
    asked = (Site.problem_id == problem.id, *of_sites)
    query = select(Site).where(*asked).order_by(Site.ordinal, Site.code).limit(most + 1)
    found = session.scalars(query).all()
    fitting = len(found)
    if fitting > most:
        fitting = session.scalar(select(func.count()).select_from(Site).where(*asked)) or 0
    overdue = is_overdue(problem, today)
    return LedgerRow(problem, problem.notice, tuple(found[:most]), fitting, overdue)


def _rates_of_problems(session: Session) -> tuple[Rates, date | None]:
    query = select(Problem.status, func.count(), func.max(Problem.status_on))
    found = session.execute(query.group_by(Problem.status)).all()
    days = [day for _, _, day in found if day is not None]
    return _rates({status: number for status, number, _ in found}), max(days, default=None)


def _rates(counted: dict[str, int]) -> Rates:
    statuses = {Status(code): number for code, number in counted.items()}
    return Rates(
        claimed=sum(number for status, number in statuses.items() if status in DONE_AS_TOLD),
        verified=sum(number for status, number in statuses.items() if status in DONE_AS_CHECKED),
        total=sum(statuses.values()),
    )
