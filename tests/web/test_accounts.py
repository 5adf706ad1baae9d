"""Signing in, one-time links, access keys, the people of the administrator, the door's book."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from geo_app.domain.actor import Actor, Role
from geo_app.store.people import Entry, FailedSignIn, Person
from geo_app.work.people import accounts, links
from tests.web.door import OTHER, PASSWORD, Door


def test_who_has_not_signed_in_is_sent_to_the_door_and_back(door: Door) -> None:
    door.administrator()
    client = door.browser()
    answer = client.get("/ledger?q=x")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/ledger?q%3Dx")
    answer = client.get("/api/sites.geojson")
    assert (answer.status_code, answer.json["code"]) == (401, "people.sign_in_needed")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    form = {"login": "admin", "password": PASSWORD, "next": "/ledger?q=x"}
    assert door.post(client, "/sign-in", **form).location == "/ledger?q=x"
    assert client.get("/ledger").status_code == 200


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_leads_to_no_other_host(door: Door, away: str) -> None:
    door.administrator()
    form = {"login": "admin", "password": PASSWORD, "next": away}
    assert door.post(door.browser(), "/sign-in", **form).location == "/"


def test_the_first_link_makes_one_administrator_once(door: Door) -> None:
    path, client = door.first_link(), door.browser()
    assert client.get(path).status_code == 200
    form = {"name": "甲", "login": "jia", "password": PASSWORD, "again": PASSWORD}
    assert door.post(client, path, **form).status_code == 303
    assert "甲" in client.get("/me").text
    again = door.post(door.browser(), path, **{**form, "login": "yi"})
    assert again.status_code == 422
    with door.house.store.session() as session:
        assert links.make_first(session, door.house.settings.accounts) is None
        assert [each.role for each in session.scalars(select(Person))] == ["administrator"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "short1", "again": "short1"}, "至少 10 个字符"),
        ({"password": "password1234", "again": "password1234"}, "太容易猜到"),
        ({"again": OTHER}, "两次输入的密码不同"),
        ({"login": "a b"}, "登录名须为"),
        ({"password": "x" * 300, "again": "x" * 300}, "最多 256"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_link_is_not_spent(
    door: Door, changed: dict[str, str], words: str
) -> None:
    path, client = door.first_link(), door.browser()
    form = {"name": "甲", "login": "jia", "password": PASSWORD, "again": PASSWORD}
    answer = door.post(client, path, **{**form, **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="甲"' in answer.text
    assert door.post(client, path, **form).status_code == 303


def test_sessions_end_with_another_password_other_rights_and_when_disabled(door: Door) -> None:
    admin = door.administrator()
    link = door.add(admin, "li")
    phone, desk = door.browser(), door.browser()
    form = {"password": PASSWORD, "again": PASSWORD}
    assert door.post(phone, link, **form).status_code == 303
    assert door.sign_in("li", PASSWORD, desk).status_code == 303
    before = door.book().count("signed_in")
    changed = {"old": PASSWORD, "password": OTHER, "again": OTHER}
    assert door.post(desk, "/me/password", **changed).status_code == 303
    assert door.book().count("signed_in") == before, "another password is no other way in"
    assert desk.get("/ledger").status_code == 200
    assert phone.get("/ledger").status_code == 303
    with door.house.store.session(read_only=True) as session:
        person = accounts.by_login(session, "li")
        assert person
    role = {"name": "李", "role": "verifier", "unit": "核查办"}
    assert door.post(admin, f"/people/{person.id}", **role).status_code == 303
    assert desk.get("/ledger").status_code == 303
    assert door.sign_in("li", OTHER, desk).status_code == 303
    assert door.post(admin, f"/people/{person.id}/disable").status_code == 303
    assert desk.get("/ledger").status_code == 303
    assert door.sign_in("li", OTHER).status_code == 401
    assert "disabled" in door.book()


def test_an_own_password_is_changed_with_the_present_one_only(door: Door) -> None:
    admin = door.administrator()
    changed = {"old": OTHER, "password": OTHER, "again": OTHER}
    assert door.post(admin, "/me/password", **changed).status_code == 401
    assert door.sign_in("admin", PASSWORD).status_code == 303


def test_the_last_administrator_stays(door: Door) -> None:
    admin = door.administrator()
    with door.house.store.session(read_only=True) as session:
        person = session.scalars(select(Person)).one()
    assert door.post(admin, f"/people/{person.id}/disable").status_code == 409
    told = {"name": "管理", "role": "clerk"}
    assert door.post(admin, f"/people/{person.id}", **told).status_code == 409
    assert door.sign_in("admin", PASSWORD).status_code == 303


def test_a_new_link_for_a_lost_password_ends_the_older_one(door: Door) -> None:
    admin = door.administrator()
    older = door.add(admin, "li")
    with door.house.store.session(read_only=True) as session:
        person = accounts.by_login(session, "li")
        assert person
    answer = door.post(admin, f"/people/{person.id}/link")
    found = re.search(r"(/link/[\w-]+)<", answer.text)
    assert found
    assert door.browser().get(older).status_code == 422
    form = {"password": PASSWORD, "again": PASSWORD}
    assert door.post(door.browser(), found[1], **form).status_code == 303
    assert door.post(door.browser(), found[1], **form).status_code == 422


def test_guessing_has_to_wait_and_the_owner_comes_in_from_elsewhere(door: Door) -> None:
    door.administrator()
    guesser = door.browser()
    guesser.environ_base["REMOTE_ADDR"] = "10.0.0.66"
    answers = [door.sign_in("admin", f"wrong {n}", guesser) for n in range(8)]
    assert [each.status_code for each in answers[:5]] == [401] * 5
    late = next(each for each in answers if each.status_code == 429)
    assert 1 <= int(late.headers["Retry-After"]) <= 60
    assert door.sign_in("admin", PASSWORD).status_code == 303
    with door.house.store.session() as session:  # fifty tries later
        session.execute(update(FailedSignIn).values(failures=50))
    answer = door.sign_in("admin", PASSWORD, guesser)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= door.house.settings.accounts.longest_wait_s
    assert answer.text.count(PASSWORD) == 0


def test_an_unknown_login_is_answered_as_a_wrong_password_is(door: Door) -> None:
    door.administrator()
    known, unknown = (door.sign_in(login, "wrong password") for login in ("admin", "nobody"))
    assert known.status_code == unknown.status_code == 401
    tokens = re.compile(r'(csrf_token" value|nonce|name="login" value)="[^"]*"')
    assert tokens.sub("", known.text) == tokens.sub("", unknown.text)


def test_a_key_is_shown_once_does_what_it_may_and_ends(door: Door) -> None:
    admin = door.administrator()
    form = {"name": "QGIS", "right": ["view"], "days": "30"}
    page = door.post(admin, "/me/keys", **form).text
    found = re.search(r"gak_[\w-]+", page)
    assert found
    assert "gak_" not in admin.get("/me").text
    program = door.browser()
    shown = {"Authorization": f"Bearer {found[0]}"}
    assert program.get("/api/sites.geojson", headers=shown).status_code == 200
    assert program.get("/api/token", headers=shown).status_code == 403
    assert program.get("/people", headers=shown).status_code == 403
    assert program.get("/me", headers=shown).status_code == 403
    assert (
        program.get("/api/sites.geojson", headers={"Authorization": "Bearer gak_x"}).status_code
        == 401
    )
    assert program.get("/api/sites.geojson", auth=("qgis", found[0])).status_code == 200
    key_id = re.search(r"/me/keys/([\w-]+)/revoke", admin.get("/me").text)
    assert key_id
    assert door.post(admin, f"/me/keys/{key_id[1]}/revoke").status_code == 303
    assert program.get("/api/sites.geojson", headers=shown).status_code == 401
    assert program.get("/api/sites.geojson", auth=("qgis", found[0])).status_code == 401


def test_a_key_as_a_password_reads_and_changes_nothing(door: Door) -> None:
    admin = door.administrator()
    form = {"name": "旧程序", "right": ["view", "inspect"], "days": "30"}
    key = re.findall(r"gak_[\w-]+", door.post(admin, "/me/keys", **form).text)[0]
    program, named = door.browser(), {"X-Geo-App-Client": "old"}
    assert program.get("/tiles/0/0/0.mvt", auth=("", key)).status_code == 200
    assert program.get("/people", auth=("x", key)).status_code == 403
    shown = program.post("/api/inspections", headers={"Authorization": f"Bearer {key}"} | named)
    assert shown.json["code"] != "people.sign_in_needed"
    # a browser would send it again by itself, wherever the page comes from
    sent = program.post("/api/inspections", auth=("x", key), headers=named)
    assert sent.status_code in {400, 401}
    assert sent.json["code"] in {"http.csrf", "people.sign_in_needed"}
    # who has an account has no other way in by it
    for name, word in (("admin", PASSWORD), ("x", "gak_x"), (key, ""), (key, "x")):
        refused = program.get("/api/sites.geojson", auth=(name, word))
        assert refused.status_code == 401, name
        assert refused.headers["WWW-Authenticate"] == "Bearer"  # it is never asked for


@pytest.mark.parametrize(
    "told",
    [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic Og==",
        "Basic /////w==",
        "Basic " + "A" * 5000,
        "Basic eDp5eg",
    ],
)
def test_a_password_that_cannot_be_read_is_none(door: Door, told: str) -> None:
    door.administrator()
    answer = door.browser().get("/api/sites.geojson", headers={"Authorization": told})
    assert (answer.status_code, answer.json["code"]) == (401, "people.sign_in_needed")


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "right": ["view"], "days": "30"},
        {"name": "a", "right": ["administer"], "days": "30"},
        {"name": "a", "right": ["verify"], "days": "30"},
        {"name": "a", "right": [], "days": "30"},
        {"name": "a", "right": ["view"], "days": "9999"},
        {"name": "a", "right": ["view"], "days": "-1"},
        {"name": "a", "right": ["view"], "days": "1e3"},
    ],
)
def test_a_key_that_cannot_be_had_is_refused(door: Door, form: dict[str, object]) -> None:
    admin = door.administrator()
    answer = door.post(admin, "/me/keys", **form)
    assert answer.status_code == 422
    assert "gak_" not in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {"login": "x", "name": "某", "role": "clerk"},
        {"login": "li", "name": "", "role": "clerk"},
        {"login": "li", "name": "某", "role": "operator"},
        {"login": "li", "name": "某", "role": "king"},
        {"login": "li", "name": "某", "role": "clerk", "areas": "月球"},
        {"login": "li", "name": "某" * 61, "role": "clerk"},
    ],
)
def test_a_person_that_cannot_be_is_refused(door: Door, form: dict[str, str]) -> None:
    admin = door.administrator()
    assert door.post(admin, "/people", **form).status_code == 422
    with door.house.store.session(read_only=True) as session:
        assert len(session.scalars(select(Person)).all()) == 1


def test_names_are_text_and_nothing_else(door: Door) -> None:
    admin = door.administrator()
    door.add(admin, "li", name="<img src=x onerror=alert(1)>", unit='"><script>')
    page = admin.get("/people").text
    assert "<img src=x" not in page
    assert '"><script>' not in page


def test_forms_need_the_token_of_the_session(door: Door) -> None:
    admin = door.administrator()
    for path in ("/people", "/me/keys", "/me/password", "/sign-out", "/sign-in"):
        assert admin.post(path, data={"login": "x"}).status_code == 400, path


def test_the_book_tells_what_happened_and_no_secret(door: Door) -> None:
    admin = door.administrator()
    link = door.add(admin, "li")
    door.sign_in("li", "secret guess")
    inspector = door.browser()
    door.post(inspector, link, password=OTHER, again=OTHER)
    assert inspector.get("/people").status_code == 403
    told = set(door.book())
    assert {"added", "link_made", "password_set", "refused", "denied"} <= told
    with door.house.store.session(read_only=True) as session:
        text = str([(e.kind, e.subject, e.data) for e in session.scalars(select(Entry))])
    for secret in ("secret guess", OTHER, PASSWORD, link.removeprefix("/link/")):
        assert secret not in text
    page = admin.get("/people/book?kind=denied").text
    assert "GET /people" in page
    assert "越权被拒" in page


def test_a_demo_is_entered_as_any_role_on_this_computer_only(door: Door) -> None:
    from geo_app.work.demo import people as demo

    client = door.browser()
    assert door.post(client, "/sign-in/demo", role="leader").status_code == 404
    with door.house.store.session() as session:
        admin = Actor("test", "测试", None, Role.OPERATOR)
        districts = door.house.app.extensions["geo_app"].districts
        demo.invent(session, admin, districts, door.house.settings.accounts)
    demo.mark(door.house.settings.data)
    page = client.get("/sign-in").text
    assert page.count('name="role"') == len(accounts.ROLES)
    assert "虚构" in page
    assert door.post(client, "/sign-in/demo", role="leader").status_code == 303
    assert "示例领导" in client.get("/me").text
    far = door.browser()
    far.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    assert door.post(far, "/sign-in/demo", role="leader").status_code == 404


def test_known_and_unknown_logins_take_the_same_work(door: Door) -> None:
    """Both compute one hash; what takes time is not skipped for a name that nobody has."""
    from geo_app.work.people import passwords

    door.administrator()
    passwords.matches(None, "warm")  # the hash of nobody is made once
    worked: dict[str, list[str]] = {}
    for login in ("admin", "nobody"):
        noting = _Noting(PasswordHasher())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(passwords, "_hasher", noting)
            assert door.sign_in(login, "wrong password").status_code == 401
        worked[login] = noting.seen
    assert [len(seen) for seen in worked.values()] == [1, 1]
    (known,), (unknown,) = worked["admin"], worked["nobody"]
    # the same parameters: the same work
    assert known.rsplit("$", 2)[0] == unknown.rsplit("$", 2)[0]


class _Noting:
    """A hasher that notes which hashes it was asked to compare with."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self.seen: list[str] = []

    def verify(self, kept: str, password: str) -> bool:
        self.seen.append(kept)
        return bool(self._hasher.verify(kept, password))
