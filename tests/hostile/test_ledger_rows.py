"""What nobody types into the forms of the ledger: a 4xx in words, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.store.models import Site
from tests.hostile.program import kept
from tests.web.conftest import UNHURRIED, House, Token, confirmed, token

__all__ = ["token"]
ROW = "/ledger/rows/SITE"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with confirmed(tmp_path_factory.mktemp("rows"), rates=UNHURRIED) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


POSTS: list[tuple[str, dict[str, Any], int]] = [
    ("/ledger/rows/x", {"note": "y"}, 404),
    ("/ledger/rows/%00", {"note": "y"}, 404),
    ("/ledger/rows/" + "x" * 5000, {"note": "y"}, 404),
    (ROW, {"deadline": "2026-02-30"}, 422),
    (ROW, {"deadline": "9999-99-99"}, 422),
    (ROW, {"deadline": "１９９９-01-01"}, 422),
    (ROW, {"note": "词" * 2001}, 422),
    (ROW, {"note": "y", "before_note": "what was never there"}, 409),
    (ROW, {"note": "\0"}, 303),
    (ROW, {"status": "verified", "verified_on": "2026-01-01"}, 303),
    ("/ledger/rows", {}, 422),
    ("/ledger/rows", {"field": "status", "row": "SITE"}, 422),
    ("/ledger/rows", {"field": "note", "row": "x"}, 422),
    ("/ledger/rows", {"field": "note", "row": "\0"}, 422),
    ("/ledger/rows", {"field": "note", "rows": "sites", "filter": "district=nowhere"}, 400),
    ("/ledger/rows", {"field": "note", "rows": "sites", "filter": "overdue=1&overdue=0"}, 400),
    ("/ledger/rows", {"field": "note", "rows": "sites", "filter": "q=%00"}, 400),
    ("/ledger/rows", {"field": "note", "rows": "sites", "filter": "&" * 100_000}, 200),
    ("/ledger/views", {"name": "x", "filter": "status=nonsense"}, 400),
    ("/ledger/views/x/forget", {}, 404),
    ("/ledger/views/%00/forget", {}, 404),
]


@pytest.mark.parametrize(("path", "form", "status"), POSTS, ids=range(len(POSTS)))
def test_a_form_that_no_page_sends_changes_nothing(
    house: House, client: FlaskClient, token: Token, path: str, form: dict[str, Any], status: int
) -> None:
    with house.store.session(read_only=True) as session:
        site = session.scalars(select(Site.id).order_by(Site.code)).first() or ""
    sent = {name: value.replace("SITE", site) for name, value in form.items()}
    csrf = {"csrf_token": token(client)}
    before = kept(house.settings.data)
    answer = client.post(path.replace("SITE", site), data=sent | csrf)
    assert answer.status_code == status, answer.text[-2000:]
    assert kept(house.settings.data) == before


@pytest.mark.parametrize("name", ["", " ", "名" * 41, "\u202e\u0000"])
def test_a_view_has_a_name(house: House, client: FlaskClient, token: Token, name: str) -> None:
    csrf = {"csrf_token": token(client)}
    before = kept(house.settings.data)
    answer = client.post("/ledger/views", data={"name": name, "filter": "overdue=1"} | csrf)
    assert answer.status_code == 303
    assert "视图名称须为 1 至 40 个字。" in client.get("/ledger").text
    assert kept(house.settings.data) == before


def test_nobody_keeps_views_without_end(house: House, client: FlaskClient, token: Token) -> None:
    most = house.settings.ledger.views
    for number in range(most + 1):
        form = {"name": f"视图{number}", "filter": "overdue=1", "csrf_token": token(client)}
        assert client.post("/ledger/views", data=form).status_code == 303
    page = client.get("/ledger").text
    assert f"最多保存 {most} 个视图。" in page
    assert page.count('class="saved-view"') == most


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=-1", "page=99999999999", "unit=%00", "q=" + "x" * 101]
)
def test_an_address_that_asks_for_nonsense_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/ledger?{query}").status_code == 400
    assert client.get(f"/ledger/export.xlsx?{query}").status_code == 400


def test_the_back_way_leads_nowhere_else(house: House, client: FlaskClient, token: Token) -> None:
    with house.store.session(read_only=True) as session:
        site = session.scalars(select(Site.id)).first()
    for path in ("https://evil.example/", "//evil.example", "/\\evil.example", "/sign-in"):
        form = {"next": path, "csrf_token": token(client)}
        answer = client.post(f"/ledger/rows/{site}", data=form)
        assert answer.headers["Location"].startswith("/ledger#row-"), path
