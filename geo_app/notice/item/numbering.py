"""Which numbers count the problems of a notice?

A notice holds many numberings: headings (一、), problems, parts of a reply (①), measures (1.). Each
style of number is collected over the whole text as an ascending sequence; the style whose items
hold the replies is the one that counts the problems. So the same (1) is a problem in one notice
and a sub-item in the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.notice.item.reply import answers
from geo_app.notice.item.table import Table
from geo_app.notice.phrase.numerals import read_number

_A = r"\d{1,3}"
_C = r"[一二三四五六七八九十百零〇]{1,6}"
_N = rf"({_A}|{_C})"
_LINE = r"(?m:^)[ \t]*"
_ANYWHERE = r"(?:(?m:^)[ \t]*|(?<=[。;!?\"\])\s]))"


@dataclass(frozen=True, slots=True)
class Style:
    """One way of writing numbers; ``single``: one item is enough to be a list."""

    name: str
    pattern: re.Pattern[str]
    single: bool = False


STYLES = (
    Style(
        "word",
        re.compile(
            rf"{_ANYWHERE}(?P<label>[\[(]?(?:(?:反馈|存在|具体|突出|主要|整改)?(?:问题|事项|任务)\s*"
            rf"[(]?\s*{_N}\s*[)]?|第{_N}[个项条]\s*(?:反馈|具体|整改)?(?:问题|事项|任务))"
            rf"\s*(?:[\])]\s*[:、,.]?|[:、,.。]|(?=[ \t\n])))"
        ),
        single=True,
    ),
    Style("ordinal", re.compile(rf"{_LINE}(?P<label>第{_N}[个项条]?\s*[,、:.])")),
    Style("chinese", re.compile(rf"{_LINE}(?P<label>({_C})\s*[、.])")),
    Style("chinese_round", re.compile(rf"{_LINE}(?P<label>\(\s*({_C})\s*\)\s*[、.:]?)")),
    Style("dot", re.compile(rf"{_LINE}(?P<label>({_A})\s*\.(?!\d))")),
    Style("comma", re.compile(rf"{_LINE}(?P<label>({_A})\s*、)")),
    Style("round", re.compile(rf"{_LINE}(?P<label>\(\s*({_A})\s*\)\s*[、.:]?)")),
    Style("half_round", re.compile(rf"{_LINE}(?P<label>({_A})\s*\))")),
    Style("cell", re.compile(rf"{_LINE}(?P<label>({_A})[ ]*\t)")),
    Style("circled", re.compile(rf"{_LINE}(?P<label>([①-⑳])\s*[、.]?)")),
)
"""From the most telling to the least; among equals the earlier wins."""

_MOST_GAP = 3
"""Numbers that a list may leave out and still be one list."""
_MOST_LABELS = 2_000
_HEADING = re.compile(
    r"基本情况|总体情况|工作情况|主要做法|工作开展|组织领导|组织实施|指导思想|"
    r"存在的?(?:主要)?问题\s*$|整改(?:工作)?要求|"
    r"下一步|今后|工作打算|工作安排|保障措施|几点|有关要求|整改落实情况\s*$|附件|说明\s*$"
)
_FAULT = re.compile(
    "不|未|没|无|差|缺|弱|少|乏|难|慢|低|滞后|违规|违法|隐患|污染|超标|闲置|直排|偷排|漏|乱|虚|过高"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the head of an item.

    Attributes:
        start: Where the label begins.
        end: Where the words of the item begin.
        number: The number as written.
    """

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Items:
    """The problems of a notice: their labels, each with the end of its item.

    Attributes:
        labels: In the order of the text.
        ends: Where each item ends at the latest: the next item or a heading above it.
        numbers: The number of each problem; as written unless the counting begins anew.
        restarted: The counting began anew under some heading, so numbers were given.
    """

    labels: tuple[Label, ...] = ()
    ends: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    restarted: bool = False


def find_items(words: str, table: Table | None = None) -> Items:
    """The list of problems of a notice.

    Args:
        words: Plain text (``plain.plain``).
        table: Its columns, where it is a table.

    Returns:
        Empty where no style of numbering makes a list of problems.
    """
    found = {style.name: _labels(words, style) for style in STYLES}
    plain_runs = {name: _sequence(labels) for name, labels in found.items()}
    marks = answers(words, table)
    best: tuple[tuple[float, ...], Items] | None = None
    for rank, style in enumerate(STYLES):
        above = _above(style.name, plain_runs)
        labels = _with_restarts(found[style.name], above)
        items = _items(words, labels, above, style, marks)
        if not items.labels:
            continue
        score = (*_score(words, items, marks), -rank)
        if best is None or score > best[0]:
            best = score, items
    return best[1] if best else Items()


