"""Dates, numbers, units, districts and claims of a problem."""

from __future__ import annotations

from datetime import date

import pytest

from geo_app.domain.notice import Period, ProblemDraft
from geo_app.domain.status import Status
from geo_app.notice.item.areas import Areas, accounting_unit
from geo_app.notice.item.dates import dates_in
from geo_app.notice.item.organisations import units_in
from geo_app.notice.item.plain import plain
from geo_app.notice.parser import parse_notice

ISSUED = date(2021, 10, 14)


def problem(finding: str, reply: str) -> ProblemDraft:
    text = f"通报\n问题1：{finding}\n整改情况：{reply}\n青河市生态环境局\n2021年10月14日\n"
    return parse_notice(text).problems[0]


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("2021年4月12日", "2021-04-12", "2021-04-12", "day"),
        ("２０２１年４月１２日", "2021-04-12", "2021-04-12", "day"),
        ("二〇二一年十月十四日", "2021-10-14", "2021-10-14", "day"),
        ("2021-04-12", "2021-04-12", "2021-04-12", "day"),
        ("2021.4.12", "2021-04-12", "2021-04-12", "day"),
        ("4月份", "2021-04-01", "2021-04-30", "month"),
        ("11月", "2020-11-01", "2020-11-30", "month"),
        ("9月22日", "2021-09-22", "2021-09-22", "day"),
        ("12月1日", "2020-12-01", "2020-12-01", "day"),
        ("去年8月", "2020-08-01", "2020-08-31", "month"),
        ("今年年底", "2021-12-31", "2021-12-31", "month"),
        ("1-6月份", "2021-01-01", "2021-06-30", "period"),
        ("2021年1至8月15日", "2021-01-01", "2021-08-15", "period"),
        ("2021年 7、8、9月份", "2021-07-01", "2021-09-30", "period"),
        ("2021年3月10日至4月23日", "2021-03-10", "2021-04-23", "period"),
        ("2018年至2020年", "2018-01-01", "2020-12-31", "period"),
        ("2020年", "2020-01-01", "2020-12-31", "year"),
        ("2021年上半年", "2021-01-01", "2021-06-30", "period"),
        ("2021年第三季度", "2021-07-01", "2021-09-30", "period"),
    ],
)
def test_dates(words: str, first: str, last: str, precision: str) -> None:
    said = plain(words)
    found = dates_in(said, 0, len(said), ISSUED)
    assert [(d.start, d.end, str(d.first), str(d.last), d.precision) for d in found] == [
        (0, len(words), first, last, precision)
    ]


@pytest.mark.parametrize("words", ["3个月", "2月30日晚", "第5月龄", "12345", "1.5吨", "近三年"])
def test_what_only_looks_like_a_date(words: str) -> None:
    found = dates_in(words, 0, len(words), ISSUED)
    assert [d for d in found if d.precision == "day"] == []


def test_month_takes_the_year_said_before_it_in_the_sentence() -> None:
    words = "2019年3月检查,5月复查。6月再查"
    found = dates_in(words, 0, len(words), ISSUED)
    assert [str(d.first) for d in found] == ["2019-03-01", "2019-05-01", "2021-06-01"]


def test_quantities_have_units_periods_and_parts() -> None:
    read = problem(
        "仅2020年投诉达１３０余件，反馈22项问题，第3名，一个企业。",
        "已整改。2020年130件，2021年1至8月15日43件，完成率77%，共二十家。",
    )
    assert [(q.quote.text, q.value, q.unit, q.part, q.approximate) for q in read.quantities] == [
        ("１３０余件", 130, "件", "finding", True),
        ("22项", 22, "项", "finding", False),
        ("130件", 130, "件", "reply", False),
        ("43件", 43, "件", "reply", False),
        ("77%", 77, "%", "reply", False),
        ("二十家", 20, "家", "reply", False),
    ]
    periods = [q.period for q in read.quantities]
    whole = Period(date(2020, 1, 1), date(2020, 12, 31))
    assert (periods[0], periods[2]) == (whole, whole)
    assert periods[3] == Period(date(2021, 1, 1), date(2021, 8, 15))
    assert periods[3].days == 227


def test_units_are_found_by_how_they_end_and_generic_ones_are_none() -> None:
    words = (
        "经柳溪分局联合南坪乡政府、青河市安达公司、城管局等相关部门调查,我局和各分局督促松林区环境执法大队,"
        "委托第三方环保公司,移交青河河务局。印发《青河市水利局通知》。"
    )
    assert [unit.name for unit in units_in(words, 0, len(words))] == [
        "柳溪分局",
        "南坪乡政府",
        "青河市安达公司",
        "城管局",
        "松林区环境执法大队",
        "青河河务局",
    ]


def test_districts_have_no_verbs_and_other_areas_are_none() -> None:
    words = (
        "抽查望湖县、松林区、柳溪区。督促松林区加快协调区内园区、小区、辖区、各县区、示范区整改。"
    )
    areas = Areas.of(words)
    assert [name for _, name in areas.districts(words, 0, len(words))] == [
        "望湖县",
        "松林区",
        "柳溪区",
        "松林区",
    ]
    assert areas.of_unit("柳溪分局") == "柳溪区"
    assert areas.of_unit("望湖大队") == "望湖县"
    assert areas.of_unit("市执法支队") is None


def test_accounting_unit_is_not_a_district() -> None:
    assert accounting_unit("示范区石坪镇") == "示范区"
    assert accounting_unit("经开区创业路") == "经开区"
    assert accounting_unit("松林区石坪镇") is None


def test_claims_have_their_own_days() -> None:
    read = problem(
        "会费没有补缴。",
        "已整改。柳溪分局已于2021年4月12日补缴。分别于6月29日和7月23日下发文件。截止9月22日排第11名。",
    )
    assert [
        (c.quote.text[:4], c.status, str(c.as_of), c.as_of_precision, c.unit) for c in read.claims
    ] == [
        ("已整改", Status.CLAIMED, "2021-10-14", "document", None),
        ("柳溪分局", Status.CLAIMED, "2021-04-12", "day", "柳溪分局"),
        ("分别于6", Status.CLAIMED, "2021-06-29", "day", None),
        ("分别于6", Status.CLAIMED, "2021-07-23", "day", None),
        ("截止9月", Status.CLAIMED, "2021-09-22", "day", None),
    ]


def test_background_and_promises_are_no_claims() -> None:
    read = problem(
        "管网未建。",
        "正在整改。6月15日督察组反馈后立即部署。较2020年11月好转。力争今年年底建成。自2020年以来一直推进。",
    )
    assert [(c.quote.text, c.as_of_precision) for c in read.claims] == [("正在整改", "document")]
