"""Facilities that a notice counts: some of them named in a list, some named nowhere.

甲县建成16座站，其中12座正常运行，剩余4座（乙、丙、丁、戊）正在整改 tells of twelve places
that nobody could find: they are places all the same, each with its status, and stay unlocated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo_app.domain.status import Status
from geo_app.notice.item.item import FINDING, Item, Span
from geo_app.notice.item.mentions import Mention, clauses, enumerated
from geo_app.notice.phrase.numerals import read_number

_N = r"(?P<n>\d{1,4}|[两二三四五六七八九十百]{1,4})"
_FACILITY = (
    r"(?:(?:入河)?排污口|排放口|排水口|排口|溢流口|污水处理(?:设施|厂|站)|污水[站厂]|处理站|"
    r"垃圾中转站|中转站|转运站|垃圾堆放点|垃圾点|堆放点|填埋场|加油站|"
    r"泵站|坑塘|渗坑|黑臭水体|水源地|养殖场|养猪场|养鸡场|砖瓦?厂|砖窑|工地|搅拌站|洗车场|砂场|"
    r"煤场|加工厂|作坊|散乱污企业|监测站点?|点位|站点)"
)
_COUNTED = re.compile(
    rf"{_N}\s*(?P<unit>座|处|口|个|家)(?P<noun>[^,。;:、()\d\n]{{0,10}}?{_FACILITY})"
)
_NOUN_FIRST = re.compile(
    rf"{_FACILITY}(?:共|合计|总数)?\s*{_N}\s*(?P<unit>座|处|口|个|家)|"
    rf"{_N.replace('?P<n>', '?P<n2>')}\s*(?P<unit2>座|处|口|个|家)(?=\s*,?\s*(?:其中|当中))"
)
_NAMED_FIRST = re.compile(
    rf"(?P<list>[一-鿿]{{2,12}}(?:、[一-鿿]{{2,12}}){{1,15}}?)等?{_N}\s*(?P<unit>座|家|个|处)"
    rf"(?P<noun>(?:乡镇|镇|街道|村|社区)?的?{_FACILITY})"
)
_SUBSET = re.compile(
    rf"(?P<lead>其中(?:有|的)?|剩余的?|其余的?|另外?(?:有|的)?|还有|余下的?|当中(?:有)?|(?<!其)中有?|"
    rf",)\s*{_N}\s*(?P<unit>座|处|口|个|家)"
)
_LISTED = re.compile(
    rf"{_N}\s*(?P<unit>座|家|个|处|口|条)(?P<noun>[^()\n,。;:、\d]{{0,16}}?)"
    r"(?:\((?P<list>[^()\n]{2,300})\)|(?:,\s*)?(?:分别(?:为|是|位于|在)|包括|即|是|为|"
    r",分别)[:]?(?P<open>[^()\n。;,]{2,300}))"
)
_BARE = re.compile(
    rf"(?:(?:建成|共有?|现有|建有)\s*(?=[^,。;]{{1,6}}[,。;])|(?=[^,。;]{{1,6}}(?:当中|中\d|里有)))"
    rf"(?<!\d){_N}\s*(?P<unit>座|处|口)"
)
_TOTAL = re.compile("建成|共有?|现有|总计|合计|全[县区市镇]|建有")
_BAD = re.compile(
    "闲置|停运|停用|未(?:正常|配|建|设|运|安装|落实)|不(?:能|正常|达标|规范)|超标|直排|偷排|瘫痪|"
    "荒废|废弃|损坏|缺失|没有|存在|无[^,。;]{0,6}(?:手续|证|照|许可)"
)
_DONE = re.compile(
    "(?:已经?|均|全部|能够|恢复).{0,8}(?:正常运[行转]|完成|到位|投用|整改|封堵|清[理除]|拆除|"
    "关停|取缔|投入)|正常运[行转]|恢复(?:运[行转]|使用)|投[运用]|投入(?:使用|运行)|运行正常|达标排放|通水"
)
_DOING = re.compile("正在|仍在|尚未|未完成|推进|还在|继续整改")
MOST = 200
"""More unnamed places than this are a statistic, not sites."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Places that stand in a list after their number.

    Attributes:
        stated: The number said.
        unit: Its counter.
        noun: What they are.
        members: The names.
        span: The number and its list.
        part: ``finding`` or ``reply``.
    """

    stated: int
    unit: str
    noun: str
    members: tuple[Mention, ...]
    span: Span
    part: str


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Facilities that are counted but named nowhere.

    Attributes:
        count: How many.
        quote: The words that count them.
        noun: What they are, "" where only the counter is said.
        status: What is said of them, None where nothing is.
    """

    count: int
    quote: Span
    noun: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class _Total:
    """The number of all facilities that a part of the item speaks of."""

    count: int
    unit: str
    span: Span


