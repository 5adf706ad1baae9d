"""The fold from history to status: a claim is not a verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from geo_app.domain.history import SetRecheck, StatusFacts, fold
from geo_app.domain.status import EventKind, Status, is_overdue
from geo_app.domain.status_words import from_word

K = EventKind


@dataclass(frozen=True)
class Told:
    """An event as the fold sees it."""

    id: str
    kind: str
    as_of: date | None
    at: datetime = datetime(2024, 12, 1, tzinfo=UTC)
    data: Mapping[str, Any] = field(default_factory=dict)


def history(*told: tuple[EventKind, int]) -> list[Told]:
    """Events of March 2024, each of a day."""
    return [Told(f"{n:02}", kind, date(2024, 3, day)) for n, (kind, day) in enumerate(told)]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([], Status.OPEN),
        ([(K.FOUND, 1)], Status.OPEN),
        ([(K.FOUND, 1), (K.IN_WORK, 2)], Status.IN_WORK),
        ([(K.FOUND, 1), (K.CLAIMED, 2)], Status.CLAIMED),
        ([(K.FOUND, 1), (K.CLAIMED, 2), (K.INSPECTED, 3)], Status.CLAIMED),
        ([(K.FOUND, 1), (K.DISPUTED, 2)], Status.DISPUTED),
        ([(K.FOUND, 1), (K.TRANSFERRED, 2)], Status.TRANSFERRED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3)], Status.VERIFIED),
        ([(K.CLAIMED, 3), (K.VERIFIED, 3)], Status.VERIFIED),  # one day: the claim came first
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.CLOSED, 4)], Status.CLOSED),
        ([(K.CLAIMED, 2), (K.REFUSED, 3)], Status.IN_WORK),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.REFUSED, 3)], Status.IN_WORK),
        ([(K.CLAIMED, 2), (K.REFUSED, 3), (K.CLAIMED, 4)], Status.CLAIMED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.REOPENED, 4)], Status.RELAPSED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.CLOSED, 4), (K.REOPENED, 5)], Status.RELAPSED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.REOPENED, 4), (K.CLAIMED, 5)], Status.CLAIMED),
        ([(K.CLAIMED, 2), (K.IN_WORK, 3)], Status.IN_WORK),
        ([(K.CLAIMED, 2), (K.DISPUTED, 3), (K.VERIFIED, 4)], Status.VERIFIED),
        ([(K.CLAIMED, 2), (K.REVISIT_ASKED, 3)], Status.CLAIMED),
        ([(K.CLAIMED, 2), (K.REVISIT_ASKED, 3), (K.VERIFIED, 4)], Status.VERIFIED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.PUBLISHED, 4)], Status.VERIFIED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.CLOSED, 4), (K.RECHECKED, 5)], Status.CLOSED),
        ([(K.CLAIMED, 2), (K.VERIFIED, 3), (K.RECHECK_SET, 4)], Status.VERIFIED),
    ],
)
def test_a_history_amounts_to_a_status(told: list[tuple[EventKind, int]], status: Status) -> None:
    facts = fold(history(*told))
    assert (facts.status, dict(facts.ignored)) == (status, {})


@pytest.mark.parametrize(
    ("told", "status", "reason"),
    [
        ([(K.FOUND, 1), (K.VERIFIED, 2)], Status.OPEN, "history.nothing_claimed"),
        ([(K.VERIFIED, 1), (K.CLAIMED, 2)], Status.CLAIMED, "history.nothing_claimed"),
        ([(K.DISPUTED, 1), (K.VERIFIED, 2)], Status.DISPUTED, "history.nothing_claimed"),
        ([(K.CLAIMED, 1), (K.IN_WORK, 2), (K.VERIFIED, 3)], Status.IN_WORK,
         "history.nothing_claimed"),
        ([(K.CLAIMED, 1), (K.REFUSED, 2), (K.VERIFIED, 3)], Status.IN_WORK,
         "history.nothing_claimed"),
        ([(K.CLAIMED, 1), (K.CLOSED, 2)], Status.CLAIMED, "history.nothing_verified"),
        ([(K.IN_WORK, 1), (K.REFUSED, 2)], Status.IN_WORK, "history.nothing_to_refuse"),
        ([(K.CLAIMED, 1), (K.REOPENED, 2)], Status.CLAIMED, "history.nothing_to_reopen"),
        ([(K.CLAIMED, 1), (K.VERIFIED, 2), (K.DISPUTED, 3)], Status.VERIFIED,
         "history.already_checked"),
        ([(K.CLAIMED, 1), (K.VERIFIED, 2), (K.CLAIMED, 3)], Status.VERIFIED,
         "history.already_checked"),
        ([(K.CLAIMED, 1), (K.VERIFIED, 2), (K.CLOSED, 3), (K.REFUSED, 4)], Status.CLOSED,
         "history.closed_needs_reopening"),
        ([(K.FOUND, 1), (K.REVISIT_ASKED, 2)], Status.OPEN, "history.nothing_to_revisit"),
        ([(K.CLAIMED, 1), (K.VERIFIED, 2), (K.REVISIT_ASKED, 3)], Status.VERIFIED,
         "history.nothing_to_revisit"),
        ([(K.CLAIMED, 1), (K.PUBLISHED, 2)], Status.CLAIMED, "history.nothing_to_publish"),
        ([(K.CLAIMED, 1), (K.VERIFIED, 2), (K.CLOSED, 3), (K.PUBLISHED, 4)], Status.CLOSED,
         "history.nothing_to_publish"),
        ([(K.CLAIMED, 1), (K.RECHECKED, 2)], Status.CLAIMED, "history.nothing_to_recheck"),
        ([(K.CLAIMED, 1), (K.RECHECK_SET, 2)], Status.CLAIMED, "history.nothing_to_recheck"),
    ],
)  # fmt: skip
def test_an_event_that_does_not_fit_changes_nothing_and_says_why(
    told: list[tuple[EventKind, int]], status: Status, reason: str
) -> None:
    facts = fold(history(*told))
    assert (facts.status, [remark.code for remark in facts.ignored.values()]) == (status, [reason])
    for remark in facts.ignored.values():
        assert remark.text("zh") != remark.code
        assert "…" not in remark.text("zh") + remark.text("en")


def test_the_days_are_those_of_what_stands() -> None:
    told = [(K.FOUND, 1), (K.CLAIMED, 2), (K.CLAIMED, 4), (K.VERIFIED, 5), (K.CLOSED, 9)]
    facts = fold(history(*told))
    days = (facts.claimed_on, facts.verified_on, facts.closed_on, facts.status_on)
    assert [day.day for day in days if day] == [4, 5, 9, 9]


def test_a_refusal_takes_the_claim_and_its_day_away() -> None:
    facts = fold(history((K.CLAIMED, 2), (K.VERIFIED, 3), (K.REFUSED, 4)))
    assert (facts.claimed_on, facts.verified_on) == (None, None)


def test_a_day_that_only_orders_is_not_given_out_as_a_fact() -> None:
    claim = Told("a", K.CLAIMED, date(2024, 3, 5), data={"as_of_precision": "unknown"})
    check = Told("b", K.VERIFIED, date(2024, 3, 5))
    facts = fold([claim, check])
    assert (facts.status, facts.claimed_on, facts.verified_on) == (
        Status.VERIFIED,
        None,
        date(2024, 3, 5),
    )


def test_the_first_day_on_which_it_was_found_is_kept() -> None:
    assert fold(history((K.FOUND, 3), (K.FOUND, 1))).found_on == date(2024, 3, 1)
    unknown = Told("a", K.FOUND, date(2024, 3, 1), data={"as_of_precision": "unknown"})
    assert fold([unknown]).found_on is None


def test_the_claim_that_stands_is_named_until_it_is_used_up() -> None:
    told = history((K.CLAIMED, 1), (K.CLAIMED, 2), (K.VERIFIED, 3), (K.CLOSED, 4))
    assert fold(told).claim_id == told[1].id
    back = Told("z", K.REOPENED, date(2024, 3, 5))
    assert fold([*told, back]).claim_id is None


def test_a_visit_that_was_asked_for_is_answered_by_the_next_inspection() -> None:
    asked = [(K.CLAIMED, 1), (K.INSPECTED, 2), (K.REVISIT_ASKED, 3)]
    assert fold(history(*asked)).revisit_asked_on == date(2024, 3, 3)
    for later in (K.INSPECTED, K.VERIFIED, K.REFUSED, K.IN_WORK):
        assert fold(history(*asked, (later, 4))).revisit_asked_on is None


def test_a_refusal_and_a_relapse_say_from_when_photos_must_be_newer() -> None:
    moment = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
    for before, kind in (([(K.CLAIMED, 2)], K.REFUSED),
                         ([(K.CLAIMED, 2), (K.VERIFIED, 3)], K.REOPENED)):  # fmt: skip
        facts = fold([*history(*before), Told("z", kind, date(2024, 3, 4), moment)])
        assert (facts.refused_on, facts.refused_at) == (date(2024, 3, 4), moment)
        later = fold([*history(*before), Told("z", kind, date(2024, 3, 4))])
        assert later.refused_at == datetime(2024, 3, 4, tzinfo=UTC)
    assert fold(history((K.CLAIMED, 2))).refused_at is None


def test_what_followed_an_acceptance_does_not_outlive_it() -> None:
    told = [(K.CLAIMED, 1), (K.VERIFIED, 2), (K.PUBLISHED, 3), (K.CLOSED, 10), (K.RECHECKED, 20)]
    rain = {"day": "2024-03-25", "reason": "暴雨之后"}
    planned = Told("y", K.RECHECK_SET, date(2024, 3, 11), data=rain)
    facts = fold([*history(*told), planned])
    assert facts.published_on == date(2024, 3, 3)
    assert facts.rechecks == (SetRecheck(date(2024, 3, 25), "暴雨之后"),)
    assert facts.rechecked_on == (date(2024, 3, 20),)
    facts = fold([*history(*told), planned, Told("z", K.REOPENED, date(2024, 3, 26))])
    assert (facts.published_on, facts.rechecks, facts.rechecked_on) == (None, (), ())


def test_who_accepted_without_evidence_is_named_for_ever() -> None:
    override = {"override": {"name": "周领导", "reason": "省厅已现场验收"}}
    accepted = Told("m", K.VERIFIED, date(2024, 3, 2), data=override)
    facts = fold([*history((K.CLAIMED, 1)), accepted])
    assert [each.code for each in facts.overridden] == ["history.overridden"]
    later = history((K.CLAIMED, 1), (K.REOPENED, 3), (K.CLAIMED, 4), (K.VERIFIED, 5))
    assert fold([*later, accepted]).overridden == facts.overridden
    for language in ("zh", "en"):
        assert "省厅已现场验收" in facts.overridden[0].text(language)
    # what verified nothing overrode nothing
    assert fold([accepted]).overridden == ()


def test_what_a_file_tells_as_verified_was_not_verified_here() -> None:
    told = Told("z", K.VERIFIED, date(2024, 3, 2), data={"imported_from": "别处.geojson"})
    facts = fold([*history((K.CLAIMED, 1)), told])
    assert facts.status == Status.VERIFIED
    assert facts.reasons[-1].code == "history.verified_as_told"


def test_a_day_that_has_begun_in_the_east_has_hours_too() -> None:
    """At 07:00 in Shanghai UTC still writes yesterday's date."""

    def told(key: str, kind: K, hour: int) -> Told:
        return Told(key, kind, date(2024, 3, 6), datetime(2024, 3, 5, hour, tzinfo=UTC))

    hours = [told("c", K.CLAIMED, 20), told("b", K.REFUSED, 21), told("a", K.CLAIMED, 23)]
    assert fold(hours).status == Status.CLAIMED


