"""What leaders read on paper: a notice with what became of it, and where the districts stand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy import text as sql

from geo_app.domain.actor import Actor, Role
from geo_app.domain.procedure import Step
from geo_app.errors import NotFoundError
from geo_app.reports.brief import district, notice
from geo_app.reports.brief.sheet import Sheet
from geo_app.reports.brief.write import write
from geo_app.reports.paper.kinds import KINDS
from geo_app.settings import Leader
from geo_app.store.models import Notice, Site
from geo_app.store.people import Entry
from geo_app.work import reference
from geo_app.work.standing import By
from geo_app.work.verification import Said, take
from tests import papers
from tests.complaints import DOUBT, hear
from tests.ledgers import saved_by_office
from tests.papers import TODAY, Filed, filed

VERIFIER = Actor("v-1", "周核", role=Role.LEADER, unit="市整改办")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("brief")) as found:
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Filed]:
    with filed(tmp_path, photos=False) as found:
        yield found


def summary(made: Filed, areas: tuple[str, ...] = (), language: str = "zh") -> Sheet:
    with made.store.seen_from(areas).session(read_only=True) as session:
        return notice.summary(session, made.house.notice_id, made.desk, TODAY, language)


def brief(made: Filed, by: By = By.DISTRICT, language: str = "zh") -> Sheet:
    outlines = reference.districts(made.house.settings)
    with made.store.session(read_only=True) as session:
        return district.brief(session, outlines, made.desk, TODAY, by, language)


def words(data: bytes) -> str:
    return "".join("".join(Document(io.BytesIO(data)).element.body.xpath(".//w:t/text()")).split())


def told(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield "".join(value.split())
    elif isinstance(value, dict):
        for each in value.values():
            yield from told(each)
    elif isinstance(value, list):
        for each in value:
            yield from told(each)


def line(section: dict[str, Any], label: str) -> str:
    return dict(section["lines"])[label]


def test_in_the_order_and_words_of_the_notice_with_the_evidence_under_each(made: Filed) -> None:
    whole, first, second = summary(made).told["sections"]
    assert whole["rows"] == [["问题", "2", "2", "0", "0"], ["点位", "2", "2", "0", "0"]]
    assert first["heading"] == "问题1（学习教育）"
    assert first["quote"] == "学习记录不全，抽查三份都没有签名。"
    assert line(first, "整改情况（通报原文）") == "已补签并装订。"
    assert line(first, "证据") == "没有点位，没有照片证据"
    assert line(second, "核查") == "未核实"
    assert line(second, "证据").startswith(
        "点位 2 处，其中未定位 1 处、没有照片 1 处；整改前 1 张，整改后 1 张"
    )
    assert [row[2] for row in second["rows"]] == ["未核实", "未核实"]
    assert "只有自报，没有独立核实。" in second["doubts"]


def test_a_verification_is_never_a_claim_and_every_doubt_is_there(fresh: Filed) -> None:
    with fresh.store.session() as session:
        site = session.get_one(Site, fresh.site)
        site.doubts = [{"code": f"疑点第{n}条", "values": {}} for n in range(60)]
        given = Said(override="照片不足，已到现场查看，口门确已封堵并核对图纸。")
        take(session, VERIFIER, fresh.site, Step.ACCEPT, given, fresh.desk, TODAY)
    made = summary(fresh)
    second = made.told["sections"][2]
    row = next(each for each in second["rows"] if each[0] == "青石桥东排口")
    assert row[1].startswith("自报完成")
    assert row[2].startswith("已核实")
    assert "特批" in row[2]
    for kind, read in (("pdf", papers.text), ("docx", words)):
        said = read(write(kind, made, fresh.desk))
        assert all(f"青石桥东排口：疑点第{n}条" in said for n in range(60))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("read", [summary, brief])
def test_both_layouts_say_all_of_it_and_the_same_each_time(
    made: Filed, read: Any, language: str
) -> None:
    sheet = read(made, language=language)
    for kind, reader in (("pdf", papers.text), ("docx", words)):
        content = write(kind, sheet, made.desk)
        assert write(kind, read(made, language=language), made.desk) == content
        said = reader(content)
        value = {name: each for name, each in sheet.told.items() if name != "language"}
        assert {each for each in told(value) if each not in said} == set()


def test_districts_sum_up_to_all_and_say_what_the_figures_do_not(made: Filed) -> None:
    for by in By:
        table, unsaid, _ = brief(made, by).told["sections"]
        *areas, whole = [[int(cell) for cell in row[1:10]] for row in table["rows"]]
        assert [sum(column) for column in zip(*areas, strict=True)] == whole
        assert whole[:3] == [2, 2, 0]
        assert unsaid["doubts"][0] == "2 处中有 2 处只有自报，没有独立核实。"


def test_complaints_after_a_claim_are_doubts_without_what_was_said(
    fresh: Filed, tmp_path: Path
) -> None:
    hear(fresh.store, fresh.house.settings)
    whole, _, second = summary(fresh).told["sections"]
    assert whole["doubts"] == ["2 处中有 1 处自报完成后又有投诉。"]
    assert "青石桥东排口：自报完成后又有 4 件投诉" in second["doubts"]
    assert brief(fresh).told["sections"][1]["doubts"][-1] == "2 处中有 1 处自报完成后又有投诉。"
    content = write("docx", summary(fresh), fresh.desk)
    office = saved_by_office(content, tmp_path, "pdf", "brief.docx").read_bytes()
    for said in (papers.text(office), papers.text(write("pdf", summary(fresh), fresh.desk))):
        assert f"青石桥东排口：{DOUBT}" in said
        assert "有异味" not in said
    assert "2处中有1处自报完成后又有投诉" in papers.text(write("pdf", brief(fresh), fresh.desk))
    with fresh.store.session() as session:
        take(session, VERIFIER, fresh.site, Step.REFUSE, Said("仍在排放"), fresh.desk, TODAY)
    for sheet in (summary(fresh), brief(fresh)):
        assert "投诉" not in "".join(told(sheet.told))


def test_the_urgent_sites_count_it_and_too_many_sites_are_said(fresh: Filed) -> None:
    with fresh.store.session() as session:
        session.get_one(Site, fresh.site).deadline = TODAY
    before = brief(fresh).told["sections"][2]["rows"][0]
    hear(fresh.store, fresh.house.settings)
    after = brief(fresh).told["sections"][2]["rows"][0]
    assert [int(row[-1]) for row in (before, after)] == [int(before[-1]), int(before[-1]) + 1]
    few = replace(fresh.desk.settings, leader=Leader(past_sites=1))
    outlines = reference.districts(fresh.house.settings)
    with fresh.store.session(read_only=True) as session:
        sheet = district.brief(session, outlines, replace(fresh.desk, settings=few), TODAY)
    assert sheet.told["sections"][1]["doubts"][-1].startswith("点位超过 1 处，没有统计")


def test_the_office_opens_both(made: Filed, tmp_path: Path) -> None:
    content = write("docx", summary(made), made.desk)
    said = papers.text(saved_by_office(content, tmp_path, "pdf", "brief.docx").read_bytes())
    assert "《关于柳河督察整改情况的通报》整改情况汇总" in said
    assert "发文机关、文号、签发人由出具单位填写" in said
    assert "没有点位，没有照片证据" in said


def test_who_sees_none_of_a_notice_gets_none_of_it(made: Filed) -> None:
    with pytest.raises(NotFoundError):
        summary(made, ("410221",))
    own = summary(made, ("410204",)).told["sections"]
    assert [each["heading"] for each in own[1:]] == ["问题2（入河排污口）"]
    assert [row[0] for row in own[1]["rows"]] == ["青石桥东排口"]


def test_markup_of_a_notice_stays_words(fresh: Filed) -> None:
    typed = '#read("/etc/passwd") {{ l }} {% for %} </w:t> *粗* \u202e\x07'
    with fresh.store.session() as session:
        session.execute(sql("UPDATE notice SET title = :words"), {"words": typed})
        session.execute(sql("UPDATE site SET name = :words"), {"words": typed})
    sheet = summary(fresh)
    for kind, read in (("pdf", papers.text), ("docx", words)):
        said = read(write(kind, sheet, fresh.desk))
        assert said.count('#read("/etc/passwd"){{l}}{%for%}</w:t>*粗*') >= 2
        assert "root:" not in said


def test_pages_offer_them_and_the_book_says_who_took_them(fresh: Filed) -> None:
    client = fresh.house.app.test_client()
    addresses = [f"/notices/{fresh.house.notice_id}/summary.{kind}" for kind in KINDS] + [
        f"/leader/brief.{kind}?by=district" for kind in KINDS
    ]
    shown = client.get("/ledger").text + client.get("/leader").text
    for address in addresses:
        assert address in shown
        answer = client.get(address)
        kind = address.partition(".")[2].partition("?")[0]
        assert (answer.status_code, answer.mimetype) == (200, KINDS[kind])
        assert answer.headers["Cache-Control"] == "no-store"
    for address in ("/notices/nothing/summary.pdf", "/leader/brief.odt"):
        assert client.get(address).status_code == 404
    for address in ("/leader/brief.pdf?by=x", "/leader/brief.pdf?day=2024-01-01"):
        assert client.get(address).status_code == 400
    with fresh.store.session(read_only=True) as session:
        query = select(Entry.subject).where(Entry.kind == "exported").order_by(Entry.seq)
        assert list(session.scalars(query)) == [
            "summary.pdf", "summary.docx", "brief.pdf", "brief.docx"
        ]  # fmt: skip


def test_a_notice_without_title_and_text(fresh: Filed) -> None:
    with fresh.store.session() as session:
        found = session.scalars(select(Notice)).one()
        found.title = None
        session.execute(sql("UPDATE problem SET finding = NULL, reply = NULL"))
    sheet = replace(summary(fresh))
    assert "（无标题）" in sheet.told["title"]
    assert "没有通报原文" in papers.text(write("pdf", sheet, fresh.desk))
