"""What a person is to be reminded of today: asked of deadlines and statuses as they are.

Few rows are read however many sites there are: what comes in the order of its days, and of what
has passed the newest first, so that what passed yesterday is never behind a backlog of years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, text, true
from sqlalchemy.orm import Session

from geo_app.domain import deadlines, reminders, working_days
from geo_app.domain.actor import Actor
from geo_app.domain.particulars import DeadlineClass
from geo_app.domain.persona import same_unit
from geo_app.domain.reminders import DUTIES, OVERDUE, Audience, Duty, Reminder
from geo_app.domain.status import Status
from geo_app.settings import Settings
from geo_app.store import counts, scope
from geo_app.store.models import UNCHECKED, Problem, Site
from geo_app.store.particulars import deadline_kind
from geo_app.work.verification import due_list

SITE, PROBLEM = Site.__table__.c, Problem.__table__.c
_NAME_CHARACTERS = 40
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Reminders of a person.

    Attributes:
        reminders: By day, the longest overdue first.
        whole: There are no others; otherwise these are what comes next and what passed last.
    """

    reminders: tuple[Reminder, ...] = ()
    whole: bool = True


def find(
    session: Session, actor: Actor, settings: Settings, today: date, most: int | None = None
) -> Found:
    """What somebody is to be reminded of.

    Args:
        session: Sees what the person sees, and no more.
        actor: The person.
        settings: Days of reminders and of looking again.
        today: The day in the office.
        most: Of what comes and of what has passed at most so many each; None = as set.
    """
    told = reminders.audience(actor)
    if told is None:
        return Found()
    rules = settings.reminders
    counted = deadlines.in_working_days(settings.deadlines.working_days_for)
    asked = _Asked(session, actor, told, today, most or rules.most, counted)
    found = [
        *asked.of_sites(rules.days),
        *asked.of_problems(rules.days),
        *asked.of_rechecks(settings.verification.recheck_days, rules.recheck_days),
    ]
    found = [each for each in found if reminders.concerns(told, actor, each)]
    coming = sorted((each for each in found if each.stage != OVERDUE), key=_by_day)
    passed = sorted((each for each in found if each.stage == OVERDUE), key=_by_day)
    whole = asked.whole and max(len(coming), len(passed)) <= asked.most
    return Found((*passed[-asked.most :], *coming[: asked.most]), whole)


def _by_day(each: Reminder) -> tuple[date, str, str]:
    return each.day, each.code, each.subject_id


class _Row(NamedTuple):
    """A site or problem as it is read."""

    id: str
    name: str
    code: str
    status: str
    status_on: date | None
    deadline: date
    unit: str | None
    district: str | None
    kind: str | None = None


