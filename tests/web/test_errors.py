"""Errors speak the reader's language, in the form of the caller, and never show the inside."""

import shutil

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from geo_app.settings import SQLITE_FILE
from tests.web.conftest import House, Token


def test_a_missing_page_says_so_in_both_languages(
    client: FlaskClient, english: FlaskClient
) -> None:
    chinese = client.get("/nothing-here")
    assert chinese.status_code == 404
    assert "没有这个页面：/nothing-here" in chinese.text
    assert "There is no such page" in english.get("/nothing-here").text


def test_the_interface_answers_with_a_problem_document(client: FlaskClient) -> None:
    response = client.get("/api/sites/none")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert set(response.json) == {"code", "message", "details"}


def test_a_method_that_is_not_there_is_405_and_names_the_others(client: FlaskClient) -> None:
    response = client.get("/api/places/x/confirm")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_a_post_without_token_is_refused_in_words(client: FlaskClient) -> None:
    page = client.post("/notices", data={"text": "x"})
    assert page.status_code == 400
    assert "刷新页面" in page.text
    assert client.post("/api/places/x/confirm").json["code"] == "http.csrf"


def test_a_body_over_the_limit_is_413(client: FlaskClient, token: Token) -> None:
    response = client.post("/preferences", data={"csrf_token": "x", "next": "y" * 2_000_000})
    assert response.status_code == 413
    assert "大小上限" in response.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"[1]", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"radius_m": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"x=1", "text/plain", 415),
    ],
)
def test_a_wrong_body_is_a_clear_4xx(
    client: FlaskClient, token: Token, body: bytes, kind: str, status: int
) -> None:
    response = client.post(
        "/api/places/none/redraw",
        data=body,
        content_type=kind,
        headers={"X-CSRFToken": token(client)},
    )
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_a_failure_inside_shows_no_inside(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_names: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("geo_app.web.pages.first_look", fail)
    response = house.app.test_client().get("/")
    assert response.status_code == 500
    assert "secret inside" not in response.text
    assert "Traceback" not in response.text
    assert "没有保存" in response.text


def test_the_watchdog_is_told_which_part_fails(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = house.app.test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["failing"]) == (200, [])
    assert answer.headers["Cache-Control"] == "no-store"
    usage = shutil.disk_usage(house.settings.data)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=1000))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["failing"]) == (503, ["disk"])
    monkeypatch.undo()
    house.store.engine.dispose()
    database = house.settings.data / SQLITE_FILE
    for file in house.settings.data.glob(f"{SQLITE_FILE}*"):
        file.unlink()
    database.mkdir()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["failing"]) == (503, ["database"])
    # who has signed in is told so, and is not sent to the door
    for path in ("/ledger", "/api/sites.geojson"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        told = answer.json["message"] if path.startswith("/api/") else answer.text
        assert "数据库无法使用" in told
    database.rmdir()


def test_a_static_file_asks_nobody_who_it_is_for(house: House) -> None:
    client = house.app.test_client()
    asked: list[str] = []
    event.listen(
        house.store.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )
    with client.get("/static/css/tokens.css") as answer:
        assert answer.status_code == 200
    assert [each for each in asked if "person" in each] == []
    client.get("/ledger")
    assert [each for each in asked if "FROM browser_session JOIN person" in each] != []
