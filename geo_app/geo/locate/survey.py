"""What a phrase's anchor is on the ground: resolved, in metres, with its radial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.geo import formulas
from geo_app.geo.anchor import Anchor
from geo_app.geo.composed import Composed, compose
from geo_app.geo.gazetteer import Gazetteer, Match
from geo_app.geo.lines import Track, tracks
from geo_app.geo.measure import Frame, corrected_centre
from geo_app.geo.names import is_bare, normal
from geo_app.settings import Vague

# areas of which a gazetteer often knows only where the offices stand
_SEATS = frozenset({"township", "district"})


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no place."""

    reasons: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """An anchor on the ground; metres of its frame.

    Attributes:
        anchors: The anchors that it rests on.
        name: As the gazetteer writes it.
        kind: Its kind.
        frame: Where the metres count from.
        shape: Its geometry; a circle where only the area is known.
        centre: Corrected centre.
        radial: b: from the centre to its furthest point, with the error of its position.
        seat_only: An area of which only the seat is known.
        schematic: The shape is a drawing aid.
        steps: How it was found.
        doubts: What to confirm about it.
    """

    anchors: tuple[Anchor, ...]
    name: str
    kind: str
    frame: Frame
    shape: BaseGeometry
    centre: Point
    radial: float
    seat_only: bool = False
    schematic: bool = False
    steps: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()

    @property
    def is_line(self) -> bool:
        """Whether it can be measured along."""
        return self.shape.geom_type.endswith("LineString")

    @property
    def is_area(self) -> bool:
        """Whether it has an outline."""
        return self.shape.geom_type.endswith("Polygon")

    def tracks(self) -> tuple[Track, ...]:
        """Its own line or lines."""
        return tuple(track for anchor in self.anchors for track in tracks(anchor, self.frame))


@dataclass(frozen=True, slots=True)
class Found:
    """A place in metres of a ground's frame; ``radius`` is counted from ``point``."""

    ground: Ground
    geometry: BaseGeometry
    point: Point
    radius: float
    steps: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()
    lines: tuple[Anchor, ...] = ()
    schematic: bool = False
    source: str = "phrase"

    def doubting(self, *doubts: Remark) -> Found:
        """The same with further doubts in front."""
        return replace(self, doubts=(*doubts, *self.doubts))

    def stepping(self, *steps: Remark) -> Found:
        """The same with earlier steps in front."""
        return replace(self, steps=(*steps, *self.steps))


