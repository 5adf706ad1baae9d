"""A photo in front of the checks, with all that they may ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from geo_app.domain.evidence.captures import Capture, captures
from geo_app.domain.evidence.nouns import Ground, Sighting, SiteInQuestion
from geo_app.domain.evidence.standpoints import Standpoint, standpoints
from geo_app.settings import EvidenceThresholds


@dataclass(frozen=True, slots=True)
class Case:
    """One photo in question.

    Attributes:
        sighting: The photo.
        site: What it is to prove something about.
        others: The other photos of the site, all visits.
        thresholds: Where a check turns.
        ground: Geodesy.
        zone: Zone in which times are told.
    """

    sighting: Sighting
    site: SiteInQuestion
    others: Sequence[Sighting]
    thresholds: EvidenceThresholds
    ground: Ground
    zone: ZoneInfo

    def standpoints(self, sighting: Sighting | None = None) -> tuple[Standpoint, ...]:
        """Where this photo, or another one, says it was taken; the best witness first."""
        return standpoints(sighting or self.sighting, self.thresholds)

    def captures(self) -> tuple[Capture, ...]:
        """When this photo says it was taken; the best clock first."""
        return captures(self.sighting, self.thresholds)

    def told(self, moment: datetime) -> str:
        """A moment as the sentences tell it, in the zone of the screen."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"
