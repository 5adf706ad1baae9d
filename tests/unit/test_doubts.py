"""Doubts: each fires on what it is about, and not on its sound twin."""

from __future__ import annotations

import pytest

from geo_app.domain.notice import ProblemDraft
from geo_app.notice.parser import parse_notice


def problem(finding: str, reply: str) -> ProblemDraft:
    text = f"通报\n问题1：{finding}\n整改情况：{reply}\n青河市生态环境局\n2021年10月14日\n"
    return parse_notice(text).problems[0]


def codes(finding: str, reply: str) -> set[str]:
    return {doubt.code.removeprefix("notice.") for doubt in problem(finding, reply).doubts}


CASES = {
    "rate_wrong": (
        ("信访25件，其中6件没有办结，办结率84%。", "正在整改。"),
        ("信访25件，其中6件没有办结，办结率76%；专项5项，1项未整改，完成率80%。", "正在整改。"),
    ),
    "rate_without_base": (
        ("车辆淘汰未完成。", "已整改。共淘汰车辆5142辆，完成率127%。"),
        ("车辆淘汰未完成。", "已整改。任务4049辆，淘汰5142辆。"),
    ),
    "better_without_number": (
        ("整改完成率77%。", "已整改。整改完成率已明显提高。"),
        ("整改完成率77%。", "已整改。整改完成率明显提高，达到95%。"),
    ),
    "count_changed": (
        ("2020年投诉130余件。", "已整改。2020年投诉130件。"),
        ("2020年投诉130件。", "已整改。2020年投诉130件，2021年投诉20件。"),
    ),
    "sample_not_all": (
        ("抽查处理站12座当中10座闲置。", "正在整改。建成16座处理站。"),
        ("处理站12座当中10座闲置。", "正在整改。建成12座处理站。"),
    ),
    "periods_unequal": (
        ("投诉多。", "已整改。投诉下降，2020年130件，2021年1至8月15日43件。"),
        ("投诉多。", "已整改。投诉下降，2019年130件，2020年43件。"),
    ),
    "indicator_changed": (
        ("水质排名倒数第1位。", "已整改。水质改善情况位列第21名。"),
        ("水质排名倒数第1位。", "已整改。水质排名第21位。"),
    ),
    "before_it_existed": (
        ("该局2019年1月14日挂牌，而2018年11月印发的方案盖有该局印章。", "已整改。"),
        ("该局2019年1月14日挂牌，2019年11月印发的方案没有盖章。", "已整改。"),
    ),
    "after_the_notice": (
        ("路灯不亮。", "已整改。2021年12月3日已完成安装。"),
        ("路灯不亮。", "已整改。力争2021年12月3日前完成安装。"),
    ),
    "no_evidence": (
        ("台账不全。", "已整改。台账重新登记完成。"),
        ("台账不全。", "已整改。6月3日完成登记并通过验收。"),
    ),
    "no_date": (
        ("台账不全。", "已整改。登记完成并通过验收。"),
        ("台账不全。", "已整改。6月3日登记完成并通过验收。"),
    ),
    "promise_only": (
        ("台账不全。", "已整改。今后将严格登记台账，确保不漏一项。"),
        ("台账不全。", "已整改。台账已登记完成，今后将严格登记。"),
    ),
    "given_up": (
        ("创建企业少。", "已整改。今年不再开展创建工作。"),
        ("创建企业少。", "已整改。今年开展创建工作。"),
    ),
    "work_left": (
        ("淘汰慢。", "已整改。将持续推进淘汰任务。"),
        ("淘汰慢。", "已整改。淘汰任务全部完成。"),
    ),
    "similar_instead": (
        ("文件未印发。", "已整改。去年印发了内容相似的文件。"),
        ("文件未印发。", "已整改。避免类似问题再次发生。"),
    ),
    "other_title": (
        ("《关于登记台账的方案》未印发。", "已整改。6月3日下发《作风建设年方案》。"),
        ("《关于登记台账的方案》未印发。", "已整改。6月3日下发《关于登记台账的方案》。"),
    ),
    "earlier_claim": (
        ("台账显示已整改到位，经查并未补缴。", "已整改。"),
        ("会费没有补缴。", "已整改。"),
    ),
    "term_not_answered": (
        ("“公”字头车辆油改电慢，还有大量“公”字头车辆。", "已整改。淘汰货车5辆。"),
        ("“公”字头车辆油改电慢，还有大量“公”字头车辆。", "已整改。“公”字头车辆淘汰5辆。"),
    ),
    "reply_off_topic": (
        ("档案混乱，缺少签字。", "已整改。组织职工观看了警示教育影片，撰写体会文章。"),
        ("档案混乱，缺少签字。", "已整改。重新整理档案，逐份补齐签字，请专人保管。"),
    ),
    "cause_left": (
        ("青河桥北侧有一排污口。", "已整改。已封堵，并督促松林区加快污水管网建设。"),
        ("青河桥北侧有一排污口。", "已整改。已封堵，污水管网建成。"),
    ),
    "handed_over": (
        ("沧江大堤42公里处内侧有垃圾。", "已整改。沧江大堤42公里处内侧垃圾移交沧江河务局。"),
        ("沧江大堤42公里处内侧有垃圾。", "已整改。沧江大堤42公里处内侧垃圾清理完毕。"),
    ),
    "relabelled": (
        ("青云路青河桥北侧有一排污口。", "已整改。该口为雨水排放口。"),
        ("青云路青河桥北侧有一排污口。", "已整改。该口已封堵。"),
    ),
    "denied": (
        ("恒屿构件有限公司违规喷漆。", "已整改。经核实该公司情况不属实。"),
        ("恒屿构件有限公司违规喷漆。", "已整改。该公司已停产。"),
    ),
    "place_not_answered": (
        ("云岫助剂公司、青禾涂料公司周边异味。", "已整改。云岫助剂公司已停产。"),
        ("云岫助剂公司、青禾涂料公司周边异味。", "已整改。2家企业已停产。"),
    ),
    "counted_not_named": (
        ("发现3处排污口未设标识牌。", "已整改。"),
        ("青云路青河桥北侧、望江路青河桥南侧有排污口。", "已整改。"),
    ),
    "list_count": (
        ("污水处理站停运。", "正在整改。剩余4座（石坪镇、枫桥乡污水处理站）正在维修。"),
        ("污水处理站停运。", "正在整改。剩余2座（石坪镇、枫桥乡污水处理站）正在维修。"),
    ),
    "name_varies": (
        ("青云路青河大桥附近有一排污口。", "已整改。青云路青河大桥排放口已封堵。"),
        ("青云路青河大桥附近有一排污口。", "已整改。青云路青河大桥排污口已封堵。"),
    ),
    "no_status_word": (("台账不全。", "我局高度重视。"), ("台账不全。", "已整改。")),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_doubt_is_raised_where_it_belongs(code: str) -> None:
    assert code in codes(*CASES[code][0])


@pytest.mark.parametrize("code", CASES)
def test_doubt_is_silent_on_the_sound_twin(code: str) -> None:
    assert code not in codes(*CASES[code][1])


def test_values_are_in_the_sentence() -> None:
    read = problem("信访25件，其中6件没有办结，办结率84%。", "正在整改。")
    doubt = next(doubt for doubt in read.doubts if doubt.code == "notice.rate_wrong")
    assert doubt.values == {"rate": "84%", "done": 19, "total": 25, "expected": "76.0%"}
    assert "76.0%" in doubt.text("zh")
    assert "76.0%" in doubt.text("en")


def test_unequal_periods_are_told_by_the_day() -> None:
    read = problem("投诉多。", "已整改。投诉下降，2020年130件，2021年1至8月15日43件。")
    doubt = next(doubt for doubt in read.doubts if doubt.code == "notice.periods_unequal")
    assert (doubt.values["first_days"], doubt.values["second_days"]) == (366, 227)
    assert (doubt.values["seeming"], doubt.values["per_day"]) == ("-67%", "-47%")


def test_reply_that_names_the_line_or_the_thing_is_an_answer() -> None:
    finding = "东风渠青河桥上游200米左岸堆放秸秆；青云路望江路交叉口东北角工地土方未覆盖。"
    reply = "已整改。东风渠清理完毕，工地已覆盖。"
    assert len(problem(finding, reply).places) == 2
    assert "place_not_answered" not in codes(finding, reply)
