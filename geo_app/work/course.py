"""How every site came to stand where it does, day by day: a fold over its events, kept in memory.

Place, district and unit are those of today, as everywhere where an earlier day is shown. The
histories are read once; afterwards only those of the sites of which something new was recorded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Pool, func, or_, select
from sqlalchemy.orm import Session

from geo_app.domain.history import EventLike, day_of, steps
from geo_app.domain.standing import Tally, tally
from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.store import counts, histories, scope
from geo_app.store.models import Event, Site
from geo_app.store.tiling import SITE

_BATCH = 500
"""Sites whose histories are asked for at once."""

_KEPT_SHARES = 5
"""Of people bound to different areas: so many times the sites of one look back are kept."""


@dataclass(frozen=True, slots=True)
class State:
    """A site as it stood on a day.

    Attributes:
        site_id: UUID.
        part: Where it is counted.
        located: It has a position today.
        status: Of that day.
        deadline: The same.
    """

    site_id: str
    part: counts.Part
    located: bool
    status: Status
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """How a site came to stand where it does.

    Attributes:
        days: Days on which something is known to have happened, ascending.
        stood: Status and deadline at the end of each.
        closed: It was closed once.
        fell_back: It was closed once, and found not to hold.
    """

    days: tuple[date, ...]
    stood: tuple[tuple[Status, date | None], ...]
    closed: bool = False
    fell_back: bool = False

    def place(self, day: date) -> int:
        """How many of its days are past at the end of a day."""
        return bisect_right(self.days, day)

    def on(self, day: date) -> tuple[Status, date | None] | None:
        """Status and deadline at the end of a day; None where nothing was known yet."""
        place = self.place(day)
        return self.stood[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Lived:
    """A site with its course.

    Attributes:
        site_id: UUID.
        part: Where it is counted.
        located: It has a position today.
        course: Of no day where nothing is known.
    """

    site_id: str
    part: counts.Part
    located: bool
    course: Course

    def place(self, day: date) -> int:
        """How many days of the course are past at the end of a day."""
        return self.course.place(day)

    def on(self, day: date) -> State | None:
        """As it stood at the end of a day; None where nothing was known yet."""
        stood = self.course.on(day)
        return State(self.site_id, self.part, self.located, *stood) if stood else None


@dataclass(slots=True)
class _Known:
    """What was read of a database, and up to which event it is true."""

    seq: int = 0
    courses: dict[str, Course] = field(default_factory=dict)


_KNOWN: WeakKeyDictionary[Pool, _Known] = WeakKeyDictionary()
_READING = Lock()


def states(session: Session, day: date, most: int) -> list[State]:
    """All sites of which something was known by a day, as they stood at its end.

    Args:
        session: A session that only reads; of it, what it may see.
        day: The last day that counts.
        most: More sites are not looked back at.

    Raises:
        UsageError: There are more.
    """
    return [state for each in lived(session, most) if (state := each.on(day))]


def lived(session: Session, most: int) -> list[Lived]:
    """All sites with their whole course, also those of which nothing is known.

    Args:
        session: A session that only reads; of it, what it may see.
        most: More sites are not looked back at.

    Raises:
        UsageError: There are more.
    """
    total = sum(count.cell.n for count in counts.parts(session).values())
    if total > most:
        raise UsageError("query.past_crowd", total=total, limit=most)
    areas = scope.areas_of(session)
    columns = SITE.c.id, SITE.c.district_code, SITE.c.accounting_unit, SITE.c.located
    query = select(*columns)
    if areas:
        query = query.where(or_(SITE.c.district_code.in_(areas), SITE.c.accounting_unit.in_(areas)))
    rows = session.connection().execute(query).all()
    courses = _courses(session.connection(), [row.id for row in rows], _KEPT_SHARES * most)
    return [
        # as the counts name it: a unit that is the district itself is no other one
        Lived(
            site_id,
            counts.Part(code or None, (unit or None) if unit != code else None),
            bool(located),
            courses[site_id],
        )
        for site_id, code, unit, located in rows
    ]


def courses(session: Session, ids: Sequence[str], most: int) -> Mapping[str, Course]:
    """The courses of some sites, each of them.

    Args:
        session: A session that only reads.
        ids: Of sites.
        most: Kept in memory at most, of all who ask.
    """
    return _courses(session.connection(), ids, most)


def tallies(found: Iterable[State], day: date, spans: Sequence[int]) -> Mapping[counts.Part, Tally]:
    """Figures of each part on a day.

    Args:
        found: Sites as they stood on it.
        day: The day.
        spans: Ascending numbers of days, each the end of a span of the countdown.
    """
    sums: defaultdict[counts.Part, Tally] = defaultdict(lambda: Tally.nothing(len(spans)))
    for each in found:
        sums[each.part] += tally(each.status, each.deadline, each.located, day, spans)
    return sums


def _courses(connection: Connection, ids: Sequence[str], most: int) -> Mapping[str, Course]:
    newest = connection.scalar(select(func.max(Event.seq))) or 0
    with _READING:
        known = _KNOWN.setdefault(connection.engine.pool, _Known())
        if len(known.courses) + len(ids) > most:
            known.courses.clear()
        wanted = {each for each in ids if each not in known.courses}
        if newest > known.seq and known.courses:
            of_sites = Event.subject_kind == Site.__tablename__
            query = select(Event.subject_id).where(of_sites, Event.seq > known.seq).distinct()
            wanted |= known.courses.keys() & set(connection.scalars(query))
        unread = sorted(wanted)
        for start in range(0, len(unread), _BATCH):
            known.courses |= _read(connection, unread[start : start + _BATCH])
        known.seq = newest
        return {each: known.courses[each] for each in ids}


def _read(connection: Connection, ids: Sequence[str]) -> dict[str, Course]:
    # what is kept is true of every scope, so it is read in none
    with Session(connection) as whole:
        told = histories.folded(whole, Site.__tablename__, ids)
    return {site_id: _course(history) for site_id, history in told.items()}


def _course(history: list[EventLike]) -> Course:
    told = steps(history)
    # of each day the last
    ends = {day_of(event): (facts.status, facts.deadline) for event, facts in told}
    statuses = [facts.status for _, facts in told]
    return Course(
        days=tuple(ends),
        stood=tuple(ends.values()),
        closed=Status.CLOSED in statuses,
        fell_back=(Status.CLOSED, Status.RELAPSED) in pairwise(statuses),
    )
