"""What holds for every history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo_app.domain.history import day_of, fold, steps
from geo_app.domain.status import DONE_AS_CHECKED, EventKind, Status
from geo_app.domain.status_words import from_word


@dataclass(frozen=True)
class Told:
    id: str
    kind: str
    as_of: date | None
    at: datetime
    data: Mapping[str, Any]


DAY = date(2024, 3, 1)
days = st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))
events = st.builds(
    Told,
    st.uuids().map(str),
    st.sampled_from(list(EventKind)).map(str),
    st.none() | days,
    st.integers(0, 6 * 24).map(
        lambda hours: datetime(2024, 3, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    st.sampled_from(
        [
            {},
            {"deadline": "2024-04-01"},
            {"deadline": "?"},
            {"as_of_precision": "unknown"},
            {"override": {"name": "周领导", "reason": "省厅已现场验收"}},
            {"imported_from": "别处.geojson"},
            {"day": "2024-03-09", "reason": "暴雨之后"},
            {"day": 9, "override": "?"},
        ]
    ),
)
histories = st.lists(events, max_size=12, unique_by=lambda event: event.id)
SELF_TOLD = {EventKind.VERIFIED}


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Told], random: Any) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(history)


@given(histories)
def test_each_step_is_the_fold_of_what_happened_by_then(history: list[Told]) -> None:
    told = steps([*history, *history])
    assert {event.id for event, _ in told} == {event.id for event in history}
    for number, (_, facts) in enumerate(told, start=1):
        assert facts == fold(event for event, _ in told[:number])
    # of each day the last step is what the events up to that day amount to
    for day in {day_of(event) for event in history}:
        by_then = [facts for event, facts in told if day_of(event) <= day]
        assert by_then[-1] == fold(each for each in history if day_of(each) <= day)


@given(histories, st.data())
def test_what_arrives_twice_counts_once(history: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=6)) if history else []
    assert fold([*history, *again]) == fold(history)


@given(histories)
def test_no_status_is_verified_without_a_verification(history: list[Told]) -> None:
    told = [event for event in history if event.kind not in SELF_TOLD]
    assert fold(told).status not in DONE_AS_CHECKED | {Status.RELAPSED}
    assert fold(told).verified_on is None


@given(histories)
def test_no_verification_counts_without_a_claim_not_after_it(history: list[Told]) -> None:
    def day(event: Told) -> date:
        return event.as_of or event.at.date()

    if fold(history).status in DONE_AS_CHECKED:
        claims = [day(e) for e in history if e.kind == EventKind.CLAIMED]
        checks = [day(e) for e in history if e.kind == EventKind.VERIFIED]
        assert any(claim <= check for claim in claims for check in checks)


@given(histories, events)
def test_a_further_claim_never_verifies(history: list[Told], event: Told) -> None:
    """More self-reports cannot lift what was not verified, unless they give a check its claim."""
    checks = [e for e in history if e.kind in (EventKind.VERIFIED, EventKind.CLOSED)]
    if not checks:
        claim = replace(event, kind=EventKind.CLAIMED)
        assert fold([*history, claim]).status not in DONE_AS_CHECKED


@given(histories)
def test_every_event_that_is_left_out_is_named_with_a_reason(history: list[Told]) -> None:
    facts = fold(history)
    assert set(facts.ignored) <= {event.id for event in history}
    for remark in (*facts.reasons, *facts.ignored.values()):
        for language in ("zh", "en"):
            assert remark.text(language) not in ("", remark.code)
            assert "…" not in remark.text(language)


@given(histories)
def test_what_was_left_out_changes_nothing_when_it_is_gone(history: list[Told]) -> None:
    facts = fold(history)
    rest = fold(event for event in history if event.id not in facts.ignored)
    assert replace(rest, ignored={}) == replace(facts, ignored={})
    assert rest.ignored == {}


@given(histories)
def test_the_days_fit_the_status(history: list[Told]) -> None:
    facts = fold(history)
    if facts.status in (Status.OPEN, Status.IN_WORK, Status.RELAPSED):
        assert facts.claimed_on is None
    if facts.status not in DONE_AS_CHECKED:
        assert (facts.verified_on, facts.closed_on) == (None, None)


@given(histories)
def test_what_belongs_to_a_claim_stands_only_with_it(history: list[Told]) -> None:
    facts = fold(history)
    if facts.claim_id is None:
        assert facts.revisit_asked_on is None
        assert (facts.published_on, facts.rechecks, facts.rechecked_on) == (None, (), ())
    else:
        assert facts.claim_id in {e.id for e in history if e.kind == EventKind.CLAIMED}
    if facts.status in DONE_AS_CHECKED:
        assert facts.claim_id is not None
        assert facts.revisit_asked_on is None
    else:
        assert (facts.published_on, facts.rechecks) == (None, ())


@given(histories, histories)
def test_an_override_is_never_lost(history: list[Told], later: list[Told]) -> None:
    """Whatever is recorded on later days, who accepted without evidence stays named."""
    known = {event.id for event in history}
    after = [
        replace(event, as_of=DAY + timedelta(days=40), at=event.at + timedelta(days=40))
        for event in later
        if event.id not in known
    ]
    before = fold(history).overridden
    assert fold([*history, *after]).overridden[: len(before)] == before


@given(histories)
def test_what_is_closed_stands_since_the_day_of_its_closure(history: list[Told]) -> None:
    """What is due for looking again is read from that day."""
    facts = fold(history)
    if facts.status is Status.CLOSED:
        assert facts.status_on == facts.closed_on


@given(histories)
def test_a_refusal_is_remembered_with_its_moment(history: list[Told]) -> None:
    facts = fold(history)
    backs = [e for e in history if e.kind in (EventKind.REFUSED, EventKind.REOPENED)]
    if facts.refused_at is not None:
        assert any(facts.refused_at <= e.at for e in backs)
    if not backs:
        assert (facts.refused_at, facts.refused_on) == (None, None)


@given(
    st.text(alphabet="已未正在整改完成销号验收移交反弹部分 abc１２", max_size=12)
    | st.text(max_size=12)
)
def test_no_word_of_a_notice_is_a_verification(word: str) -> None:
    assert from_word(word) not in DONE_AS_CHECKED
