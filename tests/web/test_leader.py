"""The district status map as the server writes it: figures, what is asked, whose eyes it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from geo_app.domain.actor import Actor, Role
from geo_app.domain.standing import Figures
from geo_app.domain.status import EventKind, Status
from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Leader, Settings
from geo_app.store import log
from geo_app.store.session import open_store
from geo_app.web import create_app
from geo_app.web.choropleth import WIDTH, sheets
from geo_app.web.installation import EXTENSION
from geo_app.web.leader_view import fill, hatch
from tests.signed_in import SignedIn
from tests.storage.counting import begin, site
from tests.web.conftest import OPERATOR, House, build

LATE, LATER = date(2020, 1, 1), date(2099, 1, 1)
HERE = (114.3, 34.8)
ROWS = [
    # district, unit, status, deadline, place
    ("410204", None, Status.VERIFIED, None, HERE),
    ("410204", None, Status.CLAIMED, LATE, HERE),
    ("410204", None, Status.CLAIMED, LATER, HERE),
    ("410204", "示范区", Status.OPEN, None, None),
    ("410205", None, Status.RELAPSED, None, HERE),
    (None, None, Status.IN_WORK, date(2099, 1, 2), None),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Six sites: two districts, a unit, one that is nowhere."""
    settings = Settings(data=tmp_path_factory.mktemp("leader"), operator="测试员")
    store = open_store(settings)
    begin(store, 400)
    made = House(create_app(settings, store), store, settings, "n")
    with store.session() as session:
        for number, (code, unit, status, deadline, place) in enumerate(ROWS):
            fields = {"status": status, "deadline": deadline, "name": f"点位{number}"}
            fields |= {"district_code": code, "accounting_unit": unit}
            session.add(site(number, place, **fields))
        session.flush()
        for kind, day in ((EventKind.FOUND, 2), (EventKind.CLAIMED, 5), (EventKind.VERIFIED, 9)):
            log.append(session, OPERATOR, kind, "site", "s0", date(2024, 1, day), {})
    yield made
    store.engine.dispose()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def page(client: FlaskClient, asked: str = "") -> str:
    answer = client.get(f"/leader{asked}")
    assert answer.status_code == 200, answer.text
    return answer.text


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def row(text: str, name: str) -> dict[str, str]:
    """The figures of a row of the table by the class of their column."""
    for found in re.findall(r"<tr[^>]*>.*?</tr>", text.split('id="ranking"')[1], re.DOTALL):
        if f">{name}<" in found and 'scope="row"' in found:
            cells = re.findall(r'class="col-(\w+)[^"]*"[^>]*>(.*?)</t[dh]>', found, re.DOTALL)
            return {column: words(cell).strip() for column, cell in cells}
    raise AssertionError(name)


def test_the_sentence_comes_first_and_says_what_is_only_claimed(client: FlaskClient) -> None:
    text = page(client)
    verdict = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert verdict
    assert words(verdict[1]) == "6 处点位，仅自报完成 2 处，已核实 1 处"
    assert "（1/6）" in text
    assert "未定位 2" in words(text)


def test_a_district_has_its_figures_and_another_none(client: FlaskClient) -> None:
    text = page(client)
    gulou = row(text, "鼓楼区")
    assert {name: gulou[name] for name in ("total", "claimed", "verified", "open")} == {
        "total": "4", "claimed": "2", "verified": "1", "open": "1",
    }  # fmt: skip
    assert (gulou["overdue"], gulou["unlocated"]) == ("1", "1")
    assert gulou["share"] == "25% （1/4）"
    assert "本批无点位（不等于完成）" in text
    assert row(text, "未注明区县")["total"] == "1"
    assert row(text, "合计")["total"] == "6"


@pytest.mark.parametrize(("by", "total"), [("district", "4"), ("unit", "3")])
def test_units_and_districts_both_add_up(client: FlaskClient, by: str, total: str) -> None:
    text = page(client, f"?by={by}")
    assert row(text, "鼓楼区")["total"] == total
    assert row(text, "合计")["total"] == "6"
    assert ("示范区" in text.split('id="ranking"')[1]) is (by == "unit")


