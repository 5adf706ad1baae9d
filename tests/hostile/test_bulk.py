"""Files of very many sites that are damaged, or made to do harm."""

from __future__ import annotations

import gzip
import sqlite3
import struct
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas
import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
import shapely
from shapely.geometry import Point

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.geo.vectors import open_vectors
from geo_app.settings import BulkLimits
from geo_app.work.bulk.reading import COLUMNS
from tests.vectors import frame, sample, write

LIMITS = BulkLimits()
SPOT = Point(114.25, 34.8)


def shapes_of(path: Path, limits: BulkLimits = LIMITS, layer: str | None = None) -> list[object]:
    with open_vectors(path, COLUMNS, limits, layer) as file:
        return [shape for batch in file.batches for shape in batch.shapes]


def refusal(path: Path, limits: BulkLimits = LIMITS, layer: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        shapes_of(path, limits, layer)
    assert path.name in caught.value.text("zh")
    assert "…" not in caught.value.text("en")
    return caught.value


# --- coordinate systems ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "parquet"])
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4526", "EPSG:32650", "EPSG:4490", "OGC:CRS84"])
def test_a_file_that_says_its_system_comes_out_in_degrees(
    tmp_path: Path, kind: str, crs: str
) -> None:
    table = frame({"code": ["a"]}, [SPOT]).to_crs(crs)
    (found,) = shapes_of(write(tmp_path / f"there.{kind}", table))
    assert shapely.distance(found, SPOT) < 1e-7


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "parquet"])
def test_a_file_that_says_none_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.warns(UserWarning, match="crs") if kind != "parquet" else _quiet():
        path = write(tmp_path / f"none.{kind}", frame({"code": ["a"]}, [SPOT], crs=None))
    assert refusal(path).code == "bulk.no_crs"


class _quiet:  # noqa: N801 # stands beside pytest.warns
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_a_system_from_which_only_a_guess_leads_to_degrees_is_refused(tmp_path: Path) -> None:
    local = 'LOCAL_CS["a site grid",UNIT["metre",1]]'
    path = write(tmp_path / "local.gpkg", frame({"code": ["a"]}, [Point(1, 2)], crs=local))
    assert refusal(path).code == "bulk.no_crs"


# --- coordinates -----------------------------------------------------------------------------


def wkb_point(x: float, y: float) -> bytes:
    return struct.pack("<BIdd", 1, 1, x, y)


def parquet_of(path: Path, *wkb: bytes | None) -> Path:
    """GeoParquet with these very bytes as geometry."""
    table = frame({"code": [f"c{n}" for n in range(len(wkb))]}, [SPOT] * len(wkb))
    table.to_parquet(path)
    read = pyarrow.parquet.read_table(path)
    index = read.schema.get_field_index("geometry")
    column = pyarrow.array(wkb, type=pyarrow.binary())
    pyarrow.parquet.write_table(read.set_column(index, read.schema.field(index), column), path)
    return path


BAD_POINTS = {
    "nan-lon": (np.nan, 34.8, "bulk.not_finite"),
    "nan-lat": (114.0, np.nan, "bulk.not_finite"),
    "inf": (np.inf, 34.8, "bulk.not_finite"),
    "minus-inf": (114.0, -np.inf, "bulk.not_finite"),
    "swapped": (34.8, 114.25, "geojson.swapped"),
    "metres": (12_718_000.0, 4_136_000.0, "geojson.out_of_range"),
}


@pytest.mark.parametrize("case", BAD_POINTS)
def test_a_bad_coordinate_is_named_with_its_row(tmp_path: Path, case: str) -> None:
    x, y, code = BAD_POINTS[case]
    error = refusal(parquet_of(tmp_path / "bad.parquet", wkb_point(114, 34), wkb_point(x, y)))
    assert (error.code, error.values["index"]) == (code, 2)


