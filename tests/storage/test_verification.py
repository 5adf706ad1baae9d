"""From claim to closure and after: every rule holds in the job itself, whoever calls it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from geo_app.domain.actor import Actor
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, GeoAppError, InputError, NotFoundError
from geo_app.store.log import verify
from geo_app.work import verification as job
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    LEADER,
    VERIFIER,
    WORKER,
    show,
)
from tests.storage.verification_case import ANSWERS, WHY, Case


def test_the_whole_way_is_events_of_one_unbroken_chain(case: Case) -> None:
    photos = case.show(person=(WORKER.name, WORKER.unit), roles=(PhotoRole.AFTER,))
    seen = [case.status]
    case.do(Step.CLAIM, WORKER, photos=tuple(photos), note="口子封了")
    case.show()
    for step, actor, days, told in (
        (Step.REFUSE, VERIFIER, 0, {"reason": WHY}),
        (Step.TRANSFER, CLERK, 0, {"to": "城管局", "reason": "管网归其管理"}),
        (Step.DISPUTE, CLERK, 0, {"reason": "这是雨水口"}),
    ):
        case.do(step, actor, days, **told)
        seen.append(case.status)
    case.show()
    for step, actor, days, told in (
        (Step.CLAIM, WORKER, 0, {}),
        (Step.ACCEPT, VERIFIER, 0, {}),
        (Step.PUBLISH, CLERK, 0, {}),
        (Step.CLOSE, CLERK, 7, {}),
        (Step.RECHECK, VERIFIER, 37, {"holds": True}),
        (Step.RECHECK, VERIFIER, 97, {"holds": False, "reason": WHY}),
    ):
        case.do(step, actor, days, **told)
        seen.append(case.status)
    assert seen == [
        Status.CLAIMED,
        Status.IN_WORK,
        Status.TRANSFERRED,
        Status.DISPUTED,
        Status.CLAIMED,
        Status.VERIFIED,
        Status.VERIFIED,
        Status.CLOSED,
        Status.CLOSED,
        Status.RELAPSED,
    ]
    with case.store.session(read_only=True) as session:
        assert verify(session).broken_at is None


def test_a_visit_that_was_asked_for_comes_before_the_answer(case: Case) -> None:
    case.show()
    case.do(Step.REVISIT, VERIFIER, reason="看不清排口")
    assert case.status is Status.CLAIMED
    assert case.standing().facts.revisit_asked_on == case.today
    for step in (Step.ACCEPT, Step.REVISIT):
        with pytest.raises(ConflictError) as caught:
            case.do(step, VERIFIER, reason=WHY)
        assert caught.value.code == "verification.visit_open"
    case.show()
    assert case.standing().facts.revisit_asked_on is None
    case.do(Step.ACCEPT, VERIFIER)


def test_closure_waits_for_the_public_notice(case: Case) -> None:
    for step, code in (
        (Step.PUBLISH, "barred.nothing_to_publish"),
        (Step.CLOSE, "barred.nothing_verified"),
    ):
        with pytest.raises(ConflictError) as caught:
            case.do(step, CLERK)
        assert caught.value.code == code
    case.accepted()
    with pytest.raises(ConflictError) as caught:
        case.do(Step.CLOSE, CLERK, days=99)
    assert caught.value.code == "verification.unpublished"
    case.do(Step.PUBLISH, CLERK)
    assert case.standing().closable_on == case.today + timedelta(days=7)
    with pytest.raises(ConflictError) as caught:
        case.do(Step.CLOSE, CLERK, days=6)
    assert caught.value.code == "verification.notice_runs"
    case.do(Step.CLOSE, CLERK, days=7)
    for step, code in (
        (Step.CLOSE, "verification.closed_already"),
        (Step.ACCEPT, "verification.accepted_already"),
        (Step.REFUSE, "barred.closed_needs_reopening"),
        (Step.CLAIM, "barred.already_checked"),
    ):
        with pytest.raises(ConflictError) as caught:
            case.do(step, VERIFIER if step in ANSWERS else CLERK, days=8, reason=WHY)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "step", [Step.REFUSE, Step.REVISIT, Step.DISPUTE, Step.TRANSFER, Step.REOPEN]
)
def test_a_step_that_needs_a_reason_is_refused_without_one(case: Case, step: Step) -> None:
    if step is Step.REOPEN:
        case.accepted()
    actor = CLERK if step in (Step.DISPUTE, Step.TRANSFER) else VERIFIER
    for reason, code in (
        (" \n", "verification.no_reason"),
        ("长" * 501, "verification.long_reason"),
    ):
        with pytest.raises(InputError) as caught:
            case.do(step, actor, reason=reason, to="城管局")
        assert caught.value.code == code


def test_photos_of_a_claim_are_photos_of_the_site(case: Case) -> None:
    elsewhere = show(case.store, case.desk, case.site_ids[1])
    with pytest.raises(InputError) as caught:
        case.do(Step.CLAIM, WORKER, photos=(elsewhere[0],))
    assert caught.value.code == "verification.foreign_photo"
    photos = case.show()
    case.do(Step.CLAIM, WORKER, photos=(photos[0],), note="封了")
    claim = case.standing().claim
    assert claim is not None
    assert (claim.photos, claim.name, claim.unit, claim.note, claim.told) == (
        (photos[0],),
        WORKER.name,
        WORKER.unit,
        "封了",
        False,
    )


def test_an_unknown_site_is_not_found(case: Case) -> None:
    case.site_id = "nowhere"
    with pytest.raises(NotFoundError):
        case.do(Step.CLAIM, CLERK)
    with pytest.raises(NotFoundError):
        case.standing()


def test_two_answers_at_once_are_one(case: Case) -> None:
    """Who comes second sees what the first one did."""
    case.show()
    together = threading.Barrier(2)
    answers: list[str] = []

    def accept(actor: Actor) -> None:
        together.wait()
        try:
            answers.append(case.do(Step.ACCEPT, actor).kind)
        except GeoAppError as error:
            answers.append(error.code)

    persons = [VERIFIER, LEADER]
    threads = [threading.Thread(target=accept, args=(person,)) for person in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted([EventKind.VERIFIED, "verification.accepted_already"])


# --- the page says what the job does ----------------------------------------------------------

SITUATIONS: dict[str, Callable[[Case], object]] = {
    "claimed by the notice": lambda case: None,
    "shown": lambda case: case.show(),
    "refused": lambda case: case.do(Step.REFUSE, VERIFIER, reason=WHY),
    "visit asked for": lambda case: case.do(Step.REVISIT, VERIFIER, reason=WHY),
    "accepted": lambda case: case.accepted(),
    "closed": lambda case: case.closed(),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_step_is_possible_exactly_when_the_job_takes_it(case: Case, situation: str) -> None:
    SITUATIONS[situation](case)
    told = {"reason": WHY, "to": "城管局", "holds": True, "day": case.today + timedelta(days=99)}
    for actor in (VERIFIER, LEADER, CLERK, WORKER, INSPECTOR):
        for option in case.standing(actor, days=7).options:
            outcome = None
            try:
                with case.store.session() as session:
                    today = case.today + timedelta(days=7)
                    said_ = job.Said(**told)  # type: ignore[arg-type]
                    job.take(session, actor, case.site_id, option.step, said_, case.desk, today)
                    session.rollback()
            except GeoAppError as error:
                outcome = error
            assert option.possible is (outcome is None), (actor.name, option, outcome)
            if outcome is not None:
                why = " ".join(each.text() for each in option.why)
                assert option.why
                assert outcome.text() in why or outcome.code == "verification.missing"
                assert "…" not in why
                assert "barred." not in why


def test_standing_as_json_is_plain(case: Case) -> None:
    import orjson

    case.closed()
    plain = orjson.loads(orjson.dumps(case.standing().to_json()))
    assert plain["status"] == "closed"
    assert plain["closed_on"] == (case.today + timedelta(days=7)).isoformat()
    assert [each["step"] for each in plain["options"]] == [step.value for step in Step]
    assert len(plain["rechecks"]) == 2


def test_times_are_those_of_the_recording(case: Case) -> None:
    before = datetime.now(UTC)
    case.do(Step.REFUSE, VERIFIER, reason=WHY)
    refused_at = case.standing().facts.refused_at
    assert refused_at is not None
    assert before <= refused_at <= datetime.now(UTC)