def lists_in(item: Item) -> list[Listed]:
    """Numbers followed by as many names: 4座处理站（甲镇、乙乡、丙社区…）."""
    found: list[Listed] = []
    for part, span in item.parts:
        for match in _LISTED.finditer(item.words, *span):
            name = "list" if match["list"] else "open"
            stated = _count(match["n"])
            members = enumerated(item.words, *match.span(name))
            if not members or (name == "open" and len(members) != stated):
                continue
            noun = _noun(match["noun"], match[name])
            kinds = {member.phrase.anchor_kind for member in members}
            if not noun and match["unit"] in "座处口":
                noun = _noun(*(item.words[slice(*other)] for _, other in item.parts))
            if noun or kinds <= {"enterprise", "plant"}:
                span_of = match.span()
                found.append(Listed(stated, match["unit"], noun, tuple(members), span_of, part))
        for match in _NAMED_FIRST.finditer(item.words, *span):
            members = enumerated(item.words, *match.span("list"))
            if len(members) == _count(match["n"]):
                noun = _noun(match["noun"])
                told = len(members), match["unit"], noun, tuple(members), match.span(), part
                found.append(Listed(*told))
    return found


def unnamed_in(item: Item, lists: list[Listed], located: int) -> list[Unnamed]:
    """The counted facilities without a name.

    The reply's census wins over the finding's sample; a part that is listed by name is not counted
    again, and a number that does not exceed the places already named tells of those.

    Args:
        item: The problem.
        lists: Its lists of names.
        located: How many places of the problem are named otherwise.
    """
    noun = _noun(*(item.words[slice(*span)] for _, span in item.parts))
    if not noun:
        return []
    for part, span in reversed(item.parts):
        total = _total(item.words, span)
        if total is None:
            continue
        found = _subsets(item.words, total, span, lists, noun)
        if part == FINDING and not found:
            found = _bad_total(item.words, total, span, located, noun)
        if found:
            return [each for each in found if 0 < each.count <= MOST]
    return []


def _total(words: str, span: Span) -> _Total | None:
    """The first counted facility of a part; 抽查甲县处理站，12座当中… has its noun before it."""
    match = _COUNTED.search(words, *span) or _BARE.search(words, *span)
    after = _NOUN_FIRST.search(words, *span)
    if after and (match is None or after.start() < match.start()):
        name = "n" if after["n"] else "n2"
        unit = after["unit"] or after["unit2"]
        return _Total(_count(after[name]), unit, (after.start(name), after.end()))
    return _Total(_count(match["n"]), match["unit"], match.span()) if match else None


def _subsets(
    words: str, total: _Total, span: Span, lists: list[Listed], noun: str
) -> list[Unnamed]:
    """The parts that a total is divided into, those without names."""
    seen: set[tuple[int, bool]] = set()
    found: list[Unnamed] = []
    for match in _SUBSET.finditer(words, total.span[1], span[1]):
        count = _count(match["n"])
        if match["unit"] != total.unit or not 0 < count <= total.count:
            continue
        clause = next(clauses(words, match.start("n"), span[1]))
        said = words[slice(*clause)]
        status = _status(said)
        if status is None and not _BAD.search(said):
            continue
        key = (count, status is Status.IN_WORK)
        listed = any(each.stated == count and each.unit == match["unit"] for each in lists)
        if not listed and key not in seen:
            found.append(Unnamed(count, clause, noun, status))
        seen.add(key)
    return found


def _bad_total(words: str, total: _Total, span: Span, located: int, noun: str) -> list[Unnamed]:
    """发现3处排污口未设标识牌: the whole number is what was found wrong."""
    clause = next(clauses(words, total.span[0], span[1]))
    if not _BAD.search(words, *clause) or _TOTAL.search(words, span[0], total.span[0]):
        return []
    return [Unnamed(max(0, total.count - located), clause, noun, None)]


def _noun(*texts: str) -> str:
    """The facility that the first of the texts names."""
    found = (re.search(_FACILITY, text) for text in texts)
    return next((match[0] for match in found if match), "")


def _count(written: str) -> int:
    return int(read_number(written) or 0)


def _status(said: str) -> Status | None:
    if _DOING.search(said):
        return Status.IN_WORK
    return Status.CLAIMED if _DONE.search(said) else None
