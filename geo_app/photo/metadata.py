"""What the bytes of a photo say: header, EXIF and XMP; no pixel is decoded here."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from pillow_heif import register_heif_opener

from geo_app.domain.photo import Clock, Exposure, Mime, PhotoFacts
from geo_app.domain.remark import Remark
from geo_app.errors import InputError, TooLargeError
from geo_app.photo.kind import kind_of
from geo_app.photo.position import Reading, direction, from_exif, from_xmp
from geo_app.photo.tags import number, text
from geo_app.photo.times import gps_time, local_time, zoned
from geo_app.settings import PhotoLimits

register_heif_opener(thumbnails=False)

_FORMATS = {
    Mime.JPEG: "JPEG",
    Mime.PNG: "PNG",
    Mime.WEBP: "WEBP",
    Mime.HEIC: "HEIF",
    Mime.AVIF: "AVIF",
}
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_SAME_PLACE_DEGREES = 1e-4  # some 10 m: writers round the two differently


def read(data: bytes, *, limits: PhotoLimits, zone: ZoneInfo, now: datetime) -> PhotoFacts:
    """The facts of a photo.

    Args:
        data: The file.
        limits: What is accepted.
        zone: Zone of a time that names none.
        now: Times later than a day after this are impossible.

    Raises:
        InputError: Empty or damaged.
        TooLargeError: Too many bytes or pixels.
        UnsupportedError: Not a photo.
    """
    if len(data) > limits.file_bytes:
        raise TooLargeError("photo.too_large", limit=limits.file_bytes // 2**20)
    mime = kind_of(data)
    # broken entries are told as reasons of facts, not as warnings on a console
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=[_FORMATS[mime]]) as image:
                _check_size(image.size, limits)
                if mime is Mime.JPEG:
                    _check_bytes(image.size, len(data))
                return _Reader(image, mime, limits, zone, now).facts()
        except Image.DecompressionBombError as error:
            raise TooLargeError(
                "photo.too_many_pixels", width="…", height="…", limit=limits.megapixels
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise InputError("photo.damaged") from error


def _check_size(size: tuple[int, int], limits: PhotoLimits) -> None:
    width, height = size
    if width * height > limits.megapixels * 1_000_000:
        raise TooLargeError(
            "photo.too_many_pixels", width=width, height=height, limit=limits.megapixels
        )


def _check_bytes(size: tuple[int, int], count: int) -> None:
    """Huffman coding takes a bit at least for each block of 8 × 8 (ITU-T T.81, F.1.2)."""
    width, height = size
    if 8 * count < (width // 8) * (height // 8):
        raise InputError("photo.damaged")


class _Reader:
    """One reading; every tag may be broken, and none of them stops the others."""

    def __init__(
        self, image: Image.Image, mime: Mime, limits: PhotoLimits, zone: ZoneInfo, now: datetime
    ) -> None:
        self.image, self.mime, self.limits, self.zone, self.now = image, mime, limits, zone, now
        self.base = _tolerant(lambda: dict(image.getexif()))
        self.exif = _tolerant(lambda: dict(image.getexif().get_ifd(_EXIF_IFD)))
        self.gps = _tolerant(lambda: dict(image.getexif().get_ifd(_GPS_IFD)))
        self.sources: dict[str, str] = {}
        self.missing: dict[str, Remark] = {}
        self.doubts: list[Remark] = []

    def facts(self) -> PhotoFacts:
        found: dict[str, Any] = {**self._places(), **self._times()}
        for name, tag, value in (
            ("hpos_error_m", "EXIF GPSHPositioningError", self._metres(31)),
            ("altitude_m", "EXIF GPSAltitude", self._altitude()),
            ("camera", "EXIF Make, Model", self._camera()),
            ("software", "EXIF Software", self._text(self.base.get(305))),
            ("orientation", "EXIF Orientation", self._orientation()),
            ("exposure", "EXIF ExposureTime, FNumber, ISO", self._exposure()),
        ):
            found[name] = self._keep(name, value, tag, Remark("photo.absent"))
        width, height = self.image.size
        return PhotoFacts(
            self.mime,
            width,
            height,
            frames=max(1, int(getattr(self.image, "n_frames", 1))),
            sources=self.sources,
            missing=self.missing,
            doubts=tuple(self.doubts),
            **found,
        )

    def _keep(self, name: str, value: Any, source: str, reason: Remark) -> Any:
        if value is None:
            self.missing[name] = reason
        else:
            self.sources[name] = source
        return value

    def _places(self) -> dict[str, Any]:
        description = self._xmp()
        exif, xmp = from_exif(self.gps), from_xmp(description)
        chosen, source = (exif, "EXIF") if exif.position or not xmp.position else (xmp, "XMP")
        other = xmp.position if chosen is exif and _apart(exif, xmp) else None
        self.doubts += chosen.doubts
        if other:
            self.doubts.append(
                Remark("photo.positions_conflict", {"lon": other[0], "lat": other[1]})
            )
        degrees, ref, tag, reason = direction(self.gps, description)
        return {
            "position": self._keep(
                "position",
                chosen.position,
                f"{source} GPSLatitude, GPSLongitude",
                chosen.reason or Remark("photo.absent"),
            ),
            "other_position": other,
            "direction_deg": self._keep("direction_deg", degrees, tag, reason),
            "direction_ref": ref,
        }

    def _xmp(self) -> Mapping[str, object]:
        tree = _tolerant(self.image.getxmp)
        found = tree.get("xmpmeta", {}) if isinstance(tree.get("xmpmeta"), dict) else {}
        rdf = found.get("RDF", {}) if isinstance(found.get("RDF"), dict) else {}
        descriptions = rdf.get("Description", {})
        if isinstance(descriptions, dict):
            descriptions = [descriptions]
        merged: dict[str, object] = {}
        for each in descriptions:
            merged |= each if isinstance(each, dict) else {}
        return merged

    def _times(self) -> dict[str, Any]:
        gps = gps_time(self.gps, self.now)
        written = self.exif.get(36867)
        local = local_time(written)
        moment = zoned(local, self.exif.get(36881), gps, self.zone, self.now) if local else None
        told = self._text(written)
        reason = Remark("photo.impossible", {"value": told}) if told else Remark("photo.absent")
        at, clock, offset = moment or (None, None, None)
        if clock is Clock.ASSUMED:
            self.doubts.append(Remark("photo.zone_assumed", {"zone": self.zone.key}))
        return {
            "gps_time": self._keep(
                "gps_time", gps, "EXIF GPSDateStamp, GPSTimeStamp", Remark("photo.absent")
            ),
            "taken_at": self._keep("taken_at", at, "EXIF DateTimeOriginal", reason),
            "taken_local": told,
            "offset": offset,
            "clock": clock,
        }

    def _metres(self, tag: int) -> float | None:
        value = number(self.gps.get(tag))
        return value if value is not None and 0 < value < 1e6 else None

    def _altitude(self) -> float | None:
        value = number(self.gps.get(6))
        if value is None or not abs(value) < 1e5:
            return None
        below = self.gps.get(5) in (1, b"\x01")
        return -value if below else value

    def _camera(self) -> str | None:
        make, model = self._text(self.base.get(271)), self._text(self.base.get(272))
        if make and model and model.lower().startswith(make.lower()):
            return model
        return (
            " ".join(each for each in (make, model) if each)[: self.limits.text_characters] or None
        )

    def _orientation(self) -> int | None:
        # pillow-heif turns the pixels and keeps the tag's value apart
        value = self.image.info.get("original_orientation") or self.base.get(274)
        return value if isinstance(value, int) and 1 <= value <= 8 else None

    def _exposure(self) -> Exposure | None:
        time_s, f_number, iso = (
            value if (value := number(self.exif.get(tag))) is not None and value > 0 else None
            for tag in (33434, 33437, 34855)
        )
        made = Exposure(time_s, f_number, iso, number(self.exif.get(37379)))
        return made if made != Exposure() else None

    def _text(self, value: object) -> str | None:
        return text(value, self.limits.text_characters)


def _tolerant(reading: Any) -> dict[Any, Any]:
    """A block of tags, or nothing: Pillow raises many kinds of errors on broken ones."""
    try:
        return dict(reading())
    except Exception:  # noqa: BLE001 # whatever a hostile block does, the other blocks are read
        return {}


def _apart(one: Reading, other: Reading) -> bool:
    if one.position is None or other.position is None:
        return False
    return any(
        abs(a - b) > _SAME_PLACE_DEGREES for a, b in zip(one.position, other.position, strict=True)
    )
