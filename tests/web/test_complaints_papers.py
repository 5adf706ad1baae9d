"""Complaints after a claim on the paper of a site: a doubt that cannot be left out, no words."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from geo_app.domain.actor import Actor, Role
from geo_app.domain.procedure import Step
from geo_app.errors import InputError
from geo_app.reports.batch.archive import Wanted
from geo_app.reports.batch.archive import write as write_many
from geo_app.reports.paper import word
from geo_app.reports.paper.template import shipped
from geo_app.reports.paper.write import write
from geo_app.settings import Papers
from geo_app.store.models import Site
from geo_app.work import reference
from geo_app.work.verification import Said, take
from tests import papers
from tests.complaints import DOUBT, HEAD, hear, line
from tests.ledgers import saved_by_office
from tests.papers import TODAY, Filed, filed

VERIFIER = Actor("v-1", "周核", role=Role.LEADER, unit="市整改办")
TITLE = "附：自报完成后的投诉（12369）"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("heard")) as found:
        hear(found.store, found.house.settings)
        yield found


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Filed]:
    with filed(tmp_path, photos=False) as found:
        hear(found.store, found.house.settings)
        yield found


def all_told(said: str) -> None:
    """The doubt above everything else; days, kinds and distances; and nothing of what was said."""
    assert DOUBT in said[said.index("存疑") : said.index("一、基本情况")]
    told = said[said.index(TITLE) : said.index("六、现场检查")]
    assert "自报之前239天8件，合每30天1.0件" in told
    assert "自报之后96天4件，合每30天1.2件" in told
    for month in (9, 10, 11, 12):
        assert f"2021年{month}月5日大气" in told
    assert "2021年8月5日" not in told
    assert "最近4件，共4件" in told
    assert "有异味" not in said
    assert "pwned" not in said
    assert "W12" not in said


def test_the_pdf_says_it_first_and_tells_what_it_rests_on(made: Filed) -> None:
    made_first = write(made.paper(), made.desk)
    all_told(papers.text(made_first))
    assert write(made.paper(), made.desk) == made_first


def test_the_office_prints_it_from_the_word_file(made: Filed, tmp_path: Path) -> None:
    data = word.write(made.paper(), made.desk)
    all_told(papers.text(saved_by_office(data, tmp_path, "pdf", "site.docx").read_bytes()))
    assert word.write(made.paper(), made.desk) == data


def test_english(made: Filed) -> None:
    said = papers.text(write(made.paper(language="en"), made.desk))
    assert "Claimeddone,then4complaints" in said
    assert "Complaintsaftertheclaim(12369)" in said
    assert "有异味" not in said


def test_a_template_that_leaves_the_doubt_out_is_refused(made: Filed, tmp_path: Path) -> None:
    document = Document(io.BytesIO(shipped()))
    for each in document.element.body.xpath(".//w:p[contains(., '{{ loop.index }}. {{ d }}')]"):
        each.getparent().remove(each)
    file = tmp_path / "own.docx"
    document.save(file)
    settings = replace(made.desk.settings, papers=Papers(template=str(file)))
    with pytest.raises(InputError) as refused:
        word.write(made.paper(), replace(made.desk, settings=settings))
    assert refused.value.code == "paper.template_doubts"


def test_a_refused_claim_has_no_complaints_after_it(fresh: Filed) -> None:
    assert DOUBT in papers.text(write(fresh.paper(), fresh.desk))
    with fresh.store.session() as session:
        take(session, VERIFIER, fresh.site, Step.REFUSE, Said("仍在排放"), fresh.desk, TODAY)
    paper = fresh.paper()
    assert paper.told["complaints"] is None
    assert "投诉" not in papers.text(write(paper, fresh.desk))


def test_one_without_complaints_after_the_claim_says_nothing(tmp_path: Path) -> None:
    with filed(tmp_path, photos=False) as quiet:
        rows = HEAD + line(1, "2021-08-31") + line(2, "2021-10-01", "老槐镇")
        hear(quiet.store, quiet.house.settings, rows)
        paper = quiet.paper()
        assert not any("件投诉" in each for each in paper.told["doubts"])


def test_thousands_are_counted_and_the_newest_listed(tmp_path: Path) -> None:
    with filed(tmp_path, photos=False) as loud:
        rows = HEAD + "".join(
            line(n, f"2021-{9 + n % 4:02}-{1 + n % 28:02} 10:{n % 60:02}") for n in range(5_000)
        )
        hear(loud.store, loud.house.settings, rows)
        begun = time.monotonic()
        paper = loud.paper()
        took = time.monotonic() - begun
        assert "自报完成后又有 5000 件投诉" in paper.told["doubts"]
        assert len(paper.told["complaints"]["rows"]) == loud.desk.settings.complaints.listed
        assert paper.told["complaints"]["shown"] == "最近 20 件，共 5000 件"
        assert paper.told["complaints"]["rows"][0][0] == "2021年12月28日"
        assert took < 3
        assert "最近20件，共5000件" in papers.text(write(paper, loud.desk))


def test_many_papers_say_what_each_says_alone(made: Filed, tmp_path: Path) -> None:
    districts = reference.districts(made.house.settings)
    for kind, alone in (("pdf", write), ("docx", word.write)):
        target = tmp_path / f"{kind}.zip"
        write_many(
            made.store, made.desk, districts, Wanted((made.site,), kind, date(2024, 8, 1)), target
        )
        with zipfile.ZipFile(target) as archive:
            assert archive.read(archive.namelist()[0]) == alone(made.paper(), made.desk)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ('{{ 7*7 }}</w:t><script>pwned()</script>#read("/etc/passwd")=1+1', "#read("),
        ("x" * 300, "x"),
        ("噪" * 300, "噪"),  # over two pages, so that only its signs are counted
    ],
    ids=["markup", "unbroken", "long"],
)
def test_a_kind_from_a_file_is_text_and_stays_on_the_page(
    tmp_path: Path, kind: str, part: str
) -> None:
    with filed(tmp_path / "house", photos=False) as made:
        with made.store.session() as session:
            session.get_one(Site, made.site).category = "other"
        quoted = '"' + kind.replace('"', '""') + '"'
        hear(made.store, made.house.settings, HEAD + line(1, "2021-10-05", kind=quoted))
        paper = made.paper()
        pdf = write(paper, made.desk)
        assert "".join(kind.split()) in papers.text(pdf)
        data = word.write(paper, made.desk)
        office = saved_by_office(data, tmp_path, "pdf", "site.docx").read_bytes()
        assert papers.text(office).count(part) >= kind.count(part)
        for each in (pdf, office):
            assert all(left >= 0 and right <= papers.A4_WIDTH for left, right in papers.boxes(each))
