"""Passkeys: made, shown, taken back, demanded; and every answer that must not open the door."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cbor2
import pytest
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select, update

from geo_app.settings import Accounts, Settings
from geo_app.store.people import BrowserSession, Entry, Passkey, Person, SpentChallenge
from geo_app.web import create_app
from geo_app.work.people.passkeys import LONGEST_ANSWER
from tests.authenticator import PRESENT, VERIFIED, Device
from tests.web.conftest import House, build
from tests.web.door import OTHER, PASSWORD, Door

FORM = {"password": PASSWORD, "again": PASSWORD}


def is_in(client: FlaskClient) -> bool:
    return client.get("/ledger").status_code == 200


def begin(door: Door, client: FlaskClient, password: str = PASSWORD, name: str = "单位电脑"):  # type: ignore[no-untyped-def]
    return door.post(client, "/me/passkeys", name=name, password=password)


def options_of(page: str) -> dict[str, object]:
    found = re.search(r'id="passkey-options">(.+?)</script>', page)
    assert found, page
    told: dict[str, object] = json.loads(found[1])
    return told


def add(door: Door, client: FlaskClient, device: Device | None = None) -> Device:
    device = device or Device()
    credential = device.make(options_of(begin(door, client).text))
    kept = door.post(client, "/me/passkeys/keep", name="单位电脑", credential=credential)
    assert kept.status_code == 303, kept.text
    return device


def ask(door: Door, client: FlaskClient) -> dict[str, object]:
    told: dict[str, object] = door.post(client, "/sign-in/passkey/ask").json
    return told


def show(door: Door, client: FlaskClient, device: Device, **more: str):  # type: ignore[no-untyped-def]
    credential = device.show(ask(door, client))
    return door.post(client, "/sign-in/passkey", credential=credential, **more)


def remove(door: Door, client: FlaskClient, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    found = re.search(r'<option value="([\w-]+)"', client.get("/me/passkeys").text)
    assert found
    return door.post(client, "/me/passkeys/remove", passkey=found[1], password=password)


def last(door: Door) -> Entry:
    with door.house.store.session(read_only=True) as session:
        found = session.scalars(select(Entry).order_by(Entry.seq.desc()).limit(1)).one()
        session.expunge(found)
    return found


def test_a_passkey_is_made_and_opens_the_door(door: Door) -> None:
    admin = door.administrator()
    assert "用通行密钥登录" not in door.browser().get("/sign-in").text, "nobody has one"
    device = add(door, admin)
    assert last(door).kind == "passkey_added"
    assert "单位电脑" in admin.get("/me").text
    assert is_in(admin)
    phone = door.browser()
    assert "用通行密钥登录" in phone.get("/sign-in").text
    asked = ask(door, phone)
    assert not asked.get("allowCredentials"), "who has one is not told"
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    answer = show(door, phone, device, next="/gazetteer")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gazetteer")
    assert is_in(phone)
    assert phone.get_cookie("geo_app_known")
    entry = last(door)
    assert (entry.kind, entry.data) == ("signed_in", {"passkey": "单位电脑"})
    assert "最近使用" in phone.get("/me/passkeys").text
    away = show(door, door.browser(), device, next="//evil.example")
    assert away.headers["Location"] == "/"


def test_an_answer_is_good_once_also_with_the_cookie_of_before(door: Door) -> None:
    device = add(door, door.administrator())
    phone = door.browser()
    credential = device.show(ask(door, phone))
    cookie = phone.get_cookie("geo_app")
    assert cookie
    assert door.post(phone, "/sign-in/passkey", credential=credential).status_code == 303
    door.post(phone, "/sign-out")
    assert not is_in(phone)
    phone.set_cookie("geo_app", cookie.value)
    again = door.post(phone, "/sign-in/passkey", credential=credential)
    assert again.status_code == 401
    assert "没有用通行密钥登录成功" in again.text
    assert not is_in(phone)
    assert last(door).data == {"code": "passkey"}


def stranger(device: Device) -> Device:
    return Device()


def same_name_other_key(device: Device) -> Device:
    return Device(owner=device.owner, credential_id=device.credential_id)


def bent(**values: object) -> Callable[[Device], Device]:
    def bend(device: Device) -> Device:
        for name, value in values.items():
            setattr(device, name, value)
        return device

    return bend


WRONG: dict[str, Callable[[Device], Device]] = {
    "unknown": stranger,
    "signature": same_name_other_key,
    "origin": bent(origin="http://localhost.evil.example"),
    "port": bent(origin="http://localhost:81"),
    "scheme": bent(origin="https://localhost"),
    "host": bent(host="evil.example"),
    "nobody-there": bent(flags=VERIFIED),
    "anybody": bent(flags=PRESENT),
    "owner": bent(owner=b"00000000-0000-0000-0000-000000000000"),
    "no-owner": bent(owner=b""),
    "count": bent(uses=3),
}


def test_a_wrong_answer_is_refused_in_the_same_words(door: Door) -> None:
    device = add(door, door.administrator(), Device(uses=7))
    phone = door.browser()
    for what, bend in WRONG.items():
        answer = show(door, phone, bend(copy(device)))
        assert answer.status_code == 401, what
        assert "没有用通行密钥登录成功" in answer.text
        assert not is_in(phone)
        assert last(door).kind == "refused"
    assert show(door, phone, device).status_code == 303


GARBAGE = (
    *("", "x", "{}", "[]", "null", "0", '"x"', "\x00", "{" * 5000, "9" * LONGEST_ANSWER * 4),
    '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
    '{"id":1,"rawId":{},"type":[],"response":null}',
    '{"id":"😀","rawId":"=","type":"public-key","response":{"clientDataJSON":"%"}}',
)


def test_garbage_is_refused(door: Door) -> None:
    client, phone = door.administrator(), door.browser()
    add(door, client)
    begun = begin(door, client)
    with client.session_transaction() as kept:
        asked = kept["passkey"]
    assert begun.status_code == 200
    for credential in GARBAGE:
        ask(door, phone)
        answer = door.post(phone, "/sign-in/passkey", credential=credential)
        assert answer.status_code == 401, credential[:60]
        with client.session_transaction() as kept:
            kept["passkey"] = asked
        answer = door.post(client, "/me/passkeys/keep", name="x", credential=credential)
        assert answer.status_code in (413, 422), credential[:60]
    with door.house.store.session(read_only=True) as session:
        assert len(session.scalars(select(Passkey)).all()) == 1


def test_challenges_end_and_are_of_one_browser_and_purpose(door: Door) -> None:
    admin = door.administrator()
    device = add(door, admin)
    phone, other = door.browser(), door.browser()
    options = ask(door, phone)
    ask(door, other)
    assert door.post(other, "/sign-in/passkey", credential=device.show(options)).status_code == 401
    with phone.session_transaction() as kept:
        kept["passkey"][2] -= 60 * Accounts().passkey_minutes + 1
        kept.modified = True
    assert door.post(phone, "/sign-in/passkey", credential=device.show(options)).status_code == 401
    ask(door, phone)
    assert show(door, phone, device).status_code == 303
    # what was asked at the door makes no passkey
    made = options_of(begin(door, admin).text)
    made["challenge"] = ask(door, admin)["challenge"]
    late = door.post(admin, "/me/passkeys/keep", name="x", credential=Device().make(made))
    assert late.status_code == 422
    assert "时限已过" in late.text


def test_spent_challenges_do_not_pile_up(door: Door) -> None:
    device = add(door, door.administrator())
    old = datetime.now(UTC) - timedelta(minutes=Accounts().passkey_minutes + 1)
    with door.house.store.session() as session:
        session.execute(update(SpentChallenge).values(spent_at=old))
    show(door, door.browser(), device)
    with door.house.store.session(read_only=True) as session:
        assert len(session.scalars(select(SpentChallenge)).all()) == 1


def key_of(numbers: dict[int, object]) -> bytes:
    return cbor2.dumps(numbers)


BAD_MADE: dict[str, Callable[[dict[str, object]], str]] = {
    "origin": lambda options: Device(origin="http://evil.example").make(options),
    "host": lambda options: Device(host="evil.example").make(options),
    "anybody": lambda options: Device(flags=PRESENT).make(options),
    "kind": lambda options: Device().make(options, type="webauthn.get"),
    "challenge": lambda options: Device().make({**options, "challenge": "AAAA"}),
    "makers-certificate": lambda options: Device(format="android-safetynet").make(options),
    "format": lambda options: Device(format="x" * 999).make(options),
    "no-cbor": lambda options: Device().make(options, attestation=b"\xff" * 40),
    "nested": lambda options: Device().make(options, attestation=b"\x81" * 9000 + b"\x00"),
    "cut": lambda options: Device().make(options, attestation=cbor2.dumps({"fmt": "none"})),
    "huge-array": lambda options: Device().make(options, attestation=b"\x9b" + b"\xff" * 8),
    "no-key": lambda options: Device().make(options, public=b""),
    "off-curve": lambda options: Device().make(
        options, public=key_of({1: 2, 3: -7, -1: 1, -2: b"\x01" * 32, -3: b"\x02" * 32})
    ),
    "no-algorithm": lambda options: Device().make(options, public=key_of({1: 2, 3: 0})),
    "weak-rsa": lambda options: Device().make(
        options, public=key_of({1: 3, 3: -257, -1: b"\x01", -2: b"\x01"})
    ),
    "numbers": lambda options: Device().make(options, public=key_of({1: "x", 3: [], -1: {}})),
}  # fmt: skip


def test_a_device_that_answers_wrongly_makes_no_passkey(door: Door) -> None:
    admin = door.administrator()
    options = options_of(begin(door, admin).text)
    with admin.session_transaction() as kept:
        asked = kept["passkey"]
    for what, make in BAD_MADE.items():
        with admin.session_transaction() as kept:
            kept["passkey"] = asked
        answer = door.post(admin, "/me/passkeys/keep", name="x", credential=make(options))
        assert answer.status_code == 422, what
        assert "设备的回应无效" in answer.text, what
    with admin.session_transaction() as kept:
        kept["passkey"] = asked
    right = Device().make(options)
    assert door.post(admin, "/me/passkeys/keep", name="x", credential=right).status_code == 303
    with door.house.store.session(read_only=True) as session:
        assert len(session.scalars(select(Passkey)).all()) == 1


def test_making_one_takes_the_password_a_name_and_a_limit(door: Door) -> None:
    admin = door.administrator()
    assert begin(door, admin, password=OTHER).status_code == 401
    assert "passkey-options" not in admin.get("/me/passkeys").text
    device = add(door, admin)
    told = options_of(begin(door, admin).text)
    assert [each["id"] for each in told["excludeCredentials"]]  # type: ignore[attr-defined]
    again = door.post(admin, "/me/passkeys/keep", name="x", credential=device.make(told))
    assert again.status_code == 409
    told = options_of(begin(door, admin).text)
    nameless = door.post(admin, "/me/passkeys/keep", name=" \n", credential=Device().make(told))
    assert nameless.status_code == 422
    with door.house.store.session() as session:
        owner = session.scalars(select(Person.id)).one()
        for n in range(Accounts().passkeys):
            session.add(
                Passkey(
                    id=str(n), person_id=owner, credential_id=str(n), public_key=b"", uses=0,
                    host="localhost", name="x", made_at=datetime.now(UTC), used_at=None,
                )
            )  # fmt: skip
    assert begin(door, admin).status_code == 409


def test_taking_one_back_ends_what_it_began_and_nothing_else(door: Door) -> None:
    admin = door.administrator()
    device = add(door, admin)
    lost, desk = door.browser(), door.browser()
    show(door, lost, device)
    door.sign_in("admin", PASSWORD, desk)
    assert is_in(lost)
    assert remove(door, admin, OTHER).status_code == 401
    assert remove(door, admin).status_code == 303
    assert (is_in(admin), is_in(desk), is_in(lost)) == (True, True, False)
    assert show(door, lost, device).status_code == 401
    assert "passkey_removed" in door.book()
    gone = door.post(admin, "/me/passkeys/remove", passkey="x", password=PASSWORD)
    assert gone.status_code == 404


def test_who_removes_the_passkey_that_let_in_stays_in(door: Door) -> None:
    device = add(door, door.administrator())
    phone = door.browser()
    show(door, phone, device)
    assert remove(door, phone).status_code == 303
    assert is_in(phone)


def test_nobody_touches_the_passkey_of_somebody_else(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    device = add(door, admin)
    with door.house.store.session(read_only=True) as session:
        key_id = session.scalars(select(Passkey.id)).one()
    path = "/me/passkeys/remove"
    assert door.post(li, path, passkey=key_id, password=PASSWORD).status_code == 404
    assert show(door, door.browser(), device).status_code == 303
    told = options_of(begin(door, li).text)
    other = door.post(li, "/me/passkeys/keep", name="x", credential=device.make(told))
    assert other.status_code == 409


def test_a_disabled_person_does_not_come_in(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    device = add(door, li)
    with door.house.store.session(read_only=True) as session:
        li_id = session.scalars(select(Person.id).where(Person.login == "li")).one()
    door.post(admin, f"/people/{li_id}/disable")
    assert not is_in(li)
    refused = show(door, door.browser(), device)
    assert refused.status_code == 401
    assert "没有用通行密钥登录成功" in refused.text


def test_another_password_ends_what_a_passkey_began_but_not_here(door: Door) -> None:
    admin = door.administrator()
    device = add(door, admin)
    phone = door.browser()
    show(door, phone, device)
    done = door.post(phone, "/me/password", old=PASSWORD, password=OTHER, again=OTHER)
    assert done.status_code == 303
    assert (is_in(phone), is_in(admin)) == (True, False)
    with door.house.store.session(read_only=True) as session:
        newest = select(BrowserSession.passkey_id).order_by(BrowserSession.began_at.desc())
        assert session.scalars(newest).first()
    assert show(door, door.browser(), device).status_code == 303


def test_guessing_at_the_door_has_to_wait(door: Door) -> None:
    thief = door.browser()
    for _ in range(Accounts().free_tries_of_address):
        assert door.post(thief, "/sign-in/passkey", credential="{}").status_code == 401
    waits = door.post(thief, "/sign-in/passkey", credential="{}")
    assert waits.status_code == 429
    assert int(waits.headers["Retry-After"]) >= 1


@pytest.fixture
def strict(tmp_path: Path) -> Door:
    """An installation where administrators must have a second factor."""
    return Door(build(tmp_path, accounts=Accounts(second_factor_for="administrator")))


def test_a_passkey_is_the_second_factor_that_a_role_must_have(strict: Door) -> None:
    admin = strict.administrator()
    assert admin.get("/").headers["Location"] == "/me/second-step"
    assert "/me/passkeys" in admin.get("/me/second-step").text
    device = add(strict, admin)
    assert is_in(admin), "password and passkey were shown"
    phone = strict.browser()
    assert show(strict, phone, device).status_code == 303
    assert is_in(phone)
    # the password alone lets nobody in any more, who could add a way in of his own
    thief = strict.browser()
    refused = strict.sign_in("admin", PASSWORD, thief)
    assert refused.headers["Location"].startswith("/sign-in")
    assert "须用通行密钥登录" in thief.get("/sign-in").text
    assert not is_in(thief)
    assert last(strict).data == {"code": "passkey_needed"}
    # nor with a code, once it is on beside
    strict.post(phone, "/me/second-step", password=PASSWORD)
    secret = re.search(r'class="secret">([A-Z2-7]{32})<', phone.get("/me/second-step").text)
    assert secret
    code = TOTP(secret[1]).now()
    assert strict.post(phone, "/me/second-step/confirm", code=code).status_code == 200
    assert is_in(phone)
    assert strict.sign_in("admin", PASSWORD, thief).headers["Location"] == "/sign-in/code"
    assert strict.post(phone, "/me/second-step/remove", password=PASSWORD).status_code == 303
    assert is_in(phone), "it came in by a passkey"
    assert remove(strict, phone).status_code == 303
    assert phone.get("/ledger").headers["Location"] == "/me/second-step"


def test_a_session_from_before_the_demand_adds_no_way_in(door: Door) -> None:
    admin = door.administrator()
    device = add(door, admin)
    accounts = Accounts(second_factor_for="administrator")
    settings = Settings(data=door.house.settings.data, accounts=accounts)
    late = Door(House(create_app(settings, door.house.store), door.house.store, settings, ""))
    browser, cookie = late.browser(), admin.get_cookie("geo_app")
    assert cookie
    browser.set_cookie("geo_app", cookie.value)
    assert browser.get("/ledger").headers["Location"] == "/me/second-step"
    for path in ("/me/second-step", "/me/passkeys"):
        refused = late.post(browser, path, name="x", password=PASSWORD)
        assert refused.status_code == 401
        assert "须用通行密钥登录" in refused.text
    assert show(late, browser, device).status_code == 303
    assert is_in(browser)


def test_the_administrator_takes_back_what_was_on_a_lost_phone(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), **FORM)
    device = add(door, li)
    page = admin.get("/people").text
    found = re.search(r"/people/[\w-]+/second-step/reset", page)
    assert found
    assert "删除通行密钥" in page
    assert door.post(admin, found[0]).status_code == 303
    assert not is_in(li)
    assert show(door, door.browser(), device).status_code == 401
    assert door.sign_in("li", PASSWORD).status_code == 303


ADDRESSES = {
    "http://127.0.0.1": "这个地址是数字",
    "https://[::1]": "这个地址是数字",
    "http://map.example.org": "没有加密",
    "https://map.example.org": None,
    "http://localhost:5000": None,
}


def test_where_there_are_no_passkeys_the_page_says_why(door: Door) -> None:
    door.house.app.config["TRUSTED_HOSTS"] = None
    admin = door.administrator()
    add(door, admin)
    cookie = admin.get_cookie("geo_app")
    assert cookie
    program = FlaskClient(door.house.app, door.house.app.response_class, use_cookies=False)
    for address, words in ADDRESSES.items():
        headers = {"Cookie": f"geo_app={cookie.value}"}
        own = program.get("/me/passkeys", base_url=address, headers=headers).text
        at_the_door = program.get("/sign-in", base_url=address).text
        for page in (own, at_the_door):
            assert (words or "通行密钥") in page, address
            assert ("此处不能用通行密钥" in page) is (words is not None), address
        assert ("make-password" in own) is (words is None)
        assert ("用通行密钥登录" in at_the_door) is (words is None)


def test_the_name_behind_a_proxy_is_that_of_the_browser(tmp_path: Path) -> None:
    from geo_app.settings.network import Network

    network = Network(hosts="map.example.org", proxies=1, https=True)
    door = Door(build(tmp_path, network=network))
    client = door.browser()
    handed_on = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "map.example.org"}
    page = client.get("/about", headers=handed_on)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    cookie = page.headers["Set-Cookie"].split(";")[0]
    headers = {**handed_on, "Cookie": cookie, "Referer": "https://map.example.org/"}
    form = {"csrf_token": found[1]}
    assert client.post("/sign-in/passkey/ask", data=form, headers=headers).json["rpId"] == (
        "map.example.org"
    )
    other = {**headers, "X-Forwarded-Host": "evil.example"}
    assert client.post("/sign-in/passkey/ask", data=form, headers=other).status_code == 400


def test_no_token_no_challenge(door: Door) -> None:
    assert door.browser().post("/sign-in/passkey/ask").status_code == 400
