"""Renaming a unit, or putting two spellings of one together: all that names it, or nothing.

Sites and the ledger say the new name from then on, each with an event of its own; visits, claims
and answers keep the name under which they were made, and count as those of the same unit
(``domain.unit_names``).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.particulars import CHANGES, Field
from geo_app.domain.persona import LONGEST_NAME
from geo_app.domain.status import EventKind
from geo_app.domain.unit_names import accepted, renamed
from geo_app.errors import ConflictError, InputError, NotFoundError, TooLargeError
from geo_app.settings import LedgerLimits
from geo_app.store import head, log, particulars
from geo_app.store.models import Place, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.store.people import Person
from geo_app.work.people import book
from geo_app.work.unit_names import LISTS, decided, every, note, refuse_former

_BATCH = 500

_LISTED = tuple(Field(each.key) for each in LISTS)


@dataclass(frozen=True, slots=True)
class Move:
    """What a new name would change.

    Attributes:
        name: The name that is given up.
        to: The one that takes its place.
        merges: That one is a unit already: the two become one.
        sites: Sites that change.
        problems: Problems that change.
        places: Places under review that change.
        people: People whose unit or areas change.
        first: Names of the first sites.
        mark: The same as long as all that would change is the same.
    """

    name: str
    to: str
    merges: bool
    sites: int
    problems: int
    places: int
    people: int
    first: tuple[str, ...]
    mark: str


@dataclass(slots=True)
class _Rows:
    """The rows that name a unit."""

    sites: list[Site]
    problems: list[Problem]
    particulars: list[Particulars]
    places: list[Place]
    people: list[Person]

    @property
    def subjects(self) -> dict[str, set[str]]:
        """Ids of what is written otherwise, by the kind of subject."""
        ids: dict[str, set[str]] = defaultdict(set)
        ids[Site.__tablename__] |= {each.id for each in self.sites}
        ids[Problem.__tablename__] |= {each.id for each in self.problems}
        for row in self.particulars:
            ids[row.subject_kind].add(row.subject_id)
        return ids

    @property
    def mark(self) -> str:
        """Tells one set of rows from another."""
        ids = [*(each.id for each in self.sites), *(each.id for each in self.problems)]
        ids += [*(each.id for each in self.places), *(each.id for each in self.people)]
        ids += [each.subject_id for each in self.particulars]
        return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def look(session: Session, actor: Actor, name: str, to: str, limits: LedgerLimits) -> Move:
    """What would change if a unit had another name; nothing is kept.

    Args:
        session: Any transaction.
        actor: Who asks.
        name: The name that is given up.
        to: The one that takes its place; that of another unit puts the two together.
        limits: How many rows may go along.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: Nothing names such a unit.
        InputError: The new name is none, or the old one.
        ConflictError: One of the names was given up for another unit.
        TooLargeError: Too many rows would change.
    """
    return _look(session, actor, name, to, limits)[0]


def move(
    session: Session, actor: Actor, name: str, to: str, mark: str, limits: LedgerLimits
) -> Move:
    """Give a unit its other name everywhere; the caller's transaction ends with all of it or none.

    Args:
        session: A write transaction.
        actor: Who does it.
        name: The name that is given up.
        to: The one that takes its place.
        mark: That of the look.
        limits: How many rows may go along.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: Nothing names such a unit.
        InputError: The new name is none, or the old one.
        ConflictError: Something else would change than was looked at.
        TooLargeError: Too many rows would change.
    """
    actor.must(Right.ADMINISTER)
    # other writers wait: what is read from here on is still so when it is written
    head.hold(session)
    found, rows = _look(session, actor, name, to, limits)
    if found.mark != mark:
        raise ConflictError("unit.other_now")
    told = {"unit": actor.unit, "role": actor.role.value}
    # events first: each is flushed, and changed sites are counted anew with every flush
    _tell(session, actor, rows, found, told)
    _write(session, rows, found)
    numbers = {"sites": found.sites, "problems": found.problems, "people": found.people}
    note(session, actor, EventKind.RENAMED, found.name, found.to, numbers)
    book.note(
        session,
        book.Kind.UNIT_RENAMED,
        actor,
        subject=f"{found.name} → {found.to}",
        sites=found.sites,
        problems=found.problems,
        people=found.people,
    )
    session.flush()
    return found


def _look(
    session: Session, actor: Actor, name: str, to: str, limits: LedgerLimits
) -> tuple[Move, _Rows]:
    actor.must(Right.ADMINISTER)
    to = accepted(to, LONGEST_NAME)
    if to == name:
        raise InputError("unit.same", name=name)
    known = {each.name for each in every(session, actor)}
    if name not in known:
        raise NotFoundError("unit.none", name=name[:LONGEST_NAME])
    names = decided(session)
    refuse_former(names, to, of=name)
    refuse_former(names, name, of=to)  # somebody has written it once more: only to where it went
    rows = _rows(session, name)
    subjects = rows.subjects
    count = sum(map(len, subjects.values())) + len(rows.places)
    if count > limits.unit_rows:
        raise TooLargeError("unit.many", count=count, limit=limits.unit_rows)
    sites = subjects[Site.__tablename__]
    first = select(Site.name).where(Site.id.in_(sorted(sites)[:5])).order_by(Site.code)
    return (
        Move(
            name,
            to,
            to in known,
            len(sites),
            len(subjects[Problem.__tablename__]),
            len(rows.places),
            len(rows.people),
            tuple(session.scalars(first)),
            rows.mark,
        ),
        rows,
    )


def _rows(session: Session, name: str) -> _Rows:
    def naming(kind: type[Any], *columns: InstrumentedAttribute[Any]) -> list[Any]:
        return list(session.scalars(select(kind).where(or_(*(each == name for each in columns)))))

    listed = or_(*(each.contains(name, autoescape=True) for each in LISTS))
    written = select(Particulars).where(or_(Particulars.responsible_unit == name, listed))
    people = session.scalars(select(Person))
    return _Rows(
        naming(Site, Site.responsible_unit, Site.accounting_unit),
        naming(Problem, Problem.responsible_unit),
        [
            row
            for row in session.scalars(written)
            if row.responsible_unit == name or _changes(row, name, "")
        ],
        naming(Place, Place.responsible_unit, Place.accounting_unit),
        [each for each in people if each.unit == name or name in each.areas],
    )


def _changes(row: Particulars, name: str, to: str) -> dict[Field, tuple[str, str]]:
    """Fields that name the unit in a list: before and after."""
    texts = {each: getattr(row, each) or "" for each in _LISTED}
    made = {each: renamed(text, name, to) for each, text in texts.items()}
    return {each: (texts[each], made[each]) for each in _LISTED if made[each] != texts[each]}


def _tell(
    session: Session, actor: Actor, rows: _Rows, found: Move, told: dict[str, str | None]
) -> None:
    changes: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    whole = [found.name, found.to]
    subjects: tuple[Site | Problem, ...] = (*rows.sites, *rows.problems)
    for row in subjects:
        if row.responsible_unit == found.name:
            changes[row.__tablename__, row.id][Field.RESPONSIBLE_UNIT.value] = whole
    for kept in rows.particulars:
        here = changes[kept.subject_kind, kept.subject_id]
        if kept.responsible_unit == found.name:  # also of a site that is a draft again
            here[Field.RESPONSIBLE_UNIT.value] = whole
        for name, texts in _changes(kept, found.name, found.to).items():
            here[name.value] = list(texts)
    for (kind, row_id), change in changes.items():
        if change:
            data = {CHANGES: change, **told}
            log.append(session, actor, EventKind.AMENDED, kind, row_id, data=data)
    for site in rows.sites:
        if site.accounting_unit == found.name:
            given = {"accounting_unit": whole, **told}
            log.append(session, actor, EventKind.RENAMED, site.__tablename__, site.id, data=given)


def _write(session: Session, rows: _Rows, found: Move) -> None:
    name, to = found.name, found.to
    subjects: tuple[Site | Problem, ...] = (*rows.sites, *rows.problems)
    written = _written(session, [row for row in subjects if row.responsible_unit == name])
    for row in subjects:
        if row.responsible_unit == name:
            # from now on it is the office that says so
            row.responsible_unit = written[row.id].responsible_unit = to
    for kept in rows.particulars:
        if kept.responsible_unit == name:
            kept.responsible_unit = to
        for each, (_, after) in _changes(kept, name, to).items():
            setattr(kept, each, after)
    for place in rows.places:
        if place.responsible_unit == name:
            place.responsible_unit = to
    held: tuple[Site | Place, ...] = (*rows.sites, *rows.places)
    for one in held:
        if one.accounting_unit == name:
            one.accounting_unit = to
    for person in rows.people:
        person.unit = to if person.unit == name else person.unit
        areas = [to if each == name else each for each in person.areas]
        person.areas = list(dict.fromkeys(areas))


def _written(session: Session, rows: list[Site | Problem]) -> dict[str, Particulars]:
    """The particulars of these rows; made where there are none yet."""
    ids = [row.id for row in rows]
    found = {
        kept.subject_id: kept
        for start in range(0, len(ids), _BATCH)
        for kept in particulars.of(session, ids[start : start + _BATCH]).values()
    }
    for row in rows:
        if row.id not in found:
            found[row.id] = Particulars(subject_id=row.id, subject_kind=row.__tablename__)
            session.add(found[row.id])
    return found
