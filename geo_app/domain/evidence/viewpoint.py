"""Viewpoint and presence: from which spots, and in which directions, a place was seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from geo_app.domain.evidence.case import Case
from geo_app.domain.evidence.nouns import Aspect, Check, Outcome, Sighting
from geo_app.domain.evidence.place import Bounds
from geo_app.domain.evidence.standpoints import Standpoint
from geo_app.domain.inspection import PhotoRole
from geo_app.domain.remark import Remark

_TRUE_NORTH = "T"


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a camera looked.

    Attributes:
        degrees: Clockwise from north.
        is_true: From true north; otherwise it may be magnetic.
    """

    degrees: float
    is_true: bool


def direction(sighting: Sighting) -> Direction | None:
    """Where the camera looked: by the file, else by the device at its fix; None where unknown."""
    facts, fix = sighting.facts, sighting.fix
    if facts.direction_deg is not None:
        return Direction(facts.direction_deg, facts.direction_ref == _TRUE_NORTH)
    if fix is not None and fix.heading_deg is not None and not sighting.external:
        return Direction(fix.heading_deg, is_true=True)
    return None


def turn_deg(one: Direction, other: Direction) -> float:
    """Angle between two directions, 0 to 180 degrees."""
    return abs((one.degrees - other.degrees + 180.0) % 360.0 - 180.0)


def check_viewpoint(case: Case) -> Check:
    """Pass where an after photo looks the same way from the same spot as a before photo.

    The before photo that fits best speaks. The errors of two fixes are independent, so that they
    add as squares. A missing direction is unknown, not a doubt.
    """
    role = case.sighting.role
    if role is PhotoRole.BEFORE:
        return _viewpoint(Outcome.UNKNOWN, "evidence.viewpoint_sets")
    if role is not PhotoRole.AFTER:
        return _viewpoint(Outcome.UNKNOWN, "evidence.viewpoint_not_asked")
    before = [each for each in case.others if each.role is PhotoRole.BEFORE]
    if not before:
        return _viewpoint(Outcome.UNKNOWN, "evidence.nothing_before")
    views = [view for each in before if (view := _View.between(case, each)) is not None]
    if not views:
        return _viewpoint(Outcome.UNKNOWN, "evidence.viewpoint_unplaced")
    view = min(views, key=lambda each: (each.badness, each.gap_m, each.photo_id))
    values = {"gap": round(view.gap_m), "allowed": round(view.allowed_m)}
    if view.gap_m > view.allowed_m:
        return _viewpoint(Outcome.DOUBT, "evidence.viewpoint_far", **values)
    if view.turn_deg is None:
        return _viewpoint(Outcome.UNKNOWN, "evidence.no_direction", **values)
    values |= {"turn": round(view.turn_deg), "most": round(view.allowed_deg)}
    if view.turn_deg > view.allowed_deg:
        return _viewpoint(Outcome.DOUBT, "evidence.viewpoint_turned", **values)
    return _viewpoint(Outcome.PASS, "evidence.viewpoint_same", **values)


@dataclass(frozen=True, slots=True)
class _View:
    """An after photo beside one before photo."""

    photo_id: str
    gap_m: float
    allowed_m: float
    turn_deg: float | None
    allowed_deg: float

    @classmethod
    def between(cls, case: Case, before: Sighting) -> _View | None:
        here, there = _measured(case, case.sighting), _measured(case, before)
        if here is None or there is None:
            return None
        limits = case.thresholds
        looks, looked = direction(case.sighting), direction(before)
        turn, allowed_deg = None, limits.viewpoint_deg
        if looks is not None and looked is not None:
            turn = turn_deg(looks, looked)
            if not (looks.is_true and looked.is_true):
                allowed_deg += limits.declination_deg
        return cls(
            before.photo_id,
            case.ground.distance_m(here.point, there.point),
            limits.viewpoint_m + math.hypot(here.margin_m, there.margin_m),
            turn,
            allowed_deg,
        )

    @property
    def badness(self) -> int:
        """0 same view, 1 direction unknown, 2 turned away, 3 another spot."""
        if self.gap_m > self.allowed_m:
            return 3
        if self.turn_deg is None:
            return 1
        return 2 if self.turn_deg > self.allowed_deg else 0


def check_presence(case: Case) -> Check:
    """Pass where the photos of the visit show that somebody walked about on the spot.

    Enough photos at the site, from two spots or in two directions. Photos from outside (a far
    view) spoil nothing and do not count, nor do those of the state before, which may be older
    than the visit.
    """
    visit = [
        each
        for each in (case.sighting, *case.others)
        if each.inspection_id == case.sighting.inspection_id and each.role is not PhotoRole.BEFORE
    ]
    limits = case.thresholds
    count = len({each.photo_id for each in visit})
    if count < limits.presence_photos:
        values = {"count": count, "needed": limits.presence_photos}
        return _presence(Outcome.DOUBT, "evidence.too_few", **values)
    bounds = Bounds.of(case.site)
    placed = [(each, spot) for each in visit if (spot := _measured(case, each)) is not None]
    if bounds is None or len(placed) < limits.presence_photos:
        return _presence(Outcome.UNKNOWN, "evidence.visit_unplaced", count=count)
    inside = [pair for pair in placed if bounds.beyond_m(pair[1], case.ground) <= 0]
    if len(inside) < limits.presence_photos:
        values = {"count": len(inside), "needed": limits.presence_photos}
        return _presence(Outcome.DOUBT, "evidence.visit_outside", **values)
    metres = _widest_step(case, [spot for _, spot in inside])
    degrees = _widest_turn([each for each, _ in inside])
    values = {"count": len(inside), "metres": round(metres), "degrees": round(degrees)}
    if metres < limits.presence_m and degrees < limits.presence_deg:
        return _presence(Outcome.DOUBT, "evidence.one_spot", **values)
    return _presence(Outcome.PASS, "evidence.present", **values)


def _widest_step(case: Case, spots: Sequence[Standpoint]) -> float:
    steps = (case.ground.distance_m(a.point, b.point) for a, b in combinations(spots, 2))
    return max(steps, default=0.0)


def _widest_turn(visit: Sequence[Sighting]) -> float:
    looks = [look for each in visit if (look := direction(each)) is not None]
    return max((turn_deg(one, other) for one, other in combinations(looks, 2)), default=0.0)


def _measured(case: Case, sighting: Sighting) -> Standpoint | None:
    """The best position of a photo that an instrument told."""
    found = case.standpoints(sighting)
    return found[0] if found and found[0].is_measured else None


def _viewpoint(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.VIEWPOINT, outcome, Remark(code, values))


def _presence(outcome: Outcome, code: str, **values: Any) -> Check:
    return Check(Aspect.PRESENCE, outcome, Remark(code, values))
