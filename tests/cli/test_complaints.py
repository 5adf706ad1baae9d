"""``geo-app complaints import``: a preview, then all of it or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import run

GOOD = "投诉时间,地点,内容,举报人姓名\n2021-09-01 10:00,禹王台精细化工园区,有异味,张某\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("complaints") / "data")


def test_preview_then_in(tmp_path: Path, data: str) -> None:
    file = tmp_path / "投诉.csv"
    file.write_bytes(GOOD.encode("gb18030"))
    look = run("complaints", "import", str(file), "--data", data)
    said = look.stdout.decode()
    assert look.returncode == 0, look.stderr.decode()
    assert "不保存（姓名、电话等个人信息不留）：举报人姓名" in said
    assert "什么也没有保存" in said
    done = json.loads(
        run("complaints", "import", str(file), "--yes", "--json", "--data", data).stdout
    )
    assert (done["kept"], done["placed"], done["unplaced"]) == (1, 1, 0)
    again = json.loads(run("complaints", "import", str(file), "--json", "--data", data).stdout)
    assert (again["fresh"], again["known"]) == (0, 1)


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, data: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(GOOD + "昨天,某地,有异味,\n", "utf-8")
    answer = run("complaints", "import", str(file), "--yes", "--data", data)
    assert answer.returncode == 2
    assert "第 3 行「投诉时间」" in answer.stderr.decode()
