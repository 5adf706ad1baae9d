"""The ledger as xlsx: what it holds, what comes back of it, what is refused, by cell."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.particulars import Field
from geo_app.domain.status import EventKind
from geo_app.errors import ConflictError, InputError, TooLargeError
from geo_app.reports.ledger.compare import Preview, preview, take_over
from geo_app.reports.ledger.write import Head, write
from geo_app.settings import LedgerLimits, Settings
from geo_app.settings.complaints import Complaints
from geo_app.store.audit import audit
from geo_app.store.models import Event, Problem, Site
from geo_app.store.people import Entry
from geo_app.store.session import Store
from geo_app.work.bulk import import_file
from geo_app.work.particulars import Edit, amend
from tests.ledgers import TODAY, cell, edited, exported, moment, rows, saved_by_office
from tests.storage.helpers import confirm_sample, happened
from tests.storage.samples import ACTOR, ISSUED
from tests.vectors import sample

LIMITS = LedgerLimits()
UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.fixture
def filled(store: Store, settings: Settings) -> Store:
    confirm_sample(store, settings)
    return store


def look(store: Store, data: bytes, actor: Actor = ACTOR) -> Preview:
    with store.session(read_only=True) as session:
        return preview(session, actor, data, name="台账.xlsx", limits=LIMITS)


def take(store: Store, data: bytes) -> int:
    with store.session() as session:
        found = preview(session, ACTOR, data, name="台账.xlsx", limits=LIMITS)
        return take_over(session, ACTOR, found, LIMITS, source="台账.xlsx")


def refused(found: Preview) -> list[tuple[str, str]]:
    return [(each.cell, each.reason.code) for each in found.refusals]


def said(store: Store, data: bytes, **values: Any) -> None:
    """Change the first site by hand, as somebody does while another edits a file."""
    site = rows(data)[1]["row"]
    with store.session() as session:
        edits = [Edit(site, Field(name), before, after) for name, (before, after) in values.items()]
        amend(session, ACTOR, edits, LIMITS)


# --- out -------------------------------------------------------------------------------------


def test_every_problem_and_every_site_has_its_row(filled: Store, tmp_path: Path) -> None:
    told = rows(exported(filled, tmp_path))
    assert [(row["level"], row["number"]) for row in told] == [
        ("问题", 1), ("点位", 1), ("点位", 1), ("问题", 2), ("问题", 3), ("点位", 3), ("点位", 3)
    ]  # fmt: skip
    assert [row["ordinal"] for row in told] == list(range(1, 8))
    unlocated = [row for row in told if row["level"] == "点位" and row["located"] == "未定位"]
    assert len(unlocated) == 2
    assert all(row["lon"] is None for row in unlocated)


def test_claim_and_verification_are_two_columns(filled: Store, tmp_path: Path) -> None:
    with filled.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        happened(session, problem.id, EventKind.VERIFIED, date(2024, 5, 2))
    told = {row["number"]: row for row in rows(exported(filled, tmp_path)) if not row["code"]}
    assert [told[1][key] for key in ("told_status", "checked_status", "checked_on")] == [
        "自报完成", "未核实", None
    ]  # fmt: skip
    assert [
        told[2][key]
        for key in ("told_status", "told_on", "checked_status", "checked_on", "checked_by")
    ] == [
        "自报完成",
        moment(ISSUED),
        "已核实",
        moment(date(2024, 5, 2)),
        ACTOR.name,
    ]


def test_the_book_is_made_for_reading(filled: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(filled, tmp_path)))
    assert book.sheetnames[:4] == ["台账", "整改过程", "退回记录", "统计汇总"]
    sheet = book["台账"]
    assert sheet["A1"].value == "整改台账（截至2024年6月1日）"
    assert "A1:L1" in {str(each) for each in sheet.merged_cells.ranges}
    assert "青河市整改办" in sheet["A2"].value
    assert sheet.freeze_panes == "F4"
    assert sheet.column_dimensions[cell("row", 1).rstrip("0123456789")].hidden
    kinds = {each.type for each in sheet.data_validations.dataValidation}
    assert kinds == {"date"} or kinds == {"date", "list"}


def test_sums_have_one_denominator_and_count_the_unlocated(filled: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(filled, tmp_path)))
    told = list(book["统计汇总"].iter_rows(min_row=4, values_only=True))
    assert told[0][:7] == ("问题", "全部", 3, 2, 2 / 3, 0, 0)
    assert told[1][:7] == ("点位", "全部", 4, 1, 1 / 4, 0, 0)
    assert told[1][9] == 2
    by_district = [row for row in told if row[0] == "点位·按行政区"]
    assert sum(row[2] for row in by_district) == 4


def test_history_and_what_was_sent_back_have_their_sheets(filled: Store, tmp_path: Path) -> None:
    with filled.session() as session:
        problem = session.query(Problem).filter_by(number=1).one()
        reason = {"reason": "=2+2 现场仍有污水"}
        happened(session, problem.id, EventKind.REFUSED, date(2024, 5, 3), reason)
        count = len(session.scalars(select(Event).where(Event.subject_kind != "notice")).all())
        anchors = len(session.scalars(select(Event).where(Event.subject_kind == "anchor")).all())
    book = openpyxl.load_workbook(io.BytesIO(exported(filled, tmp_path)))
    steps = list(book["整改过程"].iter_rows(min_row=4, values_only=True))
    assert len(steps) == count - anchors
    (returned,) = book["退回记录"].iter_rows(min_row=4, values_only=True)
    assert returned[2] == 1
    assert returned[-1] == "=2+2 现场仍有污水"


def test_what_looks_like_a_formula_is_a_text(filled: Store, tmp_path: Path) -> None:
    data = exported(filled, tmp_path)
    evil = '=HYPERLINK("http://127.0.0.1","x")'
    said(filled, data, note=("", evil), measures=("", "@SUM(1+1)"), leading_unit=("", "-2+3"))
    book = openpyxl.load_workbook(io.BytesIO(exported(filled, tmp_path)))
    for key, text in (("note", evil), ("measures", "@SUM(1+1)"), ("leading_unit", "-2+3")):
        written = book["台账"][cell(key, 2)]
        assert (written.value, written.data_type) == (text, "s")
        assert written.quotePrefix
    assert all(each.data_type != "f" for sheet in book for row in sheet.iter_rows() for each in row)


def test_the_same_content_gives_the_same_bytes(filled: Store, tmp_path: Path) -> None:
    assert exported(filled, tmp_path) == exported(filled, tmp_path)
    assert exported(filled, tmp_path) != exported(filled, tmp_path, date(2024, 6, 2))


def test_who_is_bound_to_an_area_gets_its_sites_only(filled: Store, tmp_path: Path) -> None:
    with filled.session() as session:
        site = session.scalars(select(Site).order_by(Site.code)).first()
        assert site is not None
        site.district_code = "999999"
    told = rows(exported(filled.seen_from(["999999"]), tmp_path))
    assert [(row["level"], row["code"]) for row in told] == [("问题", None), ("点位", site.code)]
    book = openpyxl.load_workbook(tmp_path / "exported.xlsx")
    for name in ("整改过程", "统计汇总"):
        codes = {row[1] for row in book[name].iter_rows(min_row=4, values_only=True)}
        assert codes - {None, site.code, "全部", site.district, site.responsible_unit} <= {
            "（未指明）"
        }


def test_more_lines_than_a_page_hands_out_are_refused(filled: Store, tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    head = Head(None, TODAY, ZoneInfo("Asia/Shanghai"), frozenset())
    with filled.session(read_only=True) as session, pytest.raises(TooLargeError):
        write(session, tmp_path / "x.xlsx", head, Complaints(), most=6)
    assert not (tmp_path / "x.xlsx").exists()


# --- back in ---------------------------------------------------------------------------------


def test_an_untouched_file_changes_nothing(filled: Store, tmp_path: Path) -> None:
    found = look(filled, exported(filled, tmp_path))
    assert (found.rows, found.absent, found.changes, found.is_clean) == (7, 0, [], True)


def test_edits_come_back_with_old_and_new(filled: Store, tmp_path: Path) -> None:
    data = edited(
        exported(filled, tmp_path),
        {
            cell("measures", 2): "封堵排口\n种草",
            cell("deadline", 2): moment(date(2024, 12, 31)),
            cell("deadline", 4): "2024年9月1日",
            cell("note", 4): 12,
        },
    )
    found = look(filled, data)
    assert [(each.edit.cell, each.edit.before, each.edit.after) for each in found.changes] == [
        (cell("measures", 2), "", "封堵排口\n种草"),
        (cell("deadline", 2), "", "2024-12-31"),
        (cell("deadline", 4), "", "2024-09-01"),
        (cell("note", 4), "", "12"),
    ]
    assert take(filled, data) == 4
    told = rows(exported(filled, tmp_path))
    assert told[1]["measures"] == "封堵排口\n种草"
    assert told[1]["days_left"] == (date(2024, 12, 31) - TODAY).days
    with filled.session(read_only=True) as session:
        assert [entry.kind for entry in session.scalars(select(Entry))] == ["imported"]
    assert look(filled, data).changes == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("told_status", "已销号"),
        ("checked_status", "已核实"),
        ("checked_on", moment(date(2024, 5, 5))),
        ("checked_by", "某人"),
        ("evidence", "9 / 9 / 9"),
        ("lon", 114.5),
        ("name", "别处"),
        ("code", None),
        ("number", 99),
    ],
)
def test_facts_are_not_changed_by_a_sheet(
    filled: Store, tmp_path: Path, key: str, value: object
) -> None:
    data = edited(
        exported(filled, tmp_path), {cell(key, 2): value, cell("note", 2): "同一行的合法改动"}
    )
    found = look(filled, data)
    assert refused(found) == [(cell(key, 2), "ledger.protected")]
    with pytest.raises(InputError):
        take(filled, data)
    assert rows(exported(filled, tmp_path))[1]["note"] is None


def test_a_fact_that_changed_here_meanwhile_is_no_edit(filled: Store, tmp_path: Path) -> None:
    data = exported(filled, tmp_path)
    with filled.session() as session:
        problem = session.query(Problem).filter_by(number=2).one()
        happened(session, problem.id, EventKind.VERIFIED, date(2024, 5, 2))
    found = look(filled, edited(data, {cell("note", 4): "甲"}))
    assert (found.is_clean, len(found.changes)) == (True, 1)


def test_both_changed_is_a_conflict_one_changed_is_none(filled: Store, tmp_path: Path) -> None:
    data = exported(filled, tmp_path)
    said(filled, data, note=("", "系统中"), measures=("", "只在系统中"))
    changed = edited(data, {cell("note", 2): "表格中", cell("leading_unit", 2): "水务局"})
    found = look(filled, changed)
    assert [(each.cell, each.reason.code) for each in found.conflicts] == [
        (cell("note", 2), "ledger.changed_here")
    ]
    assert [each.edit.name for each in found.changes] == [Field.LEADING_UNIT]
    with pytest.raises(ConflictError):
        take(filled, changed)
    told = rows(exported(filled, tmp_path))[1]
    assert (told["note"], told["measures"], told["leading_unit"]) == (
        "系统中", "只在系统中", None
    )  # fmt: skip


def test_the_same_edit_made_here_already_is_no_conflict(filled: Store, tmp_path: Path) -> None:
    data = exported(filled, tmp_path)
    said(filled, data, note=("", "一样"))
    found = look(filled, edited(data, {cell("note", 2): "一样"}))
    assert (found.is_clean, found.changes) == (True, [])


def test_rows_may_be_sorted_left_out_and_columns_moved(filled: Store, tmp_path: Path) -> None:
    data = edited(exported(filled, tmp_path), {cell("note", 2): "甲"})

    def shuffle(sheet: Any) -> None:
        sheet.delete_rows(7)
        sheet.insert_cols(1)
        sheet["A3"] = "我的批注"
        sheet["A5"] = "看过"

    found = look(filled, edited(data, {}, shuffle))
    assert (found.is_clean, found.rows, found.absent) == (True, 6, 1)
    assert [each.edit.after for each in found.changes] == ["甲"]


@pytest.mark.parametrize(
    ("values", "where", "code"),
    [
        ({cell("note", 2): "=SUM(A1:A2)"}, cell("note", 2), "ledger.is_formula"),
        ({cell("lon", 2): "=SUM(A1:A2)"}, cell("lon", 2), "ledger.is_formula"),
        ({cell("note", 2): True}, cell("note", 2), "ledger.is_flag"),
        ({cell("note", 2): moment(date(2024, 1, 1))}, cell("note", 2), "ledger.is_day"),
        ({cell("deadline", 2): "年底"}, cell("deadline", 2), "ledger.no_day"),
        ({cell("deadline", 2): 7.5}, cell("deadline", 2), "ledger.no_day"),
        ({cell("note", 2): "长" * 2001}, cell("note", 2), "ledger.too_long"),
        ({cell("row", 2): None}, "A5", "ledger.row_unsaid"),
        ({cell("row", 2): "nobody"}, cell("row", 2), "ledger.row_unknown"),
        ({cell("version", 2): "1.abc"}, cell("version", 2), "ledger.version_unknown"),
        ({cell("version", 2): None}, cell("version", 2), "ledger.version_unknown"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(
    filled: Store, tmp_path: Path, values: dict[str, Any], where: str, code: str
) -> None:
    found = look(filled, edited(exported(filled, tmp_path), values))
    assert refused(found) == [(where, code)]


def test_a_new_row_and_a_repeated_row_are_refused(filled: Store, tmp_path: Path) -> None:
    data = exported(filled, tmp_path)

    def copy(sheet: Any) -> None:
        for place, each in enumerate(list(sheet[5]), start=1):
            sheet.cell(11, place, each.value)
        sheet["E12"] = "新的点位"

    found = look(filled, edited(data, {}, copy))
    assert refused(found) == [(cell("row", 8), "ledger.row_twice"), ("E12", "ledger.row_unsaid")]


def test_merged_cells_are_refused(filled: Store, tmp_path: Path) -> None:
    where = f"{cell('note', 2)}:{cell('note', 4)}"
    found = look(filled, edited(exported(filled, tmp_path), {}, lambda s: s.merge_cells(where)))
    assert refused(found) == [(cell("note", 2), "ledger.merged")]


def test_a_site_of_another_area_is_not_there(filled: Store, tmp_path: Path) -> None:
    data = edited(exported(filled, tmp_path), {cell("note", 2): "甲"})
    clerk = Actor("x", "甲", role=Role.CLERK, areas=("999999",))
    found = look(filled.seen_from(clerk.areas), data, clerk)
    assert {code for _, code in refused(found)} == {"ledger.row_unknown"}


# --- the real office -------------------------------------------------------------------------


def test_libreoffice_opens_it_and_what_it_saves_comes_back_unchanged(
    filled: Store, tmp_path: Path
) -> None:
    texts = {"note": ("", "=1+1\n第二行 _x0041_ <&>"), "supporting_units": ("", "0012")}
    said(filled, exported(filled, tmp_path), **texts, deadline=("", "2024-12-31"))
    data = exported(filled, tmp_path)
    saved = saved_by_office(data, tmp_path).read_bytes()
    assert saved != data
    found = look(filled, saved)
    assert (found.rows, found.changes, found.conflicts, refused(found)) == (7, [], [], [])
    again = edited(saved, {cell("measures", 4): "补签"})
    # openpyxl takes the "_x0041_" of the note for an "A": what is asked for is the other edit
    typed = [each.edit for each in look(filled, again).changes if each.edit.name != Field.NOTE]
    assert [(each.cell, each.after) for each in typed] == [(cell("measures", 4), "补签")]


def test_libreoffice_shows_what_was_written(filled: Store, tmp_path: Path) -> None:
    shown = saved_by_office(exported(filled, tmp_path), tmp_path, UTF8_CSV).read_text("utf-8")
    for text in ("整改台账（截至2024年6月1日）", "自报完成", "未核实", "未定位", "石坪镇污水站"):
        assert text in shown


def test_what_came_in_with_very_many_others_has_its_history_in_the_sheet(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    with store.session() as session:
        import_file(session, ACTOR, sample(tmp_path, "gpkg"), settings, TODAY)
    data = exported(store, tmp_path)
    sites = {row["code"] for row in rows(data) if row["code"]}
    book = openpyxl.load_workbook(io.BytesIO(data))
    steps = list(book["整改过程"].iter_rows(min_row=4, values_only=True))
    assert {row[1] for row in steps if row[1]} == sites
    assert {row[7] for row in steps if row[1]} == {ACTOR.name}
    changed = edited(data, {cell("note", 2): "补记"})
    assert take(store, changed) == 1
    with store.session(read_only=True) as session:
        assert list(audit(session)) == []
