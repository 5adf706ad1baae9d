"""Whoever was closed is looked at again, and what is due is listed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind, Status
from geo_app.errors import InputError
from geo_app.work import verification as job
from tests.storage.helpers import happened
from tests.storage.shown import (
    VERIFIER,
)
from tests.storage.verification_case import WHY, Case


def test_closing_plans_two_re_checks_and_rain_one_more(case: Case) -> None:
    case.closed()
    closed_on = case.today + timedelta(days=7)
    storm = closed_on + timedelta(days=12)
    with pytest.raises(InputError):
        case.do(Step.SET_RECHECK, VERIFIER, day=case.today, reason="暴雨之后")
    case.do(Step.SET_RECHECK, VERIFIER, day=storm, reason="暴雨之后", days=7)
    plan = [(each.day - closed_on).days for each in case.standing().rechecks]
    assert plan == [12, 30, 90]
    assert [each.day for each in case.standing(days=7 + 40).due] == [
        storm,
        closed_on + timedelta(days=30),
    ]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=7 + 40)
    assert [(each.day - closed_on).days for each in case.standing().rechecks] == [90]
    case.do(Step.RECHECK, VERIFIER, holds=False, reason=WHY, days=7 + 90)
    assert (case.status, case.standing().rechecks) == (Status.RELAPSED, ())


def test_what_is_due_is_listed_for_all_sites_the_longest_overdue_first(case: Case) -> None:
    def due(days: int) -> list[tuple[str, list[int]]]:
        today = case.today + timedelta(days=days)
        with case.store.session(read_only=True) as session:
            return [
                (each.site.id, [(recheck.day - case.today).days for recheck in each.rechecks])
                for each in job.due_list(session, (30, 90), today).sites
            ]

    first = case.site_id
    case.closed()
    case.site_id = second = case.site_ids[2]
    for kind in (EventKind.CLAIMED, EventKind.VERIFIED):
        with case.store.session() as session:
            happened(session, second, kind, case.today)
    case.do(Step.SET_RECHECK, VERIFIER, day=case.today + timedelta(days=5), reason="暴雨之后")
    assert due(4) == []
    assert due(36) == [(second, [5])]
    assert due(37) == [(second, [5]), (first, [37])]
    assert due(97) == [(second, [5]), (first, [37, 97])]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=6)
    assert due(37) == [(first, [37])]


def test_what_comes_soon_is_listed_after_what_is_due_and_all_is_counted(case: Case) -> None:
    """The first two of three that are closed by a file on days one after the other."""

    def listed(days: int, ahead: int, limit: int | None = None) -> tuple[list[str], int, int]:
        today = case.today + timedelta(days=days)
        with case.store.session(read_only=True) as session:
            found = job.due_list(session, (90, 30), today, ahead_days=ahead, limit=limit)
            return [each.site.id for each in found.sites], found.due, found.coming

    ids = case.site_ids[:3]
    for n, site_id in enumerate(ids):
        for kind in (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED):
            with case.store.session() as session:
                happened(session, site_id, kind, case.today - timedelta(days=10 - n))
    assert listed(19, 0) == ([], 0, 0)
    assert listed(20, 0) == (ids[:1], 1, 0)
    assert listed(20, 1) == (ids[:2], 1, 1)
    assert listed(22, 14, limit=2) == (ids[:2], 3, 0)
    assert listed(20, 14, limit=0) == ([], 1, 2)
    # a re-check that somebody makes or sets is no longer a matter of the calendar alone
    case.site_id = ids[0]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=21)
    assert listed(22, 0) == (ids[1:], 2, 0)
    case.site_id = ids[2]
    case.do(Step.SET_RECHECK, VERIFIER, day=case.today + timedelta(days=1), reason="暴雨之后")
    assert listed(22, 50) == ([ids[2], ids[1]], 2, 0)
    assert listed(79, 1) == ([ids[2], ids[1], ids[0]], 2, 1)
    case.do(Step.REOPEN, VERIFIER, reason=WHY)
    assert listed(79, 1) == ([ids[1], ids[0]], 1, 1)
    with case.store.session(read_only=True) as session:
        assert job.due_list(session, (), case.today, ahead_days=999) == job.DueList((), 0, 0)
