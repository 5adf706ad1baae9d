"""When a photo was taken, as each clock tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from geo_app.domain.evidence.nouns import Sighting
from geo_app.domain.photo import Clock
from geo_app.settings import EvidenceThresholds

_NO_TIME = timedelta(0)


class Timepiece(StrEnum):
    """Whose clock it is, the best first."""

    DEVICE = "device"
    """The device's own at its fix, set right by the server's."""
    SATELLITE = "satellite"
    """GPS time in the file."""
    CAMERA = "camera"
    """The camera's, with its offset from UTC."""
    ZONELESS = "zoneless"
    """The camera's, without a zone: that of the installation was assumed."""

    @property
    def word(self) -> str:
        """Its key in ``words``."""
        return f"@timepiece.{self.value}"


@dataclass(frozen=True, slots=True)
class Capture:
    """One clock's answer.

    Attributes:
        at: When.
        slack: By how much it may be off either way.
        by: Whose clock.
    """

    at: datetime
    slack: timedelta
    by: Timepiece

    @property
    def earliest(self) -> datetime:
        """Certainly not before this, by this clock."""
        return self.at - self.slack

    @property
    def latest(self) -> datetime:
        """Certainly not after this, by this clock."""
        return self.at + self.slack


def clock_error(sighting: Sighting, thresholds: EvidenceThresholds) -> timedelta | None:
    """How far the device's clock is ahead of the server's; None where unknown.

    Below ``clock_minutes`` it is the way through the network, and counts as nothing.
    """
    if sighting.sent_at is None:
        return None
    error = sighting.sent_at - sighting.received_at
    return error if abs(error) > timedelta(minutes=thresholds.clock_minutes) else _NO_TIME


def captures(sighting: Sighting, thresholds: EvidenceThresholds) -> tuple[Capture, ...]:
    """What each clock says about a photo, the best first.

    A photo taken inside the product was timed by the device that sent it: both its fix and the
    time in its file are set right by the error of that device's clock. Of a photo from outside,
    the fix tells when it was picked, not when it was taken, unless the file says the same.
    """
    slack = timedelta(minutes=thresholds.clock_minutes)
    error = clock_error(sighting, thresholds) or _NO_TIME
    filed = _filed(sighting, thresholds, _NO_TIME if sighting.external else error)
    fix = sighting.fix
    if fix is None or fix.at is None or fix.by_hand:
        return filed
    device = Capture(fix.at - error, slack, Timepiece.DEVICE)
    if sighting.external and not any(abs(device.at - each.at) <= slack for each in filed):
        return filed
    return device, *filed


def _filed(
    sighting: Sighting, thresholds: EvidenceThresholds, error: timedelta
) -> tuple[Capture, ...]:
    """What the file itself says."""
    facts, slack = sighting.facts, timedelta(minutes=thresholds.clock_minutes)
    found = []
    if facts.gps_time is not None:
        found.append(Capture(facts.gps_time, slack, Timepiece.SATELLITE))
    if facts.taken_at is not None and facts.clock is Clock.ASSUMED:
        wide = slack + timedelta(hours=thresholds.assumed_zone_hours)
        found.append(Capture(facts.taken_at - error, wide, Timepiece.ZONELESS))
    elif facts.taken_at is not None:
        found.append(Capture(facts.taken_at - error, slack, Timepiece.CAMERA))
    return tuple(found)
