"""The paper of a site: what stands on it, who gets it, what the book says; the real PDF is read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.procedure import Step
from geo_app.domain.remark import Remark
from geo_app.errors import NotFoundError
from geo_app.reports.paper.content import gather
from geo_app.reports.paper.write import write
from geo_app.settings import Papers
from geo_app.store.checkpoint import Checkpoint
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.work import reference
from geo_app.work.verification import Said, take
from tests import papers
from tests.papers import TODAY, Filed, filed

VERIFIER = Actor("v-1", "周核", role=Role.LEADER, unit="市整改办")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("paper")) as found:
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Filed]:
    with filed(tmp_path) as found:
        yield found


@pytest.fixture
def unseen(tmp_path: Path) -> Iterator[Filed]:
    """Without photos."""
    with filed(tmp_path, photos=False) as found:
        yield found


@pytest.fixture(scope="module")
def pdf(made: Filed) -> bytes:
    return write(made.paper(), made.desk)


@pytest.fixture(scope="module")
def said(pdf: bytes) -> str:
    return papers.text(pdf)


def between(text: str, first: str, second: str) -> str:
    return text[text.index(first) : text.index(second)]


def test_it_quotes_the_notice_and_says_where_with_which_radius(said: str) -> None:
    assert "青石桥东侧150米处有污水外排" in said
    assert "出处：《关于柳河督察整改情况的通报》，2021年10月14日，问题2" in said
    place = between(said, "三、位置", "四、整改情况")
    assert "青石桥东侧150米处" in place
    assert "推算位置（采用）" in place
    assert "132米" in place
    assert "GS(2024)0650号" in place
    assert "拍摄点（图内1，共1）" in place


def test_a_claim_stands_apart_and_nobody_has_verified(said: str) -> None:
    claims = between(said, "四、整改情况", "五、核查结论")
    assert "自报整改完成" in claims
    assert "已封堵" in claims
    checks = between(said, "五、核查结论", "六、现场检查")
    assert "没有核查结论" in checks
    assert "自报整改完成" not in checks.split("状态由来")[0]
    assert "自报核查整改时限自报完成未核实未定时限" in said
    assert "只有自报，没有独立核实" in said


def test_photos_of_one_size_with_verdict_and_reasons(made: Filed, pdf: bytes, said: str) -> None:
    shown = between(said, "七、照片", "八、签字")
    assert "印出2张，共2张" in shown
    assert shown.index("整改前") < shown.index("整改后")
    assert "李巡·市督查组" in shown
    assert "2023年6月1日10:00" in shown
    for check in (check for photo in made.paper().photos for check in photo.told["checks"]):
        assert "".join(check[2].split()) in shown
    listed = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True)
    sizes = {tuple(line.split()[3:5]) for line in listed.stdout.decode().splitlines()[2:]}
    assert len(sizes) == 1


def test_a_verification_stands_in_its_own_list_with_who_and_when(fresh: Filed) -> None:
    with fresh.store.session() as session:
        given = Said(override="照片不足，已到现场查看，口门确已封堵并核对图纸。")
        take(session, VERIFIER, fresh.site, Step.ACCEPT, given, fresh.desk, TODAY)
    said = papers.text(write(fresh.paper(), fresh.desk))
    assert "自报核查整改时限自报完成已核实（证据不足特批）" in said
    checks = between(said, "五、核查结论", "六、现场检查")
    assert "核实通过" in checks
    assert "周核" in checks
    assert "证据不足，特批通过" in checks
    assert "周核" not in between(said, "四、整改情况", "五、核查结论")
    assert "周核" in between(said, "存疑", "一、基本情况")


def test_every_doubt_is_there(unseen: Filed) -> None:
    with unseen.store.session() as session:
        site = session.get_one(Site, unseen.site)
        site.doubts = [Remark("place.border", {"n": n}).to_json() for n in range(1)] + [
            {"code": f"疑点第{n}条", "values": {}} for n in range(60)
        ]
    box = between(papers.text(write(unseen.paper(), unseen.desk)), "存疑", "一、基本情况")
    assert all(f"疑点第{n}条" in box for n in range(60))
    assert "没有照片证据" in box


def test_an_unlocated_site_has_no_map_and_says_so(unseen: Filed) -> None:
    with unseen.store.session(read_only=True) as session:
        other = session.scalars(select(Site).where(Site.name == "老槐镇污水站")).one()
        other = Filed(unseen.house, other.id, other.code)
    paper = other.paper()
    said = papers.text(write(paper, unseen.desk))
    assert paper.sketch is None
    assert "未定位：没有可以上图的位置" in said
    assert "没有位置。" in between(said, "存疑", "一、基本情况")


def test_the_same_content_gives_the_same_bytes(made: Filed, pdf: bytes) -> None:
    assert write(made.paper(), made.desk) == pdf
    assert write(made.paper(today=date(2024, 8, 2)), made.desk) != pdf


def test_fonts_are_embedded_subsets(pdf: bytes) -> None:
    told = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    rows = [line.split() for line in told.stdout.decode().splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert len(pdf) < 1_000_000


def test_the_foot_names_the_head_of_the_log(made: Filed, said: str) -> None:
    head = made.paper().head
    assert head.chain in said
    assert f"#{head.size}" in said
    assert Checkpoint.open(head.sign(made.desk.signer), made.desk.signer.public) == head


def test_a_camera_reads_the_signed_head_off_the_page(made: Filed, pdf: bytes) -> None:
    pages = subprocess.run(
        ["pdftoppm", "-r", "254", "-png", "-f", "3", "-l", "3", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    picture = cv2.imdecode(np.frombuffer(pages.stdout, np.uint8), cv2.IMREAD_GRAYSCALE)
    # ten dots a millimetre: what stands left below the signatures, as a camera held over it sees it
    code = picture[600:1200, 230:610]
    note = cv2.QRCodeDetectorAruco().detectAndDecode(code)[0]
    assert Checkpoint.open(note, made.desk.signer.public) == made.paper().head


def test_before_stands_beside_after(fresh: Filed) -> None:
    for nth, role in enumerate((PhotoRole.DURING, PhotoRole.NEAR, PhotoRole.AFTER, PhotoRole.NEAR)):
        papers.visit(fresh, datetime(2023, 8, 1 + nth, 2, tzinfo=UTC), role, 2 + nth)
    told = [(each.told["role"], each.told["when"]) for each in fresh.paper().photos]
    assert told[:2] == [("整改前", "2023年6月1日 10:00"), ("整改后", "2023年8月3日 10:00")]
    assert [role for role, _ in told[2:]] == ["整改中", "整改后", "近景", "近景"]


def test_more_photos_than_fit_are_counted(made: Filed) -> None:
    desk = replace(made.desk, settings=replace(made.desk.settings, papers=Papers(photos=1)))
    with made.store.session(read_only=True) as session:
        districts = reference.districts(made.house.settings)
        paper = gather(session, made.site, desk, districts, TODAY)
    assert "印出1张，共2张" in papers.text(write(paper, desk))


def test_english(made: Filed) -> None:
    paper = made.paper(language="en")
    said = papers.text(write(paper, made.desk))
    assert "Notverified" in said
    assert "4.Claimsoftheresponsibleunit" in said
    assert not re.search("[一-鿿]", "".join(paper.told["labels"].values()))


def test_the_page_offers_it_and_the_book_says_who_took_it(fresh: Filed) -> None:
    client = fresh.house.app.test_client()
    address = f"/sites/{fresh.site}/paper.pdf"
    assert address in client.get(f"/sites/{fresh.site}").text
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    with fresh.store.session(read_only=True) as session:
        entry = session.scalars(select(Entry).where(Entry.kind == "exported")).one()
    assert (entry.subject, entry.data) == ("paper.pdf", {"site": fresh.code})


def test_an_imported_code_with_line_breaks_is_one_line_of_the_file_name(unseen: Filed) -> None:
    with unseen.store.session() as session:
        session.get_one(Site, unseen.site).code = "A\r\nX-Other: 1\u202e"
    answer = unseen.house.app.test_client().get(f"/sites/{unseen.site}/paper.pdf")
    assert answer.status_code == 200
    assert "X-Other" not in answer.headers
    assert "A%20X-Other%3A%201.pdf" in answer.headers["Content-Disposition"]


def test_a_site_of_another_district_is_not_there(unseen: Filed) -> None:
    elsewhere = replace(
        unseen, house=replace(unseen.house, store=unseen.store.seen_from(("410221",)))
    )
    with pytest.raises(NotFoundError):
        elsewhere.paper()
    own = replace(unseen, house=replace(unseen.house, store=unseen.store.seen_from(("410204",))))
    assert own.paper().code == unseen.code
    client = unseen.house.app.test_client()
    assert client.get("/sites/00000000-0000-0000-0000-000000000000/paper.pdf").status_code == 404
    with unseen.store.session(read_only=True) as session:
        assert not session.scalars(select(Entry).where(Entry.kind == "exported")).all()


def test_a_lost_original_stops_it_only_where_no_picture_is_left(fresh: Filed) -> None:
    papers.visit(fresh, datetime(2023, 8, 1, 2, tzinfo=UTC), PhotoRole.AFTER, 2)
    first = write(fresh.paper(), fresh.desk)
    shutil.rmtree(fresh.house.settings.data / "files" / "renditions", ignore_errors=True)
    assert write(fresh.paper(), fresh.desk) == first
