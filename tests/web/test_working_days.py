"""Working days on the pages: said where the kind of deadline is counted so, and only there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from geo_app.domain.deadlines import left
from geo_app.domain.particulars import DeadlineClass, Field
from geo_app.domain.status import EventKind
from geo_app.errors import InputError
from geo_app.settings import Deadlines, LedgerLimits
from geo_app.store.models import Problem, Site
from geo_app.work import events, particulars
from geo_app.work.particulars import Edit
from tests.web.conftest import OPERATOR, House, build, confirmed


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A problem whose deadline, and that of its first site, passed ten days ago."""
    with confirmed(tmp_path) as made:
        day = made.app.extensions["geo_app"].today() - timedelta(days=10)
        with made.store.session() as session:
            problem = session.scalars(select(Problem).where(Problem.number == 2)).one()
            for row in (problem, problem.sites[0]):
                told = {"deadline": day.isoformat()}
                events.add(session, OPERATOR, row, EventKind.DEADLINE_SET, None, told)
        yield made


def test_a_deadline_at_once_is_counted_in_working_days_and_overdue_all_the_same(
    house: House,
) -> None:
    client = house.app.test_client()
    today = house.app.extensions["geo_app"].today()
    with house.store.session() as session:
        problem = session.scalars(select(Problem).where(Problem.number == 2)).one()
        site_id, deadline = problem.sites[0].id, problem.deadline
    assert deadline is not None
    assert "超期 10 天" in client.get(f"/sites/{site_id}").text
    before = client.get("/ledger?overdue=1").text
    leader = client.get("/leader").text
    with house.store.session() as session:
        edit = Edit(problem.id, Field.DEADLINE_CLASS, "", DeadlineClass.AT_ONCE.value)
        particulars.amend(session, OPERATOR, [edit], LedgerLimits())
    counted = frozenset({DeadlineClass.AT_ONCE})
    said = left(deadline, today, DeadlineClass.AT_ONCE, counted).remark.text()
    assert "工作日" in said
    assert said in client.get(f"/sites/{site_id}").text, "the kind of its problem"
    page = client.get("/ledger?overdue=1").text
    assert said in page
    assert said not in before
    [cell] = re.findall(r'data-label="时限">(.*?)</td>', page, re.DOTALL)
    assert cell.count("超期") == 1, "said once"
    assert page.count('id="problem-') == before.count('id="problem-') == 1
    assert client.get("/leader").text.count("overdue") == leader.count("overdue")


def test_a_kind_that_there_is_not_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="GEO_APP_WORKING_DAYS_FOR"):
        build(tmp_path, deadlines=Deadlines(working_days_for="tomorrow"))


def test_an_unused_site_says_nothing(house: House) -> None:
    with house.store.session(read_only=True) as session:
        other = session.scalars(select(Site).where(Site.deadline.is_(None))).first()
        assert other is not None
    page = house.app.test_client().get(f"/sites/{other.id}").text
    assert "工作日" not in page
    assert "未定时限" in page
