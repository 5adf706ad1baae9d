"""The district status map in a real browser: from the city to a file, on a wall, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from geo_app.geo.districts import Districts
from geo_app.resources import resource
from tests.browser.conftest import PHONE, OpenPage, Server, Watch

WALL = (1920, 1080)
MARGIN_PT = 34  # 12 mm


def figures(server: Server) -> list[dict[str, object]]:
    return [each["properties"] for each in server.json("/api/sites.geojson")["features"]]


def fullest(server: Server) -> tuple[str, int]:
    """Name of the district with the most sites, and how many it has."""
    codes = [str(each["district_code"]) for each in figures(server) if each["district_code"]]
    code = max(sorted(set(codes)), key=codes.count)
    districts = Districts.load(resource("data", "districts.geojson")).districts
    return next(each.name for each in districts if each.code == code), codes.count(code)


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
def test_from_the_city_to_the_file_of_a_site(
    open_page: OpenPage, server: Server, watch: Watch, script: bool
) -> None:
    page = open_page("/leader")
    if not script:
        watch.expect("/static/")
        watch.expect("ERR_FAILED")
        page.route("**/*.js*", lambda route: route.abort())
        page.reload()
    rows = figures(server)
    expect(page.locator("h1")).to_contain_text(f"{len(rows)} 处点位")
    name, number = fullest(server)
    page.locator(".ranking tbody").get_by_role("link", name=name).click()
    expect(page.locator("#opened-title")).to_contain_text(name)
    opened = page.locator("#opened")
    expect(opened.locator("small").last).to_contain_text(f"共 {number}")
    site = opened.locator(".area-sites a").first
    title = site.inner_text()
    site.click()
    expect(page.locator("#opened-title")).to_have_text(title)
    page.get_by_role("link", name="打开档案").click()
    expect(page.locator("h1")).to_contain_text(title)


def test_an_outline_is_a_way_in_by_keyboard(open_page: OpenPage, server: Server) -> None:
    page = open_page("/leader")
    name, _ = fullest(server)
    outline = page.locator(f".sheet a[aria-label^='{name}：']").first
    outline.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#opened-title")).to_contain_text(name)


def test_an_earlier_day_is_asked_for_by_its_field(open_page: OpenPage) -> None:
    page = open_page("/leader")
    page.locator("#day").fill("2001-02-03")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("h1")).to_contain_text("0 处点位")
    expect(page.locator(".past-note")).to_contain_text("2001年2月3日")
    page.get_by_role("link", name="回到今天").click()
    assert page.url.endswith("/leader")


def test_two_areas_stand_beside_each_other(open_page: OpenPage, server: Server) -> None:
    name, _ = fullest(server)
    page = open_page("/leader")
    page.locator(".ranking tbody").get_by_role("link", name=name).click()
    page.locator("#beside").select_option(index=1)
    page.get_by_role("button", name="对比").click()
    assert page.locator(".pair thead th").count() == 2


def test_the_wall_shows_all_at_once_and_renews_itself(
    open_page: OpenPage, server: Server, watch: Watch
) -> None:
    watch.expect("503")  # the browser reports the answer as an error
    page = open_page("/leader?screen=big", WALL)
    assert page.evaluate("document.documentElement.scrollHeight") <= WALL[1]
    last = page.locator(".ranking tfoot")
    box = last.bounding_box()
    assert box
    assert box["y"] + box["height"] <= WALL[1]
    assert _map_height(page) > 200

    answers = [503, 200]

    def changed(route: Route) -> None:
        body = route.fetch().text().replace("处点位，", "处点位（新），")
        route.fulfill(status=answers.pop(0), body=body, content_type="text/html")

    page.clock.install()
    page.reload()
    page.route("**/leader?screen=big", changed)
    page.clock.run_for(61_000)
    expect(page.locator("#stale")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("h1")).to_contain_text("（新）")
    expect(page.locator("#stale")).to_be_hidden()


def _map_height(page: Page) -> float:
    box = page.locator(".sheet").first.bounding_box()
    assert box
    return box["height"]


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_paper_has_map_legend_scale_day_and_number(open_page: OpenPage, paper: str) -> None:
    page = open_page("/leader")
    page.emulate_media(media="print")
    for part, words in {
        ".map-note": ("审图号", "截至"),
        ".sheet .scale": ("公里",),
        ".legend": ("本批无点位", "仅自报"),
        ".ranking tfoot": ("合计",),
    }.items():
        shown = page.locator(part).first
        assert shown.is_visible(), part
        assert all(each in (shown.text_content() or "") for each in words), part
    assert not page.locator(".cuts").is_visible()
    made = page.pdf(format=paper, landscape=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 3
    # the links begin at the margin: the sheet fills its paper
    left = min(float(each) for each in re.findall(rb"/Rect\s*\[\s*([\d.]+)", made))
    assert left == pytest.approx(MARGIN_PT, abs=1)


def test_bars_of_all_rows_have_one_length(open_page: OpenPage) -> None:
    for size in (WALL, PHONE):
        page = open_page("/leader", size)
        boxes = [each.bounding_box() for each in page.locator(".ranking .bar-of-area").all()]
        assert len(boxes) > 1
        assert len({round(box["width"]) for box in boxes if box}) == 1


def test_a_phone_stacks_the_table(open_page: OpenPage) -> None:
    page = open_page("/leader", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    for link in page.locator(".ranking thead a, .cuts a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44


PAINTED = """() => [
  document.querySelector("h1").textContent,
  document.querySelector(".facts").textContent.replace(/\\s+/g, ""),
  ...[...document.querySelectorAll(".sheet .area")].map((area) => [
    area.dataset.key,
    area.querySelector(".fill").dataset.fill,
    area.querySelector(".hatched")?.getAttribute("fill"),
    area.getAttribute("aria-label"),
    area.querySelector("title").textContent,
  ]),
  ...[...document.querySelectorAll(".sheet text")].map((text) => text.textContent),
]"""
"""All that a moved slider paints."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_slider_paints_of_each_day_what_the_server_says_of_it(
    open_page: OpenPage, language: str
) -> None:
    page = open_page("/leader", language=language)
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.locator("#time-play").click()
    slider = page.locator("#time-day")
    expect(slider).to_be_focused()
    page.keyboard.press(" ")  # pauses
    last = int(slider.get_attribute("max") or 0)
    assert last > 0
    for day in {0, last // 2, last - 1, last}:
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", day)
        painted = page.evaluate(PAINTED)
        expect(page.locator("#ranking.of-another-day")).to_have_count(1)
        expect(page.locator("#ranking.of-another-day")).to_have_count(0)
        assert page.evaluate(PAINTED) == painted
        assert ("day=" in page.url) is (day < last)
    # one question for all days, and one page where the slider rests
    assert sum(url.endswith("/api/leader/days") for url in asked) == 1
    expect(page.get_by_role("button", name="打印" if language == "zh" else "Print")).to_be_visible()


def test_the_days_play_from_the_first_to_today_by_keyboard_alone(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("400")
    page = open_page("/leader")
    page.clock.install()
    page.locator("#time-play").focus()
    page.keyboard.press("Enter")
    slider = page.locator("#time-day")
    expect(slider).to_be_focused()
    assert slider.input_value() == "0"
    assert "处 / 今天共" in (slider.get_attribute("aria-valuetext") or "")
    expect(page.locator("#time-play")).to_have_text("暂停")
    page.clock.run_for(25_000)
    expect(page.locator("#time-play")).to_have_text("逐日播放")
    assert slider.input_value() == slider.get_attribute("max")
    page.keyboard.press("ArrowLeft")
    assert int(slider.input_value()) == int(slider.get_attribute("max") or 0) - 1

    page.clock.resume()
    body = '{"code": "x", "message": "变化过多", "details": {}}'
    page.route("**/api/leader/days", lambda route: route.fulfill(status=400, body=body))
    page.goto("/leader")
    page.locator("#time-play").click()
    expect(page.locator("#time-told")).to_contain_text("变化过多")
    expect(slider).to_be_hidden()
