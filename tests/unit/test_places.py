"""Places of a problem: found, merged, counted, answered."""

from __future__ import annotations

import pytest

from geo_app.domain.notice import ProblemDraft
from geo_app.domain.status import Status
from geo_app.notice.parser import parse_notice


def problem(finding: str, reply: str = "已整改。已处理。") -> ProblemDraft:
    text = f"通报\n问题1：{finding}\n整改情况：{reply}\n青河市生态环境局\n2021年10月14日\n"
    return parse_notice(text).problems[0]


def named(read: ProblemDraft) -> list[str]:
    return [place.quote.text for place in read.places if place.phrase is not None]


@pytest.mark.parametrize(
    ("finding", "places"),
    [
        ("经查，发现云栖大道白鹭河桥西侧200米河堤南侧一排污口，有黑水流出。",
         ["云栖大道白鹭河桥西侧200米河堤南侧一排污口"]),
        ("迎宾大道与建设路交叉口东北角工地土方未覆盖。", ["迎宾大道与建设路交叉口东北角工地"]),
        ("督察组在沧江大堤42公里处内侧看到成片的碎砖。", ["沧江大堤42公里处内侧"]),
        ("如柳溪化工园区内的云岫助剂公司、青禾涂料公司周边气味长期存在。",
         ["柳溪化工园区内的云岫助剂公司", "青禾涂料公司周边"]),
        ("位于望湖县枫桥乡的恒屿构件有限公司在预警当天仍在喷漆。",
         ["望湖县枫桥乡的恒屿构件有限公司"]),
        ("G310国道K512+300处南侧沟内倾倒建筑垃圾约200立方米。", ["G310国道K512+300处南侧"]),
        ("宏屿水泥有限公司、利青热电厂、岚山造纸厂等3家企业监测数据异常。",
         ["宏屿水泥有限公司", "利青热电厂", "岚山造纸厂"]),
        ("永清河与石槽渠交汇处下游80米左岸有一处暗管。",
         ["永清河与石槽渠交汇处下游80米左岸有一处暗管"]),
    ],
)  # fmt: skip
def test_places_are_quoted_exactly(finding: str, places: list[str]) -> None:
    read = problem(finding)
    assert named(read) == places


@pytest.mark.parametrize(
    "finding",
    [
        "抽查望湖县、松林区、柳溪区，发现基层分局领导不掌握情况。",
        "市邮政局、城管局、交通局等单位还有大量燃油车辆。",
        "青河市在全省排名靠后，4个国控断面水质变差。",
        "青河常年水质差，沿河生活污水直接排入河中。",
        "重点行业涉及企业845家，绿色引领企业仅9家。",
        "沿沧江大堤抽查，没有发现巡查记录。",
        "委托青河市安达环保公司编制方案，方案质量不高。",
    ],
)
def test_organisations_whole_areas_and_lines_without_a_point_are_no_places(finding: str) -> None:
    assert problem(finding).places == ()


def test_repeats_in_the_reply_are_aliases() -> None:
    read = problem(
        "长石镇杏花村北昌禾砖厂还在烧窑；青云路白鹭河大桥附近有一排污口。",
        "已整改。昌禾砖厂已于4月份拆除。青云路白鹭河大桥排放口已封堵。",
    )
    assert named(read) == ["长石镇杏花村北昌禾砖厂", "青云路白鹭河大桥附近有一排污口"]
    assert [[alias.text for alias in place.aliases] for place in read.places] == [
        ["昌禾砖厂"],
        ["青云路白鹭河大桥排放口"],
    ]


def test_two_places_of_one_township_stay_apart() -> None:
    text = (
        "问题1：位于枫桥乡的恒屿构件有限公司违规喷漆。\n整改情况：已整改。\n"
        "问题2：抽查4座污水处理站，2座停运。\n"
        "整改情况：正在整改。剩余2座（石坪镇、枫桥乡污水处理站）正在维修。\n"
    )
    first, second = parse_notice(text).problems
    assert [place.name for place in first.places] == ["恒屿构件有限公司"]
    assert [place.name for place in second.places] == ["石坪镇污水处理站", "枫桥乡污水处理站"]