def test_beyond_a_projection_is_named(tmp_path: Path) -> None:
    far = frame({"code": ["a", "b"]}, [Point(5e5, 4e6), Point(1e30, 1e30)], crs="EPSG:32650")
    error = refusal(write(tmp_path / "far.gpkg", far))
    assert error.values["index"] == 2


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "parquet"])
def test_an_empty_geometry_is_no_place(tmp_path: Path, kind: str) -> None:
    table = frame({"code": ["a", "b"]}, [shapely.LineString(), SPOT])
    assert shapes_of(write(tmp_path / f"empty.{kind}", table)) == [None, SPOT]


DAMAGED: dict[str, tuple[bytes, str]] = {
    "cut": (wkb_point(114, 34)[:-3], "bulk.bad_geometry"),
    "noise": (b"\xff" * 30, "bulk.bad_geometry"),
    "many-promised": (struct.pack("<BII", 1, 2, 2**31 - 1), "bulk.bad_geometry"),
    "circular-arc": (
        struct.pack("<BII6d", 1, 8, 3, 114, 34, 114.1, 34.1, 114.2, 34), "bulk.bad_geometry",
    ),
    "collection": (
        shapely.GeometryCollection([SPOT, shapely.box(0, 0, 1, 1)]).wkb, "geojson.geometry_type",
    ),
    "bow": (
        shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]).wkb, "geojson.invalid_shape",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_geometry_is_named_with_its_row(tmp_path: Path, case: str) -> None:
    wkb, code = DAMAGED[case]
    error = refusal(parquet_of(tmp_path / "bad.parquet", SPOT.wkb, None, wkb))
    assert (error.code, error.values["index"]) == (code, 3)


def test_height_is_dropped_and_a_multi_of_one_is_that_one(tmp_path: Path) -> None:
    shapes = [Point(114.25, 34.8, 70.0), shapely.MultiPoint([SPOT])]
    found = shapes_of(write(tmp_path / "z.gpkg", frame({"code": ["a", "b"]}, shapes)))
    assert found == [SPOT, SPOT]


def test_a_geometry_with_very_many_vertices_is_refused(tmp_path: Path) -> None:
    line = shapely.LineString(np.random.default_rng(1).uniform(30, 31, (60, 2)))
    path = write(tmp_path / "long.gpkg", frame({"code": ["a"]}, [line]))
    assert refusal(path, BulkLimits(feature_vertices=50)).code == "geojson.too_many_vertices"


# --- files -----------------------------------------------------------------------------------


def database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE site (code TEXT)")
        plain.commit()


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sites.gpkg", bytes(10_000_000))


