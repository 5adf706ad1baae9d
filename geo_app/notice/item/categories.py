"""What kind of problem it is: the first row with a word that the text holds (docs/notice.md)."""

from __future__ import annotations

import re

from geo_app.domain.place import PlacePhrase

OTHER = "other"
_OF_PLACES = (
    (
        "river_outlet",
        "排污口|排放口|排水口|排口|溢流口|暗管|黑水|污水[^处]{0,6}(?:排入|直排|流入)|"
        "直排(?![^,。]{0,4}气)|偷排[^,。]{0,4}(?:污|废)水|排入[^,。]{0,6}[河渠沟]",
    ),
    (
        "sewage_station",
        "污水处理(?:站|厂|设施|中心)|污水[站厂]|水质净化厂",
    ),
    (
        "odour",
        "气味|异味|恶臭|臭味|刺鼻|臭气",
    ),
    (
        "illegal_factory",
        "散乱污|违规(?:生产|建设|企业)|违法建设|无(?:证|照|手续)|未批先建|拆除|取缔|"
        "非法(?:生产|建设)|小作坊|黑作坊|砖厂|砖窑|建材厂",
    ),
    (
        "air",
        "焊接|喷漆|喷涂|减排措施|废气|VOCs|挥发性有机物|烟尘|粉尘|扬尘|排气筒|烟囱|"
        "应急(?:减排|管控)|重污染天气",
    ),
    (
        "dumping",
        "垃圾|石子|渣土|固废|堆放|倾倒|危废|弃渣|弃土|填埋|秸秆|粪污|砂石|废料|煤矸石|炉渣|"
        "碎砖|砖块|编织袋|杂物|废旧",
    ),
)
_OF_PROBLEMS = (
    (
        "vehicles",
        "柴油|燃油车|车辆|油改电|机动车|国[三四]",
    ),
    (
        "enterprise_programme",
        "引领企业|绩效(?:评级|分级)|企业(?:创建|评选)|绿色工厂|清洁生产审核",
    ),
    (
        "environment_quality",
        "(?:空气|水环境|环境)质量.{0,40}(?:排名|倒数|位|不达标|下降|恶化|超标)|pm2|PM2|PM10|"
        "优良天数|断面[^。]{0,20}(?:排名|不达标|超标|劣)|水质[^。]{0,12}排名",
    ),
    (
        "study",
        "^[^。]{0,60}(?:学习|理论|思想|精神|讲话)|学习贯彻|以读代学",
    ),
    (
        "discipline",
        "整改|巡察|督察|台账|方案|会费|党组|主题教育|作风|材料|文件|责任|纪律|执法|监管|制度",
    ),
)


def of_place(phrase: PlacePhrase | None, around: str, problem: str = "") -> str:
    """Category of a place.

    Args:
        phrase: Its reading, whose target tells most.
        around: The words of the place and of its clause.
        problem: The words of the finding, for what the clause leaves open.
    """
    told = f"{phrase.target or ''} {phrase.anchor or ''}" if phrase else ""
    kind = phrase.anchor_kind if phrase else ""
    for text in (told, around, problem):
        for category, pattern in _OF_PLACES:
            if re.search(pattern, text, re.I):
                return category
    return "illegal_factory" if kind == "enterprise" and "违" in problem else OTHER


def of_problem(finding: str, places: tuple[str, ...]) -> str:
    """Category of a problem: that of most of its places, else by the words of its finding."""
    real = [category for category in places if category != OTHER]
    if real:
        return max(dict.fromkeys(real), key=real.count)
    head = finding[:300]
    for category, pattern in _OF_PROBLEMS[:4]:
        if re.search(pattern, head):
            return category
    for category, pattern in _OF_PLACES:
        if re.search(pattern, head, re.I):
            return category
    last, pattern = _OF_PROBLEMS[4]
    return last if re.search(pattern, head) else OTHER
