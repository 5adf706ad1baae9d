"""Place phrases: the shared cases, our own, and what the reading says beside the eight fields."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from geo_app.domain.place import PlacePhrase
from geo_app.notice.phrases import read_phrase, split_places
from geo_app.words import TABLE
from geo_app.words import phrase as sentences

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "cases" / "place_phrases.jsonl"
OWN = ROOT / "tests" / "data" / "place_phrases.jsonl"
FIELD = ROOT / "tests" / "data" / "place_phrases_field.jsonl"
"""Written and labelled before the program had read them: notices, surveys, patrols, complaints."""
FIELDS = [
    "text",
    "anchor",
    "anchor_kind",
    "relation",
    "direction",
    "distance_m",
    "side",
    "chainage_m",
    "containers",
    "target",
]


def cases(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def told(case: dict[str, Any]) -> dict[str, Any]:
    reading = read_phrase(case["text"]).to_json()
    return {name: reading[name] for name in case if name in FIELDS}


def codes(reading: PlacePhrase) -> set[str]:
    return {doubt.code for doubt in reading.doubts}


@pytest.mark.parametrize("case", cases(OWN), ids=lambda case: case["text"])
def test_own_phrase_is_read(case: dict[str, Any]) -> None:
    assert told(case) == case


@pytest.mark.skipif(not SHARED.is_file(), reason="the folder ../shared/cases is absent")
def test_every_shared_phrase_is_read() -> None:
    shared = cases(SHARED)
    wanted = [{name: case[name] for name in FIELDS if name in case} for case in shared]
    assert len(shared) == 76
    assert [told(case) for case in wanted] == wanted


@pytest.mark.parametrize("case", cases(FIELD), ids=lambda case: case["text"])
def test_phrase_from_the_field_is_read(case: dict[str, Any]) -> None:
    wanted = {name: case[name] for name in FIELDS if name in case}
    assert told(case) == wanted


def test_there_are_more_than_500_own_phrases_and_none_twice() -> None:
    texts = [case["text"] for case in cases(OWN)]
    assert len(texts) == len(set(texts)) > 500


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("望河桥东侧150米", 5),
        ("望河桥东侧1000米", 50),
        ("望河桥东侧2公里", 500),
        ("望河桥东侧1.5公里", 50),
        ("望河桥东侧33公里", 500),
        ("望河桥东侧140公里", 5000),
        ("望河桥东侧一百五十米", 5),
        ("望河桥东侧百余米", 50),
        ("望河桥东侧两里", 250),
        ("望河桥东侧100-200米", 50),
        ("望河大堤89公里处", 500),
        ("望河大堤89+200", 50),
        ("望河大堤12+347", 0.5),
        ("望河大堤12+350", 5),
        ("望河大堤12+000", 500),
        ("望河大堤89.3公里处", 50),
    ],
)
def test_precision_is_half_of_the_last_significant_digit(text: str, precision: float) -> None:
    assert read_phrase(text).distance_precision_m == pytest.approx(precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("村西养殖场", "phrase.anaphor"),
        ("河堤北侧", "phrase.which_line"),
        ("K12+300", "phrase.which_line"),
        ("望河桥东、西两侧", "phrase.two_places"),
        ("望河大堤89公里处内侧", "phrase.inner_ambiguous"),
        ("望河与青河交汇处上游200米", "phrase.which_river"),
        ("青山路尽头", "phrase.which_end"),
        ("青山村北偏东400米", "phrase.ambiguous_direction"),
        ("114.3052,34.7981", "phrase.datum_unknown"),
        ("东经14.3052°，北纬34.7981°", "phrase.coordinate_range"),
        ("青山村西几百米", "phrase.vague_number"),
        ("青山镇辖区多处", "phrase.many_places"),
        ("全县范围内", "phrase.no_place"),
        ("东侧", "phrase.not_understood"),
        ("望河桥东200米北300米", "phrase.second_hop"),
        ("望河桥" * 200, "phrase.too_long"),
    ],
)
def test_what_the_words_leave_open_is_a_doubt(text: str, code: str) -> None:
    assert code in codes(read_phrase(text))


@pytest.mark.parametrize("text", ["望河桥东侧150米", "望河大堤K12+300临河侧", "青山化工公司北侧"])
def test_a_plain_phrase_has_no_doubt(text: str) -> None:
    assert read_phrase(text).doubts == ()


def test_degrees_settle_a_bearing() -> None:
    reading = read_phrase("望河桥北偏东30度200米")
    assert (reading.direction, reading.distance_m, reading.doubts) == ("NNE", 200, ())


def test_every_sentence_is_in_the_table_in_both_languages() -> None:
    assert {code: TABLE[code] for code in sentences.TABLE} == sentences.TABLE
    assert all(chinese and english for chinese, english in sentences.TABLE.values())


@pytest.mark.parametrize(
    "text",
    [
        "114.3052,34.7981",
        "34.7981，114.3052",
        "E114.3052 N34.7981",
        "北纬34.7981° 东经114.3052°",
        "东经114.3052度，北纬34.7981度",
    ],
)
def test_longitude_and_latitude_are_told_apart(text: str) -> None:
    reading = read_phrase(text)
    assert reading.coordinate == (114.3052, 34.7981)
    assert reading.coordinate_precision_m == pytest.approx(14.4, abs=0.1)


def test_a_second_is_32_to_44_metres() -> None:
    reading = read_phrase("东经114°18′18″，北纬34°47′53″")
    assert reading.coordinate == pytest.approx((114.305, 34.798056), abs=1e-6)
    assert 32 <= (reading.coordinate_precision_m or 0) <= 44


def test_words_beside_a_coordinate_are_its_fallback() -> None:
    reading = read_phrase("望河桥东侧（东经114.3052°，北纬34.7981°）")
    assert reading.relation == "coordinate"
    assert reading.fallback is not None
    assert (reading.fallback.anchor, reading.fallback.direction) == ("望河桥", "E")


def test_a_firm_told_from_a_village_falls_back_to_the_village_hop() -> None:
    reading = read_phrase("高新区望河乡青山村北红星建材厂")
    assert (reading.anchor, reading.relation) == ("红星建材厂", "at")
    assert reading.containers == ("高新区", "望河乡", "青山村")
    assert reading.fallback is not None
    hop = reading.fallback
    assert (hop.anchor, hop.relation, hop.direction) == ("青山村", "side_of", "N")
    assert hop.containers == ("高新区", "望河乡")


def test_the_subject_of_a_sentence_is_the_place_and_what_follows_its_fallback() -> None:
    reading = read_phrase("青山化工公司位于望河镇青山村北500米")
    assert (reading.anchor, reading.relation) == ("青山化工公司", "at")
    assert reading.fallback is not None
    assert (reading.fallback.anchor, reading.fallback.distance_m) == ("青山村", 500)


def test_the_line_that_a_hop_follows_is_its_path() -> None:
    reading = read_phrase("青山路望河桥东侧150米河堤北侧一排污口")
    assert (reading.path, reading.side, reading.target) == ("河堤", "north", "排污口")


def test_limits_of_a_stretch_are_its_ends() -> None:
    assert read_phrase("望河红星桥至青山桥段").ends == ("红星桥", "青山桥")
    assert read_phrase("望河以北、青山铁路以南").ends == ("望河", "青山铁路")


@pytest.mark.parametrize(
    "text", ["青山控导工程18-20坝之间", "青山控导工程18坝至20坝", "青山控导工程18坝与20坝之间"]
)
def test_a_range_of_spurs_names_the_works_in_both_ends(text: str) -> None:
    assert read_phrase(text).ends == ("青山控导工程18坝", "青山控导工程20坝")


def test_a_thing_without_a_name_is_the_target_of_the_hop_before_it() -> None:
    reading = read_phrase("青山村北侧500米处废弃窑厂")
    assert (reading.anchor, reading.target) == ("青山村", "废弃窑厂")


def test_an_outlet_is_the_anchor_only_of_a_hop() -> None:
    hop, plain = read_phrase("青山公司总排口下游50米"), read_phrase("青山公司总排口")
    assert (hop.anchor, hop.target) == ("青山公司总排口", None)
    assert (plain.anchor, plain.target) == ("青山公司", "总排口")


def test_json_leads_back_to_the_phrase() -> None:
    reading = read_phrase("高新区望河乡青山村北红星建材厂")
    assert PlacePhrase.from_json(json.loads(json.dumps(reading.to_json()))) == reading


# --- enumerations -----------------------------------------------------------------------------
def conjuncts(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in split_places(text)]


def test_a_facility_said_once_holds_for_every_township() -> None:
    places = split_places("甲山镇、乙河乡、丙岗镇丁家社区污水处理站")
    assert [(r.anchor, r.target) for _, _, r in places] == [
        ("甲山镇", "污水处理站"),
        ("乙河乡", "污水处理站"),
        ("丁家社区污水处理站", None),
    ]
    assert "phrase.elided_kind" in codes(places[0][2])


def test_an_area_said_once_holds_for_every_firm() -> None:
    places = split_places("如望河化工园区内的红星公司、青山农化公司周边")
    assert [(r.anchor, r.relation, r.containers) for _, _, r in places] == [
        ("红星公司", "at", ("望河化工园区",)),
        ("青山农化公司", "near", ("望河化工园区",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "望河大桥南、北岸",
        "青山路与红星路交叉口",
        "青山铁路以北、望河以南地块",
        "青山村和红星村交界处",
        "东经114.3052°，北纬34.7981°",
        "望河桥东侧",
        "",
    ],
)
def test_one_place_is_not_cut(text: str) -> None:
    assert conjuncts(text) == [text]


def test_places_of_different_kinds_are_cut_where_each_has_a_name() -> None:
    assert conjuncts("望河桥东侧150米、青山路与红星路交叉口，红星村北侧") == [
        "望河桥东侧150米",
        "青山路与红星路交叉口",
        "红星村北侧",
    ]


def test_each_conjunct_carries_its_own_words() -> None:
    text = " 甲山镇 、乙河乡 "
    assert [text[a:b] == reading.text for a, b, reading in split_places(text)] == [True, True]


# --- any text ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "桥" * 10**6,
        "东" * 10**5,
        "1" * 10**5,
        "\ud800" * 10**4,
        " " * 10**5,
        "青山镇、" * 10**4,
        "至".join(["K12+300"] * 1000),
        "(" * 1000,
        "1.1," * 1000,
    ],
    ids=lambda text: f"{text[:4]!r} {len(text)}",
)
def test_a_long_text_is_read_in_bounded_time(text: str) -> None:
    begin = time.perf_counter()
    assert read_phrase(text).text == text
    split_places(text)
    assert time.perf_counter() - begin < 5
