"""The map page on a phone, in the dark, in English, on paper and over other base maps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage, Server, ready
from tests.browser.map_page import spot, view


def test_amap_tiles_shift_our_layers_and_not_the_link(map_page: Page) -> None:
    view(map_page, 114.40, 34.60, 12)
    map_page.wait_for_url(re.compile("lon=114.40000"))
    switch = map_page.locator(".base-switch")
    switch.select_option("amap")
    map_page.wait_for_timeout(500)
    centre = map_page.evaluate("window.map_sheet.getCenter()")
    metres = map_page.evaluate("window.map_sheet.distance([34.60, 114.40], map_sheet.getCenter())")
    assert 400 < metres < 700, "GCJ-02 lies some 550 m off in this area"
    assert centre["lng"] > 114.40
    assert "lon=114.40000" in map_page.url
    assert "lat=34.60000" in map_page.url
    switch.select_option("")
    metres = map_page.evaluate("window.map_sheet.distance([34.60, 114.40], map_sheet.getCenter())")
    assert metres < 1


def test_the_chosen_base_map_is_there_at_the_next_visit(map_page: Page) -> None:
    map_page.locator(".base-switch").select_option("osm")
    expect(map_page.locator(".leaflet-tile-pane img").first).to_be_attached()
    map_page.reload()
    ready(map_page)
    expect(map_page.locator(".base-switch")).to_have_value("osm")
    expect(map_page.locator(".leaflet-tile-pane img").first).to_be_attached()


def test_switching_to_dark_repaints_the_sheet(map_page: Page) -> None:
    middle = "document.querySelector('.sheet-frame').getContext('2d').getImageData(4, 300, 1, 1)"
    light = map_page.evaluate(f"[...{middle}.data].slice(0, 3)")
    map_page.locator("#theme-switch").click()
    map_page.wait_for_timeout(200)
    dark = map_page.evaluate(f"[...{middle}.data].slice(0, 3)")
    assert sum(dark) < sum(light) / 2


def test_the_map_speaks_english(open_page: OpenPage) -> None:
    page = ready(open_page("/", language="en"))
    page.locator("#site-list .site-link", has_text="同址甲").click()
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for part in ("#figures", "#status-filter", "#site-card dl dt", "#site-card .card-actions"):
        for text in page.locator(part).all_text_contents():
            assert not chinese.search(text), f"{part}: {text}"


def test_on_a_phone_the_list_is_a_sheet_of_three_heights(open_page: OpenPage) -> None:
    page = ready(open_page("/", PHONE))
    panel = page.locator("#panel")

    def height() -> float:
        page.wait_for_timeout(300)
        box = panel.bounding_box()
        assert box
        return box["height"]

    low = height()
    page.locator("[data-height=half]").click()
    half = height()
    page.locator("[data-height=full]").click()
    full = height()
    assert low < 150 < half < full
    page.locator("#site-list .site-link", has_text="带圆点位").click()
    assert height() == low, "the map must be seen again"
    expect(page.locator("#site-card h2")).to_have_text("带圆点位")


def test_on_a_phone_the_sheet_follows_the_finger(open_page: OpenPage) -> None:
    page = ready(open_page("/", PHONE))
    handle = page.locator("#sheet-handle").bounding_box()
    assert handle
    x, y = handle["x"] + 20, handle["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 150, steps=5)
    page.mouse.move(x, y - 330, steps=5)
    page.mouse.up()
    assert page.locator("#panel").get_attribute("data-height") == "half"


def test_on_a_phone_the_chosen_mark_stands_above_its_card(open_page: OpenPage) -> None:
    page = ready(open_page("/", PHONE))
    page.locator("[data-height=full]").click()
    page.locator("#site-list .site-link", has_text="粗略点位").click()
    page.wait_for_timeout(500)
    _, y = spot(page, 114.20, 34.45)
    card = page.locator("#site-card").bounding_box()
    assert card
    assert 100 < y < card["y"]


def test_on_a_phone_no_mark_hides_under_the_buttons_at_first(
    open_page: OpenPage, server: Server
) -> None:
    page = ready(open_page("/", PHONE))
    controls = [
        box
        for control in page.locator("#map .leaflet-top .leaflet-control").all()
        if (box := control.bounding_box())
    ]
    frame = page.locator("#map").bounding_box()
    assert frame
    panel = page.locator("#panel").bounding_box()
    assert panel
    for feature in server.json("/api/sites.geojson?located=1")["features"]:
        x, y = spot(page, feature["properties"]["lon"], feature["properties"]["lat"])
        assert frame["x"] < x < frame["x"] + frame["width"]
        assert frame["y"] < y < panel["y"]
        for box in controls:
            beside = not (box["x"] - 10 < x < box["x"] + box["width"] + 10)
            assert beside or not (box["y"] - 10 < y < box["y"] + box["height"] + 10)


def test_nothing_moves_by_itself_for_who_asked_for_rest(map_page: Page) -> None:
    moving = map_page.evaluate(
        "['zoomAnimation', 'fadeAnimation', 'inertia'].filter((n) => window.map_sheet.options[n])"
    )
    assert moving == []


def test_paper_shows_the_whole_map_of_the_screen(map_page: Page) -> None:
    screen = map_page.locator("#map").bounding_box()
    map_page.emulate_media(media="print")
    map_page.wait_for_timeout(200)
    paper = map_page.locator("#map").bounding_box()
    assert screen
    assert paper
    assert paper["width"] <= 1001
    assert paper["width"] / paper["height"] == pytest.approx(
        screen["width"] / screen["height"], rel=0.02
    )
