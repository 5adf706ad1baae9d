"""Units: which names there are, where they are used, which are offered (docs/units.md)."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right
from geo_app.domain.persona import LONGEST_NAME, folded
from geo_app.domain.status import EventKind
from geo_app.domain.unit_names import NAME, TO, UnitNames, accepted, named_in, names_of
from geo_app.errors import ConflictError, NotFoundError
from geo_app.store import log
from geo_app.store.models import Event, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.store.people import Person
from geo_app.work.people import book

UNIT = "unit"
"""Kind of subject of an event about a unit."""

LISTS = (Particulars.leading_unit, Particulars.supporting_units, Particulars.verifying_unit)
"""Fields of the ledger that may name several units."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:geo-app:unit")


@dataclass(frozen=True, slots=True)
class UnitUse:
    """A unit, and where it is named.

    Attributes:
        name: As it is written.
        responsible: Sites that it has to put right, also those whose problem says so.
        accounting: Sites that are accounted to it (考核单位).
        problems: Problems that it has to put right.
        ledger: Lines of the ledger in which it leads, supports or verifies.
        people: Who belongs to it, or is bound to it.
        is_retired: It is offered no longer.
        former: Names that were given up for it, without width, case and blanks.
        alike: Other names that differ from it only in these.
    """

    name: str
    responsible: int = 0
    accounting: int = 0
    problems: int = 0
    ledger: int = 0
    people: int = 0
    is_retired: bool = False
    former: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def decided(session: Session) -> UnitNames:
    """What the office has decided about names of units."""
    told = select(Event).where(Event.subject_kind == UNIT).order_by(Event.seq)
    return names_of(session.scalars(told))


def every(session: Session, actor: Actor) -> list[UnitUse]:
    """All units that a site, a problem, the ledger, a person or the office names, by name.

    Raises:
        ForbiddenError: The actor may not administer.
    """
    actor.must(Right.ADMINISTER)
    names = decided(session)
    responsible = _counted(
        session, func.coalesce(Site.responsible_unit, Problem.responsible_unit), joined=True
    )
    accounting = _counted(session, Site.accounting_unit)
    problems = _counted(session, Problem.responsible_unit)
    ledger, people = _in_ledger(session), _of_people(session)
    used = {*responsible, *accounting, *problems, *ledger, *people}
    known = sorted({*used, *names.kept, *names.retired})
    before: dict[str, list[str]] = defaultdict(list)
    for old, new in names.former.items():
        before[new].append(old)
    alike: dict[str, list[str]] = defaultdict(list)
    for name in known:
        alike[folded(name)].append(name)
    return [
        UnitUse(
            name,
            responsible[name],
            accounting[name],
            problems[name],
            ledger[name],
            people[name],
            name in names.retired,
            tuple(sorted(before[name])),
            tuple(each for each in alike[folded(name)] if each != name),
        )
        for name in known
    ]


def offered(session: Session, found: Iterable[str]) -> list[str]:
    """Units to choose from: those found in use and those kept ready, without the retired."""
    names = decided(session)
    return sorted({*found, *names.kept} - names.retired)


def add(session: Session, actor: Actor, told: str) -> str:
    """Keep the name of a unit ready, or offer a retired one again; gives the name.

    Raises:
        ForbiddenError: The actor may not administer.
        InputError: It is no name.
        ConflictError: The unit is offered already, or the name was given up for another one.
    """
    actor.must(Right.ADMINISTER)
    name, names = accepted(told, LONGEST_NAME), decided(session)
    refuse_former(names, name)
    if name in names.kept or (name not in names.retired and exists(session, actor, name)):
        raise ConflictError("unit.there", name=name)
    note(session, actor, EventKind.ADDED, name)
    book.note(session, book.Kind.UNIT_ADDED, actor, subject=name)
    return name


def retire(session: Session, actor: Actor, name: str) -> None:
    """Offer a unit no longer; where it is named, it stays.

    Raises:
        ForbiddenError: The actor may not administer.
        NotFoundError: Nothing names it.
    """
    actor.must(Right.ADMINISTER)
    names = decided(session)
    if name in names.retired:
        return
    if name not in names.kept and not exists(session, actor, name):
        raise NotFoundError("unit.none", name=name[:LONGEST_NAME])
    note(session, actor, EventKind.REMOVED, name)
    book.note(session, book.Kind.UNIT_RETIRED, actor, subject=name)


def exists(session: Session, actor: Actor, name: str) -> bool:
    """Whether anything names the unit."""
    return any(each.name == name for each in every(session, actor))


def refuse_former(names: UnitNames, name: str, of: str | None = None) -> None:
    """Pass silently where a name was not given up, or for this unit only.

    Raises:
        ConflictError: It is a former name of another unit.
    """
    today = names.former.get(folded(name))
    if today is not None and today != of:
        raise ConflictError("unit.former", name=name, today=today)


def note(
    session: Session,
    actor: Actor,
    kind: EventKind,
    name: str,
    to: str | None = None,
    told: Mapping[str, int] | None = None,
) -> None:
    """Write into the history what was decided about a name."""
    subject = str(uuid.uuid5(_NAMESPACE, name))
    data = {NAME: name, **({TO: to} if to else {}), **(told or {})}
    log.append(session, actor, kind, UNIT, subject, data=data)


def _counted(session: Session, column: object, *, joined: bool = False) -> Counter[str]:
    query = select(column, func.count()).group_by(column)  # type: ignore[call-overload]
    if joined:
        query = query.select_from(Site).join(Site.problem)
    return Counter({name: number for name, number in session.execute(query) if name})


def _in_ledger(session: Session) -> Counter[str]:
    found: Counter[str] = Counter()
    for column in LISTS:
        query = select(column, func.count()).where(column.is_not(None)).group_by(column)
        for text, number in session.execute(query):
            found.update(dict.fromkeys(named_in(text or ""), number))
    return found


def _of_people(session: Session) -> Counter[str]:
    found: Counter[str] = Counter()
    for unit, areas in session.execute(select(Person.unit, Person.areas)):
        found.update({unit, *(each for each in areas if not each.isdecimal())} - {None})
    return found
