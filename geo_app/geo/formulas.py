"""The point-radius method in numbers: metres and degrees in, metres out; no geometry, no names.

Sources: Wieczorek, Guo & Hijmans 2004, "The point-radius method for georeferencing locality
descriptions"; Chapman & Wieczorek, "Georeferencing Best Practices"; Zermoglio et al.,
"Georeferencing Quick Reference Guide"; the Georeferencing Calculator that executes them.

Symbols: ``b`` geographic radial of the anchor (from its corrected centre to its furthest point),
``p`` precision of a stated distance, ``m`` error of the map, ``c`` precision of coordinates and
datum, ``d`` stated distance, half angle of a heading in degrees.
"""

from __future__ import annotations

import math

HALF_ANGLES = {1: 45.0, 2: 22.5, 3: 11.25}


def half_angle(direction: str) -> float:
    """Half of the sector that a compass word stands for: N 45, NE 22.5, NNE 11.25 degrees.

    Best Practices, table of uncertainty of headings.
    """
    return HALF_ANGLES.get(len(direction), 5.625)


def at_feature(b: float, m: float = 0.0, c: float = 0.0) -> float:
    """Calculator, "named place only": the errors add up."""
    return b + m + c


def near_feature(b: float, buffer: float, m: float = 0.0, c: float = 0.0) -> float:
    """Quick Reference Guide, "near a feature": the feature extended by a documented buffer."""
    return b + buffer + m + c


def distance_only(d: float, b: float, p: float = 0.0, m: float = 0.0, c: float = 0.0) -> float:
    """Calculator, "distance only": the feature enlarged by the distance."""
    return d + b + p + m + c


def sector(reach: float, angle: float) -> tuple[float, float]:
    """Smallest circle round a sector: how far its centre lies along the heading, and its radius.

    Args:
        reach: Length of the sector, metres.
        angle: Its half angle, degrees, up to 90.

    Returns:
        Centre and radius; for half angles up to 45 degrees both are reach / (2 cos angle):
        0.7071, 0.5412, 0.502 of the reach for 45, 22.5 and 5.6 degrees.
    """
    if angle <= 45.0:
        radius = reach / (2.0 * math.cos(math.radians(angle)))
        return radius, radius
    return reach * math.cos(math.radians(angle)), reach * math.sin(math.radians(angle))


def heading_only(reach: float, angle: float, b: float, m: float = 0.0, c: float = 0.0) -> float:
    """Quick Reference Guide, "heading only": the sector's circle, enlarged by the anchor's."""
    return sector(reach, angle)[1] + b + m + c


def distance_at_heading(d: float, angle: float, errors: float, c: float = 0.0) -> float:
    """Calculator, "distance at a heading", by air.

    Args:
        d: Stated distance.
        angle: Half angle of the heading, degrees; 0 for an exact one (正东).
        errors: d' = b + p + m (and datum).
        c: Coordinate precision, added at the end.

    Returns:
        sqrt((x' - x)^2 + y^2) + c with x = d cos a, y = d sin a, x' = d + d'.
    """
    x, y = d * math.cos(math.radians(angle)), d * math.sin(math.radians(angle))
    return math.hypot(d + errors - x, y) + c


def distance_along_path(b: float, p: float, m: float = 0.0, c: float = 0.0) -> float:
    """Calculator, "distance along path": as by air but without the heading's term."""
    return b + p + m + c


def two_hops(along: float, across: float) -> float:
    """Radius of a step along a line followed by one square to it."""
    return math.hypot(along, across)


def calibration_error(k: float, metres: float) -> float:
    """Error of a stake between two known ones.

    Args:
        k: abs(1 - difference of stakes / length of the line between them).
        metres: Distance from the nearer known stake.
    """
    return abs(k) * abs(metres)


def calibration(stakes: float, length: float) -> float:
    """The k of ``calibration_error`` from two known stakes and the line's length between."""
    return abs(1.0 - abs(stakes) / length) if length > 0 else 0.0


def stake_precision(metres: float) -> float:
    """Half of the last significant digit of a stake, never coarser than half a kilometre.

    89 km → 500, 89+200 → 50, 12+340 → 5, 12+347 → 0.5 (Best Practices, precision of numbers).
    """
    return next((unit / 2 for unit in (1000.0, 100.0, 10.0) if metres % unit == 0), 0.5)


def equal_area_radius(area_km2: float) -> float:
    """Radius in metres of the circle that has an area."""
    return 1000.0 * math.sqrt(area_km2 / math.pi)
