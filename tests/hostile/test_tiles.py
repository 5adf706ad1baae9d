"""Tiles asked for by somebody who means no good: a reason, and no work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from geo_app.settings import Tiles
from geo_app.store import counts
from geo_app.work import places
from tests.web.conftest import OPERATOR, House, build

PROBLEM = "application/problem+json"
OF_WHO_ASKS = ("SELECT person.", "SELECT browser_session.")
"""Questions of the door, which come before any view."""
HUGE = "9" * 5000
PATHS = [
    "/tiles/19/0/0.mvt", "/tiles/-1/0/0.mvt", "/tiles/0/1/0.mvt", "/tiles/0/0/1.mvt",
    "/tiles/3/8/0.mvt", "/tiles/3/0/-1.mvt", "/tiles/a/b/c.mvt", "/tiles/1e1/0/0.mvt",
    "/tiles/NaN/0/0.mvt", "/tiles/3/inf/0.mvt", "/tiles/3/0x1/0.mvt", "/tiles/3/1_0/0.mvt",
    "/tiles/3/1.5/0.mvt", "/tiles/3/0/1.5.mvt", "/tiles/３/0/0.mvt", "/tiles/3/²/0.mvt",
    f"/tiles/{HUGE}/0/0.mvt", f"/tiles/3/{HUGE}/0.mvt", "/tiles/+3/0/0.mvt", "/tiles/ 3/0/0.mvt",
    "/tiles/3/0/%00.mvt", "/tiles/3/0/'--.mvt", "/tiles/3/0/{y}.mvt", "/tiles/None/0/0.mvt",
]  # fmt: skip
QUERIES = [
    "bbox=1,2,3,4", "limit=5", "q=x", "located=1", "sort=1", "status=done", "status=verified'--",
    "category=__class__", "district=%F0%9F%92%A9", "overdue=2", "overdue=1&overdue=0",
    "status=%00", "status[]=open", "as-of=NaN", "as-of=2024-02-30", "as-of=9999-12-31",
    "as-of=2024-1-1", "as-of=20240101", "as-of=２０２４-01-01", "as-of=2024-01-01&as-of=2024-01-02",
    "as-of=-1",
    "__proto__=1", "district=" + HUGE,
    "status=" + "open," * 200 + "x",
]  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = build(tmp_path_factory.mktemp("tiles"))
    yield made
    made.store.engine.dispose()


@pytest.fixture
def client(house: House) -> FlaskClient:
    client = house.app.test_client()
    client.get("/tiles/0/0/0.mvt")  # the day has begun: nothing else is asked of the database
    return client


@pytest.fixture
def statements(house: House) -> Iterator[list[str]]:
    """What the database was asked."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement != "BEGIN" and not statement.startswith(OF_WHO_ASKS):
            asked.append(statement)

    event.listen(house.store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(house.store.engine, "before_cursor_execute", note)


def refused(answer: TestResponse, status: int) -> None:
    """In words, in the form that a program understands, and nothing of the inside."""
    assert (answer.status_code, answer.mimetype) == (status, PROBLEM)
    assert answer.json["message"]
    assert "geo_app/" not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_tile_that_does_not_exist_is_refused_with_a_reason(
    client: FlaskClient, statements: list[str], path: str
) -> None:
    answer = client.get(path)
    refused(answer, 400)
    assert answer.json["code"] == "query.number"
    assert len(answer.text) < 1000
    assert statements == []


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", ["/tiles/0/0/0.mvt", "/tiles.json"])
def test_an_absurd_filter_is_refused_before_anything_is_read(
    client: FlaskClient, statements: list[str], path: str, query: str
) -> None:
    answer = client.get(f"{path}?{query}")
    refused(answer, 400)
    assert answer.json["code"].startswith(("query.", "tiles.past_day"))
    assert statements == []


@pytest.mark.parametrize(
    "path", ["/tiles/", "/tiles/0/0/0.png", "/tiles/0/0/0/0.mvt", "/tiles/0/0"]
)
def test_what_is_no_tile_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    refused(answer, 404)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_tiles_are_only_read(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/tiles/0/0/0.mvt")
    assert answer.status_code in {400, 405}


def test_too_many_districts_at_once_are_refused(tmp_path: Path) -> None:
    house = build(tmp_path, tiles=Tiles(areas=2))
    client = house.app.test_client()
    two, three = "410202,410203", "410202,410203,410204"
    assert client.get(f"/tiles/0/0/0.mvt?district={two}").status_code == 200
    for path in ("/tiles/0/0/0.mvt", "/tiles.json"):
        answer = client.get(f"{path}?district={three}")
        refused(answer, 400)
        assert answer.json["details"] == {"name": "district", "limit": "2", "count": "3"}
    house.store.engine.dispose()


def test_too_large_a_crowd_cannot_be_looked_back_at(tmp_path: Path) -> None:
    house = build(tmp_path, tiles=Tiles(crowd=0, past_crowd=0))
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
        counts.turn(session, date(2021, 10, 16), crowd=0)
    client = house.app.test_client()
    assert client.get("/tiles/0/0/0.mvt").headers["Geo-App-Tile"] == "cells"
    answer = client.get("/tiles/0/0/0.mvt?as-of=2021-10-15")
    refused(answer, 400)
    assert answer.json["code"] == "tiles.past_crowded"
    house.store.engine.dispose()


def test_a_question_of_any_kind_asks_the_database_a_few_times(
    house: House, client: FlaskClient, statements: list[str]
) -> None:
    for query in ("", "?status=open&overdue=0", "?district=410204&category=other,study"):
        statements.clear()
        assert client.get("/tiles/0/0/0.mvt" + query).status_code == 200
        assert len(statements) <= 20, statements
