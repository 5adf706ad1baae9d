"""The page of a site with photos in a browser: chips, places, print; the map page at close zoom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, ready
from tests.browser.map_page import view
from tests.browser.photo_site import NEAR, Visited, visited
from tests.browser.test_accessibility import LOOKS, faults


def opened(
    open_page: OpenPage, server: Server, size: tuple[int, int] = DESKTOP, theme: str = "light"
) -> tuple[Page, Visited]:
    site = visited(server)
    page = ready(
        open_page(f"/sites/{site.site}?before={site.before}&after={site.after}", size, theme=theme)
    )
    page.wait_for_selector(".compare-alignment[data-state=aligned]")
    return page, site


def test_a_chip_opens_its_sentence_by_mouse_and_by_key(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    photo = page.locator(f"#photo-{site.after}")
    chip = photo.locator(".check[data-outcome=pass]").first
    expect(chip.locator("p")).to_be_hidden()
    chip.locator("summary").click()
    expect(chip.locator("p")).to_be_visible()
    chip.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chip.locator("p")).to_be_hidden()


def test_what_does_not_fit_is_read_without_a_click(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    wrong = page.locator(f"#photo-{site.elsewhere} .check[data-outcome=fail]").first
    expect(wrong.locator("p")).to_be_visible()
    expect(wrong.locator("summary")).to_contain_text("不符")
    expect(page.locator(f"#photo-{site.elsewhere} .verdict")).to_contain_text("不能证明")


def test_an_outcome_is_told_by_shape_as_well_as_by_colour(
    open_page: OpenPage, server: Server
) -> None:
    page, _ = opened(open_page, server)
    shapes = page.locator(".check").evaluate_all(
        "(all) => all.map((one) => [one.dataset.outcome, one.querySelector('use').href.baseVal])"
    )
    assert {shape for _, shape in shapes} >= {"#outcome-pass", "#outcome-fail", "#outcome-unknown"}
    assert all(shape == f"#outcome-{outcome}" for outcome, shape in shapes)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_page_is_accessible(
    open_page: OpenPage, server: Server, size: tuple[int, int], theme: str
) -> None:
    page, _ = opened(open_page, server, size, theme)
    assert faults(page) == []
    page.locator("details").evaluate_all("(all) => all.forEach((fold) => (fold.open = true))")
    assert faults(page) == []


@pytest.mark.parametrize("mode", ["side", "blend"])
def test_the_viewer_is_accessible_in_each_mode(
    open_page: OpenPage, server: Server, mode: str
) -> None:
    page, _ = opened(open_page, server)
    page.locator(f"[name=compare-mode][value={mode}]").check(force=True)
    assert faults(page) == []


def test_nothing_is_wider_than_a_phone(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_touch_targets_are_large_enough(open_page: OpenPage, server: Server) -> None:
    page, _ = opened(open_page, server, PHONE)
    small = page.locator(".check > summary, .tool, .segment, .step > summary").evaluate_all(
        """(all) => all.map((one) => one.getBoundingClientRect())
             .filter(({ height }) => height > 0 && height < 44).length"""
    )
    assert small == 0


def test_links_of_the_viewer_lead_to_the_checks(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    page.locator(".compare-caption[data-side=after] [data-link=checks]").click()
    expect(page).to_have_url(re.compile(f"#photo-{site.after}$"))
    expect(page.locator(f"#photo-{site.after} img")).to_be_in_viewport()


def test_the_story_prints_with_its_reasons(open_page: OpenPage, server: Server) -> None:
    page, site = opened(open_page, server)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for hidden in (".compare-bar", ".offered form", ".bar-nav"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(f"#photo-{site.after} .check p").first.is_visible()
    left = page.locator(".compare-layer[data-side=before] img").bounding_box()
    right = page.locator(".compare-layer[data-side=after] img").bounding_box()
    assert left
    assert right
    assert right["x"] >= left["x"] + left["width"]


def test_the_card_of_the_map_names_what_the_newest_visit_proves(
    open_page: OpenPage, server: Server
) -> None:
    site = visited(server)
    page = ready(open_page(f"/?site={site.site}"))
    evidence = page.locator("#site-card .card-evidence")
    expect(evidence).to_contain_text("2023年7月5日")
    expect(evidence.locator(".verdict-word, .verdict")).to_contain_text("证明力")
    expect(evidence).to_contain_text("4 张照片")
    expect(evidence.locator("img")).to_have_attribute("src", re.compile(r"/api/photos/.*/thumb"))
    assert faults(page) == []


CONE_PIXELS = """
([lon, lat]) => {
  const map = window.map_sheet;
  const canvas = document.querySelector('.leaflet-photos-pane canvas');
  const frame = canvas.getBoundingClientRect();
  const at = map.latLngToContainerPoint([lat, lon]);
  const box = map.getContainer().getBoundingClientRect();
  const ratio = canvas.width / frame.width;
  const x = (at.x + box.left - frame.left) * ratio, y = (at.y + box.top - frame.top) * ratio;
  const { data } = canvas.getContext('2d').getImageData(x - 50, y - 50, 100, 100);
  return data.filter((_, i) => i % 4 === 3 && data[i] > 0).length;
}
"""


def test_at_close_zoom_the_map_shows_from_where_photos_were_taken(
    open_page: OpenPage, server: Server
) -> None:
    visited(server)
    page = ready(open_page("/"))
    spot = [NEAR["lon"], NEAR["lat"]]
    view(page, *spot, 17)
    page.wait_for_function(f"(spot) => ({CONE_PIXELS})(spot) > 300", arg=spot)
    view(page, *spot, 13)
    page.wait_for_function(f"(spot) => ({CONE_PIXELS})(spot) === 0", arg=spot)
