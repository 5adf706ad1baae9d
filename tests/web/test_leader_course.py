"""The page of changes as the server writes it: figures of two days, lists, trend, whose eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from geo_app.domain.actor import Actor, Role
from geo_app.domain.status import EventKind
from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Leader, Settings
from geo_app.store import log
from geo_app.store.session import open_store
from geo_app.web import create_app
from geo_app.web.installation import EXTENSION
from tests.signed_in import SignedIn
from tests.storage.counting import begin, site
from tests.web.conftest import OPERATOR, House, build

TODAY = datetime.now(ZoneInfo(Settings().timezone)).date()
LIVES: list[tuple[str, list[tuple[EventKind, int, dict[str, str]]]]] = [
    # district, and what happened so many days ago
    ("410204", [
        (EventKind.FOUND, 90, {}), (EventKind.CLAIMED, 60, {}), (EventKind.VERIFIED, 9, {}),
    ]),
    ("410204", [(EventKind.FOUND, 90, {}), (EventKind.CLAIMED, 5, {})]),
    ("410204", [(EventKind.FOUND, 90, {}), (EventKind.CLAIMED, 50, {})]),
    ("410205", [
        (EventKind.FOUND, 80, {}), (EventKind.CLAIMED, 70, {}), (EventKind.VERIFIED, 65, {}),
        (EventKind.REOPENED, 3, {}),
    ]),
    ("410205", [
        (EventKind.FOUND, 7, {}),
        (EventKind.DEADLINE_SET, 7, {"deadline": (TODAY - timedelta(days=4)).isoformat()}),
    ]),
    ("410205", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Six sites in two districts; of the last nothing is known."""
    settings = Settings(data=tmp_path_factory.mktemp("course"), operator="测试员")
    store = open_store(settings)
    begin(store, 400)
    made = House(create_app(settings, store), store, settings, "n")
    with store.session() as session:
        for number, (code, _) in enumerate(LIVES):
            session.add(site(number, (114.3, 34.8), district_code=code, name=f"点位{number}"))
        session.flush()
        for number, (_, life) in enumerate(LIVES):
            for kind, ago, data in life:
                day = TODAY - timedelta(days=ago)
                log.append(session, OPERATOR, kind, "site", f"s{number}", day, data)
    yield made
    store.engine.dispose()


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def page(client: FlaskClient, asked: str = "") -> str:
    answer = client.get(f"/leader/course{asked}")
    assert answer.status_code == 200, answer.text
    return answer.text


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)).strip()


def balance(text: str) -> dict[str, tuple[str, ...]]:
    rows = re.findall(r'<tr data-change="(\w+)">(.*?)</tr>', text, re.DOTALL)
    return {
        name: tuple(words(each) for each in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL))
        for name, row in rows
    }


def came(text: str, name: str) -> list[str]:
    part = text.split(f'id="came-{name}"')
    return re.findall(r">(点位\d)</a>", part[1].split("</section>")[0]) if len(part) > 1 else []


def test_thirty_days_are_told_where_nothing_is_asked(client: FlaskClient) -> None:
    text = page(client)
    assert f'value="{(TODAY - timedelta(days=30)).isoformat()}"' in text
    assert balance(text) == {
        "verified": ("1", "+1", "−1", "1"),
        "claimed": ("2", "+1", "−1", "2"),
        "relapsed": ("0", "+1", "0", "1"),
        "overdue": ("0", "+1", "0", "1"),
    }
    assert {name: came(text, name) for name in balance(text)} == {
        "verified": ["点位0"], "claimed": ["点位1"], "relapsed": ["点位3"], "overdue": ["点位4"],
    }  # fmt: skip
    assert "新核实 1 处，新自报 1 处，新反弹 1 处，新超期 1 处" in words(text)
    assert "1 处没有任何记载" in text
    assert 'href="/sites/s3"' in text


