"""Phrase + gazetteer → location: distances, directions, extents; every name here is made up."""

from __future__ import annotations

import dataclasses
import math

import pytest

from geo_app.domain.remark import Remark
from geo_app.geo.measure import distance_m
from tests.unit.ground import (
    BRIDGE,
    EAST_150,
    FRAME,
    LEVEE,
    RIVER,
    ROAD,
    anchor,
    at,
    box,
    codes,
    find,
    line,
    lost,
    phrase,
    where,
)


def test_along_the_levee_then_to_its_north_side_35_m():
    found = find(phrase("offset_dir", path="河堤", side="north", **EAST_150), BRIDGE, LEVEE)
    east, north = where(found)
    assert (east, north) == (pytest.approx(150, abs=0.5), pytest.approx(15, abs=0.5))
    assert found.radius_m == pytest.approx(math.hypot(35, 10))
    said = [step.text() for step in found.steps]
    assert "「安宁路小沙河桥」向东150米，沿「小沙河北堤」计" in said
    assert said[-1] == "半径约36米"
    assert found.anchors == (BRIDGE.id, LEVEE.id)


def test_without_a_levee_by_air_132_m_and_it_says_so():
    found = find(phrase("offset_dir", path="河堤", **EAST_150), BRIDGE)
    assert found.radius_m == pytest.approx(132.2, abs=0.1)
    assert where(found) == (pytest.approx(150, abs=0.01), pytest.approx(0, abs=0.01))
    assert "place.by_air_no_line" in codes(found)


def test_a_bending_line_is_walked_and_not_flown():
    bent = anchor("小沙河堤", "dike", line((0, 0), (100, 0), (100, 400)))
    found = find(phrase("offset_dir", path="河堤", **EAST_150), BRIDGE, bent)
    assert where(found) == (pytest.approx(100, abs=0.1), pytest.approx(50, abs=0.1))


def test_a_line_that_leads_elsewhere_is_not_followed():
    found = find(phrase("offset_dir", path="安宁路", **EAST_150), BRIDGE, ROAD)
    assert "place.line_elsewhere" in codes(found)
    assert where(found)[0] == pytest.approx(150, abs=0.01)


def test_without_a_word_for_it_a_river_is_followed_with_a_doubt():
    found = find(phrase("offset_dir", **EAST_150), BRIDGE, RIVER, ROAD)
    assert where(found) == (pytest.approx(150, abs=0.1), pytest.approx(-20, abs=0.1))
    assert "place.assumed_line" in codes(found)
    assert found.radius_m == pytest.approx(35)


def test_about_changes_nothing():
    plain = phrase("offset_dir", **EAST_150)
    about = dataclasses.replace(plain, approximate=True)
    assert find(plain, BRIDGE, RIVER) == find(about, BRIDGE, RIVER)


def test_due_east_has_no_heading_term_and_north_of_east_the_octant():
    due = find(phrase("offset_dir", text="正东150米", **EAST_150), BRIDGE)
    assert due.radius_m < 45
    nne = {"direction": "NNE", "distance_m": 400.0, "distance_precision_m": 5.0}
    plain = find(phrase("offset_dir", **nne), BRIDGE)
    open_words = (Remark("phrase.ambiguous_direction"),)
    wider = find(phrase("offset_dir", doubts=open_words, **nne), BRIDGE)
    assert plain.radius_m < wider.radius_m


def test_two_directions_are_one_circle_round_both():
    found = find(phrase("offset_dir", direction="E,W", distance_m=100.0), BRIDGE)
    assert found.geometry.geom_type == "MultiPoint"
    assert where(found) == (pytest.approx(0, abs=0.1), pytest.approx(0, abs=0.1))
    assert found.radius_m > 100
    assert "place.several_directions" in codes(found)


