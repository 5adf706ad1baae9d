"""Relations on a line: a stake, a stretch between stakes or places, all of it; an area between."""

from __future__ import annotations

import re
from dataclasses import replace

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo_app.domain.place import PlacePhrase
from geo_app.domain.remark import Remark
from geo_app.geo import formulas
from geo_app.geo.composed import clip
from geo_app.geo.lines import StakeHit, Track, stake_text
from geo_app.geo.locate.around import along_whole, at, between_points, in_frame, two_grounds
from geo_app.geo.locate.sides import Aside, parallel, step_aside
from geo_app.geo.locate.survey import Found, Ground, Missing, Survey
from geo_app.geo.measure import BEARINGS, bearing_between, corrected_centre, reach, turn

_THIRDS = {"上": (0.0, 1 / 3), "中": (1 / 3, 2 / 3), "下": (2 / 3, 1.0)}
_THIRD = re.compile(r"(?P<third>[上中下])[游段]?段|(?P<end>东北|西北|东南|西南|[东西南北])[部]?段")
_BOUNDS = re.compile(r"以(东|西|南|北)")
_WORDS = {"东": "E", "西": "W", "南": "S", "北": "N"}


def chainage(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found | Missing:
    """A stake: linear referencing calibrated on the known ones, then the step to the side."""
    m = phrase.chainage_m
    if m is None:
        return at(phrase, ground, survey)
    if isinstance(m, tuple):
        return chainage_range(phrase, ground, survey)
    found = _stake_on(ground, m, survey)
    if isinstance(found, Missing):
        return _without_stake(phrase, ground, survey, found)
    track, hit = found
    p = phrase.distance_precision_m or formulas.stake_precision(m)
    map_error = survey.map_error(track.anchor)
    point = track.at(hit.s)
    aside = step_aside(survey, ground, phrase.side, point, track)
    radius = formulas.two_hops(p + hit.error + map_error, aside.across)
    step = Remark(
        "place.stake",
        {
            "line": ground.name,
            "stake": stake_text(m),
            "precision": round(p, 1),
            "calibration": round(hit.error),
            "map": round(map_error),
        },
    )
    doubts = (*hit.doubts, *aside.doubts)
    return Found(ground, aside.point, aside.point, radius, (step, *aside.steps), doubts)


def chainage_range(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found | Missing:
    """Between two stakes: the stretch itself; half of its length and the errors as radius."""
    if not isinstance(phrase.chainage_m, tuple):
        return chainage(phrase, ground, survey)
    low, high = phrase.chainage_m
    first, second = _stake_on(ground, low, survey), _stake_on(ground, high, survey)
    if isinstance(first, Missing):
        return _without_stake(phrase, ground, survey, first)
    if isinstance(second, Missing):
        return _without_stake(phrase, ground, survey, second)
    (track, start), (other, end) = first, second
    if track != other:
        return Missing((Remark("place.line_in_pieces", {"line": ground.name}),))
    part = track.part(start.s, end.s)
    given = phrase.distance_precision_m
    p = max(given or formulas.stake_precision(low), given or formulas.stake_precision(high))
    values = {"line": ground.name, "from": stake_text(low), "to": stake_text(high)}
    step = Remark("place.stake_range", values | {"length": round(part.length)})
    error = p + max(start.error, end.error)
    stretch = _part(phrase, ground, survey, track, part, error)
    return stretch.stepping(step).doubting(*start.doubts, *end.doubts)


def along(phrase: PlacePhrase, ground: Ground, survey: Survey) -> Found:
    """Along a line: all of it, the third that is named (中段), or what lies in a named area."""
    own = ground.tracks()
    if not ground.is_line or len(own) != 1:
        whole = along_whole if ground.is_line else at
        return whole(phrase, ground, survey)
    track = own[0]
    not_clipped: tuple[Remark, ...] = ()
    for name in reversed(phrase.containers):
        area = survey.area(name)
        if area is None:
            continue
        anchor = area.anchors[0]
        part, doubts = clip(track, anchor, ground.frame)
        if part is track.line and doubts:
            not_clipped = not_clipped or doubts
            continue
        step = Remark("place.clipped", {"line": ground.name, "area": area.name})
        stretch = _part(phrase, ground, survey, track, part, 0.0)
        return replace(stretch.stepping(step).doubting(*doubts), lines=(anchor,))
    third = _THIRD.search(phrase.text)
    if third is None:
        return along_whole(phrase, ground, survey).doubting(*not_clipped)
    low, high = _third(track, third)
    part = track.part(low * track.length, high * track.length)
    step = Remark("place.third", {"line": ground.name, "words": third[0]})
    return _part(phrase, ground, survey, track, part, 0.0).stepping(step)


def between(phrase: PlacePhrase, survey: Survey) -> Found | Missing:
    """Between two things: the stretch of a line, the area between two lines, or the middle."""
    pair = two_grounds(phrase, survey)
    if isinstance(pair, Missing):
        return pair
    first, second = pair
    if first.is_line and second.is_line and _BOUNDS.search(phrase.text):
        return _enclosed(phrase, first, second, survey)
    line = _line_of_stretch(phrase, first, second, survey)
    if line is None:
        return between_points(first, second, survey)
    ground, track = line
    ends = [track.project(in_frame(ground.frame, each)) for each in pair]
    part = track.part(*ends)
    error = max(first.radial, second.radial)
    values = {"line": track.anchor.name, "first": first.name, "second": second.name}
    step = Remark("place.stretch", values | {"length": round(part.length)})
    stretch = _part(phrase, ground, survey, track, part, error).stepping(step)
    return replace(stretch, lines=(*first.anchors, *second.anchors))


def _part(
    phrase: PlacePhrase,
    ground: Ground,
    survey: Survey,
    track: Track,
    part: LineString,
    error: float,
) -> Found:
    """A stretch of a track, moved to the side that is named; radius from its corrected centre."""
    middle = part.interpolate(0.5, normalized=True)
    aside: Aside = step_aside(survey, ground, phrase.side, middle, track)
    shape = parallel(part, aside.metres)
    point, half = corrected_centre(shape)
    map_error = survey.map_error(track.anchor)
    radius = formulas.two_hops(half + error + map_error, aside.across)
    step = Remark("place.half_length", {"half": round(half), "error": round(error + map_error)})
    return Found(ground, shape, point, radius, (step, *aside.steps), aside.doubts)


def _stake_on(ground: Ground, m: float, survey: Survey) -> tuple[Track, StakeHit] | Missing:
    own = ground.tracks()
    if not own:
        return Missing((Remark("place.not_a_line", {"name": ground.name}),))
    reasons = []
    for track in own:
        hit = track.stake(m, survey.vague.extrapolation_error)
        if isinstance(hit, StakeHit):
            return track, hit
        reasons.append(hit)
    return Missing(tuple(dict.fromkeys(reasons)))


def _without_stake(
    phrase: PlacePhrase, ground: Ground, survey: Survey, missing: Missing
) -> Found | Missing:
    """A line without any stake still says: somewhere on it."""
    if not ground.is_line or any(track.marks for track in ground.tracks()):
        return missing
    return along_whole(phrase, ground, survey).doubting(*missing.reasons)


def _third(track: Track, match: re.Match[str]) -> tuple[float, float]:
    if match["third"]:
        return _THIRDS[match["third"]]
    words = {"东北": "NE", "西北": "NW", "东南": "SE", "西南": "SW", **_WORDS}
    bearing = BEARINGS[words[match["end"]]]
    course = bearing_between(track.at(0.0), track.at(track.length))
    return _THIRDS["下"] if turn(course, bearing) <= 90.0 else _THIRDS["上"]


def _line_of_stretch(
    phrase: PlacePhrase, first: Ground, second: Ground, survey: Survey
) -> tuple[Ground, Track] | None:
    """The line that two ends stand on: the one named, else one that passes both."""
    for name in (phrase.anchor, phrase.path):
        ground = survey.ground(name, None, phrase.containers) if name else None
        if isinstance(ground, Ground) and ground.is_line and ground.tracks():
            return ground, ground.tracks()[0]
    kinds = ("river", "dike", "road", "railway")
    both = {track.anchor.id for track in survey.passing(second, kinds)}
    for track in survey.passing(first, kinds):
        if track.anchor.id in both:
            return first, track
    return None


def _enclosed(
    phrase: PlacePhrase, first: Ground, second: Ground, survey: Survey
) -> Found | Missing:
    """North of one line and south of another: the area that they and a known outline close."""
    frame = first.frame
    other = frame.to_metres(second.frame.to_degrees(second.shape))
    borders: list[BaseGeometry] = [first.shape, other]
    for name in phrase.containers:
        area = survey.area(name)
        if area is not None and area.is_area:
            outline = frame.to_metres(area.frame.to_degrees(area.shape))
            borders.append(outline.boundary)
    sides = [BEARINGS[_WORDS[word]] for word in _BOUNDS.findall(phrase.text)]
    values = {"first": first.name, "second": second.name}
    if len(sides) != 2:
        return Missing((Remark("place.two_ends_needed", {"text": phrase.text[:60]}),))
    noded = shapely.node(shapely.GeometryCollection(borders))
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    fitting = [
        cell
        for cell in cells
        if isinstance(cell, Polygon)
        and all(
            _lies(cell, line, bearing)
            for line, bearing in zip((first.shape, other), sides, strict=True)
        )
    ]
    if not fitting:
        return Missing((Remark("place.not_closed", values),))
    shape = shapely.union_all(fitting)
    point, half = corrected_centre(shape)
    radius = max(half, reach(point, shape)) + survey.map_error(*first.anchors, *second.anchors)
    step = Remark("place.enclosed", values | {"half": round(half)})
    return Found(first, shape, point, radius, (step,), lines=second.anchors)


def _lies(cell: Polygon, line: BaseGeometry, bearing: float) -> bool:
    inside = cell.representative_point()
    nearest = shapely.shortest_line(line, inside)
    if nearest.length == 0:
        return False
    start = nearest.interpolate(0.0)
    return turn(bearing_between(start, inside), bearing) < 90.0
