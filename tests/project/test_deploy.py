"""What docs/deploy.md tells an administrator to type is there, and its files are sound."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

from geo_app.cli import cli
from geo_app.settings import Settings
from geo_app.web import FORM_BYTES
from tests.server import Server

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "docs" / "deploy"
PAGE = ROOT / "docs" / "deploy.md"
UNITS = (
    *("geo-app.service", "geo-app-backup.service", "geo-app-backup.timer"),
    *("geo-app-remind.service", "geo-app-remind.timer"),
)
TEXTS = [PAGE, *sorted(FILES.iterdir())]
MIB = 1024**2


def known(kind: type) -> set[str]:
    """Environment variables that the settings read."""
    names = set()
    for each in fields(kind):
        value = getattr(kind(), each.name)
        names |= known(type(value)) if is_dataclass(value) else {each.metadata.get("env", "")}
    return names


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_variable_is_a_setting(path: Path) -> None:
    named = set(re.findall(r"\b(?:GEO_APP_[A-Z_]+|DATABASE_URL)\b", path.read_text("utf-8")))
    assert named - known(Settings) == set()


def commands(text: str) -> list[list[str]]:
    """The words after each ``geo-app`` that is the program and not a folder, user or image."""
    joined = text.replace("\\\n", " ")
    found = re.findall(r"(?:/opt/geo-app/bin/|`)geo-app ([a-z][^`\n']*)", joined)
    return [shlex.split(each.split(" #")[0]) for each in found]


def test_every_command_is_there_with_its_options() -> None:
    told = [words for path in TEXTS for words in commands(path.read_text("utf-8"))]
    assert {"serve", "doctor", "backup"} <= {words[0] for words in told}
    for words in told:
        command: click.Command = cli
        rest = list(words)
        while isinstance(command, click.Group):
            assert rest, words
            assert rest[0] in command.commands, words
            command = command.commands[rest.pop(0)]
        options = {name for each in command.params for name in each.opts}
        assert {word for word in rest if word.startswith("--")} - options == set(), words


def unit(name: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FILES / name, "utf-8")
    return parser


@pytest.mark.parametrize("name", ["geo-app.service", "geo-app-backup.service"])
def test_a_unit_sees_nothing_but_its_own(name: str) -> None:
    service = unit(name)["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["User"] == "geo-app"
    for key in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "PrivateDevices"):
        assert service[key] == "yes"
    # decoding a photo sets limits of its own
    assert not re.search(
        r"^SystemCallFilter=~.*@resources", (FILES / name).read_text("utf-8"), re.M
    )
    assert "GEO_APP_DATA=/var/lib/geo-app\n" in (FILES / "environment").read_text("utf-8")
    assert "geo-app" in service["StateDirectory"].split()


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        assert {"Unit", "Install" if "timer" in name else "Service"} <= set(unit(name).sections())
    checker = shutil.which("systemd-analyze")
    if checker is None:
        return  # what stands above was checked
    program = Path(sys.executable).parent / "geo-app"
    for name in UNITS:
        text = (FILES / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/geo-app/bin/geo-app", str(program)))
    answer = subprocess.run(
        [checker, "verify", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("nginx.conf", r"client_max_body_size\s+(\d+)m;"),
        ("Caddyfile", r"max_size\s+(\d+)MiB\n"),
    ],
)
def test_a_proxy_lets_the_largest_body_pass(name: str, pattern: str) -> None:
    (allowed,) = re.findall(pattern, (FILES / name).read_text("utf-8"))
    of = Settings()
    largest = max(
        of.visits.body_bytes,
        of.photos.file_bytes,
        of.limits.import_bytes,
        of.limits.notice_bytes,
    )
    assert int(allowed) * MIB > largest + FORM_BYTES


def test_nginx_says_who_calls_itself() -> None:
    text = (FILES / "nginx.conf").read_text("utf-8")
    told = dict(re.findall(r"proxy_set_header (\S+)\s+(\S+);", text))
    assert told["X-Forwarded-For"] in {"$remote_addr", "$proxy_add_x_forwarded_for"}
    assert told["X-Forwarded-Proto"] == "$scheme"
    assert told["X-Forwarded-Host"] == told["Host"] == "$http_host"


def test_the_image_is_built_of_what_is_there_and_runs_as_nobody() -> None:
    text = (FILES / "Dockerfile").read_text("utf-8")
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.M)
        for source in line.split()[:-1]
    ]
    assert {"geo_app", "data", "static", "templates", "hatch_build.py"} <= set(copied)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert re.search(r"^USER [1-9]\d*$", text, re.M)


def test_the_health_check_of_the_image_tells_well_from_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FILES / "Dockerfile").read_text("utf-8")
    (found,) = re.findall(r"^HEALTHCHECK.*\\\n\s+CMD (\[.*\])$", text, re.M)
    _, *words = json.loads(found)
    monkeypatch.setenv("GEO_APP_HOSTS", "127.0.0.1, map.example.cn")
    server = Server(Settings(data=tmp_path / "data"))
    server.start()
    port = server.url.rsplit(":", 1)[1]

    def ask(hosts: str) -> int:
        environ = {**os.environ, "GEO_APP_PORT": port, "GEO_APP_HOSTS": hosts}
        return subprocess.run(
            [sys.executable, *words], env=environ, capture_output=True, check=False
        ).returncode

    try:
        assert ask("map.example.cn,127.0.0.1") == 0
        assert ask("elsewhere.example.cn") == 1
    finally:
        server.kill()
    assert ask("map.example.cn") == 1
