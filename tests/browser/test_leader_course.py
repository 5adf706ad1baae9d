"""Changes in a real browser: a chosen day, its sites, the trend; also without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Watch


def numbers(page: Page, change: str) -> list[int]:
    """Then, came, went, now."""
    cells = page.locator(f"[data-change={change}] td").all_inner_texts()
    return [abs(int(re.sub(r"[+−,]", "", each))) for each in cells]


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
def test_from_the_map_of_districts_to_a_site_that_changed(
    open_page: OpenPage, server: Server, watch: Watch, script: bool
) -> None:
    page = open_page("/leader")
    if not script:
        watch.expect("/static/")
        watch.expect("ERR_FAILED")
        page.route("**/*.js*", lambda route: route.abort())
    page.get_by_role("link", name="进展变化").click()
    page.locator("#since").fill("2001-02-03")
    page.get_by_role("button", name="查看变化").click()
    expect(page.locator("h1")).to_contain_text("自2001年2月3日以来")
    sites = [each["properties"] for each in server.json("/api/sites.geojson")["features"]]
    claimed = [each["name"] for each in sites if each["status"] == "claimed"]
    assert claimed
    assert numbers(page, "claimed") == [0, len(claimed), 0, len(claimed)]
    page.locator("[data-change=claimed] a").click()
    listed = page.locator("#came-claimed li a")
    assert set(listed.all_inner_texts()) <= set(claimed)
    title = listed.first.inner_text()
    page.unroute_all()  # a site's page has its map, which is another matter
    listed.first.click()
    expect(page.locator("h1")).to_contain_text(title)


def test_the_trend_goes_by_week_and_by_month_and_says_its_numbers(open_page: OpenPage) -> None:
    page = open_page("/leader/course?since=2001-02-03")
    page.get_by_role("link", name="按月").click()
    assert "since=2001-02-03" in page.url
    expect(page.locator("[aria-current=true]", has_text="按月")).to_be_visible()
    curve = page.get_by_role("img", name="走势")
    box = curve.bounding_box()
    assert box
    assert box["height"] > 150
    summary = page.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    first = page.locator(".trend-numbers tbody tr").first
    last = first.locator("td").all_inner_texts()
    legend = page.locator(".legend .number").all_inner_texts()
    assert last == legend
    assert int(last[1]) == numbers(page, "claimed")[3]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_sticks_out(open_page: OpenPage, size: tuple[int, int], language: str) -> None:
    page = open_page("/leader/course?since=2001-02-03", size, language=language)
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for link in page.locator(".balance a, .steps-of-trend a, .crumb a, summary").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
