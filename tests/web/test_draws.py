"""The office draws: a look, a draw, its result; what no page sends is refused and draws nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update

from geo_app.domain.actor import SYSTEM, Actor, Role
from geo_app.domain.status import EventKind
from geo_app.store.models import Event, Site
from geo_app.work import draws
from geo_app.work.draws import Asked
from tests.signed_in import SignedIn, person
from tests.web.conftest import UNHURRIED, House, Token, confirmed

OWN, OTHER = "410204", "410205"
TODAY = date(2026, 6, 1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path, rates=UNHURRIED) as made:
        person(made.store, Actor("", "某甲<b>", "第三方", Role.INSPECTOR))
        with made.store.session() as session:
            for site, code in zip(session.scalars(select(Site)), (OWN, OTHER), strict=True):
                site.district_code = code
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def events(house: House) -> int:
    with house.store.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def digest(page: str) -> str:
    return re.findall(r'name="digest" value="(\w{64})"', page)[0]


def test_a_look_writes_nothing_then_a_draw_that_holds(
    house: House, client: FlaskClient, token: Token
) -> None:
    assert 'href="/draws"' in client.get("/ledger").text
    assert "还没有抽查过" in client.get("/draws").text
    form = {"csrf_token": token(client), "percent": "100", "each": "1", "seed": "<i>40718"}
    before = events(house)
    look = client.post("/draws/look", data=form)
    assert look.status_code == 200
    assert "抽查池 2 处、1 人" in look.text
    assert 'value="&lt;i&gt;40718"' in look.text, "what was typed is still there"
    assert events(house) == before
    unseen = client.post("/draws", data=form)
    assert (unseen.status_code, events(house)) == (409, before), "nobody has looked at the pool"
    done = client.post("/draws", data={**form, "digest": digest(look.text)})
    assert done.status_code == 303
    assert events(house) == before + 4, "announced, drawn, and an assignment for each site"
    page = client.get(done.location).text
    assert "结果相同" in page
    assert "&lt;i&gt;40718" in page
    assert page.count("某甲&lt;b&gt;") == 2
    assert digest(look.text) in page
    listed = client.get("/draws").text
    assert done.location in listed
    assert "重抽结果相同" in listed
    two = {**form, "each": "2", "seed": ""}
    assert client.post("/draws/look", data=two).status_code == 422, "there is one inspector"


def test_a_pool_that_has_changed_is_looked_at_again(
    house: House, client: FlaskClient, token: Token
) -> None:
    form = {"csrf_token": token(client), "count": "1", "each": "1"}
    seen = digest(client.post("/draws/look", data=form).text)
    person(house.store, Actor("", "某乙", "第三方", Role.INSPECTOR))
    before = events(house)
    late = client.post("/draws", data={**form, "digest": seen})
    assert (late.status_code, events(house)) == (409, before)
    done = client.post("/draws", data={**form, "digest": digest(late.text)})
    assert done.status_code == 303
    assert "由程序生成" in client.get(done.location).text


def test_a_result_that_does_not_follow_is_said(
    house: House, client: FlaskClient, token: Token
) -> None:
    form = {"csrf_token": token(client), "count": "1", "each": "1"}
    form["digest"] = digest(client.post("/draws/look", data=form).text)
    draw = client.post("/draws", data=form).location
    with house.store.session(read_only=True) as session:
        kind = Event.kind == EventKind.DRAW_ANNOUNCED.value
        announced = session.scalars(select(Event).where(kind)).one()
        data = {**announced.data, "digest": "0" * 64}
    forge(house, announced.seq, data)
    assert "结果与所记的抽查池和种子不符" in client.get(draw).text
    assert "重抽结果不符" in client.get("/draws").text


def forge(house: House, seq: int, data: dict[str, Any]) -> None:
    """Change a row of the log as only who has the database can."""
    with house.store.engine.begin() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(update(Event).where(Event.seq == seq).values(data=data))


def test_who_is_bound_to_areas_reads_no_name_of_another(
    house: House, client: FlaskClient, token: Token
) -> None:
    form = {"csrf_token": token(client), "percent": "100", "each": "1"}
    form["digest"] = digest(client.post("/draws/look", data=form).text)
    draw = client.post("/draws", data=form).location
    with house.store.session(read_only=True) as session:
        sites = {site.district_code: site for site in session.scalars(select(Site))}
    bound = house.app.test_client()
    assert isinstance(bound, SignedIn)
    bound.become(Actor("", "文员乙", "某办", Role.CLERK, (OWN,)))
    page = bound.get(draw).text
    assert sites[OWN].name in page
    assert sites[OTHER].name not in page
    assert sites[OTHER].id not in page
    assert "另有 1 处不在本人可见的区域" in page
    mine = {"csrf_token": token(bound), "percent": "100", "each": "1"}
    assert "抽查池 1 处" in bound.post("/draws/look", data=mine).text
    elsewhere = bound.post("/draws/look", data={**mine, "district": OTHER})
    assert elsewhere.status_code == 422
    bound.become(Actor("", "某丙", "某办", Role.VERIFIER))
    for path in ("/draws", "/draws/new", draw):
        assert bound.get(path).status_code == 403
    assert 'href="/draws"' not in bound.get("/ledger").text


def begun(house: House) -> str:
    """A draw that was written down and, as if the program had ended then, not drawn."""
    with house.store.session() as session:
        pool = draws.pool_of(session, SYSTEM, Asked(percent=100, each=1), TODAY, house.settings)
        return draws.announce(session, SYSTEM, pool, None)


def test_what_was_written_down_and_not_drawn_is_drawn_later(
    house: House, client: FlaskClient, token: Token
) -> None:
    path = f"/draws/{begun(house)}"
    assert "已记下，尚未抽取" in client.get(path).text
    assert client.post(path).status_code == 400, "without the token"
    assert client.post(path, data={"csrf_token": token(client)}).location.endswith(path)
    assert "结果相同" in client.get(path).text
    before = events(house)
    again = client.post(path, data={"csrf_token": token(client)})
    assert (again.status_code, events(house)) == (409, before)
    unknown = client.post("/draws/nothing", data={"csrf_token": token(client)})
    assert (unknown.status_code, events(house)) == (404, before)


def test_a_site_that_is_gone_is_in_the_result_and_nobody_is_sent_there(
    house: House, client: FlaskClient, token: Token
) -> None:
    path, before = f"/draws/{begun(house)}", events(house)
    with house.store.session() as session:
        session.delete(session.scalars(select(Site)).first())
    client.post(path, data={"csrf_token": token(client)})
    assert events(house) == before + 2, "drawn, and one assignment"
    page = client.get(path).text
    assert "结果相同" in page
    assert "另有 1 处" in page


def test_who_is_bound_to_areas_draws_from_no_others(
    house: House, client: FlaskClient, token: Token
) -> None:
    path = f"/draws/{begun(house)}"
    bound = house.app.test_client()
    assert isinstance(bound, SignedIn)
    bound.become(Actor("", "文员乙", "某办", Role.CLERK, (OWN,)))
    before = events(house)
    answer = bound.post(path, data={"csrf_token": token(bound)})
    assert answer.status_code == 403
    assert "不限区域" in answer.text
    assert "尚未抽取" in client.get(path).text
    assert events(house) == before


HOSTILE: list[tuple[dict[str, Any], int]] = [
    ({}, 422), ({"count": "1", "percent": "5"}, 422), ({"count": "3"}, 422),
    ({"count": "0"}, 400), ({"count": "１"}, 400), ({"count": "9" * 5000}, 400),
    ({"percent": "101"}, 400), ({"count": ["1", "2"]}, 400), ({"count": "1", "each": "21"}, 400),
    ({"count": "1", "unseen": "-1"}, 400), ({"count": "1", "status": "nonsense"}, 400),
    ({"count": "1", "district": "nowhere"}, 400), ({"count": "1", "category": "x\0"}, 400),
    ({"count": "1", "seed": "x" * 201}, 400), ({"count": "1", "seed": "a\0b"}, 400),
    ({"count": "1", "doubts": "maybe"}, 400), ({"count": "1", "pool": "mine"}, 400),
    ({"count": "1", "district": [str(n) for n in range(900)]}, 400),
]  # fmt: skip


def test_what_no_page_sends_is_refused_and_draws_nothing(
    house: House, client: FlaskClient, token: Token
) -> None:
    csrf, before = token(client), events(house)
    for path in ("/draws/look", "/draws"):
        for form, status in HOSTILE:
            answer = client.post(path, data={"each": "1", **form, "csrf_token": csrf})
            assert answer.status_code == status, (path, form, answer.status_code)
            assert 'role="alert"' in answer.text
    wrong = {"csrf_token": csrf, "count": "1", "each": "1", "digest": "x\0" * 900}
    assert client.post("/draws", data=wrong).status_code == 409
    assert client.post("/draws", data={"count": "1"}).status_code == 400, "without the token"
    for name in ("nothing", "x" * 3000, "%00", "..%2f"):
        assert client.get(f"/draws/{name}").status_code == 404, name
    assert events(house) == before
