"""Random re-checks: pool and seed first, then a result that the log repeats, and assignments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, ForbiddenError, InputError, NotFoundError, TooLargeError
from geo_app.settings import Settings, Verification
from geo_app.store import audit
from geo_app.store.log import verify
from geo_app.store.models import Event, Site
from geo_app.store.people import Person
from geo_app.store.session import Store
from geo_app.work import draws, reference, sites
from geo_app.work.draws import Asked
from geo_app.work.field.pack import pack
from geo_app.work.people.accounts import actor_of
from geo_app.work.site_filter import SiteFilter
from tests.signed_in import person
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.visits import desk_of

TODAY = date(2026, 6, 1)
PEOPLE = (
    Actor("", "甲", "青河市环保局", Role.INSPECTOR),
    Actor("", "乙", "第三方", Role.VERIFIER),
    Actor("", "丙", "第三方", Role.INSPECTOR),
    Actor("", "丁", "青河市整改办", Role.CLERK),
)


@pytest.fixture
def sample(store: Store, settings: Settings) -> list[str]:
    ids = confirm_sample(store, settings)
    for each in PEOPLE:
        person(store, each)
    with store.session() as session:
        session.get_one(Site, ids[0]).responsible_unit = "青河市 环保局"
    return ids


def drawn(store: Store, settings: Settings, asked: Asked, seed: str | None = None) -> str:
    with store.session() as session:
        pool = draws.pool_of(session, ACTOR, asked, TODAY, settings)
        draw_id = draws.announce(session, ACTOR, pool, seed)
    with store.session() as session:
        draws.carry_out(session, ACTOR, draw_id, TODAY)
    return draw_id


def test_pool_and_seed_stand_in_the_log_before_the_result(
    store: Store, settings: Settings, sample: list[str]
) -> None:
    draw_id = drawn(store, settings, Asked(count=2, each=1), "开封 40718")
    with store.session(read_only=True) as session:
        record = draws.read(session, draw_id)
        assert (record.seed, record.by_person, record.holds) == ("开封 40718", True, True)
        assert len(record.pool.sites) == len(sample)
        assert len(record.pool.inspectors) == 3  # a clerk is none
        told = session.scalars(
            select(Event).where(Event.subject_kind == "draw").order_by(Event.seq)
        ).all()
        assert [each.kind for each in told] == ["draw_announced", "drawn"]
        for each in record.result or ():
            sheet = sites.get(session, each.site_id)
            before = sheet.site.status
            assert sheet.facts.status == before
            (event,) = [e for e in sheet.events if e.kind == EventKind.ASSIGNED]
            assert [p["id"] for p in event.data["inspectors"]] == list(each.inspectors)
            assert draw_id in event.data["note"]
        assert [row.site_id for row in draws.in_words(session, record)] == [
            each.site_id for each in record.result or ()
        ]
        assert verify(session).broken_at is None
        assert not list(audit.audit(session))


def test_nobody_of_the_responsible_unit_is_drawn(
    store: Store, settings: Settings, sample: list[str]
) -> None:
    for seed in map(str, range(5)):
        draw_id = drawn(store, settings, Asked(percent=100, each=3), seed)
        with store.session(read_only=True) as session:
            record = draws.read(session, draw_id)
        (own,) = [each for each in record.result or () if each.site_id == sample[0]]
        ids = {each.id: each.unit for each in record.pool.inspectors}
        assert {ids[each] for each in own.inspectors} == {"第三方"}


def test_an_altered_result_is_found_out(
    store: Store, settings: Settings, sample: list[str]
) -> None:
    draw_id = drawn(store, settings, Asked(count=1, each=1))
    with store.session(read_only=True) as session:
        record = draws.read(session, draw_id)
    assert record.holds
    assert not record.by_person
    assert len(record.seed) == 32
    result = record.result or ()
    other = next(each.id for each in record.pool.sites if each.id != result[0].site_id)
    for altered in (
        replace(record, seed=f"{record.seed}x", result=(replace(result[0], inspectors=()),)),
        replace(record, result=(replace(result[0], site_id=other),)),
        replace(record, pool=replace(record.pool, sites=record.pool.sites[1:])),
        replace(record, result=None),
    ):
        assert not altered.holds


def test_a_draw_is_carried_out_once_and_by_who_may(
    store: Store, settings: Settings, sample: list[str]
) -> None:
    draw_id = drawn(store, settings, Asked(count=1, each=1))
    verifier = Actor("v", "核查员", "第三方", Role.VERIFIER)
    with store.session() as session:
        with pytest.raises(ConflictError):
            draws.carry_out(session, ACTOR, draw_id, TODAY)
        with pytest.raises(NotFoundError):
            draws.read(session, "nothing")
        with pytest.raises(ForbiddenError):
            draws.pool_of(session, verifier, Asked(count=1), TODAY, settings)


def test_pools_that_cannot_be(store: Store, settings: Settings, sample: list[str]) -> None:
    nowhere = SiteFilter(districts=("990199",))
    small = replace(settings, verification=Verification(draw_pool=1))
    with store.session(read_only=True) as session:
        for asked in (
            Asked(),
            Asked(count=1, percent=5),
            Asked(count=99),
            Asked(count=1, each=9),
            Asked(nowhere, count=1),
        ):
            with pytest.raises(InputError):
                draws.pool_of(session, ACTOR, asked, TODAY, settings)
        with pytest.raises(TooLargeError):
            draws.pool_of(session, ACTOR, Asked(count=1), TODAY, small)
        seen = draws.pool_of(session, ACTOR, Asked(count=1, unseen_days=30), TODAY, settings)
        assert len(seen.sites) == len(sample)  # nobody has been there
        heavy = draws.pool_of(session, ACTOR, Asked(count=1, by_doubts=True), TODAY, settings)
        assert max(each.weight for each in heavy.sites) > 1
    for seed in ("", "x" * 201):
        with store.session() as session, pytest.raises(InputError):
            draws.announce(session, ACTOR, seen, seed)


def test_who_is_drawn_takes_the_site_along_until_somebody_has_been_there(
    store: Store, settings: Settings, sample: list[str]
) -> None:
    draw_id = drawn(store, settings, Asked(percent=100, each=1))
    desk, districts = desk_of(settings), reference.districts(settings)
    with store.session(read_only=True) as session:
        record = draws.read(session, draw_id)
        people = {p.id: p for p in map(actor_of, session.scalars(select(Person)))}
        result = {each.site_id: each.inspectors[0] for each in record.result or ()}
    assert set(result) == set(sample)
    for who in set(result.values()):
        own = {site_id for site_id, person_id in result.items() if person_id == who}
        with store.session(read_only=True) as session:
            assert draws.drawn_for(session, people[who]) == own
            told = pack(session, people[who], desk, districts, TODAY)["sites"]
        placed = [each["id"] for each in told if each["drawn"]]
        with store.session(read_only=True) as session:
            has_place = session.scalars(select(Site.id).where(Site.located.is_(True)))
            assert set(placed) == own.intersection(has_place)
        assert [each["id"] for each in told][: len(placed)] == placed, "before all others"
    somebody = people[result[sample[0]]]
    with store.session() as session:
        session.get_one(Site, sample[0]).inspected_on = TODAY
    with store.session(read_only=True) as session:
        assert sample[0] not in draws.drawn_for(session, somebody)
        assert draws.drawn_for(session, ACTOR) == frozenset()
