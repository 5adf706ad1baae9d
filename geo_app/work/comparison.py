"""Before and after laid over each other: the answer for two pictures is worked out once and kept.

It is kept beside the renditions of the first picture, by content: the same two pictures have the
same answer in every visit, and what is damaged or lost is worked out again (docs/before-after.md).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import orjson
from PIL import Image

from geo_app.errors import InputError
from geo_app.photo.align import Alignment, align
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

METHOD = 1
"""Raised when ``photo.align`` answers otherwise than before: older answers are then forgotten."""

_NAME_DIGITS = 16


def compare(desk: Desk, before: str, after: str) -> Alignment | None:
    """How one picture lies over an earlier one.

    Args:
        desk: Keeps the pictures and the answer.
        before: SHA-256 of the earlier photo's original.
        after: SHA-256 of the later one's.

    Returns:
        None where the two cannot be aligned with confidence, or one cannot be shown at all.

    Raises:
        StoreError: An original is missing or altered.
    """
    kind = f"over{METHOD}_{after[:_NAME_DIGITS]}"
    kept = desk.files.rendition(before, kind)
    if kept is not None:
        told = orjson.loads(kept)
        if told["after"] == after:
            return _read(told["alignment"])
    found = _align(desk, before, after)
    told = {"after": after, "alignment": found.to_json() if found else None}
    desk.files.put_rendition(before, kind, orjson.dumps(told))
    return found


def _read(told: dict[str, Any] | None) -> Alignment | None:
    return Alignment.from_json(told) if told else None


def _align(desk: Desk, before: str, after: str) -> Alignment | None:
    try:
        first, second = (rendition(desk, each, Size.WEB) for each in (before, after))
    except InputError:
        return None
    with Image.open(BytesIO(first)) as one, Image.open(BytesIO(second)) as other:
        return align(one, other)
