"""The ledger: every problem, also those without a place; claimed and verified are two columns.

However many sites there are, a page reads few of them: the problems of one page, the first sites
of each, and kept counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from geo_app.domain.status import DONE_AS_CHECKED, DONE_AS_TOLD, Status, is_overdue
from geo_app.settings import LedgerLimits
from geo_app.store import particulars
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.work import sites, word_search
from geo_app.work.site_filter import SiteFilter, conditions, mentions, overdue
from geo_app.work.word_search import Matches

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
        deadline_class: How it is to be timed, where the office has said so.
    """

    problem: Problem
    notice: Notice
    sites: tuple[Site, ...]
    fitting: int
    overdue: bool
    deadline_class: str | None


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
    found = word_search.matching(session, where, today)
    asked = answers(session, where, today, found)
    query = (
        select(Problem)
        .join(Problem.notice)
        .options(contains_eager(Problem.notice))
        .where(asked)
        .order_by(Notice.issued_on.desc().nulls_last(), Notice.sha256, Problem.number)
    )
    problems = session.scalars(query.offset(first).limit(limits.screen_rows)).all()
    written = particulars.of(session, [each.id for each in problems])
    most = limits.screen_sites
    listed = (
        _matching(session, found, [each.id for each in problems], most)
        if found
        else _fitting(session, conditions(where, today), [each.id for each in problems], most)
    )
    rows = tuple(
        LedgerRow(
            problem=each,
            notice=each.notice,
            sites=listed[each.id][0],
            fitting=listed[each.id][1],
            overdue=is_overdue(each, today),
            deadline_class=written[each.id].deadline_class if each.id in written else None,
        )
        for each in problems
    )
    rates, as_of = _rates_of_problems(session)
    shown = session.scalar(select(func.count()).select_from(Problem).where(asked)) or 0
    site_rates = _rates(sites.counts(session))
    return Ledger(rows, first, shown, rates.total, rates, site_rates, as_of)


def answers(
    session: Session, where: SiteFilter, today: date, found: Matches | None
) -> ColumnElement[bool]:
    """The condition that a problem, or one of its sites, answers a filter.

    Args:
        session: A session.
        where: The filter.
        today: The day that overdue is asked for.
        found: What ``word_search.matching`` said to it.

    Raises:
        UsageError: The words of the filter hold NUL or are too long.
    """
    of_sites = conditions(where, today)
    if not of_sites:
        return true()
    with_sites = select(Site.problem_id).where(*of_sites)
    by_site: ColumnElement[bool]
    if found:
        by_site = Problem.id.in_(found.problems())
    elif where.words:  # no index helps: all sites are read, but only once
        by_site = Problem.id.in_(with_sites)
    else:
        by_site = exists(with_sites.where(Site.problem_id == Problem.id))
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
        is_late = overdue(Problem, today)
        asked.append(is_late if where.overdue else ~is_late)
    if where.words:
        asked += mentions(where.words, Problem.finding, Problem.responsible_unit)
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


Listed = dict[str, tuple[tuple[Site, ...], int]]
"""By problem: the first of its sites that the filter leaves, and how many those are."""


def _fitting(
    session: Session, of_sites: list[ColumnElement[bool]], problems: list[str], most: int
) -> Listed:
    return {each: _first(session, (Site.problem_id == each, *of_sites), most) for each in problems}


def _first(
    session: Session, asked: tuple[ColumnElement[bool], ...], most: int
) -> tuple[tuple[Site, ...], int]:
    query = select(Site).where(*asked).order_by(Site.ordinal, Site.code).limit(most + 1)
    found = session.scalars(query).all()
    fitting = len(found)
    if fitting > most:
        fitting = session.scalar(select(func.count()).select_from(Site).where(*asked)) or 0
    return tuple(found[:most]), fitting


def _matching(session: Session, found: Matches, problems: list[str], most: int) -> Listed:
    numbers = found.by_problem(problems)
    listed: Listed = {}
    for each in problems:
        first = word_search.among(found.of_problem(each, most)) if each in numbers else false()
        query = select(Site).where(first).order_by(Site.ordinal, Site.code)
        listed[each] = tuple(session.scalars(query)), numbers.get(each, 0)
    return listed


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
