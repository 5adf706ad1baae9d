"""What leaves the house is written down, and the record itself can be taken along."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from geo_app.store.people import Entry
from geo_app.web import records
from geo_app.work import places
from tests.web.conftest import OPERATOR
from tests.web.door import PASSWORD, Door


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_record_is_taken_along_and_says_so(door: Door, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(records, "LINES_AT_ONCE", 2)
    admin = door.administrator()
    door.add(admin, "=cmd|x", name="@SUM(A1)")
    answer = admin.get("/people/book.csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="door-book.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    head, *found = rows(answer.text)
    assert head[:4] == ["编号", "时间", "事项", "人员"]
    with door.house.store.session(read_only=True) as session:
        kept = session.scalars(select(Entry).order_by(Entry.seq.desc())).all()
    assert [row[0] for row in found] == [str(line.seq) for line in kept], "every line once"
    assert found[0][2:4] == ["导出", "管理"]
    assert found[0][5] == "/people/book.csv"
    assert "'=cmd|x" in {row[5] for row in found}
    assert not any(cell.startswith(("=", "@")) for row in found for cell in row)
    some = rows(admin.get("/people/book.csv?kind=added&kind=nonsense").text)
    assert {row[2] for row in some[1:]} == {"新增账户"}


def test_the_record_is_for_the_administrator(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    form = {"password": PASSWORD, "again": PASSWORD}
    door.post(li, door.add(admin, "li"), **form)
    assert li.get("/people/book.csv").status_code == 403
    assert door.browser().get("/people/book.csv").status_code == 303
    assert "exported" not in door.book()


def test_the_record_is_filtered_by_person_and_day_on_the_page_and_in_the_file(door: Door) -> None:
    admin, today = door.administrator(), f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    door.add(admin, "li", name="李100%巡")
    door.add(admin, "wang", name="王核")
    for query, there in (
        ("person=li", {"li"}),
        ("person=%25", set()),
        (f"since={today}&until={today}", {"li", "wang"}),
        ("until=2020-01-01", set()),
        ("since=2199-01-01", set()),
    ):
        found = rows(admin.get(f"/people/book.csv?kind=added&{query}").text)[1:]
        assert {row[5] for row in found} & {"li", "wang"} == there, query
        page = admin.get(f"/people/book?kind=added&{query}").text
        assert {each for each in ("li", "wang") if f"<td>{each}<" in page} == there, query
        assert f"/people/book.csv?kind=added&amp;{query.split('&')[0]}" in page, "the file, too"
    for wrong in (
        "since=x",
        "until=2026-13-01",
        "since=0001-01-01",
        "until=9999-12-31",
        "since=%00",
    ):
        for path in ("/people/book", "/people/book.csv"):
            assert admin.get(f"{path}?{wrong}").status_code == 400, wrong


def test_what_a_job_denies_is_written_down_as_what_the_door_denies(door: Door) -> None:
    admin, li = door.administrator(), door.browser()
    door.post(li, door.add(admin, "li"), password=PASSWORD, again=PASSWORD)
    with door.house.store.session() as session:
        site = places.confirm_all(session, OPERATOR, door.house.notice_id)[0].id
    assert door.post(li, f"/sites/{site}/refuse", reason="不可以").status_code == 403
    assert li.get("/people/book").status_code == 403
    with door.house.store.session(read_only=True) as session:
        denied = session.scalars(select(Entry).where(Entry.kind == "denied").order_by(Entry.seq))
        told = [(each.actor_name, each.subject) for each in denied]
    assert told == [("li", f"POST /sites/{site}/refuse"), ("li", "GET /people/book")]
