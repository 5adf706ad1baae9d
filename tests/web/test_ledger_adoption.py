"""The page for ledgers of another office's making: upload, correct, look, take over."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.store.models import Notice, Problem
from tests import foreign_ledgers
from tests.signed_in import SignedIn
from tests.web.conftest import House, Token, confirmed

ADOPT, CONFIRM = "/ledger/adopt", "/ledger/adopt/confirm"
NAME = "住建局.xlsx"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def upload(client: FlaskClient, token: Token, data: bytes, name: str = NAME) -> TestResponse:
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), name)}
    return client.post(ADOPT, data=form)


def fields(page: str, action: str) -> dict[str, str]:
    """The fields of a form as a browser would send them."""
    form = page.split(f'action="{action}"')[1].split("</form>", maxsplit=1)[0]
    told = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)
    }
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        told[name] = html.unescape((chosen[1] or chosen[2]) if chosen else "")
    return told


def problems(house: House) -> int:
    with house.store.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Problem)) or 0


def test_upload_look_and_take_over(client: FlaskClient, house: House, token: Token) -> None:
    assert ADOPT in client.get("/ledger").text
    before = problems(house)
    data = foreign_ledgers.xlsx()
    page = upload(client, token, data).text
    assert "隐患问题描述" in page
    assert "列名同义" in page
    assert "封堵排口" in page  # an example of the column
    assert "3 行 → 3 个问题，2 处点位" in page
    assert problems(house) == before
    sent = fields(page, CONFIRM)
    done = client.post(CONFIRM, data=sent)
    assert done.status_code == 303
    review = client.get(done.location).text
    assert "问题3" in review
    assert "行 排查清单!4" in review
    assert problems(house) == before + 3
    again = upload(client, token, data)
    assert "导入过" in again.text
    assert f'action="{CONFIRM}"' not in again.text
    late = client.post(CONFIRM, data={**sent, "key": fields(again.text, ADOPT)["key"]})
    assert (late.status_code, problems(house)) == (409, before + 3)


def test_a_corrected_column_is_read_so_and_kept(
    client: FlaskClient, house: House, token: Token
) -> None:
    page = upload(client, token, foreign_ledgers.xlsx()).text
    form = {**fields(page, ADOPT), "c11": "note", "c6": "", "mapping": "住建局的表"}
    page = client.post(ADOPT, data=form).text
    assert "人工选定" in page
    told = fields(page, CONFIRM)
    assert (told["c11"], told["c6"]) == ("note", "")
    assert "住建局的表" in client.get(ADOPT).text
    order = list(reversed(range(12)))
    turned = foreign_ledgers.xlsx(
        [foreign_ledgers.HEADS[place] for place in order],
        [[row[place] for place in order] for row in foreign_ledgers.ROWS],
    )
    page = upload(client, token, turned).text
    assert "按保存的对应" in page
    assert fields(page, CONFIRM)["c0"] == "note"
    (mapping,) = re.findall(r"/ledger/adopt/mappings/[0-9a-f-]+/forget", client.get(ADOPT).text)
    assert client.post(mapping, data={"csrf_token": token(client)}).status_code == 303
    assert "住建局的表" not in client.get(ADOPT).text


def test_what_is_wrong_is_said_and_the_choice_stays(
    client: FlaskClient, house: House, token: Token
) -> None:
    page = upload(client, token, foreign_ledgers.xlsx()).text
    before = problems(house)
    form = {**fields(page, ADOPT), "c0": "finding"}
    twice = client.post(ADOPT, data=form)
    assert twice.status_code == 422
    assert "只能选一列" in twice.text
    assert fields(twice.text, ADOPT)["c0"] == "finding"
    bad = upload(
        client, token, foreign_ledgers.xlsx(rows=[["1", "坏日子", *[""] * 3, "问题", *[""] * 6]])
    )
    assert bad.status_code == 200
    assert "B4" in bad.text
    assert f'action="{CONFIRM}"' not in bad.text
    refused = client.post(CONFIRM, data={**fields(bad.text, ADOPT)})
    assert (refused.status_code, problems(house)) == (422, before)
    for broken in ({"c5": "nonsense"}, {"head": "x"}, {"as_of": "昨天"}, {"key": "x"}):
        answer = client.post(CONFIRM, data={**fields(page, ADOPT), **broken})
        assert answer.status_code in (404, 422), broken
        assert 'role="alert"' in answer.text
    assert problems(house) == before


def test_another_row_of_titles_is_guessed_anew(client: FlaskClient, token: Token) -> None:
    page = upload(client, token, foreign_ledgers.two_rows()).text
    form = {**fields(page, ADOPT), "depth": "1", "head": "2"}
    changed = client.post(ADOPT, data=form).text
    assert "表头从第几行起" in changed
    assert fields(changed, ADOPT)["of"] == "Sheet|2|1"


def test_hostile_words_stay_words(client: FlaskClient, token: Token) -> None:
    evil = "<script>alert(1)</script>{{7*7}}"
    heads = [*foreign_ledgers.HEADS[:-1], evil]
    rows = [["=1+1", "2021-09-01", evil, evil, evil, evil, evil, evil, "", evil, "", evil]]
    rows[0][0] = evil
    page = upload(client, token, foreign_ledgers.xlsx(heads, rows, above=[evil]), f"{evil}.xlsx")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    done = client.post(CONFIRM, data=fields(page.text, CONFIRM))
    assert "<script>alert" not in client.get(done.location).text


def test_a_file_is_for_who_laid_it_aside(client: FlaskClient, house: House, token: Token) -> None:
    page = upload(client, token, foreign_ledgers.xlsx()).text
    other = house.app.test_client()
    assert isinstance(other, SignedIn)
    other.become(Actor("", "文员乙", "某办", Role.CLERK))
    form = {**fields(page, CONFIRM), "csrf_token": token(other)}
    assert other.post(CONFIRM, data=form).status_code == 404
    with house.store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Notice)) == 1
