"""Many papers at once in the browser: chosen in the ledger, watched, and fetched after a reload."""

from __future__ import annotations

import os
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults

LOOKS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


def test_chosen_in_the_ledger_made_meanwhile_and_fetched(open_page: OpenPage) -> None:
    page = open_page("/ledger?status=claimed")
    page.get_by_role("link", name="批量导出档案").click()
    total = int(page.locator(".papers-total b").inner_text())
    assert total > 1
    page.get_by_label("Word").check()
    page.get_by_role("button", name="开始制作").click()
    newest = page.locator(".job").first
    expect(newest.locator(".job-state")).to_have_text("已完成", timeout=60_000)  # by itself
    page.goto("about:blank")
    page = open_page("/papers")
    with page.expect_download() as arriving:
        page.locator(".job").first.get_by_role("link", name="下载").click()
    with zipfile.ZipFile(arriving.value.path()) as archive:
        assert len(archive.namelist()) == total
    page.locator(".job").first.get_by_role("button", name="移除").click()
    expect(page.locator(".job")).to_have_count(0)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_it_can_be_read_and_stopped_by_anybody(
    open_page: OpenPage, size: tuple[int, int], theme: str
) -> None:
    page = open_page("/papers", size, theme=theme)
    page.get_by_role("button", name="开始制作").click()
    page.locator(".job").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/papers-{size[0]}-{theme}.png", full_page=True)
    for _ in range(2):  # stopped if it is still going, then removed
        own = page.locator("[data-job] button")
        if own.count():
            own.first.click()
