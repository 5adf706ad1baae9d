"""From the ledger: many sites before the public after a look, and away again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.settings import Public
from geo_app.store.models import Problem, Site
from geo_app.store.publication import Publication
from tests.web.conftest import UNHURRIED, House, Token, confirmed


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path, rates=UNHURRIED, public=Public(is_on=True)) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def names(house: House) -> list[str]:
    with house.store.session(read_only=True) as session:
        asked = select(Publication.name).where(Publication.shown).order_by(Publication.number)
        return list(session.scalars(asked))


def test_ticked_sites_are_shown_under_names_of_the_office_and_taken_away(
    house: House, client: FlaskClient, token: Token
) -> None:
    with house.store.session(read_only=True) as session:
        sites = list(session.scalars(select(Site.id).order_by(Site.code)))
        problem = session.scalars(select(Problem.id)).first()
    csrf = {"csrf_token": token(client)}
    assert "公开点位" in client.get("/ledger").text
    look = client.post(
        "/ledger/public", data={**csrf, "to": "show", "rows": "chosen", "row": [problem, *sites]}
    )
    assert "将公开 2 处，0 处已经公开。" in look.text
    assert "另有 1 行是问题" in look.text
    assert names(house) == [], "a look changes nothing"
    mark = re.findall(r'name="mark" value="(\w+)"', look.text)
    form = {**csrf, "to": "show", "mark": mark, "site": sites, "next": "/ledger?status=claimed"}
    wrong = client.post("/ledger/public/confirm", data={**form, "name": ["某排口", " "]})
    assert wrong.status_code == 422
    assert 'value="某排口"' in wrong.text, "what was typed is still there"
    assert names(house) == []
    done = client.post("/ledger/public/confirm", data={**form, "name": ["某排口", "某站"]})
    assert (done.status_code, done.location) == (303, "/ledger?status=claimed")
    assert names(house) == ["某排口", "某站"]
    twice = client.post("/ledger/public/confirm", data={**form, "name": ["某排口", "某站"]})
    assert twice.status_code == 409
    away = client.post("/ledger/public", data={**csrf, "to": "hide", "rows": "sites"})
    assert "将撤下 2 处，0 处没有公开。" in away.text
    mark = re.findall(r'name="mark" value="(\w+)"', away.text)
    form = {**csrf, "to": "hide", "mark": mark, "site": sites, "reason": "更新"}
    long = client.post("/ledger/public/confirm", data={**form, "reason": "词" * 5000})
    assert long.status_code == 422
    assert client.post("/ledger/public/confirm", data=form).status_code == 303
    assert names(house) == []


HOSTILE: list[tuple[str, dict[str, Any], int]] = [
    ("/ledger/public", {}, 422),
    ("/ledger/public", {"to": "everything"}, 422),
    ("/ledger/public", {"to": "show"}, 422),
    ("/ledger/public", {"to": "show", "row": "\0"}, 422),
    ("/ledger/public", {"to": "show", "rows": "sites", "filter": "district=nowhere"}, 400),
    ("/ledger/public", {"to": "show", "rows": "problems"}, 422),
    ("/ledger/public/confirm", {"to": "show"}, 422),
    ("/ledger/public/confirm", {"to": "show", "site": "SITE"}, 422),
    ("/ledger/public/confirm", {"to": "show", "site": ["SITE", "SITE"], "name": ["a", "b"]}, 422),
    ("/ledger/public/confirm", {"to": "show", "site": "x\0", "name": "a"}, 404),
    ("/ledger/public/confirm", {"to": "show", "site": "SITE", "name": "a", "mark": "0"}, 409),
    ("/ledger/public/confirm", {"to": "hide", "site": "SITE", "mark": "x" * 9000}, 409),
    ("/ledger/public/confirm", {"to": "hide", "site": [str(n) for n in range(2000)]}, 413),
]


def test_what_no_page_sends_is_refused_and_shows_nothing(
    house: House, client: FlaskClient, token: Token
) -> None:
    with house.store.session(read_only=True) as session:
        site = session.scalars(select(Site.id)).first()
    csrf = token(client)
    for path, form, status in HOSTILE:
        told = {
            name: [site if each == "SITE" else each for each in values]
            if isinstance(values, list)
            else (site if values == "SITE" else values)
            for name, values in form.items()
        }
        answer = client.post(path, data={**told, "csrf_token": csrf})
        assert answer.status_code == status, (path, form, answer.status_code)
    assert names(house) == []


def test_where_nothing_is_public_the_way_does_not_exist(tmp_path: Path, token: Token) -> None:
    with confirmed(tmp_path / "closed", rates=UNHURRIED) as closed:
        client = closed.app.test_client()
        assert "公开点位" not in client.get("/ledger").text
        form = {"csrf_token": token(client), "to": "show", "rows": "sites"}
        assert client.post("/ledger/public", data=form).status_code == 404
