"""Sites by words, out of the postings: sets first, then rows, only those shown (docs/search.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from geo_app.store import postings, scope
from geo_app.store.models import Base, Notice, Problem, Site
from geo_app.store.postings import CASED, EVERY, LOCATED, Postings, Sites, fold, having, is_plain
from geo_app.store.tiling import SITE
from geo_app.work import site_filter
from geo_app.work.site_filter import SEARCHED, SiteFilter, mentions

MANY = 20_000
"""Sites that a statement may name one by one."""

FEW = 1_000
"""Sites that are sooner put in order all at once than problem by problem."""

_AT_A_TIME = 2_000
_PROBLEM = Base.metadata.tables[Problem.__tablename__]
_NOTICE = Base.metadata.tables[Notice.__tablename__]
_PROBLEMS = (
    select(_PROBLEM.c.id)
    .join(_NOTICE, _NOTICE.c.id == _PROBLEM.c.notice_id)
    .order_by(_NOTICE.c.issued_on.desc(), _NOTICE.c.sha256, _PROBLEM.c.number)
)
_IN_ORDER = (
    select(SITE.c.serial)
    .where(SITE.c.problem_id == bindparam("problem"), SITE.c.serial.is_not(None))
    .order_by(SITE.c.ordinal, SITE.c.code)
)


class Matches:
    """The sites that answer a filter with words, as far as the session sees them.

    Attributes:
        total: How many they are.
    """

    def __init__(self, session: Session, read: Postings, sites: Sites) -> None:
        self._session = session
        self._read = read
        self._sites = sites
        self.total = int(np.count_nonzero(sites))

    @property
    def serials(self) -> list[int]:
        """Their serial numbers."""
        return _numbers(self._sites)

    def number(self, *statuses: str, located: bool) -> int:
        """How many of them have one of some statuses (none = any), and a position or none.

        Args:
            statuses: Values of ``Status``.
            located: Whether they have a position.
        """
        there = self._read.having(LOCATED)
        found = self._sites & (there if located else ~there)
        if statuses:
            found &= self._read.standing(*statuses)
        return int(np.count_nonzero(found))

    def problems(self) -> list[str]:
        """Ids of the problems that have any of them."""
        if self.total > FEW:
            return list(self.by_problem(list(self._session.connection().scalars(_PROBLEMS))))
        query = select(SITE.c.problem_id).where(among(self.serials)).distinct()
        return list(self._session.connection().scalars(query))

    def first(self, limit: int) -> list[int]:
        """Serial numbers of the first in the order of the list; of few sites, of all."""
        if limit <= 0:
            return []
        if self.total <= max(FEW, limit):
            return self.serials
        found: list[int] = []
        problems = list(self._session.connection().scalars(_PROBLEMS))
        numbers = self.by_problem(problems)
        for problem in problems:
            if len(found) >= limit:
                break
            if problem in numbers:
                found += self.of_problem(problem, limit - len(found))
        return found

    def by_problem(self, problems: Sequence[str]) -> dict[str, int]:
        """How many each of some problems has; who has none is left out."""
        terms = {having("problem_id", each): each for each in problems}
        found = self._read.numbers(list(terms), self._sites)
        return {terms[term]: number for term, number in found.items()}

    def of_problem(self, problem: str, limit: int) -> list[int]:
        """Serial numbers of the first of a problem, by ordinal and code."""
        every = self._read.having(having("problem_id", problem))
        here = every & self._sites
        number = int(np.count_nonzero(here))
        if number <= limit:
            return _numbers(here)
        # spread evenly, so many are met on the way after fewer rows than there are to name
        if number > MANY or number**2 > limit * np.count_nonzero(every):
            found = self._met(problem, here, limit, MANY if number <= MANY else None)
            if len(found) >= limit:
                return found[:limit]
        query = _IN_ORDER.where(among(_numbers(here))).limit(limit)
        return list(self._session.connection().scalars(query, {"problem": problem}))

    def _met(self, problem: str, here: Sites, limit: int, most: int | None) -> list[int]:
        """Walk through the sites of a problem in order until enough are met, or most are seen."""
        found: list[int] = []
        walk = _IN_ORDER.limit(most).execution_options(yield_per=_AT_A_TIME)
        with self._session.connection().execute(walk, {"problem": problem}) as rows:
            for some in rows.scalars().partitions():
                passed = np.array(some, np.int64)
                passed = passed[passed < len(here)]  # who came since is not known yet
                found += passed[here[passed]].tolist()
                if len(found) >= limit:
                    break
        return found


def matching(session: Session, where: SiteFilter, today: date | None) -> Matches | None:
    """The sites that answer a filter with words; of its box nothing is asked.

    Args:
        session: A session.
        where: The filter.
        today: The day that overdue is asked for.

    Returns:
        None where it has no words, or the postings were never made.

    Raises:
        UsageError: The words hold NUL or are too long.
        ValueError: ``overdue`` is asked without a day.
    """
    words = site_filter.words_of(where.words or "")
    session.flush()
    connection = session.connection()
    if not words or not postings.are_made(connection):
        return None
    read = Postings(connection)
    sites = read.having(EVERY)
    for each in _asked(session, read, where, today):
        sites &= each
    for word in words:
        sites &= read.candidates(fold(word))
    for word in words:
        sites = _holding(session, read, word, sites)
    return Matches(session, read, sites)


def conditions(
    session: Session, where: SiteFilter, today: date | None
) -> list[ColumnElement[bool]]:
    """As ``site_filter.conditions``, but of words it is asked by number where few answer them.

    Raises:
        UsageError: The words hold NUL or are too long.
        ValueError: ``overdue`` is asked without a day.
    """
    found = matching(session, where, today)
    if found is None or found.total > MANY:
        return site_filter.conditions(where, today)
    others = site_filter.conditions(replace(where, words=None), today)
    return [*others, among(found.serials)]


def among(serials: Sequence[int]) -> ColumnElement[bool]:
    """The condition that a site is one of some, by serial number."""
    # written into the statement: a parameter for each takes longer than to find the rows
    return Site.serial.in_(bindparam(None, serials, expanding=True, literal_execute=True))


def _asked(
    session: Session, read: Postings, where: SiteFilter, today: date | None
) -> Iterator[Sites]:
    """The sets that a filter asks for beside its words, and what the session sees."""
    if areas := scope.areas_of(session):
        kinds = ("district_code", "accounting_unit")
        yield read.having(*(having(kind, each) for kind in kinds for each in areas))
    if where.districts:
        yield read.having(
            *(
                having(kind, each)
                for each in where.districts
                for kind in (
                    ("district_code",) if each.isdigit() else ("district", "accounting_unit")
                )
            )
        )
    if where.categories:
        yield read.having(*(having("category", each) for each in where.categories))
    if where.statuses:
        yield read.standing(*where.statuses)
    if where.located is not None:
        located = read.having(LOCATED)
        yield located if where.located else ~located
    if where.overdue is not None:
        if today is None:
            raise ValueError("overdue is a question about a day")
        late = read.overdue(today)
        yield late if where.overdue else ~late
    if where.unit:
        theirs = select(_PROBLEM.c.id).where(_PROBLEM.c.responsible_unit == where.unit)
        problems = session.connection().scalars(theirs)
        inherited = read.having(*(having("problem_id", each) for each in problems))
        own = having("responsible_unit", where.unit)
        yield read.having(own) | inherited & read.having(having("responsible_unit", None))


def _holding(session: Session, read: Postings, word: str, sites: Sites) -> Sites:
    """Those of the candidates of a word in which it stands as the database compares letters."""
    folded = fold(word)
    doubtful = sites & read.having(CASED) if is_plain(word) else sites
    sure = sites & ~doubtful
    if len(folded) > 2 and sure.any():
        sure = read.holding(folded, sure)
    told = mentions(word, *SEARCHED)
    numbers = _numbers(doubtful)
    for start in range(0, len(numbers), MANY):
        query = select(SITE.c.serial).where(among(numbers[start : start + MANY]), *told)
        sure[list(session.connection().scalars(query))] = True
    return sure


def _numbers(sites: Sites) -> list[int]:
    numbers: list[int] = np.flatnonzero(sites).tolist()
    return numbers
