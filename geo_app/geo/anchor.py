"""An anchor: a known thing that places are told from, and how one is read from a file's feature.

Other people's files are read generously (docs/location.md has the list of accepted forms); what
has a value that cannot be meant is refused with the feature and the value.
"""

from __future__ import annotations

import math
import re
import uuid
from dataclasses import dataclass
from typing import Any, NoReturn

import shapely
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from geo_app.errors import InputError
from geo_app.geo.geojson import Feature
from geo_app.geo.names import known_kind, normal

_STAKE = re.compile(r"(?:[A-Z]{0,2}K)?(\d+)\+(\d{3}(?:\.\d+)?)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(km²|km2|km|米|m)?\s*", re.IGNORECASE)
_LIST = re.compile(r"[;；、,，|/]")


@dataclass(frozen=True, slots=True)
class Stake:
    """A known point of a line: ``m`` metres from 0+000 by the line's own count; degrees."""

    m: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """A known thing.

    Attributes:
        id: Stable identifier.
        name: As written by its owner.
        kind: bridge, river, dike, road, village, … (``words.terms`` kind.*).
        geometry: Degrees, EPSG:4326; None where only its name and area are known.
        aliases: Other names.
        radius_m: For a point: the thing lies within this distance of it. For a line or polygon:
            how far its outline may be off. None where nothing is said: a default by kind.
        source: Where the position comes from.
        stakes: Known points of a line, in the order of the file.
        area_km2: Area of a thing whose outline is unknown.
        schematic: The shape is a drawing aid, not surveyed.
        note: For the reader.
        within: Names of areas that it lies in, any order.
        flow: ``downstream`` (default) or ``upstream``: which way a line was digitised.
        river_side: ``left`` or ``right`` of a dike looking downstream: where its river is.
        width_m: Width of a river, road or dike with its sides.
    """

    id: str
    name: str
    kind: str
    geometry: BaseGeometry | None = None
    aliases: tuple[str, ...] = ()
    radius_m: float | None = None
    source: str = ""
    stakes: tuple[Stake, ...] = ()
    area_km2: float | None = None
    schematic: bool = False
    note: str = ""
    within: tuple[str, ...] = ()
    flow: str = "downstream"
    river_side: str | None = None
    width_m: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and its aliases."""
        return (self.name, *self.aliases)

    @property
    def is_line(self) -> bool:
        """Whether it can be measured along."""
        return self.geometry is not None and self.geometry.geom_type.endswith("LineString")

    def to_feature(self) -> dict[str, Any]:
        """GeoJSON Feature of docs/location.md; members without a value are left out."""
        properties: dict[str, Any] = {"name": self.name, "kind": self.kind}
        optional = {
            "aliases": list(self.aliases),
            "radius_m": self.radius_m,
            "source": self.source,
            "area_km2": self.area_km2,
            "stakes": [{"m": stake.m, "lon": stake.lon, "lat": stake.lat} for stake in self.stakes],
            "within": list(self.within),
            "schematic": self.schematic,
            "flow": None if self.flow == "downstream" else self.flow,
            "river_side": self.river_side,
            "width_m": self.width_m,
            "note": self.note,
        }
        properties |= {key: value for key, value in optional.items() if value or value == 0.0}
        if not self.schematic:
            properties.pop("schematic", None)
        geometry = None if self.geometry is None else mapping(self.geometry)
        return {"type": "Feature", "id": self.id, "properties": properties, "geometry": geometry}


def read_anchor(feature: Feature, file: str) -> Anchor:
    """The anchor of a feature.

    Raises:
        InputError: It has no name, or a value that cannot be meant.
    """
    properties = feature.properties
    name = _first(properties, "name", "名称", "地名")
    if not isinstance(name, str) or not name.strip():
        raise InputError("gazetteer.no_name", file=file, index=feature.index + 1)
    reader = _Reader(feature, file, name.strip())
    within = reader.words("within", "所在", "所属")
    kind = known_kind(_first(properties, "kind", "type", "类型", "类别"), name)
    schematic = properties.get("schematic")
    return Anchor(
        id=feature.id or anchor_id(reader.name, kind, within),
        name=reader.name,
        kind=kind,
        geometry=_whole_line(feature.geometry),
        aliases=reader.words("aliases", "alias", "别名"),
        radius_m=reader.number("radius_m", "radius", "半径"),
        source=str(_first(properties, "source", "position_source", "来源") or ""),
        stakes=reader.stakes(),
        area_km2=reader.number("area_km2", "面积"),
        schematic=schematic is True or str(schematic).lower() in {"true", "1", "yes", "是"},
        note=str(_first(properties, "note", "备注") or ""),
        within=within,
        flow=reader.choice("flow", {"downstream", "upstream"}) or "downstream",
        river_side=reader.choice("river_side", {"left", "right"}),
        width_m=reader.number("width_m", "width", "宽度"),
    )


def anchor_id(name: str, kind: str, within: tuple[str, ...] = ()) -> str:
    """The same UUID for the same thing in every file that gives none."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(("anchor", normal(name), kind, *within))))


