"""Anchors that a gazetteer does not have but whose name says which two of its lines make them.

金明大道马家河桥 is where the road meets the river; 甲路与乙路交叉口, 甲河入乙河口, 甲河入河口 and
甲村段大堤 likewise. Both lines must be known; nothing is made from one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.geo.anchor import Anchor
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.lines import Track, crossings, tracks
from geo_app.geo.measure import Frame, corrected_centre
from geo_app.geo.names import AREAS, normal

_BRIDGE = re.compile(r"(?P<body>.{3,}?)(?:特大桥|大桥|铁路桥|公路桥|桥)")
_CROSSING = re.compile(
    r"(?P<first>.+?)(?:与|和|及|跨|穿)(?P<second>.+?)(?:大桥|桥|(?:平面)?交叉路?口|交叉处|交口|交汇处|"
    r"交汇口|交会处|汇合处|汇流处|汇流口|十字路口|丁字路口|路口|立交桥?|互通)"
)
_MOUTH_INTO = re.compile(r"(?P<first>.+?)(?:汇?入)(?P<second>.+?)(?:口|处)")
_MOUTH = re.compile(r"(?P<first>.+?)(?:入[河江湖黄干]口|汇入口|河口)")
_STRETCH = re.compile(r"(?P<area>.+?)段(?P<line>.+)|(?P<line2>.+?[堤河渠路道])(?P<area2>.+?)段")

# two lines that miss each other by less than this were drawn to meet
_MEETING_GAP_M = 100.0
# a stretch of a line at a place: the line must pass it within this distance
_STRETCH_GAP_M = 5_000.0


@dataclass(frozen=True, slots=True)
class Composed:
    """A place made of other anchors, in metres of its frame."""

    name: str
    kind: str
    anchors: tuple[Anchor, ...]
    frame: Frame
    shape: BaseGeometry
    doubts: tuple[Remark, ...] = ()


def compose(name: str, gazetteer: Gazetteer) -> Composed | Remark | None:
    """What a name's lines make, why they make nothing, or None for any other name."""
    plain = normal(name)
    crossing = _CROSSING.fullmatch(plain)
    into = _MOUTH_INTO.fullmatch(plain)
    if crossing or into:
        match = crossing or into
        pair = [_line(match[group], gazetteer) for group in ("first", "second")] if match else []
        if pair[0] and pair[1]:
            return _meeting(name, pair[0], pair[1], mouth=crossing is None)
    bridge = _BRIDGE.fullmatch(plain)
    for end in range(2, len(bridge["body"]) - 1) if bridge else ():
        first = _line(plain[:end], gazetteer)
        second = _line(plain[end : bridge.end("body")], gazetteer) if first and bridge else None
        if first and second:
            return _meeting(name, first, second, kind="bridge")
    mouth = _MOUTH.fullmatch(plain)
    river = _line(mouth["first"], gazetteer) if mouth else None
    if river is not None:
        return _end(name, river)
    stretch = _STRETCH.fullmatch(plain)
    if stretch:
        area = stretch["area"] or stretch["area2"]
        return _stretch(name, area, stretch["line"] or stretch["line2"], gazetteer)
    return None


def _line(name: str, gazetteer: Gazetteer) -> Anchor | None:
    """The one line of a name; a river's own dike or road is another thing and has another name."""
    lines = [m.anchor for m in gazetteer.find(name) if m.anchor.is_line and m.how != "part"]
    return lines[0] if len(lines) == 1 else None


def _meeting(
    name: str, first: Anchor, second: Anchor, *, mouth: bool = False, kind: str | None = None
) -> Composed | Remark:
    frame = _frame(first, second)
    shapes = [frame.to_metres(anchor.geometry) for anchor in (first, second) if anchor.geometry]
    points = crossings(shapes[0], shapes[1])
    values = {"name": name, "first": first.name, "second": second.name}
    doubts: tuple[Remark, ...] = ()
    if not points:
        nearest = shapely.shortest_line(shapes[0], shapes[1])
        if nearest.length > _MEETING_GAP_M:
            return Remark("place.lines_apart", values | {"metres": round(nearest.length)})
        points = [Point(each) for each in nearest.coords]
        doubts = (Remark("place.lines_nearly_meet", values | {"metres": round(nearest.length)}),)
    elif len(points) > 1:
        doubts = (Remark("place.several_crossings", values | {"count": len(points)}),)
    kind = kind or _kind_of_meeting(first, second, mouth)
    shape = points[0] if len(points) == 1 else MultiPoint(points)
    return _settled(Composed(name, kind, (first, second), frame, shape, doubts))


