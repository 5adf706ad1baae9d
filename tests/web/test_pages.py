"""Pages as documents: they say the same without a script."""

import re
from pathlib import Path
from urllib.parse import urljoin

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo_app.domain.actor import SYSTEM
from geo_app.store.models import Notice, Problem, Site
from geo_app.work import places
from tests.web.conftest import OPERATOR, House, build


def site_ids(house: House) -> dict[str, str]:
    body = house.app.test_client().get("/api/sites.geojson").json
    return {each["properties"]["name"]: each["id"] for each in body["features"]}


def island(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, object] = orjson.loads(found[1])
    return data


def test_the_map_lists_every_site_before_any_script(client: FlaskClient) -> None:
    page = client.get("/").text
    located, unlocated = page.split('id="unlocated-list"')
    assert "青石桥东排口" in located
    assert "老槐镇污水站" in unlocated
    for figure in ("图上 1 处", "自报完成 1", "已核实 0", "未定位 1"):
        assert figure in page
    assert "已核实 0" in page


def test_the_map_filters_without_scripts(client: FlaskClient) -> None:
    page = client.get("/?category=sewage_station").text
    assert "老槐镇污水站" in page
    assert "青石桥东排口" not in page.split('id="site-list"')[1].split("</ol>")[0]


def test_the_view_in_the_address_does_not_disturb_the_map(client: FlaskClient) -> None:
    assert client.get("/?z=12&lat=34.7&lon=114.3&site=x").status_code == 200


def test_the_island_holds_what_the_scripts_need(client: FlaskClient) -> None:
    data = island(client.get("/").text)
    assert data["language"] == "zh"
    assert set(data["urls"]) >= {"sites", "site", "districts", "anchors"}  # type: ignore[arg-type]
    assert data["terms"]["status"]["claimed"] == "自报完成"  # type: ignore[index]
    assert data["base_maps"] == []
    assert all(data["strings"].values())  # type: ignore[attr-defined]


def test_every_status_of_the_page_is_in_the_sprite(client: FlaskClient) -> None:
    page = client.get("/").text
    used = set(re.findall(r'href="#(status-[a-z_]+)"', page))
    assert used
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', page))


def test_the_ledger_counts_claims_and_verifications_apart(client: FlaskClient) -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/ledger").text))
    assert "自报完成 2/2 （100%）" in page
    assert "已核实 0/2 （0%）" in page
    assert "截至2021年10月14日" in page


def test_the_ledger_shows_problems_without_a_place_too(client: FlaskClient) -> None:
    page = client.get("/ledger").text
    assert "学习记录不全" in page
    assert "青石桥东排口" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [("?category=study", 1), ("?category=sewage_station", 1), ("?status=verified", 0),
     ("?district=410204", 1), ("?status=claimed", 2), ("?status=&category=&district=", 2)],
)  # fmt: skip
def test_the_ledger_filters_but_the_rates_stay_whole(
    client: FlaskClient, query: str, shown: int
) -> None:
    page = client.get(f"/ledger{query}").text
    assert f"显示 {shown} / 共 2 个问题" in page
    assert '<b class="number">2/2</b>' in page


def test_a_site_quotes_its_source(shared: House) -> None:
    page = shared.app.test_client().get(f"/sites/{site_ids(shared)['青石桥东排口']}").text
    assert "《关于柳河督察整改情况的通报》，2021年10月14日，问题2" in page
    assert "<blockquote>截至2021年8月31日，青石桥东侧150米处已封堵。</blockquote>" in page
    assert "自报，尚非核实" in page
    assert "&lt;script&gt;" in page


def test_a_site_shows_three_layers_and_its_history(shared: House) -> None:
    page = shared.app.test_client().get(f"/sites/{site_ids(shared)['青石桥东排口']}").text
    for word in ("原文描述", "推算位置", "现场确认", "还没有人到现场确认。", "当前采用"):
        assert word in page
    assert "自报整改完成" in page
    assert "2021年8月31日" in page


def test_a_site_without_position_has_no_map(shared: House) -> None:
    page = shared.app.test_client().get(f"/sites/{site_ids(shared)['老槐镇污水站']}").text
    assert 'id="map"' not in page
    assert "未定位" in page


def test_an_unknown_site_is_404(client: FlaskClient) -> None:
    assert client.get("/sites/none").status_code == 404


def test_about_names_sources_and_map_number(client: FlaskClient) -> None:
    page = client.get("/about").text
    assert "GS(2024)0650号" in page
    assert "未启用；所有页面不访问外网。" in page


