"""Gazetteers: other people's files are read generously, loose names are matched with a doubt."""

from __future__ import annotations

import orjson
import pytest
from shapely.geometry import Point

from geo_app.errors import InputError
from geo_app.geo.anchor import Stake
from geo_app.geo.gazetteer import Anchor, Gazetteer, load_gazetteer
from geo_app.geo.geojson import read_features, write_features
from geo_app.geo.names import is_bare, kind_of, variants, whole_of
from geo_app.resources import resource
from geo_app.settings import Limits

LINE = {"type": "LineString", "coordinates": [[114.0, 34.0], [114.1, 34.0]]}
POINT = {"type": "Point", "coordinates": [114.0, 34.0]}


def gazetteer(*features) -> Gazetteer:
    return Gazetteer.from_features(
        read_features(
            orjson.dumps({"type": "FeatureCollection", "features": list(features)}),
            name="anchors.geojson",
            limits=Limits(),
        ),
        "anchors.geojson",
    )


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def names(matches):
    return [(match.anchor.name, match.how) for match in matches]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("安宁路小沙河桥", "bridge"),
        ("小沙河", "river"),
        ("小沙河左岸大堤", "dike"),
        ("安宁大道", "road"),
        ("东川铁路", "railway"),
        ("安宁路与建设路交叉口", "road_junction"),
        ("小沙河入柏河口", "river_mouth"),
        ("小沙河与柏河交汇处", "confluence"),
        ("柏庄省考断面", "section"),
        ("柏庄泵站", "pump_station"),
        ("柏庄镇污水处理站", "plant"),
        ("宏远化工有限公司", "enterprise"),
        ("宏远产业集聚区", "park"),
        ("柏庄村", "village"),
        ("柏庄镇", "township"),
        ("安宁县", "district"),
        ("12号坝", "dam_spur"),
        ("老槐树", "poi"),
    ],
)
def test_a_missing_kind_is_told_by_the_name(name, kind):
    assert kind_of(name) == kind
    assert gazetteer(feature(POINT, name=name)).anchors[0].kind == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [("levee", "dike"), ("堤防", "dike"), ("Company", "enterprise"), ("x", "river")],
)
def test_kinds_of_other_vocabularies_are_understood(word, kind):
    assert gazetteer(feature(LINE, name="小沙河", kind=word)).anchors[0].kind == kind


@pytest.mark.parametrize(
    "written",
    [
        {"aliases": ["甲", "乙"], "radius_m": 20},
        {"aliases": "甲;乙", "radius": "20 m"},
        {"alias": "甲、乙", "radius": "20米"},
        {"别名": "甲；乙", "半径": 20.0},
    ],
)
def test_aliases_and_radius_in_the_forms_that_people_write(written):
    [anchor] = gazetteer(feature(POINT, name="柏庄桥", **written)).anchors
    assert (anchor.aliases, anchor.radius_m) == (("甲", "乙"), 20.0)


@pytest.mark.parametrize(
    "stakes",
    [
        [{"m": 83263, "lon": 114.0, "lat": 34.0}, {"m": 84000, "lon": 114.1, "lat": 34.0}],
        [[83263, 114.0, 34.0], ["84+000", 114.1, 34.0]],
        [
            {"stake": "K83+263", "coordinates": [114.0, 34.0]},
            {"m": "84km", "lon": 114.1, "lat": 34},
        ],
        {"83+263": [114.0, 34.0], "84+000": [114.1, 34.0]},
    ],
)
def test_stakes_in_the_forms_that_people_write(stakes):
    [anchor] = gazetteer(feature(LINE, name="柏河大堤", stakes=stakes)).anchors
    assert anchor.stakes == (Stake(83263.0, 114.0, 34.0), Stake(84000.0, 114.1, 34.0))


def test_stakes_at_the_ends_and_an_equation_of_a_broken_chain():
    [anchor] = gazetteer(
        feature(
            LINE,
            name="柏河",
            start_m="0+000",
            end_m=9000,
            stakes=[{"m": "1+100", "ahead": "1+080", "lon": 114.05, "lat": 34.0}],
        )
    ).anchors
    assert [stake.m for stake in anchor.stakes] == [1100.0, 1080.0, 0.0, 9000.0]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("radius_m", -1),
        ("radius_m", "wide"),
        ("radius_m", True),
        ("aliases", [1]),
        ("aliases", {"a": 1}),
        ("stakes", "83+263"),
        ("stakes", [[1, 2]]),
        ("stakes", [{"m": "x", "lon": 1, "lat": 2}]),
        ("stakes", [{"m": 5, "lon": 34, "lat": 114}]),
        ("flow", "sideways"),
        ("river_side", "north"),
        ("start_m", "abc"),
        ("area_km2", [9]),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_feature_and_value(key, value):
    with pytest.raises(InputError) as caught:
        gazetteer(feature(POINT, name="甲"), feature(LINE, name="乙河", **{key: value}))
    assert caught.value.code == "gazetteer.bad_value"
    assert (caught.value.values["index"], caught.value.values["key"]) == (2, key)


@pytest.mark.parametrize("name", [None, "", "  ", 5])
def test_a_feature_without_a_name_is_refused(name):
    with pytest.raises(InputError, match="第 1 个要素"):
        gazetteer(feature(POINT, name=name))


