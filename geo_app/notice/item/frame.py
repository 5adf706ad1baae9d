"""What stands around the problems: title, issuer, date, and where the closing begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from geo_app.notice.item.dates import dates_in
from geo_app.notice.item.plain import lines

_CLOSING = re.compile(
    r"(?:(?m:^)[ \t]*|(?<=[。!]))(?:欢迎(?:广大|社会|各界|干部|群众|监督|全)|"
    r"如有[^\n。]{0,8}(?:意见|建议|异议|问题)|"
    r"联系(?:方式|电话|人|地址|单位)|监督(?:电话|方式|举报)|举报(?:电话|方式)|公示(?:期|时间)|"
    r"特此(?:通报|公告|公示|报告|说明)|"
    r"附件?\s*\d?[:\s]|(?:电子)?邮箱[:]|邮政编码|通讯地址|抄送[:]|主送[:]|"
    r"以上(?:整改)?情况[,]?(?:现|特|请|欢迎|予以))"
)
_AHEAD = re.compile("(?:下一步|下一阶段|下阶段|接下来|今后)")
_WE = re.compile(
    "(?:下一步|下一阶段|下阶段|接下来|今后)[^。;]{0,8}?(?:我|全)(?:市|县|区|镇|乡|省|局|州|委)"
    "[^。;]{0,60}(?:督察|整改|成果|举一反三|压实|各项|全部|责任)"
)
_TITLE = re.compile("通报|公告|公示|报告|通知|情况|反馈|清单|台账|汇总|说明|函$|意见$|结果")
_TITLE_LIMIT = 60
_SIGNATURE_LIMIT = 40
_UNIT_END = re.compile(
    "(?:党组|党委|委员会|局|政府|办公室|办|组|厅|部|院|中心|公司|委|署|站|总队|支队|大队|法院|"
    "学校|集团|处|科|厂)$"
)


def closing_start(words: str, start: int, end: int) -> int:
    """Where the closing begins in the last item: contact line, signature, date.

    Args:
        words: Plain text.
        start: First character that may belong to the closing.
        end: End of the item.
    """
    contact = _CLOSING.search(words, start, end)
    stop = contact.start() if contact else end
    rows = [row for row in lines(words, start, stop) if row[0] > start]
    while rows:
        begin, finish = rows[-1]
        if not (_is_date(words[begin:finish]) or _is_signature(words[begin:finish])):
            break
        stop = begin
        rows.pop()
    ahead = [
        row
        for row in lines(words, start, stop)
        if row[0] > start and _speaks_of_all(words, row, stop)
    ]
    return ahead[0][0] if ahead else stop


def _speaks_of_all(words: str, row: tuple[int, int], stop: int) -> bool:
    """下一步，我县将… at the very end: of the whole notice, not of its last problem."""
    if not _AHEAD.match(words, *row):
        return False
    apart = words[: row[0]].rstrip(" \t").endswith("\n\n")
    last = not any(words[begin:end] for begin, end in lines(words, row[1], stop))
    return last and (apart or _WE.search(words, *row) is not None)


def title(words: str, end: int) -> tuple[int, int] | None:
    """The title line of the preamble ``[0, end)``."""
    rows = _heads(words, end)
    return next((row for row in rows if _TITLE.search(words[slice(*row)])), None)


def issuer(words: str, end: int, closing: int) -> tuple[int, int] | None:
    """Who signed: the line above the last date, else the line above the title."""
    rows = list(lines(words, closing, len(words)))
    for row in reversed(rows):
        line = words[slice(*row)]
        if _is_signature(line) and not _is_date(line) and _UNIT_END.search(line):
            return row
        together = _signed_and_dated(words, row)
        if together:
            return together
    for row in _heads(words, end):
        if _UNIT_END.search(words[slice(*row)]):
            return row
    return None


def issued_on(words: str, end: int, closing: int) -> date | None:
    """The date under the signature, else the one under the title."""
    for begin, stop in ((closing, len(words)), (0, end)):
        rows = list(lines(words, begin, stop))
        ordered: Sequence[tuple[int, int]] = rows[::-1] if begin else rows[:6]
        for row in ordered:
            found = dates_in(words, *row)
            line = words[slice(*row)]
            if found and found[-1].precision == "day" and (_is_date(line) or _signed(line)):
                return found[-1].last
    return None


def _heads(words: str, end: int) -> list[tuple[int, int]]:
    """The lines before the first sentence."""
    heads = []
    for row in list(lines(words, 0, end))[:6]:
        line = words[slice(*row)]
        if len(line) > _TITLE_LIMIT or "。" in line or line.endswith((":", ",")):
            break
        heads.append(row)
    return heads


def _is_date(line: str) -> bool:
    found = dates_in(line, 0, len(line))
    rest = line
    for each in reversed(found):
        rest = rest[: each.start] + rest[each.end :]
    return bool(found) and len(rest.strip(" ()。.,日期:发布时间成文")) == 0


def _is_signature(line: str) -> bool:
    short = len(line) <= _SIGNATURE_LIMIT and not re.search(r"[。,;:!?\t]", line)
    return short and _UNIT_END.search(line.replace(" ", "").rstrip("()章盖")) is not None


def _signed(line: str) -> bool:
    return len(line) <= _SIGNATURE_LIMIT + 20 and re.search(r"[。;!?:]", line) is None


def _signed_and_dated(words: str, row: tuple[int, int]) -> tuple[int, int] | None:
    """甲局 2021年10月14日 in one line."""
    found = dates_in(words, *row)
    if not found or not _signed(words[slice(*row)]):
        return None
    begin, stop = row[0], found[-1].start
    name = words[begin:stop].rstrip(" ,")
    return (begin, begin + len(name)) if _UNIT_END.search(name) else None
