"""The units of the administrator: listed, added, retired, renamed after a look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.store.models import Event, Site
from tests.signed_in import SignedIn
from tests.web.conftest import UNHURRIED, House, Token, confirmed

OLD, NEW = "柳河 水务局", "柳河水务局"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path, rates=UNHURRIED) as made:
        with made.store.session() as session:
            first, second = session.scalars(select(Site).order_by(Site.code)).all()
            first.responsible_unit, second.responsible_unit = OLD, NEW
        yield made


def browser(house: House, role: Role) -> FlaskClient:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", f"某{role.value}", "某单位", role))
    return client


def units(house: House) -> set[str | None]:
    with house.store.session(read_only=True) as session:
        return set(session.scalars(select(Site.responsible_unit)))


def test_two_spellings_are_shown_looked_at_and_made_one(house: House, token: Token) -> None:
    admin = browser(house, Role.ADMINISTRATOR)
    form = {"csrf_token": token(admin), "name": OLD, "to": NEW}
    assert f"写法相近：{NEW}" in admin.get("/people/units").text
    look = admin.post("/people/units/look", data=form)
    assert look.status_code == 200
    assert "两个单位将合并为一个" in look.text
    assert units(house) == {OLD, NEW}, "a look changes nothing"
    found = re.search(r'name="mark" value="(\w+)"', look.text)
    assert found
    done = admin.post("/people/units/move", data={**form, "mark": found[1]}, follow_redirects=True)
    assert f"「{OLD}」已改为「{NEW}」：点位 1" in done.text
    assert units(house) == {NEW}
    assert f"{OLD} → {NEW}" in admin.get("/people/book?kind=unit_renamed").text
    again = admin.post("/people/units/move", data={**form, "mark": found[1]})
    assert again.status_code == 404


def test_a_unit_is_added_offered_and_retired(house: House, token: Token) -> None:
    admin, clerk = browser(house, Role.ADMINISTRATOR), browser(house, Role.CLERK)
    form = {"csrf_token": token(admin), "name": "市督查组"}
    offer = '<option value="市督查组">'
    assert offer not in clerk.get("/ledger").text
    assert admin.post("/people/units", data=form).status_code == 303
    assert admin.post("/people/units", data=form).status_code == 409
    assert offer in clerk.get("/ledger").text
    assert offer in admin.get("/people").text
    assert admin.post("/people/units/disable", data=form).status_code == 303
    assert offer not in clerk.get("/ledger").text
    assert admin.post("/people/units/enable", data=form).status_code == 303
    assert offer in clerk.get("/ledger").text
    assert OLD not in admin.get("/people/units?q=督查").text.split("<ul")[1].split("</ul>")[0]


HOSTILE = [
    ("/people/units", {"name": ""}, 422),
    ("/people/units", {"name": "\0"}, 422),
    ("/people/units", {"name": "410204"}, 422),
    ("/people/units", {"name": "词" * 5000}, 422),
    ("/people/units/look", {}, 422),
    ("/people/units/look", {"name": OLD}, 422),
    ("/people/units/look", {"name": OLD, "to": OLD}, 422),
    ("/people/units/look", {"name": OLD, "to": "甲局、乙局"}, 422),
    ("/people/units/look", {"name": "\0" + "x" * 5000, "to": NEW}, 404),
    ("/people/units/move", {"name": OLD, "to": NEW}, 409),
    ("/people/units/move", {"name": OLD, "to": NEW, "mark": "0" * 100_000}, 409),
    ("/people/units/disable", {"name": "'; DROP TABLE site; --"}, 404),
    ("/people/units/enable", {"name": OLD}, 409),
]


def test_what_no_page_sends_is_refused_in_words_and_changes_nothing(
    house: House, token: Token
) -> None:
    admin = browser(house, Role.ADMINISTRATOR)
    csrf = token(admin)
    with house.store.session(read_only=True) as session:
        before = session.scalars(select(Event.hash)).all()
    for path, form, status in HOSTILE:
        answer = admin.post(path, data={**form, "csrf_token": csrf})
        assert answer.status_code == status, (path, form)
        assert 'role="alert"' in answer.text
    assert admin.post("/people/units", data={"name": "甲局"}).status_code == 400, "no token"
    with house.store.session(read_only=True) as session:
        assert session.scalars(select(Event.hash)).all() == before
    assert units(house) == {OLD, NEW}
