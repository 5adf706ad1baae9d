"""The page that takes in a visit from a phone: upload, a look, a yes; once, whoever sends it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.store.field import PhotoUpload
from geo_app.store.inspections import Inspection
from geo_app.store.models import Event
from geo_app.store.people import Entry
from geo_app.work import places
from tests.parcels import parcel, visit_of
from tests.signed_in import SignedIn
from tests.visits import furnish, picture, post
from tests.web.conftest import OPERATOR, House, Token, build

PAGE, CONFIRM = "/visits/take-in", "/visits/take-in/confirm"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = build(tmp_path)
    furnish(made.app)
    with made.store.session() as session:
        for site in places.confirm_all(session, OPERATOR, made.notice_id):
            site.category = "river_outlet"
    yield made
    made.store.engine.dispose()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def upload(client: FlaskClient, token: Token, data: bytes, name: str = "P2-1.zip") -> TestResponse:
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), name)}
    return client.post(PAGE, data=form)


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found, page
    return found[1]


def confirm(client: FlaskClient, token: Token, key: str) -> TestResponse:
    form = {"csrf_token": token(client), "key": key, "name": "P2-1.zip"}
    return client.post(CONFIRM, data=form, follow_redirects=True)


def count(house: House, kind: type) -> int:
    with house.store.session(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_visit_is_looked_at_then_recorded_as_its_photographer_s(
    house: House, client: FlaskClient, token: Token
) -> None:
    visit = visit_of("P2-1", picture(1), picture(2), note="桥下 <b>")
    page = upload(client, token, parcel(visit, picture(1), picture(2)))
    assert page.status_code == 200
    for words in ("赵六 · 监测站", "文件自述", "桥下 &lt;b&gt;", "江边 1.jpg", "照片 2 张"):
        assert words in page.text
    assert count(house, Inspection) == 0
    done = confirm(client, token, key_of(page.text))
    assert done.status_code == 200
    assert "已记录这次检查" in done.text
    assert "由手机导出的文件接收" in done.text
    with house.store.session(read_only=True) as session:
        [row] = session.scalars(select(Inspection))
        assert (row.id, row.actor_name, row.actor_unit) == (visit["id"], "赵六", "监测站")
        assert row.actor_id.startswith("said:")
        [entry] = session.scalars(select(Entry).where(Entry.kind == "imported"))
        assert (entry.subject, entry.data) == (
            "P2-1.zip",
            {"visit": visit["id"], "said": "赵六"},
        )
    assert count(house, PhotoUpload) == 0
    assert list((house.settings.data / "uploads").iterdir()) == []


def test_the_same_file_and_the_phone_itself_change_nothing(
    house: House, client: FlaskClient, token: Token
) -> None:
    visit = visit_of("P2-1", picture(1))
    data = parcel(visit, picture(1))
    confirm(client, token, key_of(upload(client, token, data).text))
    again = upload(client, token, data)
    assert "再次接收不会有任何改动" in again.text
    assert "早已记录" in confirm(client, token, key_of(again.text)).text
    del visit["inspector"]  # as the phone sends it
    assert post(house.app.test_client(use_cookies=False), visit, picture(1)).status_code == 200
    assert count(house, Inspection) == 1
    with house.store.session(read_only=True) as session:
        events = session.scalars(select(Event).where(Event.kind == "inspected")).all()
    assert len(events) == 1


def test_other_content_under_the_same_id_is_refused(
    house: House, client: FlaskClient, token: Token
) -> None:
    visit = visit_of("P2-1", picture(1))
    confirm(client, token, key_of(upload(client, token, parcel(visit, picture(1))).text))
    other = upload(client, token, parcel(visit | {"note": "后来改的"}, picture(1)))
    assert other.status_code == 409
    assert "内容不同" in other.text
    assert count(house, PhotoUpload) == 0


def test_what_one_laid_aside_is_not_there_for_another(
    house: House, client: FlaskClient, token: Token
) -> None:
    key = key_of(upload(client, token, parcel(visit_of("P2-1"))).text)
    other = house.app.test_client()
    assert isinstance(other, SignedIn)
    other.become(Actor("", "钱七", "整改办", Role.CLERK))
    assert confirm(other, token, key).status_code == 404
    assert confirm(other, token, "../../geo_app.db").status_code == 404
    assert count(house, Inspection) == 0
    assert confirm(client, token, key).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CLERK, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.INSPECTOR, 403),
        (Role.RESPONSIBLE, 403),
        (Role.VERIFIER, 403),
        (Role.LEADER, 403),
    ],
)
def test_it_is_for_the_office(house: House, token: Token, role: Role, status: int) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某人", "某局", role))
    assert client.get(PAGE).status_code == status
    assert (PAGE in client.get("/ledger").text) == (status == 200)


def test_a_site_of_another_area_is_not_there(house: House, token: Token) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某人", "某局", Role.CLERK, areas=("999999",)))
    refused = upload(client, token, parcel(visit_of("P2-1")))
    assert refused.status_code == 404
    assert count(house, PhotoUpload) == 0
