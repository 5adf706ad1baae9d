"""The command line: stable shapes, exit codes, one clear line on failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTICE = """关于整改情况的通报
问题1：检查发现，清河路柳溪桥东侧150米河堤北侧一排污口仍有黑水排入柳溪。
整改情况：已整改。柳城区政府已于2024年3月1日完成封堵。
问题2：学习不够深入。
整改情况：正在整改。
2024年4月2日
"""

GAZETTEER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [114.30, 34.80]},
            "properties": {
                "name": "清河路柳溪桥",
                "kind": "bridge",
                "radius_m": 20,
                "source": "测量",
            },
        },
        {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[114.29, 34.8002], [114.30, 34.8002], [114.31, 34.8002]],
            },
            "properties": {"name": "柳溪河堤", "kind": "dike", "source": "测量"},
        },
    ],
}


def run(*words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "geo_app", *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **env},
    )


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "通报.txt"
    file.write_text(NOTICE, "utf-8")
    return file


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    file = tmp_path / "anchors.geojson"
    file.write_text(json.dumps(GAZETTEER), "utf-8")
    return file


def one_line(answer: subprocess.CompletedProcess[bytes]) -> str:
    text = answer.stderr.decode()
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    return text


def test_notice_read_gives_problems_with_quotes_that_stand_in_the_text(notice: Path) -> None:
    answer = run("notice", "read", str(notice), "--json")
    assert answer.returncode == 0, answer.stderr.decode()
    problems = json.loads(answer.stdout)["problems"]
    assert [p["number"] for p in problems] == [1, 2]
    assert [p["status"] for p in problems] == ["claimed", "in_work"]
    (place,) = problems[0]["places"]
    assert NOTICE[place["start"] : place["end"]] == place["text"]
    assert place["category"] == "river_outlet"
    assert {"located", "radius_m"} <= set(place)
    assert "2024-03-01" in {claim["as_of"] for claim in problems[0]["claims"]}
    assert {"number", "status", "finding", "reply", "claims", "places", "doubts"} <= set(
        problems[0]
    )


def test_notice_read_in_words_names_each_problem(notice: Path) -> None:
    answer = run("notice", "read", str(notice))
    assert answer.returncode == 0
    assert "自报完成" in answer.stdout.decode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", 2),
        (b"   \n\n", 2),
        ("没有编号的一段话。".encode(), 2),
        (b"\x00\x01\x02\xff\xfe" * 50, 2),
        (b"PK\x03\x04broken zip", 2),
        (b"%PDF-1.7 whatever", 2),
    ],
)
def test_notice_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, content: bytes, expected: int
) -> None:
    file = tmp_path / "bad.docx"
    file.write_bytes(content)
    answer = run("notice", "read", str(file), "--json")
    assert answer.returncode == expected
    assert "bad.docx" in one_line(answer)
    assert answer.stdout == b""


def test_notice_over_the_limit_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    file.write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    answer = run("notice", "read", str(file))
    assert answer.returncode == 2
    assert "20 MB" in one_line(answer)


def test_missing_file_is_said_in_the_readers_language() -> None:
    answer = run("notice", "read", "nowhere.txt", GEO_APP_LANGUAGE="en")
    assert answer.returncode == 2
    assert one_line(answer) == "geo-app: No such file: nowhere.txt\n"


def test_phrase_read_answers_each_line_in_order(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    texts = ["周寨桥以东150m北堤", "全市范围内", "村西养殖场"]
    file.write_text("".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts))
    answer = run("phrase", "read", "--file", str(file), "--json")
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["text"] for line in lines] == texts
    assert (lines[0]["anchor"], lines[0]["direction"], lines[0]["distance_m"]) == (
        "周寨桥",
        "E",
        150,
    )
    assert lines[1]["relation"] == "none"
    assert lines[2]["doubts"]


def test_phrase_file_with_a_broken_line_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"text": "周寨桥"}\n{"text": \n', "utf-8")
    answer = run("phrase", "read", "--file", str(file), "--json")
    assert answer.returncode == 2
    assert "第 2 行" in one_line(answer)
    assert answer.stdout == b""


def test_locate_follows_the_levee_of_a_gazetteer(gazetteer: Path) -> None:
    text = "清河路柳溪桥东侧150米河堤北侧一排污口"
    answer = run("locate", text, "--gazetteer", str(gazetteer), "--json")
    assert answer.returncode == 0, answer.stderr.decode()
    feature = json.loads(answer.stdout)
    assert feature["type"] == "Feature"
    assert 30 <= feature["radius_m"] <= 50
    lon, lat = feature["properties"]["lon"], feature["properties"]["lat"]
    assert lon == pytest.approx(114.30 + 150 / 91_600, abs=3e-4)
    assert lat > 34.8002
    assert feature["steps"]


def test_locate_of_an_unknown_place_ends_with_3_and_says_why(gazetteer: Path) -> None:
    answer = run("locate", "该村东侧", "--gazetteer", str(gazetteer), "--json")
    assert answer.returncode == 3
    assert json.loads(answer.stdout)["geometry"] is None
    assert json.loads(answer.stdout)["doubts"]
    assert "该村东侧" in one_line(answer)


def test_locate_with_a_broken_gazetteer_names_the_feature(tmp_path: Path) -> None:
    broken = json.loads(json.dumps(GAZETTEER))
    broken["features"][1]["geometry"]["coordinates"] = [[114.29, 34.8]]
    file = tmp_path / "broken.geojson"
    file.write_text(json.dumps(broken), "utf-8")
    answer = run("locate", "清河路柳溪桥", "--gazetteer", str(file))
    assert answer.returncode == 2
    assert "broken.geojson" in one_line(answer)


def test_sites_go_out_and_into_another_installation_unchanged(tmp_path: Path) -> None:
    first, second = tmp_path / "first.geojson", tmp_path / "second.geojson"
    assert run("sites", "export", "-o", str(first), "--data", str(tmp_path / "a")).returncode == 0
    answer = run("sites", "import", str(first), "--json", "--data", str(tmp_path / "b"))
    assert answer.returncode == 0, answer.stderr.decode()
    assert json.loads(answer.stdout)["added"] == 0
    assert run("sites", "export", "-o", str(second), "--data", str(tmp_path / "b")).returncode == 0
    assert first.read_bytes() == second.read_bytes()
    assert len(json.loads(first.read_bytes())["features"]) == 26


def test_notice_add_stores_a_notice_once(tmp_path: Path, notice: Path) -> None:
    data = str(tmp_path / "data")
    first = run("notice", "add", str(notice), "--confirm", "--json", "--data", data)
    second = run("notice", "add", str(notice), "--confirm", "--json", "--data", data)
    assert first.returncode == 0, first.stderr.decode()
    assert json.loads(first.stdout)["notice"] == json.loads(second.stdout)["notice"]
    assert json.loads(first.stdout)["problems"] == 2
    assert run("log", "verify", "--data", data).returncode == 0


def test_refused_import_leaves_the_installation_as_it_was(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    before = run("sites", "export", "--data", data).stdout
    bad = tmp_path / "bad.geojson"
    collection = json.loads(before)
    collection["features"][3]["properties"]["status"] = "done"
    collection["features"][3]["id"] = "11111111-1111-4111-8111-111111111111"
    bad.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
    answer = run("sites", "import", str(bad), "--data", data)
    assert answer.returncode == 2
    assert "bad.geojson" in one_line(answer)
    assert run("sites", "export", "--data", data).stdout == before


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "occupied"
    file.write_text("")
    assert run("sites", "export", "--data", str(file)).returncode != 0


def test_database_url_of_nobody_is_said_in_one_line(tmp_path: Path) -> None:
    answer = run(
        "sites",
        "export",
        "--data",
        str(tmp_path),
        DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none",
    )
    assert answer.returncode == 7
    one_line(answer)


def test_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        answer = run("serve", "--port", port, "--data", str(tmp_path / "data"))
    assert answer.returncode == 1
    assert port in one_line(answer)
