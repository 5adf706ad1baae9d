"""Signing in at the provider of the office: connected, invited; and no lie is believed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.errors import InputError
from geo_app.settings import Accounts, Provider
from geo_app.store.people import Entry, Person, ProviderIdentity
from geo_app.web import create_app
from geo_app.work.people import provider as job
from tests.provider import CLIENT, SECRET, Office, office
from tests.web.conftest import build
from tests.web.door import PASSWORD, Door

FORM = {"password": PASSWORD, "again": PASSWORD}
NAME = "市政务认证"


@pytest.fixture
def there() -> Iterator[Office]:
    with office() as found:
        yield found


def told(there: Office, **more: object) -> Provider:
    given = {"issuer": there.issuer, "client_id": CLIENT, "client_secret": SECRET, "name": NAME}
    return Provider(**{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def door(tmp_path: Path, there: Office) -> Door:
    return Door(build(tmp_path, provider=told(there)))


def is_in(client: FlaskClient) -> bool:
    return client.get("/ledger").status_code == 200


def come_in(client: FlaskClient, there: Office, start: str = "/sign-in/provider"):  # type: ignore[no-untyped-def]
    away = client.get(start)
    assert away.status_code == 303, away.text
    assert away.location.startswith(there.issuer), away.location
    return client.get(there.grant(away.location))


def connect(door: Door, client: FlaskClient, there: Office):  # type: ignore[no-untyped-def]
    page = door.post(client, "/me/provider", password=PASSWORD)
    found = re.search(r'href="(http://127[^"]+)"', page.text)
    assert found, page.text
    return client.get(there.grant(found[1].replace("&amp;", "&")))


def last(door: Door) -> Entry:
    with door.house.store.session(read_only=True) as session:
        found = session.scalars(select(Entry).order_by(Entry.seq.desc()).limit(1)).one()
        session.expunge(found)
    return found


def test_who_has_connected_the_account_comes_in(door: Door, there: Office) -> None:
    admin = door.administrator()
    assert f"用{NAME}登录" in door.browser().get("/sign-in").text
    stranger = come_in(door.browser(), there)
    assert stranger.status_code == 401
    assert "没有连接本系统的账户" in stranger.text
    assert last(door).data == {"code": "provider", "identity": "u-1"}
    wrong = door.post(admin, "/me/provider", password="wrong")  # noqa: S106
    assert wrong.status_code == 401
    assert connect(door, admin, there).location == "/me/provider"
    assert last(door).kind == "provider_bound"
    browser = door.browser()
    answer = come_in(browser, there, "/sign-in/provider?next=/gazetteer")
    assert (answer.status_code, answer.location) == (303, "/gazetteer")
    assert is_in(browser)
    assert (last(door).kind, last(door).data) == ("signed_in", {"provider": there.issuer})
    away = come_in(door.browser(), there, "/sign-in/provider?next=//evil.example")
    assert away.location == "/"
    door.post(browser, "/sign-out")
    assert not is_in(browser)
    # the one at the provider is somebody else now
    there.subject = "u-2"
    assert come_in(browser, there).status_code == 401
    there.subject = "u-1"
    assert door.post(admin, "/me/provider/remove", password=PASSWORD).status_code == 303
    assert is_in(admin)
    assert come_in(browser, there).status_code == 401
    assert "provider_removed" in door.book()


LIES = {
    "nonce": {"nonce": "x"},
    "no-nonce": {"nonce": None},
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another"},
    "audiences": {"aud": ["another", "third"]},
    "party": {"aud": [CLIENT, "another"], "azp": "another"},
    "expired": {"exp": int(time.time()) - 600},
    "no-expiry": {"exp": None},
    "no-subject": {"sub": None},
    "empty-subject": {"sub": ""},
    "long-subject": {"sub": "x" * 300},
    "number": {"sub": 1},
}


def test_no_lie_is_believed(door: Door, there: Office) -> None:
    connect(door, door.administrator(), there)
    browser = door.browser()
    for what, lie in LIES.items():
        there.claims = lie
        answer = come_in(browser, there)
        assert answer.status_code == 401, what
        assert f"{NAME}没有确认您的身份" in answer.text, what
        assert not is_in(browser)
    there.claims, there.forged = {}, True
    assert come_in(browser, there).status_code == 401
    there.forged = False
    assert come_in(browser, there).status_code == 303


def test_state_is_of_one_browser_and_good_once(door: Door, there: Office) -> None:
    connect(door, door.administrator(), there)
    browser, other = door.browser(), door.browser()
    back = there.grant(browser.get("/sign-in/provider").location)
    late = other.get(back)
    assert late.status_code == 401
    assert "在这个浏览器中开始" in late.text
    other.get("/sign-in/provider")
    assert other.get(back).status_code == 401, "another state"
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 401
    browser = door.browser()
    back = there.grant(browser.get("/sign-in/provider").location)
    with browser.session_transaction() as kept:
        kept["provider"] = [kept["provider"][0] - 601, *kept["provider"][1:]]
    assert browser.get(back).status_code == 401
    browser.get("/sign-in/provider")
    refused = browser.get("/sign-in/provider/back?error=access_denied&state=x")
    assert refused.status_code == 401


def test_a_provider_that_is_down_or_another_is_told_clearly(door: Door, there: Office) -> None:
    browser = door.browser()
    back = there.grant(browser.get("/sign-in/provider").location)
    there.is_down = True
    for answer in (browser.get(back), browser.get("/sign-in/provider")):
        assert answer.status_code == 503
        assert f"{NAME}没有回应" in answer.text
    there.is_down, there.facts = False, {"issuer": "https://evil.example"}
    assert browser.get("/sign-in/provider").status_code == 503
    there.facts = {"authorization_endpoint": None}
    assert browser.get("/sign-in/provider").status_code == 503


def test_an_invitation_is_used_without_a_password_once(door: Door, there: Office) -> None:
    admin, li = door.administrator(), door.browser()
    link = door.add(admin, "li")
    assert f"用{NAME}登录" in li.get(link).text
    answer = come_in(li, there, f"{link}/provider")
    assert answer.status_code == 303
    assert is_in(li)
    assert li.get(link).status_code == 422, "spent"
    assert li.get(f"{link}/provider").status_code == 422
    assert is_in(li)
    # the same identity is nobody else's
    other = door.browser()
    assert come_in(other, there, f"{door.add(admin, 'wang')}/provider").status_code == 409
    assert not is_in(other)
    assert connect(door, admin, there).status_code == 409
    with door.house.store.session(read_only=True) as session:
        li_id = session.scalars(select(Person.id).where(Person.login == "li")).one()
    door.post(admin, f"/people/{li_id}/disable")
    assert not is_in(li)
    assert come_in(door.browser(), there).status_code == 401
    assert (last(door).kind, last(door).subject) == ("refused", "li")


def test_the_second_step_is_asked_after_it(tmp_path: Path, there: Office) -> None:
    accounts = Accounts(second_factor_for="administrator")
    door = Door(build(tmp_path, provider=told(there), accounts=accounts))
    admin = door.administrator()
    with door.house.store.session() as session:
        who = session.scalars(select(Person)).one()
        job.bind(session, who, job.Identity(there.issuer, there.subject))
    assert come_in(door.browser(), there).status_code == 303
    browser = door.browser()
    come_in(browser, there)
    assert browser.get("/ledger").location == "/me/second-step"
    assert admin.get("/ledger").location == "/me/second-step"


def test_passwords_can_be_left_out(tmp_path: Path, there: Office) -> None:
    door = Door(build(tmp_path, provider=told(there, passwords=False)))
    admin = door.administrator()
    assert is_in(admin), "a one-time link opens"
    assert 'name="password"' not in door.browser().get("/sign-in").text
    refused = door.sign_in("admin", PASSWORD)
    assert refused.status_code == 401
    assert "不用密码登录" in refused.text
    connect(door, admin, there)
    assert come_in(door.browser(), there).status_code == 303


def test_the_secret_is_neither_shown_nor_logged(
    door: Door, there: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    admin = door.administrator()
    connect(door, admin, there)
    come_in(door.browser(), there)
    pages = [admin.get(path).text for path in ("/settings", "/me", "/me/provider", "/sign-in")]
    assert SECRET not in "".join(pages)
    assert SECRET not in caplog.text
    assert SECRET not in repr(door.house.settings)
    with door.house.store.session(read_only=True) as session:
        kept = [vars(row) for row in session.scalars(select(ProviderIdentity))]
    assert len(kept) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"issuer": "http://login.example.org", "client_id": "map"},
        {"issuer": "login.example.org", "client_id": "map"},
        {"issuer": "https://login.example.org"},
    ],
)
def test_settings_that_cannot_be_used_are_said_at_the_start(
    door: Door, given: dict[str, str]
) -> None:
    from dataclasses import replace

    settings = replace(door.house.settings, provider=Provider(**given))
    with pytest.raises(InputError, match="统一身份认证"):
        create_app(settings, door.house.store)
