"""The gazetteer: anchors by name. A name is matched exactly, by alias, or loosely with a doubt."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.errors import InputError
from geo_app.geo.anchor import Anchor, Stake, read_anchor
from geo_app.geo.geojson import Feature, read_features
from geo_app.geo.names import AREAS, normal, variants, whole_of
from geo_app.settings import Limits

__all__ = ["Anchor", "Gazetteer", "Match", "Stake", "load_gazetteer"]

# Kinds that people mix up in one and the same name.
_ALIKE = (
    {"enterprise", "plant", "poi"},
    {"road_junction", "road_river_crossing", "confluence"},
    {"confluence", "river_mouth"},
    {"village", "township", "poi"},
    {"pump_station", "plant", "poi"},
    {"section", "bridge", "poi"},
    {"park", "enterprise"},
    {"dam_spur", "dike"},
)


@dataclass(frozen=True, slots=True)
class Match:
    """An anchor that a name may mean.

    Attributes:
        anchor: The anchor.
        how: exact, alias, loose (endings differ) or part (the name is a part of the anchor).
        doubts: What to confirm about the match.
    """

    anchor: Anchor
    how: str
    doubts: tuple[Remark, ...] = ()


class Gazetteer:
    """Anchors and their names; immutable."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.anchors: tuple[Anchor, ...] = tuple(anchors)
        self._by_id = {anchor.id: anchor for anchor in self.anchors}
        self._exact: dict[str, list[Anchor]] = defaultdict(list)
        self._loose: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in self.anchors:
            for name in dict.fromkeys(normal(each) for each in anchor.names):
                self._exact[name].append(anchor)
                for loose in (name, *variants(name)):
                    self._loose[loose].append(anchor)

    @classmethod
    def from_features(cls, features: Sequence[Feature], file: str = "gazetteer") -> Gazetteer:
        """Anchors of a file's features (docs/location.md).

        Raises:
            InputError: A feature has no name or a value that cannot be meant.
        """
        return cls(read_anchor(feature, file) for feature in features)

    def to_features(self) -> list[dict[str, Any]]:
        """GeoJSON Features, in the order of the anchors."""
        return [anchor.to_feature() for anchor in self.anchors]

    def get(self, anchor_id: str) -> Anchor | None:
        """The anchor with an id."""
        return self._by_id.get(anchor_id)

    def find(
        self, name: str, kind: str | None = None, containers: Sequence[str] = ()
    ) -> tuple[Match, ...]:
        """What a name may mean, by the surest way of matching that hits; may be several.

        Args:
            name: As in the phrase.
            kind: Kind that the phrase gives it; decides between equals, and keeps loose matches
                from crossing kinds.
            containers: Areas named around it, widest first: an anchor that is known to lie in
                another area of the same kind is no match.
        """
        plain = normal(name)
        if not plain:
            return ()
        joined = ["".join(normal(each) for each in containers[i:]) for i in range(len(containers))]
        full = [outer + plain for outer in joined if not plain.startswith(outer)]
        for how, form, index in self._ways(plain, full):
            hits = self._fitting(index.get(form, ()), containers)
            if how in {"loose", "part"}:
                hits = [anchor for anchor in hits if how == "part" or _alike(anchor.kind, kind)]
            same = [anchor for anchor in hits if anchor.kind == kind]
            if hits:
                return tuple(self._match(anchor, name, plain, how) for anchor in same or hits)
        return ()

    def containing(self, name: str) -> Anchor | None:
        """The area whose name stands at the head of a longer name (李集镇镇区… → 李集镇)."""
        plain = normal(name)
        for end in range(len(plain) - 1, 1, -1):
            areas = [anchor for anchor in self._exact.get(plain[:end], ()) if anchor.kind in AREAS]
            if len(areas) == 1:
                return areas[0]
        return None

    def area(self, name: str) -> tuple[Match, ...]:
        """The area that a container's words end with (示范区水稻乡 → 水稻乡)."""
        plain = normal(name)
        for start in range(len(plain) - 1):
            hits = {a.id: a for a in self._exact.get(plain[start:], ()) if a.kind in AREAS}
            if hits:
                return tuple(Match(anchor, "exact") for anchor in hits.values())
        return ()

    def lines_near(self, place: BaseGeometry, metres: float, *kinds: str) -> tuple[Anchor, ...]:
        """Lines of some kinds that may come so near to a place (degrees): a rough, quick choice."""
        west, south, east, north = place.bounds
        # one degree of latitude is more than 110 km
        window = metres / 110_000 / max(0.01, math.cos(math.radians(max(abs(south), abs(north)))))
        box = shapely.box(west - window, south - window, east + window, north + window)
        lines = (a for a in self.anchors if a.kind in kinds and a.is_line)
        return tuple(a for a in lines if a.geometry is not None and a.geometry.intersects(box))

    def _ways(
        self, plain: str, full: Sequence[str]
    ) -> Iterable[tuple[str, str, dict[str, list[Anchor]]]]:
        for form in (*full, plain):
            yield "exact", form, self._exact
        for form in (plain, *variants(plain)):
            yield "loose", form, self._loose
        whole = whole_of(plain)
        if whole is not None:
            yield "part", whole, self._exact

    def _fitting(self, hits: Iterable[Anchor], containers: Sequence[str]) -> list[Anchor]:
        unique = list({anchor.id: anchor for anchor in hits}.values())
        if not containers:
            return unique
        fit = [anchor for anchor in unique if not self._elsewhere(anchor, containers)]
        inside = [anchor for anchor in fit if self._inside(anchor, containers)]
        return inside or fit

    def _areas_of(self, anchor: Anchor, seen: frozenset[str] = frozenset()) -> dict[str, str]:
        """Names of the areas around an anchor and of those around them, each with its kind."""
        areas: dict[str, str] = {}
        for name in anchor.within:
            plain = normal(name)
            if plain in seen:
                continue
            known = self._exact.get(plain, [])
            areas[plain] = known[0].kind if known else _area_kind(plain)
            for outer in known[:1]:
                areas |= self._areas_of(outer, seen | {plain})
        return areas

    def _inside(self, anchor: Anchor, containers: Sequence[str]) -> bool:
        areas = self._areas_of(anchor)
        return any(_same_area(normal(name), area) for name in containers for area in areas)

    def _elsewhere(self, anchor: Anchor, containers: Sequence[str]) -> bool:
        """Known to lie in another area of the same kind as one that was named."""
        areas = self._areas_of(anchor)
        for name in containers:
            plain = normal(name)
            if _area_kind(plain) == "other":
                continue
            rivals = [area for area, kind in areas.items() if kind == _area_kind(plain)]
            if rivals and not any(_same_area(plain, area) for area in rivals):
                return True
        return False

    def _match(self, anchor: Anchor, name: str, plain: str, how: str) -> Match:
        if how == "exact" and normal(anchor.name) != plain:
            aliases = {normal(alias) for alias in anchor.aliases}
            how = "alias" if plain in aliases else how
        if how == "alias":
            values = {"name": name, "anchor": anchor.name}
            return Match(anchor, how, (Remark("place.alias", values),))
        if how in {"loose", "part"}:
            values = {"name": name, "anchor": anchor.name}
            return Match(anchor, how, (Remark(f"place.match_{how}", values),))
        return Match(anchor, how)


