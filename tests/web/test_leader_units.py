"""Responsible units: the verified share beside what of the closed fell back, both with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind, Status
from geo_app.settings import Leader, Settings
from geo_app.store import log
from geo_app.store.models import Problem
from geo_app.store.session import open_store
from geo_app.web import create_app
from tests.signed_in import SignedIn
from tests.storage.counting import begin, site
from tests.web.conftest import OPERATOR, House

DAY = date(2024, 3, 1)
CLOSED = (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED)
LIVES: list[tuple[str | None, str, Status, tuple[EventKind, ...]]] = [
    # unit, district, how it stands, what happened, one a day
    *[("水利局", "410204", Status.CLOSED, CLOSED)] * 2,
    ("水利局", "410204", Status.RELAPSED, (*CLOSED, EventKind.REOPENED)),
    # put right again: it fell back all the same
    ("水利局", "410204", Status.CLOSED, (*CLOSED, EventKind.REOPENED, *CLOSED)),
    *[("环保局", "410205", Status.CLOSED, CLOSED)] * 3,
    # never closed: no fall-back
    ("环保局", "410205", Status.RELAPSED, (*CLOSED[:2], EventKind.REOPENED)),
    # too few closed ones to stand on top
    ("镇政府", "410205", Status.RELAPSED, (*CLOSED, EventKind.REOPENED)),
    ("镇政府", "410205", Status.VERIFIED, CLOSED[:2]),
    # the unit of its problem
    (None, "410205", Status.CLAIMED, CLOSED[:1]),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(data=tmp_path_factory.mktemp("units"), operator="测试员")
    store = open_store(settings)
    begin(store, 400)
    made = House(create_app(settings, store), store, settings, "n")
    with store.session() as session:
        session.get_one(Problem, "p").responsible_unit = "整改<b>办"
        for n, (unit, code, status, _) in enumerate(LIVES):
            fields = {"district_code": code, "responsible_unit": unit, "status": status}
            session.add(site(n, (114.3, 34.8), **fields))
        session.flush()
        for n, (*_, kinds) in enumerate(LIVES):
            for number, kind in enumerate(kinds):
                # the second closing on the very day of the reopening
                day = DAY + timedelta(days=min(number, 3))
                log.append(session, OPERATOR, kind, "site", f"s{n}", day, {})
    yield made
    store.engine.dispose()


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the table, as words."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", text.split("<tbody>")[1], re.S)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in found]
    return [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in cells]


def test_units_stand_in_the_order_of_what_fell_back(house: House) -> None:
    answer = house.app.test_client().get("/leader/units")
    assert answer.status_code == 200
    assert rows(answer.text) == [
        ["水利局", "75% （3/4）", "50% （2/4）", "4", "0", "3"],
        ["整改&lt;b&gt;办", "0% （0/1）", "— （0/0）", "1", "1", "0"],
        ["镇政府", "50% （1/2）", "100% （1/1）", "2", "0", "1"],
        ["环保局", "75% （3/4）", "0% （0/3）", "4", "0", "3"],
        ["合计", "63.6% （7/11）", "37.5% （3/8）", "11", "1", "7"],
    ]
    assert "曾销号 8 处" in answer.text
    assert "曾销号不足 3 处的不按反弹率排" in answer.text
    assert '<a href="/leader/units">' in house.app.test_client().get("/leader").text


def test_of_the_own_area_only(house: House) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某人", "某局", Role.LEADER, ("410204",)))
    text = client.get("/leader/units").text
    assert [row[0] for row in rows(text)] == ["水利局", "合计"]
    assert "环保局" not in text


def test_what_is_too_much_and_what_is_unknown(house: House) -> None:
    client = house.app.test_client()
    assert client.get("/leader/units?by=rate").status_code == 400
    few = replace(house.settings, leader=Leader(past_sites=3, areas=1))
    answer = create_app(few, house.store).test_client().get("/leader/units")
    assert answer.status_code == 400
    assert "点位过多" in answer.text
    one = replace(house.settings, leader=Leader(areas=1))
    text = create_app(one, house.store).test_client().get("/leader/units").text
    assert "显示 1 / 共 4 个" in text
    # the sum is that of all units
    assert rows(text)[-1][3] == "11"
