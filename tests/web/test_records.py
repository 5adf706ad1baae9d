"""What leaves the house is written down, and the record itself can be taken along."""

from __future__ import annotations

import csv
import io

from sqlalchemy import select

from geo_app.store.people import Entry
from geo_app.web import records
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
