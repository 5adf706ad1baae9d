"""Which readings to trust: a place that can be pointed at, with a name free of ordinary words.

``phrases`` reads whatever it is given as a place; most pieces of a sentence are none.
"""

from __future__ import annotations

import re

from geo_app.domain.place import PlacePhrase
from geo_app.notice.item.plain import word_set
from geo_app.notice.phrase import lexicon

FACILITY = (
    "污水处理(?:厂|站)|污水[站厂]|垃圾填埋场|填埋场|垃圾焚烧厂|焚烧发电厂|垃圾中转站|中转站|转运站|"
    "(?:集中式)?饮用水水?源地|水源地|采石场|石料厂|养殖场|养猪场|养鸡场|养牛场|屠宰场|码头|搅拌站|拌合站|加油站|"
    "砖瓦?厂|矿山|尾矿库|煤矿|砂场|煤场|洗车场|自来水厂"
)
_LED_INTO = re.compile(
    "(?:接入|进入|纳入|输送[到至]|送[往到至]|运[往到至]|转运[到至]|引入|汇入|排入|流入)$"
)
_NOT_A_NAME = re.compile(
    "^[在的]|[的了已并且但把们仍还也都就更最或各该我这那谁何么吗呢吧是否没]|(?<![育英人])才|发现|查看|抽查|"
    "检查|排入|流入|汇入|排放(?!口)|要求|督促|加强|加快|进一步|进行|"
    "联合|委托|聘请|组织|开展|整改|问题|情况|管理|治理|相关|部门|落实|措施|巡察|督察|巡查|领导|"
    "干部|责任|方案|台账|完成|建立|制定|工作|监督|"
    "监管|执法|影响|导致|造成|严重|反映|群众|投诉|举报|涉及|存在|主要|部分|个别|全面|及时|严格|"
    "按照|根据|关于|针对|对照|任务|目标|使用|建成|利用|人员|.对|分局|支队|大队|为(?!民)|"
    "^[一两三几某每][厂场站]|"
    "建设(?![路街大桥村乡镇])|新建(?![路街大桥村乡镇])|剩余|目前|期间|年度?|月份|[0-9一二两三四五六七八九十]+(?:座|个|家|处|辆|项|次|"
    "名|条)|^(?:市|县|区)(?=[^一-鿿])|委$|党组|小组|专家组"
)
_NOT_AN_AREA = re.compile(
    "[的了已并且但把们仍也都就才更最或]|督促|加快|协调|目前|建成|要求|发现|抽查|检查|巡察|"
    "经(?![开济])|位于|指出"
)
_COMMON_STEM = re.compile(
    "第三方|有限|责任|股份|环保|工业|化工|建材|涉气|涉水|重点|绿色|引领|环保管家|污染|排污|"
    "养殖|畜禽|规模|粪污|配套|装置|渗滤液|大型|小型|企业|公司|集团|[厂场矿站]|乡镇|农村|城镇|生活|"
    "污水|垃圾|处理|设施|集中|分散|式|区域|城市|国控|省控|市控|地表水|责任|考核|断面|精细|产业|"
    "园区|集聚区|工业园|新型|精密|散乱污|农业|全部|所有|多|辖|本地|当地|"
    "保洁|服务|检测|监测|物业|运营|运维|施工|中转|转运|加油|黑臭|水体|饮用|水源|项目|中心|小学|"
    "中学|学校|医院|自来|水厂|再生|提升|泵|排涝|行政|自然|人民|政府"
)
_ACTOR_BEFORE = re.compile(
    "(?:聘请|委托|由|联合|会同|邀请|通过|交由|交给|移交|上报|安排|组织|依托|引进|招标|协调|"
    "经)(?:了|给)?$"
)
_ACTING = re.compile(
    "^(?:已?(?:联合|会同|负责|出动|组织|承担|编制|出具|实施|开展|制定|印发|下发|高度重视|立即|"
    "督促|要求|安排|进行(?:检测|监测|排查|调查|清)))"
)
OBJECTS = lexicon.OUTLETS | word_set(
    "垃圾堆放点 垃圾堆 沙坑 砂坑 土坑 坑塘 水塘 鱼塘 塘坑 纳污坑塘 渗坑 取土坑 养殖场 "
    "养猪场 养鸡场 砂场 沙场 砖厂 砖窑 石料厂 搅拌站 废品站 废品收购站 收购站 小作坊 作坊 "
    "加工点 加工厂 窑坑 砖窑坑 料场 堆场 仓库 工地 树林 林地 大棚 洗车场 喷漆房 采石场 石料厂 煤场 "
    "屠宰场 养牛场 养鸭场 采砂场 洗砂场 冶炼点 储煤场 修理厂 汽修厂 混凝土搅拌站"
)
"""Targets that are themselves the place; others (气味, 垃圾) are what is wrong there."""
_LIQUIDS = word_set("污水 黑水 废水 废液 油污 泡沫 水面 河道 设施 设备 管网")
_ALWAYS = frozenset({"address", "coordinates"})
_POINTS = word_set(
    "bridge road_junction road_river_crossing confluence river_mouth pump_station dam_spur section"
)
_LOCATING = word_set(
    "offset_dir offset_path chainage chainage_range side_of corner between boundary opposite "
    "outside near distance_only inside"
)
PRECISE = frozenset(
    {"offset_dir", "offset_path", "chainage", "chainage_range", "coordinate", "corner", "side_of"}
)


