"""The small map of a paper: outlines, the place with its radius, where photos were taken.

Drawn by us in metres around the place (``geo.measure``): no base map, no network, the same bytes
each time. Left the place with a scale bar, right where in the city it lies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import orjson
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from geo_app.domain.evidence.nouns import Point as LonLat
from geo_app.geo.districts import ATTRIBUTION, Districts
from geo_app.geo.measure import Frame
from geo_app.reports.paper.speech import Speech
from geo_app.store.models import Site

WIDTH, HEIGHT = 560.0, 270.0
_MAIN = (1.0, 1.0, 340.0, 268.0)
_OVER = (352.0, 1.0, 207.0, 150.0)
"""Left, top, width, height of the two panels."""

_LEAST_M = 250.0
"""Half the height of the smallest view."""

_AIR = 1.25
_NAME_ROOM = 30.0
"""Units that the name of a district needs beside the place."""

_WIDEST_M = 30_000.0
_ROUND_M = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
_BAR = 0.3
"""Most of the width that the scale bar takes."""

_INK, _SOFT, _LAND, _MARK, _SPOT = "#1d2b33", "#8a979e", "#f4f6f4", "#b3261e", "#1f5f99"
_FAMILY = "Noto Sans SC"


class _Panel:
    """A window of the world on the sheet: metres to units, north up."""

    def __init__(self, at: tuple[float, float, float, float], half_m: float) -> None:
        self.left, self.top, self.width, self.height = at
        self.scale = min(self.width, self.height) / (2 * half_m)
        self._x = self.left + self.width / 2
        self._y = self.top + self.height / 2
        self.window = box(self.left, self.top, self.left + self.width, self.top + self.height)

    def draw(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in metres of the frame, in units, cut at the window."""
        moved = affine_transform(geometry, [self.scale, 0, 0, -self.scale, self._x, self._y])
        return shapely.intersection(shapely.make_valid(moved), self.window)

    def point(self, metres: Point) -> tuple[float, float] | None:
        """Where a point is on the sheet; None outside the window."""
        x, y = self._x + metres.x * self.scale, self._y - metres.y * self.scale
        return (x, y) if self.window.covers(Point(x, y)) else None


def sketch(site: Site, districts: Districts, spots: Sequence[LonLat], speech: Speech) -> str | None:
    """The map as SVG.

    Args:
        site: The place.
        districts: Outlines.
        spots: Where photos were taken, degrees (lon, lat).
        speech: The language.

    Returns:
        None where the site has no position.
    """
    if site.lon is None or site.lat is None:
        return None
    frame = Frame(site.lon, site.lat)
    place = frame.to_metres(shape(orjson.loads(site.geometry))) if site.geometry else Point(0, 0)
    radius = site.radius_m or 0.0
    west, south, east, north = place.bounds
    reach = max(abs(west), abs(east), abs(south), abs(north), radius, _LEAST_M)
    panel = _Panel(_MAIN, min(reach * _AIR, _WIDEST_M))
    size = {"viewBox": f"0 0 {WIDTH:.0f} {HEIGHT:.0f}", "width": f"{WIDTH:.0f}"}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    outlines = [(each.name, frame.to_metres(each.geometry)) for each in districts.districts]
    _land(root, panel, outlines, place.buffer(radius))
    _place(root, panel, place, radius)
    outside = _spots(root, panel, frame, spots)
    _furniture(root, panel, speech)
    _overview(root, outlines)
    _legend(root, site, len(spots), outside, speech)
    return ET.tostring(root, encoding="unicode")


def _land(
    root: ET.Element,
    panel: _Panel,
    outlines: Sequence[tuple[str, BaseGeometry]],
    place: BaseGeometry,
) -> None:
    """Outlines of districts, their names beside the place."""
    taken = panel.draw(place).buffer(_NAME_ROOM)
    _shape(root, panel.window, fill=_LAND, stroke="none")
    for name, outline in outlines:
        seen = panel.draw(outline)
        if seen.is_empty:
            continue
        edge = shapely.intersection(panel.draw(outline.boundary), panel.window)
        _shape(root, edge, stroke=_SOFT, stroke_width="1.2", stroke_dasharray="7 3 1.5 3")
        room = _largest(shapely.difference(seen, taken))
        if room.area > _NAME_ROOM**2 and not edge.is_empty:
            spot = room.representative_point()
            _text(root, spot.x, spot.y, name, 11, fill=_SOFT, anchor="middle")


def _place(root: ET.Element, panel: _Panel, place: BaseGeometry, radius: float) -> None:
    if radius and isinstance(place, Point):
        circle = panel.draw(place.buffer(radius, quad_segs=32))
        line = {"stroke": _MARK, "stroke_width": "1.2", "stroke_dasharray": "5 3"}
        _shape(root, circle, fill=_MARK, fill_opacity="0.10", **line)
    elif not isinstance(place, Point):
        drawn = panel.draw(place)
        fill = _MARK if isinstance(place, Polygon | MultiPolygon) else "none"
        _shape(root, drawn, fill=fill, stroke=_MARK, fill_opacity="0.15", stroke_width="3")
    centre = panel.point(Point(0, 0))
    if centre is not None:
        x, y = centre
        for stroke, width in (("#ffffff", "5"), (_MARK, "2.2")):
            path = f"M{x - 8:.1f} {y:.1f}H{x + 8:.1f}M{x:.1f} {y - 8:.1f}V{y + 8:.1f}"
            _add(root, "path", d=path, stroke=stroke, fill="none", stroke_width=width)
        _dot(root, x, y, 3.4, _MARK)


