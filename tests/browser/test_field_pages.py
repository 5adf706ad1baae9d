"""Every screen of the field page: accessible by day, by night and in the sun; small; by thumb."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from geo_app.geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from tests.browser.conftest import Server, Watch
from tests.browser.field_page import PHONE, OpenPhone, Phone
from tests.browser.photo_site import visited

MOST_SCRIPT_BYTES = 200 * 1024
LEAST_TARGET = 44
FOOT = 64

SMALL_TARGETS = """(least) => [...document.querySelectorAll(
    "#content a, #content button, #content label:has(input), nav a")]
  .filter((each) => each.checkVisibility() && !each.closest("p, .hint, .visually-hidden"))
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < least || box.width < least))
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""


SITE = """(id) => new Promise((done) => {
  const asked = indexedDB.open("geo-app-field");
  asked.onsuccess = () => {
    const all = asked.result.transaction("kept").objectStore("kept").getAll();
    all.onsuccess = () => {
      asked.result.close();
      done(all.result.find((each) => each.sites).sites.find((site) => site.id === id));
    };
  };
})"""

DRAWN = """async (statuses) => {
  const plain = new CSSStyleSheet();
  const colours = statuses.map((each) => `--status-${each}: #000;`);
  plain.replaceSync(`:root.field { ${colours.join("")} }`);
  document.adoptedStyleSheets = [plain];
  document.dispatchEvent(new Event("themechange"));
  const links = [...document.querySelectorAll("link[rel=modulepreload]")];
  const { SmallMap } = await import(links.find((each) => each.href.includes("small_map")).href);
  return statuses.map((status) => {
    const canvas = document.createElement("canvas");
    canvas.style.cssText = "width: 60px; height: 60px";
    document.body.append(canvas);
    const sites = [{ lon: 114, lat: 34, status, overdue: false, radius_m: null }];
    const map = new SmallMap(canvas, { districts: [], anchors: [], sites });
    map.frame(sites);
    const picture = canvas.toDataURL();
    map.end();
    return picture;
  });
}"""
"""Each status on a map of its own, all in one colour."""


def faults(page: Page, *more: str) -> list[str]:
    rules = {"enabled": True}
    options: dict[str, Any] = {"preload": False, "rules": dict.fromkeys(more, rules)}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found]


def screens(phone: Phone, server: Server) -> list[str]:
    """Each screen with something on it."""
    phone.context.set_offline(True)
    entry = phone.begin()
    phone.shoot(entry, 1)
    return [
        "#/",
        f"#/site/{phone.site}",
        f"#/visit/{entry}",
        f"#/shoot/{entry}/{visited(server).before}",
        "#/outbox",
        "#/more",
    ]


@pytest.mark.parametrize("look", ["light", "dark", "sun"])
def test_a_screen_is_accessible_and_nothing_sticks_out(
    open_phone: OpenPhone, watch: Watch, server: Server, look: str
) -> None:
    for words in ("Failed to load resource", "net::ERR_"):
        watch.expect(words)
    phone = open_phone(color_scheme="dark" if look == "dark" else "light")
    phone.take_along()
    if look == "sun":
        phone.page.get_by_role("button", name="阳光下").click()
    # seven to one everywhere, not in the sun alone
    wrong = {}
    for place in screens(phone, server):
        phone.go(place)
        phone.page.wait_for_timeout(150)
        wrong[place] = faults(phone.page, "color-contrast-enhanced")
        wrong[place] += phone.page.evaluate(SMALL_TARGETS, LEAST_TARGET)
        # the window of a phone grows with what sticks out: it is no measure
        if phone.page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wrong[place].append("wider than the phone")
    assert {place: found for place, found in wrong.items() if found} == {}


def test_what_is_done_next_stands_at_the_foot(open_phone: OpenPhone) -> None:
    phone = open_phone()
    phone.take_along()
    phone.go(f"#/site/{phone.site}")
    height = phone.page.viewport_size["height"]  # type: ignore[index]
    next_step = phone.page.get_by_role("button", name="开始检查").bounding_box()
    assert next_step is not None
    assert next_step["y"] > height * 0.6
    assert next_step["y"] + next_step["height"] <= height - FOOT
    entry = phone.begin()
    finish = phone.page.get_by_role("button", name="完成，准备上传").bounding_box()
    assert finish is not None
    assert height * 0.6 < finish["y"] < finish["y"] + finish["height"] <= height - FOOT
    phone.go(f"#/shoot/{entry}/-")
    shutter = phone.page.get_by_role("button", name="拍下").bounding_box()
    assert shutter is not None
    assert height * 0.6 < shutter["y"] < shutter["y"] + shutter["height"] <= height


def test_each_map_app_is_told_the_place_in_its_own_datum(open_phone: OpenPhone) -> None:
    phone = open_phone()
    phone.take_along()
    site = phone.page.evaluate(SITE, phone.site)
    phone.go(f"#/site/{phone.site}")
    wanted = {
        "高德地图": wgs84_to_gcj02(site["lon"], site["lat"]),
        "百度地图": wgs84_to_bd09(site["lon"], site["lat"]),
        "腾讯地图": wgs84_to_gcj02(site["lon"], site["lat"]),
        "苹果地图": wgs84_to_gcj02(site["lon"], site["lat"]),
        "其他应用": (site["lon"], site["lat"]),
    }
    for name, (lon, lat) in wanted.items():
        address = phone.page.get_by_role("link", name=name).get_attribute("href") or ""
        told = [float(each) for each in re.findall(r"\d+\.\d{6}", unquote(address))[:2]]
        assert sorted(told) == pytest.approx(sorted((lat, lon)), abs=3e-6), (name, address)


def test_the_small_map_shows_a_status_by_its_shape(open_phone: OpenPhone) -> None:
    phone = open_phone(service_workers="block")
    statuses = ["open", "in_work", "claimed", "verified", "relapsed", "disputed", "transferred"]
    drawn = phone.page.evaluate(DRAWN, statuses)
    assert len(set(drawn)) == len(statuses)


def test_the_scripts_are_small(open_phone: OpenPhone) -> None:
    phone = open_phone(service_workers="block")
    sizes: dict[str, int] = {}
    phone.page.on(
        "response",
        lambda answer: (
            sizes.__setitem__(answer.url, len(gzip.compress(answer.body(), 6)))
            if answer.request.resource_type == "script"
            else None
        ),
    )
    phone.page.reload()
    phone.page.wait_for_selector("body[data-ready=yes]")
    phone.page.evaluate("import('client-zip')")
    phone.page.wait_for_timeout(300)
    assert len(sizes) > 20
    assert sum(sizes.values()) <= MOST_SCRIPT_BYTES
