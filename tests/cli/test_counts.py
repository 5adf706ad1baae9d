"""``geo-app counts``: made anew by one command, checked by another."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import text

from geo_app.settings import Settings
from geo_app.store.session import open_store
from tests.cli.program import run


def alter(data: Path) -> None:
    """As if somebody had written past the program."""
    store = open_store(Settings(data=data))
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE site_count SET claimed = claimed + 1 WHERE level = 0"))
    store.engine.dispose()


def test_a_new_installation_is_counted(tmp_path: Path) -> None:
    answer = run("counts", "check", "--json", "--data", str(tmp_path))
    assert answer.returncode == 0, answer.stderr.decode()
    told = json.loads(answer.stdout)
    assert (told["count"], told["wrong"]) == (26, [])
    said = run("counts", "check", "--data", str(tmp_path)).stdout.decode()
    assert "26 个点位的计数与点位一致" in said


def test_what_differs_is_named_and_made_anew(tmp_path: Path) -> None:
    run("counts", "check", "--data", str(tmp_path))
    alter(tmp_path)
    answer = run("counts", "check", "--data", str(tmp_path), GEO_APP_LANGUAGE="en")
    assert (answer.returncode, answer.stderr.count(b"\n")) == (7, 1)
    assert "level 0, cell 0" in answer.stdout.decode()
    told = json.loads(run("counts", "check", "--json", "--data", str(tmp_path)).stdout)
    assert {each["code"] for each in told["wrong"]} == {"counts.wrong_row"}
    answer = run("counts", "rebuild", "--json", "--data", str(tmp_path))
    assert json.loads(answer.stdout)["count"] == 26
    assert run("counts", "check", "--data", str(tmp_path)).returncode == 0
    assert "26" in run("counts", "rebuild", "--data", str(tmp_path)).stdout.decode()
