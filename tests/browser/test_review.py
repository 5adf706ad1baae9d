"""From pasted text to confirmed places, by what a person sees and does."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import samples
from tests.browser.conftest import PHONE, OpenPage, Server, Watch, ready
from tests.browser.map_page import CANVAS_IS_DRAWN
from tests.signed_in import enter

MARKS = itertools.count(1)
OUTLET = "青杨路柳沟河桥东"
WASTE = "白杨店村北"
STATION = "石河镇污水处理站"


def paste(open_page: OpenPage, size: tuple[int, int] | None = None) -> Page:
    """A review page of a notice of its own."""
    page = open_page("/notices", *([size] if size else []))
    page.locator("textarea").fill(samples.notice(f"第{next(MARKS)}号"))
    page.locator("form:has(textarea) button[type=submit]").click()
    page.wait_for_url("**/notices/*")
    return ready(page)


@pytest.fixture
def review(open_page: OpenPage) -> Page:
    return paste(open_page)


def sheet(page: Page, server: Server) -> dict[str, Any]:
    """The review sheet as the server has it now."""
    notice = page.url.partition("#")[0].rsplit("/", 1)[1]
    found: dict[str, Any] = server.json(f"/api/notices/{notice}")["sheet"]
    return found


def place(page: Page, server: Server, words: str) -> dict[str, Any]:
    found = [each for each in sheet(page, server)["places"] if words in each["text"]]
    assert len(found) == 1, [each["text"] for each in sheet(page, server)["places"]]
    return found[0]


def choose(page: Page, words: str) -> None:
    page.locator(".phrase", has_text=words).first.click()
    expect(page.locator("#place-card blockquote")).to_contain_text(words)


def summary(page: Page) -> dict[str, int]:
    parts = page.locator("#review-summary [data-count]")
    return {
        str(part.get_attribute("data-count")): int("".join(filter(str.isdigit, part.inner_text())))
        for part in parts.all()
    }


def saved(page: Page) -> None:
    expect(page.locator("#announcer")).to_have_text("已保存")


def test_pasted_text_shows_its_places_marked_and_on_the_map(review: Page, server: Server) -> None:
    expect(review.locator(f".phrase:has-text('{OUTLET}')").first).to_be_visible()
    counts = sheet(review, server)["counts"]
    assert summary(review) == {name: counts[name] for name in summary(review)}
    assert counts["located"] >= 2
    assert counts["unlocated"] >= 1
    base, marks = review.evaluate(CANVAS_IS_DRAWN)
    assert base > 10
    assert marks > 5


def test_a_phrase_opens_the_reasons_for_its_place(review: Page, server: Server) -> None:
    choose(review, OUTLET)
    card = review.locator("#place-card")
    told = place(review, server, OUTLET)
    assert told["steps"]
    assert card.locator(".steps li").all_text_contents() == told["steps"]
    expect(card.locator(".place-where")).to_have_text(told["where"])


def test_a_place_that_cannot_be_found_says_why_and_cannot_be_confirmed(
    review: Page, server: Server
) -> None:
    choose(review, STATION)
    told = place(review, server, STATION)
    assert told["reasons"]
    assert told["reasons"][0] in review.locator("#place-card .doubts").first.inner_text()
    expect(review.locator("#place-card [data-action=confirm]")).to_be_disabled()


def test_pointing_at_a_phrase_changes_the_map(review: Page) -> None:
    canvas = "document.querySelector('.leaflet-marks-pane canvas').toDataURL()"
    review.locator(".whole-area button").click()
    review.wait_for_timeout(300)
    before = review.evaluate(canvas)
    review.locator(".phrase", has_text=WASTE).first.hover()
    review.wait_for_timeout(200)
    assert review.evaluate(canvas) != before


def test_the_keyboard_goes_through_the_places_and_confirms(review: Page, server: Server) -> None:
    total = len(sheet(review, server)["places"])
    expect(review.locator(".card-count")).to_contain_text(f"第 1 处 / 共 {total}")
    review.keyboard.press("j")
    expect(review.locator(".card-count")).to_contain_text("第 2 处")
    review.keyboard.press("k")
    expect(review.locator(".card-count")).to_contain_text("第 1 处")
    drafts = summary(review)["drafts"]
    review.keyboard.press("Enter")
    saved(review)
    assert summary(review)["drafts"] == drafts - 1
    assert sheet(review, server)["places"][0]["state"] == "confirmed"
    expect(review.locator(".card-count")).to_contain_text("第 2 处")
    review.keyboard.press("k")
    expect(review.locator(".phrase[aria-current]").first).to_have_attribute(
        "data-state", "confirmed"
    )
    expect(review.locator("#place-card a", has_text="打开档案")).to_be_visible()
    review.keyboard.press("z")
    expect(review.locator("[data-action=confirm]")).to_be_enabled()
    assert sheet(review, server)["places"][0]["state"] == "draft"


def test_the_first_place_that_waits_is_open_at_once(review: Page, server: Server) -> None:
    first = sheet(review, server)["places"][0]
    expect(review.locator("#place-card h2")).to_have_text(first["name"])
    expect(review.locator("#place-card .place-where")).to_have_text(first["where"])
    phrase = review.locator(".phrase[aria-current]").first
    expect(phrase).to_have_attribute("data-place", first["id"])
    expect(phrase).to_be_in_viewport()
    assert review.evaluate(
        "([lon, lat]) => window.map_sheet.getBounds().contains([lat, lon])",
        [first["location"]["properties"][name] for name in ("lon", "lat")],
    )


def test_the_address_may_name_the_place_that_is_open(review: Page, server: Server) -> None:
    wanted = place(review, server, WASTE)
    review.goto(f"{review.url.partition('#')[0]}#place-{wanted['id']}")
    review.reload()
    ready(review)
    expect(review.locator("#place-card h2")).to_have_text(wanted["name"])


def test_decided_places_are_passed_over_and_the_end_is_said(review: Page, server: Server) -> None:
    total = len(sheet(review, server)["places"])
    for left in reversed(range(total)):
        can_be_confirmed = review.locator("[data-action=confirm]").is_enabled()
        review.keyboard.press("Enter" if can_be_confirmed else "u")
        expect(review.locator("#review-summary [data-count=drafts]")).to_contain_text(f"{left} ")
    expect(review.locator("#place-card .empty")).to_contain_text("地点已全部核对")
    expect(review.locator(".phrase[aria-current]")).to_have_count(0)
    expect(review.locator("#place-card a", has_text="看地图")).to_be_visible()
    review.reload()
    ready(review)
    expect(review.locator("#place-card .empty")).to_contain_text("地点已全部核对")


def test_the_keys_are_told_in_full(review: Page) -> None:
    told = review.locator("#place-card .keys").inner_text()
    assert [key for key in ("J/K", "回车", "U", "D", "L", "A", "M", "Z", "Esc") if key in told] == [
        "J/K", "回车", "U", "D", "L", "A", "M", "Z", "Esc",
    ]  # fmt: skip


def test_on_a_phone_the_first_place_waits_in_the_text_and_on_the_map(open_page: OpenPage) -> None:
    page = paste(open_page, PHONE)
    expect(page.locator(".phrase[aria-current]").first).to_be_in_viewport()
    page.locator("#tab-map").click()
    expect(page.locator("#place-card h2")).to_be_visible()
    page.wait_for_timeout(300)
    bounds = page.evaluate(
        "(() => { const b = window.map_sheet.getBounds(); return b.getEast() - b.getWest(); })()"
    )
    assert 0 < bounds < 0.5, "near the place, not the whole area"


def test_a_confirmed_place_can_be_taken_back(review: Page, server: Server) -> None:
    choose(review, OUTLET)
    review.locator("[data-action=confirm]").click()
    saved(review)
    choose(review, OUTLET)
    review.locator("[data-action=reset]").click()
    expect(review.locator("[data-action=confirm]")).to_be_enabled()
    assert place(review, server, OUTLET)["state"] == "draft"


def test_u_leaves_a_place_off_the_map(review: Page, server: Server) -> None:
    choose(review, WASTE)
    review.keyboard.press("u")
    saved(review)
    told = place(review, server, WASTE)
    assert (told["state"], told["located"]) == ("unlocated", False)
    expect(review.locator(".phrase", has_text=WASTE).first).to_have_attribute(
        "data-state", "unlocated"
    )


def test_a_place_is_moved_with_the_arrow_keys_and_gets_the_radius_that_was_given(
    review: Page, server: Server
) -> None:
    choose(review, OUTLET)
    before = place(review, server, OUTLET)["location"]["properties"]
    review.keyboard.press("d")
    expect(review.locator(".pin")).to_be_focused()
    for _ in range(5):
        review.keyboard.press("ArrowRight")
    review.locator("#draw-radius").fill("12")
    review.locator("[data-action=save]").click()
    saved(review)
    after = place(review, server, OUTLET)["location"]["properties"]
    assert after["lon"] > before["lon"]
    assert after["lat"] == pytest.approx(before["lat"], abs=1e-4)
    assert after["radius_m"] == 12
    assert after["layer"] == "confirmed"
    expect(review.locator(".pin")).to_have_count(0)


def test_a_radius_that_makes_no_sense_is_refused_and_nothing_is_lost(review: Page) -> None:
    choose(review, OUTLET)
    review.locator("[data-action=drag]").click()
    review.locator("#draw-radius").fill("-3")
    review.locator("[data-action=save]").click()
    expect(review.locator(".card-error")).to_have_text("半径应为 1 到 50000 米之间的数")
    expect(review.locator(".pin")).to_be_visible()
    expect(review.locator("#draw-radius")).to_have_value("-3")


def test_a_line_is_drawn_by_clicks_and_ended_by_a_double_click(
    review: Page, server: Server
) -> None:
    choose(review, WASTE)
    review.locator("[data-action=line]").click()
    review.locator("#draw-radius").fill("40")
    box = review.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    review.mouse.click(x - 120, y)
    review.mouse.click(x, y - 30)
    review.mouse.dblclick(x + 120, y)
    saved(review)
    geometry = place(review, server, WASTE)["location"]["geometry"]
    assert geometry["type"] == "LineString"
    assert len(geometry["coordinates"]) == 3


def test_an_area_is_drawn_with_the_keyboard_alone(review: Page, server: Server) -> None:
    choose(review, WASTE)
    review.keyboard.press("a")
    expect(review.locator(".cross")).to_be_visible()
    review.keyboard.press(" ")
    review.keyboard.press("Enter")
    expect(review.locator(".card-error")).to_have_text("线至少两点，面至少三点")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        review.keyboard.press(key)
        review.wait_for_timeout(400)
        review.keyboard.press(" ")
    review.keyboard.press("Backspace")
    review.keyboard.press("Enter")
    saved(review)
    geometry = place(review, server, WASTE)["location"]["geometry"]
    assert geometry["type"] == "Polygon"
    assert len(geometry["coordinates"][0]) == 4


def test_escape_leaves_the_drawing_and_changes_nothing(review: Page, server: Server) -> None:
    choose(review, OUTLET)
    before = place(review, server, OUTLET)
    review.keyboard.press("d")
    review.keyboard.press("ArrowUp")
    review.keyboard.press("Escape")
    expect(review.locator(".pin")).to_have_count(0)
    expect(review.locator("#place-card blockquote")).to_contain_text(OUTLET)
    assert place(review, server, OUTLET) == before


def test_two_mentions_of_one_place_are_merged(review: Page, server: Server) -> None:
    choose(review, WASTE)
    review.keyboard.press("m")
    review.locator(".card-merge button").first.click()
    saved(review)
    told = place(review, server, WASTE)
    assert told["state"] == "merged"
    expect(review.locator("#place-card button.link")).to_contain_text("已并入")


def test_confirming_all_leaves_no_draft(review: Page, server: Server) -> None:
    review.locator("#confirm-all button").click()
    expect(review.locator("#confirm-all button")).to_be_disabled()
    assert summary(review)["drafts"] == 0
    assert {each["state"] for each in sheet(review, server)["places"]} == {"confirmed", "unlocated"}


def test_a_refusal_of_the_server_is_said_and_nothing_changes(
    review: Page, server: Server, watch: Watch
) -> None:
    watch.expect("409")

    def refuse(route: Route) -> None:
        body = json.dumps({"code": "some.code", "message": "别人刚刚改过。", "details": {}})
        route.fulfill(status=409, content_type="application/problem+json", body=body)

    review.route("**/api/places/**", refuse)
    choose(review, OUTLET)
    review.locator("[data-action=confirm]").click()
    expect(review.locator(".card-error")).to_have_text("没有保存：别人刚刚改过。")
    assert place(review, server, OUTLET)["state"] == "draft"
    expect(review.locator("[data-action=confirm]")).to_be_enabled()


def test_on_a_phone_text_and_map_take_turns(open_page: OpenPage) -> None:
    page = paste(open_page, PHONE)
    expect(page.locator("#notice-text")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    page.locator(".phrase", has_text=OUTLET).first.click()
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#place-card h2")).to_be_visible()
    page.locator("#tab-text").click()
    expect(page.locator("#notice-text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_without_scripts_the_places_are_still_confirmed(
    review: Page, open_page: OpenPage, server: Server
) -> None:
    context = review.context.browser.new_context(
        java_script_enabled=False, locale="zh-CN", base_url=server.address
    )  # type: ignore[union-attr]
    enter(context, server.address, server.cookie)
    try:
        plain = context.new_page()
        plain.goto(review.url)
        item = plain.locator(".place-item", has_text=OUTLET).first
        item.locator("button", has_text="确认").click()
        assert place(review, server, OUTLET)["state"] == "confirmed"
    finally:
        context.close()
