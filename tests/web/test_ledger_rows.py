"""The ledger changed on the screen: one row, many rows, filters that are kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.store import log
from geo_app.store.models import Event, Problem, Site
from geo_app.store.people import SavedView
from tests.web.conftest import House, Token, confirmed

FIELDS = (
    *("measures", "responsible_unit", "leading_unit", "supporting_units", "verifying_unit"),
    *("responsible_person", "deadline_class", "deadline", "note"),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def ids(house: House, kind: type[Problem] | type[Site]) -> list[str]:
    order = Problem.number if kind is Problem else Site.code
    with house.store.session(read_only=True) as session:
        return list(session.scalars(select(kind.id).order_by(order)))


def form(page: str) -> dict[str, str]:
    """The form of a row as a browser would send it back untouched."""
    told = dict(re.findall(r'name="(before_\w+)" value="([^"]*)"', page))
    told |= {name: told[f"before_{name}"] for name in FIELDS}
    return {name: html.unescape(value) for name, value in told.items()}


def events(house: House, subject_id: str) -> list[tuple[str, Any]]:
    with house.store.session(read_only=True) as session:
        query = select(Event).where(Event.subject_id == subject_id).order_by(Event.seq)
        return [(each.kind, each.data) for each in session.scalars(query)]


def test_a_row_is_changed_and_says_who_changed_what(
    house: House, client: FlaskClient, token: Token
) -> None:
    subject = ids(house, Problem)[0]
    path = f"/ledger/rows/{subject}"
    assert f'href="{path}?next=' in client.get("/ledger").text
    filled = form(client.get(path).text) | {
        "responsible_unit": "青石镇政府",
        "deadline": "2026-12-31",
        "deadline_class": "lasting",
        "measures": "封堵\r\n截污",
    }
    back = {"next": "/ledger?status=claimed", "csrf_token": token(client)}
    answer = client.post(path, data=filled | back)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/ledger?status=claimed#row-{subject}")
    kinds = [kind for kind, _ in events(house, subject)][-2:]
    assert sorted(kinds) == ["amended", "deadline_set"]
    page = client.get(path).text
    assert "2026年12月31日" in page
    assert "封堵\n截污</textarea>" in page
    assert page.count('<ol class="row-story">') == 1
    assert "<ins>长期坚持</ins>" in page
    ledger = client.get("/ledger").text
    assert "青石镇政府" in ledger
    assert "长期坚持 <time>2026年12月31日</time>" in ledger
    before = len(events(house, subject))
    again = form(page) | {"before_measures": "封堵\r\n截污", "measures": "封堵\r\n截污"}
    assert client.post(path, data=again | back).status_code == 303
    assert len(events(house, subject)) == before, "what says the same is no change"
    with house.store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None


def test_what_was_changed_meanwhile_is_not_written_over(
    house: House, client: FlaskClient, token: Token
) -> None:
    subject = ids(house, Site)[0]
    path, csrf = f"/ledger/rows/{subject}", {"csrf_token": token(client)}
    mine = form(client.get(path).text)
    theirs = mine | {"responsible_unit": "甲局"} | csrf
    assert client.post(path, data=theirs).status_code == 303
    answer = client.post(path, data=mine | {"responsible_unit": "乙局", "note": "先记下"} | csrf)
    assert answer.status_code == 409
    for words in ("现值：", "甲局", 'value="乙局"', "先记下</textarea>"):
        assert words in answer.text, "what stands there, and what was typed"
    assert [kind for kind, _ in events(house, subject)].count("amended") == 1


def test_many_rows_are_changed_after_a_look_at_each(
    house: House, client: FlaskClient, token: Token
) -> None:
    sites = ids(house, Site)
    csrf = {"csrf_token": token(client), "next": "/ledger?overdue=0"}
    asked = {"row": sites, "rows": "chosen", "field": "responsible_unit", "value": "青石街道办"}
    page = client.post("/ledger/rows", data=asked | csrf)
    assert page.status_code == 200
    assert page.text.count("<ins>青石街道办</ins>") == len(sites) == 2
    assert all(kind != "amended" for each in sites for kind, _ in events(house, each))
    changes = re.search(r'name="changes" value="([^"]+)"', page.text)
    assert changes
    sent = {"changes": html.unescape(changes[1])} | csrf
    answer = client.post("/ledger/import/confirm", data=sent)
    assert answer.headers["Location"].endswith("/ledger?overdue=0")
    for each in sites:
        kind, data = events(house, each)[-1]
        assert (kind, data["changes"]["responsible_unit"][1]) == ("amended", "青石街道办")
        assert "source" not in data
    before = [len(events(house, each)) for each in sites]
    assert client.post("/ledger/import/confirm", data=sent).status_code == 303
    assert [len(events(house, each)) for each in sites] == before, "sent twice, done once"
    again = client.post("/ledger/rows", data=asked | csrf).text
    assert "没有要保存的改动。" in again


@pytest.mark.parametrize(
    ("rows", "query", "number"),
    [
        ("problems", "", 2),
        ("sites", "", 2),
        ("sites", "district=410204", 1),
        ("problems", "category=study", 1),
    ],
)
def test_all_that_the_filter_leaves_are_meant(
    house: House, client: FlaskClient, token: Token, rows: str, query: str, number: int
) -> None:
    asked = {"rows": rows, "filter": query, "field": "note", "value": "本周督办"}
    page = client.post("/ledger/rows", data=asked | {"csrf_token": token(client)})
    assert page.text.count("<ins>本周督办</ins>") == number


def test_what_cannot_be_changed_is_named_and_nothing_is_offered(
    house: House, client: FlaskClient, token: Token
) -> None:
    asked = {"rows": "problems", "field": "deadline", "value": "2026-02-30"}
    page = client.post("/ledger/rows", data=asked | {"csrf_token": token(client)})
    assert page.status_code == 200
    assert page.text.count("问题1") >= 1
    assert 'name="changes"' not in page.text
    none = client.post("/ledger/rows", data={"field": "note", "csrf_token": token(client)})
    assert (none.status_code, "没有选定任何一行" in none.text) == (422, True)


def test_who_is_bound_to_an_area_changes_its_sites_and_no_problem(house: House) -> None:
    problem, (site, other) = ids(house, Problem)[1], ids(house, Site)
    with house.store.session() as session:
        session.get_one(Site, site).district_code = "410204"
        session.get_one(Site, other).district_code = "410205"
    bound = house.app.test_client()
    bound.become(Actor("", "区里的", None, Role.CLERK, areas=("410204",)))
    page = bound.get(f"/ledger/rows/{problem}")
    assert page.status_code == 200
    assert "readonly" in page.text
    assert 'type="submit"' not in page.text.split("account-form")[1].split("</form>")[0]
    assert bound.get(f"/ledger/rows/{other}").status_code == 404
    mine = bound.get(f"/ledger/rows/{site}")
    assert "readonly" not in mine.text


def test_a_filter_is_kept_by_a_person_for_that_person(house: House, token: Token) -> None:
    one, two = house.app.test_client(), house.app.test_client()
    one.become(Actor("", "甲", None, Role.CLERK))
    two.become(Actor("", "乙", None, Role.LEADER))
    asked = {"name": "我的区", "filter": "district=410204&status=claimed&page=3&x=1"}
    answer = one.post("/ledger/views", data=asked | {"csrf_token": token(one)})
    assert answer.headers["Location"].endswith("/ledger?district=410204&status=claimed")
    query = "district=410204&amp;status=claimed"
    assert f'href="/ledger?{query}">我的区</a>' in one.get("/ledger").text
    assert "我的区" not in two.get("/ledger").text
    replaced = {"name": "我的区", "filter": "status=open", "csrf_token": token(one)}
    assert one.post("/ledger/views", data=replaced).status_code == 303
    with house.store.session(read_only=True) as session:
        kept = session.scalars(select(SavedView)).one()
    assert kept.query == "status=open"
    forget = f"/ledger/views/{kept.id}/forget"
    assert two.post(forget, data={"csrf_token": token(two)}).status_code == 404
    assert one.post(forget, data={"csrf_token": token(one)}).status_code == 303
    assert "我的区" not in one.get("/ledger").text
