"""Every page in both languages, both themes and both widths: nothing breaks, nothing sticks out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Watch, ready

PAGES = (
    "/",
    "/ledger",
    "/ledger/import",
    "/due",
    "/inbox",
    "/notices",
    "/gazetteer",
    "/about",
    "/sites/{site}",
    "/no-such-page",
)
LOOKS = [
    (DESKTOP, "zh", "light"),
    (DESKTOP, "en", "dark"),
    (PHONE, "zh", "dark"),
    (PHONE, "en", "light"),
]


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, server: Server) -> str:
    """The address of each page, with a site that there is."""
    site = server.json("/api/sites.geojson?limit=1")["features"][0]
    return str(request.param).format(site=site["id"])


def settled(page: Page, path: str) -> Page:
    if path == "/":
        return ready(page)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize(("size", "language", "theme"), LOOKS)
def test_a_page_has_its_title_and_fits_the_window(
    open_page: OpenPage,
    watch: Watch,
    path: str,
    size: tuple[int, int],
    language: str,
    theme: str,
) -> None:
    if path == "/no-such-page":
        watch.expect("404")  # the browser reports the answer as an error
    page = settled(open_page(path, size, language=language, theme=theme), path)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_page_of_320_pixels_needs_no_scrolling_sideways(
    open_page: OpenPage, watch: Watch, path: str
) -> None:
    if path == "/no-such-page":
        watch.expect("404")
    page = settled(open_page(path, (320, 640), language="en"), path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_bar_leads_to_every_page(open_page: OpenPage) -> None:
    page = ready(open_page("/"))
    for word in ("进展", "台账", "通报", "地名", "地图"):
        page.locator(".bar-nav a", has_text=word).click()
        assert page.locator(".bar-nav a[aria-current=page]").inner_text() == word


def test_the_language_switch_keeps_the_place(open_page: OpenPage) -> None:
    page = open_page("/ledger")
    page.locator("button[name=language]").click()
    page.wait_for_load_state()
    assert page.url.endswith("/ledger")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_chosen_theme_is_kept_on_the_next_page(open_page: OpenPage) -> None:
    page = open_page("/ledger")
    page.locator("#theme-switch").click()
    for _ in range(50):
        if any(cookie.get("name") == "theme" for cookie in page.context.cookies()):
            break
        page.wait_for_timeout(100)
    page.goto("/about")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("path_of", ["/", "/leader", "/leader/course", "/ledger"])
def test_a_page_can_be_printed(open_page: OpenPage, path_of: str) -> None:
    page = settled(open_page(path_of), path_of)
    page.emulate_media(media="print")
    assert page.locator("h1").count() == 1
    assert len(page.pdf()) > 5000
