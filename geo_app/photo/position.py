"""Where a photo says it was taken, and where it looks: EXIF and XMP, each read for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from geo_app.domain.remark import Remark
from geo_app.photo.reading import UNREADABLE, Reading, first, impossible
from geo_app.photo.tiff import Ifd, Value
from geo_app.photo.values import decimal, letter, number, numbers, text

Position = tuple[float, float]

_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_ALTITUDE_REF, _ALTITUDE, _STATUS = 5, 6, 9
_DIRECTION_REF, _DIRECTION, _DATUM, _ERROR = 16, 17, 18, 31
_NUMBER = r"(\d{1,9}(?:\.\d{1,15})?)"
_XMP_ANGLE = re.compile(rf"{_NUMBER}(?:,{_NUMBER})?(?:,{_NUMBER})?\s?([NSEWnsew])")
_SAME_PLACE_DEGREES = 1e-4  # some 10 m: writers round the two differently
_WGS84 = frozenset({"WGS84", "CGCS2000"})
_LOWEST_M, _HIGHEST_M = -11_000.0, 100_000.0
_LARGEST_ERROR_M = 1_000_000.0


def read_position(gps: Ifd, xmp: Mapping[str, str]) -> tuple[Reading[Position], Position | None]:
    """(lon, lat) of EXIF, else of XMP; with it a second one that contradicts the first."""
    ours, theirs = _from_exif(gps), _from_xmp(xmp)
    chosen = ours if ours.value or not theirs.value else theirs
    if ours.value is None or theirs.value is None or _is_near(ours.value, theirs.value):
        return chosen, None
    lon, lat = theirs.value
    told = Remark("photo.positions_conflict", {"lon": lon, "lat": lat})
    return replace(chosen, doubts=(*chosen.doubts, told)), theirs.value


def _is_near(one: Position, other: Position) -> bool:
    return all(abs(a - b) <= _SAME_PLACE_DEGREES for a, b in zip(one, other, strict=True))


def _from_exif(gps: Ifd) -> Reading[Position]:
    if _LATITUDE not in gps and _LONGITUDE not in gps:
        return Reading()
    doubts: list[Remark] = []
    lon = _angle(gps.get(_LONGITUDE), letter(gps.get(_LONGITUDE_REF)), "EW", doubts)
    lat = _angle(gps.get(_LATITUDE), letter(gps.get(_LATITUDE_REF)), "NS", doubts)
    if lon is None or lat is None:
        parts = numbers(gps.get(_LONGITUDE)) + numbers(gps.get(_LATITUDE))
        return Reading(reason=Remark("photo.no_fix") if None in parts else UNREADABLE)
    datum = text(gps.get(_DATUM), 40)
    if datum and re.sub(r"[\W_]", "", datum.upper()) not in _WGS84:
        doubts.append(Remark("photo.other_datum", {"datum": datum}))
    if letter(gps.get(_STATUS)) == "V":
        doubts.append(Remark("photo.fix_void"))
    return _judged(lon, lat, "EXIF GPSLatitude, GPSLongitude", doubts)


def _angle(value: Value | None, ref: str, sides: str, doubts: list[Remark]) -> float | None:
    """Degrees out of one to three numbers, the second letter of ``sides`` negative."""
    parts = numbers(value)
    if not 1 <= len(parts) <= 3:
        return None
    degrees, minutes, seconds = (*parts, 0.0, 0.0)[:3]
    if degrees is None or minutes is None or seconds is None or minutes < 0 or seconds < 0:
        return None
    if minutes >= 60 or seconds >= 60:
        doubts.append(Remark("photo.minutes_over_60"))
    if not ref or ref not in sides:
        doubts.append(Remark("photo.no_refs"))
    angle = abs(degrees) + minutes / 60 + seconds / 3600
    if degrees < 0:
        doubts.append(Remark("photo.signed_angle"))
    return -angle if degrees < 0 or ref == sides[1] else angle


def _from_xmp(xmp: Mapping[str, str]) -> Reading[Position]:
    """``exif:GPSLatitude`` as degrees, minutes and a letter (Exif 2.32 for XMP, CIPA DC-010).

    Degrees with decimals and no minutes, which some programs write, are taken too.
    """
    told = [xmp.get(f"exif:GPS{name}") for name in ("Longitude", "Latitude")]
    if not any(told):
        return Reading()
    doubts: list[Remark] = []
    lon, lat = (_xmp_angle(each, doubts) for each in told)
    if lon is None or lat is None:
        return Reading(reason=UNREADABLE)
    return _judged(lon, lat, "XMP GPSLatitude, GPSLongitude", doubts)


def _xmp_angle(value: str | None, doubts: list[Remark]) -> float | None:
    found = _XMP_ANGLE.fullmatch((value or "").strip())
    if found is None:
        return None
    degrees, minutes, seconds = (float(each or 0) for each in found.groups()[:3])
    if minutes >= 60 or seconds >= 60:
        doubts.append(Remark("photo.minutes_over_60"))
    angle = degrees + minutes / 60 + seconds / 3600
    return -angle if found[4].upper() in "SW" else angle


def _judged(lon: float, lat: float, source: str, doubts: list[Remark]) -> Reading[Position]:
    if abs(lon) > 180 or abs(lat) > 90:
        return impossible("position", f"{lon:.6f}, {lat:.6f}")
    lon, lat = lon + 0.0, lat + 0.0  # minus zero is zero
    if lon == 0 and lat == 0:
        doubts.append(Remark("photo.null_island"))
    return Reading((lon, lat), source, doubts=tuple(dict.fromkeys(doubts)))


def read_direction(gps: Ifd, xmp: Mapping[str, str]) -> tuple[Reading[float], str | None]:
    """Degrees clockwise from north, 0 ≤ d < 360, and which north: T true, M magnetic.

    GPSTrack, the way of movement, is no direction of view and never read.
    """
    exif = _direction(number(gps.get(_DIRECTION)), _DIRECTION in gps, "EXIF GPSImgDirection")
    told = xmp.get("exif:GPSImgDirection")
    ours = exif.value is not None or told is None
    ref = letter(gps.get(_DIRECTION_REF) if ours else xmp.get("exif:GPSImgDirectionRef"))
    reading = first(exif, _direction(decimal(told), told is not None, "XMP GPSImgDirection"))
    return reading, ref if ref in ("T", "M") and reading.value is not None else None


def _direction(degrees: float | None, is_told: bool, source: str) -> Reading[float]:
    if degrees is None:
        return Reading(reason=UNREADABLE) if is_told else Reading()
    if not 0 <= degrees <= 360:
        return impossible("direction_deg", f"{degrees:g}°")
    return Reading(degrees % 360, source)


def read_error(gps: Ifd, xmp: Mapping[str, str]) -> Reading[float]:
    """GPSHPositioningError in metres; zero is no accuracy, it is none at all."""
    told = xmp.get("exif:GPSHPositioningError")
    return first(
        _error(number(gps.get(_ERROR)), _ERROR in gps, "EXIF GPSHPositioningError"),
        _error(decimal(told), told is not None, "XMP GPSHPositioningError"),
    )


def _error(metres: float | None, is_told: bool, source: str) -> Reading[float]:
    if metres is None:
        return Reading(reason=UNREADABLE) if is_told else Reading()
    if metres == 0:
        return Reading(reason=Remark("photo.no_fix"))
    if not 0 < metres <= _LARGEST_ERROR_M:
        return impossible("hpos_error_m", f"{metres:g} m")
    return Reading(metres, source)


def read_altitude(gps: Ifd, xmp: Mapping[str, str]) -> Reading[float]:
    """Metres, negative where the reference says below the sea."""
    metres, ref = number(gps.get(_ALTITUDE)), gps.get(_ALTITUDE_REF)
    source = "EXIF GPSAltitude"
    if _ALTITUDE not in gps and "exif:GPSAltitude" in xmp:
        metres, source = decimal(xmp["exif:GPSAltitude"]), "XMP GPSAltitude"
        ref = xmp.get("exif:GPSAltitudeRef", "").encode()
    if metres is None:
        return Reading(reason=UNREADABLE) if _ALTITUDE in gps else Reading()
    if ref in (b"\1", b"1", b"1\0", (1,)):
        metres = -abs(metres)
    if not _LOWEST_M <= metres <= _HIGHEST_M:
        return impossible("altitude_m", f"{metres:g} m")
    return Reading(metres, source)
