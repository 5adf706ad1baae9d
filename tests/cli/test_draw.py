"""``geo-app inspection draw``: the pool, a draw, the same again from the log."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geo_app.domain.actor import SYSTEM
from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.work import draws
from geo_app.work.draws import Asked
from tests.cli.program import run

DRAW = ("inspection", "draw")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("draw") / "data")
    for login, unit in (("jia", "第三方"), ("yi", "青河市环保局")):
        words = ("people", "add", login, "--name", login, "--role", "inspector", "--unit", unit)
        made = run(*words, "--data", folder)
        assert made.returncode == 0, made.stderr.decode()
    return folder


def test_a_look_at_the_pool_then_a_draw_that_repeats(data: str) -> None:
    words = (*DRAW, "--sites", "3", "--inspectors", "1", "--data", data)
    look = run(*words, "--json")
    assert look.returncode == 0, look.stderr.decode()
    pool = json.loads(look.stdout)
    assert (pool["inspectors"], pool["count"], pool["result"]) == (2, 3, None)
    done = json.loads(run(*words, "--seed", "40718", "--yes", "--json").stdout)
    assert done["digest"] == pool["digest"]
    assert (done["seed"], done["seed_by_person"], len(done["result"])) == ("40718", True, 3)
    again = json.loads(run(*words, "--seed", "40718", "--yes", "--json").stdout)
    assert again["result"] == done["result"]
    held = run(*DRAW, "--verify", done["id"], "--data", data)
    assert held.returncode == 0
    assert "结果相同（3 处）" in held.stdout.decode()
    assert run("log", "verify", "--data", data).returncode == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--sites", "0"), 2), ((), 2), (("--sites", "1", "--share", "5"), 2),
        (("--sites", "1", "--inspectors", "9"), 2), (("--sites", "9999"), 2),
        (("--sites", "1", "--status", "nonsense"), 2), (("--verify", "nothing"), 4),
        (("--sites", "1", "--seed", " ", "--yes"), 2), (("--finish", "nothing"), 4),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(data: str, words: tuple[str, ...], code: int) -> None:
    answer = run(*DRAW, *words, "--data", data)
    assert answer.returncode == code, answer.stderr.decode()
    assert answer.stderr.decode().startswith("geo-app: ")


def test_a_draw_that_was_only_written_down_is_finished_once(data: str) -> None:
    settings = Settings(data=Path(data))
    store = open_store(settings)
    with store.session() as session:
        pool = draws.pool_of(session, SYSTEM, Asked(count=2, each=1), date(2026, 6, 1), settings)
        draw_id = draws.announce(session, SYSTEM, pool, "40718")
    store.engine.dispose()
    done = json.loads(run(*DRAW, "--finish", draw_id, "--json", "--data", data).stdout)
    assert (done["seed"], len(done["result"])) == ("40718", 2)
    assert run(*DRAW, "--verify", draw_id, "--data", data).returncode == 0
    again = run(*DRAW, "--finish", draw_id, "--data", data)
    assert again.returncode == 6
    assert "已经抽过" in again.stderr.decode()
