"""``geo-app photo read``: a line a file, a bad one stops no other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo_app.cli import cli
from geo_app.errors import InputError
from tests import photos

SCENE = photos.scene(9, (120, 90))
SAID = {"lon": 114.31, "lat": 34.81, "direction": 120.5, "direction_ref": "M", "hpos_error_m": 4.5}
MEMBERS = [
    "file", "sha256", "ok", "error", "mime", "width", "height", "orientation", "lon", "lat",
    "position_source", "hpos_error_m", "altitude_m", "direction_deg", "direction_ref", "taken_at",
    "offset", "gps_time", "camera", "software", "doubts",
]  # fmt: skip


def called(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["photo", "read", *words], input=given)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_line_holds_every_member(tmp_path: Path) -> None:
    data = photos.jpeg(SCENE, altitude_m=62, software="Camera 1.0", **SAID)
    file = tmp_path / "好.jpg"
    file.write_bytes(data)
    result = called("--json", str(file))
    assert result.exit_code == 0
    (line,) = lines(result)
    assert sorted(line) == sorted(MEMBERS)
    assert line["lon"] == pytest.approx(114.31, abs=1e-7)
    assert line["lat"] == pytest.approx(34.81, abs=1e-7)
    expected = {
        "file": str(file),
        "sha256": hashlib.sha256(data).hexdigest(),
        "ok": True,
        "error": None,
        "mime": "image/jpeg",
        "width": 120,
        "height": 90,
        "orientation": 1,
        "position_source": "EXIF GPSLatitude, GPSLongitude",
        "hpos_error_m": 4.5,
        "altitude_m": 62.0,
        "direction_deg": 120.5,
        "direction_ref": "M",
        "taken_at": "2026-08-21T10:22:05+08:00",
        "offset": "+08:00",
        "gps_time": None,
        "camera": "Maker M1",
        "software": "Camera 1.0",
        "doubts": [],
    }
    assert {name: line[name] for name in expected} == expected


def test_a_bad_file_stops_no_other(tmp_path: Path) -> None:
    good, bad, wrong = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.png"
    good.write_bytes(photos.jpeg(SCENE, **SAID))
    bad.write_bytes(b"<html>")
    wrong.write_bytes(good.read_bytes())
    files = [str(bad), str(good), str(tmp_path / "absent.jpg"), str(tmp_path), str(wrong)]
    result = called("--json", *files)
    told = lines(result)
    assert [line["file"] for line in told] == files
    codes = [line["error"]["code"] if line["error"] else None for line in told]
    assert codes == [
        "photo.not_a_photo",
        None,
        "cli.no_file",
        "cli.no_file",
        "photo.name_disagrees",
    ]
    assert told[0]["sha256"] == hashlib.sha256(b"<html>").hexdigest()
    assert told[2]["sha256"] is None
    assert isinstance(result.exception, InputError)
    assert result.exception.exit_code == 2
    assert result.exception.values == {"bad": 4, "total": 5}


def test_standard_input() -> None:
    (line,) = lines(called("--json", "-", given=photos.png(SCENE, **SAID)))
    assert (line["file"], line["ok"], line["mime"]) == ("-", True, "image/png")


def test_a_file_over_the_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    with file.open("wb") as out:
        out.write(b"\xff\xd8\xff")
        out.truncate(3 * 2**30)
    (line,) = lines(called("--json", str(file)))
    assert (line["ok"], line["sha256"]) == (False, None)
    assert "64 MB" in str(line["error"])


def test_a_summary_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, cut, bad = tmp_path / "a.jpg", tmp_path / "b.jpg", tmp_path / "c.jpg"
    data = photos.jpeg(SCENE, **SAID)
    good.write_bytes(data)
    cut.write_bytes(photos.bare(SCENE)[:2500])
    bad.write_bytes(b"")
    shown = called(str(good), str(cut), str(bad)).stdout
    assert "位置: 114.310000, 34.810000 (±4.5 m)" in shown
    assert "拍摄方向: 120.5° M" in shown
    assert "120×90" in shown
    assert "! 照片文件不完整" in shown
    assert "✗ 文件是空的。" in shown
    monkeypatch.setenv("GEO_APP_LANGUAGE", "en")
    assert "direction: 120.5° M" in called(str(good)).stdout
