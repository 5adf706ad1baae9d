"""The ledger out to Excel and back in, as a clerk does it in the browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults
from tests.ledgers import cell, edited

LOOKS = [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


def downloaded(open_page: OpenPage) -> bytes:
    page = open_page("/ledger")
    with page.expect_download() as arriving:
        page.get_by_role("link", name="导出台账（Excel）").click()
    assert arriving.value.suggested_filename.startswith("整改台账-")
    return Path(arriving.value.path()).read_bytes()


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_edits_are_looked_at_by_anybody(
    open_page: OpenPage, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    """Changes, refusals and conflicts on one page: it fits the window and can be read."""
    file = tmp_path / "台账.xlsx"
    texts = {
        cell("measures", 1): "封堵排口，两侧各 20 米清淤。\n种草护坡。",
        cell("deadline", 2): "2027-06-30",
        cell("leading_unit", 2): "水利局" * 30,
        cell("told_status", 2): "已销号",
        cell("note", 3): "=SUM(A1)",
    }
    file.write_bytes(edited(downloaded(open_page), texts))
    page = open_page("/ledger", size, theme=theme)
    page.get_by_role("link", name="导入台账").click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("heading", name="预览：台账.xlsx").wait_for()
    assert page.locator(".changes tbody tr").count() == 3
    assert page.locator(".cell-list li").count() == 2
    assert page.get_by_role("button", name="保存").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/import-{size[0]}-{theme}.png", full_page=True)


def test_confirmed_edits_stand_in_the_next_export(open_page: OpenPage, tmp_path: Path) -> None:
    file = tmp_path / "改好.xlsx"
    file.write_bytes(edited(downloaded(open_page), {cell("note", 1): "浏览器中导入"}))
    page = open_page("/ledger/import")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="保存这 1 处改动").click()
    page.get_by_text("已保存 1 处改动。").wait_for()
    page.goto("/ledger/import")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_text("没有要保存的改动").wait_for()
