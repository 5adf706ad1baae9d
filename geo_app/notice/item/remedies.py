"""Does what was done fit what was found? Acts that answer a kind of trouble, whatever its words.

A reply need not repeat the words of the finding: 垃圾 is answered by 清运, an outlet by 封堵. Used
only to keep a doubt quiet, never to believe a reply.
"""

from __future__ import annotations

import re

from geo_app.notice.item.plain import SUB_LABEL

_FITTING = tuple(
    (re.compile(trouble), re.compile(act))
    for trouble, act in (
        ("排[污放水]?口|暗管|溢流|直排|偷排|污水|废水|黑臭|返黑|管网",
         "封堵|截污|接入|纳管|管网|清淤|疏通|达标|雨污分流"),
        ("垃圾|渣土|固废|秸秆|堆放|倾倒|砂堆|漂浮|弃土|粪污|污泥",
         "清运|清理|清除|处置|转运|回填|打捞|覆盖"),
        ("开采|采石|采砂|侵占|占用|违建|违规建设|违法建设|农家乐|种植",
         "拆除|复绿|恢复|关停|退出|整治|取缔|清退|查扣"),
        ("异味|气味|恶臭|臭|烟|粉尘|喷漆|废气|扬尘|裸露|未覆盖|搅拌",
         "治理|密闭|封闭|停产|安装|监测|检测|走航|覆盖|洒水|更换|拆除|净化"),
        ("厂|作坊|砖窑|养殖|加工|小散|散乱污|手续|公司",
         "关停|取缔|拆除|断水断电|查封|停产|立案|搬迁|处罚|清运|限期"),
        ("停运|闲置|不正常|停用|损坏|不运行", "运行|维修|恢复|投用|投运|更换|修复"),
        ("业务|能力|不熟|不掌握|学习|意识", "培训|轮训|学习|考核|测试"),
        ("台账|记录|档案|资料|方案|预案|制度", "补齐|完善|整理|修订|制定|登记|归档|印发"),
    )
)  # fmt: skip
_COMMON = re.compile(
    "整改|问题|巡察|巡视|督察|反馈|工作|市委|党组|我局|情况|落实|进一步|加强|要求|相关|领导|"
    "认真|严格|组织|开展|生态|环境|我市|全市|目前|成员|班子|完成|已经|正在"
)
_CHINESE_PAIR = re.compile("(?=([一-鿿]{2}))")


def fits(found: str, replied: str) -> bool:
    """The reply tells of an act that answers the kind of trouble found."""
    return any(trouble.search(found) and act.search(replied) for trouble, act in _FITTING)


def shares_words(found: str, replied: str) -> bool | None:
    """Both hold one pair of characters that not every notice holds; None where nothing is left."""
    ours, theirs = (
        {match[1] for match in _CHINESE_PAIR.finditer(_COMMON.sub("|", SUB_LABEL.sub("|", text)))}
        for text in (found, replied)
    )
    return bool(ours & theirs) if ours else None