def _labels(words: str, style: Style) -> list[Label]:
    labels = []
    for match in style.pattern.finditer(words):
        number = _number(next(group for group in match.groups()[1:] if group))
        if number is not None and 0 < number < 1000:
            labels.append(Label(match.start("label"), match.end("label"), number))
        if len(labels) == _MOST_LABELS:
            break
    return labels


def _number(written: str) -> int | None:
    if "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    value = read_number(written)
    return int(value) if value is not None else None


def _sequence(labels: Sequence[Label]) -> list[Label]:
    """The ascending sequence that begins with 1, or with the first number of an excerpt."""
    first = next((at for at, label in enumerate(labels) if label.number == 1), 0)
    run: list[Label] = []
    for at in range(first, len(labels)):
        label = labels[at]
        if not run or label.number == run[-1].number + 1 or _jumps(labels, at, run[-1].number):
            run.append(label)
    return run


def _jumps(labels: Sequence[Label], at: int, last: int) -> bool:
    """A number was left out: none of the missing ones follows."""
    number = labels[at].number
    if not last + 1 < number <= last + 1 + _MOST_GAP:
        return False
    return all(not last < later.number < number for later in labels[at + 1 :])


def _above(style: str, runs: dict[str, list[Label]]) -> list[Label]:
    """Labels of headings above a style: sequences that begin before it and go on after."""
    own = runs[style]
    if not own:
        return []
    higher = [
        run
        for name, run in runs.items()
        if name != style and len(run) > 1 and run[0].start < own[0].start
    ]
    return sorted((label for run in higher for label in run), key=lambda label: label.start)


def _with_restarts(labels: Sequence[Label], above: Sequence[Label]) -> list[Label]:
    """The sequence, which may begin again at 1 under each heading above."""
    heads = [label.start for label in above]
    run: list[Label] = []
    begin = next((at for at, label in enumerate(labels) if label.number == 1), 0)
    for at in range(begin, len(labels)):
        label = labels[at]
        if not run:
            run.append(label)
            continue
        headed = bisect_left(heads, run[-1].start) < bisect_left(heads, label.start)
        if (
            label.number == run[-1].number + 1
            or (label.number == 1 and headed)
            or _jumps(labels, at, run[-1].number)
        ):
            run.append(label)
    return run


def _items(
    words: str, labels: list[Label], above: Sequence[Label], style: Style, marks: Sequence[int]
) -> Items:
    ends = _ends(words, labels, above)
    answered = [_has(marks, label, end) for label, end in zip(labels, ends, strict=True)]
    if any(answered) and not style.single:
        # headings such as 一、基本情况 before and after the problems, in the same style
        keep = [
            has or not _HEADING.search(_head(words, label))
            for label, has in zip(labels, answered, strict=True)
        ]
    elif style.single:
        keep = [True] * len(labels)
    else:
        keep = [bool(_faulty(_head(words, label))) for label in labels]
    kept = [at for at, wanted in enumerate(keep) if wanted]
    if not style.single and len(kept) < 2 and not any(answered):
        return Items()
    chosen = tuple(labels[at] for at in kept)
    written = [label.number for label in chosen]
    restarted = len(set(written)) < len(written)
    numbers = tuple(range(1, len(written) + 1)) if restarted else tuple(written)
    return Items(chosen, tuple(ends[at] for at in kept), numbers, restarted)


def _ends(words: str, labels: Sequence[Label], above: Sequence[Label]) -> list[int]:
    starts = sorted({label.start for label in (*labels, *above)})
    ends = []
    for label in labels:
        at = bisect_left(starts, label.end)
        ends.append(starts[at] if at < len(starts) else len(words))
    return ends


def _has(marks: Sequence[int], label: Label, end: int) -> bool:
    at = bisect_left(marks, label.end)
    return at < len(marks) and marks[at] < end


def _head(words: str, label: Label) -> str:
    """The first line of an item, as far as a heading goes."""
    stop = words.find("\n", label.end)
    line = words[label.end : stop if stop >= 0 else len(words)]
    return line[:60].strip()


def _faulty(head: str) -> bool:
    return _FAULT.search(head) is not None and not _HEADING.search(head)


def _score(words: str, items: Items, marks: Sequence[int]) -> tuple[float, ...]:
    """More answered items, then fewer unanswered ones; without replies, more faults outermost."""
    pairs = list(zip(items.labels, items.ends, strict=True))
    answered = sum(_has(marks, label, end) for label, end in pairs)
    if marks:
        return answered, -(len(pairs) - answered)
    faulty = sum(_faulty(_head(words, label)) for label in items.labels)
    return (faulty / len(pairs) >= 0.5), -items.labels[0].start
