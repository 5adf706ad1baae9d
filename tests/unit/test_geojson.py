"""GeoJSON: what is wrong is refused with the feature and the reason, in both languages."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

import orjson
import pytest

from geo_app.errors import InputError, TooLargeError
from geo_app.geo.geojson import read_collection, read_features, write_features
from geo_app.settings import Limits

IMPORTS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "imports"
SQUARE = [[114.0, 34.0], [114.1, 34.0], [114.1, 34.1], [114.0, 34.1], [114.0, 34.0]]
BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]


def read(data, **limits):
    raw = data if isinstance(data, bytes) else orjson.dumps(data)
    return read_features(raw, name="sites.geojson", limits=Limits(**limits))


def feature(geometry, **members):
    return {"type": "Feature", "geometry": geometry, "properties": {}, **members}


def collection(*features, **members):
    return {"type": "FeatureCollection", "features": list(features), **members}


def shape(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


def point(lon=114.3, lat=34.8):
    return shape("Point", [lon, lat])


def test_reads_collection_feature_and_bare_geometry():
    for document in (collection(feature(point())), feature(point()), point()):
        [only] = read(document)
        assert (only.geometry.x, only.geometry.y, only.index) == (114.3, 34.8, 0)


def test_reads_null_geometry_number_ids_height_and_a_byte_order_mark():
    features = read(
        b"\xef\xbb\xbf"
        + orjson.dumps(
            collection(
                feature(None, id=7), feature(shape("Point", [114.3, 34.8, 75.0]), properties=None)
            )
        )
    )
    assert [f.id for f in features] == ["7", None]
    assert features[0].geometry is None
    assert not features[1].geometry.has_z
    assert features[1].properties == {}


def test_foreign_members_come_along():
    found = read_collection(
        orjson.dumps(collection(notices=[{"id": "n"}])), name="f", limits=Limits()
    )
    assert found.members == {"notices": [{"id": "n"}]}


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"]
)
def test_a_crs_member_that_means_degrees_of_wgs84_is_accepted(name):
    document = collection(feature(point()), crs={"type": "name", "properties": {"name": name}})
    assert len(read(document)) == 1


GEOMETRIES = {
    "geojson.geometry_type": [
        {"coordinates": [1, 2]},
        shape("Circle", [1, 2]),
        {"type": "GeometryCollection", "geometries": []},
        {"type": ["Point"], "coordinates": [1, 2]},
    ],
    "geojson.geometry_not_object": ["POINT (1 2)", [1, 2]],
    "geojson.coordinates": [shape("Point", None), {"type": "Point"}, shape("Point", "1,2")],
    "geojson.no_coordinates": [shape("Point", []), shape("Polygon", []), shape("MultiPoint", [])],
    "geojson.nesting": [
        shape("Polygon", [5]),
        shape("Polygon", SQUARE),
        shape("LineString", [SQUARE]),
        shape("Point", [[1, 2]]),
        shape("Polygon", [[SQUARE]]),
        shape("MultiPolygon", [[]]),
        shape("Point", json.loads("[" * 200 + "1" + "]" * 200)),
    ],
    "geojson.not_number": [
        shape("Point", ["114.3", 34.8]),
        shape("Point", [True, 34.8]),
        shape("Point", [None, 34.8]),
        shape("Point", ["12,5", "43°27′"]),
    ],
    "geojson.position_length": [shape("Point", [1]), shape("Point", [1, 2, 3, 4])],
    "geojson.swapped": [point(34.8, 114.3)],
    "geojson.metres": [point(528149.4, 3852137.7), point(38528149.4, 3852137.7)],
    "geojson.out_of_range": [point(-190.6, 52.3), point(200, 100)],
    "geojson.line_short": [shape("LineString", [[1, 2]])],
    "geojson.line_zero": [shape("LineString", [[1, 2], [1, 2], [1, 2]])],
    "geojson.ring_short": [shape("Polygon", [[[0, 0], [1, 1], [0, 0]]])],
    "geojson.ring_open": [shape("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 1]]])],
    "geojson.invalid_shape": [
        shape("Polygon", [BOW_TIE]),
        shape("Polygon", [SQUARE, [[x + 5, y + 5] for x, y in SQUARE]]),
        shape("MultiPolygon", [[SQUARE], [SQUARE]]),
    ],
}


@pytest.mark.parametrize(
    ("code", "geometry"),
    [(code, geometry) for code, many in GEOMETRIES.items() for geometry in many],
)
def test_a_bad_geometry_is_refused_with_its_feature_and_reason(code, geometry):
    with pytest.raises(InputError) as caught:
        read(collection(feature(point()), feature(geometry)))
    assert caught.value.code == code
    assert caught.value.values["index"] == 2
    assert "sites.geojson" in caught.value.text("zh")
    assert "第 2 个要素" in caught.value.text("zh")
    assert "feature 2" in caught.value.text("en")


DOCUMENTS = {
    "input.empty": [b"", b" \n ", b"\xef\xbb\xbf"],
    "geojson.not_json": [
        b"{",
        b'{"type": "Point", "coordinates": [NaN, 34]}',
        b'{"type": "Point", "coordinates": [Infinity, 34]}',
        b'{"type": "Point", "coordinates": [1e400, 34]}',
        b"[" * 100_000,
        "中文".encode("gb18030"),
    ],
    "geojson.not_geojson": [b"[]", b"3", b"null", b"{}", {"type": "Topology", "objects": {}}],
    "geojson.too_deep": [b'{"a":' * 990 + b"1" + b"}" * 990],
    "geojson.features_not_list": [collection() | {"features": {}}, {"type": "FeatureCollection"}],
    "geojson.not_feature": [collection(None), collection(point())],
    "geojson.no_geometry_member": [collection({"type": "Feature", "properties": {}})],
    "geojson.properties": [collection(feature(point(), properties=[1]))],
    "geojson.id": [collection(feature(point(), id={})), collection(feature(point(), id=True))],
    "geojson.duplicate_id": [collection(feature(point(), id="A"), feature(point(), id="A"))],
    "geojson.duplicate_key": [b'{"type":"Point","coordinates":[11,43],"coordinates":[0,0]}'],
    "geojson.crs": [
        collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        collection(crs={"type": "name", "properties": {"name": "EPSG:44326"}}),
        collection(crs=None),
    ],
}


@pytest.mark.parametrize(
    ("code", "document"), [(code, each) for code, many in DOCUMENTS.items() for each in many]
)
def test_a_bad_document_is_refused_with_its_reason(code, document):
    with pytest.raises(InputError) as caught:
        read(document)
    assert caught.value.code == code
    assert caught.value.text("zh") != code != caught.value.text("en")


def test_limits_hold():
    many = collection(*(feature(point()) for _ in range(3)))
    with pytest.raises(TooLargeError, match="3 个要素"):
        read(many, import_features=2)
    with pytest.raises(TooLargeError, match="顶点"):
        read(feature(shape("LineString", SQUARE)), feature_vertices=4)
    assert len(read(feature(shape("LineString", SQUARE)), feature_vertices=5)) == 1
    with pytest.raises(TooLargeError):
        read(many, import_bytes=100)


def test_a_file_that_fits_its_area_only_with_lat_lon_swapped_is_refused():
    swapped = collection(feature(point(34.8, 114.3 - 25)), feature(point(34.7, 114.2 - 25)))
    box = (88.0, 34.0, 91.0, 36.0)
    with pytest.raises(InputError) as caught:
        read_features(orjson.dumps(swapped), name="f", limits=Limits(), expect_bbox=box)
    assert caught.value.code == "geojson.swapped_file"
    right = collection(feature(point(114.3 - 25, 34.8)))
    read_features(orjson.dumps(right), name="f", limits=Limits(), expect_bbox=box)


def test_a_hostile_polygon_is_refused_within_a_second():
    star = [[114 + (i * 7919 % 1000) / 1e4, 34 + (i * 104729 % 997) / 1e4] for i in range(2000)]
    started = time.perf_counter()
    with pytest.raises(InputError):
        read(feature(shape("Polygon", [[*star, star[0]]])))
    assert time.perf_counter() - started < 1.0


def test_writing_is_deterministic_and_reads_back():
    features = [feature(point(), id="a"), feature(None, id="b")]
    data = write_features(features, {"notices": []})
    assert data == write_features(features, {"notices": []})
    assert data.count(b"\n") == 4
    assert [f.id for f in read(data)] == ["a", "b"]
    assert write_features([]) == b'{"type":"FeatureCollection","features":[\n]}\n'


ACCEPTED = {"chrieke_problematic_duplicate_nodes.geojson"}  # repeated neighbours are legal


@pytest.mark.skipif(not IMPORTS.is_dir(), reason="the folder ../shared/cases is not there")
def test_the_shared_import_cases_are_refused_cleanly_or_accepted_by_rule():
    files = sorted(IMPORTS.glob("*.geojson"))
    assert len(files) >= 16
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in files:
        started = time.perf_counter()
        try:
            read_features(file.read_bytes(), name=file.name, limits=Limits())
            refused = False
        except InputError as error:
            refused = error.text("zh") != error.code
        assert refused == (file.name not in ACCEPTED), file.name
        assert time.perf_counter() - started < 2.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024
