"""Measuring along a line: stakes, steps, banks. Everything in metres of one ``Frame``.

A track runs downstream (dikes: with growing stakes; roads: as digitised). Left and right are
those of somebody who looks downstream (Chapman & Wieczorek; river administration in general).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import shapely
import shapely.ops
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo_app.domain.remark import Remark
from geo_app.geo import formulas
from geo_app.geo.anchor import Anchor
from geo_app.geo.measure import Frame, bearing_between, moved, turn

# metres over which the direction of a line is taken: digitised corners are not bends
_CHORD = 10.0
# metres within which two stakes stand at one spot: a broken chain (断链)
_SAME_SPOT = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A known stake on a track.

    Attributes:
        s: Metres from the track's start, as measured.
        m: Metres by the line's own count.
        off: How far the stake was from the line before it was snapped, metres.
    """

    s: float
    m: float
    off: float


@dataclass(frozen=True, slots=True)
class StakeHit:
    """Where a stake is.

    Attributes:
        s: Metres from the track's start.
        error: Error of the calibration, metres.
        doubts: Broken chain, beyond the last known stake.
    """

    s: float
    error: float
    doubts: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """A line with its direction.

    Attributes:
        anchor: The anchor whose line it is.
        line: Metres, running downstream.
        marks: Known stakes in the order in which they stand along it.
    """

    anchor: Anchor
    line: LineString
    marks: tuple[Mark, ...] = ()

    @property
    def length(self) -> float:
        """Metres."""
        return float(self.line.length)

    def at(self, s: float) -> Point:
        """The point so many metres from the start."""
        return self.line.interpolate(min(max(s, 0.0), self.length))

    def project(self, point: Point) -> float:
        """Metres from the start of the spot nearest to a point."""
        return float(self.line.project(point))

    def heading(self, s: float) -> float:
        """Bearing of the line there, looking downstream."""
        before, after = self.at(s - _CHORD / 2), self.at(s + _CHORD / 2)
        if before.distance(after) < _CHORD / 100:  # a hairpin
            before = self.at(s - _CHORD / 20)
        return bearing_between(before, after)

    def walk(self, s: float, bearing: float, metres: float) -> tuple[float, float] | None:
        """Step along the line in the direction that fits a bearing better.

        Returns:
            Metres from the start after the step, and how far the step's end lies from the bearing
            in degrees; None where the line ends before.
        """
        start = self.at(s)
        ends = [end for end in (s - metres, s + metres) if 0.0 <= end <= self.length]
        if not ends:
            return None
        turns = [(turn(bearing_between(start, self.at(end)), bearing), end) for end in ends]
        best = min(turns)
        return best[1], best[0]

    def part(self, start: float, end: float) -> LineString:
        """The stretch between two positions; a point-like one keeps a metre."""
        low, high = sorted((min(max(start, 0.0), self.length), min(max(end, 0.0), self.length)))
        if high - low < 1.0:
            low, high = max(0.0, low - 0.5), min(self.length, high + 0.5)
        stretch = shapely.ops.substring(self.line, low, high)
        return stretch if isinstance(stretch, LineString) else self.line

    def aside(self, s: float, metres: float) -> Point:
        """The point so far to the left (positive) or right of the line there."""
        return moved(self.at(s), self.heading(s) - 90.0, metres)

    def hand(self, s: float, bearing: float) -> int:
        """1 where a bearing points to the left of the line, -1 to the right, 0 along it."""
        across = math.cos(math.radians(bearing - (self.heading(s) - 90.0)))
        return 0 if abs(across) < 0.25 else (1 if across > 0 else -1)

    def hand_of(self, point: Point) -> int:
        """1 where a point lies to the left of the line, -1 to the right, 0 on it."""
        s = self.project(point)
        spot = self.at(s)
        return self.hand(s, bearing_between(spot, point)) if spot.distance(point) > 0.01 else 0

    def stake(self, m: float, extrapolation_error: float) -> StakeHit | Remark:
        """Where a stake is, calibrated between the two known ones around it.

        Never by pure length: chains are broken and lines are drawn straighter than they run.

        Args:
            m: Metres by the line's own count.
            extrapolation_error: Share of the distance to the last known stake.

        Returns:
            The spot, or why there is none.
        """
        values = {"line": self.anchor.name, "stake": stake_text(m)}
        if not self.marks:
            return Remark("place.no_stakes", values)
        hits = list(self._between(m))
        if len(hits) == 1:
            return hits[0]
        if hits:
            low, high = min(hit.s for hit in hits), max(hit.s for hit in hits)
            error = (high - low) / 2 + max(hit.error for hit in hits)
            return StakeHit((low + high) / 2, error, (Remark("place.stake_twice", values),))
        for first, second in pairwise(self.marks):
            if second.s - first.s <= _SAME_SPOT and min(first.m, second.m) < m < max(
                first.m, second.m
            ):
                gap = (Remark("place.stake_gap", values),)
                return StakeHit(first.s, max(first.off, second.off), gap)
        return self._beyond(m, extrapolation_error, values)

    def _between(self, m: float) -> Iterator[StakeHit]:
        growing = self.marks[-1].m >= self.marks[0].m
        seen: list[float] = []
        for first, second in pairwise(self.marks):
            length, count = second.s - first.s, second.m - first.m
            if length <= _SAME_SPOT or count == 0 or (count > 0) != growing:
                continue
            if not min(first.m, second.m) <= m <= max(first.m, second.m):
                continue
            s = first.s + (m - first.m) / count * length
            if any(abs(s - other) <= _SAME_SPOT for other in seen):
                continue
            seen.append(s)
            k = formulas.calibration(count, length)
            error = formulas.calibration_error(k, min(abs(m - first.m), abs(m - second.m)))
            yield StakeHit(s, error + max(first.off, second.off))
        for mark in self.marks if not seen else ():
            if mark.m == m:
                yield StakeHit(mark.s, mark.off)
                return

    def _beyond(self, m: float, share: float, values: dict[str, str]) -> StakeHit | Remark:
        """Past the last known stake: only as far as the known stretch is long, and on the line."""
        spans = [(a, b) for a, b in pairwise(self.marks) if b.s - a.s > _SAME_SPOT and b.m != a.m]
        last = min(self.marks, key=lambda mark: (abs(mark.m - m), mark.s))
        known = abs(self.marks[-1].m - self.marks[0].m)
        values = values | {"known": "、".join(stake_text(mark.m) for mark in self.marks)}
        if spans:
            first, second = min(
                spans, key=lambda span: min(abs(span[0].s - last.s), abs(span[1].s - last.s))
            )
            ratio = (second.s - first.s) / (second.m - first.m)
            k = formulas.calibration(second.m - first.m, second.s - first.s)
        else:
            ratio, k, known = 1.0, share, 5_000.0
        s = last.s + (m - last.m) * ratio
        if abs(m - last.m) > known or not -_CHORD <= s <= self.length + _CHORD:
            return Remark("place.stake_outside", values)
        error = formulas.calibration_error(max(k, share), m - last.m) + last.off
        code = "place.stake_beyond" if spans else "place.one_stake"
        return StakeHit(min(max(s, 0.0), self.length), error, (Remark(code, values),))


