"""Place phrases and locations: what the words say, and where that is.

Three layers, none overwritten: the phrase, the computed location, the confirmed position.
Longitude before latitude everywhere; EPSG:4326 (CGCS2000 is the same to decimetres).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """The reading of words that say where; the vocabulary is that of docs/places.md.

    Attributes:
        text: The words as written.
        anchor: Name of the thing the place is told from; None where nothing is named.
        anchor_kind: bridge, river, dike, road, village, enterprise, … (``words.terms`` kind.*).
        relation: at, near, side_of, offset_dir, offset_path, distance_only, chainage,
            chainage_range, corner, between, along, inside, outside, opposite, boundary, address,
            coordinate, none.
        direction: Compass point (N, NNE, NE, … or several, "N,S"), upstream or downstream.
        distance_m: Stated distance; "about" does not change it.
        side: north/south/east/west, left_bank/right_bank/both_banks, river_side/land_side,
            inner/outer, under, top, foot.
        chainage_m: Metres along the line from stake 0+000, or (from, to).
        path: Line named as the one that the distance follows (河堤, 河道, 路), if any.
        containers: Areas named around the anchor, widest first (示范区, 水稻乡, 回回寨村).
        target: The thing at the place (排污口, 垃圾), if named.
        distance_precision_m: Half of the last significant digit of the distance or stake.
        coordinate: (lon, lat) of a phrase that is a coordinate.
        coordinate_precision_m: Ground length of the last digit given.
        fallback: Reading to use when the anchor is unknown (enterprise gone → its village).
        approximate: 约, 左右, 许 … was said; kept for the reader, changes nothing.
        doubts: What the words leave open.
        ends: Both limits of a stretch (relation between or boundary), in the order of the words.
    """

    text: str
    anchor: str | None
    anchor_kind: str
    relation: str
    direction: str | None = None
    distance_m: float | None = None
    side: str | None = None
    chainage_m: float | tuple[float, float] | None = None
    path: str | None = None
    containers: tuple[str, ...] = ()
    target: str | None = None
    distance_precision_m: float | None = None
    coordinate: tuple[float, float] | None = None
    coordinate_precision_m: float | None = None
    fallback: PlacePhrase | None = None
    approximate: bool = False
    doubts: tuple[Remark, ...] = ()
    ends: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The fields of the phrase cases, then what else was read."""
        chainage = self.chainage_m
        return {
            "text": self.text,
            "anchor": self.anchor,
            "anchor_kind": self.anchor_kind,
            "relation": self.relation,
            "direction": self.direction,
            "distance_m": _tidy(self.distance_m),
            "side": self.side,
            "chainage_m": [_tidy(m) for m in chainage]
            if isinstance(chainage, tuple)
            else _tidy(chainage),
            "path": self.path,
            "containers": list(self.containers),
            "target": self.target,
            "distance_precision_m": _tidy(self.distance_precision_m),
            "coordinate": list(self.coordinate) if self.coordinate else None,
            "coordinate_precision_m": _tidy(self.coordinate_precision_m),
            "fallback": self.fallback.to_json() if self.fallback else None,
            "approximate": self.approximate,
            "ends": list(self.ends),
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PlacePhrase:
        """The phrase that ``to_json`` wrote."""
        chainage = data.get("chainage_m")
        coordinate = data.get("coordinate")
        fallback = data.get("fallback")
        return cls(
            text=data["text"],
            anchor=data["anchor"],
            anchor_kind=data["anchor_kind"],
            relation=data["relation"],
            direction=data.get("direction"),
            distance_m=data.get("distance_m"),
            side=data.get("side"),
            chainage_m=(chainage[0], chainage[1]) if isinstance(chainage, list) else chainage,
            path=data.get("path"),
            containers=tuple(data.get("containers") or ()),
            target=data.get("target"),
            distance_precision_m=data.get("distance_precision_m"),
            coordinate=(coordinate[0], coordinate[1]) if coordinate else None,
            coordinate_precision_m=data.get("coordinate_precision_m"),
            fallback=cls.from_json(fallback) if fallback else None,
            approximate=bool(data.get("approximate")),
            doubts=tuple(Remark.from_json(doubt) for doubt in data.get("doubts") or ()),
            ends=tuple(data.get("ends") or ()),
        )


def _tidy(metres: float | None) -> float | int | None:
    """Whole metres as integers: 150, not 150.0."""
    return int(metres) if metres is not None and float(metres).is_integer() else metres


@dataclass(frozen=True, slots=True)
class Location:
    """A computed or confirmed position with its honest radius.

    Attributes:
        geometry: Point, line or polygon, lon/lat, EPSG:4326.
        radius_m: The true place is within this distance of ``point`` (for a line or a polygon:
            of the geometry) as far as the sources allow; never 0 unless measured so.
        point: Where a mark stands: the corrected centre of the geometry.
        source: How it was found: phrase, container, coordinate, imported, confirmed, drawn,
            public.
        schematic: The shape is a drawing aid (equal-area circle, stretch between stakes whose
            course is unknown), not a surveyed line.
        anchors: Ids of the gazetteer anchors it rests on.
        steps: How it was reached, in order.
        doubts: What should be confirmed.
    """

    geometry: BaseGeometry
    radius_m: float
    point: Point
    source: str
    schematic: bool = False
    anchors: tuple[str, ...] = ()
    steps: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()

    def to_feature(self) -> dict[str, Any]:
        """GeoJSON Feature with ``radius_m``, ``steps`` and ``doubts`` (RFC 7946)."""
        return {
            "type": "Feature",
            "geometry": mapping(self.geometry),
            "properties": {
                "radius_m": round(self.radius_m, 1),
                "lon": round(self.point.x, 7),
                "lat": round(self.point.y, 7),
                "source": self.source,
                "schematic": self.schematic,
                "anchors": list(self.anchors),
                "steps": [step.to_json() for step in self.steps],
                "doubts": [doubt.to_json() for doubt in self.doubts],
            },
        }


@dataclass(frozen=True, slots=True)
class Unresolved:
    """The words do not lead to a place: stays ``unlocated``, never a default centroid."""

    reasons: tuple[Remark, ...]
    steps: tuple[Remark, ...] = field(default=())
