"""Every screen of the field page: accessible by day, by night and in the sun; small; by thumb."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Server, Watch
from tests.browser.field_page import OpenPhone, Phone
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
        if phone.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
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
    phone.go(f"#/shoot/{entry}/-")
    shutter = phone.page.get_by_role("button", name="拍下").bounding_box()
    assert shutter is not None
    assert height * 0.6 < shutter["y"] < shutter["y"] + shutter["height"] <= height


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