def _first(properties: dict[str, Any], *keys: str) -> Any:
    return next((properties[key] for key in keys if properties.get(key) is not None), None)


def _whole_line(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """A line that was drawn in pieces, as one where the pieces meet."""
    if geometry is not None and geometry.geom_type == "MultiLineString":
        return shapely.line_merge(geometry, directed=True)
    return geometry


@dataclass(frozen=True, slots=True)
class _Reader:
    """Values of one feature in the forms that people write them."""

    feature: Feature
    file: str
    name: str

    def refuse(self, key: str, value: object) -> NoReturn:
        raise InputError(
            "gazetteer.bad_value",
            file=self.file,
            index=self.feature.index + 1,
            anchor=self.name,
            key=key,
            value=repr(value)[:80],
        )

    def number(self, *keys: str) -> float | None:
        """Metres (or km²) from a number or ``"20 m"``; not negative, finite."""
        value = _first(self.feature.properties, *keys)
        if value is None or value == "":
            return None
        return self.positive(keys[0], value)

    def positive(self, key: str, value: object) -> float:
        number = _metres(value)
        if number is None or not 0 <= number < 1e8:
            self.refuse(key, value)
        return number

    def words(self, *keys: str) -> tuple[str, ...]:
        """A list of words, or one text with ``;``, ``、`` or a comma between them."""
        value = _first(self.feature.properties, *keys)
        if value is None:
            return ()
        if isinstance(value, str):
            value = _LIST.split(value)
        if not isinstance(value, list) or any(not isinstance(each, str) for each in value):
            self.refuse(keys[0], value)
        return tuple(dict.fromkeys(each.strip() for each in value if each.strip()))

    def choice(self, key: str, choices: set[str]) -> str | None:
        value = self.feature.properties.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or value.strip().lower() not in choices:
            self.refuse(key, value)
        return value.strip().lower()

    def stakes(self) -> tuple[Stake, ...]:
        value = _first(self.feature.properties, "stakes", "桩号")
        stakes: list[Stake] = []
        if isinstance(value, dict):
            value = [[m, *position] for m, position in value.items() if isinstance(position, list)]
        if value is not None and not isinstance(value, list):
            self.refuse("stakes", value)
        for each in value or []:
            stakes += self.stake(each)
        return (*stakes, *self.end_stakes())

    def stake(self, value: Any) -> list[Stake]:
        if isinstance(value, dict):
            position = value.get("coordinates") or [value.get("lon"), value.get("lat")]
            marks = [_first(value, "m", "stake", "chainage", "桩号"), value.get("ahead")]
            values = [mark for mark in marks if mark is not None]
        elif isinstance(value, list) and len(value) == 3:
            values, position = [value[0]], value[1:]
        else:
            values, position = [], []
        metres = [_stake_metres(each) for each in values]
        if not metres or None in metres or not _is_position(position):
            self.refuse("stakes", value)
        return [Stake(m, float(position[0]), float(position[1])) for m in metres if m is not None]

    def end_stakes(self) -> list[Stake]:
        """``start_m`` and ``end_m``: the stakes at the first and the last vertex of a line."""
        geometry = self.feature.geometry
        found = []
        for key, vertex in (("start_m", 0), ("end_m", -1)):
            value = self.feature.properties.get(key)
            if value is None or geometry is None:
                continue
            metres = _stake_metres(value)
            if metres is None:
                self.refuse(key, value)
            lon, lat = shapely.get_coordinates(geometry)[vertex]
            found.append(Stake(metres, float(lon), float(lat)))
        return found


def _metres(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    return float(match[1]) * (1000.0 if (match[2] or "").lower() == "km" else 1.0)


def _stake_metres(value: object) -> float | None:
    """83263, "83263", "83+263", "K83+263" or "89 km" in metres."""
    match = _STAKE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        return int(match[1]) * 1000.0 + float(match[2])
    metres = _metres(value)
    return metres if metres is not None and abs(metres) < 1e8 else None


def _is_position(value: Any) -> bool:
    try:
        point = Point(float(value[0]), float(value[1]))
    except (TypeError, ValueError, IndexError, KeyError):
        return False
    return abs(point.x) <= 180 and abs(point.y) <= 90
