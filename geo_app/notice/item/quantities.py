"""Numbers of a notice with their units, and the days that each is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.domain.notice import Period, Quantity
from geo_app.notice.item.dates import Dated, dates_in
from geo_app.notice.item.item import Item, Span
from geo_app.notice.item.plain import word_set
from geo_app.notice.phrase.numerals import read_number

UNITS = word_set(
    "个百分点 百分点 平方公里 平方米 立方米 公里 千米 毫米 厘米 米 公顷 亩 万元 亿元 元 吨 "
    "公斤 千克 毫克/升 毫克/立方米 微克/立方米 万吨 人次 车次 户次 批次 家次 项 座 件 家 辆 "
    "个 处 次 份 名 人 位 条 台 套 起 户 所 宗 只 头 口 艘 场 批 篇 部 间 栋 棵 根 块 片 堆 "
    "倍 天 小时 分钟 个月 周 年 微克 升 度 分 %"
)
"""Counters and units, as written; the longest wins."""
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=lambda unit: (-len(unit), unit)))
_NUMBER = (
    r"(?<![\d.])\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?[万亿千百]?"
    r"|[一二两三四五六七八九十百千万零〇]{1,8}"
)
_PATTERN = re.compile(
    rf"(?P<before>约|近|大约|超过|超|逾|至少|达到?约)?(?P<number>{_NUMBER})\s*(?P<more>余|多|"
    rf"来|几)?\s*(?P<unit>{_UNIT})(?P<after>左右|以上|上下)?"
)
_PERCENT = re.compile("百分之(?P<number>[一二三四五六七八九十百零点]{1,8})")
_NOT_COUNTED = re.compile(
    "[第每这那某哪两近上下任]$|(?<![目当此以])前$|(?<![之以])后$|\\d[.,]?$|[+#]$|[一二三四五六七八九十百]$|《[^》]*$"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The dates and quantities of one item.

    Attributes:
        dates: Of finding and reply, in order.
        quantities: In order.
    """

    dates: tuple[Dated, ...]
    quantities: tuple[Quantity, ...]

    def within(self, span: Span) -> list[Quantity]:
        """The quantities that stand in a span."""
        return [q for q in self.quantities if span[0] <= q.quote.start and q.quote.end <= span[1]]

    def dates_within(self, span: Span) -> list[Dated]:
        """The dates that stand in a span."""
        return [d for d in self.dates if span[0] <= d.start and d.end <= span[1]]


def read_numbers(item: Item) -> Numbers:
    """Every date and quantity of a problem; ordinals, dates and 一个 are no quantities."""
    dates: list[Dated] = []
    quantities: list[Quantity] = []
    for part, span in item.parts:
        here = dates_in(item.words, *span, item.issued)
        dates.extend(here)
        quantities.extend(_quantities(item, part, span, here))
    return Numbers(tuple(dates), tuple(quantities))


def _quantities(item: Item, part: str, span: Span, dates: Sequence[Dated]) -> list[Quantity]:
    found = []
    for match in (*_PATTERN.finditer(item.words, *span), *_PERCENT.finditer(item.words, *span)):
        groups = match.groupdict()
        start = match.start("number") if groups.get("unit") else match.start()
        written = match["number"]
        value = read_number(written.replace(",", ""))
        if value is None or _dated(dates, start, match.end()):
            continue
        if groups.get("unit") and not _counts(item.words, match, span[0]):
            continue
        found.append(
            Quantity(
                quote=item.quote((start, match.end())),
                value=value,
                unit=groups.get("unit") or "%",
                part=part,
                approximate=any(groups.get(name) for name in ("before", "more", "after")),
                period=_period(item.words, start, dates),
            )
        )
    return sorted(found, key=lambda quantity: quantity.quote.start)


def _counts(words: str, match: re.Match[str], start: int) -> bool:
    """It counts something: not 第三名, 一个, 每个, 两年来, 12369, 1个月."""
    head = words[max(start, match.start() - 8) : match.start()]
    if _NOT_COUNTED.search(head):
        return False
    written = match["number"]
    if written in {"一", "万", "千", "百"} or (not written[0].isdigit() and head.endswith('"')):
        return False
    # 5部门, 3年度, 2个别, 4分局 are other words
    return not re.match("别|门|度|局|月份|析|类|管|组|领|下", words[match.end() : match.end() + 2])


def _dated(dates: Sequence[Dated], start: int, end: int) -> bool:
    return any(dated.start < end and start < dated.end for dated in dates)


def _period(words: str, at: int, dates: Sequence[Dated]) -> Period | None:
    """The last period said before the number in its sentence."""
    for dated in reversed(dates):
        if dated.end > at:
            continue
        between = words[dated.end : at]
        if len(between) > 40 or re.search("[。;\\n]", between):
            return None
        if dated.since:
            return Period(dated.first, None)
        if dated.until:
            return Period(None, dated.last)
        if dated.precision == "day":
            return None
        return Period(dated.first, dated.last)
    return None
