"""What costs much may be asked for so often by one person, and then not for a while."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo_app.domain.actor import Actor, Role
from geo_app.errors import InputError, WaitError
from geo_app.settings import Rates, Settings, from_environ
from geo_app.web import create_app, gate
from geo_app.web.pace import COSTLY, Pace
from tests.web.conftest import House, Token, build

FEW = Rates(uploads="3/hour", imports="2/hour", exports="2/hour", search="3/hour", open="4/hour")
SEARCHES = ("/?q=桥", "/ledger?q=桥", "/api/sites.geojson?q=桥")


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[House]:
    house = build(tmp_path, rates=FEW)
    yield house
    house.store.engine.dispose()


def calmed(client: FlaskClient, path: str, **given: object) -> int:
    """The status; where it is 429, all that belongs to one is looked at."""
    answer = client.get(path, **given)  # type: ignore[arg-type]
    if answer.status_code == 429:
        assert 1 <= int(answer.headers["Retry-After"]) <= 3600
        assert "Traceback" not in answer.text
        assert answer.headers["Retry-After"] in answer.text
        assert "X-Request-Id" in answer.headers
    return answer.status_code


def test_searches_of_all_kinds_are_counted_together(slow: House) -> None:
    client = slow.app.test_client()
    assert [calmed(client, path) for path in (*SEARCHES, *SEARCHES)] == [200] * 3 + [429] * 3
    told = client.get(SEARCHES[2])
    assert (told.mimetype, told.json["code"]) == ("application/problem+json", "pace.wait")
    page = client.get(SEARCHES[1])
    assert "操作太频繁" in page.text
    client.set_cookie("language", "en")
    assert "Too many of these" in client.get(SEARCHES[1]).text


def test_what_is_not_costly_goes_on(slow: House) -> None:
    client = slow.app.test_client()
    for _each in range(4):
        client.get("/ledger?q=x")
    for path in ("/", "/ledger", "/ledger?q=", "/ledger?q=%20", "/api/sites.geojson", "/about"):
        assert calmed(client, path) == 200, path


def test_one_person_takes_nothing_from_another_and_a_key_is_its_owner(slow: House) -> None:
    first, second = slow.app.test_client(), slow.app.test_client()
    second.become(Actor("", "别人", "别处", Role.CLERK))
    program = slow.app.test_client(use_cookies=False)
    assert [calmed(first, SEARCHES[1]) for _each in range(2)] == [200, 200]
    assert [calmed(program, SEARCHES[2]) for _each in range(2)] == [200, 429]
    assert calmed(slow.app.test_client(), SEARCHES[1]) == 429, "a new session is nobody else"
    assert calmed(second, SEARCHES[1]) == 200


def test_who_may_not_is_refused_and_not_counted(slow: House) -> None:
    client = slow.app.test_client()
    client.become(Actor("", "查", None, Role.INSPECTOR))
    assert [calmed(client, "/people/book.csv") for _each in range(4)] == [403] * 4
    client.nobody()
    assert [calmed(client, SEARCHES[2]) for _each in range(5)] == [401] * 5


def test_exports_and_imports(slow: House, token: Token) -> None:
    client = slow.app.test_client()
    client.become(Actor("", "管", None, Role.ADMINISTRATOR))
    statuses = [calmed(client, "/people/book.csv") for _each in range(3)]
    assert statuses == [200, 200, 429]
    client.become(Actor("", "录", None, Role.CLERK))
    form = {"csrf_token": token(client), "text": ""}
    answers = [client.post("/notices", data=form) for _each in range(3)]
    assert [each.status_code for each in answers] == [422, 422, 429]
    assert "Retry-After" in answers[2].headers


def test_a_large_body_is_not_read_once_it_is_too_much(slow: House, token: Token) -> None:
    client = slow.app.test_client()
    told = {"X-CSRFToken": token(client)}
    for _each in range(3):
        client.post("/api/uploads", headers=told)

    class Unread:
        def read(self, _size: int = -1) -> bytes:
            raise AssertionError("it was read")

        readline = read

    for path, kind in (("/api/uploads", "text/plain"), ("/api/inspections", "multipart/form-data")):
        answer = client.post(
            path,
            content_type=f"{kind}; boundary=x",
            headers=told,
            environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**8)},
        )
        assert answer.status_code == 429


def test_open_views_are_counted_by_address(slow: House) -> None:
    def ask(address: str) -> int:
        client = FlaskClient(slow.app, slow.app.response_class)
        return calmed(client, "/healthz", environ_base={"REMOTE_ADDR": address})

    assert [ask("192.0.2.1") for _each in range(5)] == [200] * 4 + [429]
    assert ask("192.0.2.2") == 200
    house = [ask(f"2001:db8::{each}") for each in range(5)]
    assert house == [200] * 4 + [429], "of IPv6 a house has very many"
    assert ask("2001:db8:0:1::1") == 200
    assert ask("not an address") == 200


def test_of_many_at_once_not_one_too_many_passes() -> None:
    pace, passed = Pace(Rates(search="50/hour")), []

    def ask() -> None:
        for _each in range(25):
            try:
                pace.check("search", "person:x")
            except WaitError:
                continue
            passed.append(1)

    threads = [threading.Thread(target=ask) for _each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(passed) == 50


def test_after_the_wait_that_was_told_it_goes_on() -> None:
    import time

    pace = Pace(Rates(search="1/second"))
    pace.check("search", "person:x")
    with pytest.raises(WaitError) as told:
        pace.check("search", "person:x")
    assert told.value.seconds == 1
    time.sleep(1.1)
    pace.check("search", "person:x")


def test_off_is_off() -> None:
    pace = Pace(Rates(search=" OFF "))
    for _each in range(1000):
        pace.check("search", "person:x")


@pytest.mark.parametrize(
    "text",
    ["", "x", "0/minute", "-1/minute", "1/0 minute", "1.5/minute", "9" * 5000 + "/minute", "10",
     "10/aeon", "１/minute", "1/minute\n2/day", "10/minute; 2/second"],
)  # fmt: skip
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"rates\.exports"):
        Pace(Rates(exports=text))


def test_it_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"rates\.open=often"):
        create_app(Settings(data=tmp_path, rates=Rates(open="often")))


def test_every_costly_view_is_there_and_its_rate_can_be_set() -> None:
    views = {view for each in COSTLY.values() for view in each}
    assert views <= {*gate.OPEN, *gate.NEEDS}
    for kind in COSTLY:
        settings = from_environ({f"GEO_APP_RATE_{kind.upper()}": "7/hour"})
        assert getattr(settings.rates, kind) == "7/hour"
