"""The map page, by what a person sees and does there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import samples
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Tiles, Watch, ready
from tests.browser.map_page import CANVAS_IS_DRAWN, click_place, figures, names, spot, view

COINCIDENT = (114.45, 34.45)
AREA_MIDDLE = (114.53, 34.72)


def test_the_first_look_shows_districts_and_marks(map_page: Page) -> None:
    base, marks = map_page.evaluate(CANVAS_IS_DRAWN)
    assert base > 10, "tints, borders and names of the districts"
    assert marks > 10, "marks in the colours of their statuses"


def test_the_figures_are_those_of_the_sites_in_view(map_page: Page, server: Server) -> None:
    found = server.json("/api/sites.geojson")["features"]
    statuses = Counter(f["properties"]["status"] for f in found if f["properties"]["located"])
    checked = statuses["verified"] + statuses["closed"]
    assert figures(map_page) == [statuses.total(), statuses["claimed"], checked]


def test_zooming_in_counts_only_what_is_still_in_view(map_page: Page) -> None:
    view(map_page, *COINCIDENT, 14)
    expect(map_page.locator("#figures b").first).to_have_text("2")
    assert figures(map_page) == [2, 1, 0]


def test_each_status_has_a_drawing_of_its_own(map_page: Page) -> None:
    drawings = map_page.evaluate(
        "(codes) => codes.map((code) => document.getElementById('status-' + code).innerHTML)",
        [*samples.STATUSES, "overdue", "overridden", "unlocated"],
    )
    assert len(set(drawings)) == len(drawings)


def test_an_acceptance_against_missing_evidence_shows_in_the_outline_of_a_mark(
    map_page: Page,
) -> None:
    """Without any colour: which pixels are painted at all."""
    outlines = map_page.evaluate(
        """async () => {
          const { Sprites } = await import("/static/js/sheet/sprite.js");
          const sprites = new Sprites();
          return [
            { overdue: false }, { overdue: false, overridden: true },
            { overdue: true }, { overdue: true, overridden: true },
          ].map((look) => {
            const canvas = new OffscreenCanvas(40, 40);
            const context = canvas.getContext("2d");
            sprites.draw(context, { status: "verified", coarse: false, ...look }, { x: 20, y: 20 });
            const { data } = context.getImageData(0, 0, 40, 40);
            return Array.from({ length: 1600 }, (_, i) => (data[4 * i + 3] > 127 ? 1 : 0));
          });
        }"""
    )
    for one, other in combinations(outlines, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) > 40
    expect(map_page.locator("#status-filter .legend-note")).to_contain_text("特批通过")


def test_the_most_urgent_site_stands_first(map_page: Page) -> None:
    listed = names(map_page)
    assert listed[0] == "化工片区", "the only overdue one"
    assert listed.index("样点5号relapsed") < listed.index("样点0号open")
    assert listed.index("样点2号claimed") < listed.index("样点3号verified")


def test_choosing_a_status_in_the_legend_leaves_only_its_sites(
    map_page: Page, server: Server
) -> None:
    found = server.json("/api/sites.geojson?status=disputed")["features"]
    disputed = {f["properties"]["name"] for f in found if f["properties"]["located"]}
    map_page.locator("#status-filter .chip", has_text="有争议").click()
    expect(map_page.locator("#site-list .site-row")).to_have_count(len(disputed))
    assert set(names(map_page)) == disputed
    assert "样点6号disputed" in disputed
    assert "status=disputed" in map_page.url


def test_a_filtered_map_comes_back_from_its_link_and_goes_with_the_back_button(
    map_page: Page,
) -> None:
    everything = names(map_page)
    map_page.locator("#status-filter .chip", has_text="反弹").click()
    expect(map_page.locator("#site-list .site-row")).to_have_count(1)
    map_page.reload()
    ready(map_page)
    assert names(map_page) == ["样点5号relapsed"]
    assert map_page.locator("input[value=relapsed]").is_checked()
    map_page.go_back()
    expect(map_page.locator("#site-list .site-row")).to_have_count(len(everything))
    assert not map_page.locator("input[value=relapsed]").is_checked()


def test_overdue_sites_can_be_picked_out(map_page: Page) -> None:
    map_page.locator("#status-filter .chip", has_text="超期").click()
    expect(map_page.locator("#site-list .site-row")).to_have_count(1)
    assert names(map_page) == ["化工片区"]
    expect(map_page.locator("#site-list .site-overdue")).to_be_visible()


def test_searching_finds_by_words_and_says_when_nothing_matches(map_page: Page) -> None:
    map_page.locator("#search").fill("同址")
    expect(map_page.locator("#site-list .site-row")).to_have_count(2)
    map_page.locator("#search").fill("没有这样的地方")
    expect(map_page.locator("#site-list .empty")).to_contain_text("没有符合条件的点位。")
    map_page.locator("#clear-filters").click()
    expect(map_page.locator("#site-list .site-row").nth(5)).to_be_visible()


def test_while_a_search_is_slow_the_page_says_that_it_waits(map_page: Page) -> None:
    held: list[Route] = []
    map_page.route("**/api/sites.geojson?*q=*", lambda route: held.append(route))  # noqa: PLW0108
    map_page.locator("#search").fill("同址")
    expect(map_page.locator("#shown")).to_have_text("正在读取…")
    held[0].continue_()
    expect(map_page.locator("#shown")).to_have_text("2")


def test_unlocated_sites_are_listed_with_the_reason_and_are_not_on_the_map(map_page: Page) -> None:
    assert {"未具名站点一", "未具名站点二"} <= set(names(map_page, "#unlocated-list"))
    assert not {"未具名站点一", "未具名站点二"} & set(names(map_page))
    for reason in map_page.locator("#unlocated-list .site-reason").all_text_contents():
        assert reason.strip()


def test_a_click_on_a_mark_opens_its_card_and_escape_closes_it(map_page: Page) -> None:
    click_place(map_page, 114.20, 34.62)
    card = map_page.locator("#site-card")
    expect(card.locator("h2")).to_have_text("样点0号open")
    expect(card.locator(".status-word")).to_have_text("未整改")
    expect(card).not_to_contain_text("null")
    assert re.search(r"site=[0-9a-f-]{36}", map_page.url)
    map_page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert "site=" not in map_page.url


def test_two_sites_at_one_point_can_both_be_reached(map_page: Page) -> None:
    view(map_page, *COINCIDENT, 12)
    opened = set()
    for dx in range(-24, 25, 8):
        for dy in range(-24, 25, 8):
            click_place(map_page, *COINCIDENT, dx, dy)
            if map_page.locator("#site-card h2").count():
                opened.add(map_page.locator("#site-card h2").text_content())
                map_page.keyboard.press("Escape")
    assert opened == {"同址甲", "同址乙"}


def test_an_area_answers_wherever_it_is_clicked(map_page: Page) -> None:
    view(map_page, *AREA_MIDDLE, 13)
    click_place(map_page, 114.505, 34.703)
    expect(map_page.locator("#site-card h2")).to_have_text("化工片区")


def test_the_card_says_how_well_the_place_is_known(map_page: Page) -> None:
    click_place(map_page, 114.20, 34.45)
    expect(map_page.locator("#site-card")).to_contain_text("半径约3公里 · 位置待确认")
    map_page.keyboard.press("Escape")
    click_place(map_page, 114.30, 34.45)
    expect(map_page.locator("#site-card")).to_contain_text("半径约200米")
    expect(map_page.locator("#site-card")).not_to_contain_text("位置待确认")


def test_a_big_circle_shows_only_while_its_mark_is_pointed_at(map_page: Page) -> None:
    view(map_page, 114.20, 34.45, 11)
    x, y = spot(map_page, 114.20, 34.45)
    half = 0.5 * _circle_pixels(map_page)
    at_rest = _pixel(map_page, x, y - half)
    map_page.mouse.move(x, y)
    map_page.wait_for_timeout(150)
    assert _pixel(map_page, x, y - half) != at_rest
    map_page.mouse.move(x + 300, y + 150)
    map_page.wait_for_timeout(150)
    assert _pixel(map_page, x, y - half) == at_rest


def _circle_pixels(page: Page) -> float:
    x0, _ = spot(page, 114.20, 34.45)
    x1, _ = spot(page, 114.20 + 3000 / 91_700, 34.45)  # metres per degree of longitude there
    return x1 - x0


def _pixel(page: Page, x: float, y: float) -> list[int]:
    pixel: list[int] = page.evaluate(
        """([x, y]) => {
          const canvas = document.querySelector('.leaflet-marks-pane canvas');
          const box = canvas.getBoundingClientRect();
          const scale = canvas.width / box.width;
          const pen = canvas.getContext('2d');
          return [...pen.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data];
        }""",
        [x, y],
    )
    return pixel


def test_the_keyboard_reaches_a_mark_through_the_list(map_page: Page) -> None:
    map_page.locator("#site-list .site-link").nth(1).focus()
    name = names(map_page)[1]
    map_page.keyboard.press("Enter")
    expect(map_page.locator("#site-card h2")).to_have_text(name)
    expect(map_page.locator("#site-card")).to_be_focused()
    map_page.keyboard.press("Escape")
    expect(map_page.locator("#site-list .site-link").nth(1)).to_be_focused()


def test_the_card_leads_to_the_file_of_the_site_and_to_its_place(map_page: Page) -> None:
    map_page.locator("#site-list .site-link", has_text="带圆点位").click()
    map_page.locator("#site-card button", has_text="定位到此").click()
    expect(map_page.locator("#figures b").first).to_have_text("1")
    map_page.locator("#site-card a", has_text="打开档案").click()
    expect(map_page.locator("h1")).to_have_text("带圆点位")


def test_a_link_restores_view_and_chosen_site(map_page: Page, open_page: OpenPage) -> None:
    map_page.locator("#site-list .site-link", has_text="同址甲").click()
    view(map_page, 114.44, 34.46, 12.5)
    map_page.wait_for_url(re.compile("z=12.5"))
    other = ready(open_page(map_page.url))
    expect(other.locator("#site-card h2")).to_have_text("同址甲")
    assert other.evaluate("window.map_sheet.getZoom()") == 12.5
    centre = other.evaluate("window.map_sheet.getCenter()")
    assert centre["lng"] == pytest.approx(114.44, abs=1e-4)
    assert centre["lat"] == pytest.approx(34.46, abs=1e-4)


def test_words_from_a_file_stay_words(map_page: Page) -> None:
    map_page.locator("#site-list .site-link", has_text="砂石堆").click()
    expect(map_page.locator("#site-card h2")).to_have_text(samples.MARKUP_NAME)
    assert map_page.locator("#site-card img, #site-list img").count() == 0


def test_when_the_sites_cannot_be_read_it_says_so_and_keeps_the_list(
    map_page: Page, watch: Watch
) -> None:
    watch.expect("failed: ")
    watch.expect("Failed to load resource")
    before = names(map_page)

    def refuse(route: Route) -> None:
        route.abort()

    map_page.route(re.compile("/tiles/|/api/sites"), refuse)
    chip = map_page.locator("#status-filter .chip", has_text="未整改")
    chip.click()
    expect(map_page.locator(".panel-error")).to_contain_text("已显示的内容没有变化")
    assert names(map_page) == before
    map_page.unroute(re.compile("/tiles/|/api/sites"))
    map_page.locator(".panel-error button").click()
    expect(map_page.locator(".panel-error")).to_have_count(0)
    assert names(map_page) != before


def test_the_unlocated_are_counted_on_the_first_screen_and_one_click_away(
    open_page: OpenPage, server: Server
) -> None:
    found = server.json("/api/sites.geojson?located=0")["features"]
    for size in (DESKTOP, PHONE):
        page = ready(open_page("/", size))
        link = page.locator("#not-on-map a")
        expect(link).to_be_in_viewport()
        assert link.inner_text().split() == ["未定位", str(len(found))]
        link.click()
        expect(page.locator("#unlocated-title")).to_be_focused()
        expect(page.locator("#unlocated-list .site-row").first).to_be_in_viewport()


def test_unlocated_sites_of_one_name_are_told_apart_by_their_numbers(map_page: Page) -> None:
    group = map_page.locator("#unlocated-list .site-group", has_text="无名泵站")
    expect(group).to_have_count(1)
    expect(group.locator(".site-name")).to_have_text("无名泵站 ×3")
    shown = [text.split()[0] for text in group.locator(".site-codes a").all_text_contents()]
    assert shown == ["T3-3", "T3-4", "T3-5"]
    group.locator(".site-codes a").first.click()
    expect(map_page.locator("h1")).to_have_text("无名泵站")


def test_a_search_without_an_answer_offers_the_way_back(map_page: Page) -> None:
    everything = names(map_page)
    map_page.locator("#search").fill("没有这样的地方")
    map_page.locator("#site-list .empty button", has_text="清除筛选").click()
    expect(map_page.locator("#site-list .site-row")).to_have_count(len(everything))
    expect(map_page.locator("#search")).to_have_value("")


def test_a_crowd_with_overdue_sites_shows_red(open_page: OpenPage) -> None:
    def crowd(overdue: bool) -> Callable[[Route], None]:
        features = [
            {
                "type": "Feature",
                "id": str(i),
                "geometry": samples.point(114.5, 34.6),
                "properties": {
                    **samples.site(f"C-{i}", f"群{i}", samples.point(114.5, 34.6))["properties"],
                    "lon": 114.5, "lat": 34.6, "overdue": overdue and i < 4, "doubts": [],
                    "deadline": None, "where": "",
                },
            }
            for i in range(12)
        ]  # fmt: skip
        count = {"shown": 12, "total": 12, "counts": {"found": None}}
        body = json.dumps({"type": "FeatureCollection", "features": features, **count})
        return lambda route: route.fulfill(
            status=200, content_type="application/geo+json", body=body
        )

    red = "[200, 55, 45]"
    has_red = f"""(() => {{
      const canvas = document.querySelector('.leaflet-marks-pane canvas');
      const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4)
        if ({red}.every((value, j) => data[i + j] === value) && data[i + 3] === 255) return true;
      return false;
    }})()"""
    for overdue in (True, False):
        page = open_page("/about")
        page.route("**/api/sites.geojson*", crowd(overdue))
        page.goto("/?q=%E7%BE%A4")
        ready(page)
        page.wait_for_timeout(200)
        assert page.evaluate(has_red) is overdue


def test_tiles_are_asked_with_the_origin_that_their_keys_are_bound_to(
    map_page: Page, server: Server, tiles: Tiles
) -> None:
    tiles.referers.clear()
    map_page.goto("/?q=%E6%A0%B7%E7%82%B9")
    ready(map_page).locator(".base-switch").select_option("osm")
    expect(map_page.locator(".leaflet-tile-pane img.leaflet-tile-loaded").first).to_be_attached()
    assert set(tiles.referers) == {server.address + "/"}, "the origin, and nothing of the address"
