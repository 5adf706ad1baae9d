"""What a step is decided by: the site, its history, its evidence, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_app.domain.actor import Actor
from geo_app.domain.evidence.demands import Demand, missing
from geo_app.domain.evidence.independence import independent
from geo_app.domain.evidence.nouns import Check
from geo_app.domain.history import TOLD_BY_FILE, StatusFacts, fold
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.persona import ids_of
from geo_app.domain.procedure import RULES, Case, Obstacle, Step, obstacles
from geo_app.domain.status import DONE_AS_CHECKED, EventKind
from geo_app.domain.unit_names import UnitNames
from geo_app.errors import NotFoundError
from geo_app.store import head
from geo_app.store.models import Event, Site
from geo_app.work import events, unit_names
from geo_app.work.desk import Desk
from geo_app.work.evidence import PhotoEvidence, SiteEvidence, of_site

_EARLIER = frozenset({PhotoRole.BEFORE, PhotoRole.DURING})
"""Roles of photos that do not speak for the result."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A site on the desk of whoever is about to take a step.

    Attributes:
        site: The row.
        facts: What its history says.
        claim: The event of the claim that stands.
        evidence: Its visits and photos with what they prove.
        speaking: The photos that speak for how the place is now.
        demand: The evidence that an acceptance needs in its category.
        case: The same as the rules need it.
        today: The day in the office.
        names: What units are called today.
    """

    site: Site
    facts: StatusFacts
    claim: Event | None
    evidence: SiteEvidence
    speaking: tuple[PhotoEvidence, ...]
    demand: Demand
    case: Case
    today: date
    names: UnitNames

    def obstacles(self, step: Step, actor: Actor) -> tuple[Obstacle, ...]:
        """All that keeps this person from this step today."""
        return obstacles(step, self.names.actor(actor), self.case, self.today)

    def independence(self, actor: Actor) -> Check:
        """How independent this person is of the photos and of the responsible unit."""
        sightings = [each.sighting for each in self.speaking]
        who = self.names.actor(actor)
        return independent(ids_of(who), who.unit, sightings, self.evidence.site)


def take_turn(session: Session) -> None:
    """Wait for other writers: what is read from here on is still so when the step is recorded."""
    head.hold(session)


def read(
    session: Session,
    site_id: str,
    desk: Desk,
    today: date,
    evidence: SiteEvidence | None = None,
) -> Matter:
    """The matter of a site as it stands.

    Args:
        session: Any transaction.
        site_id: Id or code of the site.
        desk: Forms, thresholds, geodesy.
        today: The day in the office.
        evidence: Of the site, where the caller has it already.

    Raises:
        NotFoundError: There is no such site.
    """
    site = session.scalar(select(Site).where((Site.id == site_id) | (Site.code == site_id)))
    if site is None:
        raise NotFoundError("job.no_site", id=site_id)
    told = events.history(session, site)
    facts = fold(told)
    claim = next((event for event in told if event.id == facts.claim_id), None)
    evidence = evidence or of_site(session, site, desk)
    demand = desk.forms.of(site.category).evidence
    speaking = _speaking(evidence, _since(facts, told))
    judged = [(each.sighting, each.assessment) for each in evidence.photos]
    answered = facts.status in DONE_AS_CHECKED
    names = unit_names.decided(session)
    case = Case(
        facts=facts,
        unfit={
            step: unfit
            for step, rule in RULES.items()
            if (unfit := events.misfit(told, rule.kind, today)) is not None
        },
        responsible_unit=site.responsible_unit,
        claimant_id=(
            names.person_id(claim.actor_id, claim.actor_name, claim.data.get("unit"))
            if claim and not is_told(claim)
            else None
        ),
        photographers=frozenset(each.sighting.person_id for each in speaking),
        missing=() if answered else missing(demand, judged, since=facts.refused_at),
        newer_photos=bool(speaking),
        notice_days=desk.settings.verification.notice_days,
    )
    return Matter(site, facts, claim, evidence, speaking, demand, case, today, names)


def is_told(claim: Event) -> bool:
    """A document tells the claim; whoever read it in did not make it."""
    return "notice" in claim.data or TOLD_BY_FILE in claim.data


def _since(facts: StatusFacts, told: Sequence[Event]) -> datetime | None:
    """What came before this moment does not speak for how the place is now."""
    if facts.status in DONE_AS_CHECKED:
        return max((each.at for each in told if each.kind == EventKind.VERIFIED), default=None)
    return facts.refused_at


def _speaking(evidence: SiteEvidence, since: datetime | None) -> tuple[PhotoEvidence, ...]:
    return tuple(
        each
        for each in evidence.photos
        if each.sighting.role not in _EARLIER
        and (since is None or each.sighting.received_at > since)
    )
