"""The second step of signing in: turned on, asked for, lost, demanded."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select, update

from geo_app.errors import InputError
from geo_app.settings import Accounts, Settings
from geo_app.store.people import FailedSignIn, Person, RecoveryCode, SecondFactor
from geo_app.web import create_app
from tests.signed_in import key
from tests.web.conftest import House, build
from tests.web.door import OTHER, PASSWORD, Door

FORM = {"password": PASSWORD, "again": PASSWORD}
AHEAD = 30
"""Seconds: the phone is a step ahead, whose code was not shown yet."""


def is_in(client: FlaskClient) -> bool:
    return client.get("/ledger").status_code == 200


def code(secret: str, off_s: float = 0) -> str:
    return TOTP(secret).at(int(time.time() + off_s))


def code_of(secret: str, step: int) -> str:
    return TOTP(secret).at(30 * step)


def turn_on(door: Door, client: FlaskClient) -> tuple[str, list[str]]:
    """The secret of the app and the codes on paper."""
    begun = door.post(client, "/me/second-step", password=PASSWORD)
    assert begun.status_code == 303
    page = client.get("/me/second-step").text
    found = re.search(r'class="secret">([A-Z2-7]{32})<', page)
    assert found
    assert 'src="data:image/svg+xml' in page
    done = door.post(client, "/me/second-step/confirm", code=code(found[1]))
    assert done.status_code == 200, done.text
    return found[1], re.findall(r"<li><code>([a-z2-7-]+)</code>", done.text)


def test_the_code_is_asked_after_the_password_and_is_good_once(door: Door) -> None:
    admin = door.administrator()
    secret, paper = turn_on(door, admin)
    assert is_in(admin), "who turns it on stays in"
    assert (len(paper), len(set(paper))) == (10, 10)
    phone = door.browser()
    first = door.post(phone, "/sign-in", login="admin", password=PASSWORD, next="/gazetteer")
    assert first.headers["Location"] == "/sign-in/code"
    assert phone.get("/ledger").status_code == 303, "the password alone lets nobody in"
    assert not phone.get_cookie("geo_app_known"), "nor makes a browser known"
    assert "验证码" in phone.get("/sign-in/code").text
    # the code that turned it on was shown already
    with door.house.store.session(read_only=True) as session:
        shown = session.scalars(select(SecondFactor.last_step)).one()
    assert door.post(phone, "/sign-in/code", code=code_of(secret, shown)).status_code == 401
    right = code(secret, AHEAD)
    answer = door.post(phone, "/sign-in/code", code=f"{right[:3]} {right[3:]}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gazetteer")
    assert is_in(phone)
    other = door.browser()
    door.sign_in("admin", PASSWORD, other)
    assert door.post(other, "/sign-in/code", code=right).status_code == 401
    assert not is_in(other)
    kinds = door.book()
    assert "second_factor_set" in kinds
    assert kinds[-1] == "refused"


def test_a_code_on_paper_stands_for_the_phone_once(door: Door) -> None:
    _secret, paper = turn_on(door, door.administrator())
    phone, other = door.browser(), door.browser()
    for client in (phone, other):
        door.sign_in("admin", PASSWORD, client)
    typed = paper[3].upper().replace("-", " ")
    assert door.post(phone, "/sign-in/code", code=typed).status_code == 303
    assert is_in(phone)
    assert door.post(other, "/sign-in/code", code=paper[3]).status_code == 401
    assert "9 个" in phone.get("/me/second-step").text
    # others make the ones before worth nothing, and take the password
    assert door.post(phone, "/me/second-step/paper", password="x").status_code == 401  # noqa: S106
    fresh = door.post(phone, "/me/second-step/paper", password=PASSWORD)
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code>", fresh.text)
    assert set(codes).isdisjoint(paper)
    assert door.post(other, "/sign-in/code", code=paper[0]).status_code == 401
    assert door.post(other, "/sign-in/code", code=codes[0]).status_code == 303
    assert "paper_renewed" in door.book()


def test_what_the_database_holds_makes_no_codes(door: Door) -> None:
    secret, paper = turn_on(door, door.administrator())
    with door.house.store.session(read_only=True) as session:
        tables = (SecondFactor, RecoveryCode)
        kept = str([vars(row) for table in tables for row in session.scalars(select(table))])
    assert secret not in kept
    assert not any(each in kept or each.replace("-", "") in kept for each in paper)


@pytest.mark.parametrize(
    "typed", ["", "000000", "12345", "１２３４５６", "\x00", "-1", "9" * 5000, "'; --", "\ud800"]
)
def test_a_wrong_code_is_refused_whatever_it_is(door: Door, typed: str) -> None:
    turn_on(door, door.administrator())
    phone = door.browser()
    door.sign_in("admin", PASSWORD, phone)
    answer = door.post(phone, "/sign-in/code", code=typed.encode("utf-8", "surrogatepass"))
    assert answer.status_code == 401
    assert "验证码不对" in answer.text
    assert not is_in(phone)


def test_who_guesses_codes_waits_and_the_known_browser_does_not(door: Door) -> None:
    owner = door.administrator()
    secret, paper = turn_on(door, owner)
    door.post(owner, "/sign-out")
    thief = door.browser()
    door.sign_in("admin", PASSWORD, thief)
    for _ in range(door.house.settings.accounts.free_tries):
        assert door.post(thief, "/sign-in/code", code="000000").status_code == 401
    # from anywhere, also with the password typed anew, also with a right code
    thief.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    door.sign_in("admin", PASSWORD, thief)
    with door.house.store.session() as session:  # a slow machine does not wait the second away
        session.execute(
            update(FailedSignIn).values(last_at=datetime.now(UTC) + timedelta(minutes=1))
        )
    waits = door.post(thief, "/sign-in/code", code=paper[0])
    assert waits.status_code == 429
    assert int(waits.headers["Retry-After"]) >= 1
    with door.house.store.session() as session:
        session.execute(update(FailedSignIn).values(failures=60))
    waits = door.post(thief, "/sign-in/code", code=paper[0])
    assert int(waits.headers["Retry-After"]) > 800
    door.sign_in("admin", PASSWORD, owner)
    assert door.post(owner, "/sign-in/code", code=code(secret, AHEAD)).status_code == 303


def test_half_the_way_ends_by_itself_and_with_another_password(door: Door) -> None:
    admin = door.administrator()
    _secret, paper = turn_on(door, admin)
    assert door.browser().get("/sign-in/code").headers["Location"] == "/sign-in"
    assert door.post(door.browser(), "/sign-in/code", code=paper[0]).status_code == 401
    phone = door.browser()
    door.sign_in("admin", PASSWORD, phone)
    with phone.session_transaction() as kept:
        kept["half_way"] = [*kept["half_way"][:2], int(time.time()) - 601, "/"]
    late = door.post(phone, "/sign-in/code", code=paper[0])
    assert late.status_code == 401
    assert "请重新输入密码" in late.text
    door.sign_in("admin", PASSWORD, phone)
    door.post(admin, "/me/password", old=PASSWORD, password=OTHER, again=OTHER)
    assert door.post(phone, "/sign-in/code", code=paper[0]).status_code == 401
    assert not is_in(phone)


def test_a_link_for_a_lost_password_is_no_way_around(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    _secret, paper = turn_on(door, li)
    with door.house.store.session(read_only=True) as session:
        person_id = session.scalars(select(Person.id).where(Person.login == "li")).one()
    page = door.post(admin, f"/people/{person_id}/link").text
    found = re.search(r"(/link/[\w-]+)<", page)
    assert found
    finder = door.browser()
    assert door.post(finder, found[1], **FORM).headers["Location"] == "/sign-in/code"
    assert not is_in(finder)
    assert door.post(finder, "/sign-in/code", code=paper[0]).status_code == 303
    assert is_in(finder)


def test_turning_it_off_takes_the_password_and_ends_other_sessions(door: Door) -> None:
    admin, tablet = door.administrator(), door.browser()
    _secret, paper = turn_on(door, admin)
    door.sign_in("admin", PASSWORD, tablet)
    door.post(tablet, "/sign-in/code", code=paper[0])
    assert door.post(admin, "/me/second-step/remove", password="wrong").status_code == 401  # noqa: S106
    assert "已开启" in admin.get("/me/second-step").text
    assert door.post(admin, "/me/second-step/remove", password=PASSWORD).status_code == 303
    assert is_in(admin)
    assert not is_in(tablet)
    assert door.sign_in("admin", PASSWORD).headers["Location"] == "/"
    assert "second_factor_removed" in door.book()
    for path in ("/me/second-step/remove", "/me/second-step/paper"):
        assert door.post(admin, path, password=PASSWORD).status_code == 404
    assert door.post(admin, "/me/second-step/confirm", code="000000").status_code == 422


def test_turning_it_on_takes_the_password_and_a_right_code(door: Door) -> None:
    admin = door.administrator()
    assert door.post(admin, "/me/second-step", password="wrong").status_code == 401  # noqa: S106
    assert "secret" not in admin.get("/me/second-step").text
    door.post(admin, "/me/second-step", password=PASSWORD)
    assert door.post(admin, "/me/second-step/confirm", code="000000").status_code == 422
    assert door.sign_in("admin", PASSWORD).headers["Location"] == "/", "begun is not on"
    turn_on(door, admin)
    again = door.post(admin, "/me/second-step", password=PASSWORD)
    assert again.status_code == 409


def test_the_administrator_turns_it_off_for_who_has_lost_the_phone(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    turn_on(door, li)
    turn_on(door, admin)
    with door.house.store.session(read_only=True) as session:
        ids = {each.login: each.id for each in session.scalars(select(Person))}
    page = admin.get("/people").text
    assert re.findall(r"/people/([\w-]+)/second-step/reset", page) == [ids["li"]]
    resets = {login: f"/people/{each}/second-step/reset" for login, each in ids.items()}
    assert door.post(li, resets["admin"]).status_code == 403
    assert door.post(admin, resets["admin"]).status_code == 409, "the own takes the password"
    assert door.post(admin, resets["li"]).status_code == 303
    assert not is_in(li)
    assert door.sign_in("li", PASSWORD).headers["Location"] == "/"
    assert door.post(admin, resets["li"]).status_code == 404
    assert door.post(admin, "/people/nobody/second-step/reset").status_code == 404


@pytest.fixture
def strict(tmp_path: Path) -> House:
    """An installation where administrators must have a second factor."""
    return build(tmp_path, accounts=Accounts(second_factor_for="administrator, leader"))


def test_who_must_have_one_reaches_nothing_else_before(strict: House) -> None:
    door = Door(strict)
    admin = door.administrator()
    for path in ("/", "/people", "/me", "/ledger"):
        assert admin.get(path).headers["Location"] == "/me/second-step", path
    assert admin.get("/api/sites.geojson").status_code == 403
    for path in ("/people", "/me/keys", "/me/password"):
        assert door.post(admin, path).status_code == 403
    page = admin.get("/me/second-step").text
    assert "您的角色须先开启两步验证" in page
    assert 'href="/ledger"' not in page, "no way that leads back here"
    assert 'action="/sign-out"' in page
    assert admin.get("/about").status_code == 200
    door.post(admin, "/me/second-step", password=PASSWORD)
    found = re.search(r'class="secret">([A-Z2-7]{32})<', admin.get("/me/second-step").text)
    assert found
    done = door.post(admin, "/me/second-step/confirm", code=code(found[1])).text
    assert "您的角色须先开启两步验证" not in done
    assert is_in(admin)
    li = door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    assert is_in(li), "other roles need none"
    # taken away: at once demanded again
    door.post(admin, "/me/second-step/remove", password=PASSWORD)
    assert not is_in(admin)
    strict.store.engine.dispose()


def test_a_key_that_was_made_before_goes_on(strict: House) -> None:
    from geo_app.domain.actor import Actor, Role

    headers = key(strict.app, Actor("", "管", None, Role.ADMINISTRATOR))
    client = strict.app.test_client(use_cookies=False)
    assert client.get("/api/sites.geojson", headers=headers).status_code == 200
    strict.store.engine.dispose()


def test_a_role_that_nobody_has_is_refused_at_the_start(house: House) -> None:
    settings: Settings = replace(house.settings, accounts=Accounts(second_factor_for="leiter"))
    with pytest.raises(InputError) as refused:
        create_app(settings, house.store)
    assert "leiter" in refused.value.text("en")


def test_with_another_key_of_the_installation_the_paper_still_opens(door: Door) -> None:
    secret, paper = turn_on(door, door.administrator())
    moved = replace(door.house.settings, secret_key="of another machine")  # noqa: S106
    there = Door(replace(door.house, app=create_app(moved, door.house.store), settings=moved))
    phone = there.browser()
    there.sign_in("admin", PASSWORD, phone)
    assert there.post(phone, "/sign-in/code", code=code(secret, AHEAD)).status_code == 401
    assert there.post(phone, "/sign-in/code", code=paper[0]).status_code == 303
