"""Complaints after a claim in the map that is one file: for the office, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_app.domain.actor import Actor, Role
from geo_app.domain.procedure import Step
from geo_app.reports.map_file.choice import Choice, chosen
from geo_app.work.verification import Said, take
from tests import map_files
from tests.complaints import HEAD, ROWS, hear, line
from tests.map_files import OFFICE, PUBLIC, properties
from tests.papers import TODAY, Filed, filed

VERIFIER = Actor("v-1", "周核", role=Role.LEADER, unit="市整改办")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Filed]:
    with filed(tmp_path, photos=False) as found:
        hear(found.store, found.house.settings)
        yield found


def page(made: Filed, choice: Choice = OFFICE, language: str = "zh") -> bytes:
    return map_files.made(made.store, made.desk, TODAY, choice, language)


def accept(made: Filed, step: Step = Step.ACCEPT) -> None:
    said = "照片不足，已到现场查看，口门确已封堵并核对图纸。"
    given = Said(override=said) if step is Step.ACCEPT else Said(said)
    with made.store.session() as session:
        take(session, VERIFIER, made.site, step, given, made.desk, TODAY)


def test_the_office_reads_it_in_list_and_card(made: Filed) -> None:
    text = page(made).decode()
    assert properties(text.encode())[made.code]["complaints"] == {
        "message": "自报完成后又有 4 件投诉"
    }
    assert '<span class="site-complaints">自报完成后又有 4 件投诉</span>' in text
    assert "自报后有投诉 1" in text
    assert "有异味" not in text
    assert "pwned" not in text
    assert page(made) == text.encode()


@pytest.mark.parametrize("positions", ["coarse", "none"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_reads_no_small_number_no_time_and_no_words(
    made: Filed, positions: str, language: str
) -> None:
    def told() -> tuple[str, str]:
        text = page(made, chosen(public=True, positions=positions), language).decode()
        assert "有异味" not in text
        assert not [n for n in (9, 10, 11, 12) if f"2021年{n}月5日" in text]
        assert not [n for n in (9, 10, 11, 12) if f"2021-{n:02}-05" in text]
        return text, properties(text.encode())[made.code]["complaints"]["message"]

    few = {"zh": "自报完成后又有投诉（不足 5 件）", "en": "fewer than 5"}[language]
    assert few in told()[1]
    before = told()
    hear(made.store, made.house.settings, HEAD + line(20, "2021-09-09"))
    after = told()
    assert ("5 件投诉" if language == "zh" else "then 5 complaints") in after[1]
    # how many of them came after the verification would tell of time
    accept(made)
    assert told()[1] == after[1]
    assert before[1] != after[1]


def test_below_the_number_a_file_for_everybody_is_the_same_whoever_else_complains(
    made: Filed, tmp_path: Path
) -> None:
    with filed(tmp_path / "other", photos=False) as other:
        one = ROWS.split("\n")[0] + "\n" + line(12, "2021-12-05")
        hear(other.store, other.house.settings, one)
        assert page(other, PUBLIC) == page(made, PUBLIC)


def test_a_refused_claim_and_one_without_complaints_say_nothing(made: Filed) -> None:
    told = properties(page(made))
    assert [each["complaints"] for code, each in told.items() if code != made.code] == [None]
    accept(made, Step.REFUSE)
    for choice in (OFFICE, PUBLIC):
        text = page(made, choice)
        assert properties(text)[made.code]["complaints"] is None
        assert "自报后有投诉".encode() not in text
