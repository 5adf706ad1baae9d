"""``geo-app ledger``: out, a preview, then all of it or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import foreign_ledgers
from tests.cli.program import run
from tests.ledgers import cell, edited, rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("ledger") / "data")


def test_out_preview_in(tmp_path: Path, data: str) -> None:
    file = tmp_path / "台账.xlsx"
    made = run("ledger", "export", "-o", str(file), "--json", "--data", data)
    assert made.returncode == 0, made.stderr.decode()
    count = json.loads(made.stdout)["rows"]
    assert len(rows(file.read_bytes())) == count
    assert [path.name for path in tmp_path.iterdir()] == ["台账.xlsx"]
    file.write_bytes(edited(file.read_bytes(), {cell("note", 1): "甲", cell("measures", 2): "乙"}))
    look = run("ledger", "import", str(file), "--data", data)
    assert look.returncode == 0
    assert "什么也没有保存" in look.stdout.decode()
    assert f"{cell('note', 1)}  备注：— → 甲" in look.stdout.decode()
    done = run("ledger", "import", str(file), "--yes", "--json", "--data", data)
    assert json.loads(done.stdout)["applied"] == 2
    again = json.loads(run("ledger", "import", str(file), "--json", "--data", data).stdout)
    assert (again["rows"], again["changes"]) == (count, [])
    assert run("log", "verify", "--data", data).returncode == 0


@pytest.mark.parametrize(
    ("key", "value", "code", "exit_code"),
    [("told_status", "已销号", "ledger.protected", 2), ("deadline", "年底", "ledger.no_day", 2)],
)
def test_one_cell_that_is_refused_keeps_all_out(
    tmp_path: Path, data: str, key: str, value: str, code: str, exit_code: int
) -> None:
    file = tmp_path / "x.xlsx"
    run("ledger", "export", "-o", str(file), "--data", data)
    file.write_bytes(edited(file.read_bytes(), {cell(key, 3): value, cell("note", 3): "丙"}))
    answer = run("ledger", "import", str(file), "--yes", "--json", "--data", data)
    assert answer.returncode == exit_code
    told = json.loads(answer.stdout)
    assert told["applied"] == 0
    assert [(each["cell"], each["code"]) for each in told["refusals"]] == [(cell(key, 3), code)]
    assert cell(key, 3) in answer.stderr.decode()


def test_what_was_changed_here_meanwhile_is_a_conflict(tmp_path: Path, data: str) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    run("ledger", "export", "-o", str(first), "--data", data)
    plain = first.read_bytes()
    first.write_bytes(edited(plain, {cell("note", 5): "先"}))
    second.write_bytes(edited(plain, {cell("note", 5): "后"}))
    assert run("ledger", "import", str(first), "--yes", "--data", data).returncode == 0
    answer = run("ledger", "import", str(second), "--yes", "--data", data)
    assert answer.returncode == 6
    assert "先" in answer.stdout.decode()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, data: str) -> None:
    answer = run("ledger", "export", "-o", str(tmp_path / "no" / "x.xlsx"), "--data", data)
    assert answer.returncode == 1
    assert "x.xlsx" in answer.stderr.decode()


def test_a_ledger_of_another_office_is_looked_at_then_taken_over(tmp_path: Path, data: str) -> None:
    file = tmp_path / "住建局.xlsx"
    file.write_bytes(foreign_ledgers.xlsx())
    words = ("ledger", "adopt", str(file), "--data", data)
    look = run(
        *words, "--column", "验收意见=note", "--column", "整改要求(措施)=", "--keep", "住建局"
    )
    assert look.returncode == 0, look.stderr.decode()
    assert "什么也没有保存" in look.stdout.decode()
    assert "验收意见 → 备注（人工选定）" in look.stdout.decode()
    done = json.loads(run(*words, "--mapping", "住建局", "--yes", "--json").stdout)
    meanings = {each["title"]: each["meaning"] for each in done["columns"]}
    assert (meanings["验收意见"], meanings["整改要求(措施)"]) == ("note", None)
    assert done["notice"]
    assert [each["status"] for each in done["problems"]] == ["claimed", "open", "in_work"]
    again = run(*words, "--yes")
    assert again.returncode == 6
    assert "导入过" in again.stderr.decode()
    for wrong in (["--column", "页码=note"], ["--column", "验收意见=甲"], ["--mapping", "无"]):
        assert run(*words, *wrong).returncode in (2, 4)
    assert run("log", "verify", "--data", data).returncode == 0
