"""Units that a notice names: governments, bureaus, branches, teams, companies, by how they end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo_app.notice.item.item import Span

_SUFFIX = re.compile(
    "(?:人民政府|政府|管委会|管理委员会|委员会|街道办事处|办事处|指挥部|"
    "(?<=第[一二三四五六七八九十])(?:巡察|督察|督查|巡视)组|(?:执法|监察|环境)?(?:总队|支队|"
    "大队|中队)|"
    "有限责任公司|股份有限公司|有限公司|公司|集团|法院|检察院|"
    "(?<=[生态环境务管理通政安业监利源设政防疗土乡水局])局|(?<=分)局|[^办]厅|"
    "(?<=环境|资源|水利|建设|交通|农业|组织|宣传|公安|财政|农村)部|(?<=管理|服务|监测|事务|"
    "执法|指挥|监控)中心|"
    "(?<=攻坚|整改|淘汰|创建|污防|环委|巡察|督察|环保|综改|大气|河长)办(?:公室)?|"
    "领导小组办公室|(?<=环境|法规|监测|宣教|固废)科)"
    "(?:党组|党委|办公室)?(?![长面势部限理法事结]|组(?!织))(?!网站|信息平台|门户)"
)
_LEFT = re.compile(r"[一-鿿A-Za-z]{1,24}$")
_STOP = re.compile(
    "(?:联合|会同|配合|协调|督促|要求|责成|安排|组织|移交|移送|转交|上报|报请|提请|聘请|委托|"
    "邀请|通知|约谈|指出|发现|反馈|根据|按照|"
    "针对|关于|盖有|盖着|印发|印有|其中|目前|截至|同时|以及|确保|督办|通过|经过|由于|参加|查阅|"
    "加快|定期|位于|现场|国家|进驻|公布|成立|加强|问题|情况|制定|撰写|针|"
    "[经由向对请在的了与及将把被为是至给到并且现各该我本有年月日号时任而却]|和(?!平))"
)
_GENERIC = re.compile(
    "^(?:基层|县区|区县|各|有关|相关|责任|牵头|配合|第三方|环保|属地|涉事|专业|同级|两级|三级|"
    "市|县|区|乡|镇|上级|本级|地方|所属|主管|物业|保洁|"
    "治理|监测|检测|下属|街道|乡镇|人民|基层的)*"
    "(?:分局|局|政府|公司|大队|支队|中队|委员会|集团|党组|党委|厅|部|中心|科|人民政府|"
    "街道办事处|办事处|领导小组办公室)$"
)
_COMPANY = re.compile("(?:公司|集团)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit named in the text."""

    span: Span
    name: str

    @property
    def company(self) -> bool:
        """A firm, not a body of the state."""
        return _COMPANY.search(self.name) is not None


def units_in(words: str, start: int, end: int) -> list[Unit]:
    """The units named in plain text ``[start, end)``, in order; 我局, 各分局, 相关部门 are none."""
    found: list[Unit] = []
    last = start
    for match in _SUFFIX.finditer(words, start, end):
        left = _LEFT.search(words, max(last, match.start() - 24), match.start())
        begin = left.start() if left else match.start()
        stops = [stop.end() for stop in _STOP.finditer(words, begin, match.start())]
        begin = stops[-1] if stops else begin
        name = words[begin : match.end()]
        if 3 <= len(name) <= 30 and not _GENERIC.match(name) and not _in_title(words, begin):
            if found and found[-1].span[1] == begin and not name.startswith("市"):
                begin = found.pop().span[0]  # 甲局 + 党组
            found.append(Unit((begin, match.end()), words[begin : match.end()]))
            last = match.end()
    return found


def _in_title(words: str, at: int) -> bool:
    """Inside 《…》 the name belongs to a document."""
    opened = words.rfind("《", max(0, at - 60), at)
    return opened >= 0 and words.find("》", opened, at) < 0
