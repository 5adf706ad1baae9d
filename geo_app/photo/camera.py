"""What took the picture, and with what settings."""

from __future__ import annotations

from collections.abc import Mapping

from geo_app.domain.photo import Exposure
from geo_app.photo.reading import UNREADABLE, Reading, impossible
from geo_app.photo.tiff import Ifd, Tags
from geo_app.photo.values import decimal, number, text

_MAKE, _MODEL, _ORIENTATION, _SOFTWARE = 0x010F, 0x0110, 0x0112, 0x0131
_TIME, _F_NUMBER, _ISO, _ISO_SPEED = 0x829A, 0x829D, 0x8827, 0x8833
_SHUTTER, _APERTURE, _BRIGHTNESS = 0x9201, 0x9202, 0x9203
_ISO_TOO_LARGE = 65535  # of a SHORT; the true one stands in ISOSpeed (EXIF 2.32, 4.6.5)
_LONGEST_S, _LARGEST_F, _LARGEST_ISO, _LARGEST_APEX = 3600.0, 256.0, 10_000_000.0, 30.0


def read_camera(base: Ifd, xmp: Mapping[str, str], longest: int) -> Reading[str]:
    """Make and model; the make once where the model repeats it."""
    for source, make, model in (
        ("EXIF Make, Model", base.get(_MAKE), base.get(_MODEL)),
        ("XMP Make, Model", xmp.get("tiff:Make"), xmp.get("tiff:Model")),
    ):
        maker, name = text(make, longest) or "", text(model, longest) or ""
        whole = name if name.lower().startswith(maker.lower()) else f"{maker} {name}"
        if told := whole[:longest].strip():
            return Reading(told, source)
    return Reading()


def read_software(base: Ifd, xmp: Mapping[str, str], longest: int) -> Reading[str]:
    """The program that wrote the file."""
    if name := text(base.get(_SOFTWARE), longest):
        return Reading(name, "EXIF Software")
    if name := text(xmp.get("xmp:CreatorTool"), longest):
        return Reading(name, "XMP CreatorTool")
    return Reading()


def read_orientation(base: Ifd, xmp: Mapping[str, str]) -> Reading[int]:
    """The raw tag, 1 to 8; zero, which some cameras write, says nothing."""
    value, source = number(base.get(_ORIENTATION)), "EXIF Orientation"
    if value is None:
        value, source = decimal(xmp.get("tiff:Orientation")), "XMP Orientation"
    if not value:
        return Reading(reason=UNREADABLE) if _ORIENTATION in base and value is None else Reading()
    if value not in range(1, 9):
        return impossible("orientation", f"{value:g}")
    return Reading(int(value), source)


def read_exposure(tags: Tags) -> Reading[Exposure]:
    """Time, f-number and ISO; the first two also from their APEX values (EXIF 2.32, annex C)."""
    exif = tags.exif
    iso = _within(number(exif.get(_ISO)), _LARGEST_ISO)
    if iso == _ISO_TOO_LARGE:
        iso = _within(number(exif.get(_ISO_SPEED)), _LARGEST_ISO)
    shutter, aperture = _apex(exif, _SHUTTER), _apex(exif, _APERTURE)
    made = Exposure(
        _within(number(exif.get(_TIME)), _LONGEST_S) or (None if shutter is None else 2**-shutter),
        _within(number(exif.get(_F_NUMBER)), _LARGEST_F)
        or (None if aperture is None else 2 ** (aperture / 2)),
        iso,
        _apex(exif, _BRIGHTNESS),
    )
    return Reading(made, "EXIF ExposureTime, FNumber, ISO") if made != Exposure() else Reading()


def _within(value: float | None, most: float) -> float | None:
    return value if value is not None and 0 < value <= most else None


def _apex(exif: Ifd, tag: int) -> float | None:
    value = number(exif.get(tag))
    return value if value is not None and abs(value) <= _LARGEST_APEX else None
