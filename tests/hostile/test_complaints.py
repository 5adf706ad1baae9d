"""Files of complaints that mean no good: one line of words in little time, and nothing kept."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from geo_app.errors import InputError
from geo_app.settings.complaints import Complaints
from geo_app.work.complaints.reading import read
from tests.hostile.bad_complaints import HEAD, bad
from tests.hostile.program import kept, refused, run

LIMITS = Complaints()
LARGE = 2_000_000
"""Files of so many bytes are handed to a process of their own, which says what it took."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("complaints")
    assert run(folder, "counts", "check", "--data", str(folder / "data")).code == 0
    return folder / "data"


def reason(name: str, content: bytes) -> str:
    """What the reader answers; it must not keep all of a bad file."""
    zone = ZoneInfo("Asia/Shanghai")
    try:
        found = read(content, name=name, limits=LIMITS, zone=zone, today=date(2026, 11, 26))
    except InputError as error:
        return error.text()
    [flaw] = found.flaws
    return f"第 {flaw.line} 行「{flaw.column}」：{flaw.reason.text()}"


def test_each_is_refused_in_words() -> None:
    for name, content, words in bad():
        if len(content) < LARGE:
            started = time.process_time()
            assert words in reason(f"{name}.csv", content), name
            assert time.process_time() - started < 2, name


def test_large_ones_cost_little(tmp_path: Path, data: Path) -> None:
    before = kept(data)
    for name, content, words in bad():
        if len(content) >= LARGE:
            file = tmp_path / f"{name}.csv"
            file.write_bytes(content)
            told = ("complaints", "import", str(file), "--yes", "--json", "--data", str(data))
            refused(run(tmp_path, *told), words)
            file.unlink()
    assert kept(data) == before


def test_formulas_and_markup_stay_plain_text(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "x.csv"
    said = ["=cmd|'/c calc'!A1", "@SUM(1)", "<script>alert(1)</script>", "'; DROP TABLE site; --"]
    rows = "".join(f'2021-09-0{n},{text},"{text}"\n' for n, text in enumerate(said, 1))
    file.write_text(HEAD + rows, "utf-8")
    answer = run(tmp_path, "complaints", "import", str(file), "--yes", "--data", str(data))
    assert answer.code == 0, answer
    with closing(sqlite3.connect(data / "geo_app.db")) as connection:
        found = connection.execute("SELECT words, place_text FROM complaint ORDER BY day")
        assert list(found) == [(each, each) for each in said]
