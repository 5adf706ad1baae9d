"""What the bytes of a photo say: container, EXIF and XMP. No codec is called, no pixel decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from geo_app.domain.photo import Mime, PhotoFacts
from geo_app.domain.remark import Remark
from geo_app.errors import InputError, TooLargeError
from geo_app.photo import camera, position, times
from geo_app.photo.container import Blocks, blocks_of
from geo_app.photo.kind import kind_of
from geo_app.photo.reading import Reading
from geo_app.photo.tiff import Tags, read_tags
from geo_app.photo.xmp import read_xmp
from geo_app.settings import PhotoLimits

Fact = TypeVar("Fact")


def read(data: bytes, *, limits: PhotoLimits, zone: ZoneInfo, now: datetime) -> PhotoFacts:
    """The facts of a photo.

    Args:
        data: The file.
        limits: What is accepted.
        zone: Zone of a time that names none.
        now: Times later than a day after this are impossible.

    Raises:
        InputError: Empty or damaged.
        TooLargeError: Too many bytes, pixels or pictures, or a block that unpacks to too much.
        UnsupportedError: Not a photo.
    """
    if len(data) > limits.file_bytes:
        raise TooLargeError("photo.too_large", limit=limits.file_bytes // 2**20)
    mime = kind_of(data)
    blocks = blocks_of(data, mime, limits)
    _check_size(blocks, limits)
    facts = _facts(mime, blocks, limits, zone, now)
    if mime is Mime.JPEG and not facts.says_where_or_when and not _can_hold(blocks, len(data)):
        raise InputError("photo.damaged")
    return facts


def thumbnail_of(data: bytes, mime: Mime, limits: PhotoLimits) -> bytes | None:
    """The JPEG in IFD1 of a photo that ``read`` accepts."""
    return _tags(blocks_of(data, mime, limits)).thumbnail


def _check_size(blocks: Blocks, limits: PhotoLimits) -> None:
    if blocks.width * blocks.height > limits.megapixels * 1_000_000:
        raise TooLargeError(
            "photo.too_many_pixels",
            width=blocks.width,
            height=blocks.height,
            limit=limits.megapixels,
        )
    if blocks.frames > limits.frames:
        raise TooLargeError("photo.too_many_frames", frames=blocks.frames, limit=limits.frames)


def _can_hold(blocks: Blocks, count: int) -> bool:
    """Huffman coding takes a bit at least for each block of 8 × 8 (ITU-T T.81, F.1.2)."""
    return 8 * count >= (blocks.width // 8) * (blocks.height // 8)


def _tags(blocks: Blocks) -> Tags:
    """Of several EXIF blocks the first that says anything."""
    read_ones = (read_tags(block) for block in blocks.exif)
    return next((tags for tags in read_ones if tags.base or tags.exif or tags.gps), Tags())


def _facts(
    mime: Mime, blocks: Blocks, limits: PhotoLimits, zone: ZoneInfo, now: datetime
) -> PhotoFacts:
    tags, xmp, longest = _tags(blocks), read_xmp(blocks.xmp), limits.text_characters
    where, other = position.read_position(tags.gps, xmp)
    direction, ref = position.read_direction(tags.gps, xmp)
    gps_time = times.read_gps_time(tags.gps, xmp, now)
    taken = times.read_taken(tags, xmp, gps_time, zone, now)
    ledger = _Ledger()
    when = ledger.enter("taken_at", taken)
    return PhotoFacts(
        mime,
        blocks.width,
        blocks.height,
        frames=blocks.frames,
        position=ledger.enter("position", where),
        other_position=other,
        hpos_error_m=ledger.enter("hpos_error_m", position.read_error(tags.gps, xmp)),
        altitude_m=ledger.enter("altitude_m", position.read_altitude(tags.gps, xmp)),
        direction_deg=ledger.enter("direction_deg", direction),
        direction_ref=ref,
        taken_at=when.at if when else None,
        taken_local=when.local if when else None,
        offset=when.offset if when else None,
        clock=when.clock if when else None,
        gps_time=ledger.enter("gps_time", gps_time),
        camera=ledger.enter("camera", camera.read_camera(tags.base, xmp, longest)),
        software=ledger.enter("software", camera.read_software(tags.base, xmp, longest)),
        orientation=ledger.enter("orientation", camera.read_orientation(tags.base, xmp)),
        exposure=ledger.enter("exposure", camera.read_exposure(tags)),
        has_thumbnail=tags.thumbnail is not None,
        sources=ledger.sources,
        missing=ledger.missing,
        doubts=tuple(dict.fromkeys(ledger.doubts)),
    )


@dataclass(frozen=True, slots=True)
class _Ledger:
    """Where each fact came from, or why it is missing."""

    sources: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Remark] = field(default_factory=dict)
    doubts: list[Remark] = field(default_factory=list)

    def enter(self, name: str, reading: Reading[Fact]) -> Fact | None:
        """The value of a reading, written down under a name of ``FACTS``."""
        self.doubts.extend(reading.doubts)
        if reading.value is None:
            self.missing[name] = reading.reason
        else:
            self.sources[name] = reading.source
        return reading.value
