"""A photo: what its bytes say. Missing is missing, never zero, never a guess.

Longitude before latitude, EPSG:4326. A fact that cannot be true (latitude 91, the year 2099,
direction 400) is not here: it is dropped with a reason, never clamped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from geo_app.domain.remark import Remark


class Mime(StrEnum):
    """Kinds of photo that are read; told from the bytes, never from name or header."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    AVIF = "image/avif"


class Clock(StrEnum):
    """How the offset from UTC of ``taken_at`` is known."""

    WRITTEN = "written"
    """OffsetTimeOriginal or a zone in the XMP date."""
    GPS = "gps"
    """GPS UTC, from which the camera's local time differs by a plausible offset."""
    ASSUMED = "assumed"
    """Local time only: the zone of the installation was assumed."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the camera set, from the tags of the same names.

    Attributes:
        time_s: ExposureTime, seconds.
        f_number: FNumber.
        iso: ISOSpeedRatings / PhotographicSensitivity.
        brightness_value: BrightnessValue, APEX.
    """

    time_s: float | None = None
    f_number: float | None = None
    iso: float | None = None
    brightness_value: float | None = None

    @property
    def ev100(self) -> float | None:
        """Exposure value at ISO 100: log2(N²/t) − log2(S/100) (ISO 2720)."""
        if self.time_s is None or self.f_number is None or self.iso is None:
            return None
        return math.log2(self.f_number**2 / self.time_s) - math.log2(self.iso / 100)


FACTS = (
    "position",
    "hpos_error_m",
    "altitude_m",
    "direction_deg",
    "taken_at",
    "gps_time",
    "camera",
    "software",
    "orientation",
    "exposure",
)
"""Facts that each stand in ``sources`` or in ``missing``, never in both."""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What the bytes of a photo say.

    Attributes:
        mime: Kind of the bytes.
        width: Pixels as stored, before any turn.
        height: Pixels as stored.
        frames: Pictures inside (MPO, animated WebP); the first one counts.
        position: (lon, lat) in degrees.
        other_position: A second one that the file also states and that contradicts the first.
        hpos_error_m: GPSHPositioningError, metres.
        altitude_m: Metres, negative below the sea; the sign is unreliable in the field.
        direction_deg: GPSImgDirection, degrees clockwise from north, 0 ≤ d < 360.
        direction_ref: ``T`` true or ``M`` magnetic north; None where the file does not say.
        taken_at: When it was taken, with its offset from UTC.
        taken_local: DateTimeOriginal as written.
        offset: The offset as written (``+08:00``); None where none is.
        clock: How the offset of ``taken_at`` is known.
        gps_time: GPSDateStamp with GPSTimeStamp, UTC.
        camera: Make and model.
        software: Program that wrote the file.
        orientation: Raw EXIF tag 1 … 8; where the format turns its pixels itself (HEIC, AVIF)
            it is told but not applied.
        exposure: Exposure settings.
        has_thumbnail: There is a thumbnail in IFD1.
        damaged: Why the pixels cannot be shown whole (cut off), if so.
        sources: Fact → the tag it was taken from.
        missing: Fact → why it is not there.
        doubts: What does not fit together.
    """

    mime: Mime
    width: int
    height: int
    frames: int = 1
    position: tuple[float, float] | None = None
    other_position: tuple[float, float] | None = None
    hpos_error_m: float | None = None
    altitude_m: float | None = None
    direction_deg: float | None = None
    direction_ref: str | None = None
    taken_at: datetime | None = None
    taken_local: str | None = None
    offset: str | None = None
    clock: Clock | None = None
    gps_time: datetime | None = None
    camera: str | None = None
    software: str | None = None
    orientation: int | None = None
    exposure: Exposure | None = None
    has_thumbnail: bool = False
    damaged: Remark | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Remark] = field(default_factory=dict)
    doubts: tuple[Remark, ...] = ()

    @property
    def says_where_or_when(self) -> bool:
        """Whether the tags alone are a witness, even of a picture that cannot be shown."""
        return not {"position", "taken_at", "gps_time"}.isdisjoint(self.sources)

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values, to be kept beside the photo."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        exposure = self.exposure
        return values | {
            "mime": self.mime.value,
            "position": list(self.position) if self.position else None,
            "other_position": list(self.other_position) if self.other_position else None,
            "taken_at": self.taken_at.isoformat() if self.taken_at else None,
            "clock": self.clock.value if self.clock else None,
            "gps_time": self.gps_time.isoformat() if self.gps_time else None,
            "exposure": {each.name: getattr(exposure, each.name) for each in fields(exposure)}
            if exposure
            else None,
            "damaged": self.damaged.to_json() if self.damaged else None,
            "sources": dict(self.sources),
            "missing": {name: reason.to_json() for name, reason in self.missing.items()},
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PhotoFacts:
        """The facts that ``to_json`` wrote."""

        def pair(name: str) -> tuple[float, float] | None:
            value = data.get(name)
            return (float(value[0]), float(value[1])) if value else None

        def moment(name: str) -> datetime | None:
            value = data.get(name)
            return datetime.fromisoformat(value) if value else None

        given = {each.name: data[each.name] for each in fields(cls) if each.name in data}
        return cls(
            **given
            | {
                "mime": Mime(data["mime"]),
                "position": pair("position"),
                "other_position": pair("other_position"),
                "taken_at": moment("taken_at"),
                "clock": Clock(data["clock"]) if data.get("clock") else None,
                "gps_time": moment("gps_time"),
                "exposure": Exposure(**data["exposure"]) if data.get("exposure") else None,
                "damaged": Remark.from_json(data["damaged"]) if data.get("damaged") else None,
                "missing": {
                    name: Remark.from_json(reason)
                    for name, reason in (data.get("missing") or {}).items()
                },
                "doubts": tuple(Remark.from_json(doubt) for doubt in data.get("doubts") or ()),
            }
        )
