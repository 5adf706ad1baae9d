"""Where a site stands in the procedure for who looks at it: what can be done, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_app.domain import rechecks
from geo_app.domain.actor import Actor, Right
from geo_app.domain.evidence.nouns import Check
from geo_app.domain.history import StatusFacts
from geo_app.domain.procedure import RULES, Bar, Step
from geo_app.domain.rechecks import Recheck
from geo_app.domain.remark import Remark
from geo_app.store.models import Event
from geo_app.work.desk import Desk
from geo_app.work.evidence import SiteEvidence
from geo_app.work.verification.matter import Matter, is_told, read


@dataclass(frozen=True, slots=True)
class Option:
    """One step and whether this person can take it now.

    Attributes:
        step: Which.
        possible: It can be taken as things are.
        why: What stands in the way, one sentence each; empty where it is possible.
        reason: It needs a written reason.
        override: Only evidence stands in the way, and this person may decide in spite of that.
    """

    step: Step
    possible: bool
    why: tuple[Remark, ...]
    reason: bool
    override: bool = False

    def to_json(self) -> dict[str, Any]:
        """``{step, possible, why, reason, override}``."""
        return {
            "step": self.step.value,
            "possible": self.possible,
            "why": [each.to_json() for each in self.why],
            "reason": self.reason,
            "override": self.override,
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim that stands.

    Attributes:
        on: The day since when it is said to be done, if known.
        at: When it was recorded.
        name: Who recorded it.
        unit: Of that person, if said.
        note: What more was said.
        photos: Ids of the photos that were named for it.
        told: A document tells it; whoever read that in did not make the claim.
    """

    on: date | None
    at: datetime
    name: str
    unit: str | None
    note: str | None
    photos: tuple[str, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a site stands in the procedure.

    Attributes:
        facts: What the history says; ``facts.overridden`` is to be shown wherever the status is.
        claim: The claim that stands, if one does.
        options: Each step, in the order of the procedure.
        missing: What an acceptance still needs; nothing once there is one.
        independence: How independent this person is of photos and responsible unit. It is kept
            with an acceptance; what bars a step is among ``options``.
        closable_on: First day after the public notice, where one has begun.
        rechecks: Looking again that nobody has done yet, the earliest first.
        due: Those of them whose day has come.
    """

    facts: StatusFacts
    claim: Claim | None
    options: tuple[Option, ...]
    missing: tuple[Remark, ...]
    independence: Check
    closable_on: date | None
    rechecks: tuple[Recheck, ...]
    due: tuple[Recheck, ...]

    def option(self, step: Step | str) -> Option:
        """The option of a step."""
        return next(each for each in self.options if each.step == step)

    def to_json(self) -> dict[str, Any]:
        """What the interface says of it."""
        return {
            "status": self.facts.status.value,
            "overridden": [each.to_json() for each in self.facts.overridden],
            "revisit_asked_on": self.facts.revisit_asked_on,
            "published_on": self.facts.published_on,
            "closable_on": self.closable_on,
            "closed_on": self.facts.closed_on,
            "missing": [each.to_json() for each in self.missing],
            "independence": self.independence.to_json(),
            "rechecks": [
                {"day": each.day, "due": each in self.due, "reason": each.reason.to_json()}
                for each in self.rechecks
            ],
            "options": [each.to_json() for each in self.options],
        }


def standing(
    session: Session,
    actor: Actor,
    site_id: str,
    desk: Desk,
    today: date,
    *,
    evidence: SiteEvidence | None = None,
) -> Standing:
    """Where a site stands for the person who looks at it.

    Args:
        session: Any transaction.
        actor: Whose possibilities are asked for.
        site_id: Id or code of the site.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.
        evidence: Of the site, where the caller has it already.

    Raises:
        NotFoundError: There is no such site.
    """
    matter = read(session, site_id, desk, today, evidence)
    days = desk.settings.verification.recheck_days
    return Standing(
        facts=matter.facts,
        claim=_claim(matter.facts, matter.claim) if matter.claim else None,
        options=tuple(_option(step, actor, matter) for step in Step),
        missing=matter.case.missing,
        independence=matter.independence(actor),
        closable_on=matter.case.closable_on,
        rechecks=rechecks.outstanding(matter.facts, days),
        due=rechecks.due(matter.facts, days, today),
    )


def _option(step: Step, actor: Actor, matter: Matter) -> Option:
    found = matter.obstacles(step, actor)
    only_evidence = bool(found) and all(each.bar is Bar.EVIDENCE for each in found)
    return Option(
        step=step,
        possible=not found,
        why=tuple(each.reason for each in found),
        reason=RULES[step].reason,
        override=only_evidence and actor.may(Right.OVERRIDE),
    )


def _claim(facts: StatusFacts, event: Event) -> Claim:
    return Claim(
        on=facts.claimed_on,
        at=event.at,
        name=event.actor_name,
        unit=event.data.get("unit"),
        note=event.data.get("note"),
        photos=tuple(each["id"] for each in event.data.get("photos") or ()),
        told=is_told(event),
    )
