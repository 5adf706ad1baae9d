"""A position in the database: the digest that the event carries which recorded it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC
from typing import Any

import orjson

from geo_app.store.models import Position


def stamp(position: Position) -> dict[str, Any]:
    """``{id, digest}``, for the data of the event."""
    return {"id": position.id, "digest": digest(position)}


def digest(position: Position) -> str:
    """SHA-256 over all that a position says; ``seq`` only counts rows."""
    said = {
        "id": position.id,
        "site": position.site_id,
        "layer": position.layer,
        "geometry": position.geometry,
        "lon": position.lon,
        "lat": position.lat,
        "radius_m": position.radius_m,
        "source": position.source,
        "schematic": position.schematic,
        "anchors": position.anchors,
        "steps": position.steps,
        "doubts": position.doubts,
        "actor": [position.actor_id, position.actor_name],
        "at": position.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    # through JSON once: a number is written as it comes back from a JSON column
    return digest_of(orjson.loads(orjson.dumps(said)))


def digest_of(plain: Mapping[str, Any]) -> str:
    """The same of the values as JSON has them."""
    return hashlib.sha256(orjson.dumps(dict(plain), option=orjson.OPT_SORT_KEYS)).hexdigest()
