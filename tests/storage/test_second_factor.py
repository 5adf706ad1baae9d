"""Second factors on both databases: good once, also for two at once; wrong ones are all counted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from pyotp import TOTP
from sqlalchemy import func, select

from geo_app.domain.actor import Actor, Role
from geo_app.errors import ConflictError, NotFoundError, SignInError
from geo_app.settings import Accounts, Settings
from geo_app.store.people import FailedSignIn, Person, RecoveryCode
from geo_app.store.session import Store
from geo_app.work import reference
from geo_app.work.people import Caller, NewPerson, accounts, add, prove, second_factor

BOSS = Actor("test", "测试", None, Role.OPERATOR)
LIMITS = Accounts()
SEAL = second_factor.Seal("the key of a test")
CALLER = Caller("10.0.0.1")


@pytest.fixture
def person_id(store: Store, settings: Settings) -> str:
    with store.session() as session:
        told = NewPerson("li", "李", None, Role.CLERK)
        return add(session, BOSS, told, reference.districts(settings), LIMITS).id


def turn_on(store: Store, person_id: str) -> tuple[str, list[str]]:
    with store.session() as session:
        person = session.get_one(Person, person_id)
        secret = second_factor.begin(session, person, SEAL).secret
    with store.session() as session:
        person = session.get_one(Person, person_id)
        # the step before: that of now is left to be shown at the door
        code = TOTP(secret).at(int(time.time()) - second_factor.STEP_S)
        return secret, second_factor.confirm(session, person, code, SEAL)


def show(store: Store, person_id: str, code: str) -> bool:
    with store.session() as session:
        person = session.get_one(Person, person_id)
        return second_factor.show(session, person, code, CALLER, SEAL, LIMITS)


def at_once(times: int, job: Callable[[], object]) -> list[object]:
    """What each of several threads brings back that begin together."""
    together = threading.Barrier(times)
    found: list[object] = []

    def run() -> None:
        together.wait()
        try:
            found.append(job())
        except Exception as error:  # noqa: BLE001 # the test says what it may be
            found.append(type(error))

    threads = [threading.Thread(target=run) for _ in range(times)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


def test_a_code_is_good_once_also_for_two_at_once(store: Store, person_id: str) -> None:
    secret, paper = turn_on(store, person_id)
    code = TOTP(secret).now()
    assert sorted(map(str, at_once(2, lambda: show(store, person_id, code)))) == ["False", "True"]
    found = at_once(2, lambda: show(store, person_id, paper[0]))
    assert sorted(map(str, found)) == ["False", "True"]
    with store.session(read_only=True) as session:
        assert second_factor.paper_left(session, person_id) == second_factor.PAPER_CODES - 1


def test_of_many_wrong_ones_at_once_none_is_forgotten(store: Store, person_id: str) -> None:
    turn_on(store, person_id)
    assert at_once(4, lambda: show(store, person_id, "000000")) == [False] * 4
    with store.session(read_only=True) as session:
        assert session.scalars(select(FailedSignIn.failures)).all() == [4]


def test_of_many_wrong_passwords_at_once_none_is_forgotten(store: Store, person_id: str) -> None:
    found = at_once(4, lambda: prove(store, "nobody", "wrong", CALLER, LIMITS))
    assert found == [SignInError] * 4
    with store.session(read_only=True) as session:
        assert session.scalars(select(FailedSignIn.failures)).all() == [4, 4]


def test_a_code_of_yesterday_or_of_the_next_minute_is_wrong(store: Store, person_id: str) -> None:
    secret, _paper = turn_on(store, person_id)
    now = int(time.time())
    for off in (-86400, -120, 120, 86400):
        assert not show(store, person_id, TOTP(secret).at(now + off)), off


def test_what_is_begun_anew_makes_the_one_before_worth_nothing(
    store: Store, person_id: str
) -> None:
    with store.session() as session:
        person = session.get_one(Person, person_id)
        first, second = (second_factor.begin(session, person, SEAL) for _ in range(2))
        assert second_factor.offered(session, person, SEAL) == second
    assert first.secret != second.secret
    assert second.secret in second.address
    assert not show(store, person_id, TOTP(second.secret).now()), "not confirmed yet"


def test_it_is_reset_by_another_who_may_administer(store: Store, person_id: str) -> None:
    turn_on(store, person_id)
    with store.session() as session:
        person = session.get_one(Person, person_id)
        before = person.session_mark
        with pytest.raises(ConflictError):
            second_factor.begin(session, person, SEAL)
        second_factor.reset(session, BOSS, person)
        assert person.session_mark != before
        with pytest.raises(NotFoundError):
            second_factor.reset(session, BOSS, person)
        person.role = Role.ADMINISTRATOR.value
        with pytest.raises(ConflictError):
            second_factor.reset(session, accounts.actor_of(person), person)
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
