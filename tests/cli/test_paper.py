"""``geo-app site paper``: PDF or Word by the code of a site, or one line that says why not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests import papers
from tests.cli.program import run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("paper") / "data")


def codes(data: str) -> list[str]:
    told = json.loads(run("sites", "export", "--data", data).stdout)
    return [each["properties"]["code"] for each in told["features"]]


def test_a_paper_by_its_code(tmp_path: Path, data: str) -> None:
    code = codes(data)[0]
    file = tmp_path / "档案.pdf"
    made = run("site", "paper", code, "-o", str(file), "--json", "--data", data)
    assert made.returncode == 0, made.stderr.decode()
    told = json.loads(made.stdout)
    assert (told["site"], told["bytes"]) == (code, file.stat().st_size)
    assert code in papers.text(file.read_bytes())
    assert [path.name for path in tmp_path.iterdir()] == ["档案.pdf"]
    plain = run("site", "paper", code, "-o", "-", "--data", data, GEO_APP_LANGUAGE="en")
    assert "Fileofasite" in papers.text(plain.stdout)


def test_no_such_site_and_no_such_folder(tmp_path: Path, data: str) -> None:
    file = tmp_path / "x.pdf"
    answer = run("site", "paper", "无此点位", "-o", str(file), "--data", data)
    assert answer.returncode == 4
    assert "无此点位" in answer.stderr.decode()
    assert not file.exists()
    nowhere = str(tmp_path / "no" / "x.pdf")
    answer = run("site", "paper", codes(data)[0], "-o", nowhere, "--data", data)
    assert answer.returncode == 1
    assert "x.pdf" in answer.stderr.decode()


def test_a_word_file_from_a_template_that_was_edited(tmp_path: Path, data: str) -> None:
    code, own, file = codes(data)[0], tmp_path / "模板.docx", tmp_path / "档案.docx"
    written = run("site", "template", "-o", str(own), "--data", data)
    assert "GEO_APP_PAPER_TEMPLATE" in written.stdout.decode()
    document = Document(str(own))
    document.paragraphs[0].text = "青河市整改办"
    document.save(str(own))
    chosen = {"GEO_APP_PAPER_TEMPLATE": str(own)}
    made = run("site", "paper", code, "-o", str(file), "--data", data, **chosen)
    assert made.returncode == 0, made.stderr.decode()
    told = Document(str(file))
    assert told.paragraphs[0].text == "青河市整改办"
    assert any(code in each.text for each in told.paragraphs)
    piped = run("site", "paper", code, "-o", "-", "--kind", "docx", "--data", data, **chosen)
    assert piped.stdout == file.read_bytes()


def test_a_template_that_cannot_be_used_is_named_and_nothing_written(
    tmp_path: Path, data: str
) -> None:
    code, file = codes(data)[0], tmp_path / "x.docx"
    for name, content in (("没有.docx", None), ("旧.doc", b"\xd0\xcf\x11\xe0")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        answer = run("site", "paper", code, "-o", str(file), "--data", data,
                     GEO_APP_PAPER_TEMPLATE=str(tmp_path / name))  # fmt: skip
        assert answer.returncode == 2
        assert name in answer.stderr.decode()
        assert len(answer.stderr.decode().splitlines()) == 1
        assert not file.exists()


def test_many_as_one_zip(tmp_path: Path, data: str) -> None:
    every, file = codes(data), tmp_path / "全部.zip"
    made = run("site", "papers", "-o", str(file), "--json", "--data", data)
    assert made.returncode == 0, made.stderr.decode()
    assert json.loads(made.stdout) == {"file": str(file), "sites": len(every)}
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == sorted(f"点位档案-{code}.pdf" for code in every)
    two = tmp_path / "两处.zip"
    given = run("site", "papers", *every[:2], "-o", str(two), "--kind", "docx", "--data", data)
    assert "2" in given.stdout.decode()
    with zipfile.ZipFile(two) as archive:
        assert archive.namelist() == [f"点位档案-{code}.docx" for code in every[:2]]
    none = run(
        "site", "papers", "-o", str(tmp_path / "x.zip"), "--status", "closed", "--data", data
    )
    assert none.returncode == 4
    missing = run("site", "papers", every[0], "无此", "-o", str(tmp_path / "y.zip"), "--data", data)
    assert missing.returncode == 4
    assert {path.name for path in tmp_path.iterdir()} == {"全部.zip", "两处.zip"}


def test_ctrl_c_leaves_no_half_zip(tmp_path: Path, data: str) -> None:
    words = [sys.executable, "-m", "geo_app", "site", "papers", *codes(data) * 60, "--kind", "docx"]
    file = tmp_path / "x.zip"
    # whoever starts these tests in the background has Ctrl-C ignored, and so would the command
    was = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(
            [*words, "-o", str(file), "--data", data], stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, was)
    part = tmp_path / ".x.zip.part"
    end = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size) and time.monotonic() < end:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode == 130, said
    assert list(tmp_path.iterdir()) == []


def test_briefs(tmp_path: Path, data: str) -> None:
    told = json.loads(run("sites", "export", "--data", data).stdout)
    sha256 = told["features"][0]["properties"]["notice_sha256"]
    file, of_all = tmp_path / "汇总.docx", tmp_path / "简报.pdf"
    assert run("notice", "summary", sha256, "-o", str(file), "--data", data).returncode == 0
    assert any("问题1（" in each.text for each in Document(str(file)).paragraphs)
    assert (
        run("districts", "brief", "-o", str(of_all), "--by", "unit", "--data", data).returncode == 0
    )
    assert "按考核单位" in papers.text(of_all.read_bytes())
    none = run("notice", "summary", "无此", "-o", str(tmp_path / "x.pdf"), "--data", data)
    assert none.returncode == 4
    assert not (tmp_path / "x.pdf").exists()
