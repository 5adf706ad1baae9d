"""People on both databases: accounts, links, keys, the way in, what a person sees, the record."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from geo_app.domain.actor import Actor, Role
from geo_app.errors import ConflictError, InputError, SignInError, WaitError
from geo_app.geo.districts import Districts
from geo_app.settings import Accounts, Settings
from geo_app.store import counts
from geo_app.store.models import Notice, Problem, Site
from geo_app.store.people import AccessKey, Entry, FailedSignIn, OneTimeLink, Person
from geo_app.store.session import Store
from geo_app.work import reference, sites
from geo_app.work.people import (
    Caller,
    NewPerson,
    accounts,
    add,
    change,
    keys,
    links,
    prove,
    set_active,
)
from tests.storage.helpers import confirm_sample

BOSS = Actor("test", "测试", None, Role.OPERATOR)
LIMITS = Accounts()
PASSWORD = "柳溪桥东 排口 150 米"  # noqa: S105


@pytest.fixture
def districts(settings: Settings) -> Districts:
    return reference.districts(settings)


def put(
    store: Store,
    districts: Districts,
    login: str,
    role: Role = Role.INSPECTOR,
    areas: tuple[str, ...] = (),
) -> Person:
    with store.session() as session:
        told = NewPerson(login, login, "某单位", role, areas)
        return add(session, BOSS, told, districts, LIMITS)


def enter(store: Store, districts: Districts, person: Person) -> Person:
    with store.session() as session:
        secret = links.make(session, BOSS, person.id, LIMITS)
    with store.session() as session:
        return links.use(session, secret, PASSWORD, None, districts, LIMITS)


def test_a_link_is_used_once_also_by_two_at_once(store: Store, districts: Districts) -> None:
    with store.session() as session:
        secret = links.make_first(session, LIMITS)
    assert secret
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def use(login: str) -> None:
        together.wait()
        try:
            with store.session() as session:
                first = links.Invited(login, login)
                links.use(session, secret, PASSWORD, first, districts, LIMITS)
            outcomes.append("in")
        except InputError as error:
            outcomes.append(error.code)

    both = [threading.Thread(target=use, args=(login,)) for login in ("jia", "yi")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(outcomes) == ["in", "people.link_spent"]
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_link_ends_by_itself(store: Store, districts: Districts) -> None:
    person = put(store, districts, "li")
    with store.session() as session:
        secret = links.make(session, BOSS, person.id, LIMITS)
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(OneTimeLink).values(expires_at=past))
    with pytest.raises(InputError), store.session() as session:
        links.use(session, secret, PASSWORD, None, districts, LIMITS)


def test_signing_in_counts_the_wrong_ones_and_forgets_them(
    store: Store, districts: Districts
) -> None:
    enter(store, districts, put(store, districts, "li"))
    for _ in range(LIMITS.free_tries):
        with pytest.raises(SignInError):
            prove(store, "LI", "wrong", Caller("10.0.0.1"), LIMITS)
    with pytest.raises(WaitError):
        prove(store, "li", PASSWORD, Caller("10.0.0.1"), LIMITS)
    assert prove(store, "li", PASSWORD, Caller("10.0.0.2"), LIMITS).login == "li"
    patient = replace(LIMITS, longest_wait_s=0.0)
    assert prove(store, "li", PASSWORD, Caller("10.0.0.1"), patient).login == "li"
    with store.session(read_only=True) as session:
        # what the address has guessed, for whatever names, is not forgiven by one right password
        assert session.scalars(select(FailedSignIn.failures)).all() == [LIMITS.free_tries]


def test_a_key_ends_with_its_time_and_with_its_owner(store: Store, districts: Districts) -> None:
    owner = put(store, districts, "li", areas=("410204",))
    with store.session() as session:
        person = session.get_one(Person, owner.id)
        text = keys.make(session, person, "QGIS", ["view"], 30, LIMITS)
    with store.session(read_only=True) as session:
        actor = keys.actor_by(session, text)
        assert actor
        assert (actor.areas, actor.limited_to) == (("410204",), frozenset({"view"}))
    with store.session() as session:
        set_active(session, BOSS, owner.id, active=False)
        assert keys.actor_by(session, text) is None
        set_active(session, BOSS, owner.id, active=True)
        assert keys.actor_by(session, text)
        session.execute(update(AccessKey).values(expires_at=datetime.now(UTC)))
        assert keys.actor_by(session, text) is None


@pytest.mark.parametrize(
    "told",
    [
        NewPerson("boss", "boss", None, Role.CLERK),
        NewPerson("boss", "boss", None, Role.ADMINISTRATOR, ("410204",)),
    ],
    ids=["another role", "bound to a district"],
)
@pytest.mark.parametrize("other", [(), ("410205",)], ids=["alone", "beside one who is bound"])
def test_somebody_is_left_who_may_administer(
    store: Store, districts: Districts, told: NewPerson, other: tuple[str, ...]
) -> None:
    boss = put(store, districts, "boss", Role.ADMINISTRATOR)
    if other:
        put(store, districts, "bound", Role.ADMINISTRATOR, other)
    with pytest.raises(ConflictError), store.session() as session:
        change(session, BOSS, boss.id, told, districts, LIMITS)
    with pytest.raises(ConflictError), store.session() as session:
        set_active(session, BOSS, boss.id, active=False)
    put(store, districts, "second", Role.ADMINISTRATOR)
    with store.session() as session:
        change(session, BOSS, boss.id, told, districts, LIMITS)


def test_who_is_bound_sees_the_own_sites_only(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        every = sites.every(session)
        own = every[0].district_code
        assert own
        mine = {site.id for site in every if own in (site.district_code, site.accounting_unit)}
        other = next(site.id for site in every if site.id not in mine)
        problems = {site.problem_id for site in every if site.id in mine}
    bound = store.seen_from([own])
    with bound.session(read_only=True) as session:
        assert {site.id for site in sites.every(session)} == mine
        assert session.get(Site, other) is None
        assert {each.id for each in session.scalars(select(Problem))} == problems
        assert counts.total(session).n == len(mine)
        assert set(counts.summary(session)) <= {own}
        for notice in session.scalars(select(Notice)):
            seen = {site.id for problem in notice.problems for site in problem.sites}
            assert seen <= mine


@pytest.mark.parametrize("statement", [update(Entry).values(kind="x"), delete(Entry)])
def test_the_record_cannot_be_altered(
    store: Store, districts: Districts, statement: object
) -> None:
    put(store, districts, "li")
    with store.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(statement)  # type: ignore[call-overload]
    with store.session(read_only=True) as session:
        assert session.scalars(select(Entry.kind)).all() == ["added"]


def test_a_login_is_one_in_any_spelling(store: Store, districts: Districts) -> None:
    put(store, districts, "li")
    for same in ("LI", "ｌｉ", " li "):
        with pytest.raises(ConflictError), store.session() as session:
            add(session, BOSS, NewPerson(same, "某", None, "clerk"), districts, LIMITS)
    with store.session(read_only=True) as session:
        assert accounts.by_login(session, "Ｌi")
