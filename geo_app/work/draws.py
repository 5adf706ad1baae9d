"""Random re-checks (双随机): pool and seed written down, then a draw that anybody can repeat."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.draw import (
    EDITION,
    MOST_WEIGHT,
    Drawn,
    Pool,
    PoolInspector,
    PoolSite,
    draw,
    share,
)
from geo_app.domain.status import EventKind
from geo_app.domain.text import clean_line
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Event, Problem, Site
from geo_app.store.people import Person
from geo_app.words import say
from geo_app.work import events, word_search
from geo_app.work.people.accounts import actor_of
from geo_app.work.site_filter import SiteFilter

SUBJECT = "draw"
"""Kind of subject of the events of a draw."""

LONGEST_SEED = 200
_INSPECTORS = frozenset({Role.INSPECTOR, Role.VERIFIER})
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drawn.

    Attributes:
        where: Sites that may be drawn.
        unseen_days: Only those that nobody has visited for so many days; None = all.
        count: Sites to draw; None = by ``percent``.
        percent: Share of the pool, 1 to 100.
        each: Inspectors of a site.
        by_doubts: A site has one ticket more for each of its doubts.
        without_verifiers: Who has verified a site before does not look at it again.
    """

    where: SiteFilter = field(default_factory=SiteFilter)
    unseen_days: int | None = None
    count: int | None = None
    percent: int | None = None
    each: int = 2
    by_doubts: bool = False
    without_verifiers: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A draw as it was written down.

    Attributes:
        id: Of the draw.
        pool: What it is drawn from.
        digest: SHA-256 of the pool, as it was written down.
        seed: Of the draw.
        by_person: A person has said the seed; else the program made it.
        result: What was drawn; None where that is yet to come.
    """

    id: str
    pool: Pool
    digest: str
    seed: str
    by_person: bool
    result: tuple[Drawn, ...] | None

    @property
    def holds(self) -> bool:
        """Whether the same pool and seed give the same result again."""
        same_pool = self.pool.digest == self.digest
        return same_pool and self.result is not None and draw(self.pool, self.seed) == self.result


@dataclass(frozen=True, slots=True)
class Kept:
    """A draw in the list of all.

    Attributes:
        at: When pool and seed were written down.
        by: Who drew.
        record: As it was written down.
    """

    at: datetime
    by: str
    record: Record


def pool_of(session: Session, actor: Actor, asked: Asked, today: date, settings: Settings) -> Pool:
    """The pool that a question comes to.

    Raises:
        ForbiddenError: The actor may not draw.
        InputError: Nothing may be drawn, or the sizes cannot be.
        TooLargeError: More sites than a pool has.
    """
    actor.must(Right.LEDGER)
    most = settings.verification.draw_pool
    query = (
        select(Site).where(*_conditions(session, asked, today)).order_by(Site.id).limit(most + 1)
    )
    found = list(session.scalars(query))
    if len(found) > most:
        raise TooLargeError("draw.large_pool", limit=most)
    if (asked.count is None) == (asked.percent is None):
        raise InputError("draw.no_size")
    count = asked.count if asked.count is not None else share(asked.percent or 0, len(found))
    people = _inspectors(session)
    if not found or not people:
        raise InputError("draw.empty_pool", sites=len(found), inspectors=len(people))
    if not 0 < count <= len(found) or not 0 < asked.each <= len(people):
        raise InputError(
            "draw.too_many", count=count, sites=len(found), each=asked.each, inspectors=len(people)
        )
    verifiers = _verifiers(session, [site.id for site in found])
    return Pool(
        tuple(_site(site, verifiers, by_doubts=asked.by_doubts) for site in found),
        people,
        count,
        asked.each,
        asked.without_verifiers,
    )


def announce(session: Session, actor: Actor, pool: Pool, seed: str | None) -> str:
    """Write pool and seed down, before anybody knows what they give; gives the id of the draw.

    Args:
        session: A write transaction; the result is drawn in a later one.
        actor: Who draws.
        pool: What is drawn from.
        seed: As a person says it; None = the program makes one.

    Raises:
        ForbiddenError: The actor may not draw.
        InputError: The seed is empty or long.
    """
    actor.must(Right.LEDGER)
    said = None if seed is None else clean_line(seed)
    if said is not None and not 0 < len(said) <= LONGEST_SEED:
        raise InputError("draw.seed", limit=LONGEST_SEED)
    draw_id = str(uuid.uuid4())
    data = {
        "rule": EDITION,
        "pool": asdict(pool),
        "digest": pool.digest,
        "seed": said or secrets.token_hex(16),
        "by_person": said is not None,
    }
    log.append(session, actor, EventKind.DRAW_ANNOUNCED, SUBJECT, draw_id, None, data)
    return draw_id


def carry_out(session: Session, actor: Actor, draw_id: str, today: date) -> Record:
    """Draw what was announced: the result in the log, and an assignment in each site's history.

    A site that was merged into another since is in the result, as the rule gives it; it has no
    history that could be added to.

    Raises:
        ForbiddenError: The actor may not draw, or not in all areas of the pool.
        NotFoundError: No such draw was announced.
        ConflictError: It was carried out already.
    """
    actor.must(Right.LEDGER)
    record = read(session, draw_id)
    if record.result is not None:
        raise ConflictError("draw.done", id=draw_id)
    if actor.areas and any(not set(actor.areas) & set(each.areas) for each in record.pool.sites):
        raise ForbiddenError("draw.elsewhere")
    result = draw(record.pool, record.seed)
    told = {"digest": record.digest, "result": [asdict(each) for each in result]}
    log.append(session, actor, EventKind.DRAWN, SUBJECT, draw_id, today, told)
    names = {each.id: each for each in map(actor_of, session.scalars(select(Person)))}
    for each in result:
        people = [names[person] for person in each.inspectors]
        words = "、".join(f"{p.name}（{p.unit or '—'}）" for p in people) or "—"
        data = {
            "draw": draw_id,
            "inspectors": [{"id": p.id, "name": p.name, "unit": p.unit} for p in people],
            "note": say("draw.assigned", {"names": words, "id": draw_id}, "zh"),
        }
        site = session.get(Site, each.site_id)
        if site is not None:
            events.add(session, actor, site, EventKind.ASSIGNED, today, data)
    return replace(record, result=result)


def drawn_for(session: Session, actor: Actor) -> frozenset[str]:
    """Ids of the sites that somebody has been drawn for and that nobody has visited since.

    Args:
        session: As the actor sees it.
        actor: The person.
    """
    drawn = select(Event).where(Event.subject_kind == SUBJECT, Event.kind == EventKind.DRAWN.value)
    since: dict[str, date] = {}
    for event in session.scalars(drawn.order_by(Event.seq)):
        for each in event.data["result"]:
            if actor.id in each["inspectors"]:
                since[each["site_id"]] = event.as_of or event.at.date()
    visited = select(Site.id, Site.inspected_on).where(Site.id.in_(since))
    return frozenset(
        site_id
        for site_id, inspected_on in session.execute(visited)
        if inspected_on is None or inspected_on < since[site_id]
    )


def read(session: Session, draw_id: str) -> Record:
    """A draw as it was written down.

    Raises:
        NotFoundError: No such draw was announced.
    """
    query = select(Event).where(Event.subject_kind == SUBJECT, Event.subject_id == draw_id)
    told = {event.kind: event.data for event in session.scalars(query.order_by(Event.seq))}
    announced = told.get(EventKind.DRAW_ANNOUNCED.value)
    if announced is None:
        raise NotFoundError("draw.none", id=draw_id)
    return _record(draw_id, announced, told.get(EventKind.DRAWN.value))


def listing(session: Session, actor: Actor, most: int) -> list[Kept]:
    """The newest draws of the log, the newest first.

    Raises:
        ForbiddenError: The actor may not draw.
    """
    actor.must(Right.LEDGER)
    of_draws = select(Event).where(Event.subject_kind == SUBJECT)
    newest = of_draws.where(Event.kind == EventKind.DRAW_ANNOUNCED.value)
    begun = list(session.scalars(newest.order_by(Event.seq.desc()).limit(most)))
    ids = [event.subject_id for event in begun]
    ends = of_draws.where(Event.kind == EventKind.DRAWN.value, Event.subject_id.in_(ids))
    drawn = {event.subject_id: event.data for event in session.scalars(ends)}
    return [
        Kept(
            each.at,
            each.actor_name,
            _record(each.subject_id, each.data, drawn.get(each.subject_id)),
        )
        for each in begun
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn site and who looks at it, as people read it.

    Attributes:
        site_id: Of the site.
        code: Its code; its id where it is not in sight.
        name: Its name; a dash where it is not in sight.
        names: Of who looks at it.
        in_sight: The site is there, and in the areas of who asks.
    """

    site_id: str
    code: str
    name: str
    names: tuple[str, ...]
    in_sight: bool


