"""Where the reply of a problem begins, and the status word that it opens with."""

from __future__ import annotations

import re

from geo_app.domain.status import Status
from geo_app.domain.status_words import from_word
from geo_app.notice.item.item import Span
from geo_app.notice.item.table import Table

_SUBJECT = r"(?:整改|落实|办理|办结|处理|处置|核查|调查|完成|进展|回复|反馈整改)"
_MARK = re.compile(
    rf"(?:(?m:^)[ \t]{{0,8}}|(?<=[。;!?,\"\t\s)\]]))[\[(]?\s{{0,4}}(?:[①-⑳]|\(?\d{{1,2}}[).、]|"
    rf"\(?[一二三四]\)?、?)?"
    rf"(?:(?:目前|截至目前|问题|巡察|督察|当前)?{_SUBJECT}[^\n。:,;、\[\]()\"]{{0,8}}?"
    rf"(?:情况|结果|进展|成效|措施|意见|回复|状态|说明)|整改|进展|回复|答复|整改进度)"
    rf"(?:\([^()\n]{{1,12}}\))?\s{{0,4}}[\])]?\s{{0,4}}(?::|(?<=\])|\n|\t)\s{{0,4}}"
)
_NO_REPLY = re.compile(r"整改(?:要求|时限|建议|目标|期限|责任)|处理(?:意见|建议)")

_WORDS = (
    "(?:已|均已|全部|已全部|基本|已基本|正在|仍在|尚未|未|暂未|部分|已部分|持续|长期|立行立改|"
    "阶段性|未按期|限期|按期|如期|不予|"
    "达到|未达到?|有序|积极)?"
    "(?:完成|整改|落实|解决|办结|销号|验收|推进|到位|启动|开展|坚持|序时进度|办理|清理|整治|"
    "立行立改)"
    "(?:整改|完成|到位|落实|完毕|办结|销号|推进|中|解决|坚持|阶段性整改|序时进度)*"
)
_OPENING = re.compile(
    rf"[\[(\"]?\s*(?:目前|现|该问题|此问题|截至目前|问题|状态[:]?)?[,]?\s*(?P<word>{_WORDS}"
    rf"(?:[,、]\s*并?(?:长期坚持|持续巩固|长期保持|持续用力|常抓不懈|{_WORDS}))?"
    r"|已于[^,。;\n]{2,16}?(?:整改到位|完成整改|整改完成|整改完毕|完成|办结|整改))"
    r"(?=\s*(?:[。,;.!\])(\"①-⑳:\n\t]|$))"
)
_INSIDE = re.compile(
    "(?<![应须需要可将])(?P<word>(?:已|均已|已全部|全部|基本|已基本)(?:完成整改|整改完成|"
    "整改到位|整改完毕|整改落实到位|整改)"
    "|正在(?:抓紧|积极|加快)?整改|整改正在(?:推进|进行)中?|尚未(?:完成)?整改|"
    "未(?:完成)?整改(?:到位)?|部分整改|阶段性完成|持续推进中?"
    "|已办结|已销号|整改中)"
)
_CELL_STATUS = re.compile(
    r"\t[ \t]*(?=(?:已|正在|未|尚未|部分|基本|全部|持续|阶段性|立行立改)[^\t\n]{1,12}[\t\n。,;:])"
)


_SAID_FIRST = re.compile(r"\s*(?:情况)?(?:基本|部分|经查)?属实\s*[,。;:]?")
_DENIAL = re.compile(r"\s*(?:经[^,。;\n]{1,16},)?(?P<word>(?:反映|举报|投诉)?(?:问题|情况)?不属实)")
_LATE = re.compile(
    r"(?:逾期|超期|到期)(?:仍|尚)?未(?:完成|整改|落实|办结)|未按期(?:完成|整改|落实|办结)"
)
_GOING_ON = re.compile(
    "正在(?!常)[一-鿿]{2}|仍在[一-鿿]{2}|[已现](?:责令|要求)[^,。;\n]{0,8}限期(?:整改|完成|拆除)|"
    "已(?:启动|开工|部署|立项|招标|纳入)|(?:推进|实施|施工|整治|建设)中|"
    r"已?完成[^,。;\n]{0,8}的?(?:[1-9]\d?(?:\.\d+)?%|一半|过半|大半)|预计[^,。;\n]{1,16}(?:完成|建成|投)"
)
_LEFT_UNDONE = re.compile("(?:尚|还|仍|暂)未[一-鿿]{2}|未动工|未开展|未启动")
_ACT = (
    r"完成(?!率|工程量|[^,。;\n]{0,8}(?:\d%|一半|过半))|封堵|清运|清理|清除|清淤|拆除|取缔|关停|关闭|"
    "恢复(?!中)|到位|补齐|补缴|整理|修订|完善|安装|接入|建成|投运|投用|覆盖|停产|查封|搬迁|回填|"
    "复绿|销毁|没收|处置|转运|退出|更换|修复|疏通|公开|印发|达标"
)
_DONE_ACT = re.compile(
    rf"(?:已经?|均已|全部|现已)(?!责令|要求|启动|部署|立项|制定计划|约谈)[^,。;\n]{{0,16}}?(?P<word>(?:完成)?"
    rf"(?:{_ACT}))"
    rf"|[将对把][^,。;\n]{{2,24}}?(?P<put>拆除|封堵|清运|清理|取缔|关停|查封)(?!方案|计划)"
    rf"|(?:日|月|份)[,]?[^,。;\n]{{0,16}}?(?P<dated>(?:{_ACT})(?:完毕|完成|到位|使用)?)(?=[,。;\n、]|$)"
)
_HANDED = re.compile(
    r"\s*(?:该问题|该线索|此问题)?(?P<word>(?:已|均已)(?:移交|移送|转办|转交)(?:给|至|到)?)(?=[一-鿿])"
)
_PROMISE = re.compile(
    "将(?:于|在|继续|进一步|全面|逐步|尽快|严格|持续|按)[^,。;\n]{0,12}$|"
    r"(?:力争|确保|计划|预计|争取|限期|责令|要求|拟|[底日月]前)[^,。;\n]{0,14}$"
)