def test_an_event_without_a_day_counts_on_the_day_it_was_recorded() -> None:
    claim = Told("a", K.CLAIMED, None, datetime(2024, 3, 5, 23, tzinfo=UTC))
    early = Told("b", K.VERIFIED, date(2024, 3, 4))
    late = Told("c", K.VERIFIED, date(2024, 3, 6))
    assert fold([claim, early]).status == Status.CLAIMED
    assert fold([claim, late]).status == Status.VERIFIED


def test_a_day_with_a_refusal_and_a_new_claim_ends_as_its_last_hour_says() -> None:
    def told(hour: int, kind: K) -> Told:
        return Told(str(hour), kind, date(2024, 3, 5), datetime(2024, 3, 5, hour, tzinfo=UTC))

    hours = [told(9, K.CLAIMED), told(10, K.REFUSED), told(15, K.CLAIMED), told(17, K.VERIFIED)]
    assert fold(hours).status == Status.VERIFIED
    assert fold(hours[:2]).status == Status.IN_WORK


def test_of_two_answers_told_afterwards_the_less_flattering_one_counts() -> None:
    later = datetime(2024, 3, 9, tzinfo=UTC)
    told = [Told(k, k, date(2024, 3, 5), later) for k in (K.REFUSED, K.VERIFIED, K.CLAIMED)]
    assert fold(told).status == Status.IN_WORK


