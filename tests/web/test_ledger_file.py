"""The ledger's page: Excel out; back in by upload, preview, confirmation."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.settings import LedgerLimits
from geo_app.store.people import Entry
from tests.ledgers import cell, edited, rows
from tests.web.conftest import House, Token, build, confirmed

EXPORT, IMPORT, CONFIRM = "/ledger/export.xlsx", "/ledger/import", "/ledger/import/confirm"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def upload(client: FlaskClient, token: Token, data: bytes, name: str = "台账.xlsx") -> TestResponse:
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), name)}
    return client.post(IMPORT, data=form)


def sent(page: str) -> str:
    found = re.search(r'name="changes" value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def test_the_ledger_goes_out_and_it_is_written_down(client: FlaskClient, house: House) -> None:
    assert EXPORT in client.get("/ledger").text
    answer = client.get(EXPORT)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row["level"] for row in rows(answer.data)] == ["问题", "问题", "点位", "点位"]
    with house.store.session(read_only=True) as session:
        entry = session.scalars(select(Entry).where(Entry.kind == "exported")).one()
    assert (entry.subject, entry.data) == ("ledger.xlsx", {"rows": "4"})


def test_edits_are_shown_then_kept(client: FlaskClient, house: House, token: Token) -> None:
    evil = "<script>alert(1)</script>"
    data = edited(
        client.get(EXPORT).data, {cell("note", 3): evil, cell("deadline", 3): "2026-12-31"}
    )
    page = upload(client, token, data)
    assert page.status_code == 200
    assert evil not in page.text
    assert html.escape(evil) in page.text
    assert "2026年12月31日" in page.text
    assert rows(client.get(EXPORT).data)[2]["note"] is None
    form = {"csrf_token": token(client), "changes": sent(page.text), "name": "台账.xlsx"}
    done = client.post(CONFIRM, data=form)
    assert (done.status_code, done.location) == (303, "/ledger")
    assert "已保存 2 处改动。" in client.get("/ledger").text
    assert rows(client.get(EXPORT).data)[2]["note"] == evil
    again = client.post(CONFIRM, data=form)
    assert again.status_code == 303  # sent twice, nothing is changed twice


def test_a_change_that_came_between_look_and_confirmation_wins(
    client: FlaskClient, token: Token
) -> None:
    data = client.get(EXPORT).data
    first = sent(upload(client, token, edited(data, {cell("note", 3): "甲"})).text)
    second = sent(upload(client, token, edited(data, {cell("note", 3): "乙"})).text)
    for changes, status in ((first, 303), (second, 409)):
        answer = client.post(CONFIRM, data={"csrf_token": token(client), "changes": changes})
        assert answer.status_code == status
    assert "没有保存" in answer.text
    assert rows(client.get(EXPORT).data)[2]["note"] == "甲"


def test_a_fact_is_refused_with_its_cell_and_no_button(client: FlaskClient, token: Token) -> None:
    data = edited(client.get(EXPORT).data, {cell("checked_status", 3): "已核实"})
    page = upload(client, token, data)
    assert page.status_code == 200
    assert cell("checked_status", 3) in page.text
    assert 'name="changes"' not in page.text


def test_an_untouched_file_has_nothing_to_save(client: FlaskClient, token: Token) -> None:
    page = upload(client, token, client.get(EXPORT).data)
    assert "没有要保存的改动" in page.text
    assert 'name="changes"' not in page.text


def test_english_has_the_same_words(client: FlaskClient, token: Token) -> None:
    client.set_cookie("language", "en")
    data = edited(client.get(EXPORT).data, {cell("lon", 3): 1.5, cell("note", 3): "x"})
    page = upload(client, token, data).text
    assert "Import the ledger" in page
    assert "follows from the history" in page


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.VERIFIER, Role.LEADER, Role.RESPONSIBLE])
def test_others_take_it_out_and_bring_nothing_in(
    client: FlaskClient, token: Token, role: Role
) -> None:
    data = client.get(EXPORT).data
    client.become(Actor("", "别人", "别处", role))  # type: ignore[attr-defined]
    assert IMPORT not in client.get("/ledger").text
    assert client.get(EXPORT).status_code == 200
    assert upload(client, token, data).status_code == 403
    form = {"csrf_token": token(client), "changes": '[["x","note","","y","A1"]]'}
    assert client.post(CONFIRM, data=form).status_code == 403


def test_who_is_bound_to_an_area_gets_that_only(client: FlaskClient, house: House) -> None:
    client.become(Actor("", "区里", "区局", Role.CLERK, areas=("410204",)))  # type: ignore[attr-defined]
    told = rows(client.get(EXPORT).data)
    assert [row["district"] for row in told if row["level"] == "点位"] == ["鼓楼区（410204）"]


def test_a_large_ledger_is_left_to_the_command_line(tmp_path: Path) -> None:
    made = build(tmp_path, ledger=LedgerLimits(page_rows=1, page_changes=1))
    answer = made.app.test_client().get(EXPORT)
    assert answer.status_code == 413
    assert "geo-app ledger export" in answer.text
