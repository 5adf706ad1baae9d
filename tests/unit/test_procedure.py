"""What bars which step: the rules alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geo_app.domain.actor import RIGHTS, Actor, Right, Role
from geo_app.domain.history import StatusFacts
from geo_app.domain.procedure import RULES, Bar, Case, Step, obstacles
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind, Status
from geo_app.words import TABLE

TODAY = date(2024, 5, 1)
VERIFIER = Actor("v", "王核查", "核查办", Role.VERIFIER)
CLERK = Actor("c", "赵经办", "整改办", Role.CLERK)
CLAIMED = Case(
    StatusFacts(status=Status.CLAIMED, claim_id="x"),
    responsible_unit="河务所",
    claimant_id="w",
    photographers=frozenset({"p"}),
    notice_days=7,
)


def codes(step: Step, actor: Actor, case: Case, today: date = TODAY) -> list[str]:
    return [each.reason.code for each in obstacles(step, actor, case, today)]


def test_nothing_bars_an_independent_verifier_from_a_claim_with_evidence() -> None:
    assert codes(Step.ACCEPT, VERIFIER, CLAIMED) == []


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (replace(VERIFIER, unit="河务所"), "verification.own_unit"),
        (replace(VERIFIER, unit="河 务 所"), "verification.own_unit"),
        (replace(VERIFIER, unit=None), "verification.unit_unsaid"),
        (replace(VERIFIER, id="w"), "verification.own_claim"),
        (replace(VERIFIER, id="p"), "verification.own_photos"),
        (replace(VERIFIER, role=Role.INSPECTOR), "actor.no_right"),
    ],
)
@pytest.mark.parametrize("step", [Step.ACCEPT, Step.RECHECK])
def test_each_condition_of_the_four_eyes_bars_alone(step: Step, actor: Actor, code: str) -> None:
    found = obstacles(step, actor, CLAIMED, TODAY)
    assert [(each.bar, each.reason.code) for each in found] == [(Bar.RIGHTS, code)]


def test_every_judgement_needs_other_eyes() -> None:
    judging = {step for step, rule in RULES.items() if rule.right is Right.VERIFY}
    judging -= {Step.SET_RECHECK}  # to plan a look is no judgement
    assert {step for step in RULES if RULES[step].other_person} == judging
    assert judging | {Step.CLOSE} == {step for step in RULES if RULES[step].other_unit}
    praising = {step for step in RULES if RULES[step].not_by_photographer}
    assert praising == {Step.ACCEPT, Step.RECHECK}


def test_no_role_but_the_operator_both_reports_and_verifies() -> None:
    both = {role for role, rights in RIGHTS.items() if {Right.REPORT, Right.VERIFY} <= rights}
    assert both == {Role.OPERATOR}


def test_each_step_has_a_rule_an_event_of_its_own_and_words() -> None:
    assert set(RULES) == set(Step)
    assert len({rule.kind for rule in RULES.values()}) == len(Step)
    for step in Step:
        assert f"step.{step}" in TABLE
        assert f"event.{RULES[step].kind}" in TABLE
    assert all(f"event.{kind}" in TABLE for kind in EventKind)


def test_missing_evidence_bars_an_acceptance_only() -> None:
    lacking = replace(CLAIMED, missing=(Remark("demand.presence"), Remark("demand.independent")))
    found = obstacles(Step.ACCEPT, VERIFIER, lacking, TODAY)
    assert [each.bar for each in found] == [Bar.EVIDENCE] * 2
    assert codes(Step.REFUSE, VERIFIER, lacking) == []


def test_a_relapse_asks_for_newer_photos_as_a_refusal_does() -> None:
    back = replace(CLAIMED, facts=StatusFacts(refused_at=datetime(2024, 4, 1, tzinfo=UTC)))
    assert codes(Step.CLAIM, CLERK, back) == ["verification.newer_photos"]
    assert codes(Step.CLAIM, CLERK, replace(back, newer_photos=True)) == []


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        (7, date(2024, 4, 30), ["verification.notice_runs"]),
        (7, date(2024, 5, 1), []),
        (0, date(2024, 4, 24), []),
    ],
)
def test_the_last_day_of_the_notice_is_still_notice(
    days: int, today: date, expected: list[str]
) -> None:
    facts = StatusFacts(status=Status.VERIFIED, published_on=date(2024, 4, 24))
    case = replace(CLAIMED, facts=facts, notice_days=days)
    assert codes(Step.CLOSE, CLERK, case, today) == expected


def test_what_the_history_does_not_allow_is_said_in_words_of_its_own() -> None:
    history = {code for code in TABLE if code.startswith("history.")}
    reasons = {code for code in history if "{event}" in TABLE[code][0]}
    assert reasons
    for code in reasons:
        case = replace(CLAIMED, unfit={Step.CLOSE: Remark(code)})
        (said,) = codes(Step.CLOSE, CLERK, case)
        assert said in TABLE
