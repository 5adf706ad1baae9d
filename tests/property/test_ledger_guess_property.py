"""Guessing what columns mean: no order of columns matters, no meaning is given twice."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.status import DONE_AS_CHECKED, Status
from geo_app.notice.ledger.cells import Day, day_in, standing
from geo_app.notice.ledger.guess import Column, guess
from geo_app.notice.ledger.meanings import OWN, SYNONYMS, Meaning, folded
from geo_app.notice.ledger.titles import Why, best
from tests import foreign_ledgers

WORDS = sorted(SYNONYMS)
titles = st.one_of(
    st.sampled_from(WORDS),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map("".join),
    st.text(alphabet="整改单位时限状态编号（）/ *" + string.ascii_letters, min_size=1, max_size=12),
)
samples = st.lists(
    st.sampled_from(
        [
            "2021年10月14日",
            "44500",
            "已整改",
            "114.3051",
            "34.8012",
            "鼓楼区住建局",
            "马家河东岸",
            "3",
        ]
    ),
    max_size=5,
)
columns = st.lists(st.tuples(titles, samples), min_size=1, max_size=16)


def as_columns(described: list[tuple[str, list[str]]]) -> list[Column]:
    return [Column(place, (title,), tuple(cells)) for place, (title, cells) in enumerate(described)]


@given(columns, st.dictionaries(titles, st.sampled_from([None, *Meaning]), max_size=6))
def test_no_two_columns_mean_the_same(
    described: list[tuple[str, list[str]]], kept: dict[str, Meaning | None]
) -> None:
    for found in (guess(as_columns(described)), guess(as_columns(described), kept)):
        meanings = [reason.meaning for reason in found.values()]
        assert len(meanings) == len(set(meanings))


@given(st.data(), st.lists(st.tuples(titles, samples), unique_by=lambda each: each[0], max_size=16))
def test_the_order_of_the_columns_does_not_matter(
    data: st.DataObject, described: list[tuple[str, list[str]]]
) -> None:
    shuffled = data.draw(st.permutations(described))

    def by_title(these: list[tuple[str, list[str]]]) -> dict[str, Meaning]:
        mapped = guess(as_columns(these))
        return {these[place][0]: reason.meaning for place, reason in mapped.items()}

    assert by_title(described) == by_title(shuffled)


@given(st.data())
def test_any_word_for_each_meaning_is_understood(data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(list(Meaning)), unique=True, min_size=1))
    words = [
        data.draw(st.sampled_from([word for word, each in SYNONYMS.items() if each is meaning]))
        for meaning in wanted
    ]
    dressed = [
        data.draw(
            st.sampled_from([word, f"{word}：", f" {word[:1]} {word[1:]}*", f"{word}（必填）"])
        )
        for word in words
    ]
    found = guess(as_columns([(title, []) for title in dressed]))
    assert [found[place].meaning for place in range(len(wanted))] == wanted


def test_each_word_stands_for_one_meaning_as_it_is_folded() -> None:
    assert len({folded(word) for word in SYNONYMS}) == len(SYNONYMS)
    assert set(OWN) == set(Meaning)
    assert sum(len(each) for each in _words_of_all().values()) == len(SYNONYMS)


def _words_of_all() -> dict[Meaning, list[str]]:
    from geo_app.notice.ledger.meanings import _WORDS

    return {meaning: words.split() for meaning, words in _WORDS.items()}


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (["2021年10月14日", "2021.10.15", "44500"], Meaning.DEADLINE),
        (["鼓楼区住建局", "龙亭区政府"], Meaning.RESPONSIBLE_UNIT),
        (["114.3051", "114.3777"], Meaning.LON),
        (["34.8012", "34.7999"], Meaning.LAT),
        (["宋城路桥向北50米", "马家河东岸"], Meaning.PLACE),
        (["已整改", "正在整改", "已完成"], Meaning.STATUS),
    ],
)
def test_a_title_that_says_nothing_leaves_it_to_the_cells(
    cells: list[str], meaning: Meaning
) -> None:
    found = guess([Column(0, ("甲乙丙",), tuple(cells))])
    assert (found[0].meaning, found[0].why) == (meaning, Why.CONTENT)


def test_a_ledger_in_other_words_is_understood() -> None:
    assert [best((title,)) for title in foreign_ledgers.HEADS] == [
        *(Meaning.REFERENCE, Meaning.FOUND_ON, Meaning.DISTRICT, Meaning.NAME, Meaning.PLACE),
        *(Meaning.FINDING, Meaning.MEASURES, Meaning.RESPONSIBLE_UNIT, Meaning.DEADLINE),
        *(Meaning.STATUS, Meaning.DONE_ON, Meaning.ACCEPTANCE),
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    serial = (day - date(1899, 12, 30)).days
    for written in (
        f"{y}年{m}月{d}日", f"{y}.{m}.{d}", f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d} 09:30",
        f"{y}{m:02}{d:02}", f"{serial}", f"{y} 年 {m} 月 {d} 日", f"{y}年{m}月{d}日前",
    ):  # fmt: skip
        assert day_in(written) == Day(day), written


@pytest.mark.parametrize(
    "words", ["", "年底", "10月14日", "2021年2月30日", "长期", "12", "1", "见附件"]
)
def test_what_tells_no_day_is_none(words: str) -> None:
    assert day_in(words) is None


@given(st.text(max_size=60))
def test_no_words_of_a_cell_lead_further_than_a_claim(words: str) -> None:
    for told in (words, f"已验收{words}", f"{words}已销号"):
        status = standing(told)
        assert status not in DONE_AS_CHECKED
        day_in(told)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("是", Status.CLAIMED), ("否", Status.OPEN), ("已销号", Status.CLAIMED),
        ("已验收", Status.CLAIMED), ("未验收", Status.OPEN), ("未销号", Status.OPEN),
        ("验收不合格", Status.OPEN), ("100%", Status.CLAIMED),
        ("60%", Status.IN_WORK), ("0%", Status.OPEN),
        ("正在整改", Status.IN_WORK), ("待验收", Status.IN_WORK), ("未完成", Status.IN_WORK),
        ("未整改", Status.OPEN), ("见附件", None), ("", None),
    ],
)  # fmt: skip
def test_how_it_stands(words: str, status: Status | None) -> None:
    assert standing(words) is status