FOREIGN: dict[str, Callable[[Path], object]] = {
    "zip": bomb,
    "gzip": lambda path: path.write_bytes(gzip.compress(b"{}")),
    "kml": lambda path: path.write_bytes(b"<kml/>"),
    "vrt": lambda path: path.write_bytes(b"<OGRVRTDataSource></OGRVRTDataSource>"),
    "csv": lambda path: path.write_bytes(b"code,name\na,b\n"),
    "sqlite": database,
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("case", FOREIGN)
@pytest.mark.parametrize("name", ["sites.gpkg", "sites.parquet", "sites.zip"])
def test_another_kind_of_file_is_refused_whatever_it_is_called(
    tmp_path: Path, case: str, name: str
) -> None:
    path = tmp_path / name
    FOREIGN[case](path)
    error = refusal(path)
    assert isinstance(error, UnsupportedError) or error.code == "input.empty"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "geojson", "parquet"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused_never_read_in_part(
    tmp_path: Path, kind: str, part: float
) -> None:
    count = 300
    whole = write(
        tmp_path / f"whole.{kind}",
        frame({"code": [f"code-{n}" for n in range(count)]}, [SPOT] * count),
    )
    cut = tmp_path / f"cut.{kind}"
    content = whole.read_bytes()
    cut.write_bytes(content[: int(len(content) * part)])
    refusal(cut)


HARM = "CREATE TRIGGER harm_{0} AFTER {0} ON gpkg_contents BEGIN DELETE FROM sample; END"


def test_a_geopackage_with_triggers_is_read_and_not_changed(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        for action in ("INSERT", "UPDATE", "DELETE"):
            database.execute(HARM.format(action))
        database.commit()
    before = path.read_bytes()
    assert len(shapes_of(path)) == 4
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


ENDLESS = (
    "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS fid, (SELECT geom FROM sample LIMIT 1) AS geom, 'v' AS code FROM n"
)


ALL = {
    "gpkg_contents": "SELECT * FROM gpkg_contents",
    "gpkg_geometry_columns": "SELECT * FROM gpkg_geometry_columns",
}
INTO = {
    "gpkg_contents": "INSERT INTO gpkg_contents VALUES",
    "gpkg_geometry_columns": "INSERT INTO gpkg_geometry_columns VALUES",
}


def test_a_view_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    path = sample(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.execute(ENDLESS)
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            row = dict(zip(names, database.execute(ALL[table]).fetchone(), strict=True))
            row |= {key: "endless" for key in ("table_name", "identifier") if key in row}
            marks = ", ".join("?" * len(row))
            database.execute(
                f"{INTO[table]} ({marks})",
                list(row.values()),
            )
        database.commit()
    assert refusal(path).code == "bulk.layer"
    assert refusal(path, layer="endless").code == "bulk.view"
    assert len(shapes_of(path, layer="sample")) == 4


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    for layer in ("first", "second"):
        write(path, frame({"code": [layer]}, [SPOT]), layer=layer)
    error = refusal(path)
    assert "first、second" in error.text("zh")
    assert refusal(path, layer="third").code == "bulk.layer"
    assert shapes_of(path, layer="second") == [SPOT]


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "geojson", "parquet"])
def test_a_file_without_features_has_none(tmp_path: Path, kind: str) -> None:
    table = geopandas.GeoDataFrame({"code": []}, geometry=[], crs=4326).astype({"code": "str"})
    path = write(tmp_path / f"none.{kind}", table)
    assert shapes_of(path) == []


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "parquet"])
def test_what_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = sample(tmp_path, kind)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    error = refusal(path)
    assert error.code == "bulk.no_pyarrow"
    assert "geo-app[arrow]" in error.text("en")


def test_limits_are_said(tmp_path: Path) -> None:
    path = sample(tmp_path)
    assert isinstance(refusal(path, BulkLimits(features=3)), TooLargeError)
    assert isinstance(refusal(path, BulkLimits(file_bytes=1000)), TooLargeError)


def test_a_parquet_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    codes = [f"{n:0500d}" for n in range(3000)]
    packed = write(tmp_path / "packed.parquet", frame({"code": codes}, [SPOT] * 3000))
    assert packed.stat().st_size < 500 * len(codes) / 2
    assert refusal(packed, BulkLimits(group_bytes=10_000)).code == "bulk.group_too_large"
    # one long value that stands for every row takes no room in the file, nor in its footer
    same = write(tmp_path / "same.parquet", frame({"code": ["x" * 1000] * 3000}, [SPOT] * 3000))
    assert refusal(same, BulkLimits(value_bytes=500)).code == "bulk.value_too_large"
    assert len(shapes_of(same)) == 3000


def test_parquet_without_geometry_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"code": ["a"]}), path)
    assert refusal(path).code == "bulk.no_geo"


@pytest.mark.parametrize("name", ["https:x.gpkg", "vsizip.gpkg", "点位 #1?.gpkg"])
def test_a_name_is_a_name_and_no_address(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    sample(tmp_path).rename(path)
    assert len(shapes_of(path)) == 4


def test_a_name_that_the_reader_takes_for_an_archive_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a!b.gpkg"
    sample(tmp_path).rename(path)
    assert refusal(path).code == "bulk.unreadable"
