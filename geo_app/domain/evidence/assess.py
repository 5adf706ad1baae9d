"""From the photo to the verdict: all checks, and what they come to (docs/evidence.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from geo_app.domain.evidence.bracket import check_bracket
from geo_app.domain.evidence.captures import Timepiece
from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.independence import check_independence
from geo_app.domain.evidence.light import check_light
from geo_app.domain.evidence.nouns import (
    Aspect,
    Assessment,
    Check,
    Ground,
    Outcome,
    Sighting,
    SiteInQuestion,
    Verdict,
)
from geo_app.domain.evidence.originality import check_originality, check_thumbnail
from geo_app.domain.evidence.place import check_place
from geo_app.domain.evidence.time import check_time
from geo_app.domain.evidence.viewpoint import check_presence, check_viewpoint
from geo_app.domain.evidence.witnesses import check_witnesses, witnesses_of
from geo_app.settings import EvidenceThresholds

CHECKS: Mapping[Aspect, Callable[[Case], Check]] = MappingProxyType(
    {
        Aspect.PLACE: check_place,
        Aspect.TIME: check_time,
        Aspect.ORIGINALITY: check_originality,
        Aspect.VIEWPOINT: check_viewpoint,
        Aspect.LIGHT: check_light,
        Aspect.THUMBNAIL: check_thumbnail,
        Aspect.PRESENCE: check_presence,
        Aspect.BRACKET: check_bracket,
        Aspect.WITNESSES: check_witnesses,
        Aspect.INDEPENDENCE: check_independence,
    }
)
"""One check for each aspect."""

DECISIVE = (Aspect.PLACE, Aspect.TIME, Aspect.ORIGINALITY, Aspect.BRACKET)
"""A fail in one of these, and the photo proves nothing about the site."""

_NEEDED = (Aspect.PLACE, Aspect.TIME)
_OF_THE_VISIT = frozenset({Aspect.PRESENCE})
"""Said on each photo, but about the visit: ``demands`` asks for it, no photo is blamed for it."""


def assess(
    sighting: Sighting,
    site: SiteInQuestion,
    others: Sequence[Sighting],
    *,
    thresholds: EvidenceThresholds,
    ground: Ground,
    zone: ZoneInfo,
) -> Assessment:
    """What a photo proves about a site.

    Args:
        sighting: The photo with all that speaks for it.
        site: The site.
        others: The other photos of the site, all visits, in any order.
        thresholds: Where a check turns.
        ground: Geodesy.
        zone: Zone in which the sentences tell times.
    """
    rest = tuple(each for each in others if each.photo_id != sighting.photo_id)
    case = Case(sighting, site, rest, thresholds, ground, zone)
    checks = {aspect: CHECKS[aspect](case) for aspect in Aspect}
    outcomes = {aspect: check.outcome for aspect, check in checks.items()}
    verdict = weigh(outcomes, is_exact=_is_exact(case), fair_doubts=thresholds.fair_doubts)
    return Assessment(tuple(checks.values()), verdict, witnesses_of(case))


def weigh(outcomes: Mapping[Aspect, Outcome], *, is_exact: bool, fair_doubts: int) -> Verdict:
    """The verdict that the outcomes come to; it never gets better when an outcome gets worse.

    ``none``: a decisive aspect fails. ``weak``: place or time does not pass, or another aspect
    fails, or too many doubts. ``strong``: originality passes too, nothing is doubted, and place
    and time are exact. ``fair``: the rest.

    Args:
        outcomes: One for each aspect.
        is_exact: Place and time rest on an instrument and on a site that is well known.
        fair_doubts: Most doubts with which a photo is still fair.
    """
    if any(outcomes[aspect] is Outcome.FAIL for aspect in DECISIVE):
        return Verdict.NONE
    if any(outcomes[aspect] is not Outcome.PASS for aspect in _NEEDED):
        return Verdict.WEAK
    told = [outcome for aspect, outcome in outcomes.items() if aspect not in _OF_THE_VISIT]
    doubts = told.count(Outcome.DOUBT)
    if Outcome.FAIL in told or doubts > fair_doubts:
        return Verdict.WEAK
    if is_exact and not doubts and outcomes[Aspect.ORIGINALITY] is Outcome.PASS:
        return Verdict.STRONG
    return Verdict.FAIR


def _is_exact(case: Case) -> bool:
    """The site is known better than to a kilometre; a device or a satellite told the time."""
    radius, found = case.site.radius_m, case.captures()
    if radius is None or radius >= case.thresholds.coarse_site_m or not found:
        return False
    return found[0].by in (Timepiece.DEVICE, Timepiece.SATELLITE)
