"""Complaints on the page of a site: a doubt in words, and what people said only for some."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from geo_app.domain.actor import Actor, Role
from geo_app.store.complaints import Complaint
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.work.complaints.taking_in import preview, take_in
from tests.signed_in import SignedIn
from tests.web.conftest import OPERATOR, UNHURRIED, House, Token, confirmed, token

__all__ = ["token"]

SAID = "<script>pwned()</script>有异味"
ROWS = "时间,地点,类型,内容,联系电话\n" + "".join(
    f"2021-{month:02}-05,青石桥,大气,{SAID}{month},13812345678\n" for month in range(1, 13)
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with confirmed(tmp_path_factory.mktemp("complaints"), rates=UNHURRIED) as made:
        with made.store.session() as session:
            found = preview(
                session,
                OPERATOR,
                ROWS.encode(),
                name="x.csv",
                settings=made.settings,
                today=date(2021, 12, 31),
            )
            take_in(session, OPERATOR, found)
        yield made


def page(house: House, role: Role, language: str = "zh", areas: tuple[str, ...] = ()) -> str:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", f"{role}{areas}", None, role, areas))
    client.set_cookie("language", language)
    return client.get(f"/sites/{site_id(house, 'P2-1')}").text


def site_id(house: House, code: str) -> str:
    with house.store.session(read_only=True) as session:
        return session.scalars(select(Site.id).where(Site.code == code)).one()


def test_a_site_says_what_followed_its_claim(house: House) -> None:
    told = page(house, Role.INSPECTOR)
    assert told.count("自报完成后又有 4 件投诉") == 2
    assert "239 天 8 件，合每 30 天 1.0 件" in told
    assert "96 天 4 件，合每 30 天 1.2 件" in told
    assert "Claimed done, then 4 complaints" in page(house, Role.INSPECTOR, "en")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_who_is_complained_about_does_not_read_what_was_said(house: House, role: Role) -> None:
    told = page(house, role)
    assert ("有异味12" in told) == (role in {Role.CLERK, Role.LEADER})
    assert "13812345678" not in told
    assert "<script>pwned()" not in told


def test_who_is_bound_to_areas_hears_of_the_own_sites_only(house: House) -> None:
    own = page(house, Role.LEADER, areas=("410204",))
    assert "自报完成后又有 4 件投诉" in own
    assert "有异味12" not in own
    assert "投诉" not in page(house, Role.LEADER, areas=("410205",))


def test_one_site_of_the_interface_tells_of_it_and_of_no_words(house: House) -> None:
    client = house.app.test_client()
    told = client.get(f"/api/sites/{site_id(house, 'P2-1')}")
    assert told.json["properties"]["complaints"] == {
        "near": 4,
        "since_verified": None,
        "last_on": "2021-12-05",
        "message": "自报完成后又有 4 件投诉",
    }
    assert "有异味" not in told.text
    quiet = client.get(f"/api/sites/{site_id(house, 'P2-2')}")
    assert quiet.json["properties"]["complaints"] is None


def test_a_site_without_complaints_says_nothing(house: House) -> None:
    client = house.app.test_client()
    told = client.get(f"/sites/{site_id(house, 'P2-2')}")
    assert told.status_code == 200
    assert 'id="complaints"' not in told.text


def test_map_ledger_and_leader_tell_of_it(house: House) -> None:
    client = house.app.test_client()
    assert client.get("/ledger").text.count("自报完成后又有 4 件投诉") == 1
    assert client.get("/").text.count('<span class="site-complaints">自报完成后又有 4 件投诉') == 1
    assert re.search(
        r'自报完成后又有投诉 <span class="number">1</span>', client.get("/leader").text
    )
    assert isinstance(client, SignedIn)
    client.become(Actor("", "别处", None, Role.LEADER, ("410205",)))
    assert "件投诉" not in client.get("/ledger").text
    assert re.search(
        r'自报完成后又有投诉 <span class="number">0</span>', client.get("/leader").text
    )


def test_a_clerk_looks_and_then_keeps_all_or_nothing(house: House, token: Token) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "录入员", None, Role.CLERK))

    def look(text: str) -> TestResponse:
        form = {"csrf_token": token(client), "file": (io.BytesIO(text.encode("gbk")), "投诉.csv")}
        return client.post("/complaints/import", data=form)

    head = "时间,地点,内容,举报人姓名\n"
    bad = look(head + "2021-09-01,青石桥,有异味,张某\n2021-02-30,青石桥,有异味,张某\n")
    assert bad.status_code == 422
    assert "第 3 行" in bad.text
    assert 'name="key"' not in bad.text
    assert look("PK\x03\x04").status_code == 415
    good = look(
        head + "2022-01-01 09:30,青石桥,请回电13812345678,张某\n2022-01-02,无名处,臭,李某\n"
    )
    assert good.status_code == 200
    assert "不保存（姓名、电话等个人信息不留）：举报人姓名" in good.text
    assert "没有位置 1 件" in good.text
    waiting = b"".join(p.read_bytes() for p in house.settings.data.rglob("*") if p.is_file())
    assert "张某".encode() not in waiting
    assert b"13812345678" not in waiting
    found = re.search(r'name="key" value="([^"]+)"', good.text)
    assert found
    form = {"csrf_token": token(client), "key": found[1], "name": "投诉.csv"}
    kept = client.post("/complaints/import/confirm", data=form, follow_redirects=True)
    assert "已导入 2 件投诉" in kept.text
    again = client.post("/complaints/import/confirm", data={**form, "csrf_token": token(client)})
    assert again.status_code == 404
    with house.store.session(read_only=True) as session:
        newest = session.scalars(select(Entry).order_by(Entry.seq.desc()).limit(1)).one()
        assert (newest.kind, newest.actor_name) == ("imported", "录入员")
        assert session.scalar(select(func.count()).select_from(Complaint)) == 14
