"""Stakes, stretches and what lies between lines; every name here is made up."""

from __future__ import annotations

import dataclasses
import math

import pytest

from geo_app.domain.place import PlacePhrase
from geo_app.geo.anchor import Stake
from tests.unit.ground import (
    BRIDGE,
    FRAME,
    RIVER,
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

DIKE = anchor(
    "柏河大堤",
    "dike",
    line((0, 0), (10_000, 0)),
    stakes=(Stake(40_000, at(0, 0).x, at(0, 0).y), Stake(50_000, at(1e4, 0).x, at(1e4, 0).y)),
)


def on_dike(relation: str, **members) -> PlacePhrase:
    return phrase(relation, "柏河大堤", "dike", **members)


def test_a_stake_with_its_precision_and_side():
    found = find(on_dike("chainage", chainage_m=45_200.0, side="land_side"), DIKE)
    east, north = where(found)
    assert (east, north) == (pytest.approx(5200, abs=5), pytest.approx(-10, abs=0.5))
    assert found.radius_m == pytest.approx(math.hypot(60, 10), abs=3)
    assert "place.river_side_assumed" in codes(found)


def test_the_river_side_is_where_the_river_is():
    river = anchor("柏河", "river", line((0, -900), (10_000, -900)))
    reading = on_dike("chainage", chainage_m=45_200.0, side="river_side")
    assert where(find(reading, DIKE, river))[1] == pytest.approx(-10, abs=0.5)
    told = dataclasses.replace(DIKE, river_side="left")
    assert where(find(reading, told, river))[1] == pytest.approx(10, abs=0.5)


def test_inner_side_is_the_river_side_with_both_sides_inside_the_radius():
    reading = on_dike("chainage", chainage_m=45_347.0, side="inner", distance_precision_m=0.5)
    found = find(reading, dataclasses.replace(DIKE, river_side="left"))
    assert where(found)[1] == pytest.approx(10, abs=0.5)
    assert found.radius_m >= 30
    assert "place.inner" in codes(found)
    assert "75%" in next(d.text() for d in found.doubts if d.code == "place.inner")


def test_a_whole_kilometre_is_good_to_half_of_it():
    assert find(on_dike("chainage", chainage_m=44_000.0), DIKE).radius_m == pytest.approx(
        510, abs=3
    )
    pole = on_dike("chainage", chainage_m=44_000.0, distance_precision_m=50.0)
    assert find(pole, DIKE).radius_m == pytest.approx(60, abs=3)


def test_a_range_of_stakes_is_a_line_with_half_its_length():
    reading = on_dike("chainage_range", chainage_m=(45_000.0, 46_500.0), distance_precision_m=50.0)
    found = find(reading, DIKE)
    assert found.geometry.geom_type == "LineString"
    assert FRAME.to_metres(found.geometry).length == pytest.approx(1500, abs=2)
    assert found.radius_m == pytest.approx(750 + 60, abs=3)
    turned = dataclasses.replace(reading, chainage_m=(46_500.0, 45_000.0))
    assert find(turned, DIKE).radius_m == pytest.approx(found.radius_m)


def test_a_stake_outside_is_unresolved_and_a_line_without_stakes_is_taken_whole():
    assert lost(on_dike("chainage", chainage_m=78_000.0), DIKE) == ["place.stake_outside"]
    bare = dataclasses.replace(DIKE, stakes=())
    found = find(on_dike("chainage", chainage_m=45_200.0), bare)
    assert found.radius_m == pytest.approx(5010, abs=5)
    assert "place.no_stakes" in codes(found)
    post = anchor("柏河险工", "dam_spur", at(0, 0))
    reading = phrase("chainage", "柏河险工", "dam_spur", chainage_m=100.0)
    assert lost(reading, post) == ["place.not_a_line"]


def test_along_a_line_all_of_it_a_third_or_the_part_in_a_village():
    whole = find(phrase("along", "小沙河", "river"), RIVER)
    assert (whole.geometry.geom_type, whole.radius_m) == ("LineString", pytest.approx(2010, abs=1))
    middle = find(phrase("along", "小沙河", "river", text="小沙河中段"), RIVER)
    assert middle.radius_m == pytest.approx(2000 / 3 + 10, abs=1)
    east = find(phrase("along", "小沙河", "river", text="小沙河东段"), RIVER)
    assert where(east)[0] == pytest.approx(4000 / 3, abs=1)
    village = anchor("柏庄村", "village", box(-200, -200, 300, 200))
    clipped = find(phrase("along", "小沙河", "river", containers=("柏庄村",)), RIVER, village)
    assert where(clipped)[0] == pytest.approx(50, abs=1)
    elsewhere = anchor("柏庄村", "village", box(-200, 500, 300, 900))
    not_there = find(phrase("along", "小沙河", "river", containers=("柏庄村",)), RIVER, elsewhere)
    assert "place.not_clipped" in codes(not_there)


def test_between_two_things_on_a_line_is_the_stretch():
    second = anchor("柏庄桥", "bridge", at(1000, -20), radius_m=20.0)
    reading = phrase("between", ends=("安宁路小沙河桥", "柏庄桥"))
    found = find(reading, BRIDGE, second, RIVER)
    assert FRAME.to_metres(found.geometry).length == pytest.approx(1000, abs=1)
    by_air = find(reading, BRIDGE, second)
    assert by_air.geometry.geom_type == "Point"
    assert "place.no_line_between" in codes(by_air)
    assert lost(reading, BRIDGE) == ["place.unknown_anchor"]


def test_between_two_lines_only_where_they_close_an_area():
    arc = anchor(
        "东川铁路", "railway", line((-1500, -200), (-1000, -500), (1000, -500), (1500, 200))
    )
    words = "东川铁路以北、小沙河以南地块"
    reading = phrase("between", "东川铁路", "railway", text=words, ends=("东川铁路", "小沙河"))
    assert lost(reading, RIVER, arc) == ["place.not_closed"]
    county = anchor("安宁县", "district", box(-1400, -3000, 1400, 3000))
    closed = dataclasses.replace(reading, containers=("安宁县",))
    found = find(closed, RIVER, arc, county)
    assert found.geometry.geom_type == "Polygon"
    assert -500 < where(found)[1] < -20


# --- what is not known ------------------------------------------------------------------------
