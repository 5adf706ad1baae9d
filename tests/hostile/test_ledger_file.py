"""Excel files that mean no good: a 4xx in words in little time, nothing kept, no traceback."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo_app.domain.actor import SYSTEM
from geo_app.errors import InputError
from geo_app.reports.ledger.compare import preview
from geo_app.settings import LedgerLimits
from tests.hostile.bad_ledgers import bad, in_sheet, sheet_of
from tests.hostile.program import kept
from tests.ledgers import cell, edited, exported, rows
from tests.web.conftest import UNHURRIED, House, Token, confirmed, token

__all__ = ["token"]
SECONDS = 20
"""Far more than any of them takes on a quiet machine."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with confirmed(tmp_path_factory.mktemp("ledgers"), rates=UNHURRIED) as made:
        yield made


@pytest.fixture(scope="module")
def good(house: House, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return exported(house.store, tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def files(good: bytes) -> dict[str, bytes]:
    return dict(bad(good))


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def test_each_is_refused_in_words(
    house: House, client: FlaskClient, token: Token, files: dict[str, bytes]
) -> None:
    before = kept(house.settings.data)
    csrf = token(client)
    answers = {}
    for name, data in files.items():
        started = time.monotonic()
        form = {"csrf_token": csrf, "file": (io.BytesIO(data), f"{name}.xlsx")}
        answer = client.post("/ledger/import", data=form)
        took = time.monotonic() - started
        assert 'role="alert"' in answer.text, name
        assert took < SECONDS, (name, took)
        answers[name] = answer.status_code
    assert set(answers.values()) <= {413, 415, 422}, answers
    assert answers["zip bomb"] == answers["million rows"] == 413
    assert kept(house.settings.data) == before


@pytest.mark.parametrize("name", ["far column", "gap", "many columns"])
def test_room_that_nobody_fills_costs_nothing(house: House, good: bytes, name: str) -> None:
    bodies = {
        "far column": b'<row r="1"><c r="XFD1"><v>1</v></c></row>',
        "gap": b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        "many columns": b'<row r="1">' + b"<c><v>1</v></c>" * 50_000 + b"</row>",
    }
    with house.store.session(read_only=True) as session, pytest.raises(InputError) as refused:
        preview(session, SYSTEM, sheet_of(good, bodies[name]), name="x", limits=LedgerLimits())
    assert refused.value.code == "ledger.no_heads"


def test_halves_of_pairs_and_signs_that_no_database_keeps_are_dropped(
    house: House, client: FlaskClient, token: Token, good: bytes
) -> None:
    data = edited(good, {cell("note", 3): "MARK"})
    evil = "前_xD800_中_x0000_后\u202e".encode()
    data = in_sheet(data, b"MARK", evil)
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), "x.xlsx")}
    page = client.post("/ledger/import", data=form)
    assert page.status_code == 200
    assert "前中后" in page.text


def test_a_formula_behind_a_harmless_value_is_seen(house: House, good: bytes) -> None:
    value = "自报完成".encode()
    hidden = in_sheet(good, b"<is><t>" + value, b"<f>1+1</f><is><t>" + value)
    with house.store.session(read_only=True) as session:
        found = preview(session, SYSTEM, hidden, name="x", limits=LedgerLimits())
    assert [each.reason.code for each in found.refusals] == ["ledger.is_formula"]


def test_a_day_that_no_calendar_has_is_refused_in_words(
    house: House, client: FlaskClient, token: Token, good: bytes
) -> None:
    data = edited(good, {cell("deadline", 1): "2026-02-30"})
    form = {"csrf_token": token(client), "file": (io.BytesIO(data), "x.xlsx")}
    page = client.post("/ledger/import", data=form)
    assert page.status_code == 200
    assert "2026-02-30" in page.text
    assert 'name="changes"' not in page.text


CHANGES: list[Any] = [
    "",
    "{",
    "[]",
    "{}",
    "[1]",
    '[["a"]]',
    '[["x","status","","y","A1"]]',
    '[["x","note","",null,"A1"]]',
    '[["x","note","","y\\u0000","A1"]]',
    "[" * 5000,
    json.dumps([["x", "note", "", "y", "A1"]] * 3000),
]


@pytest.mark.parametrize("changes", CHANGES, ids=range(len(CHANGES)))
def test_changes_that_no_page_of_ours_sends_are_refused(
    house: House, client: FlaskClient, token: Token, changes: str
) -> None:
    before = kept(house.settings.data)
    form = {"csrf_token": token(client), "changes": changes, "name": "x\0" * 500}
    answer = client.post("/ledger/import/confirm", data=form)
    assert answer.status_code in {413, 422}
    assert kept(house.settings.data) == before


def test_a_change_of_what_is_not_there_is_not_found(client: FlaskClient, token: Token) -> None:
    form = {"csrf_token": token(client), "changes": '[["x","note","","y","A1"]]'}
    assert client.post("/ledger/import/confirm", data=form).status_code == 404


def test_a_sign_that_turns_text_around_is_dropped(
    house: House, client: FlaskClient, token: Token, good: bytes
) -> None:
    site = rows(good)[2]["row"]
    changes = json.dumps([[site, "note", "", "甲\u202e", "A1"]], ensure_ascii=False)
    form = {"csrf_token": token(client), "changes": changes, "name": "x"}
    assert client.post("/ledger/import/confirm", data=form).status_code == 303


def test_a_large_ledger_goes_out_in_short_memory(tmp_path: Path) -> None:
    """Peak of the process; lines are a stream and rows are on the disk."""
    import subprocess
    import sys

    script = (
        "import resource, sys\n"
        "from geo_app.cli import cli\n"
        "cli.main(sys.argv[1:], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    data = tmp_path / "data"

    def peak(*words: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return int(done.stdout.split()[-1])

    peak("demo", "--sites", "300", "--into", str(data))
    small = peak("ledger", "export", "-o", str(tmp_path / "s.xlsx"), "--data", str(data))
    large_data = tmp_path / "large"
    peak("demo", "--sites", "8000", "--into", str(large_data))
    large = peak("ledger", "export", "-o", str(tmp_path / "l.xlsx"), "--data", str(large_data))
    assert large < small + 60
