"""``geo-app doctor``: one line for each thing; a fault ends with 1, a warning does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo_app.cli import cli
from geo_app.settings import SQLITE_FILE
from geo_app.store.session import sqlite_driver
from geo_app.words.doctor import TABLE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    made = CliRunner().invoke(cli, ["sites", "export", "--data", str(folder)])
    assert made.exit_code == 0
    folder.chmod(0o700)
    return folder


def run(data: Path, *words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(cli, ["doctor", *words, "--data", str(data)])


def entries(folder: Path) -> dict[str, int]:
    return {str(each): each.stat().st_size for each in folder.rglob("*") if each.is_file()}


def found(data: Path, *words: str) -> dict[str, str]:
    return {each["code"]: each["level"] for each in json.loads(run(data, *words, "--json").stdout)}


def alter(data: Path, statement: str, *values: object) -> None:
    connection = sqlite_driver().connect(data / SQLITE_FILE)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def test_a_new_installation_is_in_order_but_for_an_administrator(data: Path) -> None:
    answer = run(data, "--thorough")
    assert answer.exit_code == 0, answer.output
    assert [line for line in answer.output.splitlines() if not line.startswith("✓")] == [
        f"! {TABLE['doctor.nobody'][0]}"
    ]
    for code in (
        "doctor.chain",
        "doctor.files",
        "doctor.counted",
        "doctor.clock_right",
        "doctor.public_explained",
    ):
        assert found(data, "--thorough")[code] == "good"


@pytest.mark.parametrize("words", [(), ("--thorough",)])
def test_fingerprints_of_an_earlier_version_are_told(data: Path, words: tuple[str, ...]) -> None:
    assert found(data, *words)["doctor.fingerprints"] == "good"
    alter(data, "INSERT INTO picture (sha256, fingerprint) VALUES ('x', ?)", b"\x01old")
    assert found(data, *words)["doctor.fingerprints_old"] == "warning"
    assert run(data, *words).exit_code == 0


def test_what_others_can_read_is_told(data: Path) -> None:
    data.chmod(0o755)
    (data / "secret.key").write_text("x" * 64)
    (data / "secret.key").chmod(0o644)
    levels = found(data)
    assert levels["doctor.folder_open"] == "warning"
    assert levels["doctor.key_open"] == "fault"
    assert run(data).exit_code == 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE site_count SET open = open + 7 WHERE level = -1", "doctor.counts_wrong"),
        ("UPDATE log_head SET hash = 'x'", "doctor.chain_broken"),
        ("DELETE FROM count_basis", "doctor.never_counted"),
        (
            "INSERT INTO publication (site_id, number, name, shown, since)"
            " SELECT id, 1, name, 1, '2026-11-26' FROM site LIMIT 1",
            "doctor.public_unexplained",
        ),
    ],
)
def test_each_fault_is_found(data: Path, statement: str, code: str) -> None:
    alter(data, statement)
    assert found(data, "--thorough")[code] in {"fault", "warning"}


def test_a_newer_database_and_a_broken_one_end_in_a_line(data: Path) -> None:
    alter(data, "UPDATE alembic_version SET version_num = '9999'")
    answer = run(data)
    assert answer.exit_code == 1
    assert "✗" in answer.output
    (data / SQLITE_FILE).write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    answer = run(data)
    assert answer.exit_code == 1
    assert "✗" in answer.output
    assert "Traceback" not in answer.output


def test_a_short_key_and_an_open_address_are_told(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_APP_SECRET_KEY", "short")
    monkeypatch.setenv("GEO_APP_HOST", "0.0.0.0")  # noqa: S104 # nothing listens
    levels = found(data)
    assert levels["doctor.key_short"] == "fault"
    assert levels["doctor.listening"] == "warning"


OPEN = {"GEO_APP_HOST": "0.0.0.0"}  # noqa: S104 # nothing listens
PROXY = {"GEO_APP_PROXIES": "1"}
NAMED = {"GEO_APP_HOSTS": "map.example.cn"}
HTTPS = {"GEO_APP_HTTPS": "1"}


@pytest.mark.parametrize(
    ("environ", "warnings"),
    [
        ({}, set()),
        (OPEN, {"listening", "hosts_any", "proxies_unset"}),
        (OPEN | HTTPS, {"hosts_any", "proxies_unset"}),
        (OPEN | HTTPS | NAMED, {"proxies_unset"}),
        (OPEN | NAMED | PROXY, {"listening"}),
        (OPEN | HTTPS | NAMED | PROXY, set()),
        (PROXY, {"https_unset", "hosts_loopback"}),
        (PROXY | HTTPS, {"hosts_loopback"}),
        (NAMED | HTTPS, {"proxies_unset"}),
        (PROXY | HTTPS | NAMED, set()),
    ],
)
def test_what_a_server_for_others_lacks_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], warnings: set[str]
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    levels = found(data)
    told = {code for code, level in levels.items() if level == "warning"} - {"doctor.nobody"}
    assert told == {f"doctor.{each}" for each in warnings}
    good = "loopback" if not environ else "behind_proxy"
    assert any(code.startswith(f"doctor.{good}") for code in levels) is not bool(warnings)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_warning_names_the_setting_in_the_language(
    data: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("GEO_APP_LANGUAGE", language)
    for name, value in OPEN.items():
        monkeypatch.setenv(name, value)
    told = run(data).output
    for code in ("hosts_any", "proxies_unset"):
        assert TABLE[f"doctor.{code}"][language == "en"] in told
    assert "GEO_APP_HOSTS" in told
    assert "GEO_APP_PROXIES" in told


def test_looking_makes_nothing_and_moves_nothing(tmp_path: Path, data: Path) -> None:
    nowhere = tmp_path / "nowhere"
    answer = run(nowhere)
    assert answer.exit_code == 0, answer.output
    assert not nowhere.exists()
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o700)
    assert run(empty).exit_code == 0
    assert list(empty.iterdir()) == []
    before = entries(data)
    assert run(data, "--thorough").exit_code == 0
    assert entries(data) == before
    alter(data, "UPDATE alembic_version SET version_num = '0004'")
    assert found(data)["doctor.older"] == "warning"
    connection = sqlite_driver().connect(data / SQLITE_FILE)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0004",)
    connection.close()
