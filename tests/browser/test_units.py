"""The units of the administrator, as one does it in the browser."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults

SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_second_spelling_is_merged_after_a_look(
    open_page: OpenPage, size: tuple[int, int], theme: str
) -> None:
    page = open_page("/people/units", size, theme=theme)
    right, wrong = f"示例督查组{theme}", f"示例 督查组{theme}"
    for name in (right, wrong):
        page.locator("#new-unit").fill(name)
        page.get_by_role("button", name="新增").click()
        page.get_by_text(f"已入册：{name}", exact=True).wait_for()
    page.locator("summary", has_text=wrong).filter(has_text=f"写法相近：{right}").click()
    assert page.locator("details[open] input[name=to]").input_value() == right
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/units-{size[0]}-{theme}.png", full_page=True)
    page.locator("details[open]").get_by_role("button", name="预览改动").click()
    page.get_by_text("两个单位将合并为一个").wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/units-look-{size[0]}-{theme}.png", full_page=True)
    page.get_by_role("button", name="合并为一个单位").click()
    page.get_by_text(f"「{wrong}」已改为「{right}」").wait_for()
    listed = page.locator(".people-list strong").all_inner_texts()
    assert right in listed
    assert wrong not in listed
