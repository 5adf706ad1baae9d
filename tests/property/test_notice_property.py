"""Reading a notice: never raises, quotes exactly, does not depend on the width of signs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.domain.notice import NoticeDraft, Quote
from geo_app.errors import InputError
from geo_app.notice.item.plain import plain
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.settings import Limits

SAMPLE = (Path(__file__).parents[2] / "data" / "sample-notice.txt").read_text("utf-8")
FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))}
HALF_WIDTH = {full: half for half, full in FULL_WIDTH.items()}
WORDS = (
    "问题1： 问题2： 一、 二、 （一） （二） 1、 2. 整改情况： 整改措施： 已整改 正在整改 "
    "。 ， ； 、 ① ② “ ” 《 》 （ ） 2021年 4月12日 1-6月份 今年 至 12座 其中10座 剩余2座 "
    "130余件 77% 完成率 白鹭河 大桥 东侧 150米 排污口 垃圾 恒屿公司 石坪镇 松林区 柳溪分局 "
    "移交 河务局 系雨水排口 不属实 下一步 沧江大堤 42公里处 内侧 污水处理站 发现 位于 抽查 "
    "园区 内的 周边 气味 东经114.35° 北纬34.78° K12+300 甲 ２ ％ 某局 2021年10月14日"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t"])
NOTICES = st.lists(PIECES, max_size=60).map("".join)


def quotes(value: Any) -> Iterator[Quote]:
    """Every quote inside a draft."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from quotes(getattr(value, name))


def facts(draft: NoticeDraft) -> list[tuple[Any, ...]]:
    """What must not depend on how the signs were typed."""
    return [
        (
            problem.number,
            problem.status,
            problem.category,
            [(c.status, c.as_of, c.as_of_precision, c.place) for c in problem.claims],
            [(q.value, q.unit, q.part, q.period) for q in problem.quantities],
            [(p.quote.start, p.quote.end, p.status, p.category) for p in problem.places],
            [d.code for d in problem.doubts],
        )
        for problem in draft.problems
    ]


@given(st.text())
def test_any_text_is_read_without_raising(text: str) -> None:
    draft = parse_notice(text)
    assert draft.text == text


@settings(max_examples=150, deadline=None)
@given(NOTICES)
def test_every_quote_stands_in_the_text_exactly(text: str) -> None:
    for quote in quotes(parse_notice(text)):
        assert text[quote.start : quote.end] == quote.text


@settings(max_examples=150, deadline=None)
@given(NOTICES)
def test_width_of_digits_and_signs_changes_nothing(text: str) -> None:
    wide = text.translate(FULL_WIDTH)
    assert facts(parse_notice(wide)) == facts(parse_notice(wide.translate(HALF_WIDTH)))


@settings(max_examples=60, deadline=None)
@given(NOTICES)
def test_problems_stand_in_order_and_do_not_overlap(text: str) -> None:
    draft = parse_notice(text)
    ends = [0]
    for problem in draft.problems:
        assert problem.whole.start >= ends[-1]
        assert problem.label.end <= problem.finding.start <= problem.finding.end
        if problem.reply is not None:
            assert problem.finding.end <= problem.reply.start <= problem.reply.end
        ends.append(problem.whole.end)
    assert draft.problems == () or ends[-1] <= max(draft.closing.start, ends[-1])
    for number in (problem.number for problem in draft.problems):
        assert number > 0


@given(st.text())
def test_plain_form_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    reason = text = ""
    try:
        text = read_text(data, name="文件", limits=Limits())
    except InputError as error:
        reason = error.text("zh")
    assert bool(reason) != bool(text)
    assert set(text).isdisjoint("\0\r")


@settings(max_examples=40)
@given(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]))
def test_every_encoding_reads_the_same(encoding: str) -> None:
    assert read_text(SAMPLE.encode(encoding), name=None, limits=Limits()) == SAMPLE


def test_sample_in_full_width_reads_the_same() -> None:
    wide = SAMPLE.translate(FULL_WIDTH)
    assert facts(parse_notice(wide)) == facts(parse_notice(SAMPLE))
