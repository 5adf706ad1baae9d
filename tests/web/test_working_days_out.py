"""Working days beside the calendar in what is handed out: paper, ledger, brief, leader's page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from geo_app.domain import working_days
from geo_app.domain.particulars import DeadlineClass, Field
from geo_app.domain.status import EventKind
from geo_app.reports.brief import district
from geo_app.reports.paper import word
from geo_app.reports.paper.write import write
from geo_app.settings import LedgerLimits
from geo_app.store.models import Problem, Site
from geo_app.work import events, particulars, reference
from geo_app.work.particulars import Edit
from tests import papers
from tests.ledgers import edited, exported, rows, saved_by_office
from tests.papers import Filed, filed
from tests.storage.test_ledger_complaints import look
from tests.web.conftest import OPERATOR

TODAY = date(2024, 9, 27)
"""A Friday; of the days until then a Saturday and a Sunday are worked, and seven are holidays."""
DUE = date(2024, 10, 12)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Filed]:
    with filed(tmp_path / "house", photos=False) as found:
        set_to(found, DUE, DeadlineClass.AT_ONCE)
        yield found


def set_to(made: Filed, due: date, kind: DeadlineClass | None) -> None:
    """The deadline of the site, and its kind as that of its problem."""
    with made.store.session() as session:
        site = session.get_one(Site, made.site)
        events.add(
            session, OPERATOR, site, EventKind.DEADLINE_SET, None, {"deadline": due.isoformat()}
        )
        told = particulars.written(site.problem, None)[Field.DEADLINE_CLASS]
        if kind:
            edit = Edit(site.problem.id, Field.DEADLINE_CLASS, told, kind.value)
            particulars.amend(session, OPERATOR, [edit], LedgerLimits())


def test_the_papers_say_both(made: Filed, tmp_path: Path) -> None:
    assert working_days.between(TODAY, DUE) == 7
    paper = made.paper(today=TODAY)
    assert paper.told["states"][2][2] == "剩余 15 天（7 个工作日）"
    assert "剩余15天（7个工作日）" in papers.text(write(paper, made.desk))
    data = word.write(paper, made.desk)
    office = saved_by_office(data, tmp_path, "pdf", "site.docx").read_bytes()
    assert "剩余15天（7个工作日）" in papers.text(office)
    english = made.paper(today=TODAY, language="en").told["states"][2][2]
    assert english == "15 days left (7 working days)"
    late = made.paper(today=date(2024, 10, 14)).told["states"][2][2]
    assert late == "已超期 2 天（1 个工作日）"
    unknown = made.paper(today=date(working_days.FIRST - 1, 12, 31)).told["states"][2][2]
    assert "放假安排尚未收录" in unknown


def test_the_ledger_has_a_column_for_the_eye(made: Filed, tmp_path: Path) -> None:
    data = exported(made.store, tmp_path, TODAY)
    told = next(row for row in rows(data) if row["code"] == made.code)
    assert (told["days_left"], told["working_left"]) == (15, 7)
    assert exported(made.store, tmp_path, TODAY) == data
    others = [row["working_left"] for row in rows(data) if row["code"] != made.code]
    assert set(others) == {None}
    saved = saved_by_office(data, tmp_path).read_bytes()
    assert next(row for row in rows(saved) if row["code"] == made.code)["working_left"] == 7
    # what is only for the eye may be typed over, and a file of before, which has no such column
    sheet = openpyxl.load_workbook(io.BytesIO(data))["台账"]
    place = next(cell for cell in sheet[3] if cell.value == "距时限工作日")
    changed = {place.coordinate: None, f"{place.column_letter}4": 99}
    found = look(made.store, edited(data, changed))
    assert (found.is_clean, found.changes) == (True, [])


def test_another_kind_is_counted_by_the_calendar(made: Filed, tmp_path: Path) -> None:
    with made.store.session() as session:
        site = session.get_one(Site, made.site)
        edit = Edit(site.id, Field.DEADLINE_CLASS, "", DeadlineClass.BY_DATE.value)
        particulars.amend(session, OPERATOR, [edit], LedgerLimits())
    assert made.paper(today=TODAY).told["states"][2][2] == "剩余 15 天"
    told = rows(exported(made.store, tmp_path, TODAY))
    assert {row["working_left"] for row in told} == {None}
    assert "工作日" not in made.house.app.test_client().get("/leader").text


def test_brief_and_leader_say_it_of_the_urgent_sites(made: Filed) -> None:
    outlines = reference.districts(made.house.settings)
    with made.store.session(read_only=True) as session:
        told = district.brief(session, outlines, made.desk, TODAY).told["sections"][2]["rows"]
    assert "剩余 15 天（7 个工作日）" in told[0]
    today = made.house.app.extensions["geo_app"].today()
    with made.store.session() as session:
        problem = session.scalars(select(Problem).where(Problem.number == 2)).one()
        area = problem.sites[0].district_code
    due = today + timedelta(days=9)
    set_to(made, due, None)
    client = made.house.app.test_client()
    for path in ("/leader", f"/leader?area={area}"):
        text = client.get(path).text
        if working_days.uncovered(today, due):
            assert "放假安排尚未收录" in text
        else:
            n = working_days.between(today, due)
            assert re.search(rf"剩 9 天</span> <span[^>]*>{n} 个工作日</span>", text)