def test_the_watchdog_hears_ok(client: FlaskClient) -> None:
    assert client.get("/healthz").json["status"] == "ok"


def test_versioned_files_are_kept_and_others_asked_for(client: FlaskClient) -> None:
    url = re.search(r'href="(/static/css/base.css\?v=\w+)"', client.get("/about").text)
    assert url
    with client.get(url[1]) as versioned, client.get("/static/css/base.css") as plain:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert "no-cache" in plain.headers["Cache-Control"]


def test_the_import_map_versions_every_module(client: FlaskClient) -> None:
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', client.get("/").text)
    assert found
    imports = orjson.loads(found[1])["imports"]
    assert imports["/static/js/page.js"].startswith("/static/js/page.js?v=")
    for address in imports.values():
        with client.get(address) as response:
            assert response.status_code == 200, address


MODULES = {"/": "main.js", "/about": "page.js"}


@pytest.mark.parametrize("path", MODULES)
def test_a_page_asks_for_all_its_modules_in_one_wave(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    urls = re.findall(r'<link rel="modulepreload" nonce="[^"]+" href="([^"]+)">', page)
    assert any(MODULES[path] in url for url in urls)
    assert len(urls) == len(set(urls))
    found = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', page)
    assert found
    assert found.start() < page.index("modulepreload"), "a map that comes later is not heard"
    versions = orjson.loads(found[1])["imports"]
    assert set(urls) <= set(versions.values()), "the very addresses that the imports resolve to"
    for url in urls:
        with client.get(url) as module:
            for target in re.findall(r'from "(\.[^"]+)"', module.text):
                name = urljoin(url.partition("?")[0], target)
                assert versions[name] in urls, f"{name}, which {url} imports"


def test_the_map_counts_what_the_filter_leaves(client: FlaskClient) -> None:
    page = client.get("/?status=verified").text
    for figure in ("图上 0 处", "自报完成 0", "未定位 0"):
        assert figure in page
    assert "没有符合条件的点位。" in page


def test_unlocated_sites_of_one_name_stand_together_with_their_numbers(tmp_path: Path) -> None:
    house = build(tmp_path)
    with house.store.session() as session:
        places.confirm_all(session, OPERATOR, house.notice_id)
        listed = list(session.scalars(select(Site).order_by(Site.code)))
        for site in listed:
            site.name, site.located = "无名站", False
        codes = [site.code for site in listed]
    page = house.app.test_client().get("/").text
    group = page.split('class="site-group"')[1].split("</ul>")[0]
    assert len(codes) == 2
    assert "×2" in group
    assert [code for code in codes if code in group] == codes
    assert page.count('class="site-group"') == 1
    house.store.engine.dispose()


def test_a_ledger_without_the_text_says_so_once(tmp_path: Path) -> None:
    house = build(tmp_path)
    words = "附带数据只有事实，不含通报原文"
    assert words not in house.app.test_client().get("/ledger").text
    with house.store.session() as session:
        session.get_one(Notice, house.notice_id).text = None
        for problem in session.scalars(select(Problem)):
            problem.finding = problem.reply = None
    page = house.app.test_client().get("/ledger").text
    assert page.count(words) == 1
    house.store.engine.dispose()


def test_a_finding_stands_whole_in_the_ledger(client: FlaskClient) -> None:
    page = client.get("/ledger").text
    assert "<summary>学习记录不全，抽查三份都没有签名。</summary>" in page


def test_what_the_program_wrote_is_signed_in_the_language_of_the_page(tmp_path: Path) -> None:
    house = build(tmp_path)
    with house.store.session() as session:
        places.confirm_all(session, SYSTEM, house.notice_id)
        site_id = session.scalars(select(Site.id)).first()
    client = house.app.test_client()
    client.set_cookie("language", "en")
    page = client.get(f"/sites/{site_id}").text
    assert "recorded by the system" in page
    assert "系统" not in page
    house.store.engine.dispose()


def test_a_base_map_that_is_switched_on_reaches_the_page(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from geo_app.settings import BaseMaps

    house = build(tmp_path, base_maps=BaseMaps(tianditu_key="a&b", amap=True))
    response = house.app.test_client().get("/")
    maps = island(response.text)["base_maps"]
    assert [each["id"] for each in maps] == ["tianditu", "amap"]  # type: ignore[attr-defined]
    assert "tk=a%26b" in maps[0]["url"]  # type: ignore[index]
    assert maps[1]["gcj02"] is True  # type: ignore[index]
    assert "https://webrd01.is.autonavi.com" in response.headers["Content-Security-Policy"]
    house.store.engine.dispose()
