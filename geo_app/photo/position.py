"""Where a photo says it was taken: EXIF and XMP, each read for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from geo_app.domain.remark import Remark
from geo_app.photo.tags import number, numbers, rational

LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
_XMP_ANGLE = re.compile(
    r"(\d{1,3}),(\d{1,9}(?:\.\d{1,15})?)(?:,(\d{1,9}(?:\.\d{1,15})?))?([NSEWnsew])"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: a position, or the reason why there is none."""

    position: tuple[float, float] | None
    reason: Remark | None = None
    doubts: tuple[Remark, ...] = ()


def from_exif(gps: Mapping[int, object]) -> Reading:
    """Degrees out of the GPS IFD of EXIF (GPSLatitude, GPSLongitude and their references)."""
    if LATITUDE not in gps and LONGITUDE not in gps:
        return Reading(None, Remark("photo.absent"))
    doubts: list[Remark] = []
    angles = []
    for tag, ref_tag, negative in (
        (LONGITUDE, LONGITUDE_REF, "W"),
        (LATITUDE, LATITUDE_REF, "S"),
    ):
        parts = numbers(gps.get(tag))
        if len(parts) == 2:
            parts = (*parts, 0.0)
        if len(parts) != 3 or any(part is None or part < 0 for part in parts):
            return Reading(None, Remark("photo.unreadable"))
        degrees, minutes, seconds = (part or 0.0 for part in parts)
        if minutes >= 60 or seconds >= 60:
            doubts.append(Remark("photo.minutes_over_60"))
        ref = str(gps.get(ref_tag) or "").strip("\0 ").upper()[:1]
        if ref not in {"N", "S", "E", "W"}:
            doubts.append(Remark("photo.no_refs"))
        angle = degrees + minutes / 60 + seconds / 3600
        angles.append(-angle if ref == negative else angle)
    return _judged(angles[0], angles[1], doubts)


def from_xmp(description: Mapping[str, object]) -> Reading:
    """Degrees out of ``exif:GPSLatitude`` and ``exif:GPSLongitude`` (XMP specification, part 2)."""
    angles = [_xmp_angle(description.get(name)) for name in ("GPSLongitude", "GPSLatitude")]
    if angles[0] is None or angles[1] is None:
        return Reading(None, Remark("photo.absent"))
    return _judged(angles[0], angles[1], [])


def _xmp_angle(value: object) -> float | None:
    found = _XMP_ANGLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    degrees, minutes, seconds, ref = found.groups()
    angle = float(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    return -angle if ref.upper() in "SW" else angle


def _judged(lon: float, lat: float, doubts: list[Remark]) -> Reading:
    if abs(lon) > 180 or abs(lat) > 90:
        return Reading(None, Remark("photo.impossible", {"value": f"{lon:.6f}, {lat:.6f}"}))
    lon, lat = lon + 0.0, lat + 0.0  # minus zero is zero
    if lon == 0 and lat == 0:
        doubts.append(Remark("photo.null_island"))
    return Reading((lon, lat), None, tuple(dict.fromkeys(doubts)))


def direction(
    gps: Mapping[int, object], description: Mapping[str, object]
) -> tuple[float | None, str | None, str, Remark]:
    """GPSImgDirection of EXIF, else of XMP.

    Returns:
        Degrees 0 ≤ d < 360, the reference (T true, M magnetic), the tag, and why there is none.
    """
    source, raw, ref = "EXIF GPSImgDirection", gps.get(17), gps.get(16)
    degrees = number(raw)
    if raw is None and "GPSImgDirection" in description:
        source, raw = "XMP GPSImgDirection", description["GPSImgDirection"]
        degrees, ref = rational(raw), description.get("GPSImgDirectionRef")
    if raw is None:
        return None, None, source, Remark("photo.absent")
    if degrees is None:
        return None, None, source, Remark("photo.unreadable")
    if not 0 <= degrees <= 360:
        return None, None, source, Remark("photo.impossible", {"value": f"{degrees:g}°"})
    letter = str(ref or "").strip("\0 ").upper()[:1]
    known = letter if letter in {"T", "M"} else None
    return degrees % 360, known, source, Remark("photo.absent")
