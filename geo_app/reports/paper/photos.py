"""The photos of a paper: which, in which order, and what stands under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo_app.domain.evidence.nouns import Outcome, Point, Verdict
from geo_app.domain.evidence.standpoints import Standpoint, standpoints
from geo_app.domain.inspection import PhotoRole
from geo_app.reports.paper.speech import Speech
from geo_app.work.desk import Desk
from geo_app.work.evidence import PhotoEvidence, SiteEvidence

_WINDS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW",
)  # fmt: skip
_STAGES = (PhotoRole.BEFORE, PhotoRole.DURING, PhotoRole.AFTER)
_BEST_FIRST = (Verdict.STRONG, Verdict.FAIR, Verdict.WEAK, Verdict.NONE)
_SPEAKING = (Outcome.FAIL, Outcome.DOUBT, Outcome.UNKNOWN)
"""Outcomes that a caption gives the reason of; what fits is counted."""

_HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Print:
    """A photo on paper.

    Attributes:
        sha256: Of its original.
        told: What stands at it, as JSON values.
    """

    sha256: str
    told: dict[str, Any]


def prints(found: SiteEvidence, speech: Speech, desk: Desk, most: int) -> tuple[Print, ...]:
    """The photos that a paper shows: the oldest before beside the best of now, then the others.

    Args:
        found: What the photos prove.
        speech: The language.
        desk: Thresholds and geodesy.
        most: How many at most; the paper says "n of N".
    """
    ordered = _ordered(sorted(found.photos, key=_taken))
    return tuple(
        Print(each.photo.sha256, _told(each, found, speech, desk)) for each in ordered[:most]
    )


def spots(found: SiteEvidence, desk: Desk) -> list[Point]:
    """Where the photos were taken, as their best witnesses say."""
    told = (_spot(each, desk) for each in found.photos)
    return sorted({each.point for each in told if each is not None})


def _ordered(photos: Sequence[PhotoEvidence]) -> list[PhotoEvidence]:
    before = next((each for each in photos if each.sighting.role is PhotoRole.BEFORE), None)
    now = _best_now([each for each in photos if each is not before])
    pair = [each for each in (before, now) if each is not None]
    rest = [each for each in photos if each not in pair]
    return pair + sorted(rest, key=lambda each: (_stage(each.sighting.role), _taken(each)))


def _best_now(photos: Sequence[PhotoEvidence]) -> PhotoEvidence | None:
    """What proves most of the newest visit with an after picture, or else with a near one."""
    for role in (PhotoRole.AFTER, PhotoRole.NEAR):
        shown = [each for each in photos if each.sighting.role is role]
        newest = [
            each for each in shown if each.photo.inspection_id == shown[-1].photo.inspection_id
        ]
        if newest:
            return min(newest, key=lambda each: _BEST_FIRST.index(each.assessment.verdict))
    return None


def _stage(role: PhotoRole) -> int:
    return _STAGES.index(role) if role in _STAGES else len(_STAGES)


def _taken(each: PhotoEvidence) -> datetime:
    return each.sighting.facts.taken_at or each.photo.inspection.visited_at


def _spot(each: PhotoEvidence, desk: Desk) -> Standpoint | None:
    told = standpoints(each.sighting, desk.settings.evidence)
    return told[0] if told else None


def _told(each: PhotoEvidence, found: SiteEvidence, speech: Speech, desk: Desk) -> dict[str, Any]:
    visit, facts, judged = each.photo.inspection, each.sighting.facts, each.assessment
    when = (
        speech.moment(facts.taken_at)
        if facts.taken_at
        else speech.say("paper.untimed", at=speech.moment(visit.visited_at))
    )
    fits = sum(check.outcome is Outcome.PASS for check in judged.checks)
    return {
        "role": speech.term("photo_role", each.photo.role),
        "when": when,
        "where": _where(each, found, speech, desk),
        "who": f"{visit.actor_name} · {visit.actor_unit}" if visit.actor_unit else visit.actor_name,
        "witnesses": speech.say("paper.comma").join(
            speech.term("witness", one.value) for one in judged.witnesses
        ),
        "verdict": speech.term("verdict", judged.verdict.value),
        "fits": speech.say("paper.fits", count=fits, total=len(judged.checks)),
        "checks": [
            [
                speech.term("aspect", check.aspect.value),
                speech.term("outcome", check.outcome.value),
                speech.remark(check.reason),
            ]
            for outcome in _SPEAKING
            for check in judged.checks
            if check.outcome is outcome
        ],
        "hash": each.photo.sha256[:_HASH_DIGITS],
    }


def _where(each: PhotoEvidence, found: SiteEvidence, speech: Speech, desk: Desk) -> str:
    spot, site, facts = _spot(each, desk), found.site.position, each.sighting.facts
    if spot is None:
        parts = [speech.say("paper.no_spot")]
    else:
        parts = [f"{spot.point[0]:.5f}, {spot.point[1]:.5f}"]
        if site is not None:
            metres = desk.ground.distance_m(spot.point, site)
            parts.append(speech.say("paper.away", length=speech.length(metres)))
        if spot.is_told:
            parts.append(speech.say("paper.error", length=speech.length(spot.accuracy_m)))
    if facts.direction_deg is not None:
        wind = _WINDS[round(facts.direction_deg / 22.5) % len(_WINDS)]
        parts.append(speech.say("paper.facing", wind=speech.term("direction", wind)))
    return speech.say("paper.comma").join(parts)