def _alike(known: str, asked: str | None) -> bool:
    if asked is None or known == asked:
        return True
    return any(known in group and asked in group for group in _ALIKE)


def _area_kind(name: str) -> str:
    """Level of an area's name: another district, township or village of that level excludes it.

    Accounting units (示范区, 开发区, 高新区) lie across the legal districts and exclude nothing.
    """
    if name.endswith(("镇", "乡", "街道", "街道办事处")):
        return "township"
    if name.endswith(("县", "市")) or re.search(r"(?<![园范发新聚社])区$", name):
        return "district"
    return "village" if name.endswith(("村", "社区", "庄", "寨")) else "other"


def _same_area(first: str, second: str) -> bool:
    """One name, or one with its outer areas in front (尉氏县大桥乡 and 大桥乡)."""
    return first.endswith(second) or second.endswith(first)


def load_gazetteer(path: Path, limits: Limits) -> Gazetteer:
    """Read a gazetteer file.

    Raises:
        InputError: No such file, or what is wrong in it.
    """
    if not path.is_file():
        raise InputError("gazetteer.no_file", file=str(path))
    with path.open("rb") as source:
        data = source.read(limits.import_bytes + 1)
    features = read_features(data, name=path.name, limits=limits)
    return Gazetteer.from_features(features, path.name)
