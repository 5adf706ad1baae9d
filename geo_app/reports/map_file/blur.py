"""Positions that do not tell the spot, with a circle in which it surely lies.

A site is moved by the same way each time, so that nobody finds the middle of many files; by which
way, only who has the key of the installation can tell.
"""

from __future__ import annotations

import hmac
import math

import orjson
import shapely
from shapely.geometry import Point, shape

from geo_app.geo.measure import Frame, distance_m
from geo_app.store.models import Site

_DIGITS = 3
"""Of a degree: some hundred metres."""

_ROUNDED_M = 100.0
_WHOLE = 2.0**64


def blurred(site: Site, secret: bytes, jitter_m: float) -> tuple[float, float, float]:
    """A position for everybody.

    Args:
        site: With a position.
        secret: Of the installation.
        jitter_m: How far it is moved at most, metres.

    Returns:
        Lon, lat (degrees, three digits) and a radius in metres that says nothing of the way that
        this one was moved: all of the site lies within it.

    Raises:
        ValueError: The site has no position.
    """
    if site.lon is None or site.lat is None:
        raise ValueError("a site without a position cannot be moved")
    told = hmac.digest(secret, site.id.encode(), "sha256")
    way, turn = (int.from_bytes(told[at : at + 8], "big") / _WHOLE for at in (0, 8))
    # evenly over the disc
    metres, angle = jitter_m * math.sqrt(way), 2 * math.pi * turn
    moved = Point(metres * math.sin(angle), metres * math.cos(angle))
    exact = Frame(site.lon, site.lat).to_degrees(moved)
    shown = Point(round(exact.x, _DIGITS), round(exact.y, _DIGITS))
    reach = jitter_m + _rounding_m(shown.y) + _own_reach_m(site, Point(site.lon, site.lat))
    return shown.x, shown.y, _ROUNDED_M * math.ceil(reach / _ROUNDED_M)


def _rounding_m(lat: float) -> float:
    half = 0.5 * 10**-_DIGITS
    return distance_m(Point(0, lat - half), Point(half, lat + half)) + 1.0


def _own_reach_m(site: Site, mark: Point) -> float:
    """From the mark to the furthest point where the site may be."""
    radius = site.radius_m or 0.0
    if not site.geometry:
        return radius
    corners = shapely.get_coordinates(shape(orjson.loads(site.geometry)))
    return radius + max((distance_m(mark, Point(each)) for each in corners), default=0.0)
