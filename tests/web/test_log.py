"""The log says who asked for what, under a number that pages show; nothing that opens a door."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from geo_app.domain.actor import Actor, Role
from geo_app.errors import InputError
from geo_app.settings import Operation, Settings
from geo_app.store.models import LogHead
from geo_app.web import create_app
from geo_app.web.log import HEADER
from tests.signed_in import key
from tests.web.conftest import House, build
from tests.web.door import PASSWORD, Door

WRONG = "not-the-password-17"
TELEPHONE = re.compile(r"[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}")


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[House]:
    log = logging.getLogger("geo_app")
    before = (log.handlers[:], log.level, log.propagate)
    house = build(tmp_path, operation=Operation(log="json"))
    yield house
    house.store.engine.dispose()
    log.handlers[:], log.level, log.propagate = before[0], before[1], before[2]


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Of the log so far; every one is JSON."""
    return [json.loads(each) for each in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_under_the_number_of_its_answer(
    logged: House, capsys: pytest.CaptureFixture[str]
) -> None:
    client = logged.app.test_client()
    answer = client.get("/ledger?q=柳河")
    (line,) = lines(capsys)
    assert TELEPHONE.fullmatch(answer.headers[HEADER])
    assert line["request"] == answer.headers[HEADER]
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "pages.ledger", 200)
    assert line["path"] == "/ledger"
    assert isinstance(line["ms"], float)
    assert str(line["person"]).startswith("person:")
    assert logged.settings.operator not in json.dumps(line, ensure_ascii=False)


def test_nothing_that_opens_a_door_is_in_the_log(
    logged: House, capsys: pytest.CaptureFixture[str]
) -> None:
    door = Door(logged)
    path = door.first_link()
    secret = path.rsplit("/", 1)[1]
    client = door.browser()
    for told in (path, f"{path}/", f"/{path}", f"/x{path}?next={secret}", f"{path}/{secret}"):
        client.get(told)
    client.put(path)
    form = {"name": "张看图", "login": "Kantu", "password": PASSWORD, "again": PASSWORD}
    assert door.post(client, path, **form).status_code == 303
    assert door.post(client, path, **form).status_code == 422
    cookie = client.get_cookie("geo_app")
    assert door.post(client, "/sign-out").status_code == 303
    assert door.sign_in("Kantu", WRONG).status_code == 401
    assert door.sign_in(WRONG, WRONG).status_code == 401
    assert door.sign_in("Kantu", PASSWORD).status_code == 303
    who = Actor("", logged.settings.operator, None, Role.OPERATOR)
    headers = key(logged.app, who)
    program = door.browser()
    shown = headers["Authorization"].removeprefix("Bearer ")
    assert program.get("/api/sites.geojson", headers=headers).status_code == 200
    assert program.get(f"/api/sites/{shown}", headers=headers).status_code == 404
    assert program.get(f"/api/sites/{shown}?key={shown}", headers=headers).status_code == 400
    assert program.get(f"/{shown}", headers={"Authorization": f"Bearer {WRONG}"}).status_code == 404
    text = capsys.readouterr().err
    endpoints = {json.loads(each)["endpoint"] for each in text.splitlines()}
    assert {"door.link", "door.use_link", "door.enter", "api.sites_geojson"} <= endpoints
    assert cookie is not None
    for hidden in (secret, PASSWORD, WRONG, shown, cookie.value, "张看图", "kantu", "next="):
        assert hidden.casefold() not in text.casefold()
    with logged.store.session(read_only=True) as session:
        digest = session.connection().exec_driver_sql("SELECT password FROM person").scalars()
        assert [each for each in digest if each and each in text] == []


@pytest.mark.parametrize(
    "path", ["/%0d%0a{}", "/\u202e", "/%ff%fe", "/%ed%a0%80", "/" + "x" * 9000]
)
def test_a_strange_path_is_one_short_line(
    logged: House, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    answer = logged.app.test_client().get(path)
    (line,) = lines(capsys)
    assert (line["status"], line["endpoint"]) == (answer.status_code, None) == (404, None)
    assert len(str(line["path"])) <= 300


def test_what_breaks_is_told_under_the_number_that_the_page_shows(
    logged: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_given: object) -> str:
        raise RuntimeError("two\nlines \u202e")

    secret = Door(logged).first_link()
    monkeypatch.setitem(logged.app.view_functions, "door.link", broken)
    answer = FlaskClient(logged.app, logged.app.response_class).get(secret)
    failure, request = lines(capsys)
    assert answer.status_code == 500
    assert failure["request"] == request["request"] == answer.headers[HEADER]
    assert answer.headers[HEADER] in answer.text
    assert failure["level"] == "error"
    assert "RuntimeError" in str(failure["trace"])
    assert secret.rsplit("/", 1)[1] not in json.dumps(failure)


def test_errors_of_the_database_tell_no_values(house: House) -> None:
    statement = insert(LogHead).values(id=1, seq=0, hash="a-digest-of-a-key")
    with house.store.engine.connect() as connection, pytest.raises(IntegrityError) as told:
        connection.execute(statement)
    assert "a-digest-of-a-key" not in str(told.value)


def test_every_answer_has_a_number_of_its_own_and_none_comes_from_outside(
    client: FlaskClient, english: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = ("/", "/healthz", "/nothing-here", "/api/sites/none", "/api/nothing")
    numbers = [client.get(each, headers={HEADER: "mine"}).headers[HEADER] for each in paths]
    assert len(set(numbers)) == len(paths)
    assert "mine" not in numbers
    foreign = client.get("/", headers={"Host": "elsewhere.example"})
    assert TELEPHONE.fullmatch(foreign.headers[HEADER])
    page = english.get("/nothing-here")
    assert f'Number of the request <span class="number">{page.headers[HEADER]}' in page.text
    assert capsys.readouterr().err == ""


def test_an_unknown_kind_of_log_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="GEO_APP_LOG=xml"):
        create_app(Settings(data=tmp_path, operation=Operation(log="xml")))
