"""``geo-app backup``: written, checked and restored as a person does it, and killed in between."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyrage
import pytest

from geo_app.settings import SQLITE_FILE, Settings
from geo_app.web import create_app
from geo_app.work.backup.layout import EXTRAS, FILES, FORMS
from tests.cli.program import run

PASSPHRASE = "correct horse battery staple"  # noqa: S105 # of this test


@pytest.fixture
def data(site: tuple[Path, str], tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(site[0], folder)
    return folder


def test_there_and_back_under_a_passphrase(data: Path, tmp_path: Path) -> None:
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    sealed = ("--passphrase-file", "pass")
    answer = run("backup", "write", "x.tar", *sealed, "--json", "--data", "data", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, b"")
    told = json.loads(answer.stdout)
    assert (told["originals"], told["sealed"], told["faults"]) == (2, True, 0)
    assert (tmp_path / "x.tar").stat().st_mode & 0o077 == 0
    answer = run("backup", "verify", "x.tar", *sealed, folder=tmp_path, GEO_APP_LANGUAGE="en")
    assert "2 original photos" in answer.stdout.decode()
    answer = run("backup", "restore", "x.tar", *sealed, "--data", "new", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, b"")
    for words in (("log", "verify"), ("files", "check"), ("counts", "check")):
        assert run(*words, "--data", "new", folder=tmp_path).returncode == 0
    before = run("sites", "export", "--data", "data", folder=tmp_path).stdout
    assert run("sites", "export", "--data", "new", folder=tmp_path).stdout == before
    answer = run("backup", "verify", "x.tar", folder=tmp_path)
    assert (answer.returncode, answer.stderr.count(b"\n")) == (2, 1)


def test_every_file_of_an_installation_goes_along_but_what_is_named(tmp_path: Path) -> None:
    """A new one in the data folder is kept, or its name is written here with the reason."""
    assert run("demo", "--sites", "3", "--into", "data", folder=tmp_path).returncode == 0
    assert run("key", "show", "--data", "data", folder=tmp_path).returncode == 0
    create_app(Settings(data=tmp_path / "data"))
    names = {each.name for each in (tmp_path / "data").iterdir()}
    kept = {*EXTRAS, FORMS, FILES}
    not_kept = {
        "secret.key",  # of the cookies: nobody stays signed in
        *(f"{SQLITE_FILE}{end}" for end in ("", "-wal", "-shm", "-journal")),  # its rows are
    }
    assert names - not_kept <= kept
    assert {"demo", "signing.key", "secret.key"} <= names


def test_others_can_open_what_is_sealed(data: Path, tmp_path: Path) -> None:
    """As docs/backup.md says: with tar and age alone."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    run("backup", "write", "x.tar", "--passphrase-file", "pass", "--data", "data", folder=tmp_path)
    subprocess.run(["tar", "-xf", "x.tar"], cwd=tmp_path, check=True)
    key = pyrage.passphrase.decrypt((tmp_path / "key.age").read_bytes(), PASSPHRASE).decode()
    identity = pyrage.x25519.Identity.from_str(key.strip())
    pyrage.decrypt_file(str(tmp_path / "backup.tar.age"), str(tmp_path / "plain.tar"), [identity])
    with tarfile.open(tmp_path / "plain.tar") as opened:
        assert opened.getnames()[0] == "backup.json"


def test_a_lost_photo_is_told_by_the_exit_code(data: Path, tmp_path: Path) -> None:
    next(path for path in (data / "files/originals").rglob("*") if path.is_file()).unlink()
    answer = run("backup", "write", "x.tar", "--data", "data", folder=tmp_path)
    assert answer.returncode == 7
    assert (tmp_path / "x.tar").exists()
    assert run("backup", "verify", "x.tar", folder=tmp_path).returncode == 0


@pytest.mark.parametrize("command", ["write", "restore"])
def test_killed_in_between_leaves_all_or_nothing(data: Path, tmp_path: Path, command: str) -> None:
    run("backup", "write", "good.tar", "--data", "data", folder=tmp_path)
    words = {
        "write": ("write", "x.tar", "--data", "data"),
        "restore": ("restore", "good.tar", "--data", "new"),
    }[command]
    made = tmp_path / {"write": "x.tar", "restore": "new/geo_app.db"}[command]
    began = time.monotonic()
    assert run("backup", *words, folder=tmp_path).returncode == 0
    whole = time.monotonic() - began
    outcomes = set()
    for number in range(5):
        made.unlink(missing_ok=True)
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "geo_app", "backup", *words],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole * (0.3 + 0.15 * number))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        outcomes.add(made.exists())
        if made.exists():
            check = {
                "write": ("backup", "verify", "x.tar"),
                "restore": ("log", "verify", "--data", "new"),
            }[command]
            assert run(*check, folder=tmp_path).returncode == 0
        elif command == "restore" and (tmp_path / "new").exists():
            # what a killed restore left is no obstacle to the next, or it is told
            moved = {each.name for each in (tmp_path / "new").iterdir()} - {".restoring"}
            answer = run("backup", *words, folder=tmp_path)
            assert answer.returncode == (6 if moved else 0), answer
    assert False in outcomes
