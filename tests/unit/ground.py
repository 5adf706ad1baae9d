"""A made-up piece of ground, in metres round one point, for the tests of ``locate``."""

from __future__ import annotations

from shapely.geometry import LineString, Point, Polygon

from geo_app.domain.place import Location, PlacePhrase, Unresolved
from geo_app.geo.anchor import Anchor
from geo_app.geo.gazetteer import Gazetteer
from geo_app.geo.locate import locate
from geo_app.geo.measure import Frame
from geo_app.settings import Vague

FRAME = Frame(114.3, 34.7)
VAGUE = Vague()


def at(east: float, north: float) -> Point:
    return FRAME.to_degrees(Point(east, north))


def line(*xy: tuple[float, float]) -> LineString:
    return FRAME.to_degrees(LineString(xy))


def box(west: float, south: float, east: float, north: float) -> Polygon:
    return FRAME.to_degrees(Polygon([(west, south), (east, south), (east, north), (west, north)]))


def anchor(name: str, kind: str, geometry=None, **members) -> Anchor:
    return Anchor(members.pop("id", name), name, kind, geometry, **members)


BRIDGE = anchor("安宁路小沙河桥", "bridge", at(0, 0), radius_m=20.0)
LEVEE = anchor("小沙河北堤", "dike", line((-2000, 5), (2000, 5)), radius_m=10.0)
RIVER = anchor("小沙河", "river", line((-2000, -20), (2000, -20)))
ROAD = anchor("安宁路", "road", line((0, -2000), (0, 2000)))


def phrase(relation: str, name: str | None = "安宁路小沙河桥", kind: str = "bridge", **members):
    return PlacePhrase(members.pop("text", "某处"), name, kind, relation, **members)


def find(reading: PlacePhrase, *anchors: Anchor, vague: Vague = VAGUE) -> Location:
    found = locate(reading, Gazetteer(anchors), vague)
    assert isinstance(found, Location), [r.text() for r in found.reasons]
    return found


def lost(reading: PlacePhrase, *anchors: Anchor) -> list[str]:
    found = locate(reading, Gazetteer(anchors), VAGUE)
    assert isinstance(found, Unresolved), found
    assert all(reason.text("zh") != reason.code for reason in found.reasons)
    return [reason.code for reason in found.reasons]


def codes(found: Location) -> set[str]:
    return {doubt.code for doubt in found.doubts}


def where(found: Location) -> tuple[float, float]:
    point = FRAME.to_metres(found.point)
    return point.x, point.y


EAST_150 = {"direction": "E", "distance_m": 150.0, "distance_precision_m": 5.0}
