"""What was read of a file, as bytes that wait for a yes: the file itself names who complained."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson

from geo_app.work.complaints.reading import Reading, Told


def packed(reading: Reading) -> bytes:
    """A reading without bad cells, as JSON."""
    return orjson.dumps(asdict(reading))


def unpacked(data: bytes) -> Reading:
    """The reading that ``packed`` wrote."""
    read: dict[str, Any] = orjson.loads(data)
    told = tuple(_told(each) for each in read.pop("told"))
    return Reading(**{**read, "told": told, "flaws": (), "dropped": tuple(read["dropped"])})


def _told(each: dict[str, Any]) -> Told:
    at, spot = each["at"], each["spot"]
    return Told(
        **{
            **each,
            "day": date.fromisoformat(each["day"]),
            "at": datetime.fromisoformat(at) if at else None,
            "spot": (spot[0], spot[1], spot[2]) if spot else None,
        }
    )
