"""``geo-app site paper``: a PDF by the code of a site, or one line that says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import papers
from tests.cli.program import run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("paper") / "data")


def codes(data: str) -> list[str]:
    told = json.loads(run("sites", "export", "--data", data).stdout)
    return [each["properties"]["code"] for each in told["features"]]


def test_a_paper_by_its_code(tmp_path: Path, data: str) -> None:
    code = codes(data)[0]
    file = tmp_path / "档案.pdf"
    made = run("site", "paper", code, "-o", str(file), "--json", "--data", data)
    assert made.returncode == 0, made.stderr.decode()
    told = json.loads(made.stdout)
    assert (told["site"], told["bytes"]) == (code, file.stat().st_size)
    assert code in papers.text(file.read_bytes())
    assert [path.name for path in tmp_path.iterdir()] == ["档案.pdf"]
    plain = run("site", "paper", code, "-o", "-", "--data", data, GEO_APP_LANGUAGE="en")
    assert "Fileofasite" in papers.text(plain.stdout)


def test_no_such_site_and_no_such_folder(tmp_path: Path, data: str) -> None:
    file = tmp_path / "x.pdf"
    answer = run("site", "paper", "无此点位", "-o", str(file), "--data", data)
    assert answer.returncode == 4
    assert "无此点位" in answer.stderr.decode()
    assert not file.exists()
    nowhere = str(tmp_path / "no" / "x.pdf")
    answer = run("site", "paper", codes(data)[0], "-o", nowhere, "--data", data)
    assert answer.returncode == 1
    assert "x.pdf" in answer.stderr.decode()
