"""The second hop: from a line to one side of it (河堤北侧, 左岸, 临河, 内侧)."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
import shapely.errors
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.geo.lines import Track, tracks
from geo_app.geo.locate.survey import Ground, Survey
from geo_app.geo.measure import BEARINGS, SIDES, moved

_DIKE_SIDES = {"river_side": 1, "land_side": -1, "inner": 1, "outer": -1}


@dataclass(frozen=True, slots=True)
class Aside:
    """A step to one side of a line.

    Attributes:
        metres: To the left (positive) or right of the track; 0 where no side could be told.
        across: Half of the strip that is meant, metres.
        point: Where the step ends.
        steps: What was done.
        doubts: What was assumed.
    """

    metres: float
    across: float
    point: Point
    steps: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()


def step_aside(
    survey: Survey, ground: Ground, side: str | None, point: Point, track: Track | None
) -> Aside:
    """Step from a point, on a track if there is one, to the side that the phrase names."""
    if side is None or side == "under":
        return Aside(0.0, 0.0, point)
    values = {"side": f"@side.{side}", "line": track.anchor.name if track else ground.name}
    if side in {"left_bank", "right_bank", "both_banks"}:
        return _bank(survey, ground, side, point, track, values)
    if side in {"top", "foot"}:
        half = survey.half_width(track.anchor if track else None, "dike")
        return Aside(0.0, half, point, (Remark("place.side", values | {"metres": round(half)}),))
    if side in _DIKE_SIDES:
        return _dike_side(survey, ground, side, point, track, values)
    if side in SIDES:
        return _compass_side(survey, side, point, track, values)
    return Aside(0.0, 0.0, point, (), (Remark("place.side_not_used", values),))


def _compass_side(
    survey: Survey, side: str, point: Point, track: Track | None, values: dict[str, str]
) -> Aside:
    bearing = BEARINGS[SIDES[side]]
    kind = track.anchor.kind if track else "dike"
    half = survey.half_width(track.anchor if track else None, kind)
    step = Remark("place.side", values | {"metres": round(half)})
    if track is None:
        return Aside(0.0, half / 2, moved(point, bearing, half / 2), (step,))
    s = track.project(point)
    hand = track.hand(s, bearing)
    if hand == 0:
        return Aside(0.0, half, point, (), (Remark("place.side_unclear", values),))
    metres = hand * (half if kind == "river" else half / 2)
    return Aside(metres, half / 2, track.aside(s, metres), (step,))


def _bank(
    survey: Survey,
    ground: Ground,
    side: str,
    point: Point,
    track: Track | None,
    values: dict[str, str],
) -> Aside:
    """Left and right are those of somebody who looks downstream."""
    river = track if track and track.anchor.kind == "river" else None
    if river is None:
        river = next(iter(survey.passing(ground, ("river",))), None)
    half = survey.half_width(river.anchor if river else None, "river")
    if river is None:
        return Aside(0.0, half, point, (), (Remark("place.no_river_line", values),))
    values = values | {"line": river.anchor.name}
    step = Remark("place.side", values | {"metres": round(half)})
    if side == "both_banks":
        return Aside(0.0, half, point, (step,))
    metres = half if side == "left_bank" else -half
    return Aside(metres, half / 2, river.aside(river.project(point), metres), (step,))


def _dike_side(
    survey: Survey,
    ground: Ground,
    side: str,
    point: Point,
    track: Track | None,
    values: dict[str, str],
) -> Aside:
    dike = track if track and track.anchor.kind in {"dike", "dam_spur"} else None
    if dike is None:
        dike = next(iter(survey.passing(ground, ("dike",))), None)
    half = survey.half_width(dike.anchor if dike else None, "dike")
    if dike is None:
        return Aside(0.0, half, point, (), (Remark("place.side_not_used", values),))
    values = values | {"line": dike.anchor.name}
    s = dike.project(point)
    river, doubts = river_hand(survey, ground, dike, point)
    metres = river * _DIKE_SIDES[side] * half / 2
    across = half / 2
    if side in {"inner", "outer"}:
        share = round(survey.vague.inner_is_river_side * 100)
        doubts += (Remark("place.inner", values | {"percent": share}),)
        across = 1.5 * half  # the other side stays inside the radius
    step = Remark("place.side", values | {"metres": round(half)})
    return Aside(metres, across, dike.aside(s, metres), (step,), doubts)


def river_hand(
    survey: Survey, ground: Ground, dike: Track, point: Point
) -> tuple[int, tuple[Remark, ...]]:
    """On which hand of a dike its river is: as the gazetteer says, by its line, or assumed left.

    A right-bank dike that is seen downstream has its river on the left.
    """
    if dike.anchor.river_side:
        return (1 if dike.anchor.river_side == "left" else -1), ()
    near: list[tuple[float, str, Point]] = []
    most = survey.vague.river_search_m
    here = ground.frame.to_degrees(point)
    for anchor in survey.gazetteer.lines_near(here, most, "river"):
        for river in tracks(anchor, ground.frame):
            spot = river.at(river.project(point))
            if spot.distance(point) <= most:
                near.append((spot.distance(point), anchor.id, spot))
    for _, _, spot in sorted(near, key=lambda each: each[:2]):
        hand = dike.hand_of(spot)
        if hand:
            return hand, ()
    return 1, (Remark("place.river_side_assumed", {"line": dike.anchor.name}),)


def parallel(line: LineString, metres: float) -> BaseGeometry:
    """A line moved to its left (positive) or right; the line itself where that has no answer."""
    if abs(metres) < 0.01:
        return line
    try:
        beside = shapely.offset_curve(line, metres)
    except shapely.errors.GEOSException:  # degenerate curves; the strip is in the radius anyway
        return line
    return beside if isinstance(beside, LineString) and not beside.is_empty else line
