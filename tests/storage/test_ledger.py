"""The ledger: all problems; claimed and verified never mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.status import EventKind
from geo_app.errors import UsageError
from geo_app.settings import LedgerLimits, Settings
from geo_app.store.models import Problem, Site
from geo_app.store.session import Store
from geo_app.work import events
from geo_app.work.ledger import Ledger, Rates, ledger, units
from geo_app.work.ledger_lines import Part, count, lines
from geo_app.work.site_filter import SiteFilter
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR, ISSUED

TODAY = date(2024, 6, 1)
LIMITS = LedgerLimits()


def page(
    session: Session,
    today: date = TODAY,
    *,
    limits: LedgerLimits = LIMITS,
    first: int = 0,
    **asked: Any,
) -> Ledger:
    return ledger(session, today, limits, SiteFilter(**asked), first)


def numbers(found: Ledger) -> list[tuple[int, int]]:
    """Number of each problem, and how many of its sites are shown."""
    return [(row.problem.number, len(row.sites)) for row in found.rows]


def test_every_problem_is_in_it_also_without_a_place(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        found = page(session)
    assert numbers(found) == [(1, 2), (2, 0), (3, 2)]


def test_what_is_claimed_is_not_verified(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        found = page(session)
    assert found.rates == Rates(claimed=2, verified=0, total=3)
    assert found.as_of == ISSUED
    assert found.site_rates == Rates(claimed=1, verified=0, total=4)


def test_a_verification_counts_in_both_columns_from_its_day(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        happened(session, problem.id, EventKind.VERIFIED, date(2024, 5, 2))
    with store.session(read_only=True) as session:
        found = page(session)
    assert (found.rates, found.as_of) == (Rates(2, 1, 3), date(2024, 5, 2))


def test_an_empty_ledger_has_rates_of_nothing(store: Store) -> None:
    with store.session(read_only=True) as session:
        found = page(session)
    assert (found.rows, found.rates, found.as_of) == ((), Rates(0, 0, 0), None)


def test_a_problem_past_its_deadline_is_overdue(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        problem = session.query(Problem).filter_by(number=3).one()
        data = {"deadline": "2024-05-31"}
        events.record(session, ACTOR, problem.id, EventKind.DEADLINE_SET, None, data)
    with store.session(read_only=True) as session:
        assert [row.overdue for row in page(session).rows] == [False, False, True]
        assert [row.overdue for row in page(session, date(2024, 5, 31)).rows] == [False] * 3


def test_a_page_holds_so_many_problems_and_says_how_many_there_are(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    limits = replace(LIMITS, screen_rows=2, screen_sites=1)
    with store.session(read_only=True) as session:
        one, two = (page(session, limits=limits, first=first) for first in (0, 2))
        beyond = page(session, limits=limits, first=10)
    assert [numbers(each) for each in (one, two, beyond)] == [[(1, 1), (2, 0)], [(3, 1)], []]
    assert [row.fitting for row in (*one.rows, *two.rows)] == [2, 0, 2]
    assert {(each.shown, each.total) for each in (one, two, beyond)} == {(3, 3)}


def fitted(session: Session, **asked: Any) -> tuple[list[tuple[int, int]], int]:
    """Problems with sites on the page; lines in the file, counted both ways."""
    part = Part(SiteFilter(**asked), TODAY)
    listed = [line.row.id for line in lines(session, part)]
    assert len(listed) == len(set(listed)) == count(session, part)
    found = page(session, **asked)
    on_page = [each.id for row in found.rows for each in (row.problem, *row.sites)]
    assert listed == on_page, "the file has just what the page shows"
    return numbers(found), len(listed)


def test_a_filter_leaves_the_same_on_the_page_and_in_the_file(
    store: Store, settings: Settings
) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        one, three = (session.query(Problem).filter_by(number=number).one() for number in (1, 3))
        one.responsible_unit, one.deadline = "甲局", date(2024, 5, 1)
        three.responsible_unit = "乙局"
        for each in session.scalars(select(Site)):
            each.responsible_unit = None
        site = session.scalars(select(Site).where(Site.problem_id == three.id)).first()
        assert site
        site.responsible_unit, site.name, site.deadline = "甲局", "清水湾", date(2024, 5, 31)
    with store.session(read_only=True) as session:
        assert fitted(session) == ([(1, 2), (2, 0), (3, 2)], 7)
        assert fitted(session, unit="甲局") == ([(1, 2), (3, 1)], 5)
        assert fitted(session, unit="乙局") == ([(3, 1)], 2)
        assert fitted(session, unit="甲") == ([], 0)
        assert fitted(session, overdue=True, words="清水湾") == ([(3, 1)], 2)
        assert fitted(session, words="100%") == ([], 0)
        assert units(session) == ["乙局", "甲局"]


def test_a_problem_stands_nowhere_but_where_its_sites_are(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session() as session:
        site = session.scalars(select(Site).join(Site.problem).where(Problem.number == 3)).first()
        assert site
        site.district_code = "999999"
    with store.session(read_only=True) as session:
        assert fitted(session, districts=("999999",)) == ([(3, 1)], 2)


def test_the_rates_stay_whole_whatever_the_filter(store: Store, settings: Settings) -> None:
    confirm_sample(store, settings)
    with store.session(read_only=True) as session:
        whole, none = page(session), page(session, words="没有这样的词")
    assert (none.rows, none.shown, none.total) == ((), 0, 3)
    assert (none.rates, none.site_rates) == (whole.rates, whole.site_rates)


@pytest.mark.parametrize("words", ["a\0", "\ud800", "词" * 201])
def test_words_that_cannot_be_looked_for_are_refused(store: Store, words: str) -> None:
    with store.session(read_only=True) as session, pytest.raises(UsageError):
        page(session, words=words)
