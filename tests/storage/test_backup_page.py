"""The commands of docs/backup.md, run as they stand there, in a terminal that answers."""

from __future__ import annotations

import os
import re
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo_app.settings import Settings
from geo_app.store.session import Store, open_store
from tests.storage.databases import fresh
from tests.storage.full_house import contents, fill

PAGE = Path(__file__).parents[2] / "docs/backup.md"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 # of this test
WAIT_S = 60


def commands() -> list[str]:
    """Every line of every block of the page, but the ones of its tables."""
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def in_a_terminal(command: str, folder: Path) -> tuple[int, str]:
    """Exit code and what the screen shows; whoever asks for a passphrase is told."""
    ours, theirs = os.openpty()
    terminal = shlex.quote(os.ttyname(theirs))
    # the first terminal that the leader of a session opens is its own; it may not be hung up before
    started = subprocess.Popen(
        ["/bin/sh", "-c", f"exec <{terminal} >{terminal} 2>&1; {command}"],
        cwd=folder,
        stdin=theirs,
        start_new_session=True,
        env=_environment(),
    )
    os.close(theirs)
    shown, until = b"", time.monotonic() + WAIT_S
    try:
        while time.monotonic() < until and select.select([ours], [], [], WAIT_S)[0]:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # nobody is at the other end any more
                break
            shown += piece
            if piece.rstrip(b"\r\n").endswith(b": "):
                os.write(ours, PASSPHRASE.encode() + b"\n")
    finally:
        os.close(ours)
    return started.wait(WAIT_S), shown.decode()


def _environment() -> dict[str, str]:
    bin_ = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "GEO_APP_LANGUAGE": "en"}


def test_the_commands_of_the_page(settings: Settings, tmp_path: Path) -> None:
    store = open_store(settings)
    fill(store, settings)
    wanted = contents(store)["event"]
    store.engine.dispose()
    (tmp_path / "backups").mkdir()
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    here = {
        "/etc/geo-app/passphrase": f"{tmp_path}/passphrase",
        "/backups/": f"{tmp_path}/backups/",
        "/srv/new": f"{tmp_path}/new",
    }
    surroundings = f"export GEO_APP_DATA={settings.data} DATABASE_URL={settings.sqlalchemy_url!r}; "
    run = []
    for line in commands():
        if not line.startswith("geo-app backup") or "move.tar" in line:
            continue
        command = line
        for there, place in here.items():
            command = command.replace(there, place)
        if " restore " in command:
            command = f"DATABASE_URL= {command}"
        code, shown = in_a_terminal(surroundings + command, tmp_path)
        assert code == 0, (line, shown)
        run.append(line.split()[2])
    assert run == ["write", "verify", "restore", "write"]
    _same(Settings(data=tmp_path / "new"), wanted)
    assert len(list((tmp_path / "backups").iterdir())) == 2


@pytest.mark.postgres
def test_the_way_to_postgresql(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "instance")
    store = open_store(settings)
    fill(store, settings)
    wanted = contents(store)["event"]
    store.engine.dispose()
    with fresh("postgres", tmp_path / "new") as target:
        for line in commands():
            if "move.tar" in line:
                url = shlex.quote(target.sqlalchemy_url)
                command = line.replace("postgresql+psycopg://…", url).replace(
                    "/srv/new", str(target.data)
                )
                code, shown = in_a_terminal(command, tmp_path)
                assert code == 0, (line, shown)
        _same(target, wanted)


def _same(target: Settings, wanted: list[object]) -> None:
    store: Store = open_store(target)
    assert contents(store)["event"] == wanted
    store.engine.dispose()
