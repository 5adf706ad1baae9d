"""Districts and accounting units that a notice names, by how such names end; no list of a city.

A name of running text has no left border (督促甲区加快): what stands after a sign, after 市 or
after a verb is taken as a district; elsewhere a district that the notice names so counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo_app.notice.item.item import Span

_END = re.compile("[区县](?![域分块间级])|(?:自治县|自治旗)")
_RUN = re.compile("[一-鿿]*$")
_LONGEST = 8
_OTHER_AREAS = re.compile(
    "(?:园|社|小|景|辖|城|郊|地|片|示范|开发|高新|经开|集聚|工业|库|矿|牧|山|老|校|厂|院|灾|滩|"
    "淤|淤背|保税|自贸|县|市|各|全|该|我|本|"
    "区|生活|保护|功能|服务|商业|居民|敏感|重点|作业|生产|办公|港|产业|仓储|养殖|种植|限行|"
    "管控|缓冲|核心|实验|试验|施工|堆放|"
    "集中|周边|沿线|城镇|农村|乡镇|基层|新|禁养|限养|控制|采空|湿地|镇|乡|有关|相关|多个|部分|"
    "几个|两)区$|"
    "(?:各|全|该|我|本|郊|市|区|邻|外|两|有关|相关|基层)县$"
)
_BEFORE = re.compile(
    "(?:抽查|检查|核查|督查|暗访|巡查|调查|走访|排查|督促|要求|责成|安排|组织|加快|协调|查阅|"
    "涉及|位于|地处|发现|指出|反馈|根据|按照|针对|关于|"
    "上报|移交|聘请|委托|联合|会同|配合|通知|约谈|经过|通过|目前|截至|其中|同时|以及|包括|例如|"
    "比如|情况|问题|随机|实地|现场|指导|支持|"
    "提请|报请|函告|致函|报告|推动|剩余|全市|我市|本市|经(?![开济])|"
    "[由向对在如的了和与及将把被为是至给到并且于从])"
)
_ACCOUNTING = re.compile(
    "(?:城乡一体化|一体化)?示范区(?!域)|经济技术开发区|高新技术产业开发区|"
    "航空港(?:经济综合实验)?区|自(?:由)?贸(?:易试验)?区|经开区|高新区"
)


@dataclass(frozen=True, slots=True)
class Areas:
    """The districts that a notice names anywhere.

    Attributes:
        names: Those whose name is clear.
        issuer: The district whose own body issued the notice: it speaks of no other.
    """

    names: frozenset[str] = frozenset()
    issuer: str | None = None

    @classmethod
    def of(cls, words: str, issuer: str = "") -> Areas:
        """The districts of a whole notice, as far as their left border is clear.

        Args:
            words: Plain text of the notice.
            issuer: Who signed it.
        """
        found = _candidates(words, 0, len(words))
        signed = [name for _, name, _ in _candidates(issuer, 0, len(issuer))]
        names = frozenset(name for _, name, clear in found if clear)
        return cls(names, signed[0] if len(signed) == 1 else None)

    def districts(self, words: str, start: int, end: int) -> list[tuple[Span, str]]:
        """Each mention of a district in ``[start, end)``: its span and its name."""
        found = []
        for stop, name, clear in _candidates(words, start, end):
            known = name if clear else self._known_end(name)
            if known:
                found.append(((stop - len(known), stop), known))
        return found

    def of_unit(self, unit: str) -> str | None:
        """The district that a unit belongs to by its name: 甲区政府, 甲分局, 甲大队."""
        for _, name, _ in _candidates(unit, 0, len(unit)):
            return self._known_end(name) or name
        for name in sorted(self.names, key=len, reverse=True):
            stem = name[:-1]
            if len(stem) > 1 and re.match(rf"(?:.{{1,3}}市)?{re.escape(stem)}", unit):
                return name
        return None

    def _known_end(self, name: str) -> str | None:
        ends = [known for known in self.names if name.endswith(known)]
        return max(ends, key=len, default=None)


def accounting_unit(words: str) -> str | None:
    """The accounting unit (考核单位) that the words name, as written."""
    match = _ACCOUNTING.search(words)
    return match[0] if match else None


def _candidates(words: str, start: int, end: int) -> list[tuple[int, str, bool]]:
    """(end, name, its left border is clear) of whatever ends like a district."""
    found = []
    for match in _END.finditer(words, start, end):
        run = _RUN.search(words, max(start, match.end() - _LONGEST), match.end())
        name = run[0] if run else ""
        cut = bool(run and run.start() > start and run.start() == match.end() - _LONGEST)
        name, cut = _last_area(name, cut=cut)
        if 2 <= len(name) <= 7 and not _OTHER_AREAS.search(name):
            found.append((match.end(), name, not cut and len(name) <= 5))
    return found


def _last_area(name: str, *, cut: bool) -> tuple[str, bool]:
    """乙市甲区 → 甲区; verbs within the rest are cut again."""
    while True:
        head = _BEFORE.search(name, 0, max(0, len(name) - 1))
        area = re.match(
            "[一-鿿]{1,4}?[市省州](?=[一-鿿]{2})|[一-鿿]{1,4}?[区县](?=[一-鿿]{2})", name
        )
        if head and head.end() <= len(name) - 2 + (len(head[0]) > 1):
            name, cut = name[head.end() :], False
        elif area:
            name, cut = name[area.end() :], False
        else:
            return name, cut