def test_few_sites_have_no_rank_and_the_page_says_so(client: FlaskClient) -> None:
    text = page(client)
    assert row(text, "鼓楼区")["rank"] == "1"
    assert row(text, "禹王台区")["rank"] == "—"
    assert "不足 3 处的不排名" in text


def names(text: str) -> list[str]:
    table = text.split('id="ranking"')[1].split("<tfoot>", maxsplit=1)[0]
    return re.findall(r'scope="row"[^>]*><a[^>]*>([^<]+)<', table)


def test_the_table_sorts_by_its_links(client: FlaskClient) -> None:
    text = page(client, "?sort=total&order=desc")
    assert names(text)[0] == "鼓楼区"
    head = re.search(r'class="col-total" aria-sort="descending"><a href="([^"]+)"', text)
    assert head
    other_way = page(client, head[1].replace("&amp;", "&").removeprefix("/leader"))
    assert names(other_way)[-1] == "鼓楼区"


def test_the_map_is_grey_or_hatched_and_never_green_by_itself(client: FlaskClient) -> None:
    text = page(client)
    areas = {
        name: re.search(rf'aria-label="{name}：.*?</a>', text, re.DOTALL)
        for name in ("鼓楼区", "禹王台区", "兰考县")
    }
    fills = {
        name: re.findall(r'data-fill="(\w+)"', found[0]) for name, found in areas.items() if found
    }
    assert fills == {"鼓楼区": ["2"], "禹王台区": ["unknown"], "兰考县": ["none"]}
    assert areas["鼓楼区"]
    assert "url(#hatch-" in areas["鼓楼区"][0]


def test_an_area_opens_into_its_sites_and_a_site_into_its_file(client: FlaskClient) -> None:
    text = page(client, "?area=410204")
    opened = text.split('id="opened"')[1].split('id="ranking"')[0]
    assert [int(each) for each in re.findall(r">点位(\d)</a>", opened)] == [1, 2, 3, 0]
    link = re.search(r'href="/leader(\?[^"]*site=s1[^"]*)#opened"', opened)
    assert link
    file = page(client, link[1].replace("&amp;", "&")).split('id="opened"')[1]
    assert 'href="/sites/s1"' in file
    told = page(client, "?area=410204&with=410205")
    assert told.count('<tr class="chosen"') == 2
    assert told.count('class="area chosen"') == 2 * 2  # on both sheets
    beside = told.split('id="opened"')[1]
    assert "禹王台区" in beside.split("</thead>")[0]


