"""Text → problems: numbering styles, replies, status words, frame."""

from __future__ import annotations

from datetime import date

import pytest

from geo_app.domain.status import Status
from geo_app.notice.parser import parse_notice

BODIES = (
    "台账记录不全。1.5吨废料没有登记，2021年抽查过2次。",
    "水面有异味。（1）来源不明；（2）无人管理。",
    "责任没有落实。有的单位没有方案。",
)
STYLES = (
    "问题1：|问题2：|问题3：",
    "问题一：|问题二：|问题三：",
    "问题（一）|问题（二）|问题（三）",
    "【问题1】|【问题2】|【问题3】",
    "（一）|（二）|（三）",
    "(一)|(二)|(三)",
    "一、|二、|三、",
    "1. |2. |3. ",
    "1、|2、|3、",
    "1．|2．|3．",
    "（1）|（2）|（3）",
    "第一，|第二，|第三，",
    "第1个问题：|第2个问题：|第3个问题：",
    "１、|２、|３、",
)


def notice(labels: list[str], mark: str = "整改情况：") -> str:
    items = "\n".join(
        f"{label}{body}\n{mark}已整改。①写好了方案。\n②2021年4月1日已公示。"
        for label, body in zip(labels, BODIES, strict=True)
    )
    return (
        "青河市生态环境局\n关于督查整改情况的通报\n\n现将情况通报如下。\n\n"
        f"{items}\n\n欢迎监督。联系电话：0000。\n青河市生态环境局\n2021年5月6日\n"
    )


@pytest.mark.parametrize("style", STYLES)
def test_each_numbering_style_gives_the_same_problems(style: str) -> None:
    draft = parse_notice(notice(style.split("|")))
    assert [problem.number for problem in draft.problems] == [1, 2, 3]
    assert [problem.label.text for problem in draft.problems] == [
        label.strip() for label in style.split("|")
    ]
    assert [problem.finding.text for problem in draft.problems] == list(BODIES)
    assert {problem.status for problem in draft.problems} == {Status.CLAIMED}


@pytest.mark.parametrize(
    "mark",
    [
        "整改情况：",
        "整改落实情况：",
        "整改进展：",
        "整改结果:",
        "【整改情况】",
        "整改措施：",
        "落实情况：",
    ],
)
def test_each_reply_marker_is_known(mark: str) -> None:
    draft = parse_notice(notice(["1、", "2、", "3、"], mark))
    replies = [problem.reply.text if problem.reply else None for problem in draft.problems]
    assert replies == ["已整改。①写好了方案。\n②2021年4月1日已公示。"] * 3


def test_frame_is_not_swallowed() -> None:
    draft = parse_notice(notice(["1、", "2、", "3、"]))
    assert draft.title is not None
    assert draft.title.text == "关于督查整改情况的通报"
    assert draft.issuer is not None
    assert draft.issuer.text == "青河市生态环境局"
    assert draft.issued_on == date(2021, 5, 6)
    assert draft.preamble.text.endswith("现将情况通报如下。")
    assert draft.closing.text == "欢迎监督。联系电话：0000。\n青河市生态环境局\n2021年5月6日"
    assert draft.doubts == ()


def test_headings_around_the_list_are_no_problems() -> None:
    text = (
        "通报\n一、基本情况\n去年检查。\n二、存在问题及整改情况\n（一）学习不深入。\n整改情况：正在整改。\n"
        "（二）台账不全。\n整改情况：已完成，长期坚持。\n三、下一步打算\n继续努力。\n某局\n2022年1月2日"
    )
    draft = parse_notice(text)
    assert [(p.number, p.finding.text, p.status) for p in draft.problems] == [
        (1, "学习不深入。", Status.IN_WORK),
        (2, "台账不全。", Status.CLAIMED),
    ]
    assert draft.closing.text.startswith("三、下一步打算")


def test_numbers_that_begin_anew_are_counted_through_and_said() -> None:
    text = (
        "通报\n一、水\n1.水不清。\n整改情况：已整改。\n2.渠不通。\n整改情况：已整改。\n"
        "二、气\n1.烟不净。\n整改情况：部分整改。\n某局\n2022年1月2日"
    )
    draft = parse_notice(text)
    assert [(p.number, p.label.text) for p in draft.problems] == [(1, "1."), (2, "2."), (3, "1.")]
    assert [doubt.code for doubt in draft.doubts] == ["notice.renumbered"]


def test_number_left_out_is_said() -> None:
    items = "问题1：甲不全。\n整改情况：已整改。\n问题3：乙不全。\n整改情况：已整改。\n"
    text = f"通报\n{items}某局\n2022年1月2日"
    draft = parse_notice(text)
    assert [p.number for p in draft.problems] == [1, 3]
    assert [(d.code, d.values) for d in draft.doubts] == [("notice.number_gap", {"missing": "2"})]


@pytest.mark.parametrize(
    ("reply", "word", "status"),
    [
        ("已整改。", "已整改", Status.CLAIMED),
        ("正在整改。", "正在整改", Status.IN_WORK),
        ("已完成，长期坚持。", "已完成，长期坚持", Status.CLAIMED),
        ("立行立改，已完成。", "立行立改，已完成", Status.CLAIMED),
        ("基本完成。", "基本完成", Status.IN_WORK),
        ("部分整改。", "部分整改", Status.IN_WORK),
        ("阶段性完成。", "阶段性完成", Status.IN_WORK),
        ("达到序时进度。", "达到序时进度", Status.IN_WORK),
        ("未整改。", "未整改", Status.OPEN),
        ("整改到位（已验收）。", "整改到位", Status.CLAIMED),
        ("已于2024年1月整改到位。", "已于2024年1月整改到位", Status.CLAIMED),
        ("方案写好了，目前已整改到位。", "已整改到位", Status.CLAIMED),
    ],
)
def test_status_words(reply: str, word: str, status: Status) -> None:
    problem = parse_notice(f"问题1：记录不全。\n整改情况：{reply}").problems[0]
    assert problem.status_word is not None
    assert (problem.status_word.text, problem.status) == (word, status)


def test_problem_without_a_reply_is_open_and_said() -> None:
    problem = parse_notice("问题1：记录不全。").problems[0]
    assert (problem.reply, problem.status) == (None, Status.OPEN)
    assert [doubt.code for doubt in problem.doubts] == ["notice.no_reply"]


@pytest.mark.parametrize("text", ["", "   ", "没有编号的一段话。", "2021年5月6日", "\ud800"])
def test_text_without_problems_gives_none(text: str) -> None:
    draft = parse_notice(text)
    assert (draft.problems, draft.closing.text) == ((), "")


def test_long_text_says_from_where_places_were_not_looked_for() -> None:
    item = "问题{}：青河桥东侧{}米有一排污口。\n整改情况：已整改。\n"
    text = item.format(1, 150) + "问题2：" + "说明" * 100_000 + "。\n" + item.format(3, 250)
    draft = parse_notice(text)
    assert [len(problem.places) for problem in draft.problems] == [1, 0, 0]
    doubt = next(d for d in draft.doubts if d.code == "notice.places_not_read")
    assert doubt.values["number"] == 2
