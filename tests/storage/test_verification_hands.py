"""Who claims does not answer, and who took the photos does not accept by them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.persona import said
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ForbiddenError
from geo_app.store.models import Event
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    RESPONSIBLE_UNIT,
    VERIFIER,
    WORKER,
)
from tests.storage.verification_case import ANSWERS, WHY, Case

# --- four eyes, each condition alone ----------------------------------------------------------

WRITTEN_OTHERWISE = "河 务 所"
ALL_IS_WELL = (Step.ACCEPT, Step.RECHECK)


@pytest.mark.parametrize("step", ANSWERS)
@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (RESPONSIBLE_UNIT, "verification.own_unit"),
        (WRITTEN_OTHERWISE, "verification.own_unit"),
        (None, "verification.unit_unsaid"),
    ],
)
def test_the_responsible_unit_never_answers_its_own_claim(
    case: Case, step: Step, unit: str | None, code: str
) -> None:
    case.show()
    for role in (Role.VERIFIER, Role.LEADER, Role.OPERATOR):
        with pytest.raises(ForbiddenError) as caught:
            case.do(step, said("钱某", unit, role), reason=WHY, override=WHY)
        assert caught.value.code == code
    assert case.status is Status.CLAIMED


@pytest.mark.parametrize("step", ANSWERS)
def test_who_claimed_does_not_answer(case: Case, step: Step) -> None:
    case.show()
    case.do(Step.CLAIM, CLERK)
    same_person = said(CLERK.name, CLERK.unit, Role.VERIFIER)
    with pytest.raises(ForbiddenError) as caught:
        case.do(step, same_person, reason=WHY)
    assert caught.value.code == "verification.own_claim"
    case.do(step, VERIFIER, reason=WHY)


def test_who_read_the_notice_in_did_not_claim(case: Case) -> None:
    standing = case.standing()
    assert standing.claim is not None
    assert standing.claim.told
    case.show()
    with case.store.session(read_only=True) as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.CLAIMED)).all()
        reader = Actor(told[0].actor_id, told[0].actor_name, "青河市核查办", Role.VERIFIER)
    case.do(Step.ACCEPT, reader)
    assert case.status is Status.VERIFIED


def test_who_took_the_photos_does_not_accept_by_them(case: Case) -> None:
    case.show()
    photographer = said(INSPECTOR.name, INSPECTOR.unit, Role.VERIFIER)
    with pytest.raises(ForbiddenError) as caught:
        case.do(Step.ACCEPT, photographer)
    assert caught.value.code == "verification.own_photos"
    # to doubt what one has seen oneself needs no other eyes
    case.do(Step.REFUSE, photographer, reason=WHY)


def test_who_took_the_photos_since_does_not_say_that_it_holds(case: Case) -> None:
    case.closed()
    case.do(Step.RECHECK, said(INSPECTOR.name, INSPECTOR.unit, Role.VERIFIER), holds=True, days=37)
    case.show(person=(VERIFIER.name, VERIFIER.unit))
    with pytest.raises(ForbiddenError) as caught:
        case.do(Step.RECHECK, VERIFIER, holds=True, days=97)
    assert caught.value.code == "verification.own_photos"


@pytest.mark.parametrize(
    ("step", "role"),
    [
        (Step.ACCEPT, Role.INSPECTOR),
        (Step.ACCEPT, Role.CLERK),
        (Step.ACCEPT, Role.RESPONSIBLE),
        (Step.REFUSE, Role.CLERK),
        (Step.CLAIM, Role.VERIFIER),
        (Step.CLAIM, Role.INSPECTOR),
        (Step.DISPUTE, Role.LEADER),
        (Step.PUBLISH, Role.VERIFIER),
        (Step.CLOSE, Role.RESPONSIBLE),
        (Step.REOPEN, Role.CLERK),
    ],
)
def test_a_role_without_the_right_is_refused(case: Case, step: Step, role: Role) -> None:
    case.show()
    with pytest.raises(ForbiddenError) as caught:
        case.do(step, said("吴某", "别处", role), reason=WHY)
    assert caught.value.code == "actor.no_right"


def test_a_responsible_unit_reports_on_its_own_sites_only(case: Case) -> None:
    case.do(Step.CLAIM, said("孙施工", WRITTEN_OTHERWISE, Role.RESPONSIBLE))
    for unit in ("别的单位", None):
        with pytest.raises(ForbiddenError) as caught:
            case.do(Step.CLAIM, said("孙施工", unit, Role.RESPONSIBLE))
        assert caught.value.code == "verification.other_site"
    case.site_id = case.site_ids[1]  # nobody is named there
    with pytest.raises(ForbiddenError):
        case.do(Step.CLAIM, WORKER)


def test_the_responsible_unit_does_not_close(case: Case) -> None:
    case.accepted()
    case.do(Step.PUBLISH, CLERK)
    with pytest.raises(ForbiddenError) as caught:
        case.do(Step.CLOSE, said("孙施工", RESPONSIBLE_UNIT, Role.CLERK), days=7)
    assert caught.value.code == "verification.own_unit"
