"""Several processes on one installation, and processes that are killed: all or nothing."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.models import Event, Notice, Problem, Site
from geo_app.store.session import Store, open_store
from tests.hostile.bad_geojson import collection, feature

ROUNDS = 10
"""For each of two commands."""
NOTICE = "关于石坝检查情况的通报\n" + "".join(
    f"问题{n}：石坝{n}号桥东侧{n}0米河堤有一处排污口。\n整改情况：已整改。已于2024年3月1日封堵。\n"
    for n in range(1, 31)
)
SITES = collection(
    *(
        feature({"type": "Point", "coordinates": [114.3 + n / 1000, 34.8]}, number=n)
        for n in range(1, 31)
    )
)


def start(settings: Settings, *words: str) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "geo_app", *words, "--data", str(settings.data)]
    return subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err.decode()


def run(settings: Settings, *words: str) -> tuple[int, bytes, str]:
    return ended(start(settings, *words))


def one_won(answers: list[tuple[int, bytes, str]]) -> None:
    """SQLite lets writers wait; PostgreSQL lets the first one win and tells the other in words."""
    codes = {code for code, _, _ in answers}
    assert 0 in codes
    assert codes <= {0, 6}, answers
    assert all(err.count("\n") == (code != 0) for code, _, err in answers), answers


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "石坝.txt"
    file.write_text(NOTICE, "utf-8")
    return file


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    file = tmp_path / "sites.geojson"
    file.write_bytes(SITES)
    return file


@pytest.fixture
def filled(settings: Settings) -> Iterator[Store]:
    """The installation after its first start."""
    assert run(settings, "log", "verify")[0] == 0
    store = open_store(settings)
    yield store
    store.engine.dispose()


def test_four_first_starts_at_once_fill_an_installation_once(settings: Settings) -> None:
    answers = [ended(each) for each in [start(settings, "sites", "export") for _ in range(4)]]
    assert [code for code, _, _ in answers] == [0] * 4, answers
    assert len({out for _, out, _ in answers}) == 1
    assert len(json.loads(answers[0][1])["features"]) == 26
    assert run(settings, "log", "verify")[0] == 0


def test_the_same_notice_from_two_processes_is_one_notice(
    settings: Settings, filled: Store, notice: Path
) -> None:
    words = ("notice", "add", str(notice), "--confirm", "--json")
    answers = [ended(each) for each in [start(settings, *words) for _ in range(2)]]
    one_won(answers)
    assert run(settings, *words)[0] == 0
    with filled.session(read_only=True) as session:
        count = select(func.count()).select_from(Notice).where(Notice.text.is_not(None))
        assert session.scalar(count) == 1
        problems = session.scalars(select(Problem.number).join(Notice).where(Notice.text != ""))
        assert sorted(problems) == list(range(1, 31))
        assert log.verify(session).broken_at is None


def test_two_imports_at_once_leave_each_site_once_and_a_whole_chain(
    settings: Settings, filled: Store, sites: Path, notice: Path
) -> None:
    both = [
        start(settings, "sites", "import", str(sites)),
        start(settings, "notice", "add", str(notice)),
        start(settings, "sites", "import", str(sites)),
    ]
    one_won([ended(each) for each in both])
    assert run(settings, "sites", "import", str(sites))[0] == 0
    assert run(settings, "notice", "add", str(notice))[0] == 0
    with filled.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Site)) == 56
        assert log.verify(session).broken_at is None


@pytest.mark.parametrize("command", ["notice", "sites"])
def test_a_killed_writer_leaves_all_or_nothing(
    settings: Settings, filled: Store, notice: Path, sites: Path, command: str
) -> None:
    """The moment of the kill moves through the whole command, start to end."""
    words = {
        "notice": ("notice", "add", str(notice), "--confirm"),
        "sites": ("sites", "import", str(sites)),
    }[command]
    began = time.monotonic()
    timed = start(Settings(data=settings.data.parent / "timed"), *words)
    assert ended(timed)[0] == 0
    whole = (time.monotonic() - began) * 0.9
    before = _rows(filled)
    seen = set()
    for number in range(ROUNDS):
        process = start(settings, *words)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole * (0.35 + 0.65 * number / ROUNDS))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        with filled.session(read_only=True) as session:
            assert log.verify(session).broken_at is None
        seen.add(_rows(filled))
    assert run(settings, *words)[0] == 0
    after = _rows(filled)
    assert before != after
    assert seen <= {before, after}
    assert before in seen
    assert run(settings, "log", "verify")[0] == 0


def _rows(store: Store) -> tuple[int, ...]:
    with store.session(read_only=True) as session:
        tables = (Notice, Problem, Site, Event)
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        )


def test_a_locked_database_is_one_line_and_still_answers_readers(
    settings: Settings, filled: Store, sites: Path
) -> None:
    sqlite = filled.engine.dialect.name == "sqlite"
    holder = filled.engine.raw_connection()
    try:
        cursor = holder.cursor()
        cursor.execute(
            "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE event, log_head IN EXCLUSIVE MODE"
        )
        writer = start(settings, "sites", "import", str(sites))
        code, out, _ = run(settings, "site", "due", "--json")
        assert (code, json.loads(out)) == (0, [])
        # what leaves the house is noted first, and SQLite lets one write: it waits its turn
        code, out, _ = run(settings, "sites", "export")
        assert (code, bool(out)) == ((7, False) if sqlite else (0, True))
        code, out, err = ended(writer)
    finally:
        holder.rollback()
        holder.close()
    assert (code, out, err.count("\n")) == (7, b"", 1), err
    assert run(settings, "sites", "import", str(sites))[0] == 0


def test_a_database_of_a_newer_program_is_one_line(settings: Settings, filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, out, err = run(settings, "sites", "export")
    assert (code, out, err.count("\n")) == (7, b"", 1)
    assert "9999" in err


def test_an_altered_event_is_named_by_the_command(settings: Settings, filled: Store) -> None:
    with filled.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_no_update"))
        else:
            connection.execute(text("DROP TRIGGER event_append_only ON event"))
        connection.execute(text("UPDATE event SET actor_name = 'somebody else' WHERE seq = 17"))
    code, out, err = run(settings, "log", "verify")
    assert (code, out, err.count("\n")) == (7, b"", 1)
    assert "17" in err
    code, out, _ = run(settings, "log", "verify", "--json")
    assert (code, json.loads(out)["broken_at"]) == (7, 17)
