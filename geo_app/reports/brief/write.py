"""A brief as a file: the same values for both layouts; the same sheet gives the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from geo_app.reports.brief.sheet import Sheet
from geo_app.reports.paper.kinds import WORD
from geo_app.reports.paper.pictures import code
from geo_app.work.desk import Desk

_LAYOUT = "brief.typ"
_PARTS = "brief"
_QR = "seal.svg"
_CODE_MM = 31
_SHORT = 16


def write(kind: str, sheet: Sheet, desk: Desk) -> bytes:
    """A brief as PDF or Word file.

    Args:
        kind: A key of ``kinds.KINDS``.
        sheet: Answer of ``notice.summary`` or ``district.brief``.
        desk: The key that signs the head of the log.

    Raises:
        GeoAppError: It cannot be set.
        TooLargeError: It is too long.
    """
    signed = sheet.head.sign(desk.signer)
    if kind == WORD:
        return _word(sheet, signed, desk)
    from geo_app.reports.paper.typesetting import compiled

    with tempfile.TemporaryDirectory(prefix="geo-app-brief-") as folder:
        root = Path(folder)
        (root / _QR).write_bytes(code(signed, "svg"))
        return compiled(root, _LAYOUT, {**sheet.told, "qr": _QR})


def _word(sheet: Sheet, signed: str, desk: Desk) -> bytes:
    from docx.shared import Mm

    from geo_app.reports.paper.form import Form, Picture, writable
    from geo_app.reports.paper.speech import plain
    from geo_app.reports.paper.template import shipped

    def values(form: Form) -> dict[str, Any]:
        told = writable(plain(sheet.told))
        labels = told.pop("labels")
        return {
            **told,
            "l": labels,
            "code": "",
            "seal": {**told["seal"], "short": told["seal"]["chain"][:_SHORT]},
            "qr": Picture(form, code(signed, "png"), labels["seal"], width=Mm(_CODE_MM)),
        }

    most = desk.settings.papers.docx_characters
    form = Form(shipped(_PARTS), f"{_PARTS}.docx", most, lists_doubts=False)
    form.filled(values)
    return form.bytes()
