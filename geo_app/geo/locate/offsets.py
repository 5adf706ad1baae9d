"""Relations away from the anchor: direction, distance, or both; along a line where one exists."""

from __future__ import annotations

import re

from shapely.geometry import MultiPoint

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.geo import formulas
from geo_app.geo.lines import Track, tracks
from geo_app.geo.locate.around import edge_towards, near
from geo_app.geo.locate.sides import step_aside
from geo_app.geo.locate.survey import Found, Ground, Survey, by_kind
from geo_app.geo.measure import BEARINGS, corrected_centre, moved, reach

_STREAM = {"upstream": -1.0, "downstream": 1.0}
# Lines that a distance from such an anchor follows where the words name none.
_CUSTOMARY: dict[str, tuple[str, ...]] = {
    "bridge": ("river", "dike"),
    "road_river_crossing": ("river", "dike"),
    "confluence": ("river", "dike"),
    "river_mouth": ("river", "dike"),
    "section": ("river", "dike"),
    "pump_station": ("river", "dike"),
    "dam_spur": ("dike", "river"),
    "road_junction": ("road",),
}
_EXACT = re.compile(r"正[东西南北]")
# How far a line may bend away from the stated direction, degrees: when the words name the line,
# and when it is only customary to measure along it.
_TURN_NAMED, _TURN_CUSTOMARY = 67.5, 45.0