@pytest.mark.parametrize("ago", [0, 6, 75, 4000])
def test_a_chosen_day_is_the_map_of_that_day(client: FlaskClient, ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    told = balance(page(client, f"?since={day.isoformat()}"))
    if not ago:
        assert all(each[1] == "0" for each in told.values())
        return
    verdict = words(client.get(f"/leader?day={day.isoformat()}").text)
    assert f"仅自报完成 {told['claimed'][0]} 处，已核实 {told['verified'][0]} 处" in verdict


def test_the_trend_ends_with_today_and_begins_with_nothing(client: FlaskClient) -> None:
    for step, fewest in (("week", 13), ("month", 3)):
        text = page(client, f"?step={step}")
        table = text.split('class="trend-numbers"')[1]
        rows = re.findall(r"<tr><th.*?</tr>", table, re.DOTALL)[1:]
        numbers = [[int(each) for each in re.findall(r'number">(\d+)<', row)] for row in rows]
        assert numbers[0] == [5, 2, 1]
        assert numbers[-1] == [0, 0, 0]
        assert fewest <= len(numbers) <= 15
        assert 'role="img" aria-label="走势：' in text
        assert "只显示最近" not in text


def test_who_is_bound_to_an_area_sees_that_one_and_is_told_so(house: House) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某领导", "某单位", Role.LEADER, ("410204",)))
    text = page(client)
    assert "只含您的范围：鼓楼区" in words(text)
    assert balance(text)["verified"] == ("0", "+1", "0", "1")
    assert balance(text)["relapsed"] == ("0", "0", "0", "0")
    assert "点位3" not in text
    assert "没有任何记载" not in text


def with_rules(house: House, monkeypatch: pytest.MonkeyPatch, rules: Leader) -> None:
    settings = replace(house.settings, leader=rules)
    installation = replace(house.app.extensions[EXTENSION], settings=settings)
    monkeypatch.setitem(house.app.extensions, EXTENSION, installation)


def test_lists_and_trend_are_bounded_and_say_so(
    house: House, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rules(house, monkeypatch, Leader(changes=1, trend_points=3))
    text = page(client, f"?since={(TODAY - timedelta(days=85)).isoformat()}")
    assert came(text, "claimed") == ["点位1"], "the newest"
    assert "显示 1 / 共 2 处" in text
    assert "只显示最近 3 期" in text


def test_too_many_sites_are_refused_with_the_reason(
    house: House, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rules(house, monkeypatch, Leader(past_sites=5))
    answer = client.get("/leader/course")
    assert answer.status_code == 400
    assert "点位过多（6 处，上限 5 处）" in answer.text


def test_an_installation_of_which_nothing_is_known_has_no_trend(tmp_path: Path) -> None:
    house = build(tmp_path)
    text = page(house.app.test_client())
    assert "还没有任何记载" in text
    assert 'class="curve"' not in text
    house.store.engine.dispose()


def test_english_has_no_chinese_word_of_ours(house: House) -> None:
    client = house.app.test_client()
    client.set_cookie("language", "en")
    mine = words(page(client).split('id="content"')[1].split("</main>")[0])
    for each in Districts.load(resource("data", "districts.geojson")).districts:
        mine = mine.replace(each.name, "")
    assert set(re.findall(r"[\u4e00-\u9fff]+", mine)) == {"点位"}


def test_the_map_of_districts_leads_here_with_its_day(client: FlaskClient) -> None:
    assert 'href="/leader/course"' in client.get("/leader").text
    assert 'href="/leader/course?since=2024-01-06"' in client.get("/leader?day=2024-01-06").text


def test_all_days_come_at_once_for_the_slider(house: House) -> None:
    client = house.app.test_client()
    told = client.get("/api/leader/days").json
    assert (told["first"], told["last"]) == (ago(90), ago(0))
    assert told["total"] == len(LIVES)
    assert {each["district"] for each in told["parts"]} == {"410204", "410205"}
    sums = dict.fromkeys(told["figures"], 0)
    for _day, _part, *gain in told["changes"]:
        for name, more in zip(told["figures"], gain, strict=True):
            sums[name] += more
    # of the last site nothing is known
    assert sums["verified"] == 1
    assert sums["claimed"] == 2
    assert sums["relapsed"] == 1
    assert sums["open"] == sums["overdue"] == 1
    changes = told["changes"]
    assert changes == sorted(changes, key=lambda each: each[:2])


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def test_all_days_are_those_of_the_own_area(house: House) -> None:
    client = house.app.test_client()
    assert isinstance(client, SignedIn)
    client.become(Actor("", "某人", "某局", Role.LEADER, ("410205",)))
    told = client.get("/api/leader/days").json
    assert told["total"] == 3
    assert {each["district"] for each in told["parts"]} == {"410205"}


@pytest.mark.parametrize(
    ("rules", "said"), [(Leader(past_sites=2), "点位过多"), (Leader(day_changes=3), "变化过多")]
)
def test_more_than_can_be_played_is_refused_in_words(
    house: House, tmp_path: Path, rules: Leader, said: str
) -> None:
    settings = replace(house.settings, leader=rules)
    client = create_app(settings, house.store).test_client()
    answer = client.get("/api/leader/days")
    assert answer.status_code == 400
    assert said in answer.json["message"]
    page = client.get("/leader").text
    assert ('id="time"' in page) is (rules.past_sites > 2)
