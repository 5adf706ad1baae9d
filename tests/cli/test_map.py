"""``geo-app map write``: a file, or one line that says why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.map_files import properties


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("map") / "data")


def test_a_file_of_all_sites_and_one_of_a_district(tmp_path: Path, data: str) -> None:
    file = tmp_path / "地图.html"
    made = run("map", "write", "-o", str(file), "--json", "--data", data)
    assert made.returncode == 0, made.stderr.decode()
    told = json.loads(made.stdout)
    assert (told["bytes"], told["photos"]) == (file.stat().st_size, 0)
    assert len(properties(file.read_bytes())) == told["sites"] > 10
    assert [path.name for path in tmp_path.iterdir()] == ["地图.html"]
    some = run("map", "write", "-o", "-", "--district", "尉氏县", "--public", "--data", data)
    found = properties(some.stdout)
    assert 0 < len(found) < told["sites"]
    assert {each["district"] for each in found.values()} == {"尉氏县"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--public", "--positions", "exact"], "确切位置"),
        (["--status", "claimed", "--status", "done", "--district", "尉氏县"], "done"),
    ],
)
def test_what_cannot_be_asked_for(tmp_path: Path, data: str, words: list[str], said: str) -> None:
    file = tmp_path / "x.html"
    answer = run("map", "write", "-o", str(file), *words, "--data", data)
    assert answer.returncode == 2
    assert said in answer.stderr.decode()
    assert not list(tmp_path.iterdir())