def _spots(root: ET.Element, panel: _Panel, frame: Frame, spots: Sequence[LonLat]) -> int:
    """Draws where photos were taken; how many lie outside the window."""
    outside = 0
    for lon, lat in spots:
        found = panel.point(frame.to_metres(Point(lon, lat)))
        if found is None:
            outside += 1
            continue
        _triangle(root, *found)
    return outside


def _triangle(root: ET.Element, x: float, y: float) -> None:
    path = f"M{x:.1f} {y - 5:.1f}L{x + 4.6:.1f} {y + 3.6:.1f}H{x - 4.6:.1f}Z"
    _add(root, "path", d=path, fill=_SPOT, stroke="#ffffff")


def _furniture(root: ET.Element, panel: _Panel, speech: Speech) -> None:
    """Frame, scale bar, north."""
    _shape(root, panel.window, fill="none", stroke=_INK, stroke_width="1")
    most = panel.width * _BAR / panel.scale
    metres = max((each for each in _ROUND_M if each <= most), default=_ROUND_M[0])
    units = metres * panel.scale
    x, y = panel.left + 12, panel.top + panel.height - 14
    path = f"M{x:.1f} {y - 5:.1f}V{y:.1f}H{x + units:.1f}V{y - 5:.1f}"
    _add(root, "path", d=path, fill="none", stroke=_INK, stroke_width="1.5")
    _text(root, x + units + 6, y + 1, speech.length(metres), 11)
    x, y = panel.left + panel.width - 18, panel.top + 14
    arrow = [(x, y), (x + 6, y + 20), (x, y + 15), (x - 6, y + 20)]
    _add(root, "path", d=_path(arrow, "Z"), fill=_INK)
    _text(root, x, y + 33, speech.say("paper.north"), 11, anchor="middle")


def _overview(root: ET.Element, outlines: Sequence[tuple[str, BaseGeometry]]) -> None:
    """Where in the city: all outlines, the place as a mark."""
    land = shapely.union_all([shapely.make_valid(each) for _, each in outlines])
    west, south, east, north = shapely.union_all([land, Point(0, 0)]).bounds
    across = max((east - west) / _OVER[2], (north - south) / _OVER[3], 1.0) * 1.08
    middle = (west + east) / 2, (south + north) / 2
    panel = _Panel(_OVER, min(_OVER[2], _OVER[3]) * across / 2)
    for _, outline in outlines:
        moved = shapely.transform(outline, lambda xy: xy - middle)
        simple = panel.draw(moved).simplify(0.4)
        _shape(root, simple, fill=_LAND, stroke=_SOFT, stroke_width="0.7")
    here = panel.point(Point(-middle[0], -middle[1]))
    if here is not None:
        _dot(root, *here, 4.0, _MARK)
        at = {"cx": f"{here[0]:.1f}", "cy": f"{here[1]:.1f}"}
        _add(root, "circle", **at, r="8", fill="none", stroke=_MARK, stroke_width="1.4")
    _shape(root, panel.window, fill="none", stroke=_INK, stroke_width="1")


def _legend(root: ET.Element, site: Site, spots: int, outside: int, speech: Speech) -> None:
    x, y = _OVER[0] + 8, _OVER[1] + _OVER[3] + 20
    _dot(root, x, y - 4, 3.4, _MARK)
    layer = speech.term("layer", site.position_layer)
    lines = [speech.say("paper.key_place", layer=layer, radius=speech.length(site.radius_m))]
    if site.schematic:
        lines.append(speech.say("paper.key_schematic"))
    for line in lines:
        _text(root, x + 10, y, line, 10.5)
        y += 17
    if spots:
        _triangle(root, x, y - 4)
        told = speech.say("paper.key_spots", shown=spots - outside, total=spots)
        _text(root, x + 10, y, told, 10.5)
        y += 17
    credit = speech.say("paper.key_credit", credit=ATTRIBUTION)
    for line in (speech.say("paper.key_border"), credit):
        _text(root, x - 4, y, line, 9, fill=_SOFT)
        y += 15


def _largest(geometry: BaseGeometry) -> BaseGeometry:
    parts = [each for each in shapely.get_parts(geometry) if isinstance(each, Polygon)]
    return max(parts, key=lambda each: each.area) if parts else geometry


def _shape(root: ET.Element, geometry: BaseGeometry, **style: str) -> None:
    path = "".join(_paths(geometry))
    if path:
        _add(root, "path", d=path, **{"fill": "none", "fill_rule": "evenodd", **style})


def _paths(geometry: BaseGeometry) -> list[str]:
    if isinstance(geometry, Polygon):
        return [_path(ring.coords, "Z") for ring in (geometry.exterior, *geometry.interiors)]
    if isinstance(geometry, LineString):
        return [_path(geometry.coords, "")]
    if isinstance(geometry, Point) or geometry.is_empty:
        return []
    return [path for part in shapely.get_parts(geometry) for path in _paths(part)]


def _path(coords: Iterable[tuple[float, ...]], end: str) -> str:
    points = [f"{x:.1f} {y:.1f}" for x, y, *_ in coords if math.isfinite(x + y)]
    return f"M{'L'.join(points)}{end}" if points else ""


def _dot(root: ET.Element, x: float, y: float, r: float, fill: str) -> None:
    _add(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r}", fill=fill)


def _text(
    root: ET.Element,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    fill: str = _INK,
    anchor: str = "start",
) -> None:
    style = {"font_size": f"{size}", "font_family": _FAMILY, "text_anchor": anchor, "fill": fill}
    _add(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", **style).text = text


def _add(root: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """An element; names of attributes with _ for the hyphens of SVG."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return ET.SubElement(root, tag, named)