def offset_direction(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """A distance in a direction: along a line if one leads there, else by air."""
    directions = [word for word in (phrase.direction or "").split(",") if word in BEARINGS]
    if phrase.distance_m is None:
        return heading_only(phrase, ground, survey)
    if phrase.direction in _STREAM:
        return offset_along_stream(phrase, ground, survey)
    if not directions:
        return distance_only(phrase, ground, survey)
    if len(directions) > 1:
        return _several(phrase, ground, survey, directions)
    bearing = BEARINGS[directions[0]]
    named, candidates = followed_lines(phrase, ground, survey)
    for track in candidates:
        start = track.project(ground.centre)
        walked = track.walk(start, bearing, phrase.distance_m)
        if walked and walked[1] <= (_TURN_NAMED if named else _TURN_CUSTOMARY):
            return _on_line(phrase, ground, survey, track, walked[0], named)
    why = Remark("place.by_air_doubt")
    if candidates:
        why = Remark("place.line_elsewhere", {"line": candidates[0].anchor.name})
    elif phrase.path:
        why = Remark("place.by_air_no_line", {"path": phrase.path})
    return _by_air(phrase, ground, survey, directions[0], why)


def offset_along_stream(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Upstream or downstream by a distance, along the river (or the dike beside it)."""
    step = _STREAM.get(phrase.direction or "")
    if step is None:
        return offset_direction(phrase, ground, survey)
    rivers = [each for each in followed_lines(phrase, ground, survey)[1] if _has_flow(each)]
    rivers = rivers or survey.passing(ground, ("river", "dike"))
    distance = phrase.distance_m
    if distance is None:
        return _reach_along(phrase, ground, survey, rivers)
    for track in rivers:
        s = track.project(ground.centre) + step * distance
        if 0.0 <= s <= track.length:
            return _on_line(phrase, ground, survey, track, s, named=True)
    code = "place.line_too_short" if rivers else "place.no_stream_line"
    line = rivers[0].anchor.name if rivers else ground.name
    return distance_only(phrase, ground, survey).doubting(Remark(code, {"line": line}))


def heading_only(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """A direction without a distance: the circle round a sector (Quick Reference Guide)."""
    directions = [word for word in (phrase.direction or "").split(",") if word in BEARINGS]
    if phrase.direction in _STREAM:
        return offset_along_stream(phrase, ground, survey)
    if not directions:
        return near(phrase, ground, survey)
    limit = by_kind(survey.vague.reach_m, ground.kind)
    centres, radii = [], []
    for direction in directions:
        angle = _half_angle(phrase, direction)
        along, _ = formulas.sector(limit, angle)
        centres.append(moved(ground.centre, BEARINGS[direction], along))
        b, m = ground.radial, survey.vague.map_error_m
        radii.append(formulas.heading_only(limit, angle, b, m))
    values = {"name": ground.name, "reach": round(limit)}
    doubt = Remark("place.reach_by_default", {"reach": round(limit)})
    if len(centres) == 1:
        step = Remark("place.heading", values | {"direction": f"@direction.{directions[0]}"})
        return Found(ground, centres[0], centres[0], max(radii), (step,), (doubt,))
    shape = MultiPoint(centres)
    point, spread = corrected_centre(shape)
    step = Remark("place.heading_several", values | _first_two(directions))
    twice = Remark("place.several_directions", _first_two(directions))
    return Found(ground, shape, point, spread + max(radii), (step,), (doubt, twice))


def distance_only(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """A distance without a direction: the anchor enlarged by it; from a river's mouth, up it."""
    d = phrase.distance_m
    if d is None:
        return near(phrase, ground, survey)
    named = _named_line(phrase, ground, survey)
    for track in named:
        if ground.kind in {"river_mouth", "confluence"} and track.anchor.kind == "river":
            s = track.project(ground.centre) - d
            if s >= 0.0:
                return _on_line(phrase, ground, survey, track, s, named=True)
    p = precision(phrase, survey)
    radius = formulas.distance_only(d, ground.radial, p, survey.vague.map_error_m)
    shape = ground.shape.buffer(d) if ground.is_area else ground.centre
    step = Remark("place.distance_only", {"name": ground.name, "distance": _whole(d)})
    return Found(ground, shape, ground.centre, radius, (step,))


def opposite(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Across the river or road: mirrored over its axis; r = b + half width + m."""
    by_water = ground.kind in _CUSTOMARY and ground.kind != "road_junction"
    across_water = by_water or "岸" in phrase.text
    kinds = ("river", "dike", "road") if across_water else ("road", "railway", "river")
    bearing = BEARINGS.get(phrase.direction or "")
    start = ground.centre if bearing is None else edge_towards(ground, bearing)
    axes = survey.passing(ground, kinds)
    axes.sort(key=lambda track: (kinds.index(track.anchor.kind), track.line.distance(start)))
    for axis in axes:
        s = axis.project(start)
        spot = axis.at(s)
        half = survey.half_width(axis.anchor, axis.anchor.kind)
        gap = spot.distance(start)
        side = axis.hand_of(start) or 1
        point = axis.aside(s, -side * max(gap, half)) if gap else axis.aside(s, -half)
        radius = ground.radial + half + survey.map_error(axis.anchor)
        values = {"name": ground.name, "line": axis.anchor.name}
        step = Remark("place.opposite", values)
        doubts = () if gap > half else (Remark("place.opposite_unclear", values),)
        return Found(ground, point, point, radius, (step,), doubts, (axis.anchor,))
    doubt = Remark("place.no_axis", {"name": ground.name})
    if bearing is not None:
        return heading_only(phrase, ground, survey).doubting(doubt)
    return near(phrase, ground, survey).doubting(doubt)


def followed_lines(phrase: PlacePhrase, ground: Ground, survey: Survey) -> tuple[bool, list[Track]]:
    """The lines that a distance may follow, and whether the words ask for such a line."""
    if phrase.path:
        named = _named_line(phrase, ground, survey)
        return True, named or survey.passing(ground, path_kinds(phrase.path))
    if ground.is_line:
        return True, list(ground.tracks())
    if phrase.side in {"left_bank", "right_bank", "both_banks"}:
        return True, survey.passing(ground, ("river", "dike"))
    if phrase.side in {"river_side", "land_side", "inner", "outer", "top", "foot"}:
        return True, survey.passing(ground, ("dike",))
    return False, survey.passing(ground, _CUSTOMARY.get(ground.kind, ()))


def path_kinds(path: str) -> tuple[str, ...]:
    """Kinds of line for the word that names a path: 河堤, 河道, 路."""
    if re.search(r"[堤坝]", path):
        return ("dike",)
    if re.search(r"铁路|铁道", path):
        return ("railway",)
    if re.search(r"[路街]|大道|国道|省道|县道|乡道|村道|公路", path):
        return ("road",)
    return ("river",)


def precision(phrase: PlacePhrase, survey: Survey) -> float:
    """Precision p of the stated distance, never below the default."""
    return max(phrase.distance_precision_m or 0.0, survey.vague.distance_precision_m)


def _named_line(phrase: PlacePhrase, ground: Ground, survey: Survey) -> list[Track]:
    """The line that the path's name means in the gazetteer."""
    if not phrase.path:
        return []
    matches = survey.gazetteer.find(phrase.path, None, phrase.containers)
    lines = [match.anchor for match in matches if match.anchor.is_line and match.how != "part"]
    return [track for anchor in lines[:1] for track in tracks(anchor, ground.frame)]


def _has_flow(track: Track) -> bool:
    return track.anchor.kind in {"river", "dike"}


def _on_line(
    phrase: PlacePhrase, ground: Ground, survey: Survey, track: Track, s: float, named: bool
) -> Found:
    """The end of a walk along a line, then the step to its side: no heading term."""
    point = track.at(s)
    p, m = precision(phrase, survey), survey.map_error(track.anchor)
    along = formulas.distance_along_path(ground.radial, p, m)
    aside = step_aside(survey, ground, phrase.side, point, track)
    values = {
        "name": ground.name,
        "direction": f"@direction.{phrase.direction or 'upstream'}",
        "distance": _whole(phrase.distance_m or 0.0),
        "line": track.anchor.name,
    }
    errors = {"radial": round(ground.radial), "precision": _whole(p), "map": round(m)}
    steps = (Remark("place.along_line", values), Remark("place.sum", errors), *aside.steps)
    doubts = list(aside.doubts)
    if not named:
        doubts.append(Remark("place.assumed_line", {"line": track.anchor.name}))
    off = track.line.distance(ground.centre)
    if off > max(ground.radial, survey.vague.line_reach_m / 2):
        doubts.append(
            Remark("place.line_off_anchor", {"line": track.anchor.name, "metres": round(off)})
        )
    radius = formulas.two_hops(along, aside.across)
    schematic = track.anchor.schematic
    return Found(
        ground, aside.point, aside.point, radius, steps, tuple(doubts), (track.anchor,), schematic
    )


def _by_air(
    phrase: PlacePhrase, ground: Ground, survey: Survey, direction: str, why: Remark
) -> Found:
    d = phrase.distance_m or 0.0
    p, m = precision(phrase, survey), survey.vague.map_error_m
    angle = _half_angle(phrase, direction)
    radius = formulas.distance_at_heading(d, angle, ground.radial + p + m)
    aside = step_aside(
        survey, ground, phrase.side, moved(ground.centre, BEARINGS[direction], d), None
    )
    values = {
        "name": ground.name,
        "direction": f"@direction.{direction}",
        "distance": _whole(d),
        "angle": _whole(angle),
    }
    return Found(
        ground,
        aside.point,
        aside.point,
        formulas.two_hops(radius, aside.across),
        (Remark("place.by_air", values), *aside.steps),
        (why, *aside.doubts),
    )


def _several(phrase: PlacePhrase, ground: Ground, survey: Survey, directions: list[str]) -> Found:
    """One distance in several directions: all the points, one circle round them."""
    d = phrase.distance_m or 0.0
    points = MultiPoint([moved(ground.centre, BEARINGS[word], d) for word in directions])
    point, spread = corrected_centre(points)
    angle = max(_half_angle(phrase, word) for word in directions)
    errors = ground.radial + precision(phrase, survey) + survey.vague.map_error_m
    radius = spread + formulas.distance_at_heading(d, angle, errors)
    values = {"name": ground.name, "distance": _whole(d)} | _first_two(directions)
    doubt = Remark("place.several_directions", _first_two(directions))
    step = Remark("place.by_air_several", values)
    return Found(ground, points, point, radius, (step,), (doubt,))


def _reach_along(phrase: PlacePhrase, ground: Ground, survey: Survey, rivers: list[Track]) -> Found:
    """Upstream without a distance: the stretch as far as the documented reach."""
    limit = by_kind(survey.vague.reach_m, ground.kind)
    step = _STREAM.get(phrase.direction or "", 1.0)
    values = {
        "name": ground.name,
        "direction": f"@direction.{phrase.direction}",
        "reach": round(limit),
    }
    if not rivers:
        doubt = Remark("place.no_stream_line", {"line": ground.name})
        return near(phrase, ground, survey).doubting(doubt)
    track = rivers[0]
    s = track.project(ground.centre)
    part = track.part(s, s + step * limit)
    point, half = corrected_centre(part)
    radius = half + ground.radial + survey.map_error(track.anchor)
    aside = step_aside(survey, ground, phrase.side, point, track)
    doubts = (Remark("place.reach_by_default", {"reach": round(limit)}), *aside.doubts)
    radius = max(formulas.two_hops(radius, aside.across), reach(aside.point, part))
    steps = (Remark("place.heading", values), *aside.steps)
    return Found(ground, part, aside.point, radius, steps, doubts, (track.anchor,))


def _half_angle(phrase: PlacePhrase, direction: str) -> float:
    """正东 is meant exactly: the finest class; 北偏东 without degrees covers its whole octant."""
    if _EXACT.search(phrase.text):
        return 5.625
    angle = formulas.half_angle(direction)
    vague = any(doubt.code == "phrase.ambiguous_direction" for doubt in phrase.doubts)
    return max(angle, 22.5) if vague else angle


def _first_two(directions: list[str]) -> dict[str, str]:
    return {"first": f"@direction.{directions[0]}", "second": f"@direction.{directions[1]}"}


def _whole(metres: float) -> float | int:
    return int(metres) if float(metres).is_integer() else round(metres, 1)
