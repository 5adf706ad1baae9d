"""Whole notices that no rule was written for: each read against what a person finds in it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from geo_app.domain.notice import ProblemDraft
from geo_app.errors import InputError
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.settings import Limits
from tests.unit.invented_notices import NOTICES, Invented

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROWS = next(n for n in NOTICES if n.name.startswith("rows of a ledger"))


def read(data: bytes) -> str:
    return read_text(data, name="通报", limits=Limits())


def places(problem: ProblemDraft) -> tuple[str, ...]:
    return tuple(place.quote.text for place in problem.places if place.phrase is not None)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.name)
def test_notice_is_read_as_a_person_reads_it(notice: Invented) -> None:
    draft = parse_notice(notice.text)
    assert (str(draft.issued_on) if draft.issued_on else None) == notice.issued
    assert draft.closing.text.startswith(notice.closing)
    assert len(draft.problems) == len(notice.problems)
    for problem, expected in zip(draft.problems, notice.problems, strict=True):
        days = {str(claim.as_of) for claim in problem.claims if claim.as_of_quote}
        codes = {doubt.code.removeprefix("notice.") for doubt in problem.doubts}
        assert problem.status == expected.status
        assert places(problem) == expected.places
        assert sum(place.phrase is None for place in problem.places) == expected.nowhere
        assert days == set(expected.days)
        assert set(expected.doubts) - codes == set()
        assert codes & set(expected.quiet) == set()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.name)
def test_every_encoding_gives_the_same_notice(notice: Invented, encoding: str) -> None:
    assert read(notice.text.encode(encoding)) == notice.text


def docx(text: str) -> bytes:
    def paragraph(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    body = ""
    for line in text.splitlines():
        cells = line.split("\t")
        row = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
        body += f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" if len(cells) > 1 else paragraph(line)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def html(text: str) -> bytes:
    body = ""
    for line in text.splitlines():
        cells = line.split("\t")
        row = "".join(f"<td><p>{cell}</p></td>" for cell in cells)
        body += f"<table><tr>{row}</tr></table>" if len(cells) > 1 else f"<p>{line}</p>"
    return f'<html><meta charset="gbk"><body>{body}</body></html>'.encode("gb18030")


@pytest.mark.parametrize("file", [docx, html])
def test_table_of_a_file_reads_as_its_rows(file: Callable[[str], bytes]) -> None:
    draft = parse_notice(read(file(ROWS.text)))
    assert [str(problem.status) for problem in draft.problems] == [
        problem.status for problem in ROWS.problems
    ]
    assert [places(problem) for problem in draft.problems] == [
        problem.places for problem in ROWS.problems
    ]


def test_five_hundred_problems_are_read_in_time() -> None:
    item = (
        "问题{0}：发现清风路第{0}大桥上游约{0}米右岸有一处暗管排黑水，群众反映强烈。\n"
        "整改情况：已整改。暗管已于6月3日封堵，接入市政管网，加强巡查，逐一排查。\n"
    )
    text = "".join(item.format(number) for number in range(1, 501)) + "某局\n2022年7月1日\n"
    begun = time.process_time()
    draft = parse_notice(text)
    assert time.process_time() - begun < 10
    assert [len(problem.places) for problem in draft.problems] == [1] * 500


def entries(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(f"word/m{number}.xml", "x")
    return stream.getvalue()


def deflated(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * size)
    return stream.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "20 MB and one byte": lambda: b"a" * (20 * 1024 * 1024 + 1),
    "2,000,001 characters": lambda: "字".encode() * 2_000_001,
    "3,000 entries": lambda: entries(3_000),
    "deflate ratio": lambda: deflated(40_000_000),
    "truncated": lambda: docx("一段话" * 500)[:-60],
    "noise behind a zip head": lambda: b"PK\x03\x04" + bytes(range(256)) * 4_000,
    "only tags": lambda: b"<html>" + b"<div><table><td>" * 100_000,
    "an endless comment": lambda: b"<html><!--" + b"-" * 5_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_is_refused_in_one_line_and_in_time(kind: str) -> None:
    data = HOSTILE[kind]()
    begun = time.process_time()
    with pytest.raises(InputError) as caught:
        read(data)
    assert time.process_time() - begun < 5
    assert "\n" not in caught.value.text("zh")


@pytest.mark.parametrize("text", ["字" * 2_000_000, "1、" * 1_000_000, "\n" * 1_999_999 + "问"])
def test_longest_text_is_parsed_in_time(text: str) -> None:
    begun = time.process_time()
    draft = parse_notice(read(text.encode()))
    assert time.process_time() - begun < 10
    assert len(draft.text) == 2_000_000