def _kind_of_meeting(first: Anchor, second: Anchor, mouth: bool) -> str:
    rivers = [anchor.kind == "river" for anchor in (first, second)]
    if all(rivers):
        return "confluence"
    if any(rivers) or mouth or "dike" in (first.kind, second.kind):
        return "road_river_crossing"
    return "road_junction"


def _end(name: str, river: Anchor) -> Composed:
    """The downstream end of a river's line."""
    frame = _frame(river)
    last = max(tracks(river, frame), key=lambda track: track.length)
    shape = last.at(last.length)
    doubt = Remark("place.end_as_mouth", {"name": name, "line": river.name})
    return _settled(Composed(name, "river_mouth", (river,), frame, shape, (doubt,)))


def _stretch(name: str, area_name: str, line_name: str, gazetteer: Gazetteer) -> Composed | None:
    """The part of a line that lies at a place: 甲村段大堤, 乙河甲村段."""
    areas = [m.anchor for m in gazetteer.find(area_name) if m.anchor.geometry is not None]
    areas = areas or [m.anchor for m in gazetteer.area(area_name) if m.anchor.geometry is not None]
    if len(areas) != 1 or (areas[0].kind not in AREAS and areas[0].is_line):
        return None
    area = areas[0]
    named = _line(line_name, gazetteer)
    frame = _frame(area)
    kind = _bare_line_kind(line_name)
    place = frame.to_degrees(Point(0.0, 0.0))
    lines = (named,) if named else gazetteer.lines_near(place, _STRETCH_GAP_M, kind)
    near = [
        (track.line.distance(frame.to_metres(area.geometry)), anchor.id, track)
        for anchor in lines
        for track in tracks(anchor, frame)
        if area.geometry is not None
    ]
    if not near:
        return None
    gap, _, track = min(near, key=lambda each: each[:2])
    if gap > _STRETCH_GAP_M:
        return None
    part, doubts = clip(track, area, frame)
    if named is None:
        doubts += (Remark("place.nearest_line", {"name": line_name, "line": track.anchor.name}),)
    kind = track.anchor.kind
    return _settled(Composed(name, kind, (track.anchor, area), frame, part, doubts))


def clip(track: Track, area: Anchor, frame: Frame) -> tuple[LineString, tuple[Remark, ...]]:
    """The part of a track inside an area's outline, or inside the circle of one without outline."""
    values = {"line": track.anchor.name, "area": area.name}
    if area.geometry is None:
        return track.line, (Remark("place.not_clipped", values),)
    shape = frame.to_metres(area.geometry)
    outlined = shape.geom_type.endswith("Polygon")
    if not outlined:
        shape = shape.buffer(max(area.radius_m or 0.0, 300.0) + track.line.distance(shape))
    inside = track.line.intersection(shape)
    lines = [
        part
        for part in shapely.get_parts(inside)
        if isinstance(part, LineString) and part.length > 0
    ]
    if not lines:
        return track.line, (Remark("place.not_clipped", values),)
    ends = [
        track.project(Point(end)) for part in lines for end in (part.coords[0], part.coords[-1])
    ]
    part = track.part(min(ends), max(ends))
    return part, () if outlined else (Remark("place.clipped_by_circle", values),)


def _bare_line_kind(name: str) -> str:
    if name.endswith(("堤", "坝")):
        return "dike"
    if name.endswith("铁路"):
        return "railway"
    return "road" if name.endswith(("路", "街", "道")) and not name.endswith("河道") else "river"


def _frame(*anchors: Anchor) -> Frame:
    shapes = [anchor.geometry for anchor in anchors if anchor.geometry is not None]
    return Frame.around(shapely.GeometryCollection(shapes))


def _settled(composed: Composed) -> Composed:
    """The same with its frame at the place itself: the lines may be long."""
    centre, _ = corrected_centre(composed.shape)
    there = composed.frame.to_degrees(centre)
    frame = Frame(there.x, there.y)
    shape = frame.to_metres(composed.frame.to_degrees(composed.shape))
    return Composed(composed.name, composed.kind, composed.anchors, frame, shape, composed.doubts)
