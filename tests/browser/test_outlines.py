"""The districts of the administrator in the browser: a file is looked at, and put aside again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import faults
from tests.web.test_outlines import file, outline

SHOTS = os.environ.get("GEO_APP_TEST_SHOTS", "")


@pytest.mark.parametrize(("size", "theme"), [(DESKTOP, "dark"), (PHONE, "light")])
def test_other_outlines_are_looked_at(
    open_page: OpenPage, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    page = open_page("/people/districts", size, theme=theme)
    assert faults(page) == []
    made = tmp_path / "示例界线.geojson"
    made.write_bytes(file(outline("990101", 114.2), attribution="示例测绘院 豫S(2025)012号"))
    page.get_by_label("文件").set_input_files(made)
    page.get_by_role("button", name="预览改动").click()
    page.get_by_role("heading", name="预览：示例界线.geojson").wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/districts-{size[0]}.png", full_page=True)
    page.get_by_role("link", name="不载入").click()
    page.get_by_role("cell", name="410202").wait_for()
    assert page.get_by_text("已载入另一份界线").count() == 0
