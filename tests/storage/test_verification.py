"""From claim to closure and after: every rule holds in the job itself, whoever calls it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from geo_app.domain.actor import Actor, Role
from geo_app.domain.evidence.nouns import Outcome
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.persona import said
from geo_app.domain.procedure import Step
from geo_app.domain.status import EventKind, Status
from geo_app.errors import ConflictError, ForbiddenError, GeoAppError, InputError, NotFoundError
from geo_app.settings import Settings
from geo_app.store.log import verify
from geo_app.store.models import Event, Site
from geo_app.store.session import Store
from geo_app.work import sites
from geo_app.work import verification as job
from geo_app.work.desk import Desk, open_desk
from tests.storage.helpers import confirm_sample, happened
from tests.storage.shown import (
    CLERK,
    INSPECTOR,
    LEADER,
    RESPONSIBLE_UNIT,
    VERIFIER,
    WORKER,
    show,
)

WHY = "排口附近仍有污水渗出"


class Case:
    """The first site of the made-up notice, claimed by it, and a day in the office."""

    def __init__(self, store: Store, desk: Desk, site_ids: list[str]) -> None:
        self.store, self.desk, self.site_ids = store, desk, site_ids
        self.site_id = site_ids[0]
        self.today = datetime.now(desk.zone).date()

    def do(self, step: Step, actor: Actor, days: int = 0, **told: Any) -> Event:
        with self.store.session() as session:
            today = self.today + timedelta(days=days)
            return job.take(session, actor, self.site_id, step, job.Said(**told), self.desk, today)

    def standing(self, actor: Actor = VERIFIER, days: int = 0) -> job.Standing:
        with self.store.session(read_only=True) as session:
            today = self.today + timedelta(days=days)
            return job.standing(session, actor, self.site_id, self.desk, today)

    def show(self, **given: Any) -> list[str]:
        return show(self.store, self.desk, self.site_id, **given)

    def accepted(self) -> None:
        self.show()
        self.do(Step.ACCEPT, VERIFIER)

    def closed(self) -> None:
        self.accepted()
        self.do(Step.PUBLISH, CLERK)
        self.do(Step.CLOSE, CLERK, days=7)

    @property
    def status(self) -> Status:
        with self.store.session(read_only=True) as session:
            return Status(session.get_one(Site, self.site_id).status)


@pytest.fixture
def case(store: Store, settings: Settings) -> Iterator[Case]:
    with open_desk(settings) as desk:
        yield Case(store, desk, confirm_sample(store, settings))


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


# --- four eyes, each condition alone ----------------------------------------------------------

WRITTEN_OTHERWISE = "河 务 所"
ANSWERS = (Step.ACCEPT, Step.REFUSE, Step.REVISIT)
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


def test_closing_plans_two_re_checks_and_rain_one_more(case: Case) -> None:
    case.closed()
    closed_on = case.today + timedelta(days=7)
    storm = closed_on + timedelta(days=12)
    with pytest.raises(InputError):
        case.do(Step.SET_RECHECK, VERIFIER, day=case.today, reason="暴雨之后")
    case.do(Step.SET_RECHECK, VERIFIER, day=storm, reason="暴雨之后", days=7)
    plan = [(each.day - closed_on).days for each in case.standing().rechecks]
    assert plan == [12, 30, 90]
    assert [each.day for each in case.standing(days=7 + 40).due] == [
        storm,
        closed_on + timedelta(days=30),
    ]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=7 + 40)
    assert [(each.day - closed_on).days for each in case.standing().rechecks] == [90]
    case.do(Step.RECHECK, VERIFIER, holds=False, reason=WHY, days=7 + 90)
    assert (case.status, case.standing().rechecks) == (Status.RELAPSED, ())


def test_what_is_due_is_listed_for_all_sites_the_longest_overdue_first(case: Case) -> None:
    def due(days: int) -> list[tuple[str, list[int]]]:
        today = case.today + timedelta(days=days)
        with case.store.session(read_only=True) as session:
            return [
                (each.site.id, [(recheck.day - case.today).days for recheck in each.rechecks])
                for each in job.due_list(session, (30, 90), today).sites
            ]

    first = case.site_id
    case.closed()
    case.site_id = second = case.site_ids[2]
    for kind in (EventKind.CLAIMED, EventKind.VERIFIED):
        with case.store.session() as session:
            happened(session, second, kind, case.today)
    case.do(Step.SET_RECHECK, VERIFIER, day=case.today + timedelta(days=5), reason="暴雨之后")
    assert due(4) == []
    assert due(36) == [(second, [5])]
    assert due(37) == [(second, [5]), (first, [37])]
    assert due(97) == [(second, [5]), (first, [37, 97])]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=6)
    assert due(37) == [(first, [37])]


def test_what_comes_soon_is_listed_after_what_is_due_and_all_is_counted(case: Case) -> None:
    """The first two of three that are closed by a file on days one after the other."""

    def listed(days: int, ahead: int, limit: int | None = None) -> tuple[list[str], int, int]:
        today = case.today + timedelta(days=days)
        with case.store.session(read_only=True) as session:
            found = job.due_list(session, (90, 30), today, ahead_days=ahead, limit=limit)
            return [each.site.id for each in found.sites], found.due, found.coming

    ids = case.site_ids[:3]
    for n, site_id in enumerate(ids):
        for kind in (EventKind.CLAIMED, EventKind.VERIFIED, EventKind.CLOSED):
            with case.store.session() as session:
                happened(session, site_id, kind, case.today - timedelta(days=10 - n))
    assert listed(19, 0) == ([], 0, 0)
    assert listed(20, 0) == (ids[:1], 1, 0)
    assert listed(20, 1) == (ids[:2], 1, 1)
    assert listed(22, 14, limit=2) == (ids[:2], 3, 0)
    assert listed(20, 14, limit=0) == ([], 1, 2)
    # a re-check that somebody makes or sets is no longer a matter of the calendar alone
    case.site_id = ids[0]
    case.do(Step.RECHECK, VERIFIER, holds=True, days=21)
    assert listed(22, 0) == (ids[1:], 2, 0)
    case.site_id = ids[2]
    case.do(Step.SET_RECHECK, VERIFIER, day=case.today + timedelta(days=1), reason="暴雨之后")
    assert listed(22, 50) == ([ids[2], ids[1]], 2, 0)
    assert listed(79, 1) == ([ids[2], ids[1], ids[0]], 2, 1)
    case.do(Step.REOPEN, VERIFIER, reason=WHY)
    assert listed(79, 1) == ([ids[1], ids[0]], 1, 1)
    with case.store.session(read_only=True) as session:
        assert job.due_list(session, (), case.today, ahead_days=999) == job.DueList((), 0, 0)


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