class _Asked:
    """One question, put to sites, problems and re-checks."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        told: Audience,
        today: date,
        most: int,
        counted: frozenset[DeadlineClass],
    ) -> None:
        self._session = session
        self._actor = actor
        self._told = told
        self._today = today
        self._counted = counted
        self._areas = scope.areas_of(session)
        self.most = most
        self.whole = True
        self._statuses = [status.value for status, duty in DUTIES.items() if duty in told.duties]

    def of_sites(self, days: Iterable[int]) -> Iterator[Reminder]:
        """By the deadlines of sites."""
        of_problem = select(PROBLEM.responsible_unit).where(PROBLEM.id == SITE.problem_id)
        query = select(
            *(SITE.id, SITE.name, SITE.code, SITE.status, SITE.status_on, SITE.deadline),
            func.coalesce(SITE.responsible_unit, of_problem.scalar_subquery()),
            *(SITE.district, deadline_kind(SITE.id, SITE.problem_id)),
        )
        seen = [_lies_in(self._areas)] if self._areas else []
        for of_whom in self._of_units(_sites_of):
            yield from self._dated(query, Site, [of_whom, *seen], days, _site)

    def of_problems(self, days: Iterable[int]) -> Iterator[Reminder]:
        """By the deadlines of problems none of whose sites has one of its own."""
        query = select(
            *(PROBLEM.id, PROBLEM.finding, PROBLEM.number, PROBLEM.status, PROBLEM.status_on),
            *(PROBLEM.deadline, PROBLEM.responsible_unit, deadline_kind(PROBLEM.id)),
        )
        # by the table: also sites that the person does not see have deadlines
        has_site = exists().where(SITE.problem_id == PROBLEM.id)
        asked = [~has_site.where(SITE.deadline.is_not(None))]
        if self._areas:
            asked.append(has_site.where(_lies_in(self._areas)))
        for of_whom in self._of_units(_problems_of):
            yield from self._dated(query, Problem, [of_whom, *asked], days, _problem)

    def of_rechecks(self, after_days: Iterable[int], days: Iterable[int]) -> Iterator[Reminder]:
        """By the days of looking again."""
        if Duty.RECHECK not in self._told.duties:
            return
        days = tuple(days)
        found = due_list(
            self._session,
            after_days,
            self._today,
            ahead_days=0 if self._told.overdue_only else max(days, default=0),
            limit=self.most,
        )
        self.whole &= len(found.sites) == found.due + found.coming
        for each in found.sites:
            site, day = each.site, each.rechecks[0].day
            unit = site.responsible_unit or site.problem.responsible_unit
            row = _Row(
                *(site.id, site.name, site.code, site.status, site.status_on, day),
                *(unit, site.district),
            )
            yield from self._made(row, Site.__tablename__, Duty.RECHECK, days)

    def _dated(
        self,
        query: Any,
        kind: type[Site | Problem],
        asked: Sequence[ColumnElement[bool]],
        days: Iterable[int],
        read: Callable[[Any], _Row],
    ) -> Iterator[Reminder]:
        """What comes within the days, and what has passed.

        First the ids along the index of what is due, which ends where there are enough, then their
        rows. Tables are asked, whose areas ``asked`` has to name: narrowed by the session, mapped
        classes would be read along the index of districts, all of them.
        """
        if not self._statuses:
            return
        days, columns = tuple(days), kind.__table__.c
        last = self._furthest(max(days, default=0))
        due = select(columns.id).where(
            # the words of the index, which a parameter would not answer to
            text(f"{kind.__tablename__}.{UNCHECKED.text}"),
            _unindexed(columns.status).in_(self._statuses),
            *asked,
        )
        coming = due.where(columns.deadline.between(self._today, last)).order_by(columns.deadline)
        passed = due.where(columns.deadline < self._today).order_by(columns.deadline.desc())
        for part in [passed] if self._told.overdue_only else [coming, passed]:
            ids = self._session.scalars(part.limit(self.most + 1)).all()
            self.whole &= len(ids) <= self.most
            for each in self._session.execute(query.where(columns.id.in_(ids[: self.most]))).all():
                row = read(each)
                yield from self._made(row, kind.__tablename__, DUTIES[Status(row.status)], days)

    def _made(self, row: _Row, kind: str, duty: Duty, days: Iterable[int]) -> Iterator[Reminder]:
        counted = deadlines.left(row.deadline, self._today, row.kind, self._counted)
        stage = reminders.stage(counted.days, days, counted.working)
        if stage is not None:
            yield Reminder(
                subject_kind=kind,
                subject_id=row.id,
                name=row.name,
                code=row.code,
                duty=duty,
                day=row.deadline,
                stage=stage,
                left=counted.days,
                status=Status(row.status),
                status_on=row.status_on,
                unit=row.unit,
                district=row.district,
                counted=counted,
            )

    def _furthest(self, days: int) -> date:
        """The last day that can be so near, in whichever days it is counted."""
        last = self._today + timedelta(days=days)
        if days and self._counted and working_days.uncovered(self._today) is None:
            last = max(last, working_days.after(self._today, days) or last)
            # the days off behind it are no further in working days
            while working_days.uncovered(last + _DAY) is None and not working_days.is_working(
                last + _DAY
            ):
                last += _DAY
        return last

    def _of_units(
        self, within: Callable[[list[str]], list[ColumnElement[bool]]]
    ) -> list[ColumnElement[bool]]:
        """Conditions on the responsible unit, of which each row answers one at most."""
        if self._told.own_unit is None or not self._actor.unit:
            return [true()]
        own = within(_written(self._session, self._actor.unit))
        if self._told.own_unit:
            return own  # one by one: an index has the rows of each in the order of their days
        return [not_(func.coalesce(or_(*own), false()))]


def _written(session: Session, unit: str) -> list[str]:
    """A unit as it stands in the ledger, with other widths and blanks too."""
    # read once for each edition of the counts: a new way of writing it may be missed until then
    named = counts.remembered(session.connection(), "reminders.units", _units)
    return sorted({unit, *(each for each in named if same_unit(each, unit))})


def _units(connection: Any) -> frozenset[str]:
    # from one name to the next along the index, past all rows of one
    first = select(func.min(SITE.responsible_unit).label("name")).cte(recursive=True)
    after = select(func.min(SITE.responsible_unit)).where(SITE.responsible_unit > first.c.name)
    names = first.union_all(select(after.scalar_subquery()).where(first.c.name.is_not(None)))
    of_problems = select(PROBLEM.responsible_unit).distinct()
    found = {*connection.scalars(select(names.c.name)), *connection.scalars(of_problems)}
    return frozenset(each for each in found if each)


def _sites_of(units: list[str]) -> list[ColumnElement[bool]]:
    of_problem = select(PROBLEM.id).where(PROBLEM.responsible_unit.in_(units))
    return [
        SITE.responsible_unit.in_(units),
        and_(SITE.responsible_unit.is_(None), SITE.problem_id.in_(of_problem)),
    ]


def _problems_of(units: list[str]) -> list[ColumnElement[bool]]:
    return [PROBLEM.responsible_unit.in_(units)]


def _lies_in(areas: Sequence[str]) -> ColumnElement[bool]:
    return or_(
        _unindexed(SITE.district_code).in_(areas), _unindexed(SITE.accounting_unit).in_(areas)
    )


def _unindexed(column: Any) -> ColumnElement[str]:
    """A column by which no index is to be chosen: that of deadlines comes to an end sooner."""
    return func.coalesce(column, "")


def _site(row: Any) -> _Row:
    return _Row(*row)


def _problem(row: Any) -> _Row:
    subject_id, finding, number, status, status_on, deadline, unit, kind = row
    name = " ".join((finding or "").split())
    shown = name if len(name) <= _NAME_CHARACTERS else f"{name[:_NAME_CHARACTERS]}…"
    return _Row(subject_id, shown, str(number), status, status_on, deadline, unit, None, kind)
