"""The icon of the field page, drawn here: the mark of the site's own favicon at any size."""

from __future__ import annotations

import io
from functools import lru_cache

from geo_app.errors import NotFoundError

SIZES = (192, 512)
PAPER, WATER, AMBER = "#f7f6f2", "#bfd6e2", "#c98a00"
_FINER = 4
"""Drawn larger and brought to size: smooth edges."""


@lru_cache(maxsize=len(SIZES))
def icon_png(size: int) -> bytes:
    """A PNG: a half-filled circle over a river, within the safe zone of a maskable icon.

    Raises:
        NotFoundError: There is none of this size.
    """
    if size not in SIZES:
        raise NotFoundError("http.404", path=f"icon-{size}.png")
    from PIL import Image, ImageDraw

    side = size * _FINER
    picture = Image.new("RGB", (side, side), PAPER)
    draw = ImageDraw.Draw(picture)
    waves = [(x / 20 * side, (0.72 + 0.035 * (-1) ** x) * side) for x in range(-1, 22)]
    draw.line(waves, fill=WATER, width=side // 9, joint="curve")
    circle = (0.29 * side, 0.22 * side, 0.71 * side, 0.64 * side)
    draw.ellipse(circle, fill=PAPER, outline=AMBER, width=side // 14)
    draw.pieslice(circle, 90, 270, fill=AMBER)
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
