"""Relations to the anchor itself: at, near, inside, outside, corner, boundary of two areas."""

from __future__ import annotations

import math

import shapely
from shapely.geometry import LineString, Point

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.geo import formulas
from geo_app.geo.locate.sides import Aside, parallel, step_aside
from geo_app.geo.locate.survey import Found, Ground, Missing, Survey, by_kind
from geo_app.geo.measure import BEARINGS, Frame, corrected_centre, middle, moved, reach


def at(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """At the anchor, or in it: its shape, r = b + m (Calculator, "named place only")."""
    if ground.seat_only:
        return somewhere_in(ground, survey)
    if ground.is_line:
        return along_whole(phrase, ground, survey)
    radius = formulas.at_feature(ground.radial, survey.vague.map_error_m)
    values = {"radial": round(ground.radial), "map": round(survey.vague.map_error_m)}
    shape = ground.shape if ground.is_area else ground.centre
    found = Found(ground, shape, ground.centre, radius, (Remark("place.at", values),))
    aside = step_aside(survey, ground, phrase.side, ground.centre, None)
    if phrase.side is None or not aside.steps:
        return found.doubting(*aside.doubts)
    return Found(
        ground,
        shape if ground.is_area else aside.point,
        aside.point,
        formulas.two_hops(radius, aside.across) + ground.centre.distance(aside.point),
        (*found.steps, *aside.steps),
        aside.doubts,
    )


def somewhere_in(ground: Ground, survey: Survey) -> Found:
    """Anywhere in an area: its outline, or a documented circle where only a point is known."""
    if ground.is_area and not ground.seat_only:
        radius = ground.radial + survey.vague.map_error_m
        shape = ground.shape
        doubts: tuple[Remark, ...] = ()
    else:
        radius = max(ground.radial, by_kind(survey.vague.area_fallback_m, ground.kind))
        shape = ground.centre
        doubts = (Remark("place.area_by_default", {"name": ground.name, "radius": round(radius)}),)
    step = Remark("place.inside", {"name": ground.name})
    return Found(ground, shape, ground.centre, radius, (step,), doubts)


def along_whole(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """All of a line: the line itself, half of its extent as radius (along, 沿线, 全线)."""
    line = ground.shape
    aside = Aside(0.0, 0.0, ground.centre)
    own = ground.tracks()
    if phrase.side is not None and len(own) == 1:
        track = own[0]
        aside = step_aside(survey, ground, phrase.side, track.at(track.length / 2), track)
        if isinstance(line, LineString):
            whole = len(ground.anchors) == 1  # a composed stretch runs as its track does
            line = parallel(track.line if whole else line, aside.metres)
    point, half = corrected_centre(line)
    error = survey.map_error(*ground.anchors)
    radius = formulas.two_hops(half + error, aside.across)
    step = Remark("place.along", {"line": ground.name, "half": round(half), "error": round(error)})
    return Found(ground, line, point, radius, (step, *aside.steps), aside.doubts)


def near(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Near the anchor: its shape enlarged by a documented buffer (Quick Reference Guide)."""
    stated = phrase.distance_m
    buffer = by_kind(survey.vague.near_m, ground.kind) if stated is None else stated
    base = somewhere_in(ground, survey).radius if ground.seat_only else ground.radial
    radius = formulas.near_feature(base, buffer, survey.vague.map_error_m)
    code = "place.near" if stated is None else "place.within_distance"
    step = Remark(code, {"name": ground.name, "buffer": round(buffer)})
    shape = ground.shape.buffer(buffer) if ground.is_area else ground.shape
    doubts = (Remark("place.near_is_arbitrary", {"buffer": round(buffer)}),)
    return Found(ground, shape, ground.centre, radius, (step,), doubts if stated is None else ())


def inside(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Inside: of an area its outline; of a dike (大堤内) the side, all along it."""
    if ground.is_line:
        return along_whole(phrase, ground, survey)
    return somewhere_in(ground, survey) if ground.seat_only else at(phrase, ground, survey)


def outside(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Outside the wall: the edge in the direction named; r = b + reach + m."""
    wall = survey.vague.outside_wall_m
    radius = ground.radial + wall + survey.vague.map_error_m
    direction = phrase.direction or ""
    step = Remark("place.outside", {"name": ground.name, "reach": round(wall)})
    if direction not in BEARINGS:
        shape = ground.shape.buffer(wall) if ground.is_area else ground.shape
        return Found(ground, shape, ground.centre, radius, (step,))
    bearing = BEARINGS[direction]
    edge = edge_towards(ground, bearing)
    point = moved(edge, bearing, wall / 2)
    return Found(ground, point, point, radius, (step,))


def corner(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """A corner: b along the direction from the centre; r = b + width of a corner + m."""
    direction = (phrase.direction or "").split(",")[0]
    width = survey.vague.corner_m
    if direction not in BEARINGS:
        return at(phrase, ground, survey)
    bearing = BEARINGS[direction]
    if ground.is_area or ground.is_line:
        point = _furthest(ground, bearing)
    else:
        point = moved(ground.centre, bearing, ground.radial)
    radius = ground.radial + width + survey.vague.map_error_m
    values = {"name": ground.name, "direction": f"@direction.{direction}", "width": round(width)}
    return Found(ground, point, point, radius, (Remark("place.corner", values),))


def boundary(phrase: PlacePhrase, survey: Survey) -> Found | Missing:
    """The shared border of two areas; without outlines, the middle between them."""
    pair = two_grounds(phrase, survey)
    if isinstance(pair, Missing):
        return pair
    first, second = pair
    other = first.frame.to_metres(second.frame.to_degrees(second.shape))
    values = {"first": first.name, "second": second.name}
    if first.is_area and second.is_area:
        shared = first.shape.boundary.intersection(other.buffer(survey.vague.map_error_m * 2))
        lines = [part for part in shapely.get_parts(shared) if part.length > 0]
        if lines:
            border = shapely.line_merge(shapely.MultiLineString(lines))
            point, half = corrected_centre(border)
            radius = half + survey.map_error(*first.anchors, *second.anchors)
            step = Remark("place.boundary", values | {"half": round(half)})
            return Found(first, border, point, radius, (step,), lines=second.anchors)
    return between_points(first, second, survey)


def between_points(first: Ground, second: Ground, survey: Survey) -> Found:
    """Between two features: the middle, half of the distance (Quick Reference Guide)."""
    there = first.frame.to_metres(second.frame.to_degrees(second.centre))
    point, half = middle((first.centre, there))
    radius = half + max(first.radial, second.radial) + survey.vague.map_error_m
    values = {"first": first.name, "second": second.name, "half": round(half)}
    step = Remark("place.middle", values)
    doubt = Remark("place.no_line_between", {"first": first.name, "second": second.name})
    return Found(first, point, point, radius, (step,), (doubt,), lines=second.anchors)


def two_grounds(phrase: PlacePhrase, survey: Survey) -> tuple[Ground, Ground] | Missing:
    """Both ends that a phrase names."""
    names = phrase.ends if len(phrase.ends) == 2 else _split(phrase.anchor or "")
    if len(names) != 2:
        return Missing((Remark("place.two_ends_needed", {"text": phrase.text[:60]}),))
    found = [survey.ground(name, None, phrase.containers) for name in names]
    reasons = [reason for each in found if isinstance(each, Missing) for reason in each.reasons]
    if reasons or not isinstance(found[0], Ground) or not isinstance(found[1], Ground):
        return Missing(tuple(reasons))
    return found[0], found[1]


def edge_towards(ground: Ground, bearing: float) -> Point:
    """Where the anchor ends in a direction from its centre."""
    if not ground.is_area:
        return moved(ground.centre, bearing, ground.radial)
    far = moved(ground.centre, bearing, 2.0 * reach(ground.centre, ground.shape) + 1.0)
    ray = LineString([ground.centre, far]).intersection(ground.shape)
    ends = shapely.get_coordinates(ray)
    if not len(ends):
        return ground.centre
    return max((Point(end) for end in ends), key=ground.centre.distance)


def _furthest(ground: Ground, bearing: float) -> Point:
    """The vertex that lies furthest in a direction."""
    angle = math.radians(bearing)
    ends = shapely.get_coordinates(ground.shape)
    score = ends[:, 0] * math.sin(angle) + ends[:, 1] * math.cos(angle)
    return Point(ends[int(score.argmax())])


def _split(name: str) -> tuple[str, ...]:
    for word in ("与", "和", "至", "到", "及"):
        if word in name:
            return tuple(part for part in name.split(word, 1) if part)
    return (name,)


def in_frame(frame: Frame, other: Ground) -> Point:
    """The centre of another ground in a frame's metres."""
    return frame.to_metres(other.frame.to_degrees(other.centre))
