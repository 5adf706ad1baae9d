"""A unit with another name: all that names it goes along, what was done under it stays its own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor, Role
from geo_app.domain.particulars import Field
from geo_app.domain.persona import said
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, ForbiddenError, NotFoundError, TooLargeError
from geo_app.settings import LedgerLimits, Settings
from geo_app.store import counts, log
from geo_app.store.audit import audit
from geo_app.store.inspections import Inspection
from geo_app.store.models import Event, Problem, Site
from geo_app.store.particulars import Particulars
from geo_app.store.people import Entry, Person
from geo_app.store.session import Store
from geo_app.work import unit_moving, unit_names
from geo_app.work.particulars import Edit, amend
from geo_app.work.verification import matter
from tests.signed_in import person
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.storage.visits import INSPECTOR, picture, quick_desk, visit

LIMITS = LedgerLimits()
ADMINISTRATOR = Actor("a-1", "管理员甲", "青河市整改办", Role.ADMINISTRATOR)
OLD, NEW = "青河 水务局", "青河水务局"


@pytest.fixture
def sites(store: Store, settings: Settings) -> list[str]:
    """Two sites of the unit, one of them accounted to it; a list of the ledger names it, too."""
    made = confirm_sample(store, settings)
    with store.session() as session:
        edits = [
            Edit(made[0], Field.RESPONSIBLE_UNIT, of(session, made[0]), OLD),
            Edit(made[1], Field.SUPPORTING_UNITS, "", f"住建局、{OLD}；城管局"),
        ]
        amend(session, ACTOR, edits, LIMITS)
        session.get_one(Site, made[1]).accounting_unit = OLD
    person(store, Actor("", "李", OLD, Role.RESPONSIBLE, (OLD, "410204")))
    return made


def of(session: Session, site_id: str) -> str:
    return session.get_one(Site, site_id).responsible_unit or ""


def move(store: Store, name: str, to: str, actor: Actor = ADMINISTRATOR) -> unit_moving.Move:
    with store.session(read_only=True) as session:
        found = unit_moving.look(session, actor, name, to, LIMITS)
    with store.session() as session:
        return unit_moving.move(session, actor, name, to, found.mark, LIMITS)


def test_everything_goes_along_and_the_history_tells_it(store: Store, sites: list[str]) -> None:
    with store.session(read_only=True) as session:
        before = {each.name: each for each in unit_names.every(session, ADMINISTRATOR)}[OLD]
        claims = session.scalars(select(Event.hash).order_by(Event.seq)).all()
    assert (before.responsible, before.accounting, before.ledger, before.people) == (1, 1, 1, 1)
    done = move(store, OLD, NEW)
    assert (done.sites, done.people, done.merges) == (2, 1, False)
    with store.session(read_only=True) as session:
        names = {each.name: each for each in unit_names.every(session, ADMINISTRATOR)}
        assert OLD not in names
        assert session.get_one(Site, sites[0]).responsible_unit == NEW
        assert session.get_one(Site, sites[1]).accounting_unit == NEW
        listed = session.get_one(Particulars, sites[1]).supporting_units
        assert listed == f"住建局、{NEW}；城管局"
        li = session.scalars(select(Person).where(Person.name == "李")).one()
        assert (li.unit, li.areas) == (NEW, [NEW, "410204"])
        hashes = session.scalars(select(Event.hash).order_by(Event.seq)).all()
        assert hashes[: len(claims)] == claims, "what was written before is as it was"
        new = session.scalars(select(Event).order_by(Event.seq)).all()[len(claims) :]
        kinds = [(each.subject_kind, each.kind) for each in new]
        assert sorted(kinds) == [
            ("site", "amended"),
            ("site", "amended"),
            ("site", "renamed"),
            ("unit", "renamed"),
        ]
        assert log.verify(session).broken_at is None
        assert list(audit(session)) == []
        entry = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
        assert entry
        assert (entry.kind, entry.subject) == ("unit_renamed", f"{OLD} → {NEW}")
    with store.session(read_only=True) as session:
        assert list(counts.check(session)) == []


def test_two_spellings_become_one_and_are_offered_as_one(store: Store, sites: list[str]) -> None:
    with store.session() as session:
        now = of(session, sites[1])
        amend(session, ACTOR, [Edit(sites[1], Field.RESPONSIBLE_UNIT, now, NEW)], LIMITS)
    assert move(store, OLD, NEW).merges
    with store.session(read_only=True) as session:
        found = {each.name: each for each in unit_names.every(session, ADMINISTRATOR)}[NEW]
        assert (found.responsible, found.accounting) == (2, 1)
        assert unit_names.offered(session, ["丙局"]) == sorted(["丙局", NEW])


def test_who_photographed_under_the_former_name_is_no_stranger(
    store: Store, settings: Settings, sites: list[str]
) -> None:
    """Four eyes: a unit does not check itself by calling itself something else."""
    with quick_desk(settings) as desk:
        made = visit(store, desk, sites[0], [picture(1)])
        with store.session(read_only=True) as session:
            visited = session.get_one(Inspection, made)
            assert visited.actor_unit == INSPECTOR.unit
        today = date(2026, 11, 26)
        # renamed to something that is spelled otherwise altogether
        with store.session() as session:
            amend(
                session,
                ACTOR,
                [Edit(sites[0], Field.RESPONSIBLE_UNIT, OLD, INSPECTOR.unit or "")],
                LIMITS,
            )
        move(store, INSPECTOR.unit or "", "市巡察整改中心")
        with store.session(read_only=True) as session:
            assert session.get_one(Inspection, made).actor_unit == INSPECTOR.unit
            case = matter.read(session, sites[0], desk, today)
            for unit in ("市巡察整改中心", INSPECTOR.unit):
                who = said("核查员", unit, Role.VERIFIER)
                codes = {each.reason.code for each in case.obstacles(Step.REFUSE, who)}
                assert "verification.own_unit" in codes, unit
                assert case.independence(who).outcome == "fail"
            neutral = said("核查员", "督查组", Role.VERIFIER)
            # all photos are the responsible unit's own, whatever it was called then
            assert case.independence(neutral).outcome == "doubt"


def test_only_what_was_looked_at_and_only_by_the_administrator(
    store: Store, sites: list[str]
) -> None:
    with store.session(read_only=True) as session:
        found = unit_moving.look(session, ADMINISTRATOR, OLD, NEW, LIMITS)
        clerk = Actor("c", "某", None, Role.CLERK)
        for job in (unit_moving.look, unit_names.add, unit_names.retire):
            given = (OLD, NEW, LIMITS) if job is unit_moving.look else (OLD,)
            with pytest.raises(ForbiddenError):
                job(session, clerk, *given)
        with pytest.raises(TooLargeError):
            unit_moving.look(session, ADMINISTRATOR, OLD, NEW, LedgerLimits(unit_rows=1))
        with pytest.raises(NotFoundError):
            unit_moving.look(session, ADMINISTRATOR, "没有的局", NEW, LIMITS)
    with store.session() as session:
        now = of(session, sites[1])
        amend(session, ACTOR, [Edit(sites[1], Field.RESPONSIBLE_UNIT, now, OLD)], LIMITS)
        last = session.scalars(select(Event.seq).order_by(Event.seq.desc())).first()
    # the other site of the look says more of the unit now, but it is the same row
    with store.session() as session:
        problem = session.scalars(select(Problem).order_by(Problem.number)).first()
        assert problem
        problem.responsible_unit = OLD
    with pytest.raises(ConflictError), store.session() as session:
        unit_moving.move(session, ADMINISTRATOR, OLD, NEW, found.mark, LIMITS)
    with store.session(read_only=True) as session:
        assert of(session, sites[0]) == OLD
        assert session.scalars(select(Event.seq).order_by(Event.seq.desc())).first() == last


def test_a_name_that_was_given_up_is_no_other_units(store: Store, sites: list[str]) -> None:
    move(store, OLD, "水利局")
    with store.session() as session:
        with pytest.raises(ConflictError):
            unit_names.add(session, ADMINISTRATOR, OLD)
        unit_names.add(session, ADMINISTRATOR, "丙局")
        with pytest.raises(ConflictError):
            unit_moving.look(session, ADMINISTRATOR, "丙局", OLD, LIMITS)
    move(store, "水利局", OLD)  # its own name again
    with store.session() as session:
        unit_names.retire(session, ADMINISTRATOR, OLD)
        kinds = [EventKind.RENAMED, EventKind.ADDED, EventKind.RENAMED, EventKind.REMOVED]
        told = select(Event.kind).where(Event.subject_kind == "unit").order_by(Event.seq)
        assert list(session.scalars(told)) == kinds
    with store.session(read_only=True) as session:
        found = {each.name: each for each in unit_names.every(session, ADMINISTRATOR)}
        assert found[OLD].is_retired
        assert found[OLD].responsible == 1, "where it is named, it stays"
        assert unit_names.offered(session, [OLD]) == ["丙局"]
