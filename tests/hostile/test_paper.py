"""Words that want to be markup, commands or mischief stay words on the paper of a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import PhotoRole
from geo_app.reports.paper.write import write
from tests import papers
from tests.papers import Filed, filed

MARKUP = (
    '#image("/etc/passwd")',
    '#read("paper.typ") #sys.inputs #eval("1+1") #include "/etc/hosts"',
    "*粗* _斜_ `码` ```rust x``` $x^2$ @引用 <标签> = 标题 // 注释 /* 注 */",
    "#set page(width: 1pt) #panic() ] } ) \\ \\u{41} ~ -- ---",
    "https://example.com/%23 \"引号\" '单'",
    '"}], "doubts": [], "x": "',
    "<svg onload=alert(1)>&amp;&#65; ]]> <!-- -->",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    with filed(tmp_path_factory.mktemp("paper"), photos=False) as found:
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


def named(made: Filed, words: str) -> None:
    """Give the site a name and words that no door of the program would let in as they are."""
    with made.store.session() as session:
        told = {"words": words, "id": made.site}
        session.execute(sql("UPDATE site SET name = :words, place_text = :words, "
                            "accounting_unit = :words WHERE id = :id"), told)  # fmt: skip


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("words", MARKUP)
def test_markup_is_printed_as_it_was_typed(made: Filed, words: str) -> None:
    named(made, words)
    pdf = write(made.paper(), made.desk)
    said = papers.text(pdf)
    assert said.count(squeezed(words)) >= 2
    assert "root:" not in said  # no file of the computer was read
    assert b"/URI" not in pdf
    assert b"/JavaScript" not in pdf


def test_a_note_and_a_name_of_a_person_are_words_too(unseen: Filed) -> None:
    actor = Actor("i-2", "#strong[王]*巡*", unit="$单位$")
    at = datetime(2023, 7, 5, 7, tzinfo=UTC)
    papers.visit(unseen, at, PhotoRole.AFTER, 1, note="#pagebreak() 见 `附件`", actor=actor)
    said = papers.text(write(unseen.paper(), unseen.desk))
    assert said.count("#strong[王]*巡*·$单位$") >= 2
    assert "#pagebreak()见`附件`" in said


@pytest.mark.parametrize(
    "words",
    ["A" * 5_000, "无" * 5_000, "https://" + "x/" * 900, "😀𠮷" * 40, "﷽" * 60, "a\u0301" * 500],
    ids=["letters", "characters", "address", "unknown glyphs", "wide", "combining"],
)
def test_no_length_and_no_sign_stops_it_or_leaves_the_page(made: Filed, words: str) -> None:
    named(made, words)
    pdf = write(made.paper(), made.desk)
    boxes = papers.boxes(pdf)
    assert boxes
    assert all(left >= 0 and right <= papers.A4_WIDTH - 20 for left, right in boxes)


def test_signs_that_turn_a_line_round_are_left_out(made: Filed) -> None:
    named(made, "甲\u202e乙\u2066丙\x07丁")
    paper = made.paper()
    said = papers.text(write(paper, made.desk))
    assert "甲乙丙丁" in said
    assert not set("\u202e\u2066\x07") & set(said)
