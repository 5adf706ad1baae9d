"""Complaints after a claim in the Excel ledger: out as a doubt and a sum, and not to be edited."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from geo_app.domain.actor import Actor, Role
from geo_app.reports.ledger.columns import EXCERPT
from geo_app.reports.ledger.compare import Preview, preview
from geo_app.settings import LedgerLimits, Settings
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.ledgers import cell, edited, exported, rows, saved_by_office
from tests.storage.helpers import confirm_sample
from tests.storage.test_complaints import ROWS, kept, line

DOUBT = "自报完成后又有 2 件投诉"
CLERK = Actor("c", "录入员", role=Role.CLERK)


@pytest.fixture
def site_id(store: Store, settings: Settings) -> str:
    return confirm_sample(store, settings)[0]


def look(store: Store, data: bytes) -> Preview:
    with store.session(read_only=True) as session:
        return preview(session, CLERK, data, name="x.xlsx", limits=LedgerLimits())


def doubted(data: bytes) -> list[tuple[int, str]]:
    """Number and first doubt of each row that tells of complaints."""
    found = [(nth, str(row["doubts"] or "")) for nth, row in enumerate(rows(data), start=1)]
    return [(nth, text.split("\n")[0]) for nth, text in found if "投诉" in text]


def sums(data: bytes) -> dict[tuple[str, str], object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["统计汇总"]
    heads = [each.value for each in sheet[3]]
    told = sheet.iter_rows(min_row=4, values_only=True)
    return {(row[0], row[1]): row[heads.index("自报后有投诉")] for row in told}


def test_the_row_of_the_site_says_it_first_and_the_sums_count_it(
    store: Store, settings: Settings, site_id: str, tmp_path: Path
) -> None:
    before = exported(store, tmp_path)
    assert doubted(before) == []
    kept(store, settings, ROWS)
    data = exported(store, tmp_path)
    assert [text for _, text in doubted(data)] == [DOUBT]
    told = sums(data)
    assert told["问题", "全部"] is None
    assert told["点位", "全部"] == 1
    by_district = [n for (group, _), n in told.items() if group == "点位·按行政区"]
    assert sorted(by_district) == [0] * (len(by_district) - 1) + [1]
    assert exported(store, tmp_path) == data
    assert "电话".encode() not in data
    assert "第3件" not in str(rows(data))
    # what was written before complaints came in can still come back
    assert look(store, before).is_clean


def test_the_office_shows_it_and_gives_it_back(
    store: Store, settings: Settings, site_id: str, tmp_path: Path
) -> None:
    kept(store, settings, ROWS)
    saved = saved_by_office(exported(store, tmp_path), tmp_path).read_bytes()
    assert [text for _, text in doubted(saved)] == [DOUBT]
    assert sums(saved)["点位", "全部"] == 1
    found = look(store, saved)
    assert (found.is_clean, found.changes) == (True, [])


@pytest.mark.parametrize("text", ["", "没有投诉", DOUBT.replace("2", "1")])
def test_nobody_edits_it_away(
    store: Store, settings: Settings, site_id: str, tmp_path: Path, text: str
) -> None:
    kept(store, settings, ROWS)
    data = exported(store, tmp_path)
    ((nth, _),) = doubted(data)
    found = look(store, edited(data, {cell("doubts", nth): text or None}))
    assert [(each.cell, each.reason.code) for each in found.refusals] == [
        (cell("doubts", nth), "ledger.protected")
    ]


def test_a_long_cell_is_cut_after_it(
    store: Store, settings: Settings, site_id: str, tmp_path: Path
) -> None:
    kept(store, settings, ROWS)
    with store.session() as session:
        session.get_one(Site, site_id).doubts = [
            {"code": f"疑点第{n}条", "values": {}} for n in range(EXCERPT)
        ]
    assert [text for _, text in doubted(exported(store, tmp_path))] == [DOUBT]


def test_a_claim_that_fell_and_thousands(
    store: Store, settings: Settings, site_id: str, tmp_path: Path
) -> None:
    kept(store, settings, ROWS)
    many = "".join(line(100 + n, f"2024-04-{1 + n % 30:02}", "青河桥") for n in range(3_000))
    kept(store, settings, ROWS.split("\n")[0] + "\n" + many)
    data = exported(store, tmp_path)
    assert [text for _, text in doubted(data)] == ["自报完成后又有 3002 件投诉"]
    with store.session() as session:
        session.get_one(Site, site_id).claimed_on = None
    data = exported(store, tmp_path)
    assert doubted(data) == []
    assert sums(data)["点位", "全部"] == 0


def test_who_is_bound_to_another_area_hears_nothing(
    store: Store, settings: Settings, site_id: str, tmp_path: Path
) -> None:
    kept(store, settings, ROWS)
    assert doubted(exported(store.seen_from(["999999"]), tmp_path)) == []
