"""A ledger of another office's making, as a clerk takes it over in the browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import foreign_ledgers
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults

SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


@pytest.mark.parametrize(
    ("size", "theme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_columns_are_looked_at_by_anybody(
    open_page: OpenPage, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    rows = [list(each) for each in foreign_ledgers.ROWS]
    rows.append(["QH-04", "坏日子", "", "", "堤顶路" * 30, "河岸裸露" * 40, *[""] * 6])
    file = tmp_path / "住建局.xlsx"
    file.write_bytes(foreign_ledgers.xlsx(rows=rows))
    page = open_page("/ledger", size, theme=theme)
    page.get_by_role("link", name="导入其他单位的台账").click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传并识别各列").click()
    page.get_by_role("heading", name="各列的含义：住建局.xlsx").wait_for()
    assert page.locator(".adoption-columns tbody tr").count() == 12
    assert page.locator(".cell-list li").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert faults(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/adopt-{size[0]}-{theme}.png", full_page=True)


def test_a_corrected_column_and_all_of_it_taken_over(open_page: OpenPage, tmp_path: Path) -> None:
    file = tmp_path / "清单.csv"
    file.write_bytes(foreign_ledgers.text(code="gbk"))
    page = open_page("/ledger/adopt")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传并识别各列").click()
    page.get_by_label("“验收意见”的含义").select_option("备注")
    page.get_by_role("button", name="按此预览").click()
    page.get_by_text("人工选定").wait_for()
    page.get_by_role("button", name="导入这 3 个问题").click()
    page.get_by_text("已导入 3 个问题").wait_for()
    assert "/notices/" in page.url
    assert page.get_by_text("清单.csv，行 2").count() >= 1
