"""A small picture of one of our own renditions, as small as it must be."""

from __future__ import annotations

import io

from PIL import Image

_STEPS = ((240, 60), (200, 52), (160, 46), (128, 40), (112, 30), (96, 20))
"""Longest side in pixels and quality of WebP, the best first."""

_PER_PIXEL = 0.16
"""Bytes that a pixel takes at most, as a rule: where to begin."""


def miniature(rendition: bytes, most_bytes: int) -> bytes | None:
    """A WebP of a rendition: the same rendition and limit give the same bytes.

    Args:
        rendition: A JPEG that we made; what came from outside is for the child process.
        most_bytes: How large it may be.

    Returns:
        None where even the smallest is larger.
    """
    with Image.open(io.BytesIO(rendition), formats=["JPEG"]) as opened:
        opened.draft("RGB", (_STEPS[0][0], _STEPS[0][0]))
        whole = opened.convert("RGB")
    longest = max(whole.size)
    for side, quality in _STEPS:
        scale = min(1.0, side / longest)
        pixels = whole.width * whole.height * scale**2
        if pixels * _PER_PIXEL * quality / 60 > 2 * most_bytes:
            continue  # surely too large
        small = whole.copy()
        small.thumbnail((side, side), Image.Resampling.BILINEAR)
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality, method=2)
        if out.tell() <= most_bytes:
            return out.getvalue()
    return None