def test_counted_places_without_names_are_drafts_without_a_phrase() -> None:
    read = problem(
        "抽查望湖县8座乡镇污水处理站，其中6座没有进水。",
        "正在整改。望湖县共建成11座乡镇污水处理站，其中9座恢复运行，剩余2座（石坪镇、枫桥乡污水处理站）正在维修。",
    )
    nowhere = [place for place in read.places if place.phrase is None]
    assert named(read) == ["石坪镇", "枫桥乡污水处理站"]
    assert [(p.quote.text, p.status, p.district) for p in nowhere] == [
        ("9座恢复运行", Status.CLAIMED, "望湖县")
    ] * 9
    assert {p.status for p in read.places if p.phrase} == {Status.IN_WORK}


def test_the_faulty_part_of_a_counted_whole_is_what_was_found() -> None:
    read = problem("抽查的5家加油站中有3家油气回收装置不正常。")
    assert [(p.quote.text, p.phrase) for p in read.places] == [("3家油气回收装置不正常", None)] * 3


def test_a_statistic_is_no_heap_of_places() -> None:
    assert problem("全市9000处排污口未设标识牌。").places == ()


def test_each_place_has_its_own_answer() -> None:
    read = problem(
        "青云路白鹭河桥东侧100米有一排污口；沧江大堤42公里处内侧有垃圾；望江路白鹭河桥北侧有一排水口。",
        "已整改。①关于“青云路白鹭河桥东侧100米有一排污口”，松林区政府于5月11日封堵。"
        "②沧江大堤42公里处内侧垃圾已移交沧江河务局处置。"
        "③望江路白鹭河桥北侧有一排水口，经柳溪分局核对，系雨水排口。",
    )
    assert [(p.status, p.responsible_unit) for p in read.places] == [
        (Status.CLAIMED, "松林区政府"),
        (Status.TRANSFERRED, "沧江河务局"),
        (Status.DISPUTED, "柳溪分局"),
    ]
    assert read.places[0].district == "松林区"


def test_park_that_the_reply_speaks_of_is_a_place_of_its_own() -> None:
    read = problem(
        "柳溪化工园区内的云岫助剂公司异味扰民。", "已整改。执法大队对园区周边走航，集聚区气味减轻。"
    )
    assert named(read) == ["柳溪化工园区内的云岫助剂公司", "柳溪化工园区"]
    assert [alias.text for alias in read.places[1].aliases] == ["园区", "集聚区"]


def test_accounting_unit_is_kept_apart_from_the_district() -> None:
    read = problem("发现示范区石坪镇杏花村北昌禾砖厂正在生产。")
    assert [(p.district, p.accounting_unit) for p in read.places] == [(None, "示范区")]


@pytest.mark.parametrize(
    ("finding", "category"),
    [
        ("青云路白鹭河桥东侧100米有一排污口。", "river_outlet"),
        ("沧江大堤42公里处内侧有一片垃圾。", "dumping"),
        ("云岫助剂公司周边气味长期存在。", "odour"),
        ("恒屿构件有限公司焊接没有落实减排措施。", "air"),
        ("石坪镇污水处理站长期停运。", "sewage_station"),
        ("发现昌禾砖厂无环保手续。", "illegal_factory"),
        ("学习贯彻不深入，理论学习走形式。", "study"),
        ("国三柴油车辆淘汰未完成。", "vehicles"),
        ("整改台账不规范。", "discipline"),
    ],
)
def test_categories(finding: str, category: str) -> None:
    assert problem(finding).category == category


@pytest.mark.parametrize(
    ("finding", "places"),
    [
        ("岚山采石场位于松湖镇东坪村西北约1公里处，越界开采。",
         ["岚山采石场位于松湖镇东坪村西北约1公里处"]),
        ("县垃圾填埋场渗滤液调节池满溢。", ["县垃圾填埋场"]),
        ("规模养殖场粪污处理设施配套不足。", []),
    ],
)  # fmt: skip
def test_facility_of_one_owner_is_a_place(finding: str, places: list[str]) -> None:
    assert named(problem(finding)) == places


def test_district_is_that_of_the_bureau_that_signed() -> None:
    text = "问题1：李家寨东南角坑塘内有垃圾。\n整改情况：已整改。\n松林区生态环境分局\n2022年9月1日"
    assert [p.district for p in parse_notice(text).problems[0].places] == ["松林区"]
