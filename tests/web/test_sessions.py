"""Sessions of browsers: how they end, and how long they hold."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import select, update

from geo_app.store.people import BrowserSession, FailedSignIn
from geo_app.web.devices import device_name
from geo_app.web.known_device import COOKIE
from tests.web.door import PASSWORD, Door

ANDROID = "Mozilla/5.0 (Linux; Android 14; HUAWEI) AppleWebKit/537.36 Chrome/126.0 Mobile"
FORM = {"password": PASSWORD, "again": PASSWORD}


def copy_of(door: Door, client: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie: somebody has got hold of it."""
    cookie = client.get_cookie("geo_app")
    assert cookie is not None
    thief = door.browser()
    thief.set_cookie("geo_app", cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    return client.get("/ledger").status_code == 200


def test_signing_out_ends_copies_of_the_cookie_too(door: Door) -> None:
    admin = door.administrator()
    thief = copy_of(door, admin)
    assert is_in(thief)
    answer = door.post(admin, "/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(thief)
    assert not is_in(admin)


def test_signing_in_ends_the_session_that_was_there(door: Door) -> None:
    admin = door.administrator()
    thief = copy_of(door, admin)
    before = admin.get_cookie("geo_app")
    assert door.sign_in("admin", PASSWORD, admin).status_code == 303
    after = admin.get_cookie("geo_app")
    assert before
    assert after
    assert before.value != after.value
    assert is_in(admin)
    assert not is_in(thief)


def test_a_lost_phone_is_signed_out_from_the_desk(door: Door) -> None:
    admin = door.administrator()
    link = door.add(admin, "li")
    desk, phone = door.browser(), door.browser()
    phone.environ_base["HTTP_USER_AGENT"] = ANDROID
    door.post(desk, link, **FORM)
    door.sign_in("li", PASSWORD, phone)
    page = desk.get("/me").text
    assert "Chrome · Android" in page
    assert "本设备" in page
    [session_id] = re.findall(r"/me/sessions/([\w-]+)/end", page)
    # somebody else's session is none
    other = door.browser()
    door.post(other, door.add(admin, "wu"), **FORM)
    assert door.post(other, f"/me/sessions/{session_id}/end").status_code == 404
    assert is_in(phone)
    assert door.post(desk, f"/me/sessions/{session_id}/end").status_code == 303
    assert not is_in(phone)
    assert is_in(desk)
    assert "session_ended" in door.book()


def test_the_administrator_sees_sessions_and_ends_them(door: Door) -> None:
    admin = door.administrator()
    phone, tablet = door.browser(), door.browser()
    door.post(phone, door.add(admin, "li"), **FORM)
    door.sign_in("li", PASSWORD, tablet)
    assert phone.get("/people/sessions").status_code == 403
    page = admin.get("/people/sessions").text
    assert len(re.findall(r"/people/sessions/[\w-]+/end", page)) == 3
    with door.house.store.session(read_only=True) as session:
        one = session.scalars(select(BrowserSession).order_by(BrowserSession.began_at)).all()[-1]
    assert door.post(admin, f"/people/sessions/{one.id}/end").status_code == 303
    assert not is_in(tablet)
    assert is_in(phone)
    assert door.post(admin, f"/people/{one.person_id}/sign-out").status_code == 303
    assert not is_in(phone)
    assert is_in(admin)
    assert door.post(admin, "/people/sessions/x/end").status_code == 404


def test_the_database_does_not_hold_what_the_cookie_says(door: Door) -> None:
    admin = door.administrator()
    with admin.session_transaction() as kept:
        secret = kept["_user_id"]
    with door.house.store.session(read_only=True) as session:
        rows = [vars(one) for one in session.scalars(select(BrowserSession))]
    assert secret not in str(rows)


@pytest.mark.parametrize(("days", "holds"), [(1.5, True), (6.9, True), (7.1, False)])
def test_a_phone_may_be_offline_for_days_but_not_for_ever(
    door: Door, monkeypatch: pytest.MonkeyPatch, days: float, holds: bool
) -> None:
    phone = door.administrator()
    app = door.house.app
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    with phone.session_transaction() as kept, monkeypatch.context() as patch:
        past = int(time.time() - days * 86400)
        patch.setattr(TimestampSigner, "get_timestamp", lambda _signer: past)
        cookie = signer.dumps(dict(kept))
    phone.set_cookie("geo_app", cookie)
    with door.house.store.session() as session:
        seen = datetime.now(UTC) - timedelta(days=days)
        session.execute(update(BrowserSession).values(began_at=seen, seen_at=seen))
    assert is_in(phone) is holds


def test_a_session_ends_after_a_month_whatever_it_is_used(door: Door) -> None:
    admin = door.administrator()
    with door.house.store.session() as session:
        began = datetime.now(UTC) - timedelta(days=30, minutes=1)
        session.execute(update(BrowserSession).values(began_at=began))
    assert not is_in(admin)


def test_when_a_session_was_used_is_written_once_an_hour(door: Door) -> None:
    admin = door.administrator()

    def seen_at() -> datetime:
        with door.house.store.session(read_only=True) as session:
            return session.scalars(select(BrowserSession.seen_at)).one()

    first = seen_at()
    assert is_in(admin)
    assert seen_at() == first
    with door.house.store.session() as session:
        session.execute(update(BrowserSession).values(seen_at=first - timedelta(hours=2)))
    assert is_in(admin)
    assert seen_at() >= first


def test_a_known_browser_comes_in_while_others_guess(door: Door) -> None:
    """From one address, as behind one router: the guesser waits, the owner does not."""
    owner = door.administrator()
    door.post(owner, "/sign-out")
    guesser = door.browser()
    for n in range(6):
        last = door.sign_in("admin", f"wrong {n}", guesser)
    assert last.status_code == 429
    with door.house.store.session() as session:  # fifty tries later
        session.execute(update(FailedSignIn).values(failures=50))
    assert door.sign_in("admin", PASSWORD).status_code == 429, "an unknown browser waits as well"
    assert door.sign_in("admin", PASSWORD, owner).status_code == 303
    # the cookie is good for its own login only, and guessing from there is counted too
    door.post(owner, "/sign-out")
    answers = [door.sign_in("admin", f"wrong {n}", owner).status_code for n in range(6)]
    assert answers[-1] == 429
    forged = door.browser()
    forged.set_cookie(COOKIE, "WyJ4IiwieSJd.x.y")
    assert door.sign_in("admin", PASSWORD, forged).status_code == 429


def test_one_password_is_not_tried_on_all_logins_from_one_address(door: Door) -> None:
    door.administrator()
    limits = door.house.settings.accounts
    client = door.browser()
    answers = [
        door.sign_in(f"nobody{n}", "Summer2026!", client).status_code
        for n in range(limits.free_tries_of_address + 2)
    ]
    assert answers[: limits.free_tries_of_address] == [401] * limits.free_tries_of_address
    assert answers[-1] == 429
    elsewhere = door.browser()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    assert door.sign_in("admin", PASSWORD, elsewhere).status_code == 303


def test_one_house_has_one_count_whatever_of_its_addresses_it_uses(door: Door) -> None:
    door.administrator()
    for n in range(6):
        client = door.browser()
        client.environ_base["REMOTE_ADDR"] = f"2001:db8:1:2::{n}"
        last = door.sign_in("admin", f"wrong {n}", client)
    assert last.status_code == 429


def test_a_password_in_the_field_of_the_login_is_kept_nowhere(door: Door) -> None:
    from geo_app.store.people import Entry

    door.administrator()
    door.sign_in("my secret pass", "x")
    with door.house.store.session(read_only=True) as session:
        kept = [
            vars(row) for table in (Entry, FailedSignIn) for row in session.scalars(select(table))
        ]
    assert "my secret pass" not in str(kept)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (ANDROID, "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
         "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("curl/8.5.0", "curl"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_has_a_short_name(told: str, name: str) -> None:
    assert device_name(told) == name
