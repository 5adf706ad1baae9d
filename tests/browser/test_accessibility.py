"""axe-core finds no serious or critical fault on any page."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Watch, ready
from tests.browser.test_review import paste

GRAVE = {"serious", "critical"}
PAGES = (
    "/",
    "/leader",
    "/leader?screen=big",
    "/leader?area=410205",
    "/leader/course",
    "/leader/units",
    "/leader/indicators",
    "/leader/indicators/import",
    "/ledger",
    "/ledger/import",
    "/ledger/adopt",
    "/complaints/import",
    "/papers",
    "/due",
    "/inbox",
    "/notices",
    "/gazetteer",
    "/about",
    "/no-such-page",
)
LOOKS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]


def faults(page: Page) -> list[str]:
    """Rule and elements of each grave fault."""
    # its preload would put copies of the style sheets into the page, which the policy refuses
    response: dict[str, Any] = Axe().run(page, options={"preload": False}).response
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']][:3]}"
        for fault in response["violations"]
        if fault["impact"] in GRAVE
    ]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(
    open_page: OpenPage, watch: Watch, path: str, size: tuple[int, int], theme: str
) -> None:
    if path == "/no-such-page":
        watch.expect("404")
    page = open_page(path, size, theme=theme)
    if path == "/":
        ready(page)
    assert faults(page) == []


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_map_with_an_open_card_is_accessible(
    open_page: OpenPage, size: tuple[int, int], theme: str
) -> None:
    page = ready(open_page("/", size, theme=theme))
    if size == PHONE:
        page.locator("[data-height=full]").click()
    page.locator("#site-list .site-link").first.click()
    page.locator("#site-card h2").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_map_in_its_other_states_is_accessible(
    open_page: OpenPage, size: tuple[int, int], theme: str
) -> None:
    page = ready(open_page("/?category=sewage_station", size, theme=theme))
    page.locator("#not-on-map a").click()
    assert faults(page) == []
    page.locator("#search").fill("没有这样的地方")
    page.locator("#site-list .empty button").wait_for()
    assert faults(page) == []


def test_the_opened_ledger_is_accessible(open_page: OpenPage) -> None:
    page = paste(open_page)
    page.goto("/ledger")
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    assert faults(page) == []


def test_the_page_of_a_site_is_accessible(open_page: OpenPage, server: Server) -> None:
    found = server.json("/api/sites.geojson")["features"]
    for located in (True, False):
        site = next(each for each in found if each["properties"]["located"] is located)
        page = open_page(f"/sites/{site['id']}")
        assert faults(page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_review_of_a_notice_is_accessible(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = paste(open_page, size)
    assert faults(page) == []
    page.locator(".phrase").first.click()
    page.locator("#place-card h2").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_refused_step_is_accessible_and_the_field_has_the_focus(
    open_page: OpenPage, server: Server, watch: Watch, size: tuple[int, int], theme: str
) -> None:
    watch.expect("422")
    found = server.json("/api/sites.geojson")["features"]
    site = next(each for each in found if each["properties"]["status"] == "claimed")
    page = open_page(f"/sites/{site['id']}", size, theme=theme)
    step = page.locator('[data-step="claim"]')
    step.locator("summary").click()
    step.locator("textarea").fill("口子封了")
    step.locator("[name=on]").evaluate("(field) => { field.max = ''; field.value = '2999-01-01' }")
    step.locator("button").click()
    page.wait_for_url("**/claim")
    expect(step.locator("[name=on]")).to_be_focused()
    expect(step.locator(".fault")).to_be_in_viewport()
    expect(step.locator("textarea")).to_have_value("口子封了")
    assert faults(page) == []
    # a reload, or the other language, leads to the page of the site
    page.locator("[name=language]").click()
    expect(page.locator("#actions-title")).to_have_text("Next steps")
    assert page.url == f"{server.address}/sites/{site['id']}#actions"
