"""The ledger line by line: problem, then its sites, each with all that is written about it.

A stream: memory does not grow with the number of sites. The order is that of the ledger's page.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, defer

from geo_app.domain.particulars import Field
from geo_app.store import histories, particulars
from geo_app.store.inspections import Photo
from geo_app.store.models import Event, Notice, Problem, Site
from geo_app.work import word_search
from geo_app.work.ledger import answers
from geo_app.work.particulars import written
from geo_app.work.site_filter import SiteFilter

_BATCH = 300

Row = TypeVar("Row", Problem, Site)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger.

    Attributes:
        row: The problem, or one of its sites.
        problem: The problem.
        notice: Its source.
        texts: What is written in the fields of the ledger.
        kind: Of the deadline: its own, else that of its problem; None = nobody has said.
        photos: Number of photos by role.
        events: The history, in the order of recording.
    """

    row: Problem | Site
    problem: Problem
    notice: Notice
    texts: Mapping[Field, str]
    kind: str | None
    photos: Mapping[str, int]
    events: tuple[Event, ...]

    @property
    def site(self) -> Site | None:
        """The site, where the line is about one."""
        return self.row if isinstance(self.row, Site) else None


@dataclass(frozen=True, slots=True)
class Part:
    """Which lines: those of a filter, on a day.

    Attributes:
        where: The filter; a problem is in it, too, where only one of its sites answers.
        today: The day that overdue is about.
    """

    where: SiteFilter
    today: date

    def problems(self, session: Session) -> ColumnElement[bool]:
        """The condition of a problem."""
        found = word_search.matching(session, self.where, self.today)
        return answers(session, self.where, self.today, found)

    def sites(self, session: Session) -> list[ColumnElement[bool]]:
        """The conditions of a site."""
        return word_search.conditions(session, self.where, self.today)


def count(session: Session, part: Part | None = None) -> int:
    """How many lines there are for this session; in a part of the ledger, if one is given."""
    problems, sites = (select(func.count()).select_from(kind) for kind in (Problem, Site))
    if part:
        problems = problems.where(part.problems(session))
        sites = sites.where(*part.sites(session))
    return sum(session.scalar(query) or 0 for query in (problems, sites))


def lines(session: Session, part: Part | None = None) -> Iterator[Line]:
    """Problems and sites that the session sees: newest notice first, then by number.

    Args:
        session: Any transaction.
        part: Only these; None = all of them.
    """
    with closing(_rows(session, part)) as rows:
        while batch := list(islice(rows, _BATCH)):
            yield from _with_all(session, batch)


def lines_of(session: Session, ids: Collection[str]) -> dict[str, Line]:
    """The lines of some problems and sites, by their ids; who is not seen is not there."""
    sites = select(Site).where(Site.id.in_(ids)).join(Site.problem).join(Problem.notice)
    problems = select(Problem).where(Problem.id.in_(ids)).join(Problem.notice)
    rows: list[Problem | Site] = [
        *session.scalars(problems.options(contains_eager(Problem.notice))),
        *session.scalars(
            sites.options(contains_eager(Site.problem).contains_eager(Problem.notice))
        ),
    ]
    return {line.row.id: line for line in _with_all(session, rows)}


def _rows(session: Session, chosen: Part | None) -> Generator[Problem | Site, None, None]:
    """Both kinds in one stream: each problem before its sites."""
    sites = select(Site).join(Site.problem).options(
        contains_eager(Site.problem).contains_eager(Problem.notice),
        defer(Site.geometry),
        defer(Site.phrase),
    )  # fmt: skip
    problems = select(Problem).options(contains_eager(Problem.notice))
    if chosen:
        sites = sites.where(*chosen.sites(session))
        problems = problems.where(chosen.problems(session))
    with (
        closing(_stream(session, _ordered(problems))) as whole,
        closing(_stream(session, _ordered(sites, Site.ordinal, Site.code))) as parts,
    ):
        part = next(parts, None)
        for problem in whole:
            yield problem
            while part is not None and part.problem_id == problem.id:
                yield part
                part = next(parts, None)


def _ordered(query: Select[Row], *within: Any) -> Select[Row]:
    order: tuple[Any, ...] = (
        Notice.issued_on.desc().nulls_last(),
        Notice.sha256,
        Problem.number,
        *within,
    )
    return query.join(Problem.notice).order_by(*order)


def _stream(session: Session, query: Select[Row]) -> Generator[Row, None, None]:
    yield from session.scalars(query.execution_options(yield_per=_BATCH))


def _with_all(session: Session, rows: list[Problem | Site]) -> Iterator[Line]:
    ids = [row.id for row in rows]
    of_problems = {row.problem_id for row in rows if isinstance(row, Site)}
    kept = particulars.of(session, [*ids, *of_problems.difference(ids)])
    photos: dict[str, dict[str, int]] = {}
    counted = select(Photo.site_id, Photo.role, func.count()).where(Photo.site_id.in_(ids))
    for site_id, role, number in session.execute(counted.group_by(Photo.site_id, Photo.role)):
        photos.setdefault(site_id, {})[role] = number
    recorded: dict[str, list[Event]] = {each: [] for each in ids}
    for leaf in histories.leaves(session, ids):  # what came in with very many others
        recorded[leaf.site_id] += leaf.history()
    told = select(Event).where(
        Event.subject_kind.in_([Problem.__tablename__, Site.__tablename__]),
        Event.subject_id.in_(ids),
    )
    for event in session.scalars(told.order_by(Event.seq)):
        recorded[event.subject_id].append(event)
    for row in rows:
        problem = row if isinstance(row, Problem) else row.problem
        yield Line(
            row,
            problem,
            problem.notice,
            written(row, kept.get(row.id)),
            _kind(kept.get(row.id)) or _kind(kept.get(problem.id)),
            photos.get(row.id, {}),
            tuple(recorded[row.id]),
        )


def _kind(kept: particulars.Particulars | None) -> str | None:
    return kept.deadline_class if kept else None
