"""Names of anchors: one form for comparing, what kind a name tells, what else it may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Longest first: what a name ends with tells what the thing is.
_SUFFIXES: tuple[tuple[str, str], ...] = (
    (r"(与|和|及).+(交叉口|路口|交口)$", "road_junction"),
    (r"(入.*[河江湖]口|入河口|入黄口|汇入口|河口)$", "river_mouth"),
    (r"(与|和|及).+[河江渠沟溪].*(交汇处|汇合处|交汇口|汇流处)$", "confluence"),
    (r"(交汇处|交叉处|交会处)$", "road_river_crossing"),
    (r"(交叉口|路口|立交|环岛)$", "road_junction"),
    (r"(国考|省考|市考)?断面$", "section"),
    (r"(泵站|排涝站|提水站|闸|水闸)$", "pump_station"),
    (r"(污水处理厂|处理站|水厂|处理厂|垃圾场|填埋场|电厂|站)$", "plant"),
    (r"(公司|工厂|厂|集团|企业|砖窑|养殖场|屠宰场|搅拌站|加油站|作坊)$", "enterprise"),
    (r"(园区|产业园|工业园|科技园|集聚区|开发区)$", "park"),
    (r"(\d+号?(坝|垛|丁坝)裆?|坝裆|险工|控导工程|控导)$", "dam_spur"),
    (r"(大桥|铁路桥|公路桥|桥|桥梁)$", "bridge"),
    (r"(大堤|河堤|堤防|堤|长堤|大坝)$", "dike"),
    (r"(铁路|高铁|铁路线)$", "railway"),
    (r"(大道|大街|公路|国道|省道|县道|乡道|高速|环路|路|街|巷)$", "road"),
    (r"(街道|街道办事处|镇|乡)$", "township"),
    (r"(村|庄|寨|屯|社区|村庄|自然村|营|集)$", "village"),
    (r"(区|县|市)$", "district"),
    (r"(河|江|渠|沟|溪|运河|水系|河道|湖|干渠|支渠)$", "river"),
)

_KIND_WORDS = {
    "bridge": "bridge 桥 桥梁 桥涵",
    "river": "river stream canal waterway ditch drain 河 河流 河道 渠 沟 水系",
    "dike": "dike dyke levee embankment 堤 大堤 堤防 河堤",
    "road": "road street highway avenue 路 道路 街道路 公路",
    "railway": "railway rail railroad 铁路",
    "road_junction": "road_junction junction intersection crossroads 路口 交叉口",
    "road_river_crossing": "road_river_crossing crossing 交叉处 交汇处",
    "confluence": "confluence 汇合处 汇流处",
    "river_mouth": "river_mouth mouth outfall 入河口 河口",
    "village": "village hamlet community 村 村庄 社区 自然村",
    "township": "township town subdistrict 镇 乡 乡镇 街道",
    "district": "district county city 区 县 区县 市",
    "enterprise": "enterprise company factory firm 企业 公司 厂 工厂",
    "park": "park industrial_park estate 园区 产业园 工业园 集聚区",
    "plant": "plant sewage_station treatment_plant station 站 厂站 处理站 污水处理站 污水处理厂",
    "pump_station": "pump_station pump sluice 泵站 闸",
    "section": "section monitoring_section 断面",
    "dam_spur": "dam_spur spur groyne 坝 坝垛 险工 丁坝",
    "poi": "poi landmark building place 地物 建筑",
    "address": "address 门牌 地址",
    "boundary": "boundary border 边界",
}
_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}

AREAS = frozenset({"village", "township", "district", "park"})

# One thing under two kinds of name; a match by these is a doubt, not a fact.
_VARIANTS: tuple[tuple[str, str], ...] = (
    (r"(?<!铁路)(?<!公路)大桥$", "桥"),
    (r"(公路桥|桥梁)$", "桥"),
    (r"(镇|乡|街道办事处|街道|办事处)$", ""),
    (r"(村|村庄|自然村|社区|行政村)$", ""),
    (r"(有限责任公司|股份有限公司|有限公司|集团公司|公司|集团)$", ""),
    (r"(大堤|河堤|堤防|堤)$", "堤"),
    (r"(产业集聚区|集聚区|产业园区|产业园|工业园区|工业园|园区)$", "园"),
    (r"(十字路口|丁字路口|交叉路口|交叉口|交汇处|交会处|交叉处|交口|路口)$", "口"),
    (r"(污水处理厂|污水处理站|污水站|污水厂)$", "污水处理"),
)
# A part that is inside the thing whose name stands before it.
_PART = re.compile(
    r"(?:的)?(?:出水口|进水口|排水口|排污口|排放口|入水口|总排口|闸口|大门|正门|后门|[东南西北]门|门口|院|"
    r"院内|厂区|厂界|厂房|车间|村委会|居委会|镇区|镇政府|乡政府|政府|村口|村头|村部|(?<=坝)裆|主干道|"
    r"引桥|桥头|桥墩|下游侧|上游侧|中心|广场|小学|卫生室)$"
)
_BARE = re.compile(
    r"该.*|此.*|上述.*|前述.*|(?:本|其|大|小|河|江|渠|水|道|铁|公|村|厂|园)?"
    r"(?:[河江渠沟桥堤坝村庄镇乡县区市路街厂站院]|大堤|河堤|河道|渠道|道路|公路|铁路|路段|园区|"
    r"厂区|小区|社区|企业|公司|工厂|排污口|排口|排放口|入河口|河口|汇入口|路口|交叉口|断面|泵站|"
    r"坝垛|桥梁|地块|现场)"
)


def normal(name: str) -> str:
    """One form for comparing: NFKC, lower case, without spaces, dots, brackets and quotes."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s·•・.。,，、()\[\]【】<>《》\"'“”‘’「」\-—_]+", "", folded)


def kind_of(name: str) -> str:
    """The kind of anchor that a name tells by its ending; ``poi`` where it tells none."""
    plain = normal(name)
    return next((kind for ending, kind in _SUFFIXES if re.search(ending, plain)), "poi")


def known_kind(word: object, name: str) -> str:
    """The kind for a word of somebody else's file (levee, 堤防, company); else by the name."""
    if isinstance(word, str):
        kind = _KINDS.get(normal(word)) or _KINDS.get(word.strip().lower())
        if kind:
            return kind
    return kind_of(name)


def variants(name: str) -> Iterator[str]:
    """Looser forms of a normalised name: without the ending in which usage differs.

    >>> list(variants("惠济河大桥"))
    ['惠济河桥']
    """
    for ending, short in _VARIANTS:
        loose, changed = re.subn(ending, short, name)
        if changed and len(loose) >= 2:
            yield loose


def whole_of(name: str) -> str | None:
    """What a part's name is part of (张庄泵站出水口 → 张庄泵站); None where it is no part."""
    whole = _PART.sub("", name)
    return whole if whole != name and len(whole) >= 2 else None


def is_bare(name: str) -> bool:
    """Whether a name names nothing by itself (该村, 河堤, 园区): it needs the text before it."""
    return _BARE.fullmatch(normal(name)) is not None
