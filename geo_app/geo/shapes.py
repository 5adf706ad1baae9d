"""A GeoJSON geometry, member by member: everything that can be wrong with one has its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shapely.geometry import (
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

Position = tuple[float, float]

# beyond any degree, and short of any projected coordinate that is not near its origin
_METRES = 1000.0


class Flaw(Exception):  # noqa: N818 # a finding; the reader of the file makes it an error
    """What is wrong with a geometry: a code of ``words`` and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_geometry(value: Any, most_vertices: int) -> BaseGeometry | None:
    """The shapely geometry of a GeoJSON one, in two dimensions; None for null.

    Args:
        value: The JSON value.
        most_vertices: Geometries with more positions are refused.

    Raises:
        Flaw: With the reason.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Flaw("geojson.geometry_not_object")
    kind = value.get("type")
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise Flaw("geojson.geometry_type", type=str(kind)[:60])
    coordinates = value.get("coordinates")
    if not isinstance(coordinates, list):
        raise Flaw("geojson.coordinates")
    if not coordinates:
        raise Flaw("geojson.no_coordinates")
    if _positions(coordinates, most_vertices) > most_vertices:
        raise Flaw("geojson.too_many_vertices", limit=most_vertices)
    geometry = build(coordinates)
    if not geometry.is_valid:
        raise Flaw("geojson.invalid_shape", reason=explain_validity(geometry)[:120])
    return geometry


def _positions(value: list[Any], most: int, depth: int = 4) -> int:
    """How many positions a coordinates array holds; stops counting past the limit."""
    if not value or not isinstance(value[0], list):
        return 1
    if depth == 0:
        raise Flaw("geojson.nesting")
    count = 0
    for each in value:
        count += _positions(each, most, depth - 1) if isinstance(each, list) else 1
        if count > most:
            break
    return count


def _position(value: Any) -> Position:
    if not isinstance(value, list):
        raise Flaw("geojson.nesting")
    if value and isinstance(value[0], list):
        raise Flaw("geojson.nesting")
    if not 2 <= len(value) <= 3:
        raise Flaw("geojson.position_length", length=len(value))
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in value):
        raise Flaw("geojson.not_number", value=repr(value)[:60])
    lon, lat = float(value[0]), float(value[1])
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        if abs(lon) <= 90 and abs(lat) <= 180:
            raise Flaw("geojson.swapped", lon=lon, lat=lat)
        if max(abs(lon), abs(lat)) > _METRES:
            raise Flaw("geojson.metres", lon=lon, lat=lat)
        raise Flaw("geojson.out_of_range", lon=lon, lat=lat)
    return lon, lat


def _positions_of(value: Any) -> list[Position]:
    if not isinstance(value, list):
        raise Flaw("geojson.nesting")
    return [_position(each) for each in value]


def _point(value: list[Any]) -> Point:
    return Point(_position(value))


def _line(value: list[Any]) -> LineString:
    positions = _positions_of(value)
    if len(positions) < 2:
        raise Flaw("geojson.line_short", count=len(positions))
    if len(set(positions)) < 2:
        raise Flaw("geojson.line_zero")
    return LineString(positions)


def _ring(value: Any) -> list[Position]:
    positions = _positions_of(value)
    if len(positions) < 4:
        raise Flaw("geojson.ring_short", count=len(positions))
    if positions[0] != positions[-1]:
        raise Flaw("geojson.ring_open")
    return positions


def _polygon(value: list[Any]) -> Polygon:
    if not isinstance(value, list) or not value:
        raise Flaw("geojson.nesting")
    shell, *holes = [_ring(each) for each in value]
    return Polygon(shell, holes)


def _multi_point(value: list[Any]) -> MultiPoint:
    return MultiPoint(_positions_of(value))


def _multi_line(value: list[Any]) -> MultiLineString:
    return MultiLineString([_line(each) for each in value])


def _multi_polygon(value: list[Any]) -> MultiPolygon:
    return MultiPolygon([_polygon(each) for each in value])


_BUILDERS: dict[str, Callable[[list[Any]], BaseGeometry]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": _multi_point,
    "MultiLineString": _multi_line,
    "MultiPolygon": _multi_polygon,
}
