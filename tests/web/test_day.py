"""A new day: the counts are turned to it once, while answers go on."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from geo_app.errors import StoreError
from geo_app.store import counts
from geo_app.store.session import Store
from geo_app.store.tiling import CountBasis
from geo_app.web import day as web_day
from geo_app.web.day import EXTENSION, Day
from geo_app.work import places
from tests.web.conftest import OPERATOR, House

YESTERDAY = date(2024, 6, 1)
TODAY = YESTERDAY + timedelta(days=1)


def basis(store: Store) -> counts.Basis | None:
    with store.session(read_only=True) as session:
        return counts.basis(session)


def turned_back(house: House) -> Store:
    """Everything was counted yesterday."""
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
    with house.store.session() as session:
        counts.turn(session, YESTERDAY)
    return house.store


def wait_for(store: Store, today: date) -> None:
    until = time.monotonic() + 60
    while (found := basis(store)) is None or found.day != today:
        assert time.monotonic() < until, "the day was never turned"
        time.sleep(0.02)


def test_the_first_question_of_a_day_turns_the_counts(house: House) -> None:
    store = turned_back(house)
    day = Day(store, crowd=400)
    day.begin(TODAY)
    wait_for(store, TODAY)
    day.begin(TODAY)
    assert basis(store) == counts.Basis(TODAY, 400)


def test_another_crowd_has_everything_counted_anew(house: House) -> None:
    store = turned_back(house)
    Day(store, crowd=3).begin(YESTERDAY)
    until = time.monotonic() + 60
    while basis(store) != counts.Basis(YESTERDAY, 3):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_was_never_counted_is_counted_before_the_answer(house: House) -> None:
    with house.store.session() as session:
        session.execute(delete(CountBasis))
    house.app.test_client().get("/tiles/0/0/0.mvt")
    assert basis(house.store) is not None


def test_a_page_that_is_asked_for_begins_the_day(house: House) -> None:
    store = turned_back(house)
    client = house.app.test_client()
    assert client.get("/tiles/0/0/0.mvt").status_code == 200
    with house.app.app_context():
        today = house.app.extensions["geo_app"].today()
    wait_for(store, today)


def test_a_database_that_cannot_be_reached_spoils_no_answer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = house.app.extensions[EXTENSION] = Day(house.store, crowd=400)
    tries = []

    def fail(session: object) -> None:
        tries.append(session)
        raise StoreError("store.locked", reason="locked")

    monkeypatch.setattr(web_day.counts, "basis", fail)
    for _ in range(3):
        day.begin(TODAY)
    assert len(tries) == 1, "it is not tried again at once"