def test_ids_are_kept_or_the_same_for_the_same_thing():
    first = gazetteer(feature(POINT, name="柏庄桥")).anchors[0]
    again = gazetteer(feature(LINE, name="柏庄桥", radius=5)).anchors[0]
    assert first.id == again.id
    assert gazetteer({**feature(POINT, name="甲"), "id": 12}).anchors[0].id == "12"


def test_names_match_exactly_by_alias_or_loosely_with_a_doubt():
    known = gazetteer(
        feature(POINT, name="安宁路小沙河大桥", aliases=["三号桥"]),
        feature(POINT, name="柏庄镇"),
        feature(POINT, name="柏庄村"),
        feature(POINT, name="宏远化工有限公司"),
        feature(POINT, name="柏庄泵站"),
    )
    exact = known.find("安宁路小沙河大桥", "bridge")
    assert names(exact) == [("安宁路小沙河大桥", "exact")]
    assert exact[0].doubts == ()
    for name, kind, how in [
        ("三号桥", "bridge", "alias"),
        ("安宁路小沙河桥", "bridge", "loose"),
        ("宏远化工", "enterprise", "loose"),
        ("柏庄乡", "township", "loose"),
        ("柏庄", "village", "loose"),
        ("柏庄泵站出水口", "pump_station", "part"),
    ]:
        [match] = known.find(name, kind)
        assert match.how == how, name
        assert len(match.doubts) == 1
    assert names(known.find("安 宁 路 小沙河大桥")) == [("安宁路小沙河大桥", "exact")]
    assert names(known.find("ＡＢ桥")) == []
    assert known.find("") == ()


def test_containers_choose_between_villages_of_one_name_and_exclude_others():
    known = gazetteer(
        {**feature(POINT, name="柏庄村", within="东镇"), "id": "1"},
        {**feature(POINT, name="柏庄村", within=["西镇"]), "id": "2"},
        feature(POINT, name="东镇", within="安宁县"),
    )
    assert len(known.find("柏庄村", "village")) == 2
    assert [m.anchor.id for m in known.find("柏庄村", "village", ("东镇",))] == ["1"]
    assert [m.anchor.id for m in known.find("柏庄村", "village", ("安宁县西镇",))] == ["2"]
    assert known.find("柏庄村", "village", ("南镇",)) == ()
    # an accounting unit excludes nothing
    assert len(known.find("柏庄村", "village", ("示范区",))) == 2
    # the area around the area counts too
    assert [m.anchor.id for m in known.find("柏庄村", "village", ("安宁县",))] == ["1"]


def test_an_anchor_may_be_named_with_its_area_in_front():
    known = gazetteer(feature(POINT, name="东镇柏庄村"), feature(POINT, name="柏庄村"))
    assert names(known.find("柏庄村", "village", ("东镇",))) == [("东镇柏庄村", "exact")]


def test_a_loose_match_does_not_cross_kinds():
    known = gazetteer(feature(POINT, name="大柏乡"), feature(POINT, name="大柏桥"))
    assert known.find("大柏厂", "enterprise") == ()
    assert names(known.find("大柏镇", "township")) == [("大柏乡", "loose")]


def test_areas_are_found_at_the_end_of_container_words():
    known = gazetteer(feature(POINT, name="东镇"), feature(POINT, name="柏庄村"))
    assert [m.anchor.name for m in known.area("示范区东镇")] == ["东镇"]
    assert known.containing("东镇污水处理站").name == "东镇"
    assert known.containing("西镇污水处理站") is None


def test_features_written_read_back_the_same():
    known = gazetteer(
        feature(POINT, name="柏庄桥", radius=0, aliases="甲"),
        feature(LINE, name="柏河大堤", stakes=[[5, 114.0, 34.0]], river_side="right", width=30),
        feature(None, name="柏庄村", within="东镇", note="无坐标"),
        feature(POINT, name="柏园区", area_km2="9.34", schematic="true"),
    )
    again = read_features(write_features(known.to_features()), name="f", limits=Limits())
    assert Gazetteer.from_features(again).anchors == known.anchors


def test_the_shipped_gazetteer_says_how_coarse_it_is():
    known = load_gazetteer(resource("data", "gazetteer.geojson"), Limits())
    assert len(known.anchors) >= 15
    for anchor in known.anchors:
        assert anchor.source, anchor.name
        if anchor.geometry is not None:
            assert anchor.radius_m >= 500, anchor.name
        if anchor.is_line:
            assert anchor.schematic, anchor.name
    stakes = {stake.m for anchor in known.anchors for stake in anchor.stakes}
    assert {83263.0, 87550.0} <= stakes


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(InputError, match="找不到地名文件"):
        load_gazetteer(tmp_path / "none.geojson", Limits())


@pytest.mark.parametrize("name", ["该村", "河堤", "园区", "村", "本路段", "桥", "大堤", "入河口"])
def test_bare_names_name_nothing(name):
    assert is_bare(name)


@pytest.mark.parametrize("name", ["沙河", "张村", "黄河", "本溪市", "前进路", "上蔡县", "其他公司"])
def test_short_names_are_not_bare(name):
    assert not is_bare(name)


def test_variants_and_wholes_of_a_name():
    assert list(variants("小沙河大桥")) == ["小沙河桥"]
    assert list(variants("小沙河桥")) == []
    assert whole_of("柏庄村村委会") == "柏庄村"
    assert whole_of("柏庄村") is None


def test_anchors_are_values():
    first, second = (Anchor("1", "甲桥", "bridge", Point(1, 2)) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