@pytest.mark.parametrize(
    ("direction", "side", "east", "north"),
    [
        ("upstream", "left_bank", -50, -10),
        ("downstream", "right_bank", 50, -30),
    ],
)
def test_upstream_and_banks_follow_the_flow(direction, side, east, north):
    reading = phrase("offset_path", direction=direction, distance_m=50.0, side=side)
    found = find(reading, BRIDGE, RIVER)
    assert where(found) == (pytest.approx(east, abs=0.1), pytest.approx(north, abs=0.1))
    assert found.radius_m == pytest.approx(math.hypot(35, 5))
    turned = dataclasses.replace(RIVER, flow="upstream")
    mirrored = where(find(reading, BRIDGE, turned))
    assert mirrored == (pytest.approx(-east, abs=0.1), pytest.approx(-40 - north, abs=0.1))


def test_upstream_without_a_river_is_all_around_with_a_doubt():
    found = find(phrase("offset_path", direction="upstream", distance_m=50.0), BRIDGE)
    assert "place.no_stream_line" in codes(found)
    assert found.radius_m == pytest.approx(50 + 20 + 5 + 10)


def test_the_first_named_river_of_a_confluence_is_followed():
    other = anchor("柏河", "river", line((0, 2000), (0, -2000)))
    meeting = phrase(
        "offset_path", "小沙河与柏河交汇处", "confluence", direction="upstream", distance_m=500.0
    )
    assert where(find(meeting, RIVER, other))[0] == pytest.approx(-500, abs=0.5)
    swapped = dataclasses.replace(meeting, anchor="柏河与小沙河交汇处")
    assert where(find(swapped, RIVER, other))[1] == pytest.approx(480, abs=0.5)


# --- the anchor itself ------------------------------------------------------------------------


def test_at_near_and_heading_only_have_the_radii_of_the_literature():
    assert find(phrase("at"), BRIDGE).radius_m == 30
    assert find(phrase("near"), BRIDGE).radius_m == 130
    assert find(phrase("distance_only", distance_m=50.0), BRIDGE).radius_m == 85
    heading = find(phrase("side_of", direction="NE"), BRIDGE)
    assert heading.radius_m == pytest.approx(84.1, abs=0.1)
    assert distance_m(heading.point, at(0, 0)) == pytest.approx(54.1, abs=0.1)


def test_a_stated_range_replaces_the_default_of_near():
    found = find(phrase("near", distance_m=500.0), BRIDGE)
    assert found.radius_m == 530
    assert "place.near_is_arbitrary" not in codes(found)


def test_a_polygon_counts_from_its_corrected_centre_and_stays_the_shape():
    village = anchor("柏庄村", "village", box(0, 0, 600, 800))
    found = find(phrase("inside", "柏庄村", "village"), village)
    assert found.geometry.geom_type == "Polygon"
    assert found.radius_m == pytest.approx(510, abs=0.5)
    north = find(phrase("side_of", "柏庄村", "village", direction="N"), village)
    assert where(north)[1] == pytest.approx(400 + 353.6, abs=1)


def test_an_area_without_outline_is_a_schematic_circle():
    park = anchor("柏庄园区", "park", at(0, 0), radius_m=3300.0, area_km2=9.34)
    found = find(phrase("inside", "柏庄园区", "park"), park)
    assert found.schematic
    assert found.radius_m == 3310
    assert FRAME.to_metres(found.geometry).area == pytest.approx(9.34e6, rel=0.01)
    assert "place.equal_area" in codes(found)


def test_a_township_known_by_its_seat_is_an_area():
    town = anchor("柏庄镇", "township", at(0, 0), radius_m=500.0)
    assert find(phrase("at", "柏庄镇", "township"), town).radius_m == 5000
    offset = phrase("offset_dir", "柏庄镇", "township", direction="SW", distance_m=2000.0)
    assert 1000 < find(offset, town).radius_m < 2000


def test_corner_and_outside_lie_on_the_edge():
    works = anchor("宏远化工厂", "enterprise", box(-100, -100, 100, 100))
    corner = find(phrase("corner", "宏远化工厂", "enterprise", direction="SE"), works)
    assert where(corner) == (pytest.approx(100, abs=0.1), pytest.approx(-100, abs=0.1))
    outside = find(phrase("outside", "宏远化工厂", "enterprise", direction="E"), works)
    assert where(outside) == (pytest.approx(110, abs=0.1), pytest.approx(0, abs=0.1))
    junction = anchor("甲路与乙路交叉口", "road_junction", at(0, 0))
    found = find(phrase("corner", "甲路与乙路交叉口", "road_junction", direction="SE"), junction)
    assert found.radius_m == 15 + 15 + 10


