"""Nothing is accepted without what is demanded; who decides in spite of that is named for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geo_app.domain.actor import Actor, Role
from geo_app.domain.evidence.nouns import Outcome
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.persona import said
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, GeoAppError
from geo_app.work import sites
from geo_app.work import verification as job
from tests.storage.helpers import happened
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    LEADER,
    VERIFIER,
    WORKER,
)
from tests.storage.verification_case import WHY, Case

# --- evidence ---------------------------------------------------------------------------------


def test_without_the_evidence_that_is_demanded_nothing_is_accepted(case: Case) -> None:
    with pytest.raises(job.MissingEvidenceError) as caught:
        case.do(Step.ACCEPT, VERIFIER)
    assert caught.value.code == "verification.missing"
    assert caught.value.missing == case.standing().missing != ()
    for language in ("zh", "en"):
        for each in caught.value.missing:
            assert each.text(language) in caught.value.text(language)
    assert case.status is Status.CLAIMED


def test_an_acceptance_keeps_what_the_photos_proved_at_that_moment(case: Case) -> None:
    photos = case.show()
    data = case.do(Step.ACCEPT, VERIFIER, note="到场看过").data
    assert {each["id"] for each in data["photos"]} == set(photos)
    assert {len(each["sha256"]) for each in data["photos"]} == {64}
    # no better: these photos have no picture that could be looked for elsewhere
    assert {each["verdict"] for each in data["photos"]} == {"fair"}
    assert data["independence"]["outcome"] == "pass"
    assert (data["unit"], data["role"], data["note"]) == (VERIFIER.unit, "verifier", "到场看过")
    assert "override" not in data


def test_a_leader_may_decide_in_spite_and_that_shows_for_ever(case: Case) -> None:
    reason = "汛期道路中断，已由省厅现场验收"
    data = case.do(Step.ACCEPT, LEADER, override=reason).data
    assert data["override"]["reason"] == reason
    assert [each["code"] for each in data["override"]["missing"]]
    case.do(Step.REOPEN, VERIFIER, reason=WHY)
    case.show()
    case.do(Step.CLAIM, CLERK)
    case.do(Step.ACCEPT, VERIFIER)
    (remark,) = case.standing().facts.overridden
    for language in ("zh", "en"):
        assert reason in remark.text(language)
        assert LEADER.name in remark.text(language)
    with case.store.session(read_only=True) as session:
        assert sites.get(session, case.site_id).facts.overridden == (remark,)


@pytest.mark.parametrize(
    ("actor", "reason", "code"),
    [
        (VERIFIER, "汛期道路中断，已由省厅现场验收", "actor.no_right"),
        (LEADER, "我说行就行", "verification.short_reason"),
        (LEADER, " \u200b\n ", "verification.missing"),
        (LEADER, "长" * 501, "verification.long_reason"),
    ],
)
def test_an_override_needs_the_right_and_a_real_reason(
    case: Case, actor: Actor, reason: str, code: str
) -> None:
    with pytest.raises(GeoAppError) as caught:
        case.do(Step.ACCEPT, actor, override=reason)
    assert caught.value.code == code
    assert case.status is Status.CLAIMED


def test_an_override_that_nothing_needs_is_a_note(case: Case) -> None:
    case.show()
    data = case.do(Step.ACCEPT, LEADER, override="证据齐全，特此说明一下").data
    assert "override" not in data
    assert data["note"] == "证据齐全，特此说明一下"
    assert case.standing().facts.overridden == ()


def test_inspector_and_verifier_of_one_unit_are_allowed_and_it_is_said(case: Case) -> None:
    case.show()
    colleague = said("王核查", INSPECTOR.unit, Role.VERIFIER)
    assert case.standing(colleague).independence.outcome is Outcome.FAIL
    data = case.do(Step.ACCEPT, colleague).data
    assert data["independence"]["code"] == "evidence.verifier_same_unit"


def test_what_a_file_tells_as_verified_is_marked_as_told(case: Case) -> None:
    with case.store.session() as session:
        told = {"imported_from": "别处.geojson"}
        happened(session, case.site_id, EventKind.VERIFIED, date(2024, 5, 1), told)
    last = case.standing().facts.reasons[-1]
    assert (last.code, last.values["file"]) == ("history.verified_as_told", "别处.geojson")
    assert "别处.geojson" in last.text("en")


# --- in their time ----------------------------------------------------------------------------


def test_after_a_refusal_a_claim_needs_a_photo_that_is_newer(case: Case) -> None:
    old = case.show()
    case.do(Step.REFUSE, VERIFIER, reason=WHY)
    with pytest.raises(ConflictError) as caught:
        case.do(Step.CLAIM, WORKER, photos=tuple(old))
    assert caught.value.code == "verification.newer_photos"
    case.show(roles=(PhotoRole.BEFORE,))
    with pytest.raises(ConflictError):
        case.do(Step.CLAIM, WORKER)
    case.show()
    case.do(Step.CLAIM, WORKER)
    assert case.standing().missing == ()
    assert case.do(Step.ACCEPT, VERIFIER).kind == EventKind.VERIFIED


def test_old_photos_do_not_count_for_a_new_claim(case: Case) -> None:
    case.show()
    assert case.standing().missing == ()
    case.do(Step.REFUSE, VERIFIER, reason=WHY)
    case.show(roles=(PhotoRole.AFTER,))
    case.do(Step.CLAIM, WORKER)
    with pytest.raises(job.MissingEvidenceError):
        case.do(Step.ACCEPT, VERIFIER)


def test_a_claim_of_a_day_before_the_refusal_counts_for_nothing(case: Case) -> None:
    case.do(Step.REFUSE, VERIFIER, reason=WHY)
    case.show()
    for on, code in (
        (case.today - timedelta(days=1), "verification.claim_outdated"),
        (case.today + timedelta(days=1), "job.day_in_future"),
    ):
        with pytest.raises(GeoAppError) as caught:
            case.do(Step.CLAIM, WORKER, on=on)
        assert caught.value.code == code
        assert case.status is Status.IN_WORK
