"""The ledger: all problems; claimed and verified never mixed."""

from __future__ import annotations

from datetime import date

from geo_app.domain.status import EventKind
from geo_app.settings import Settings
from geo_app.store.models import Problem
from geo_app.store.session import Store
from geo_app.work import events
from geo_app.work.ledger import Rates, ledger
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR, ISSUED

TODAY = date(2024, 6, 1)


def test_every_problem_is_in_it_also_without_a_place(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        found = ledger(session, TODAY)
    assert [(row.problem.number, len(row.sites)) for row in found.rows] == [(1, 2), (2, 0), (3, 2)]
    assert found.rows[1].doubts == 1


def test_what_is_claimed_is_not_verified(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        found = ledger(session, TODAY)
    assert found.rates == Rates(claimed=2, verified=0, total=3, as_of=ISSUED)
    assert found.site_rates == Rates(claimed=1, verified=0, total=4, as_of=ISSUED)


def test_a_verification_counts_in_both_columns_from_its_day(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        happened(session, problem.id, EventKind.VERIFIED, date(2024, 5, 2))
    with store.session(read_only=True) as session:
        assert ledger(session, TODAY).rates == Rates(2, 1, 3, date(2024, 5, 2))


def test_an_empty_ledger_has_rates_of_nothing(store: Store) -> None:
    with store.session(read_only=True) as session:
        found = ledger(session, TODAY)
    assert (found.rows, found.rates) == ((), Rates(0, 0, 0, None))


def test_a_problem_past_its_deadline_is_overdue(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=3).one()
        data = {"deadline": "2024-05-31"}
        events.record(session, ACTOR, problem.id, EventKind.DEADLINE_SET, None, data)
    with store.session(read_only=True) as session:
        assert [row.overdue for row in ledger(session, TODAY).rows] == [False, False, True]
        assert [row.overdue for row in ledger(session, date(2024, 5, 31)).rows] == [False] * 3