def test_opposite_is_mirrored_over_the_axis():
    pump = anchor("柏庄泵站", "pump_station", at(300, 20))
    found = find(phrase("opposite", "柏庄泵站", "pump_station", text="柏庄泵站对岸"), pump, RIVER)
    assert where(found) == (pytest.approx(300, abs=0.1), pytest.approx(-60, abs=0.1))
    works = anchor("宏远化工厂", "enterprise", at(-80, 500), radius_m=50.0)
    across = phrase("opposite", "宏远化工厂", "enterprise", direction="E")
    assert where(find(across, works, ROAD, RIVER))[0] == pytest.approx(30, abs=0.1)
    assert "place.no_axis" in codes(find(across, works))


def test_boundary_of_two_outlines_and_middle_of_two_points():
    first = anchor("东柏村", "village", box(0, 0, 500, 500))
    second = anchor("西柏村", "village", box(-500, 0, 0, 500))
    ends = {"ends": ("东柏村", "西柏村")}
    border = find(phrase("boundary", "东柏村与西柏村", "boundary", **ends), first, second)
    assert border.geometry.geom_type == "LineString"
    assert where(border) == (pytest.approx(0, abs=1), pytest.approx(250, abs=25))
    points = [
        dataclasses.replace(village, geometry=village.geometry.centroid, radius_m=100.0)
        for village in (first, second)
    ]
    middle = find(phrase("boundary", "东柏村与西柏村", "boundary", **ends), *points)
    assert middle.radius_m == pytest.approx(250 + 100 + 10, abs=1)


# --- anchors made of two lines ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("安宁路小沙河大桥", "bridge"),
        ("安宁路跨小沙河大桥", "bridge"),
        ("安宁路与小沙河交叉口", "road_river_crossing"),
        ("小沙河与安宁路交汇处", "road_river_crossing"),
    ],
)
def test_a_crossing_is_composed_of_its_two_lines(name, kind):
    found = find(phrase("at", name, kind), ROAD, RIVER)
    assert where(found) == (pytest.approx(0, abs=0.1), pytest.approx(-20, abs=0.1))
    assert set(found.anchors) == {ROAD.id, RIVER.id}


def test_one_known_line_makes_no_crossing():
    assert lost(phrase("at", "安宁路小沙河大桥"), ROAD) == ["place.unknown_anchor"]


def test_lines_that_do_not_meet_are_said():
    far = anchor("柏河", "river", line((5000, 0), (6000, 0)))
    assert lost(phrase("at", "安宁路柏河桥"), ROAD, far) == ["place.lines_apart"]


def test_several_crossings_are_one_circle_and_a_doubt():
    winding = anchor("柏河", "river", line((-50, -300), (50, -300), (50, 300), (-50, 300)))
    found = find(phrase("at", "安宁路柏河桥"), ROAD, winding)
    assert found.radius_m > 300
    assert "place.several_crossings" in codes(found)


def test_mouth_confluence_and_stretch():
    brook = anchor("柏河", "river", line((500, 900), (500, -20)))
    mouth = phrase("at", "柏河入小沙河口", "confluence")
    assert where(find(mouth, brook, RIVER)) == (
        pytest.approx(500, abs=0.1),
        pytest.approx(-20, abs=0.1),
    )
    up = phrase("distance_only", "入河口", "river_mouth", path="柏河", distance_m=300.0)
    assert where(find(up, brook))[1] == pytest.approx(280, abs=0.1)
    village = anchor("柏庄村", "village", box(-200, -200, 300, 200))
    stretch = find(phrase("inside", "柏庄村段大堤", "dike", side="inner"), village, LEVEE)
    assert stretch.geometry.geom_type == "LineString"
    assert FRAME.to_metres(stretch.geometry).length == pytest.approx(500, abs=1)


# --- stakes and stretches ---------------------------------------------------------------------
