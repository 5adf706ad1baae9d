"""District outlines as paths of an SVG: a plain sheet in metres, and a larger one of what is small.

The projection is transverse Mercator around the middle of the sheet (``geo.measure``): a scale bar
is true all over a city. A sheet is ``WIDTH`` wide in its own units, north is up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo_app.geo.districts import District, Districts
from geo_app.geo.measure import Frame

WIDTH = 1000.0
"""Units across a sheet."""

_MARGIN = 12.0
_ROOM = 110.0
"""Units across the largest circle in an outline below which its name finds no room."""

_DETAIL = 0.4
"""Units that an outline may be simplified by."""

_ROUND_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline.

    Attributes:
        key: Code of the district.
        path: ``d`` of an SVG path.
        x: Where its name stands.
        y: The same, downwards.
        named: There is room for the name here; else the other sheet has it.
    """

    key: str
    path: str
    x: float
    y: float
    named: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map.

    Attributes:
        height: Units; the width is ``WIDTH``.
        shapes: All outlines of which something is seen.
        bar: Units of the scale bar.
        bar_km: Kilometres that it stands for.
        frame: Metres around the middle.
        west: Metres of the left edge.
        north: Metres of the upper edge.
        per_metre: Units to a metre.
        crop: Left, top, width and height of the other sheet's window in this one, units; None
            where there is no other.
    """

    height: float
    shapes: tuple[Shape, ...]
    bar: float
    bar_km: int
    frame: Frame
    west: float
    north: float
    per_metre: float
    crop: tuple[float, float, float, float] | None = None

    def place(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Where a point of the world is on the sheet; None beside it."""
        point = self.frame.to_metres(Point(lon, lat))
        x, y = (point.x - self.west) * self.per_metre, (self.north - point.y) * self.per_metre
        return (round(x, 1), round(y, 1)) if 0 <= x <= WIDTH and 0 <= y <= self.height else None

    def crops(self, x: float, y: float) -> bool:
        """Whether the other sheet shows this place too."""
        if self.crop is None:
            return False
        left, top, width, height = self.crop
        return left <= x <= left + width and top <= y <= top + height


@lru_cache(maxsize=8)
def sheets(districts: Districts) -> tuple[Sheet, ...]:
    """The map of all districts, and, where some are too small for a name, one of these."""
    if not districts.districts:
        return ()
    areas = districts.districts
    frame = Frame.around(box(*districts.bounds))
    outlines = [frame.to_metres(each.geometry) for each in areas]
    points = [frame.to_metres(each.label_point) for each in areas]
    whole = _Window.around(outlines)
    small = [_width(each) * whole.per_metre < _ROOM for each in outlines]
    if all(small) or not any(small):
        return (whole.sheet(frame, areas, outlines, points, [True] * len(areas)),)
    near = _Window.around(
        [each for each, is_small in zip(outlines, small, strict=True) if is_small]
    )
    return (
        whole.sheet(frame, areas, outlines, points, [not each for each in small], near),
        near.sheet(frame, areas, outlines, points, small),
    )


def _width(outline: BaseGeometry) -> float:
    """Across the largest circle inside, metres."""
    if not isinstance(outline, Polygon | MultiPolygon):
        return 0.0
    radius = shapely.maximum_inscribed_circle(outline)
    return 2 * float(radius.length) if radius else 0.0


@dataclass(frozen=True, slots=True)
class _Window:
    """What a sheet shows, metres."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, outlines: Sequence[BaseGeometry]) -> _Window:
        west, south, east, north = shapely.total_bounds(outlines)
        edge = (east - west) * _MARGIN / WIDTH
        return cls(west - edge, south - edge, east + edge, north + edge)

    @property
    def per_metre(self) -> float:
        return WIDTH / (self.east - self.west)

    def sheet(
        self,
        frame: Frame,
        areas: Sequence[District],
        outlines: Sequence[BaseGeometry],
        points: Sequence[Point],
        named: Sequence[bool],
        other: _Window | None = None,
    ) -> Sheet:
        window = box(self.west, self.south, self.east, self.north)
        shapes = []
        for area, outline, point, is_named in zip(areas, outlines, points, named, strict=True):
            seen = shapely.intersection(outline, window.buffer(50_000 / self.per_metre / 1000))
            path = self._path(shapely.simplify(seen, _DETAIL / self.per_metre))
            if path and outline.intersects(window):
                x, y = self._units(point.x, point.y)
                shapes.append(Shape(area.code, path, x, y, is_named and window.covers(point)))
        bar_km = self._bar_km()
        return Sheet(
            height=round((self.north - self.south) * self.per_metre, 1),
            shapes=tuple(shapes),
            bar=round(bar_km * 1000 * self.per_metre, 1),
            bar_km=bar_km,
            frame=frame,
            west=self.west,
            north=self.north,
            per_metre=self.per_metre,
            crop=self._crop(other) if other else None,
        )

    def _bar_km(self) -> int:
        """The longest round number of kilometres that takes up to a quarter of the sheet."""
        quarter = (self.east - self.west) / 4000
        return max((each for each in _ROUND_KM if each <= quarter), default=_ROUND_KM[0])

    def _units(self, x: float, y: float) -> tuple[float, float]:
        return (
            round((x - self.west) * self.per_metre, 1),
            round((self.north - y) * self.per_metre, 1),
        )

    def _crop(self, other: _Window) -> tuple[float, float, float, float]:
        left, top = self._units(other.west, other.north)
        right, bottom = self._units(other.east, other.south)
        return left, top, round(right - left, 1), round(bottom - top, 1)

    def _path(self, geometry: BaseGeometry) -> str:
        polygons = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
        rings = [
            ring
            for polygon in polygons
            if isinstance(polygon, Polygon) and not polygon.is_empty
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        return "".join(self._ring(list(ring.coords)) for ring in rings)

    def _ring(self, coordinates: list[tuple[float, ...]]) -> str:
        points = (self._units(x, y) for x, y, *_ in coordinates[:-1])
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