def test_of_two_deadlines_of_one_day_the_one_recorded_later_counts() -> None:
    def deadline(key: str, hour: int, day: str) -> Told:
        at = datetime(2024, 3, 5, hour, tzinfo=UTC)
        return Told(key, K.DEADLINE_SET, date(2024, 3, 5), at, {"deadline": day})

    first, second = deadline("z", 9, "2024-06-01"), deadline("a", 10, "2024-05-01")
    assert fold([second, first]).deadline == date(2024, 5, 1)


def test_an_unreadable_deadline_is_no_deadline() -> None:
    told = Told("a", K.DEADLINE_SET, None, data={"deadline": "by and by"})
    assert fold([told]).deadline is None


def test_the_reasons_tell_the_story_in_sentences() -> None:
    facts = fold(history((K.FOUND, 1), (K.CLAIMED, 2), (K.VERIFIED, 3)))
    assert [reason.code for reason in facts.reasons] == [
        "history.found",
        "history.claimed",
        "history.verified",
    ]
    assert "2024-03-02" in facts.reasons[1].text("zh")
    assert "not a verification" in facts.reasons[1].text("en")


@pytest.mark.parametrize(
    ("status", "day", "overdue"),
    [
        (Status.OPEN, 2, True),
        (Status.CLAIMED, 2, True),  # a claim does not stop the clock
        (Status.TRANSFERRED, 2, True),
        (Status.VERIFIED, 2, False),
        (Status.CLOSED, 2, False),
        (Status.RELAPSED, 2, True),
        (Status.OPEN, 1, False),  # the last day is still in time
        (Status.OPEN, None, False),
    ],
)
def test_overdue_is_what_nobody_has_verified_in_time(
    status: Status, day: int | None, overdue: bool
) -> None:
    deadline = date(2024, 3, 1) if day else None
    facts = StatusFacts(status=status, deadline=deadline)
    assert is_overdue(facts, date(2024, 3, day or 9)) is overdue


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("未整改", Status.OPEN),
        ("未启动", Status.OPEN),
        ("尚未整改", Status.OPEN),
        ("反弹", Status.OPEN),
        ("", Status.OPEN),
        ("研究", Status.OPEN),
        ("正在整改", Status.IN_WORK),
        ("整改中", Status.IN_WORK),
        ("达到序时进度", Status.IN_WORK),
        ("未达序时进度", Status.IN_WORK),
        ("未整改到位", Status.IN_WORK),
        ("部分整改", Status.IN_WORK),
        ("基本完成整改", Status.IN_WORK),
        ("阶段性办结", Status.IN_WORK),
        ("正在办理", Status.IN_WORK),
        ("不予销号", Status.IN_WORK),
        ("限期整改", Status.IN_WORK),
        ("已启动", Status.IN_WORK),
        ("已整改", Status.CLAIMED),
        ("已完成", Status.CLAIMED),
        ("已完成整改", Status.CLAIMED),
        ("整改到位", Status.CLAIMED),
        ("已经完成，长期坚持", Status.CLAIMED),
        ("已办结", Status.CLAIMED),
        ("已验收", Status.CLAIMED),  # told by who had to act, so a claim
        ("已销号", Status.CLAIMED),
        ("有争议", Status.DISPUTED),
        ("性质变更", Status.DISPUTED),
        ("移交", Status.TRANSFERRED),
        ("已移交", Status.TRANSFERRED),
    ],
)
def test_a_word_of_a_notice_never_says_more_than_a_claim(word: str, status: Status) -> None:
    assert from_word(word) == status
