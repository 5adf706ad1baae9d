"""The ledger changed on the screen, as a clerk does it in the browser."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults

SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_row_is_changed_in_place(open_page: OpenPage, size: tuple[int, int], theme: str) -> None:
    page = open_page("/ledger", size, theme=theme)
    page.locator("a.row-edit").first.click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert page.url.endswith("/ledger"), "the ledger stays behind it"
    assert faults(page) == []
    note = f"现场核对过（{theme}）"
    dialog.get_by_label("备注").fill(note)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/row-{size[0]}-{theme}.png")
    dialog.get_by_role("button", name="保存").click()
    page.get_by_text("已保存 1 处改动。").wait_for()
    page.locator("a.row-edit").first.click()
    assert note in dialog.locator(".row-story li").first.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog").count() == 0
    assert page.evaluate("document.activeElement.className") == "row-edit"


def test_many_rows_are_changed_after_a_look(open_page: OpenPage) -> None:
    page = open_page("/ledger")
    ticks = page.locator(".what-sites input[name=row]")
    for number in range(2):
        ticks.nth(number).check()
    assert page.locator(".bulk-count").inner_text() == "已选 2 行"
    bulk = page.get_by_role("form", name="批量修改")
    bulk.get_by_label("改哪一栏").select_option("verifying_unit")
    bulk.get_by_label("改为").fill("市督查组")
    bulk.get_by_role("button", name="预览改动").click()
    page.get_by_role("heading", name="批量修改").wait_for()
    assert page.locator(".changes tbody tr").count() == 2
    assert faults(page) == []
    page.get_by_role("button", name="保存这 2 处改动").click()
    page.get_by_text("已保存 2 处改动。").wait_for()


def test_a_filter_is_kept_and_opened_again(open_page: OpenPage) -> None:
    page = open_page("/ledger?status=claimed")
    page.get_by_label("视图名称").fill("自报待核")
    page.get_by_role("button", name="保存此筛选").click()
    page.goto("/ledger")
    page.get_by_role("link", name="自报待核").click()
    page.wait_for_url("**/ledger?status=claimed")
    assert page.get_by_label("状态").input_value() == "claimed"
    page.get_by_role("button", name="删除视图自报待核").click()
    page.get_by_text("视图已删除。").wait_for()
