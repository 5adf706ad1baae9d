"""Dates and periods of running text: 2021年4月12日, 4月份, 2021年1至8月15日, 7、8、9月份.

A month without a year is given the year said just before it in the sentence, else the latest year
in which it does not lie after the notice (4月份 in a notice of October 2021 is April 2021, 11月 is
November 2020). 今年 and 去年 are told from the notice's own year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo_app.notice.phrase.numerals import read_number

_Y = r"(?P<y>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?:{_Y}\s*年|(?P<rel>今年|本年度?|当年|去年|上年|前年|明年)\s*)"
_TO = r"\s*(?:-|~|至|到)\s*"
_PATTERN = re.compile(
    rf"{_Y}[-./](?P<nm>1[0-2]|0?[1-9])[-./](?P<nd>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|(?:{_YEAR.replace('?P<y>', '?P<y1>').replace('?P<rel>', '?P<rel1>')}\s*)?"
    rf"(?:(?P<m1>{_M})\s*(?:月份?\s*)?(?:(?P<d1>{_D})\s*[日号])?{_TO}"
    rf"(?:(?P<y2>(?:19|20)\d\d)\s*年\s*)?(?P<m2>{_M})\s*月份?\s*(?:(?P<d2>{_D})\s*[日号])?"
    rf"|(?P<dm>{_M})\s*月\s*(?P<dd1>{_D})\s*日?{_TO}(?P<dd2>{_D})\s*日"
    rf"|(?P<ms>{_M}(?:\s?、\s?{_M}){{1,11}})\s*月份?"
    rf"|(?P<m>{_M})\s*月(?:份|\s*(?P<d>{_D})\s*[日号]|(?P<third>[上中下]旬|底|初|末))?"
    rf"|(?P<half>[上下]半年|前[一二三]季度|[一二三四]季度|第[一二三四]季度|年底|年末|年初|底|初))"
    rf"|(?P<yy1>(?:19|20)\d\d)\s*年?{_TO}(?P<yy2>(?:19|20)\d\d)\s*年"
    rf"|{_YEAR.replace('?P<y>', '?P<y3>').replace('?P<rel>', '?P<rel3>')}"
)
_CONTEXT_YEAR = 40
_SINCE = re.compile(r"\s*(?:以来|至今|起)")
_LINE_NUMBER = re.compile(r"(?<![^\n。;])[ \t]*\d{1,2}\.$")
"""2.9月2日 at the head of a measure: the second, in September."""
_UNTIL = re.compile(r"(?:截至|截止)到?\s*$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period of the text.

    Attributes:
        start: Offset of its words.
        end: One past them.
        first: First day, None where the year cannot be told.
        last: Last day.
        precision: day, month, year or period.
        year_said: The year stands in the words.
        since: 以来 follows: the period is open at its end.
        until: 截至 precedes: only the last day is told.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str
    year_said: bool = False
    since: bool = False
    until: bool = False


def dates_in(words: str, start: int, end: int, issued: date | None = None) -> list[Dated]:
    """Every date and period of plain text in ``[start, end)``, left to right.

    Args:
        words: Plain text.
        start: Where to begin.
        end: Where to stop.
        issued: Date of the notice, from which missing years are told.
    """
    found: list[Dated] = []
    for match in _PATTERN.finditer(words, start, end):
        if not _stands(words, match, start):
            continue
        context = _year_before(words, found, match.start())
        dated = _dated(match, issued, context)
        if dated is None:
            continue
        first, last, precision, said = dated
        found.append(
            Dated(
                match.start(),
                match.end(),
                first,
                last,
                precision,
                said,
                since=_SINCE.match(words, match.end(), end) is not None,
                until=_UNTIL.search(words, max(start, match.start() - 4), match.start())
                is not None,
            )
        )
    return found


def _stands(words: str, match: re.Match[str], start: int) -> bool:
    """Not inside a longer number, and not 3个月, 两年, 近三年, 5月龄."""
    before = words[match.start() - 1] if match.start() > start else ""
    numbered = before == "." and _LINE_NUMBER.search(words, 0, match.start()) is not None
    stuck = before.isdigit() or (before in ".第近前/" and match[0][0].isdigit())
    if before and stuck and not numbered:
        return False
    if match["half"] in {"底", "初"} and not (match["y1"] or match["rel1"]):
        return False
    return not (
        before and before in "一二三四五六七八九十" and match[0][0] in "一二三四五六七八九十"
    )


def _year_before(words: str, found: Sequence[Dated], at: int) -> int | None:
    """The year said just before, in the same sentence."""
    for dated in reversed(found):
        between = words[dated.end : at]
        if len(between) > _CONTEXT_YEAR or any(sign in between for sign in "。;\n"):
            return None
        if dated.year_said and dated.last is not None:
            return dated.last.year
    return None


def _dated(
    match: re.Match[str], issued: date | None, context: int | None
) -> tuple[date | None, date | None, str, bool] | None:
    year, said = _year(match, issued, context)
    if match["nm"]:
        day = _day(year, int(match["nm"]), int(match["nd"]))
        return (day, day, "day", True) if day else None
    if match["yy1"]:
        return date(int(match["yy1"]), 1, 1), date(int(match["yy2"]), 12, 31), "period", True
    if match["m2"]:
        return _months(match, year, issued, said=said)
    if match["dm"]:
        month = _int(match["dm"])
        year = year or _latest(month, issued)
        first, last = (_day(year, month, _int(match[name])) for name in ("dd1", "dd2"))
        return (first, last, "period", said) if year is None or (first and last) else None
    if match["ms"]:
        listed = [_int(part) for part in match["ms"].split("、")]
        year = year or _latest(max(listed), issued)
        return _start(year, min(listed)), _end(year, max(listed)), "period", said
    if match["m"]:
        return _month(match, year, issued, said=said)
    if match["half"]:
        return _part_of_year(match["half"], year or (issued.year if issued else None), said=said)
    return (_start(year, 1), _end(year, 12), "year", said)


def _month(
    match: re.Match[str], year: int | None, issued: date | None, *, said: bool
) -> tuple[date | None, date | None, str, bool] | None:
    month = _int(match["m"])
    year = year or _latest(month, issued, _int(match["d"]) if match["d"] else None)
    if match["d"]:
        day = _day(year, month, _int(match["d"]))
        return (day, day, "day", said) if day or year is None else None
    return _start(year, month), _end(year, month), "month", said


def _months(
    match: re.Match[str], year: int | None, issued: date | None, *, said: bool
) -> tuple[date | None, date | None, str, bool] | None:
    first_month, last_month = _int(match["m1"]), _int(match["m2"])
    year2 = int(match["y2"]) if match["y2"] else None
    year = year or _latest(last_month, issued)
    year2 = year2 or year
    if year is not None and year2 == year and first_month > last_month:
        if not said:
            year -= 1
        elif year2 is not None:
            year2 += 1
    first = _day(year, first_month, _int(match["d1"])) if match["d1"] else _start(year, first_month)
    last = _day(year2, last_month, _int(match["d2"])) if match["d2"] else _end(year2, last_month)
    if year is not None and (first is None or last is None or first > last):
        return None
    return first, last, "period", said or bool(match["y2"])


def _part_of_year(
    words: str, year: int | None, *, said: bool
) -> tuple[date | None, date | None, str, bool]:
    months = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 1), "初": (1, 1)}
    if words in {"年底", "年末", "底"}:
        return _end(year, 12), _end(year, 12), "month", said
    if words in months:
        first, last = months[words]
    else:
        quarter = "一二三四".index(words.removesuffix("季度")[-1]) + 1
        first = 1 if words.startswith("前") else quarter * 3 - 2
        last = quarter * 3
    return _start(year, first), _end(year, last), "period", said


def _year(
    match: re.Match[str], issued: date | None, context: int | None
) -> tuple[int | None, bool]:
    written = next((match[name] for name in ("y", "y1", "y3") if match[name]), None)
    if written:
        digits = written if written.isdecimal() else "".join(
            str("〇一二三四五六七八九".index("〇" if char == "零" else char)) for char in written
        )  # fmt: skip
        return int(digits), True
    relative = match["rel1"] or match["rel3"]
    if relative and issued:
        shift = {"去": -1, "上": -1, "前": -2, "明": 1}.get(relative[0], 0)
        return issued.year + shift, True
    return (None if relative else context), False


def _latest(month: int, issued: date | None, day: int | None = None) -> int | None:
    """The latest year in which the month does not lie after the notice."""
    if issued is None:
        return None
    after = (month, day or 1) > (issued.month, issued.day if day else 31)
    return issued.year - 1 if after else issued.year


def _int(written: str) -> int:
    return int(read_number(written) or 0)


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _start(year: int | None, month: int) -> date | None:
    return _day(year, month, 1)


def _end(year: int | None, month: int) -> date | None:
    return _day(year, month, calendar.monthrange(year, month)[1]) if year else None
