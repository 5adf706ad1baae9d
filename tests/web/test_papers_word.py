"""The Word file of a site: the words of the PDF, read back by the real office; an own template."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark
from geo_app.reports.paper import word
from geo_app.reports.paper.kinds import KINDS, WORD
from geo_app.reports.paper.template import shipped
from geo_app.settings import Papers
from geo_app.store.models import Site
from geo_app.store.people import Entry
from geo_app.work.desk import Desk
from tests import papers
from tests.ledgers import saved_by_office
from tests.papers import Filed, filed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    """Three photos."""
    with filed(tmp_path_factory.mktemp("word")) as found:
        papers.visit(found, datetime(2023, 8, 1, 2, tzinfo=UTC), PhotoRole.AFTER, 2)
        yield found


@pytest.fixture(scope="module")
def docx(made: Filed) -> bytes:
    return word.write(made.paper(), made.desk)


def words(data: bytes) -> str:
    """All words of the body, as Word keeps them, without blanks."""
    return "".join("".join(Document(io.BytesIO(data)).element.body.xpath(".//w:t/text()")).split())


def own(desk: Desk, file: Path) -> Desk:
    return replace(desk, settings=replace(desk.settings, papers=Papers(template=str(file))))


def told(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield "".join(value.split())
    elif isinstance(value, dict):
        for each in value.values():
            yield from told(each)
    elif isinstance(value, list):
        for each in value:
            yield from told(each)


def test_the_office_prints_every_word_and_every_picture(
    made: Filed, docx: bytes, tmp_path: Path
) -> None:
    pdf = saved_by_office(docx, tmp_path, "pdf", "site.docx").read_bytes()
    said = papers.text(pdf)
    for part in (
        "青石桥东侧150米处有污水外排",
        "四、整改情况（责任单位自报，不等于核实）",
        "132米",
        "未核实",
    ):
        assert part in said
    assert said.index("存疑") < said.index("一、基本情况")
    listed = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True)
    shown = [line for line in listed.stdout.decode().splitlines()[2:] if line.split()[2] == "image"]
    assert len(shown) == 3 + 2  # photos, map, code
    assert re.search(r"1/\d", said)  # the office counted its pages


def test_it_says_all_that_the_pdf_says(made: Filed, docx: bytes) -> None:
    paper = made.paper()
    shown = words(docx)
    unused = {"no_doubts", "no_claims", "no_photos", "no_visits", "no_finding", "no_picture"}
    labels = {"claim_short", "check_short", *unused}
    value = {name: each for name, each in paper.told.items() if name not in ("labels", "language")}
    value["labels"] = {
        name: each for name, each in paper.told["labels"].items() if name not in labels
    }
    value["printed"] = [each.told for each in paper.photos]
    missing = {each for each in told(value) if each not in shown}
    assert missing == set()


def test_photos_stand_in_frames_of_one_size_whole_and_with_words(docx: bytes) -> None:
    body = Document(io.BytesIO(docx)).element.body
    frames = body.xpath(".//w:trHeight[@w:hRule='exact']/@w:val")
    assert len(set(frames)) == 1
    assert len(frames) == 2  # three photos in two rows
    rows = [each for each in body.xpath(".//w:tr") if each.xpath(".//w:trHeight[@w:hRule='exact']")]
    sizes = [
        (int(each.get("cx")), int(each.get("cy")))
        for row in rows
        for each in row.xpath(".//wp:extent")
    ]
    assert len(sizes) == 3
    width, height = (each * 36_000 for each in word.FRAME_MM)
    assert all(
        cx <= width + 1 and cy <= height + 1 and (abs(cx - width) < 2 or abs(cy - height) < 2)
        for cx, cy in sizes
    )
    assert all(body.xpath(".//wp:docPr/@descr"))
    assert len(body.xpath(".//wp:docPr/@descr")) == 5


def test_the_same_content_gives_the_same_bytes_and_names_no_person(
    made: Filed, docx: bytes
) -> None:
    assert word.write(made.paper(), made.desk) == docx
    told_of = Document(io.BytesIO(docx)).core_properties
    assert (told_of.author, told_of.last_modified_by) == ("", "")
    assert told_of.title.endswith(made.code)


def test_what_was_typed_stays_what_it_is(made: Filed, tmp_path: Path) -> None:
    paper = made.paper()
    typed = (
        '{{ code }} {% for x in y %} {_{ x }_} </w:t> <w:br/> &amp; "“”" \u202e\uffff\x07 <![CDATA['
    )
    paper = replace(paper, told={**paper.told, "name": typed, "doubts": [typed]})
    shown = words(word.write(paper, made.desk))
    assert shown.count('{{code}}{%forxiny%}{_{x}_}</w:t><w:br/>&amp;"“”"<![CDATA[') == 2


def test_an_unlocated_site_without_photos_and_doubts_without_number(tmp_path: Path) -> None:
    with filed(tmp_path, photos=False) as made:
        with made.store.session() as session:
            other = session.scalars(select(Site).where(Site.name == "老槐镇污水站")).one()
            other.doubts = [Remark("place.border", {"n": 1}).to_json()] + [
                {"code": f"疑点第{n}条", "values": {}} for n in range(60)
            ]
            nowhere = Filed(made.house, other.id, other.code)
        data = word.write(nowhere.paper(), made.desk)
        assert all(f"{n + 2}.疑点第{n}条" in words(data) for n in range(60))
        assert len(Document(io.BytesIO(data)).inline_shapes) == 1  # the code
        paper = made.paper(language="en")
        english = words(word.write(paper, made.desk))
        assert "4.Claimsoftheresponsibleunit" in english
        assert "Notverified" in english


def test_an_own_template_is_used(made: Filed, tmp_path: Path) -> None:
    document = Document(io.BytesIO(shipped()))
    title = document.paragraphs[0]
    title.text = "青河市 {{ name"
    title.add_run(" }} 档案")  # Word cuts a placeholder in pieces as it likes
    file = tmp_path / "own.docx"
    document.save(file)
    data = word.write(made.paper(), own(made.desk, file))
    assert words(data).startswith("青河市青石桥东排口档案")
    assert word.write(made.paper(), own(made.desk, file)) == data


def test_the_page_offers_both_and_the_book_says_which(tmp_path: Path) -> None:
    with filed(tmp_path, photos=False) as made:
        client = made.house.app.test_client()
        address = f"/sites/{made.site}/paper.docx"
        assert address in client.get(f"/sites/{made.site}").text
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, KINDS[WORD])
        assert answer.headers["Cache-Control"] == "no-store"
        assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
        assert client.get(f"/sites/{made.site}/paper.odt").status_code == 404
        with made.store.session(read_only=True) as session:
            entry = session.scalars(select(Entry).where(Entry.kind == "exported")).one()
        assert (entry.subject, entry.data) == ("paper.docx", {"site": made.code})
