"""Passkeys on both databases: an answer is good once, also for many at once."""

from __future__ import annotations

from sqlalchemy import select

from geo_app.errors import ConflictError
from geo_app.settings import Accounts, Settings
from geo_app.store.people import Passkey, Person, SpentChallenge
from geo_app.store.session import Store
from geo_app.work.people.ending import end_all
from geo_app.work.people.passkeys import Answer, Front, ask, begin, come_in, keep
from tests.authenticator import Device
from tests.storage.test_second_factor import at_once, person_id

FRONT, LIMITS = Front("localhost", "http://localhost"), Accounts()
__all__ = ["person_id"]


def add(store: Store, person_id: str) -> Device:
    device = Device()
    with store.session() as session:
        person = session.get_one(Person, person_id)
        asked = begin(session, person, FRONT, LIMITS)
        answer = Answer(device.make(asked.options), asked.challenge, FRONT)
        keep(session, person, "电脑", answer, LIMITS)
    return device


def test_an_answer_is_good_once_also_for_many_at_once(store: Store, person_id: str) -> None:
    device = add(store, person_id)
    asked = ask(FRONT, LIMITS)
    answer = Answer(device.show(asked.options), asked.challenge, FRONT)

    def show() -> bool:
        with store.session() as session:
            return come_in(session, answer, "10.0.0.1", LIMITS) is not None

    assert sorted(map(bool, at_once(5, show))) == [False] * 4 + [True]


def test_what_a_device_made_is_kept_once_also_for_many_at_once(
    store: Store, person_id: str
) -> None:
    device = Device()
    with store.session(read_only=True) as session:
        asked = begin(session, session.get_one(Person, person_id), FRONT, LIMITS)
    answer = Answer(device.make(asked.options), asked.challenge, FRONT)

    def make() -> str:
        with store.session() as session:
            return keep(session, session.get_one(Person, person_id), "x", answer, LIMITS).id

    made = at_once(4, make)
    assert sorted(isinstance(each, str) for each in made) == [False] * 3 + [True], made
    assert [each for each in made if not isinstance(each, str)] == [ConflictError] * 3


def test_a_counter_that_goes_back_is_refused_and_one_that_goes_on_is_kept(
    store: Store, person_id: str
) -> None:
    device = add(store, person_id)
    shown = []
    for device.uses in (4, 4, 9, 7, 10):
        asked = ask(FRONT, LIMITS)
        answer = Answer(device.show(asked.options), asked.challenge, FRONT)
        with store.session() as session:
            shown.append(come_in(session, answer, "10.0.0.1", LIMITS) is not None)
    assert shown == [True, False, True, False, True]
    with store.session(read_only=True) as session:
        assert session.scalars(select(Passkey.uses)).one() == 11


def test_after_a_restore_passkeys_still_open_the_door(
    store: Store, settings: Settings, person_id: str
) -> None:
    device = add(store, person_id)
    with store.session() as session:
        end_all(session)
    with store.session() as session:
        assert session.scalars(select(SpentChallenge)).all() == []
        asked = ask(FRONT, LIMITS)
        answer = Answer(device.show(asked.options), asked.challenge, FRONT)
        assert come_in(session, answer, "10.0.0.1", LIMITS)
