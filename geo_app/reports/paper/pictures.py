"""The pictures of a paper as bytes: photos, the small map, the code of the log."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import segno

from geo_app.errors import InputError
from geo_app.resources import resource
from geo_app.work.desk import Desk
from geo_app.work.renditions import Size, rendition

if TYPE_CHECKING:
    from typst import Fonts

FONTS = ("static", "vendor", "@expo-google-fonts", "noto-sans-sc")
SKETCH_MM = 150
"""Width of the small map on paper."""

_DOTS_PER_INCH = 200
_DRAW = """#set page(width: {width}mm, height: auto, margin: 0mm, fill: white)
#image("sketch.svg", width: {width}mm)"""


def photo(desk: Desk, sha256: str) -> bytes | None:
    """The rendition of a photo, JPEG; None where there is nothing to see.

    Raises:
        StoreError: The original is missing or was altered.
    """
    with suppress(InputError):
        return rendition(desk, sha256, Size.WEB)
    return None


@lru_cache(maxsize=8)
def code(text: str, kind: str) -> bytes:
    """A text as a QR code, ``svg`` or ``png``, to be read back by any phone.

    Kept: many papers in a row have the same head of the log.
    """
    out = io.BytesIO()
    made = segno.make(text, error="m", micro=False)
    if kind == "svg":
        made.save(out, kind=kind, border=2, xmldecl=False)
    else:
        made.save(out, kind=kind, border=2, scale=6)
    return out.getvalue()


def drawn(sketch: str) -> bytes:
    """The small map (SVG) as PNG: Word shows no SVG without one."""
    import typst

    with tempfile.TemporaryDirectory(prefix="geo-app-sketch-") as folder:
        root = Path(folder)
        (root / "sketch.svg").write_text(sketch, encoding="utf-8")
        (root / "sketch.typ").write_text(_DRAW.format(width=SKETCH_MM), encoding="utf-8")
        made = typst.compile(
            str(root / "sketch.typ"),
            root=folder,
            font_paths=fonts(),
            format="png",
            ppi=_DOTS_PER_INCH,
            package_path=folder,
            package_cache_path=folder,
        )
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """The fonts of the papers; those of the computer are never used."""
    import typst

    folder = str(resource(*FONTS))
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
