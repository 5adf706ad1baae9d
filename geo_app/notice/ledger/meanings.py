"""What a column of somebody else's ledger may mean, and by which words offices call it.

The words come from ledgers that are passed on between offices; each of them stands for one
meaning only (a test says so).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from geo_app.domain.particulars import Field
from geo_app.words import say


class Meaning(StrEnum):
    """What a column says of a row."""

    ORDINAL = "ordinal"
    REFERENCE = "reference"
    NAME = "name"
    PLACE = "place"
    LON = "lon"
    LAT = "lat"
    COORDINATES = "coordinates"
    DISTRICT = "district"
    CATEGORY = "category"
    FOUND_ON = "found_on"
    FINDING = "finding"
    MEASURES = "measures"
    RESPONSIBLE_UNIT = "responsible_unit"
    LEADING_UNIT = "leading_unit"
    SUPPORTING_UNITS = "supporting_units"
    VERIFYING_UNIT = "verifying_unit"
    RESPONSIBLE_PERSON = "responsible_person"
    DEADLINE_CLASS = "deadline_class"
    DEADLINE = "deadline"
    STATUS = "status"
    REPLY = "reply"
    ACCEPTANCE = "acceptance"
    DONE_ON = "done_on"
    NOTE = "note"

    @property
    def field(self) -> Field | None:
        """What is written of it in the ledger, where that is a field of the ledger."""
        return Field(self.value) if self.value in _FIELDS else None

    @property
    def code(self) -> str:
        """Its name in ``words``."""
        return f"meaning.{self.value}"


_FIELDS = frozenset(Field)
DAYS = frozenset({Meaning.FOUND_ON, Meaning.DEADLINE, Meaning.DONE_ON})
"""Meanings whose cells are days."""

CLAIMS = (Meaning.STATUS, Meaning.REPLY, Meaning.ACCEPTANCE)
"""Meanings that tell how it stands: all of it a claim, also where it says 已验收 or 已销号."""

_WORDS: Mapping[Meaning, str] = MappingProxyType(
    {
        Meaning.ORDINAL: "序号 次序 顺序号 no no.",
        Meaning.REFERENCE: (
            "问题编号 受理编号 案件编号 举报编号 交办编号 任务编号 编号 信访编号 点位编号 "
            "排污口编码 编码 转办编号"
        ),
        Meaning.NAME: (
            "点位名称 名称 问题标题 项目名称 检查工点 企业名称 排污口名称 排口名称 点位 "
            "工程名称 被检查单位 污染源名称 对象名称 站点名称 标题 项目"
        ),
        Meaning.PLACE: (
            "位置描述 位置 问题位置 地点 具体位置 详细地址 地址 所在位置 具体地点 点位位置 "
            "所在地 问题地点 发生地点 所在地点"
        ),
        Meaning.LON: "经度 东经 lon longitude 经度e",
        Meaning.LAT: "纬度 北纬 lat latitude 纬度n",
        Meaning.COORDINATES: "坐标 经纬度 地理坐标 经纬度坐标 点位坐标 gps坐标",
        Meaning.DISTRICT: (
            "行政区 行政区域 区县 县区 所属区县 所在区县 属地 辖区 所属辖区 区域 所在区域 "
            "所属行政区 行政区划 县市区 所属县区 所在县区 属地区县"
        ),
        Meaning.CATEGORY: (
            "问题类别 问题类型 类型 类别 隐患类型 污染类型 检查项目 问题分类 隐患类别"
        ),
        Meaning.FOUND_ON: (
            "检查时间 检查日期 发现时间 发现日期 受理日期 受理时间 交办日期 交办时间 创建时间 "
            "反馈时间 巡查时间 巡查日期 排查时间 排查日期"
        ),
        Meaning.FINDING: (
            "发现问题 问题内容 问题描述 存在问题 隐患问题描述 隐患描述 问题详情描述 主要问题 "
            "反馈问题 问题 问题清单 具体问题 交办问题基本情况 简要情况 问题详情 问题表述 "
            "问题事项 隐患事项 存在的问题 违法事实 检查发现问题 发现的问题 情况描述 问题情况 "
            "反映问题 主要内容 举报内容 存在的主要问题 问题表现"
        ),
        Meaning.MEASURES: (
            "整改措施 整改要求 措施 整改方案 治理措施 整改任务 处理措施 整改举措 整治措施"
        ),
        Meaning.RESPONSIBLE_UNIT: (
            "责任单位 整改责任单位 整改单位 责任部门 整改实施主体 责任主体 所属部门 实施主体 "
            "承办单位 整改责任部门 主责单位 责任主体单位 单位 整改主体"
        ),
        Meaning.LEADING_UNIT: "牵头单位 牵头部门 牵头责任单位",
        Meaning.SUPPORTING_UNITS: "配合单位 配合部门 协办单位 协同单位 协作单位 配合责任单位",
        Meaning.VERIFYING_UNIT: (
            "督办单位 验收单位 督办/验收单位 督导单位 核查单位 监管单位 督办部门 验收部门 "
            "督导部门 监管部门 行业主管部门"
        ),
        Meaning.RESPONSIBLE_PERSON: (
            "责任人 整改责任人 负责人 联系人 主要负责人 责任领导 包保责任人"
        ),
        Meaning.DEADLINE_CLASS: "时限类别 时限类型 整改类别",
        Meaning.DEADLINE: (
            "整改时限 整改期限 完成时限 整改截止日期 时限 期限 截止日期 限期 计划完成时间 "
            "要求完成时间 整改完成时限 办理时限 整改时间 完成期限 限办时间 要求时限 截止时间 "
            "计划完成日期"
        ),
        Meaning.STATUS: (
            "完成情况 整改状态 当前状态 状态 是否完成 是否整改 是否办结 是否完成整改 "
            "整改完成情况 化解情况 办理状态 整改进度 自报状态 是否整改到位 是否整改完成 "
            "完成状态 进度 办结情况"
        ),
        Meaning.REPLY: (
            "整改情况 整改落实情况 处理和整改情况 落实情况 整改进展 整改进展情况 最新整改反馈 "
            "整改结果 处理情况 交办督办情况 办理情况 工作进展 进展情况 整改回复 反馈情况 "
            "处置情况 进展 调查核实情况"
        ),
        Meaning.ACCEPTANCE: (
            "销号情况 验收情况 验收意见 核查情况 核查结果 验收结果 是否销号 核实状态 复查情况 "
            "是否验收 复核情况 销号状态"
        ),
        Meaning.DONE_ON: (
            "整改完成日期 完成时间 完成日期 整改完成时间 销号时间 办结时间 办结日期 自报日期 "
            "实际完成时间 整改反馈时间 销号日期 实际完成日期"
        ),
        Meaning.NOTE: "备注 说明 其他 存疑 备注说明",
    }
)

SYNONYMS: Mapping[str, Meaning] = MappingProxyType(
    {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
)
"""Word of a title → what it means."""

_ASIDE = re.compile(r"\([^()]*\)")
_KEPT = re.compile(r"[\w/.]+")


def folded(title: str) -> str:
    """A title without what tells nothing: blanks, stars, colons, width and case."""
    plain = unicodedata.normalize("NFKC", title).lower()
    return "".join(_KEPT.findall(re.sub(r"\s", "", plain)))


def without_aside(title: str) -> str:
    """The same without what stands in brackets: units, forms of a date."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", title))
    return folded(_ASIDE.sub("", plain))


OWN: Mapping[Meaning, str] = MappingProxyType(
    {each: without_aside(say(each.code, {}, "zh")) for each in Meaning}
)
"""How we call it ourselves."""