@dataclass(frozen=True, slots=True)
class Survey:
    """The gazetteer and the defaults that a phrase is located with."""

    gazetteer: Gazetteer
    vague: Vague

    def ground(
        self, name: str, kind: str | None, containers: tuple[str, ...] = ()
    ) -> Ground | Missing:
        """The one thing that a name means, or why it means none or several."""
        matches = self.gazetteer.find(name, kind, containers)
        if len(matches) > 1:
            several = "、".join(_with_area(match.anchor) for match in matches[:6])
            return Missing((Remark("place.ambiguous", {"name": name, "candidates": several}),))
        if matches:
            return self._of(matches[0])
        composed = compose(name, self.gazetteer)
        if isinstance(composed, Composed):
            return self._of_composed(composed)
        code = "place.bare_name" if is_bare(name) else "place.unknown_anchor"
        return Missing((composed or Remark(code, {"name": name}),))

    def area(self, name: str) -> Ground | None:
        """The one area that a container's words mean, if it has a place."""
        matches = self.gazetteer.area(name)
        if len(matches) != 1:
            return None
        ground = self._of(matches[0])
        return ground if isinstance(ground, Ground) else None

    def passing(self, ground: Ground, kinds: Iterable[str]) -> list[Track]:
        """Lines of some kinds that pass the anchor, the named and the near ones first.

        A line passes when it comes within the anchor's radial and ``vague.line_reach_m``.
        """
        most = ground.radial + self.vague.line_reach_m
        order = tuple(kinds)
        whole = normal(ground.name)
        found = []
        here = ground.frame.to_degrees(ground.centre)
        for anchor in self.gazetteer.lines_near(here, most, *order):
            for track in tracks(anchor, ground.frame):
                gap = track.line.distance(ground.centre)
                if gap <= most:
                    named = [whole.find(normal(name)) for name in anchor.names]
                    first = min((at for at in named if at >= 0), default=len(whole))
                    found.append((first, order.index(anchor.kind), gap, anchor.id, track))
        return [each[-1] for each in sorted(found, key=lambda each: each[:-1])]

    def map_error(self, *anchors: Anchor) -> float:
        """The map's error m: the default, or that of a line where it is larger."""
        return max([self.vague.map_error_m, *(anchor.radius_m or 0.0 for anchor in anchors)])

    def half_width(self, anchor: Anchor | None, kind: str) -> float:
        """Half of a line's width: its own, or the default of its kind."""
        if anchor is not None and anchor.width_m:
            return anchor.width_m / 2
        if kind == "river":
            return self.vague.bank_offset_m
        is_road = kind in {"road", "railway"}
        return self.vague.road_half_width_m if is_road else self.vague.dike_half_width_m

    def _of(self, match: Match) -> Ground | Missing:
        anchor = match.anchor
        if anchor.geometry is None or anchor.geometry.is_empty:
            return Missing((Remark("place.no_geometry", {"name": anchor.name}),))
        frame = Frame.around(anchor.geometry)
        shape = frame.to_metres(anchor.geometry)
        is_point = isinstance(shape, Point)
        circle = formulas.equal_area_radius(anchor.area_km2 or 0.0) if is_point else 0.0
        circle = circle if circle >= 1.0 else 0.0
        if isinstance(shape, Point):
            centre = shape
            default = by_kind(self.vague.radial_m, anchor.kind)
            radial = max(default if anchor.radius_m is None else anchor.radius_m, circle)
        else:
            centre, radial = corrected_centre(shape)
            radial += anchor.radius_m or 0.0
        values: dict[str, object] = {"name": anchor.name, "kind": f"@kind.{anchor.kind}"}
        if anchor.is_line:
            error = round(self.map_error(anchor))
            step = Remark("place.anchor_line", values | {"error": error})
        else:
            step = Remark("place.anchor", values | {"radius": round(radial)})
        doubts = list(match.doubts)
        if circle:
            shape = shape.buffer(circle, quad_segs=16)
            doubts.append(Remark("place.equal_area", {"name": anchor.name, "km2": anchor.area_km2}))
        elif anchor.schematic:
            doubts.append(Remark("place.schematic_anchor", {"name": anchor.name}))
        if radial > 300 and is_point and anchor.kind not in _SEATS:
            values = {"name": anchor.name, "radius": round(radial)}
            doubts.append(Remark("place.coarse_anchor", values))
        return Ground(
            anchors=(anchor,),
            name=anchor.name,
            kind=anchor.kind,
            frame=frame,
            shape=shape,
            centre=centre,
            radial=radial,
            seat_only=is_point and not circle and anchor.kind in _SEATS,
            schematic=anchor.schematic or circle > 0,
            steps=(step,),
            doubts=tuple(doubts),
        )

    def _of_composed(self, composed: Composed) -> Ground:
        centre, spread = corrected_centre(composed.shape)
        radial = spread + by_kind(self.vague.radial_m, composed.kind) * (spread == 0.0)
        radial += max(anchor.radius_m or 0.0 for anchor in composed.anchors)
        names = "、".join(anchor.name for anchor in composed.anchors)
        values = {"name": composed.name, "lines": names, "radius": round(radial)}
        return Ground(
            anchors=composed.anchors,
            name=composed.name,
            kind=composed.kind,
            frame=composed.frame,
            shape=composed.shape,
            centre=centre,
            radial=radial,
            schematic=any(anchor.schematic for anchor in composed.anchors),
            steps=(Remark("place.composed", values),),
            doubts=composed.doubts,
        )


def by_kind(table: Mapping[str, float], kind: str) -> float:
    """A default of ``Vague`` for a kind."""
    return table.get(kind, table[""])


def _with_area(anchor: Anchor) -> str:
    return f"{anchor.name}（{anchor.within[0]}）" if anchor.within else anchor.name
