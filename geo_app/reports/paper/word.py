"""Filling the Word template with a paper: the values that the PDF is set from, and no others.

The same paper and the same template give the same bytes. What the rules of this program demand
to be said, the doubts and whether somebody verified, is looked for in the finished document: a
template that leaves it out gives no document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from docx.image.image import Image
from docx.shared import Mm

from geo_app.errors import InputError
from geo_app.reports.paper import legible
from geo_app.reports.paper.content import Paper
from geo_app.reports.paper.form import EXAMPLE, Form, Picture, writable
from geo_app.reports.paper.pictures import SKETCH_MM, code, drawn, photo
from geo_app.reports.paper.speech import plain
from geo_app.reports.paper.template import chosen
from geo_app.work.desk import Desk

FRAME_MM = (78.0, 52.0)
"""Frame of each photo, width and height; a photo is shown in it whole."""

CODE_MM = 31
_SHORT = 16


def write(paper: Paper, desk: Desk) -> bytes:
    """The docx of a paper.

    Args:
        paper: Answer of ``content.gather``; no transaction needs to be open any more.
        desk: Where the photos are; the key that signs the head of the log.

    Raises:
        InputError: The template of this installation cannot be used; says why.
        TooLargeError: The template, or what becomes of it, is over a limit.
        StoreError: An original is missing or was altered.
    """
    papers = desk.settings.papers
    data, name = chosen(papers)
    form = Form(data, name, papers.docx_characters, lists_doubts=True)
    form.filled(lambda form: _values(form, paper, desk))
    _told(form, paper)
    return form.bytes()


def _values(form: Form, paper: Paper, desk: Desk) -> dict[str, Any]:
    """What a template may ask for (docs/papers.md): the values of the PDF, and the pictures."""
    told = writable(plain(paper.told))
    labels = told.pop("labels")
    photos = [
        {**writable(plain(each.told)), "picture": _photo(form, each.sha256, each.told, desk)}
        for each in paper.photos
    ]
    seal = code(paper.head.sign(desk.signer), "png")
    return {
        **told,
        **{name: [_step(each, labels) for each in told[name]] for name in _STEPS},
        "l": labels,
        "photos": [list(pair) for pair in zip_longest(photos[::2], photos[1::2])],
        "seal": {**told["seal"], "short": told["seal"]["chain"][:_SHORT]},
        "sketch": paper.sketch and Picture(
            form, drawn(paper.sketch), labels["place"], width=Mm(SKETCH_MM)
        ),
        "qr": Picture(form, seal, labels["seal"], width=Mm(CODE_MM)),
    }  # fmt: skip


_STEPS = ("claims", "checks", "visits")


def _step(step: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """A step with the line of who said it and when that was written down."""
    by = f"{step['who']}　{labels['recorded']} {step['at']}" if "at" in step else step["who"]
    return {"quotes": [], **step, "by": by}


def _photo(form: Form, sha256: str, told: Mapping[str, Any], desk: Desk) -> Picture | None:
    """A photo, as large as its frame allows, uncropped."""
    data = photo(desk, sha256)
    if data is None:
        return None
    size = Image.from_blob(data)
    width, height = FRAME_MM
    scale = min(width / size.px_width, height / size.px_height)
    words = plain(f"{told['role']} {told['when']}")
    return Picture(
        form, data, words, width=Mm(size.px_width * scale), height=Mm(size.px_height * scale)
    )


def _told(form: Form, paper: Paper) -> None:
    """Look in what a reader will read whether all is there that must be.

    Raises:
        InputError: A doubt, or whether somebody verified, is not there.
    """
    text = _squeezed(legible.texts(form.docx))
    must = writable(plain(paper.told))
    if any(_squeezed([doubt]) not in text for doubt in must["doubts"]):
        raise InputError("paper.template_doubts", file=form.name, example=EXAMPLE)
    label, answer, _ = must["states"][1]
    if _squeezed([answer]) not in text:
        raise InputError("paper.template_answer", file=form.name, what=label)


def _squeezed(words: Iterable[str]) -> str:
    return "".join("".join(words).split())