def in_words(session: Session, record: Record) -> list[Row]:
    """The result of a draw as people read it; sites and people that are gone by their ids."""
    names = {each.id: each.name for each in map(actor_of, session.scalars(select(Person)))}
    rows = []
    for each in record.result or ():
        site = session.get(Site, each.site_id)
        code, name = (site.code, site.name) if site else (each.site_id, "—")
        people = tuple(names.get(person, person) for person in each.inspectors)
        rows.append(Row(each.site_id, code, name, people, site is not None))
    return rows


def _conditions(session: Session, asked: Asked, today: date) -> list[ColumnElement[bool]]:
    conditions = word_search.conditions(session, asked.where, today)
    if asked.unseen_days is not None:
        before = today - timedelta(days=asked.unseen_days)
        conditions.append(or_(Site.inspected_on.is_(None), Site.inspected_on < before))
    return conditions


def _inspectors(session: Session) -> tuple[PoolInspector, ...]:
    people = map(actor_of, session.scalars(select(Person).where(Person.active)))
    return tuple(
        PoolInspector(each.id, each.unit, each.areas) for each in people if each.role in _INSPECTORS
    )


def _verifiers(session: Session, ids: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    listed = list(ids)
    for first in range(0, len(listed), _BATCH):
        query = select(Event.subject_id, Event.actor_id).where(
            Event.subject_kind == Site.__tablename__,
            Event.kind == EventKind.VERIFIED.value,
            Event.subject_id.in_(listed[first : first + _BATCH]),
        )
        for site_id, person in session.execute(query):
            found.setdefault(site_id, set()).add(person)
    return found


def _site(site: Site, verifiers: Mapping[str, set[str]], *, by_doubts: bool) -> PoolSite:
    problem: Problem = site.problem
    return PoolSite(
        site.id,
        site.responsible_unit or problem.responsible_unit,
        tuple(each for each in (site.district_code, site.accounting_unit) if each),
        tuple(sorted(verifiers.get(site.id, ()))),
        min(MOST_WEIGHT, 1 + len(site.doubts)) if by_doubts else 1,
    )


def _record(draw_id: str, announced: Mapping[str, Any], drawn: Mapping[str, Any] | None) -> Record:
    return Record(
        draw_id,
        _pool(announced["pool"]),
        announced["digest"],
        announced["seed"],
        announced["by_person"],
        tuple(Drawn(each["site_id"], tuple(each["inspectors"])) for each in drawn["result"])
        if drawn
        else None,
    )


def _pool(told: Mapping[str, Any]) -> Pool:
    return Pool(
        tuple(
            PoolSite(
                each["id"],
                each["unit"],
                tuple(each["areas"]),
                tuple(each["verified_by"]),
                each["weight"],
            )
            for each in told["sites"]
        ),
        tuple(
            PoolInspector(each["id"], each["unit"], tuple(each["areas"]))
            for each in told["inspectors"]
        ),
        told["count"],
        told["each"],
        told["without_verifiers"],
    )
