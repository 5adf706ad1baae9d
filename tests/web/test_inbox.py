"""The inbox page: what stands in it for whom, read and unread, and the bell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind
from geo_app.store.models import Site
from geo_app.store.reminders import ReadReminder
from geo_app.work import events
from tests.signed_in import SignedIn
from tests.web.conftest import OPERATOR, House, Token, confirmed

UNIT = "某镇政府"
CLERK = Actor("", "办事员", "某整改办", Role.CLERK)
RESPONSIBLE = Actor("", "责任人", UNIT, Role.RESPONSIBLE)
VERIFIER = Actor("", "核查员", "某核查组", Role.VERIFIER)


@pytest.fixture
def due(tmp_path: Path) -> Iterator[House]:
    """Two sites of one unit: one that passed its day two days ago, one that is due in three."""
    with confirmed(tmp_path) as house:
        today = house.app.extensions["geo_app"].today()
        with house.store.session() as session:
            for site, days in zip(session.scalars(select(Site)).all(), (-2, 3), strict=True):
                site.responsible_unit = UNIT
                day = (today + timedelta(days=days)).isoformat()
                for kind, data in (
                    (EventKind.IN_WORK, {}),
                    (EventKind.DEADLINE_SET, {"deadline": day}),
                ):
                    events.add(session, OPERATOR, site, kind, today, data)
        yield house


def client_of(house: House, who: Actor) -> FlaskClient:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(who)
    return client


def bell(page: str) -> str:
    found = re.search(r'<a class="switch bell".*?</a>', page, re.S)
    return re.sub(r"<svg.*?</svg>|<[^>]+>|\s", "", found[0]) if found else ""


def test_the_clerk_sees_what_passed_and_what_comes_with_links(due: House) -> None:
    page = client_of(due, CLERK).get("/inbox").text
    assert page.index("超期 2 天") < page.index("还有 3 天")
    with due.store.session(read_only=True) as session:
        for site in session.scalars(select(Site)):
            assert f'href="/sites/{site.id}#actions"' in page
    assert page.count("请完成整改并报告") == 2
    assert bell(page) == "收件箱2项未读"


def test_a_claim_turns_the_reminder_to_who_checks(due: House) -> None:
    responsible, verifier = client_of(due, RESPONSIBLE), client_of(due, VERIFIER)
    assert bell(responsible.get("/inbox").text) == "收件箱2项未读"
    assert bell(verifier.get("/inbox").text) == "收件箱"
    with due.store.session() as session:
        site = session.scalars(select(Site).order_by(Site.deadline)).first()
        assert site is not None
        events.add(
            session, OPERATOR, site, EventKind.CLAIMED, due.app.extensions["geo_app"].today(), {}
        )
    assert "超期 2 天" not in responsible.get("/inbox").text
    page = verifier.get("/inbox").text
    assert "已自报完成，尚未核实：请核查" in page
    assert "超期 2 天" in page, "a claim does not stop the clock"
    assert bell(page) == "收件箱1项未读"


def test_read_and_unread_are_each_persons_own(due: House, token: Token) -> None:
    client = client_of(due, CLERK)
    page = client.get("/inbox").text
    keys = re.findall(r'name="key" value="([^"]+)"', page)
    form = {"csrf_token": token(client), "key": keys[0]}
    assert client.post("/inbox", data={**form, "as": "read"}).location == "/inbox"
    assert bell(client.get("/about").text) == "收件箱1项未读"
    assert bell(client_of(due, RESPONSIBLE).get("/about").text) == "收件箱2项未读"
    client.post("/inbox", data={**form, "as": "unread"})
    assert bell(client.get("/about").text) == "收件箱2项未读"
    client.post("/inbox", data={"csrf_token": token(client), "all": "1"})
    assert bell(client.get("/about").text) == "收件箱"
    # what stands in nobody's inbox is not kept
    made_up = ["x" * 5000, "\x00", f"{keys[0]}/1", "../../etc/passwd"]
    client.post("/inbox", data={"csrf_token": token(client), "key": made_up})
    with due.store.session(read_only=True) as session:
        assert len(session.scalars(select(ReadReminder)).all()) == 2


def test_who_is_bound_to_another_district_hears_nothing(due: House) -> None:
    for who in (CLERK, RESPONSIBLE, VERIFIER):
        bound = Actor("", f"{who.name}乙", who.unit, who.role, ("410222",))
        page = client_of(due, bound).get("/inbox").text
        assert "due-row" not in page
        assert bell(page) == "收件箱"


def test_other_roles_have_no_bell_and_a_page_that_says_so(due: House) -> None:
    client = client_of(due, Actor("", "检查员", UNIT, Role.INSPECTOR))
    page = client.get("/inbox").text
    assert bell(page) == ""
    assert "您的角色没有提醒。" in page
    nobody = due.app.test_client()
    assert isinstance(nobody, SignedIn)
    nobody.nobody()
    assert nobody.get("/inbox").status_code == 303
    assert bell(nobody.get("/about").text) == ""


def test_without_the_token_nothing_is_marked(due: House) -> None:
    assert client_of(due, CLERK).post("/inbox", data={"all": "1"}).status_code == 400
