"""The calendar feed: a secret address, the rights of the moment, whole days, ids that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind
from geo_app.settings import Accounts
from geo_app.store.models import Site
from geo_app.store.people import Entry, Person
from geo_app.store.reminders import CalendarAddress
from geo_app.work import events
from tests.signed_in import SignedIn
from tests.web.conftest import OPERATOR, House, Token, confirmed

NAME = "排口；\r\nEND:VEVENT\r\nX-PWNED:1,<script>"


@pytest.fixture
def due(tmp_path: Path) -> Iterator[House]:
    """A site of 410204 that passed its day, one of 410205 that is due in 40 days."""
    with confirmed(tmp_path) as house:
        today = house.app.extensions["geo_app"].today()
        with house.store.session() as session:
            sites = session.scalars(select(Site).order_by(Site.code)).all()
            for site, days, area in zip(sites, (-2, 40), ("410204", "410205"), strict=True):
                site.district_code, site.accounting_unit, site.name = area, None, NAME
                set_deadline(house, session, site, today + timedelta(days=days))
        yield house


def set_deadline(house: House, session: object, site: Site, day: date) -> None:
    told = {"deadline": day.isoformat()}
    events.add(session, OPERATOR, site, EventKind.DEADLINE_SET, None, told)  # type: ignore[arg-type]


def clerk(house: House, *areas: str) -> FlaskClient:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "办事员", "某整改办", Role.CLERK, areas))
    return client


def subscribe(client: FlaskClient, token: Token) -> str:
    page = client.post("/me/calendar", data={"csrf_token": token(client)})
    found = re.search(r"http://localhost(/calendar/[\w-]{43}\.ics)<", page.text)
    assert found
    return found[1]


def fetched(house: House, path: str) -> list[dict[str, object]]:
    """As a calendar program reads it, which has no cookie."""
    program = house.app.test_client()
    assert isinstance(program, SignedIn)
    program.nobody()
    answer = program.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/calendar"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.data)
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    return [
        {
            "uid": str(each["uid"]),
            "day": each["dtstart"].dt,
            "end": each["dtend"].dt,
            "summary": str(each["summary"]),
            "url": str(each["url"]),
            "names": set(each),
        }
        for each in calendar.walk("VEVENT")
    ]


def test_deadlines_are_whole_days_that_link_to_their_sites(due: House, token: Token) -> None:
    path = subscribe(clerk(due), token)
    late, coming = fetched(due, path)
    today = due.app.extensions["geo_app"].today()
    assert (late["day"], late["end"]) == (today - timedelta(days=2), today - timedelta(days=1))
    assert type(coming["day"]) is date
    assert coming["day"] == today + timedelta(days=40)
    assert re.fullmatch(r"http://localhost/sites/[0-9a-f-]{36}", str(late["url"]))
    assert str(late["summary"]).startswith("排口； END:VEVENT X-PWNED:1,<script>")
    assert "X-PWNED" not in late["names"]  # type: ignore[operator]


def test_a_deadline_that_moves_keeps_its_id_and_so_does_one_that_is_claimed(
    due: House, token: Token
) -> None:
    path = subscribe(clerk(due), token)
    before = fetched(due, path)
    assert before == fetched(due, path)
    today = due.app.extensions["geo_app"].today()
    with due.store.session() as session:
        site = session.scalars(select(Site).order_by(Site.code)).first()
        assert site is not None
        events.add(session, OPERATOR, site, EventKind.IN_WORK, today, {})
        events.add(session, OPERATOR, site, EventKind.CLAIMED, today, {})
        set_deadline(due, session, site, today + timedelta(days=1))
    moved = {each["uid"]: each for each in fetched(due, path)}
    assert set(moved) == {each["uid"] for each in before}
    now = moved[before[0]["uid"]]
    assert now["day"] == today + timedelta(days=1)
    assert "尚未核实" in str(now["summary"])


def test_it_tells_what_its_owner_may_see_when_it_is_read(due: House, token: Token) -> None:
    client = clerk(due)
    path = subscribe(client, token)
    assert len(fetched(due, path)) == 2
    with due.store.session() as session:
        owner = session.scalars(select(Person).where(Person.name == "办事员")).one()
        owner.areas = ["410205"]
    [only] = fetched(due, path)
    with due.store.session() as session:
        theirs = session.scalars(select(Site).where(Site.district_code == "410205")).one()
        assert theirs.id in str(only["url"])
        session.scalars(select(Person).where(Person.name == "办事员")).one().role = "inspector"
    assert fetched(due, path) == []
    with due.store.session() as session:
        session.scalars(select(Person).where(Person.name == "办事员")).one().active = False
    assert due.app.test_client().get(path).status_code == 404


def test_the_secret_is_kept_as_a_digest_and_a_new_one_ends_the_old(
    due: House, token: Token
) -> None:
    client = clerk(due)
    first = subscribe(client, token)
    secret = first.split("/")[2].removesuffix(".ics")
    with due.store.session(read_only=True) as session:
        [kept] = session.scalars(select(CalendarAddress))
        assert secret not in f"{kept.digest}{kept.person_id}"
        told = [f"{each.kind}{each.subject}{each.data}" for each in session.scalars(select(Entry))]
        assert "calendar_made" in "".join(told)
        assert secret not in "".join(told)
    assert secret not in client.get("/me").text, "shown once"
    second = subscribe(client, token)
    assert due.app.test_client().get(first).status_code == 404
    assert len(fetched(due, second)) == 2
    client.post("/me/calendar/revoke", data={"csrf_token": token(client)})
    client.post("/me/calendar/revoke", data={"csrf_token": token(client)})
    assert due.app.test_client().get(second).status_code == 404


def test_a_role_that_needs_a_second_step_has_no_calendar_without(
    tmp_path: Path, token: Token
) -> None:
    with confirmed(tmp_path, accounts=Accounts(second_factor_for="leader")) as house:
        with house.store.session() as session:
            from geo_app.work.reminders import calendar
            from tests.signed_in import person

            leader = person(house.store, Actor("", "领导", None, Role.LEADER))
            secret = calendar.make(session, session.get_one(Person, leader.id))
        assert house.app.test_client().get(f"/calendar/{secret}.ics").status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "..%2f..%2fetc", "a" * 5000, "%ff%fe", "🗓"])
def test_what_is_no_secret_is_not_found(due: House, secret: str) -> None:
    answer = due.app.test_client().get(f"/calendar/{secret}.ics")
    assert answer.status_code in (400, 404)
