"""Whatever happens to sites, in whatever order: the kept counts are those of the sites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.status import Status
from geo_app.store import counts
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.storage.counting import DAY, begin, expected, kept, put, site

CROWD = 2
_HUBS = (-180.0, 114.3, 114.300001, 114.31, 114.4, 180.0)
_ROWS = (-90.0, 34.7, 34.7000005, 34.8, 90.0)

PLACES = st.one_of(st.none(), st.tuples(st.sampled_from(_HUBS), st.sampled_from(_ROWS)))
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sampled_from([status.value for status in Status]),
    "deadline": st.sampled_from([None, date(2024, 5, 1), DAY, date(2024, 7, 1)]),
    "category": st.sampled_from(["other", "river_outlet", ""]),
    "district_code": st.sampled_from([None, "410202", "410203"]),
    "accounting_unit": st.sampled_from([None, "示范区", "410203"]),
}
STEPS = st.one_of(
    st.tuples(st.just("come"), st.fixed_dictionaries(FIELDS), PLACES),
    st.tuples(st.just("alter"), st.integers(0, 30), st.fixed_dictionaries({}, optional=FIELDS)),
    st.tuples(st.just("move"), st.integers(0, 30), PLACES),
    st.tuples(st.just("go"), st.integers(0, 30), st.none()),
    st.tuples(st.just("turn"), st.sampled_from([1, 2, 30, 31]), st.none()),
)
HISTORIES = st.lists(st.lists(STEPS, min_size=1, max_size=8), max_size=12)


class History:
    """What has happened so far."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.steps: dict[str, Callable[..., None]] = {
            "come": self.come, "alter": self.alter, "move": self.move, "go": self.go,
            "turn": self.turn,
        }  # fmt: skip

    def come(self, fields: dict[str, Any], place: tuple[float, float] | None) -> None:
        number = len(self.session.scalars(select(Site.id)).all())
        while self.session.get(Site, f"s{number}"):
            number += 1
        self.session.add(site(number, place, **fields))

    def alter(self, which: int, fields: dict[str, Any]) -> None:
        for row in self._one(which):
            for name, value in fields.items():
                setattr(row, name, value)

    def move(self, which: int, place: tuple[float, float] | None) -> None:
        for row in self._one(which):
            put(row, place)

    def go(self, which: int, _nothing: None) -> None:
        for row in self._one(which):
            self.session.delete(row)

    def turn(self, day: int, _nothing: None) -> None:
        counts.turn(self.session, date(2024, 6, 1).replace(day=min(day, 30)), CROWD)

    def _one(self, which: int) -> list[Site]:
        rows = self.session.scalars(select(Site).order_by(Site.code)).all()
        return [rows[which % len(rows)]] if rows else []


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
def test_any_history_is_counted_as_from_scratch(store: Store, history: list[list[Any]]) -> None:
    begin(store, CROWD)
    for number, transaction in enumerate(history):
        with store.session() as session:
            happening = History(session)
            for what, first, second in transaction:
                happening.steps[what](first, second)
        with store.session(read_only=True) as session:
            assert kept(session) == expected(session)
        if number % 3 != 1:  # so that between two looks sometimes more than one thing happens
            assert told(store, read_only=True) == told(store, read_only=False)
    with store.session() as session:
        for row in session.scalars(select(Site)):
            session.delete(row)
    with store.session(read_only=True) as session:
        assert kept(session) == {}
        assert not any(told(store, read_only=True))


def told(store: Store, *, read_only: bool) -> list[dict[Any, Any]]:
    """What is told of all areas; who only reads is told what the memory has brought up to date."""
    with store.session(read_only=read_only) as session:
        asked = [(), ("other",), ("other", "river_outlet")]
        summaries = [dict(counts.summary(session, categories)) for categories in asked]
        return [*summaries, dict(counts.parts(session))]


def test_a_transaction_that_began_before_is_told_what_was_then(store: Store) -> None:
    begin(store, CROWD)
    with store.session() as session:
        session.add(site(1, None, district_code="410202"))
    with store.session(read_only=True) as before:
        before.scalar(select(Site.id))  # SQLite: what it sees is settled from here on
        with store.session() as session:
            session.add(site(2, None, district_code="410202"))
        assert told(store, read_only=True)[0]["410202"].n == 2
        is_sqlite = store.engine.dialect.name == "sqlite"
        assert counts.summary(before)["410202"].n == (1 if is_sqlite else 2)
    assert told(store, read_only=True)[0]["410202"].n == 2
