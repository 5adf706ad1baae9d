"""An inspection: one visit to a site, append-only, with an id made where it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PhotoRole(StrEnum):
    """What a photo is for."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NEAR = "near"
    SIGN = "sign"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a device says it is; EPSG:4326.

    Attributes:
        lon: Degrees.
        lat: Degrees.
        accuracy_m: Radius of 95 % confidence, metres; None = unknown, which is not 0.
        at: The device's clock at the fix.
        heading_deg: Where the device points, degrees clockwise from true north.
        by_hand: A person pointed at the map; no device measured it.
    """

    lon: float
    lat: float
    accuracy_m: float | None = None
    at: datetime | None = None
    heading_deg: float | None = None
    by_hand: bool = False

    def to_json(self) -> dict[str, Any]:
        """The members of the API."""
        return {
            "lon": self.lon,
            "lat": self.lat,
            "accuracy_m": self.accuracy_m,
            "at": self.at.isoformat() if self.at else None,
            "heading_deg": self.heading_deg,
            "by_hand": self.by_hand,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fix:
        """The fix that ``to_json`` wrote; what comes from outside goes through ``work`` first."""
        at = data.get("at")
        return cls(
            lon=float(data["lon"]),
            lat=float(data["lat"]),
            accuracy_m=data.get("accuracy_m"),
            at=datetime.fromisoformat(at) if at else None,
            heading_deg=data.get("heading_deg"),
            by_hand=bool(data.get("by_hand")),
        )


@dataclass(frozen=True, slots=True)
class Seal:
    """What the phone settled at the moment of capture (``domain.capture``).

    Attributes:
        wall: The device's clock, as it was written (ISO 8601 with offset).
        mono_ms: A clock that nobody sets: milliseconds since the page was opened.
        previous: Hash of the link before, hexadecimal.
        hash: Of this link.
    """

    wall: str
    mono_ms: int
    previous: str
    hash: str

    def to_json(self) -> dict[str, Any]:
        """The members of the API."""
        return {
            "wall": self.wall,
            "mono_ms": self.mono_ms,
            "previous": self.previous,
            "hash": self.hash,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Seal:
        """The seal that ``to_json`` wrote."""
        return cls(data["wall"], data["mono_ms"], data["previous"], data["hash"])


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """A photo of a visit as it is told, before its bytes are read.

    Attributes:
        id: UUID made by the client.
        role: What it is for.
        sha256: What the client says of the bytes, if it does.
        fix: Where the device was at the moment of capture, if it says so.
        external: Taken outside the product (gallery, chat, camera).
        seal: What the device settled at the moment of capture, if it did.
    """

    id: str
    role: PhotoRole
    sha256: str | None = None
    fix: Fix | None = None
    external: bool = True
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A visit as it is told: checked in itself, not yet against what is recorded.

    Attributes:
        id: UUID made by the client.
        site: Id or code of the site.
        visited_at: The clock of who was there.
        answers: Of the form, as they came; None = no form was filled in (photos of an import).
        form_version: Version of the form that was filled in; None = the one in use now.
        fix: Where the visit was.
        note: What more there is to say.
        sent_at: The device's clock when it sent.
        token: What the device had fetched before it left.
        person: Who was there, where that is told: name and unit.
        photos: In order.
        converted_from: Datum that the positions were told in, if it was not WGS-84.
        track: The walk of the visit, where it was asked for: fixes with time and accuracy.
    """

    id: str
    site: str
    visited_at: datetime
    answers: Mapping[str, Any] | None
    form_version: int | None = None
    fix: Fix | None = None
    note: str | None = None
    sent_at: datetime | None = None
    token: str | None = None
    person: tuple[str, str | None] | None = None
    photos: tuple[PhotoDraft, ...] = ()
    converted_from: str | None = None
    track: tuple[Fix, ...] = ()
