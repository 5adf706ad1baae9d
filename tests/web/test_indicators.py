"""Indicators: a file in after a look, the page with its figures, files that mean no good."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from geo_app.domain.actor import SYSTEM, Actor, Role
from geo_app.domain.indicator import Kind
from geo_app.errors import ForbiddenError, InputError, TooLargeError
from geo_app.settings import Limits, Settings
from geo_app.store.indicators import Indicator, IndicatorPoint
from geo_app.store.people import Entry
from geo_app.store.session import Store, open_store
from geo_app.work.indicators.book import Preview, load, preview, take_over
from geo_app.work.indicators.file import read
from tests.cli.program import run
from tests.web.conftest import UNHURRIED, House, Token, confirmed, token

__all__ = ["token"]
HEAD = "指标,类别,单位,周期,排名范围,起,止,数值,参排数,截至,来源"
GOOD = f"""{HEAD}
PM2.5,排名,,月,全省18市,2021-07-01,2021-07-31,7,18,2021-07-31,省厅通报
PM2.5,排名,,月,全省18市,2021年8月1日,2021年8月31日,第9位,18,2021年9月2日,省厅通报
PM2.5,排名,,累计,全省18市,2021-01-01,2021-09-22,11,,2021-09-22,省厅通报
地表水断面,排名,,月,全国城市,2020-11-01,2020-11-30,倒数第1位,337,2020-12-10,部通报
地表水断面,改善幅度排名,,累计,全国城市,2021-01-01,2021-06-30,21,,2021-07-20,部通报
臭气投诉,件数,件,时段,,2020-01-02,2020-12-31,130,,2020-12-31,12369
臭气投诉,件数,件,时段,,2021-01-01,2021-08-15,43,,2021-08-15,12369
"""
TODAY = date(2026, 11, 26)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with confirmed(tmp_path, rates=UNHURRIED) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return house.app.test_client()


def look(store: Store, data: bytes, actor: Actor = SYSTEM) -> Preview:
    with store.session(read_only=True) as session:
        return preview(session, actor, data, name="a.csv", limits=Limits(), today=TODAY)


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(name|seen)" value="([^"]*)"', page))
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert text
    return {**found, "text": html.unescape(text[1])}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_look_then_all_of_it(
    house: House, client: FlaskClient, token: Token, encoding: str
) -> None:
    csrf = token(client)
    assert "还没有任何指标" in client.get("/leader/indicators").text
    file = {"file": (io.BytesIO(GOOD.encode(encoding)), "指标.csv"), "csrf_token": csrf}
    seen = client.post("/leader/indicators/import", data=file)
    assert seen.status_code == 200
    assert "7 行：新增 7，更正 0，相同 0" in seen.text
    with house.store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(IndicatorPoint)) == 0
    form = {**hidden(seen.text), "csrf_token": csrf}
    done = client.post("/leader/indicators/import/confirm", data=form)
    assert (done.status_code, done.location) == (303, "/leader/indicators")
    # the same click again: what was looked at is no longer what would be kept
    assert client.post("/leader/indicators/import/confirm", data=form).status_code == 409
    page = client.get("/leader/indicators").text
    assert "第 9 位，共 18" in page
    assert "第 337 位，共 337" in page
    assert "第 11 位<" in page
    # 43 in 227 days against 130 in 365
    assert ">0.356<" in page
    assert ">0.189<" in page
    assert "−47%" in page
    assert "−67%" not in page
    # four ranks on four axes, the complaints on a fifth; one number alone is no line
    assert page.count('<section class="course-part"') == 5
    assert page.count('class="curve indicator"') == 2
    assert "截至2021年9月2日" in page
    assert "第 1" in page
    with house.store.session(read_only=True) as session:
        entry = session.scalars(select(Entry).where(Entry.kind == "imported")).one()
        assert (entry.subject, entry.data["added"]) == ("指标.csv", "7")
    client.set_cookie("language", "en")
    english = client.get("/leader/indicators").text
    assert "place 9 of 18" in english


def test_the_same_is_nothing_and_another_value_a_correction(house: House) -> None:
    for text, counts in (
        (GOOD, (7, 0, 0)),
        (GOOD, (0, 0, 7)),
        (GOOD.replace(",43,", ",44,").replace("省厅通报", "另报"), (0, 1, 6)),
    ):
        with house.store.session() as session:
            found = preview(
                session, SYSTEM, text.encode(), name="a.csv", limits=Limits(), today=TODAY
            )
            assert (len(found.added), len(found.corrected), found.same) == counts
            take_over(session, SYSTEM, found, name="a.csv")
    with house.store.session(read_only=True) as session:
        (kept,) = [each for each in load(session) if each.series.name.kind is Kind.COUNT]
        assert [each.value for each in kept.series.points] == [130, 44]
        assert [(each.value, who) for each, who, _ in kept.replaced] == [(43, SYSTEM.name)]
        assert session.scalar(select(func.count()).select_from(IndicatorPoint)) == 8
        assert session.scalar(select(func.count()).select_from(Indicator)) == 5
    page = house.app.test_client().get("/leader/indicators").text
    assert "原为 43 件" in page


ROW = "PM2.5,排名,,月,全省,2021-07-01,2021-07-31,7,18,2021-07-31,省厅"


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        (",7,", ",=1+1,", "value", "no_rank"),
        (",7,", ",19,", "value", "no_rank"),
        (",7,", ",7.5,", "value", "no_rank"),
        (",7,18,", ",倒数第7位,,", "value", "from_the_end"),
        (",排名,,月,全省,", ",数值,µg/m³,月,,", "of", "not_of_kind"),
        ("PM2.5,", "=cmd|' /C calc'!A0,", "name", "bad_text"),
        ("省厅", "＠SUM(A1)", "source", "bad_text"),
        ("省厅", "省\u202e厅", "source", "bad_text"),
        ("排名", "名次", "kind", "no_choice"),
        ("2021-07-31,7", "2021-07-30,7", "end", "no_period"),
        ("2021-07-01", "2021-02-30", "begin", "no_day"),
        (",2021-07-31,省", ",2021-07-30,省", "as_of", "too_early"),
        (",2021-07-31,省", ",2099-07-31,省", "as_of", "future"),
        (",18,", ",1e3,", "of", "no_of"),
        (",省厅", ",省厅,x", "row", "cells"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_kept(
    house: House, old: str, new: str, column: str, code: str
) -> None:
    assert old in ROW
    found = look(house.store, f"{HEAD}\n\n{ROW}\n{ROW.replace(old, new)}\n".encode())
    assert [(each.line, each.column, each.reason.code) for each in found.refusals] == [
        (4, column, f"indicator.{code}")
    ]
    assert "第 4 行" in found.refusals[0].text("zh")
    with house.store.session() as session:
        with pytest.raises(InputError):
            take_over(session, SYSTEM, found, name="a.csv")
        assert session.scalar(select(func.count()).select_from(IndicatorPoint)) == 0


@pytest.mark.parametrize(
    "value", ["NaN", "inf", "-inf", "1e999", "9" * 400, "1_000", "0x1f", "1,5", "٣", ""]
)
def test_what_is_no_number(value: str) -> None:
    row = f'气温,数值,度,日,,2021-07-01,2021-07-01,"{value}",,2021-07-01,局'
    (found,) = read(f"{HEAD}\n{row}\n".encode(), "a.csv", Limits(), TODAY).refusals
    assert (found.line, found.column) == (2, "value")
    assert len(found.text("en")) < 300


def test_the_same_period_twice_with_two_values(house: House) -> None:
    other = ROW.replace(",7,", ",8,")
    found = look(house.store, f"{HEAD}\n{ROW}\n{ROW}\n{other}\n".encode())
    assert len(found.added) == 1
    assert [(each.line, each.reason.values["line"]) for each in found.refusals] == [(4, 2)]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", InputError),
        (HEAD.encode(), InputError),
        (GOOD.encode().replace(b"43", b"4\x003"), InputError),
        (GOOD.encode("utf-16"), InputError),
        (b"\x89PNG\r\n\x1a\n\xff\xff", InputError),
        ((HEAD + ",x" * 100_000 + "\n").encode(), InputError),
        ((HEAD + ",指标\n" + ROW).encode(), InputError),
        (f"{HEAD}\n".encode() + b"," * 400_000, InputError),
        (f'{HEAD}\n"{"x" * 200_000}'.encode(), InputError),
        (f"{HEAD}\n".encode() + b"a\n" * 5_001, TooLargeError),
    ],
    ids=["empty", "head", "nul", "utf16", "png", "wide", "twice", "cells", "field", "rows"],
)
def test_files_that_mean_no_good(
    client: FlaskClient, token: Token, data: bytes, error: type[InputError]
) -> None:
    form = {"file": (io.BytesIO(data), "../../<b>坏.csv"), "csrf_token": token(client)}
    answer = client.post("/leader/indicators/import", data=form)
    assert answer.status_code == error.http_status
    assert "<b>坏" not in answer.text
    assert len(answer.data) < 100_000
    assert 'name="seen"' not in answer.text


def test_a_file_that_is_too_large_is_not_read() -> None:
    limits = Limits()
    with pytest.raises(TooLargeError):
        read(b"x" * (limits.indicator_bytes + 1), "a.csv", limits, TODAY)


def test_who_may(house: House) -> None:
    for role in Role:
        actor = Actor("x", "某人", role=role)
        if role in (Role.CLERK, Role.OPERATOR):
            assert look(house.store, GOOD.encode(), actor).added
        else:
            with pytest.raises(ForbiddenError):
                look(house.store, GOOD.encode(), actor)
    with pytest.raises(ForbiddenError):
        look(house.store, GOOD.encode(), Actor("x", "某人", role=Role.CLERK, areas=("410205",)))


def test_by_the_command(tmp_path: Path) -> None:
    data, file = str(tmp_path / "data"), tmp_path / "a.csv"
    file.write_bytes(GOOD.encode("gbk"))
    shown = run("indicators", "import", str(file), "--data", data)
    assert shown.returncode == 0, shown.stderr.decode()
    assert "什么也没有保存" in shown.stdout.decode()
    assert run("indicators", "import", str(file), "--yes", "--data", data).returncode == 0
    file.write_bytes(GOOD.replace(",43,", ",=43,").encode())
    bad = run("indicators", "import", str(file), "--yes", "--data", data)
    assert bad.returncode == 2
    assert "第 8 行，数值" in bad.stdout.decode()
    store = open_store(Settings(data=Path(data)))
    with store.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(IndicatorPoint)) == 7
    store.engine.dispose()
