"""What is in a bundle and what it is called; whoever writes and whoever checks agree here."""

from __future__ import annotations

import re

from geo_app.domain.photo import Mime

FORMAT = "geo-app-bundle/1"
CHECKPOINT = "checkpoint.txt"
"""Signed head of the log."""
EVENTS = "events.json"
"""The events, each with its proof."""
FACTS = "facts.json"
"""What the database says of the sites."""
KEY = "public-key.txt"
"""Key that checks both signatures; its fingerprint must be known from elsewhere."""
MANIFEST = "manifest.json"
"""Every other member with its SHA-256, every event with its hash."""
PAGE = "index.html"
"""The same for people."""
SIGNATURE = "manifest.sig"
"""Signed note over the SHA-256 of the manifest."""

FIXED = (CHECKPOINT, EVENTS, FACTS, PAGE, KEY)
"""Members that the manifest must list, beside the photos."""

SUFFIXES = {
    Mime.JPEG.value: "jpg",
    Mime.PNG.value: "png",
    Mime.WEBP.value: "webp",
    Mime.HEIC.value: "heic",
    Mime.AVIF.value: "avif",
}
_PHOTO = re.compile(
    r"originals/[0-9a-f]{64}\.(jpg|png|webp|heic|avif)|renditions/[0-9a-f]{64}\.(thumb|web)\.jpg"
)


def original(sha256: str, mime: str) -> str:
    """Name of an original."""
    return f"originals/{sha256}.{SUFFIXES[mime]}"


def rendition(sha256: str, kind: str) -> str:
    """Name of a rendition, always a JPEG."""
    return f"renditions/{sha256}.{kind}.jpg"


def is_member(name: str) -> bool:
    """Whether a bundle may have a member of this name."""
    return name in (*FIXED, MANIFEST, SIGNATURE) or _PHOTO.fullmatch(name) is not None


def manifest_text(origin: str, sha256: str) -> str:
    """The text that ``manifest.sig`` signs; its second line tells it from a head of the log."""
    return f"{origin}\nbundle manifest\nsha256 {sha256}\n"