def trusted(phrase: PlacePhrase, words: str, start: int, stop: int) -> bool:
    """The reading is a place that one can point at.

    Args:
        phrase: What was read.
        words: Plain text of the notice.
        start: Where the phrase begins in it.
        stop: End of its clause.
    """
    if phrase.anchor_kind in _ALWAYS:
        return True
    if phrase.anchor is None or not clean_name(phrase):
        return False
    kind, relation, anchor = phrase.anchor_kind, phrase.relation, phrase.anchor
    located = relation in _LOCATING
    here = words.find(anchor, start, stop)
    after = words[here + len(anchor) : stop] if here >= 0 else ""
    if _owned_facility(phrase):
        return not _LED_INTO.search(words, max(0, start - 4), start)
    if kind in {"enterprise", "plant"}:
        acting = _ACTOR_BEFORE.search(words, max(0, start - 4), start) or _ACTING.match(after)
        return _proper(anchor) and not anchor.endswith("企业") and not acting
    if kind in lexicon.LINES:
        beside = phrase.side is not None and relation in {"along", "inside", "at"}
        solid = phrase.target is not None and phrase.target not in _LIQUIDS
        return _proper(anchor) and (
            relation in _LOCATING - {"near", "inside"}
            or (solid and (located or beside or relation == "along"))
        )
    if kind in _POINTS:
        return _proper(anchor) and (located or phrase.target is not None or phrase.side is not None)
    if kind in {"village", "township", "park"}:
        return (_proper(anchor) and phrase.target is not None) or (located and relation != "inside")
    if kind == "boundary":
        return phrase.target is not None
    if kind == "poi":
        suffixed = any(anchor.endswith(word) for word in _POI_ENDS)
        told = relation in _LOCATING - {"inside"} or (located and phrase.target is not None)
        return told and (suffixed or relation in PRECISE or phrase.target in OBJECTS)
    return False


def _owned_facility(phrase: PlacePhrase) -> bool:
    """县填埋场, 甲镇加油站: a facility that only one owner or area has."""
    anchor = phrase.anchor or ""
    end = re.search(f"(?:{FACILITY})$", anchor)
    if end is None or phrase.relation not in _LOCATING | {"at", "along"}:
        return False
    owner = anchor[: end.start()]
    if re.fullmatch("(?:.*[市县区乡镇村])?(?:规模化?|大型|小型|畜禽|散养)+", owner):
        return False
    if phrase.containers or re.fullmatch("[县市区](?:生活|第[一二三四五])?|第[一二三四五]", owner):
        return not _SEVERAL.search(owner)
    return _proper(anchor) and len(_COMMON_STEM.sub("", owner)) >= 2


_POI_ENDS = tuple(
    word for word, kind in lexicon.SUFFIXES.items() if kind == "poi" and len(word) > 1
)


def clean_name(phrase: PlacePhrase) -> bool:
    """Its names hold no ordinary words."""
    anchor = phrase.anchor or ""
    if len(anchor) > 24 or _NOT_A_NAME.search(anchor) or anchor in phrase.containers:
        return False
    if (
        phrase.anchor_kind == "village"
        and anchor.endswith(("组", "党", "营", "楼"))
        and len(anchor) > 4
    ):
        return False
    return not any(_NOT_AN_AREA.search(area) or len(area) > 16 for area in phrase.containers)


def _proper(anchor: str) -> bool:
    """Something is left of the name without the words that any such thing may be called by."""
    if anchor in lexicon.SUFFIXES or _SEVERAL.search(anchor):
        return False
    rest = _COMMON_STEM.sub("", anchor)
    return len(rest) >= 2 or (
        len(rest) == 1 and len(anchor) <= 4 and rest not in "大小老新旧某两各"
    )


_SEVERAL = re.compile("乡镇|农村|各[乡镇村县区]|多[家个处座]|沿[河线]")
