"""The real notice, which is never copied into the project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from geo_app.domain.notice import NoticeDraft, PlaceDraft, ProblemDraft
from geo_app.domain.status import Status
from geo_app.notice.parser import parse_notice
from geo_app.notice.reader import read_text
from geo_app.settings import Limits

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(
    not CASES.is_dir(), reason="the folder ../shared/cases with the real notice is not here"
)


@pytest.fixture(scope="module")
def draft() -> NoticeDraft:
    data = (CASES / "notice-kaifeng-2021.txt").read_bytes()
    return parse_notice(read_text(data, name="notice", limits=Limits()))


def problem(draft: NoticeDraft, number: int) -> ProblemDraft:
    return next(each for each in draft.problems if each.number == number)


def place(draft: NoticeDraft, number: int, words: str) -> PlaceDraft:
    return next(each for each in problem(draft, number).places if words in each.quote.text)


def codes(draft: NoticeDraft, number: int) -> set[str]:
    return {doubt.code.removeprefix("notice.") for doubt in problem(draft, number).doubts}


def test_frame(draft: NoticeDraft) -> None:
    assert draft.title is not None
    assert draft.title.text == "关于巡察整改情况的通报"
    assert draft.issuer is not None
    assert draft.issuer.text == "中共开封市生态环境局党组"
    assert str(draft.issued_on) == "2021-10-14"
    assert draft.closing.text.startswith("欢迎")
    assert "联系方式" not in problem(draft, 21).whole.text
    assert draft.doubts == ()


def test_problems_and_statuses(draft: NoticeDraft) -> None:
    assert [each.number for each in draft.problems] == list(range(1, 22))
    assert Counter(each.status for each in draft.problems) == {
        Status.CLAIMED: 20,
        Status.IN_WORK: 1,
    }
    assert problem(draft, 21).status is Status.IN_WORK


def test_places(draft: NoticeDraft) -> None:
    places = {each.number: each.places for each in draft.problems if each.places}
    assert sorted(places) == [12, 13, 15, 19, 20, 21]
    named = {number: [p for p in held if p.phrase] for number, held in places.items()}
    assert {number: len(held) for number, held in named.items()} == {
        12: 1, 13: 2, 15: 3, 19: 3, 20: 1, 21: 4,
    }  # fmt: skip
    nowhere = [p for p in places[21] if p.phrase is None]
    assert len(nowhere) == 12
    assert {p.status for p in nowhere} == {Status.CLAIMED}
    assert {"12座" in p.quote.text for p in nowhere} == {True}


@pytest.mark.parametrize(
    ("number", "words", "status", "category", "district", "unit"),
    [
        (12, "马家河桥东侧150米", Status.CLAIMED, "river_outlet", "鼓楼区", None),
        (13, "华夏大道惠济河大桥", Status.DISPUTED, "river_outlet", "禹王台区", None),
        (13, "陵园路惠济河桥东北侧", Status.CLAIMED, "river_outlet", "顺河区", None),
        (15, "红盛新型建材厂", Status.CLAIMED, "illegal_factory", None, "示范区"),
        (15, "柳园口段大堤", Status.CLAIMED, "dumping", "龙亭区", None),
        (15, "89公里处", Status.TRANSFERRED, "dumping", "龙亭区", None),
        (19, "兰博尔公司", Status.CLAIMED, "odour", "禹王台区", None),
        (19, "大地农化公司", Status.CLAIMED, "odour", "禹王台区", None),
        (20, "长虹结构有限公司", Status.DISPUTED, "air", "尉氏县", None),
        (21, "十八里铺", Status.IN_WORK, "sewage_station", "尉氏县", None),
        (21, "张市镇", Status.IN_WORK, "sewage_station", "尉氏县", None),
        (21, "大桥乡", Status.IN_WORK, "sewage_station", "尉氏县", None),
        (21, "黑帆社区", Status.IN_WORK, "sewage_station", "尉氏县", None),
    ],
)
def test_each_place(
    draft: NoticeDraft,
    number: int,
    words: str,
    status: Status,
    category: str,
    district: str | None,
    unit: str | None,
) -> None:
    found = place(draft, number, words)
    assert (found.status, found.category) == (status, category)
    assert (found.district, found.accounting_unit) == (district, unit)


def test_aliases_are_merged(draft: NoticeDraft) -> None:
    outlet = place(draft, 13, "华夏大道惠济河大桥")
    assert {alias.text for alias in outlet.aliases} >= {"华夏大道惠济河大桥排放口"}
    factory = place(draft, 15, "红盛新型建材厂")
    assert "示范区红盛新型建材厂" in {alias.text for alias in factory.aliases}
    park = problem(draft, 19).places[2]
    assert park.quote.text == "禹王台精细化工园区"
    assert {alias.text for alias in park.aliases} == {"集聚区", "园区"}


def test_who_acts(draft: NoticeDraft) -> None:
    assert place(draft, 12, "马家河桥").responsible_unit == "鼓楼区政府"
    assert place(draft, 13, "华夏大道").responsible_unit == "禹王台分局"
    assert place(draft, 15, "89公里处").responsible_unit == "黄河河务局"


def test_claims_have_their_own_days(draft: NoticeDraft) -> None:
    days = {
        number: {str(c.as_of) for c in problem(draft, number).claims if c.as_of_quote}
        for number in (10, 11, 14, 15, 18, 19)
    }
    assert days == {
        10: {"2021-06-30"},
        11: {"2021-04-12"},
        14: {"2021-07-16", "2021-09-30", "2021-09-22"},
        15: {"2021-04-30"},
        18: {"2021-06-29", "2021-07-23"},
        19: {"2021-05-31", "2021-08-15"},
    }


def test_numbers_with_units_and_periods(draft: NoticeDraft) -> None:
    said = {
        number: [(q.value, q.unit) for q in problem(draft, number).quantities]
        for number in (9, 19, 21)
    }
    assert said[9] == [(22, "项"), (5, "项"), (77, "%"), (5, "项"), (1, "项"), (80, "%")]
    assert said[19] == [(130, "件"), (130, "件"), (43, "件")]
    assert said[21] == [(n, "座") for n in (12, 10, 16, 12, 4, 4)]
    periods = [q.period for q in problem(draft, 19).quantities]
    assert [period.days if period else None for period in periods] == [366, 366, 227]


DOUBTS = {
    4: {"before_it_existed", "promise_only", "reply_off_topic"},
    9: {"better_without_number", "earlier_claim"},
    10: {"indicator_changed"},
    11: {"earlier_claim"},
    12: {"no_evidence", "cause_left"},
    13: {"relabelled", "name_varies", "cause_left"},
    15: {"handed_over"},
    16: {"term_not_answered", "rate_without_base", "work_left"},
    17: {"given_up"},
    18: {"similar_instead", "other_title", "earlier_claim"},
    19: {"count_changed", "periods_unequal", "place_not_answered"},
    20: {"denied"},
    21: {"sample_not_all", "counted_not_named"},
}


@pytest.mark.parametrize("number", DOUBTS)
def test_doubts_are_where_they_belong(draft: NoticeDraft, number: int) -> None:
    assert DOUBTS[number] - codes(draft, number) == set()


def test_sound_numbers_raise_no_doubt(draft: NoticeDraft) -> None:
    every = {number: codes(draft, number) for number in range(1, 22)}
    assert [n for n, held in every.items() if "rate_wrong" in held] == []
    assert [n for n, held in every.items() if "reply_off_topic" in held] == [4]
    assert [n for n, held in every.items() if "denied" in held] == [20]
