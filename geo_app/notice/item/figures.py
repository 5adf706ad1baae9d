"""Doubts about numbers: rates, counts that change, samples taken for all, unequal periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from geo_app.domain.notice import Period, Quantity
from geo_app.domain.remark import Remark
from geo_app.notice.item.item import FINDING, REPLY, Item, Span
from geo_app.notice.item.plain import sentences
from geo_app.notice.item.quantities import Numbers

_RATE = re.compile(
    "(?:完成率|整改率|办结率|达标率|合格率|占比|比例|完成|达|率)(?:为|达到?|仅|约|是)?$"
)
_UNDONE = re.compile("未|没有|剩余?|尚|不(?!断)")
_DONE = re.compile("完成|整改|办结|达标|合格|到位|通过|建成|运行")
_IMPROVED = re.compile(
    "[^,。;]{0,12}(?:明显|显著|大幅|有所|进一步|持续)(?:提[高升]|下降|改善|好转|减少|上升|向好)"
)
_TREND = re.compile("下降|上升|减少|增加|提升|降低|好转|改善|增长")
_SAMPLE = re.compile("抽查|抽检|抽样|随机|抽取")
_TOTAL = re.compile("(?:建成|共有?|现有|总计|合计|全部|建有)[^,。;\\d]{0,10}$")
_OF = re.compile("^[^,。;]{0,14}?,?(?:当中|其中|之中|中有|中的?\\d)")
_RANK = re.compile("排名|倒数|位次|名次|位列|排第")
_CHANGE_RANK = re.compile(
    "(?:改善|变化|提升|好转|同比|下降)(?:情况|幅度|程度|率)[^。;]{0,14}(?:排名|位列|第)"
)
_MOST_UNEQUAL = 0.1


def figure_doubts(item: Item, numbers: Numbers) -> Iterator[Remark]:
    """The doubts that numbers raise."""
    yield from _rates(item, numbers)
    yield from _unmeasured(item, numbers)
    yield from _changed(item, numbers)
    yield from _samples(item, numbers)
    yield from _periods(item, numbers)
    changed = _CHANGE_RANK.search(item.replied) and not _CHANGE_RANK.search(item.found)
    if changed and _RANK.search(item.found):
        yield Remark("notice.indicator_changed")


# --- rates ---------------------------------------------------------------------------------------
def _rates(item: Item, numbers: Numbers) -> Iterator[Remark]:
    for _, part in item.parts:
        for sentence in _statements(item, part):
            held = numbers.within(sentence)
            for at, rate in enumerate(held):
                before = item.words[max(sentence[0], rate.quote.start - 8) : rate.quote.start]
                if rate.unit != "%" or not _RATE.search(before):
                    continue
                counts = [q for q in held[:at] if q.unit != "%"]
                since = max((q.quote.end for q in held[:at] if q.unit == "%"), default=sentence[0])
                counts = [q for q in counts if q.quote.start >= since]
                yield from _rate(item, rate, _with_whole(item, numbers, counts, rate), sentence)


def _with_whole(
    item: Item, numbers: Numbers, counts: list[Quantity], rate: Quantity
) -> list[Quantity]:
    """A part told in the reply, its whole only in the finding: 12亩 there, 3亩 and 50% here."""
    if rate.part != REPLY or rate.value > _ALL or len(counts) != 1:
        return counts
    part = counts[0]
    told = [q for q in numbers.within(item.finding) if q.unit == part.unit]
    wholes = {q.value for q in told}
    return [told[0], part] if len(wholes) == 1 and told[0].value >= part.value else counts


_ALL = 100


def _rate(item: Item, rate: Quantity, counts: list[Quantity], sentence: Span) -> Iterator[Remark]:
    pair = _pair(counts)
    if pair is None:
        if rate.value > 100 and len(counts) == 1:
            implied = round(counts[0].value / rate.value * 100)
            yield Remark(
                "notice.rate_without_base",
                {"rate": rate.quote.text, "count": counts[0].quote.text, "implied": implied},
            )
        elif not counts and rate.part == REPLY:
            yield Remark("notice.rate_alone", {"rate": rate.quote.text})
        return
    total, part = pair
    said = (
        item.words[part.quote.end : rate.quote.start]
        + item.words[total.quote.end : part.quote.start]
    )
    undone = _UNDONE.search(said) is not None
    done = total.value - part.value if undone else part.value
    expected = done / total.value * 100
    if abs(expected - rate.value) > _tolerance(rate) and not (
        abs(100 - expected - rate.value) <= _tolerance(rate) and "率" not in said
    ):
        yield Remark(
            "notice.rate_wrong",
            {
                "rate": rate.quote.text,
                "done": _tidy(done),
                "total": _tidy(total.value),
                "expected": f"{expected:.1f}%",
            },
        )


def _pair(counts: list[Quantity]) -> tuple[Quantity, Quantity] | None:
    """The whole and its part: the first number and a smaller one with the same counter."""
    for at, total in enumerate(counts):
        for part in counts[at + 1 :]:
            if part.unit == total.unit and 0 <= part.value <= total.value and total.value > 0:
                return total, part
            if part.unit == total.unit and 0 < total.value < part.value:
                return part, total
    return None


def _tolerance(rate: Quantity) -> float:
    """One unit of the last digit given: both rounding and cutting off are common."""
    digits = rate.quote.text.rstrip("%％").partition(".")[2]
    return 10.0 ** -len(digits) if digits else 1.0


def _unmeasured(item: Item, numbers: Numbers) -> Iterator[Remark]:
    """The finding gives numbers, the reply says it is better without one."""
    asked = [q for q in numbers.within(item.finding) if q.unit == "%"]
    if not asked or not item.reply:
        return
    better = _IMPROVED.search(item.replied)
    if better and not [q for q in numbers.within(item.reply) if q.unit == asked[0].unit]:
        yield Remark("notice.better_without_number", {"words": better[0].strip(",")})


# --- counts --------------------------------------------------------------------------------------
def _changed(item: Item, numbers: Numbers) -> Iterator[Remark]:
    """One number of one period, told differently in finding and reply."""
    told = [q for q in numbers.quantities if q.period and q.unit != "%"]
    for ours in (q for q in told if q.part == FINDING):
        for theirs in (q for q in told if q.part == REPLY):
            if ours.unit != theirs.unit or ours.period != theirs.period:
                continue
            if (ours.value, ours.approximate) != (theirs.value, theirs.approximate):
                yield Remark(
                    "notice.count_changed",
                    {"finding": ours.quote.text, "reply": theirs.quote.text},
                )


def _samples(item: Item, numbers: Numbers) -> Iterator[Remark]:
    """12 of a sample and 12 of all are not the same twelve."""
    if not item.reply or not _SAMPLE.search(item.found):
        return
    for ours in numbers.within(item.finding):
        if not _OF.match(item.words[ours.quote.end : item.finding[1]]):
            continue
        for theirs in numbers.within(item.reply):
            before = item.words[max(item.reply[0], theirs.quote.start - 16) : theirs.quote.start]
            same = theirs.unit == ours.unit and theirs.value != ours.value
            if same and _TOTAL.search(before):
                yield Remark(
                    "notice.sample_not_all",
                    {"finding": ours.quote.text, "reply": theirs.quote.text},
                )
                return


def _periods(item: Item, numbers: Numbers) -> Iterator[Remark]:
    """A year compared with some months."""
    for _, part in item.parts:
        for sentence in _statements(item, part):
            if not _TREND.search(item.words, *sentence):
                continue
            held = [(q, q.period) for q in numbers.within(sentence) if q.period and q.period.days]
            pairs = list(pairwise(held))
            if not pairs and part == item.reply and len(held) == 1:
                pairs = [(ours, held[0]) for ours in _told_before(item, numbers, sentence)]
            for (first, one), (second, two) in pairs:
                yield from _unequal(first, one, second, two)


def _told_before(item: Item, numbers: Numbers, sentence: Span) -> list[tuple[Quantity, Period]]:
    """The finding's number, which the reply's is compared with; 同比 takes the same months."""
    if "同比" in item.words[slice(*sentence)]:
        return []
    held = [(q, q.period) for q in numbers.within(item.finding) if q.period and q.period.days]
    return held if len(held) == 1 else []


def _unequal(first: Quantity, one: Period, second: Quantity, two: Period) -> Iterator[Remark]:
    days, more = one.days or 0, two.days or 0
    if first.unit != second.unit or one == two or not min(days, more):
        return
    if abs(days - more) / max(days, more) > _MOST_UNEQUAL and first.value > 0:
        change = (second.value / more) / (first.value / days) - 1
        seeming = second.value / first.value - 1
        yield Remark(
            "notice.periods_unequal",
            {
                "first": first.quote.text,
                "first_days": days,
                "second": second.quote.text,
                "second_days": more,
                "seeming": f"{seeming:+.0%}",
                "per_day": f"{change:+.0%}",
            },
        )


def _statements(item: Item, part: Span) -> Iterator[Span]:
    """Sentences; a semicolon ends one, so that 5项 of one clause is no part of another's 22项."""
    yield from sentences(item.words, *part)


def _tidy(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
