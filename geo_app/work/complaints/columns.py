"""Which column of a file of complaints says what; every other one is not read at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo_app.domain.text import clean_line
from geo_app.errors import InputError


class Column(StrEnum):
    """What is read of a complaint."""

    NUMBER = "number"
    TIME = "time"
    KIND = "kind"
    WORDS = "words"
    PLACE = "place"
    LON = "lon"
    LAT = "lat"


# an address or number of who has complained is none of these: 联系地址, 举报人地址, 联系电话
_NAMES: dict[Column, str] = {
    Column.NUMBER: "受理编号 投诉编号 举报编号 工单编号 工单号 案件编号 编号 number id",
    Column.TIME: "时间 日期 投诉时间 投诉日期 举报时间 举报日期 受理时间 受理日期 来电时间 接报时间"
    " 登记时间 time date",
    Column.KIND: "类型 类别 投诉类型 举报类型 投诉类别 举报类别 污染类型 污染类别 问题类型 问题类别"
    " kind type",
    Column.WORDS: "内容 投诉内容 举报内容 反映内容 诉求内容 主要内容 反映问题 问题描述 描述"
    " words text content",
    Column.PLACE: "地点 地址 位置 投诉地点 投诉地址 举报地点 举报地址 事发地点 事发地址"
    " 污染地点 污染地址 被投诉地点 被举报地点 问题地点 发生地点 详细地址 place address",
    Column.LON: "经度 东经 lon lng longitude",
    Column.LAT: "纬度 北纬 lat latitude",
}
_MEANT = {name: column for column, names in _NAMES.items() for name in names.split()}
_ASIDE = re.compile(r"[(\[【].*$")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a file.

    Attributes:
        places: Where each known column stands, from 0.
        titles: What stands over all columns, in order.
        dropped: Titles of those that are not read.
    """

    places: dict[Column, int]
    titles: tuple[str, ...]
    dropped: tuple[str, ...]

    def title(self, column: Column) -> str:
        """What stands over a known column."""
        return self.titles[self.places[column]]


def read_head(cells: Sequence[str], *, name: str) -> Head:
    """The columns of a file by what stands over them.

    Raises:
        InputError: Two columns say the same, or one that is needed is missing; names them.
    """
    titles = tuple(clean_line(cell)[:100] for cell in cells)
    places: dict[Column, int] = {}
    dropped = []
    for index, title in enumerate(titles):
        column = _MEANT.get(_plain(title))
        if column is None:
            dropped.append(title or f"#{index + 1}")
            continue
        if column in places:
            values = {"first": titles[places[column]], "second": title}
            raise InputError("complaint.two_columns", file=name, **values)
        places[column] = index
    if Column.TIME not in places:
        raise InputError("complaint.no_column", file=name, column="@complaint.time")
    if (Column.LON in places) != (Column.LAT in places):
        lost = Column.LAT if Column.LON in places else Column.LON
        raise InputError("complaint.no_column", file=name, column=f"@complaint.{lost}")
    if Column.PLACE not in places and Column.LON not in places:
        raise InputError("complaint.no_column", file=name, column="@complaint.place")
    return Head(places, titles, tuple(dropped))


def _plain(title: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", title).replace(" ", "")).lower()
