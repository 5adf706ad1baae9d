"""``geo-app photos fingerprints``: what an earlier version kept is made again from originals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from geo_app.cli.photos import photos
from geo_app.settings import Settings
from geo_app.store import fingerprints
from geo_app.store.files import open_files
from geo_app.store.fingerprints import Picture
from geo_app.store.session import Store
from tests.storage.helpers import confirm_sample
from tests.visits import picture


@pytest.fixture
def kept(store: Store, settings: Settings, tmp_path: Path) -> list[bytes]:
    """Two photos with fingerprints as an earlier version would have kept them; their new ones."""
    confirm_sample(store, settings)
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in (1, 2):
        data = picture(number, lon=114.30, lat=34.80, taken=f"2024:05:0{number} 10:22:05")
        (folder / f"{number}.jpg").write_bytes(data)
    words = ["import", str(folder), "--yes", "--data", str(settings.data)]
    assert CliRunner().invoke(photos, words, catch_exceptions=False).exit_code == 0
    with store.session() as session:
        pictures = session.scalars(select(Picture).order_by(Picture.seq)).all()
        new = [each.fingerprint for each in pictures]
        for each in pictures:
            each.fingerprint = b"\x01" + each.fingerprint[1:]
    assert len(new) == 2
    return new


def run(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(photos, ["fingerprints", "--data", str(settings.data), *words])


def now(store: Store) -> list[bytes]:
    with store.session(read_only=True) as session:
        return list(session.scalars(select(Picture.fingerprint).order_by(Picture.seq)))


def test_they_are_made_again_and_once(store: Store, settings: Settings, kept: list[bytes]) -> None:
    assert "重做了 2 张照片的指纹" in run(settings).stdout
    assert now(store) == kept
    with store.session(read_only=True) as session:
        assert fingerprints.outdated(session) == []
    assert json.loads(run(settings, "--json").stdout) == {"renewed": 0, "refused": []}


def test_an_original_that_is_missing_stops_no_other(
    store: Store, settings: Settings, kept: list[bytes]
) -> None:
    with store.session(read_only=True) as session:
        missing = fingerprints.outdated(session)[0]
    found = [each for each in settings.data.rglob(f"*{missing[4:]}*") if each.is_file()]
    assert found
    for each in found:
        each.unlink()
    assert not open_files(settings).has(missing)
    result = run(settings, "--json")
    told = json.loads(result.stdout)
    assert told["renewed"] == 1
    assert [each["sha256"] for each in told["refused"]] == [missing]
    assert getattr(result.exception, "code", None) == "photos.left_old"
    assert getattr(result.exception, "exit_code", None) == 7
    assert [one == other for one, other in zip(now(store), kept, strict=True)] == [False, True]
    with store.session(read_only=True) as session:
        assert fingerprints.outdated(session) == [missing]
