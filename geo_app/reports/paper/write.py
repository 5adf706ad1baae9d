"""Setting a paper: the layout of ``templates/paper.typ``, the words as JSON, never as markup.

What a person typed reaches Typst as a string value, which it does not read as markup. The layout
is a file of ours in an empty folder with the photos; Typst sees neither other files nor the fonts
of the computer. The same paper gives the same bytes: no clock is in it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from geo_app.reports.paper.content import Paper
from geo_app.reports.paper.pictures import code, photo
from geo_app.reports.paper.typesetting import compiled
from geo_app.work.desk import Desk

TEMPLATE = "paper.typ"
_QR = "seal.svg"
_SKETCH = "sketch.svg"


def write(paper: Paper, desk: Desk) -> bytes:
    """The PDF of a paper.

    Args:
        paper: Answer of ``content.gather``; no transaction needs to be open any more.
        desk: Where the photos are; the key that signs the head of the log.

    Raises:
        GeoAppError: It cannot be set.
        StoreError: An original is missing or was altered.
        FileNotFoundError: The fonts are not there: the installation is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="geo-app-paper-") as folder:
        root = Path(folder)
        (root / _QR).write_bytes(code(paper.head.sign(desk.signer), "svg"))
        if paper.sketch is not None:
            (root / _SKETCH).write_text(paper.sketch, encoding="utf-8")
        pictures = [_picture(root, nth, each.sha256, desk) for nth, each in enumerate(paper.photos)]
        told = {
            **paper.told,
            "photos": [
                {**each.told, "file": name}
                for each, name in zip(paper.photos, pictures, strict=True)
            ],
            "sketch": _SKETCH if paper.sketch is not None else None,
            "qr": _QR,
        }
        return compiled(root, TEMPLATE, told)


def _picture(root: Path, nth: int, sha256: str, desk: Desk) -> str | None:
    """The rendition as a file beside the layout; None where there is nothing to see."""
    shown = photo(desk, sha256)
    if shown is None:
        return None
    name = f"{nth}.jpg"
    (root / name).write_bytes(shown)
    return name
