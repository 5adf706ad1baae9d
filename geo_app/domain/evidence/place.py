"""Place: was it taken where the site is?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Ground, Outcome, Point, SiteInQuestion
from geo_app.domain.evidence.standpoints import Standpoint, widest_gap
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a site is known to be.

    Attributes:
        mark: (lon, lat) in degrees, EPSG:4326.
        radius_m: The place lies within it, counted from the mark.
    """

    mark: Point
    radius_m: float

    @classmethod
    def of(cls, site: SiteInQuestion) -> Bounds | None:
        """The bounds of a site; None where it has no position or no radius."""
        if site.position is None or site.radius_m is None:
            return None
        return cls(site.position, site.radius_m)

    def beyond_m(self, standpoint: Standpoint, ground: Ground) -> float:
        """How far outside somebody stands, with twice the error granted; up to 0 = inside."""
        away = ground.distance_m(standpoint.point, self.mark)
        return away - self.radius_m - standpoint.margin_m


def check_place(case: Case) -> Check:
    """Pass where the best witness stands within the site's radius and twice its own error.

    A point that only a hand set is a doubt, whatever it says. One that lies elsewhere, but fits
    when read as GCJ-02 or BD-09, is a doubt that names the datum. A larger error never turns
    into an accusation; a very large one proves nothing.
    """
    site, found = case.site, case.standpoints()
    if site.position is None:
        return _check(Outcome.UNKNOWN, "evidence.site_unlocated")
    if not found:
        return _check(Outcome.UNKNOWN, "evidence.no_position")
    best, bounds = found[0], Bounds.of(site)
    distance = case.ground.distance_m(best.point, site.position)
    if bounds is None:
        return _check(Outcome.UNKNOWN, "evidence.site_unbounded", distance=round(distance))
    values = _values(best, distance, bounds)
    if not best.is_measured:
        return _check(Outcome.DOUBT, "evidence.placed_by_hand", **values)
    if bounds.beyond_m(best, case.ground) > 0:
        return _outside(case, bounds, found, values)
    return _inside(case, bounds, found, values)


def _inside(
    case: Case, bounds: Bounds, found: Sequence[Standpoint], values: dict[str, Any]
) -> Check:
    limits = case.thresholds
    if apart := widest_gap(found, case.ground):
        gap, _, other = apart
        return _check(Outcome.DOUBT, "evidence.positions_apart", **values, **_other(gap, other))
    if found[0].accuracy_m > max(bounds.radius_m, limits.vague_accuracy_m):
        return _check(Outcome.DOUBT, "evidence.position_vague", **values)
    if bounds.radius_m >= limits.coarse_site_m:
        kilometres = round(bounds.radius_m / 1000, 1)
        return _check(Outcome.PASS, "evidence.at_coarse_site", **values, kilometres=kilometres)
    return _check(Outcome.PASS, "evidence.at_site", **values)


def _outside(
    case: Case, bounds: Bounds, found: Sequence[Standpoint], values: dict[str, Any]
) -> Check:
    best, *rest = found
    for each in rest:
        if each.is_measured and bounds.beyond_m(each, case.ground) <= 0:
            gap = case.ground.distance_m(best.point, each.point)
            return _check(Outcome.DOUBT, "evidence.positions_apart", **values, **_other(gap, each))
    if bounds.beyond_m(best, case.ground) <= case.thresholds.near_site_m:
        if case.sighting.role is PhotoRole.FAR:
            return _check(Outcome.PASS, "evidence.far_view", **values)
        return _check(Outcome.DOUBT, "evidence.near_site", **values)
    if undone := _undone(case.ground, bounds, best):
        return _check(Outcome.DOUBT, "evidence.other_datum", **values, **undone)
    return _check(Outcome.FAIL, "evidence.elsewhere", **values)


def _undone(ground: Ground, bounds: Bounds, best: Standpoint) -> dict[str, Any] | None:
    """The datum in which the point would stand at the site, nearest first, if there is one."""
    distances = {
        name: ground.distance_m(point, bounds.mark)
        for name, point in ground.undone(best.point).items()
    }
    datum = min(distances, key=distances.__getitem__)
    if distances[datum] > bounds.radius_m + best.margin_m:
        return None
    return {"datum": datum, "undone": round(distances[datum])}


def _values(best: Standpoint, distance: float, bounds: Bounds) -> dict[str, Any]:
    return {
        "witness": best.word,
        "distance": round(distance),
        "radius": round(bounds.radius_m),
        "accuracy": round(best.accuracy_m),
        "told": "@accuracy.told" if best.is_told else "@accuracy.assumed",
    }


def _other(gap: float, other: Standpoint) -> dict[str, Any]:
    return {"other": other.word, "gap": round(gap)}


def _check(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.PLACE, outcome, Remark(code, values))
