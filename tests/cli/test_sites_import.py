"""``geo-app sites import`` and ``geo-app demo`` with files of very many sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner, Result

from geo_app.cli import cli
from geo_app.cli.demo import demo
from geo_app.errors import GeoAppError
from tests.vectors import COLUMNS, frame, sample, write


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words], catch_exceptions=True)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "geojson", "parquet"])
def test_sites_come_in_and_the_log_is_whole(tmp_path: Path, data: str, kind: str) -> None:
    answer = run("sites", "import", str(sample(tmp_path, kind)), "--data", data)
    assert answer.exit_code == 0, answer.output
    assert "新增 4 处点位（其中 1 处没有位置），0 处已在库中。" in answer.stdout
    assert run("log", "verify", "--data", data).exit_code == 0
    again = run("sites", "import", str(tmp_path / f"sample.{kind}"), "--json", "--data", data)
    assert json.loads(again.stdout) == {"added": 0, "unchanged": 4}


def test_geojson_of_another_program_comes_in_from_standard_input(tmp_path: Path, data: str) -> None:
    content = sample(tmp_path, "geojson").read_bytes()
    answer = CliRunner().invoke(cli, ["sites", "import", "-", "--json", "--data", data], content)
    assert json.loads(answer.stdout) == {"added": 4, "unchanged": 0}


def test_geojson_that_is_too_large_for_the_strict_reader_goes_through_gdal(
    tmp_path: Path, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_app.work.bulk.road.is_small_geojson", lambda *_: False)
    answer = run("sites", "import", str(sample(tmp_path, "geojson")), "--json", "--data", data)
    assert json.loads(answer.stdout) == {"added": 4, "unchanged": 0}


def test_a_bad_row_is_named_and_nothing_comes_in(tmp_path: Path, data: str) -> None:
    bad = frame({**COLUMNS, "deadline": [None, "soon", None, None]})
    answer = run("sites", "import", str(write(tmp_path / "bad.gpkg", bad)), "--data", data)
    assert isinstance(answer.exception, GeoAppError)
    assert answer.exception.exit_code == 2
    told = answer.exception.text("en")
    assert told.startswith("bad.gpkg, feature 2: the property deadline")
    exported = run("sites", "export", "--data", data)
    assert "A-1" not in exported.stdout


def test_swapped_coordinates_are_named_for_the_whole_file(tmp_path: Path, data: str) -> None:
    # latitudes of this city are longitudes of another place; both are possible numbers
    shapes = [shapely.Point(34.5, 80.0)] * 2
    path = write(tmp_path / "odd.gpkg", frame({"code": ["a", "b"]}, shapes))
    assert run("sites", "import", str(path), "--json", "--data", data).exit_code == 0
    swapped = write(tmp_path / "swapped.gpkg", frame({"code": ["c"]}, [shapely.Point(34.8, 114.3)]))
    answer = run("sites", "import", str(swapped), "--data", data)
    assert isinstance(answer.exception, GeoAppError)
    assert answer.exception.code == "geojson.swapped"


def test_a_file_that_says_nothing_of_sites_is_refused(tmp_path: Path, data: str) -> None:
    path = write(tmp_path / "roads.fgb", frame({"lanes": [2]}, [shapely.Point(114, 34)]))
    answer = run("sites", "import", str(path), "--data", data)
    assert isinstance(answer.exception, GeoAppError)
    assert answer.exception.code == "bulk.no_columns"


def test_the_layer_is_named_on_request(tmp_path: Path, data: str) -> None:
    path = tmp_path / "two.gpkg"
    for layer in ("first", "second"):
        write(path, frame({"code": [layer]}, [None]), layer=layer)
    words = ("sites", "import", str(path), "--json", "--data", data)
    assert isinstance(run(*words).exception, GeoAppError)
    assert json.loads(run(*words, "--layer", "second").stdout)["added"] == 1


def test_a_demo_is_made_and_served_without_the_shipped_sites(data: str) -> None:
    made = CliRunner().invoke(demo, ["--sites", "40", "--seed", "7", "--data", data])
    assert made.exit_code == 0, made.output
    assert "已生成 40 处示例点位" in made.output
    assert run("log", "verify", "--data", data).exit_code == 0
    exported = json.loads(run("sites", "export", "--data", data).stdout)
    assert len(exported["features"]) == 40
    assert len(exported["notices"]) == 1


def test_a_demo_goes_into_no_folder_in_use(tmp_path: Path, data: str) -> None:
    assert run("sites", "export", "--data", data).exit_code == 0  # the shipped sites are real
    answer = CliRunner().invoke(demo, ["--sites", "5", "--data", data])
    assert isinstance(answer.exception, GeoAppError)
    assert answer.exception.code == "demo.in_use"
    answer = CliRunner().invoke(demo, ["--sites", "5", "--into", data])
    assert isinstance(answer.exception, GeoAppError)
    assert answer.exception.code == "demo.not_empty"
    fresh = tmp_path / "fresh"
    answer = CliRunner().invoke(demo, ["--sites", "5", "--into", str(fresh), "--json"])
    assert json.loads(answer.stdout) == {"added": 5, "unchanged": 0, "seed": 1}