def answers(words: str, table: Table | None = None) -> list[int]:
    """Where replies begin in a whole notice (start of each marker), ascending.

    Args:
        words: Plain text. Where a notice has no markers at all, the status words stand for them.
        table: Its columns, where it is a table.
    """
    if table:
        return table.marks(words)
    marks = [match.start() for match in _MARK.finditer(words) if not _NO_REPLY.search(match[0])]
    if marks:
        return marks
    return [match.start() for match in (*_CELL_STATUS.finditer(words), *_INSIDE.finditer(words))]


def split_reply(words: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the finding ends and the reply's words begin, in the item ``[start, end)``.

    Returns:
        (end of the finding, begin of the reply), the marker between them; None without a reply.
    """
    for match in _MARK.finditer(words, start, end):
        if match.start() > start and not _NO_REPLY.search(match[0]):
            return match.start(), match.end()
    cell = _CELL_STATUS.search(words, start, end)
    return (cell.start(), cell.end()) if cell else None


def status_of(words: str, start: int, end: int) -> tuple[Span, Status] | None:
    """What a reply ``[start, end)`` says of how it stands, and the words that say so.

    The words that open the reply win, then those after a later marker (整改措施 … 整改结果), then
    the last that say how the whole stands. A reply without any is read by what it tells of: work
    that goes on, or an act that is over (已…封堵).
    """
    denial = _DENIAL.match(words, start, end)
    if denial:
        return denial.span("word"), Status.DISPUTED
    first = _SAID_FIRST.match(words, start, end)
    start = first.end() if first else start
    span = _status_word(words, start, end)
    status = _said(words[slice(*span)]) if span else Status.OPEN
    if span and (status is not Status.OPEN or not words.startswith("已", span[0])):
        return span, status
    return _told(words, start, end) or (span and (span, status))


def _told(words: str, start: int, end: int) -> tuple[Span, Status] | None:
    """A reply without a status word: work that goes on says more than acts that are over."""
    handed = _HANDED.match(words, start, end)
    if handed:
        return handed.span("word"), Status.TRANSFERRED
    for pattern, status in ((_LATE, Status.IN_WORK), (_GOING_ON, Status.IN_WORK)):
        match = pattern.search(words, start, end)
        if match:
            return match.span(), status
    for match in _DONE_ACT.finditer(words, start, end):
        name = next(name for name in ("word", "put", "dated") if match[name])
        clause = max(words.rfind(sign, start, match.start(name)) for sign in ",。;\n") + 1
        if name == "put" or not _PROMISE.search(words, max(start, clause), match.start(name)):
            return match.span(name), Status.CLAIMED
    match = _LEFT_UNDONE.search(words, start, end)
    return (match.span(), Status.OPEN) if match else None


def _status_word(words: str, start: int, end: int) -> Span | None:
    opening = _OPENING.match(words, start, end)
    if opening:
        return opening.span("word")
    for mark in _MARK.finditer(words, start, end):
        later = _OPENING.match(words, mark.end(), end)
        if later:
            return later.span("word")
    inside = [match.span("word") for match in _INSIDE.finditer(words, start, end)]
    return inside[-1] if inside else None


def _said(word: str) -> Status:
    """The status that a word stands for; 立行立改，已完成 and 已完成，持续推进 claim it done."""
    parts = [from_word(part) for part in re.split("[,、]", word)]
    return Status.CLAIMED if Status.CLAIMED in parts else from_word(word)
