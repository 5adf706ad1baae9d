"""The map where sites stand thick: rings, what they hold, and what comes after them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import PHONE, OpenPage, Watch, ready
from tests.browser.crowd_site import SCATTERED, STACK, STACKED, STATUSES, Crowded, crowded
from tests.browser.map_page import CANVAS_IS_DRAWN, click_place, figures, names, spot, view
from tests.browser.test_accessibility import faults
from tests.signed_in import enter

MIDDLE = (114.55, 34.65)
FIRST_MAP_BYTES = 300_000

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    with crowded(tmp_path_factory.mktemp("crowded")) as running:
        yield running


@pytest.fixture
def opened(site: Crowded, open_page: OpenPage, watch: Watch) -> Opened:
    watch.address, watch.cookie = site.address, site.cookie

    def go(path: str = "/", *size: tuple[int, int], **look: Any) -> Page:
        return ready(open_page(site.address + path, *size, **look))

    return go


def zoom(page: Page) -> float:
    found: float = page.evaluate("window.map_sheet.getZoom()")
    return found


def test_the_numbers_of_the_rings_add_up(opened: Opened) -> None:
    checked = sum(STATUSES[i % 3] == "verified" for i in range(SCATTERED))
    claimed = sum(STATUSES[i % 3] == "claimed" for i in range(SCATTERED))
    assert figures(opened()) == [SCATTERED + STACKED, claimed, checked]


def test_a_search_counts_all_that_it_has_found_and_says_how_few_are_drawn(opened: Opened) -> None:
    page = opened()
    page.route(
        "**/api/sites.geojson?*q=*",
        lambda route: route.continue_(url=route.request.url.replace("limit=500", "limit=40")),
    )
    page.locator("#search").fill("散点")
    expect(page.locator("#figures")).to_contain_text("共找到")
    checked = sum(STATUSES[i % 3] == "verified" for i in range(SCATTERED))
    claimed = sum(STATUSES[i % 3] == "claimed" for i in range(SCATTERED))
    assert figures(page) == [SCATTERED, claimed, checked]
    expect(page.locator("#site-list .empty")).to_contain_text("图上和列表只有前 40 处")
    expect(page.locator("#shown")).to_have_text(f"显示 40 / 共 {SCATTERED}")
    page.locator("#search").fill("散点12")  # fewer than the limit: all are drawn
    expect(page.locator("#figures")).to_contain_text("视野内")
    expect(page.locator("#site-list .empty")).to_have_count(0)


def test_the_list_says_how_many_it_does_not_list_and_leads_to_them(opened: Opened) -> None:
    page = opened()
    note = page.locator("#site-list .empty")
    expect(note).to_contain_text("处成团显示，放大地图后逐一列出。")
    before = zoom(page)
    note.locator("button", has_text="放大到最密处").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => window.map_sheet.getZoom() > before + 1", arg=before)
    expect(page.locator("#site-list :focus")).to_have_count(1)


def test_a_ring_says_in_words_what_it_holds_and_a_click_goes_into_it(opened: Opened) -> None:
    page = opened(f"/?z=11.6&lon={STACK[0]}&lat={STACK[1]}")
    page.mouse.move(*spot(page, *STACK))
    tip = page.locator(".crowd-tip")
    expect(tip.locator("dt", has_text="未整改")).to_be_visible()
    expect(tip.locator("dd").first).to_have_text(str(STACKED))
    click_place(page, *STACK)
    expect(tip).to_have_count(0)
    assert zoom(page) > 13


def test_what_no_zoom_takes_apart_is_listed(opened: Opened) -> None:
    page = opened(f"/?z=18&lon={STACK[0]}&lat={STACK[1]}")
    expect(page.locator("#site-list .site-row")).to_have_count(0)
    click_place(page, *STACK)
    expect(page.locator("#site-list .site-row")).to_have_count(STACKED)
    expect(page.locator("#site-list .empty")).to_contain_text(f"同一处的 {STACKED} 个点位")
    page.locator("#site-list .site-link", has_text="叠点7").click()
    expect(page.locator("#site-card h2")).to_have_text("叠点7")
    expect(page.locator("#site-card")).to_contain_text("半径约20米")
    page.keyboard.press("Escape")
    page.locator("#site-list .empty button").click()
    expect(page.locator("#site-list .site-row")).to_have_count(0)


def test_on_a_phone_the_list_of_a_stack_comes_up(opened: Opened) -> None:
    page = opened(f"/?z=18&lon={STACK[0]}&lat={STACK[1]}", PHONE)
    click_place(page, *STACK)
    expect(page.locator("#panel")).to_have_attribute("data-height", "half")
    expect(page.locator("#site-list .site-row").first).to_be_visible()


def test_a_chosen_site_stands_on_its_place_though_others_are_only_counted(
    opened: Opened, site: Crowded
) -> None:
    page = opened()
    found = page.evaluate("fetch('/api/sites.geojson?q=叠点3').then((answer) => answer.json())")
    chosen = found["features"][0]
    page = opened(f"/?z=10&lon={STACK[0]}&lat={STACK[1]}&site={chosen['id']}")
    expect(page.locator("#site-card h2")).to_have_text(chosen["properties"]["name"])
    page.keyboard.press("Escape")
    expect(page.locator("#site-card")).to_be_hidden()


def test_a_search_lists_what_it_finds_as_far_as_somebody_scrolls(opened: Opened) -> None:
    page = opened()
    page.locator("#search").fill("散点")
    expect(page.locator("#shown")).to_have_text(str(SCATTERED))
    rows = page.locator("#site-list .site-row")
    expect(rows).to_have_count(100)
    rows.last.scroll_into_view_if_needed()
    expect(rows).to_have_count(SCATTERED)
    assert rows.last.get_attribute("aria-posinset") == str(SCATTERED)


def test_a_search_shows_which_of_its_sites_are_in_the_window(opened: Opened) -> None:
    page = opened(f"/?z=14&lon={STACK[0]}&lat={STACK[1]}&q=散点")
    assert figures(page)[0] == 0
    expect(page.locator("#site-list .site-row.elsewhere").first).to_be_visible()


def test_a_change_by_somebody_else_shows_when_one_comes_back(opened: Opened, site: Crowded) -> None:
    page = opened("/?z=12&lon=114.55&lat=34.65")
    name = names(page)[0]
    row = page.locator("#site-list .site-row", has_text=name)
    code = "K-" + re.sub(r"\D", "", name)
    status = {"未整改": "open", "自报完成": "claimed", "已核实": "verified"}
    was = row.locator(".site-status").inner_text()
    page.wait_for_timeout(2100)  # not asked more often than that
    site.change(code, "disputed")
    try:
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(row.locator(".site-status")).to_have_text("有争议")
    finally:
        site.change(code, status[was])


def test_what_is_asked_again_and_still_holds_is_not_sent_again(
    site: Crowded, browser: Browser
) -> None:
    context = browser.new_context()  # without routes, which would switch the cache off
    enter(context, site.address, site.cookie)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    page.goto(f"{site.address}/?z=12&lon=114.55&lat=34.65")
    ready(page)
    page.wait_for_timeout(2100)
    statuses: list[int] = []
    session.on(
        "Network.responseReceivedExtraInfo", lambda event: statuses.append(event["statusCode"])
    )
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(600)
    context.close()
    assert statuses
    assert set(statuses) == {304}


def test_the_picture_stays_until_the_finer_one_is_there(opened: Opened) -> None:
    page = opened(f"/?z=11&lon={MIDDLE[0]}&lat={MIDDLE[1]}")
    held: list[Route] = []
    flows = threading.Event()

    def gate(route: Route) -> None:
        if flows.is_set():
            route.continue_()
        else:
            held.append(route)

    page.route("**/tiles/**", gate)
    view(page, *MIDDLE, 12)
    page.wait_for_timeout(500)
    assert held
    _, marks = page.evaluate(CANVAS_IS_DRAWN)
    assert marks > 5, "what the coarser tiles tell of the same ground"
    assert figures(page)[0] > 0
    flows.set()
    for route in held:
        route.continue_()
    expect(page.locator("#site-list .site-row").first).to_be_visible()


def test_tiles_that_nobody_waits_for_any_more_are_given_up(opened: Opened) -> None:
    page = opened()
    given_up: list[str] = []

    def note(request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":
            given_up.append(request.url)

    page.on("requestfailed", note)
    page.route("**/tiles/**", lambda route: None)
    view(page, *MIDDLE, 15)
    page.wait_for_timeout(300)
    view(page, 114.0, 34.3, 15)
    page.wait_for_timeout(300)
    assert given_up
    page.unroute_all(behavior="ignoreErrors")


def test_after_a_failure_the_tiles_are_asked_again(opened: Opened, watch: Watch) -> None:
    watch.expect("failed: ")
    watch.expect("Failed to load resource")
    page = opened()
    page.route("**/tiles/**", lambda route: route.abort())
    view(page, *MIDDLE, 13)
    expect(page.locator(".panel-error")).to_contain_text("网络不通")
    page.unroute("**/tiles/**")
    expect(page.locator(".panel-error")).to_have_count(0, timeout=15_000)
    expect(page.locator("#site-list .site-row").first).to_be_visible()


def test_what_found_no_room_in_a_tile_is_named(opened: Opened) -> None:
    page = opened()

    def full(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "Geo-App-Left-Out": "3"})

    page.route("**/tiles/**", full)
    view(page, 114.0, 34.3, 14)
    expect(page.locator("#site-list .empty")).to_contain_text("项太密，没有画出")
    page.unroute_all(behavior="ignoreErrors")


def test_a_filter_leaves_only_what_answers_it(opened: Opened) -> None:
    page = opened()
    page.locator("#status-filter .chip", has_text="已核实").click()
    verified = sum(STATUSES[i % 3] == "verified" for i in range(SCATTERED))
    expect(page.locator("#figures b").first).to_have_text(str(verified))
    assert figures(page) == [verified, 0, verified]


def test_the_first_map_is_light(opened: Opened, site: Crowded) -> None:
    page = opened()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(site.address + "/")
    ready(page)
    page.wait_for_load_state("networkidle")
    assert sum(received) <= FIRST_MAP_BYTES


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_of_crowds_is_accessible(opened: Opened, theme: str) -> None:
    page = opened(theme=theme)
    assert faults(page) == []
