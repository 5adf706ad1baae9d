"""The procedure: claim, acceptance, public notice, closure, looking again; what bars which step.

One table of rules serves the page, which says what is missing before anybody presses a button, and
the jobs, which refuse for the same reasons (docs/verification.md). Four eyes: who answers a claim
belongs to another unit than the responsible one and has not made the claim; who says that all is
well has not taken the pictures that show it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from geo_app.domain.actor import Actor, Right, Role
from geo_app.domain.history import StatusFacts
from geo_app.domain.persona import ids_of, same_unit
from geo_app.domain.remark import Remark
from geo_app.domain.status import EventKind, Status


class Step(StrEnum):
    """What a person can do about the rectification of a site."""

    CLAIM = "claim"
    DISPUTE = "dispute"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REVISIT = "revisit"
    PUBLISH = "publish"
    CLOSE = "close"
    SET_RECHECK = "set_recheck"
    RECHECK = "recheck"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a step needs and records.

    Attributes:
        kind: The event that it becomes.
        right: Needed to take it.
        reason: It needs a written reason.
        own_site: Somebody in the role of a responsible unit takes it for that unit's sites only.
        other_unit: Not for somebody of the responsible unit.
        other_person: Not for who made the claim.
        not_by_photographer: Not for who took the pictures that speak for the site.
    """

    kind: EventKind
    right: Right
    reason: bool = False
    own_site: bool = False
    other_unit: bool = False
    other_person: bool = False
    not_by_photographer: bool = False


RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.CLAIM: Rule(EventKind.CLAIMED, Right.REPORT, own_site=True),
        Step.DISPUTE: Rule(EventKind.DISPUTED, Right.REPORT, reason=True, own_site=True),
        Step.TRANSFER: Rule(EventKind.TRANSFERRED, Right.REPORT, reason=True, own_site=True),
        Step.ACCEPT: Rule(
            EventKind.VERIFIED,
            Right.VERIFY,
            other_unit=True,
            other_person=True,
            not_by_photographer=True,
        ),
        Step.REFUSE: Rule(
            EventKind.REFUSED, Right.VERIFY, reason=True, other_unit=True, other_person=True
        ),
        Step.REVISIT: Rule(
            EventKind.REVISIT_ASKED, Right.VERIFY, reason=True, other_unit=True, other_person=True
        ),
        Step.PUBLISH: Rule(EventKind.PUBLISHED, Right.CLOSE),
        Step.CLOSE: Rule(EventKind.CLOSED, Right.CLOSE, other_unit=True),
        Step.SET_RECHECK: Rule(EventKind.RECHECK_SET, Right.VERIFY, reason=True),
        Step.RECHECK: Rule(
            EventKind.RECHECKED,
            Right.VERIFY,
            other_unit=True,
            other_person=True,
            not_by_photographer=True,
        ),
        Step.REOPEN: Rule(
            EventKind.REOPENED, Right.VERIFY, reason=True, other_unit=True, other_person=True
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules need to know of a site.

    Attributes:
        facts: What its history says.
        unfit: Why the history does not allow a step, for the steps that it does not allow.
        responsible_unit: Who has to put it right, if known.
        claimant_id: Who made the claim that stands; None where a document tells it.
        photographers: Ids of those who took the pictures that speak for it.
        missing: What an acceptance still needs; nothing once there is one.
        newer_photos: There is a photo that is newer than the last refusal.
        notice_days: Length of the public notice.
    """

    facts: StatusFacts
    unfit: Mapping[Step, Remark] = field(default_factory=dict)
    responsible_unit: str | None = None
    claimant_id: str | None = None
    photographers: frozenset[str] = frozenset()
    missing: tuple[Remark, ...] = ()
    newer_photos: bool = False
    notice_days: int = 0

    @property
    def closable_on(self) -> date | None:
        """First day after the public notice, where one has begun."""
        begun = self.facts.published_on
        return begun + timedelta(days=self.notice_days) if begun else None


class Bar(StrEnum):
    """What kind of obstacle stands in the way."""

    RIGHTS = "rights"
    """This person may not; another may."""
    HISTORY = "history"
    """It is not the time for it."""
    EVIDENCE = "evidence"
    """Evidence is missing; a leader may decide in spite of that."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a step cannot be taken.

    Attributes:
        bar: Kind of obstacle.
        reason: A sentence.
    """

    bar: Bar
    reason: Remark


def obstacles(step: Step, actor: Actor, case: Case, today: date) -> tuple[Obstacle, ...]:
    """All that stands in the way of a step; empty where it can be taken."""
    rule = RULES[step]
    return (
        *(Obstacle(Bar.RIGHTS, reason) for reason in _not_for(rule, actor, case)),
        *(Obstacle(Bar.HISTORY, reason) for reason in _not_now(step, case, today)),
        *(Obstacle(Bar.EVIDENCE, reason) for reason in case.missing if step is Step.ACCEPT),
    )


def foreign_site(actor: Actor, responsible_unit: str | None) -> Remark | None:
    """Why somebody in the role of a responsible unit does not report on this site, if so."""
    if actor.role is not Role.RESPONSIBLE or same_unit(actor.unit, responsible_unit):
        return None
    units = {"unit": actor.unit or "—", "responsible": responsible_unit or "—"}
    return Remark("verification.other_site", units)


def _not_for(rule: Rule, actor: Actor, case: Case) -> Iterator[Remark]:
    if not actor.may(rule.right):
        yield Remark(
            "actor.no_right", {"role": f"@role.{actor.role}", "right": f"@right.{rule.right}"}
        )
    foreign = foreign_site(actor, case.responsible_unit) if rule.own_site else None
    if foreign is not None:
        yield foreign
    if rule.other_unit:
        if actor.unit is None:
            yield Remark("verification.unit_unsaid", {"name": actor.name})
        elif same_unit(actor.unit, case.responsible_unit):
            yield Remark("verification.own_unit", {"unit": actor.unit})
    if rule.other_person and case.claimant_id in ids_of(actor):
        yield Remark("verification.own_claim", {"name": actor.name})
    if rule.not_by_photographer and ids_of(actor) & case.photographers:
        yield Remark("verification.own_photos", {"name": actor.name})


def _not_now(step: Step, case: Case, today: date) -> Iterator[Remark]:
    facts = case.facts
    if (unfit := case.unfit.get(step)) is not None:
        # the fold's reason is about an event that is there; here it has not happened yet
        yield Remark(f"barred.{unfit.code.removeprefix('history.')}")
        return
    if step is Step.CLAIM and facts.refused_at and not case.newer_photos:
        yield Remark("verification.newer_photos", {"day": facts.refused_at.date().isoformat()})
    if step in (Step.ACCEPT, Step.REVISIT) and facts.revisit_asked_on:
        yield Remark("verification.visit_open", {"day": facts.revisit_asked_on.isoformat()})
    if step is Step.ACCEPT and facts.status in (Status.VERIFIED, Status.CLOSED):
        yield Remark("verification.accepted_already")
    if step is Step.PUBLISH and facts.published_on:
        yield Remark("verification.published_already", {"day": facts.published_on.isoformat()})
    if step is Step.CLOSE:
        if facts.status is Status.CLOSED:
            yield Remark("verification.closed_already")
        elif case.closable_on is None:
            yield Remark("verification.unpublished", {"days": case.notice_days})
        elif today < case.closable_on:
            yield Remark("verification.notice_runs", {"day": case.closable_on.isoformat()})
