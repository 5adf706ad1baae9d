"""``geo-app photo read``: a line a file, a bad one stops no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo_app.cli import cli
from geo_app.errors import InputError
from tests.unit.test_photo import KAIFENG, photo


def test_one_line_a_file_and_exit_2_for_the_bad_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "好.jpg", tmp_path / "bad.jpg"
    good.write_bytes(photo(gps=KAIFENG))
    bad.write_bytes(b"<html>")
    call = ["photo", "read", "--json", str(bad), str(good), str(tmp_path / "absent.jpg")]
    result = CliRunner().invoke(cli, call)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["ok"] for line in lines] == [False, True, False]
    assert lines[0]["error"]["code"] == "photo.not_a_photo"
    assert lines[1]["lon"] == pytest.approx(114.31, abs=1e-7)
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
