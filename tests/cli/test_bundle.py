"""``geo-app bundle``, ``key`` and ``log`` as a person calls them, on photos that a camera took."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select, text

from geo_app.settings import Settings
from geo_app.store.people import Entry
from geo_app.store.session import open_store
from tests.cli.program import run


@pytest.fixture
def bundle(site: tuple[Path, str], tmp_path: Path) -> Path:
    target = tmp_path / "证据.zip"
    answer = run("bundle", "write", site[1], "-o", str(target), "--data", str(site[0]))
    assert answer.returncode == 0, answer.stderr.decode()
    assert "2 张照片" in answer.stdout.decode()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    return target


def test_written_here_checked_there(bundle: Path, site: tuple[Path, str], tmp_path: Path) -> None:
    """The check runs in an empty folder, without an installation, and leaves none behind."""
    shown = json.loads(run("key", "show", "--json", "--data", str(site[0])).stdout)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(bundle, elsewhere / "x.zip")
    call = ("bundle", "verify", "x.zip", "--json", "--key", shown["fingerprint"])
    answer = run(*call, folder=elsewhere)
    assert answer.returncode == 0, answer.stderr.decode()
    report = json.loads(answer.stdout)
    assert (report["good"], report["key_known"], report["photos"]) == (True, True, 2)
    assert [path.name for path in elsewhere.iterdir()] == ["x.zip"]


def test_the_pictures_inside_can_be_seen(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        names = [name for name in archive.namelist() if name.startswith("renditions/")]
        assert len(names) == 4
        for name in names:
            picture = Image.open(BytesIO(archive.read(name)), formats=["JPEG"])
            assert picture.size == ((640, 480) if "web" in name else (320, 240))
            assert not picture.getexif()
        assert "114." in archive.read("index.html").decode()


def test_an_altered_bundle_is_named_with_exit_7(bundle: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.zip"
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(altered, "w") as copy:
        for name in whole.namelist():
            data = whole.read(name)
            copy.writestr(name, data[:-1] + b"!" if name == "facts.json" else data)
    answer = run("bundle", "verify", str(altered))
    assert answer.returncode == 7
    assert "facts.json：" in answer.stdout.decode()
    assert answer.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(("key", "code"), [("0" * 64, 7), ("nonsense", 2)], ids=["another", "none"])
def test_a_key_that_is_not_the_one(bundle: Path, key: str, code: int) -> None:
    assert run("bundle", "verify", str(bundle), "--key", key).returncode == code


def test_the_key_may_be_a_file(bundle: Path, site: tuple[Path, str], tmp_path: Path) -> None:
    line = run("key", "show", "--data", str(site[0])).stdout.decode().splitlines()[1]
    (tmp_path / "key.txt").write_text(line)
    answer = run("bundle", "verify", str(bundle), "--key", str(tmp_path / "key.txt"))
    assert answer.returncode == 0
    assert "就是所给的密钥" in answer.stdout.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_bundle_is_one_line_with_exit_2(tmp_path: Path, language: str) -> None:
    (tmp_path / "x.zip").write_bytes(b"<html>")
    for name in ("x.zip", "absent.zip"):
        answer = run("bundle", "verify", str(tmp_path / name), GEO_APP_LANGUAGE=language)
        assert answer.returncode == 2
        assert answer.stderr.decode().count("\n") == 1


def test_a_bundle_since_a_head_that_the_reader_has(site: tuple[Path, str], tmp_path: Path) -> None:
    head, target = tmp_path / "head.txt", tmp_path / "x.zip"
    where = ("--data", str(site[0]))
    assert run("log", "head", "-o", str(head), *where).returncode == 0
    call = ("bundle", "write", site[1], "-o", str(target), "--since", str(head), *where)
    assert run(*call).returncode == 0
    assert run("bundle", "verify", str(target), "--since", str(head)).returncode == 0
    head.write_text("no head")
    assert run("bundle", "verify", str(target), "--since", str(head)).returncode == 7
    assert run(*call).returncode == 2


def test_what_leaves_by_the_command_line_is_written_down(
    site: tuple[Path, str], bundle: Path
) -> None:
    assert bundle.exists()
    assert run("sites", "export", "--data", str(site[0])).returncode == 0
    store = open_store(Settings(data=site[0]))
    with store.session(read_only=True) as session:
        lines = session.scalars(select(Entry).where(Entry.kind == "exported")).all()
    store.engine.dispose()
    told = {(line.subject, line.data.get("sites")) for line in lines}
    assert {("geo-app bundle write", site[1]), ("geo-app sites export", None)} <= told


def test_a_site_that_is_not_there(site: tuple[Path, str], tmp_path: Path) -> None:
    target = tmp_path / "x.zip"
    answer = run("bundle", "write", "XX-9", "-o", str(target), "--data", str(site[0]))
    assert answer.returncode == 4
    assert "XX-9" in answer.stderr.decode()
    assert not target.exists()


@pytest.fixture
def copied(site: tuple[Path, str], tmp_path: Path) -> Path:
    """An installation of one's own, to be tampered with."""
    data = tmp_path / "data"
    shutil.copytree(site[0], data)
    return data


def tamper(data: Path, *statements: str) -> None:
    store = open_store(Settings(data=data))
    with store.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    store.engine.dispose()


def test_the_log_verifies_and_names_an_altered_photo(copied: Path) -> None:
    where = ("--data", str(copied))
    good = json.loads(run("log", "verify", "--json", *where).stdout)
    assert (good["broken_at"], good["altered"], good["continues_head"]) == (None, [], None)
    tamper(copied, "DROP TRIGGER photo_no_update", "UPDATE photo SET name = 'x' WHERE ordinal = 2")
    answer = run("log", "verify", *where)
    assert answer.returncode == 7
    store = open_store(Settings(data=copied))
    with store.engine.connect() as connection:
        photo = connection.scalar(text("SELECT id FROM photo WHERE ordinal = 2"))
    store.engine.dispose()
    assert str(photo) in answer.stdout.decode()


def test_a_head_kept_elsewhere_shows_a_log_that_lost_its_end(copied: Path, tmp_path: Path) -> None:
    where = ("--data", str(copied))
    head = tmp_path / "head.txt"
    assert run("log", "head", "-o", str(head), *where).returncode == 0
    assert run("log", "verify", "--head", str(head), *where).returncode == 0
    tamper(
        copied,
        "DROP TRIGGER event_no_delete",
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE log_head SET (seq, hash) = (SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1)",
    )
    answer = run("log", "verify", "--head", str(head), *where)
    assert answer.returncode == 7
    assert "改写" in answer.stderr.decode()


def test_a_head_that_is_none_is_refused(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "head.txt").write_text("nothing")
    answer = run("log", "verify", "--head", str(tmp_path / "head.txt"), "--data", str(copied))
    assert answer.returncode == 2