def tracks(anchor: Anchor, frame: Frame) -> tuple[Track, ...]:
    """The tracks of an anchor with a line; several where it was drawn in pieces.

    A line whose stakes shrink in its direction of drawing is turned round unless it is a river:
    a dike's stakes grow downstream, while a river's may be counted from its mouth.
    """
    if anchor.geometry is None or not anchor.is_line:
        return ()
    lines = [
        line
        for line in shapely.get_parts(frame.to_metres(anchor.geometry))
        if isinstance(line, LineString) and math.isfinite(line.length) and line.length > 0
    ]
    stakes = [(stake.m, frame.to_metres(Point(stake.lon, stake.lat))) for stake in anchor.stakes]
    found = []
    for line in lines:
        mine = [(m, at) for m, at in stakes if line is min(lines, key=at.distance)]
        marks = _marks(line, mine)
        backwards = anchor.flow == "upstream"
        if anchor.kind != "river" and len(marks) >= 2:
            backwards = marks[-1].m < marks[0].m
        if backwards:
            found.append(Track(anchor, line.reverse(), _marks(line.reverse(), mine[::-1])))
        else:
            found.append(Track(anchor, line, marks))
    return tuple(found)


def _marks(line: LineString, stakes: list[tuple[float, Point]]) -> tuple[Mark, ...]:
    marks = [Mark(float(line.project(at)), m, float(line.distance(at))) for m, at in stakes]
    return tuple(sorted(marks, key=lambda mark: round(mark.s, 1)))


def stake_text(m: float) -> str:
    """A stake as it is written: 83263 → 83+263."""
    whole = math.floor(m)
    rest = f"{m - whole:.3f}"[1:].rstrip("0").rstrip(".")
    return f"{whole // 1000}+{whole % 1000:03d}{rest}"


def crossings(first: BaseGeometry, second: BaseGeometry) -> list[Point]:
    """The points where two lines meet; a shared stretch counts by its middle."""
    meeting = first.intersection(second)
    return [
        part if isinstance(part, Point) else part.interpolate(0.5, normalized=True)
        for part in shapely.get_parts(meeting)
        if isinstance(part, Point | LineString) and not part.is_empty
    ]
