"""What is shown instead of an original: made when it arrives, and again when lost or damaged."""

from __future__ import annotations

from enum import StrEnum

from geo_app.photo.workshop import Renditions
from geo_app.work.desk import Desk


class Size(StrEnum):
    """Which rendition."""

    WEB = "web"
    THUMB = "thumb"


def rendition(desk: Desk, sha256: str, size: Size) -> bytes:
    """The JPEG that is shown of an original; it carries no metadata.

    Args:
        desk: Opens photos and keeps what is made of them.
        sha256: Of the original.
        size: Which one.

    Raises:
        InputError: No picture can be made of it.
        StoreError: The original is missing or was altered.
    """
    kept = desk.files.rendition(sha256, size.value)
    if kept is not None:
        return kept
    made = desk.workshop.renditions(desk.files.get(sha256))
    return keep(desk, sha256, made)[size]


def keep(desk: Desk, sha256: str, made: Renditions) -> dict[Size, bytes]:
    """Keep what was made of an original, so that it need not be made again.

    Raises:
        StoreError: It cannot be kept.
    """
    pictures = {Size.WEB: made.web, Size.THUMB: made.thumb}
    for each, picture in pictures.items():
        desk.files.put_rendition(sha256, each.value, picture)
    return pictures
