"""Where a photo was taken, as each witness tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.domain.evidence.captures import Timepiece, captures
from geo_app.domain.evidence.nouns import Ground, Point, Sighting, Witness
from geo_app.settings import EvidenceThresholds

_NULL_ISLAND = (0.0, 0.0)
_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Standpoint:
    """One witness's answer.

    Attributes:
        point: (lon, lat) in degrees, EPSG:4326.
        accuracy_m: Radius of its error, metres.
        is_told: The witness told the error itself; otherwise it is the documented default.
        witness: Who.
    """

    point: Point
    accuracy_m: float
    is_told: bool
    witness: Witness

    @property
    def margin_m(self) -> float:
        """Twice the error: beyond this the witness and the truth do not meet by chance."""
        return _FACTOR * self.accuracy_m

    @property
    def word(self) -> str:
        """Its key in ``words``."""
        return f"@standpoint.{self.witness.value}"

    @property
    def is_measured(self) -> bool:
        """An instrument told it, not a hand on the map."""
        return self.witness is not Witness.HAND


def standpoints(sighting: Sighting, thresholds: EvidenceThresholds) -> tuple[Standpoint, ...]:
    """What each witness says about where a photo was taken, the best first.

    A fix made while a photo from outside was picked tells where it was picked: it counts as a
    point set by hand, unless the file was made in the same minutes. 0, 0 is no position but the
    sign that there was none.
    """
    found = []
    fix, facts = sighting.fix, sighting.facts
    if fix is not None:
        witness = Witness.DEVICE if _is_of_capture(sighting, thresholds) else Witness.HAND
        found.append(_standpoint((fix.lon, fix.lat), fix.accuracy_m, witness, thresholds))
    for position in (facts.position, facts.other_position):
        if position is not None and position != _NULL_ISLAND:
            error = facts.hpos_error_m if position == facts.position else None
            found.append(_standpoint(position, error, Witness.EXIF, thresholds))
    return tuple(sorted(found, key=lambda each: _TRUST.index(each.witness)))


_TRUST = (Witness.DEVICE, Witness.EXIF, Witness.HAND)


def _is_of_capture(sighting: Sighting, thresholds: EvidenceThresholds) -> bool:
    if sighting.fix is None or sighting.fix.by_hand:
        return False
    if not sighting.external:
        return True
    return any(each.by is Timepiece.DEVICE for each in captures(sighting, thresholds))


def _standpoint(
    point: Point, accuracy_m: float | None, witness: Witness, thresholds: EvidenceThresholds
) -> Standpoint:
    told = accuracy_m is not None
    return Standpoint(
        point,
        accuracy_m if accuracy_m is not None else thresholds.unknown_accuracy_m,
        told,
        witness,
    )


def widest_gap(
    found: Sequence[Standpoint], ground: Ground
) -> tuple[float, Standpoint, Standpoint] | None:
    """The measured position that contradicts the best one most.

    Two do when they are further apart than their margins together.

    Returns:
        Metres, the best and the other; None where all agree with the best.
    """
    measured = [each for each in found if each.is_measured]
    if not measured:
        return None
    best, *rest = measured
    gaps = [(ground.distance_m(best.point, each.point), best, each) for each in rest]
    apart = [(gap, one, other) for gap, one, other in gaps if gap > one.margin_m + other.margin_m]
    return max(apart, key=lambda each: each[0], default=None)
