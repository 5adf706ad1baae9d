"""What happens when the words lead nowhere, or only to an area; every name is made up."""

from __future__ import annotations

import dataclasses

import pytest
from shapely.geometry import Point

from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.geo.datum import wgs84_to_gcj02
from geo_app.geo.gazetteer import Gazetteer, load_gazetteer
from geo_app.geo.locate import locate
from geo_app.geo.measure import distance_m
from geo_app.resources import resource
from geo_app.settings import Limits
from tests.unit.ground import (
    BRIDGE,
    EAST_150,
    LEVEE,
    RIVER,
    ROAD,
    VAGUE,
    anchor,
    at,
    codes,
    find,
    line,
    lost,
    phrase,
    where,
)


def test_an_unknown_anchor_falls_back_on_the_phrase_then_on_the_narrowest_area():
    village = anchor("柏庄村", "village", at(0, 0), radius_m=300.0)
    town = anchor("柏庄镇", "township", at(900, 0), radius_m=500.0)
    fallback = phrase("side_of", "柏庄村", "village", direction="N", containers=("柏庄镇",))
    reading = phrase(
        "at", "宏远建材厂", "enterprise", containers=("柏庄镇", "柏庄村"), fallback=fallback
    )
    first = find(reading, village, town)
    assert "place.used_fallback" in codes(first)
    assert first.radius_m == pytest.approx(353.6 + 310, abs=1)
    without = dataclasses.replace(reading, fallback=None)
    second = find(without, village, town)
    assert (second.source, second.radius_m) == ("container", 1500)
    third = find(without, town)
    assert (third.source, third.radius_m) == ("container", 5000)
    assert "place.container_only" in codes(third)
    assert lost(without) == ["place.unknown_anchor"]


def test_an_anchor_without_coordinates_is_somewhere_in_its_area():
    station = anchor("柏庄社区", "village", None, within=("柏庄镇",))
    town = anchor("柏庄镇", "township", at(0, 0))
    found = find(phrase("at", "柏庄社区", "village"), station, town)
    assert (found.source, found.radius_m) == ("container", 5000)
    assert lost(phrase("at", "柏庄社区", "village"), station) == ["place.no_geometry"]


def test_an_area_at_the_head_of_a_longer_name_is_used():
    town = anchor("柏庄镇", "township", at(0, 0))
    found = find(phrase("at", "柏庄镇镇区污水处理站", "plant"), town)
    assert (found.source, found.radius_m) == ("container", 5000)


def test_several_things_of_one_name_are_unresolved_and_named():
    twins = [
        anchor("柏庄村", "village", at(0, 0), id="1", within=("东镇",)),
        anchor("柏庄村", "village", at(9000, 0), id="2", within=("西镇",)),
    ]
    found = locate(phrase("at", "柏庄村", "village"), Gazetteer(twins), VAGUE)
    assert isinstance(found, Unresolved)
    assert "东镇" in found.reasons[0].text()
    assert "西镇" in found.reasons[0].text()
    there = find(phrase("at", "柏庄村", "village", containers=("西镇",)), *twins)
    assert where(there)[0] == pytest.approx(9000, abs=1)


@pytest.mark.parametrize("name", ["村", "该村", "河堤", "园区", "桥"])
def test_bare_names_stay_unresolved_whatever_is_known(name):
    reading = phrase("side_of", name, "village", direction="W")
    assert lost(reading, BRIDGE, LEVEE, RIVER, ROAD) == ["place.bare_name"]


def test_nothing_named_is_unresolved():
    assert lost(phrase("none", None, "none"), BRIDGE) == ["place.nothing_named"]
    assert lost(phrase("at", None, "none"), BRIDGE) == ["place.nothing_named"]
    assert lost(phrase("somehow"), BRIDGE) == ["place.unknown_relation"]


def test_a_house_number_is_its_street_or_unresolved():
    reading = phrase("address", "安宁路126号", "address")
    found = find(reading, ROAD)
    assert found.geometry.geom_type == "LineString"
    assert "place.address_on_road" in codes(found)
    house = anchor("安宁路126号", "address", at(0, 300))
    assert find(reading, ROAD, house).radius_m == 60
    assert lost(reading) == ["place.unknown_anchor"]


def test_a_coordinate_of_unknown_datum_holds_the_shift_in_its_radius():
    reading = PlacePhrase(
        "东经114.3052°，北纬34.7981°",
        None,
        "coordinates",
        "coordinate",
        coordinate=(114.3052, 34.7981),
        coordinate_precision_m=14.4,
    )
    found = find(reading)
    shifted = Point(*wgs84_to_gcj02(114.3052, 34.7981))
    assert found.radius_m == pytest.approx(14.4 + distance_m(found.point, shifted), abs=0.1)
    assert codes(found) == {"place.datum_unknown"}
    known = find(dataclasses.replace(reading, text=reading.text + "（CGCS2000）"))
    assert (known.radius_m, known.doubts) == (14.4, ())
    amap = find(dataclasses.replace(reading, text="高德坐标" + reading.text))
    assert distance_m(amap.point, found.point) == pytest.approx(544, abs=5)
    for lon, lat, code in [
        (34.8, 114.3, "place.coordinate_swapped"),
        (214.3, 34.8, "place.coordinate_range"),
    ]:
        assert lost(dataclasses.replace(reading, coordinate=(lon, lat))) == [code]


def test_a_coarse_anchor_adds_its_radius_and_says_so():
    coarse = dataclasses.replace(BRIDGE, radius_m=4300.0)
    found = find(phrase("offset_dir", path="河堤", side="north", **EAST_150), coarse, LEVEE)
    assert found.radius_m == pytest.approx(4315, abs=1)
    assert "place.coarse_anchor" in codes(found)


def test_the_shipped_gazetteer_gives_coarse_places_only():
    shipped = load_gazetteer(resource("data", "gazetteer.geojson"), Limits())
    for known in shipped.anchors:
        found = locate(phrase("at", known.name, known.kind), shipped, VAGUE)
        if isinstance(found, Location):
            assert found.radius_m >= 1000, known.name
            assert found.doubts, known.name


def test_every_step_and_doubt_has_a_sentence_in_both_languages():
    found = find(phrase("offset_dir", path="河堤", side="north", **EAST_150), BRIDGE, LEVEE)
    for remark in (*found.steps, *found.doubts):
        assert remark.text("zh") != remark.code
        assert "…" not in remark.text("en") + remark.text("zh")


def test_an_anchor_that_is_a_line_without_length_is_a_point():
    speck = anchor("小沙河北堤", "dike", line((0, 0), (0, 0)))
    found = find(phrase("at", "小沙河北堤", "dike"), speck)
    assert found.geometry.geom_type == "Point"
    assert found.radius_m > 0
