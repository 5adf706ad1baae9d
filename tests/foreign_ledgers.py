"""Ledgers of another office's making: other words, other order, titles above, two rows of heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl

HEADS = (
    *("问题编号", "检查时间", "所在区县", "排污口名称", "具体位置", "隐患问题描述"),
    *("整改要求(措施)", "整改责任单位", "整改截止日期", "是否完成", "整改完成日期", "验收意见"),
)
ROWS: tuple[tuple[Any, ...], ...] = (
    (
        *("QH-01", "2021.9.3", "鼓楼区", "一号排口", "宋城路桥向北50米", "污水直排入河，水体发黑"),
        *("封堵排口", "鼓楼区住建局", "2021年10月31日", "是", "2021年10月8日", "已验收"),
    ),
    (
        *("QH-02", datetime(2021, 9, 4), "龙亭区", "", "东经114.3051，北纬34.8012"),  # noqa: DTZ001
        *("堤脚堆放建筑垃圾", "清运", "龙亭区政府", 44500, "否", "", ""),
    ),
    (
        *("QH-03", "20210905", "", "", "", "整改台账没有整改时限"),
        *("补齐台账", "市整改办", "立行立改", "正在整改", "", ""),
    ),
)
ABOVE = ("青河市排污口排查整改台账", "填报单位：青河市住建局　截至2021年10月14日")


def xlsx(
    heads: Sequence[str] = HEADS, rows: Sequence[Sequence[Any]] = ROWS, above: Sequence[str] = ABOVE
) -> bytes:
    """A workbook with merged lines above its titles."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "排查清单"
    for line in above:
        sheet.append([line])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(heads))
    sheet.append(list(heads))
    for each in rows:
        sheet.append([value if value != "" else None for value in each])
    return saved(book)


def two_rows() -> bytes:
    """Titles in two rows, groups merged; findings merged over the places that they name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["序号", "问题", None, "整改", None, None, "备注"])
    sheet.append([None, "描述", "地点", "责任单位", "期限", "进展", None])
    for area in ("A1:A2", "B1:C1", "D1:F1", "G1:G2"):
        sheet.merge_cells(area)
    sheet.append([1, "两处堆放垃圾", "马家河东岸", "甲局", "2021/12/31", "已整改到位", None])
    sheet.append([None, None, "马家河西岸", "甲局", "2021/12/31", "正在整改", None])
    sheet.append([2, "无组织排放", None, "乙局", "2021年11月底前", "已移交", "见附件"])
    sheet.append(["合计", 2, None, None, None, None, None])
    for area in ("A3:A4", "B3:B4"):
        sheet.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(
    heads: Sequence[str] = HEADS, rows: Sequence[Sequence[Any]] = ROWS, code: str = "gbk"
) -> bytes:
    """The same as csv in some encoding."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(heads)
    for each in rows:
        writer.writerow(
            [f"{value:%Y/%m/%d}" if isinstance(value, datetime) else value for value in each]
        )
    return target.getvalue().encode(code)