@pytest.mark.parametrize("area", ["410204", "示范区", "-"])
def test_the_others_of_an_area_are_on_the_map_where_the_map_knows_it(
    house: House, client: FlaskClient, area: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(house.settings, leader=Leader(sites=0))
    installation = replace(house.app.extensions[EXTENSION], settings=settings)
    monkeypatch.setitem(house.app.extensions, EXTENSION, installation)
    opened = page(client, f"?by=unit&area={area}").split('id="opened"')[1]
    link = re.search(r'<a href="(/\?district=[^"]+)"', opened)
    assert bool(link) is (area == "410204")
    if link:
        assert client.get(link[1]).status_code == 200


def test_the_most_urgent_come_first(client: FlaskClient) -> None:
    urgent = page(client).split('id="urgent-title"')[1].split('id="ranking"')[0]
    assert re.findall(r">点位(\d)</a>", urgent) == ["1", "2", "5", "4"]


def test_an_earlier_day_is_told_by_the_histories(client: FlaskClient) -> None:
    for day, verdict in (
        ("2024-01-01", "0 处点位，仅自报完成 0 处，已核实 0 处"),
        ("2024-01-06", "1 处点位，仅自报完成 1 处，已核实 0 处"),
        ("2024-01-09", "1 处点位，仅自报完成 0 处，已核实 1 处"),
    ):
        text = page(client, f"?day={day}&area=410204")
        assert verdict in words(text)
        assert f'value="{day}"' in text
        assert f"day={day}" in text.split("<thead>")[-1], "links keep the day"


def test_who_is_bound_to_an_area_sees_that_one_and_is_told_so(house: House) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某领导", "某单位", Role.LEADER, ("410205",)))
    text = page(client)
    assert "1 处点位，仅自报完成 0 处，已核实 0 处" in words(text)
    assert "只含您的范围：禹王台区" in words(text)
    assert names(text) == ["禹王台区"]
    assert "鼓楼区" not in text
    assert client.get("/leader?area=410204").status_code == 404
    assert client.get("/leader?area=410205&site=s1").status_code == 404
    assert client.get("/leader?area=410205&site=s4").status_code == 200


def test_a_site_of_another_area_is_not_opened_in_this_one(client: FlaskClient) -> None:
    assert client.get("/leader?area=410204&site=s4").status_code == 404


@pytest.mark.parametrize("asked", ["", "?screen=big", "?area=410204", "?by=unit&area=-"])
def test_english_has_no_chinese_word_of_ours(house: House, asked: str) -> None:
    client = house.app.test_client()
    client.set_cookie("language", "en")
    text = page(client, asked)
    mine = words(text.split('id="leader"')[1].split("</main>")[0])
    for own in ("点位0", *(f"点位{n}" for n in range(6)), "示范区"):
        mine = mine.replace(own, "")
    districts = Districts.load(resource("data", "districts.geojson")).districts
    for each in districts:
        mine = mine.replace(each.name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", mine) == ["号"], "of the number of the map"


def test_the_big_screen_renews_itself_without_scripts_too(client: FlaskClient) -> None:
    text = page(client, "?screen=big")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in text
    assert 'data-refresh="60"' in text
    assert "refresh" not in page(client)


def test_an_installation_without_sites_says_so_in_grey(tmp_path: Path) -> None:
    house = build(tmp_path)
    text = page(house.app.test_client())
    assert "0 处点位" in words(text)
    assert set(re.findall(r'class="fill" data-fill="(\w+)" d=', text)) == {"none"}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (Figures(), ("none", 0)),
        (Figures(claimed=9), ("unknown", 4)),
        (Figures(open=9), ("unknown", 0)),
        (Figures(verified=1, open=9), ("1", 0)),
        (Figures(verified=99, claimed=1), ("4", 1)),
        (Figures(verified=9), ("all", 0)),
    ],
)
def test_only_what_is_all_verified_is_filled_to_the_full(
    figures: Figures, expected: tuple[str, int]
) -> None:
    assert (fill(figures), hatch(figures)) == expected


def test_small_districts_stand_on_a_larger_sheet() -> None:
    districts = Districts.load(resource("data", "districts.geojson"))
    whole, near = sheets(districts)
    assert {each.key for each in whole.shapes} == {each.code for each in districts.districts}
    named = [each.key for sheet in (whole, near) for each in sheet.shapes if each.named]
    assert sorted(named) == sorted(each.code for each in districts.districts)
    assert whole.crop
    left, top, width, height = whole.crop
    assert 0 <= left < left + width <= WIDTH
    assert 0 <= top < top + height <= whole.height
    for sheet in (whole, near):
        assert sheet.bar <= WIDTH / 4
        assert sheet.bar == pytest.approx(sheet.bar_km * 1000 * sheet.per_metre, abs=0.1)


def test_a_unit_among_small_districts_is_named_on_the_larger_sheet_only() -> None:
    districts = Districts.load(resource("data", "districts.geojson"))
    whole, near = sheets(districts)
    said = []
    for lon in np.linspace(113.901, 115.301, 15):
        for lat in np.linspace(34.201, 35.001, 15):
            if place := whole.place(lon, lat):
                said.append((whole.crops(*place), near.place(lon, lat) is not None))
    assert {(True, True), (False, False)} == set(said)
    assert not near.crops(WIDTH / 2, near.height / 2), "nothing is larger than the larger sheet"
