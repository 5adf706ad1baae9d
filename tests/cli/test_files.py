"""``geo-app files check``: exit 7 and a name for each original that is not as it was kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.program import run


@pytest.fixture
def data(site: tuple[Path, str], tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(site[0], folder)
    return folder


def originals(data: Path) -> list[Path]:
    return sorted(path for path in (data / "files/originals").rglob("*") if path.is_file())


def test_all_is_well(data: Path) -> None:
    answer = run("files", "check", "--data", str(data))
    assert answer.returncode == 0, answer.stderr.decode()
    assert "2 个原始照片文件齐全" in answer.stdout.decode()


def test_missing_and_altered_files_are_named(data: Path) -> None:
    gone, altered = originals(data)
    gone.unlink()
    altered.write_bytes(altered.read_bytes() + b"x")
    answer = run("files", "check", "--json", "--data", str(data))
    assert answer.returncode == 7
    report = json.loads(answer.stdout)
    assert (report["missing"], report["altered"]) == ([gone.name], [altered.name])
    assert report["whole"] is False
    said = run("files", "check", "--data", str(data), GEO_APP_LANGUAGE="en").stdout.decode()
    assert gone.name in said
    assert "altered" in said


def test_a_damaged_rendition_is_made_again(data: Path, tmp_path: Path) -> None:
    name = originals(data)[0].name
    rendition = data / "files/renditions" / name[:2] / name[2:4] / f"{name}.thumb"
    rendition.parent.mkdir(parents=True, exist_ok=True)
    rendition.write_bytes(b"nonsense")
    before = {path: path.read_bytes() for path in originals(data)}
    answer = run("files", "check", "--repair", "--json", "--data", str(data))
    assert answer.returncode == 0, answer.stderr.decode()
    assert json.loads(answer.stdout)["rebuilt"] == [f"{name}.thumb"]
    assert rendition.read_bytes()[32:].startswith(b"\xff\xd8")
    assert {path: path.read_bytes() for path in originals(data)} == before


def test_a_place_that_cannot_be_used_is_one_line(data: Path) -> None:
    answer = run("files", "check", "--data", str(data), GEO_APP_FILES="s3://")
    assert answer.returncode == 7
    assert answer.stderr.decode().count("\n") == 1
