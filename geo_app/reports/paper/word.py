"""Filling the Word template with a paper: the values that the PDF is set from, and no others.

The same paper and the same template give the same bytes. What the rules of this program demand
to be said, the doubts and whether somebody verified, is looked for in the finished document: a
template that leaves it out gives no document.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from docx.image.image import Image
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment
from jinja2.exceptions import TemplateError, UndefinedError

from geo_app.errors import InputError, TooLargeError
from geo_app.reports.paper.content import Paper
from geo_app.reports.paper.pictures import SKETCH_MM, code, drawn, photo
from geo_app.reports.paper.placeholders import Placeholders, leaves_out_doubts
from geo_app.reports.paper.speech import plain
from geo_app.reports.paper.template import chosen, packed
from geo_app.settings import Papers
from geo_app.work.desk import Desk

if TYPE_CHECKING:
    from docx.opc.part import Part

FRAME_MM = (78.0, 52.0)
"""Frame of each photo, width and height; a photo is shown in it whole."""

CODE_MM = 31
EXAMPLE = "{%p for d in doubts %} {{ d }} {%p endfor %}"
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 # what Word calls a time has no zone
_NOT_XML = {0xFFFE: None, 0xFFFF: None}
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
    form = _Form(io.BytesIO(data), name, papers)
    try:
        form.render(_values(form, paper, desk), Placeholders())
    except UndefinedError as error:
        raise InputError("paper.template_unknown", file=name, reason=error.message) from error
    except TemplateError as error:
        raise InputError("paper.template_words", file=name, reason=error.message) from error
    except (ValueError, KeyError, PackageNotFoundError, SyntaxError) as error:
        raise InputError("paper.template_broken", file=name, reason=str(error)) from error
    _told(form, paper, name)
    out = io.BytesIO()
    form.save(out)
    with zipfile.ZipFile(out) as archive:
        return packed({member: archive.read(member) for member in archive.namelist()})


class _Form(DocxTemplate):  # type: ignore[misc] # docxtpl carries no types
    """A template of docxtpl that does not mend silently, and stops before it grows out of hand."""

    def __init__(self, source: io.BytesIO, name: str, papers: Papers) -> None:
        super().__init__(source)
        self._name, self._papers, self._left = name, papers, papers.docx_characters

    def build_xml(self, context: Mapping[str, Any], jinja_env: Environment) -> str:
        """The body, when the doubts have a place in it."""
        if leaves_out_doubts(jinja_env.parse(self.patch_xml(self.get_xml()))):
            raise InputError("paper.template_doubts", file=self._name, example=EXAMPLE)
        return str(super().build_xml(context, jinja_env))

    def render_xml_part(
        self, src_xml: str, part: Part, context: Mapping[str, Any], jinja_env: Environment
    ) -> str:
        """A part, filled in; docxtpl's own would also rewrite braces that somebody typed."""
        self.current_rendering_part = part
        pieces = []
        for piece in jinja_env.from_string(src_xml).generate(context):
            self._left -= len(piece)
            if self._left < 0:
                limit = self._papers.docx_characters
                raise TooLargeError("paper.template_long", file=self._name, limit=limit)
            pieces.append(piece)
        return str(self.resolve_listing("".join(pieces)))

    def fix_tables(self, xml: str) -> Any:
        """As docxtpl does, which reads it leniently: what is not well-formed would lose words."""
        parse_xml(xml)
        return super().fix_tables(xml)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Environment) -> None:
        """Title and no person: who made the template is nobody's business here."""
        told = self.docx.core_properties
        told.title = f"{context['l']['title']} {context['code']}"[:255]
        told.author = told.last_modified_by = told.comments = ""
        told.created = told.modified = _NEVER
        told.revision = 1


class _Picture(InlineImage):  # type: ignore[misc] # docxtpl carries no types
    """A picture with the words for who does not see it."""

    def __init__(self, form: _Form, data: bytes, words: str, **size: Any) -> None:
        super().__init__(form, io.BytesIO(data), **size)
        self._words = words

    def _insert_image(self) -> str:
        told = f'descr="{html.escape(self._words)}" name="'
        return str(super()._insert_image()).replace('name="', told, 1)


def _values(form: _Form, paper: Paper, desk: Desk) -> dict[str, Any]:
    """What a template may ask for (docs/papers.md): the values of the PDF, and the pictures."""
    told = _xml(plain(paper.told))
    labels = told.pop("labels")
    photos = [
        {**_xml(plain(each.told)), "picture": _photo(form, each.sha256, each.told, desk)}
        for each in paper.photos
    ]
    seal = code(paper.head.sign(desk.signer), "png")
    return {
        **told,
        **{name: [_step(each, labels) for each in told[name]] for name in _STEPS},
        "l": labels,
        "photos": [list(pair) for pair in zip_longest(photos[::2], photos[1::2])],
        "seal": {**told["seal"], "short": told["seal"]["chain"][:_SHORT]},
        "sketch": paper.sketch and _Picture(
            form, drawn(paper.sketch), labels["place"], width=Mm(SKETCH_MM)
        ),
        "qr": _Picture(form, seal, labels["seal"], width=Mm(CODE_MM)),
    }  # fmt: skip


_STEPS = ("claims", "checks", "visits")


def _step(step: dict[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """A step with the line of who said it and when that was written down."""
    by = f"{step['who']}　{labels['recorded']} {step['at']}" if "at" in step else step["who"]
    return {"quotes": [], **step, "by": by}


def _photo(form: _Form, sha256: str, told: Mapping[str, Any], desk: Desk) -> _Picture | None:
    """A photo, as large as its frame allows, uncropped."""
    data = photo(desk, sha256)
    if data is None:
        return None
    size = Image.from_blob(data)
    width, height = FRAME_MM
    scale = min(width / size.px_width, height / size.px_height)
    words = plain(f"{told['role']} {told['when']}")
    return _Picture(
        form, data, words, width=Mm(size.px_width * scale), height=Mm(size.px_height * scale)
    )


def _xml(value: Any) -> Any:
    """The value without the two signs that XML has no way to write."""
    if isinstance(value, str):
        return value.translate(_NOT_XML)
    if isinstance(value, dict):
        return {name: _xml(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_xml(each) for each in value]
    return value


def _told(form: _Form, paper: Paper, name: str) -> None:
    """Look in what a reader will read whether all is there that must be.

    Raises:
        InputError: A doubt, or whether somebody verified, is not there.
    """
    shown = form.docx.element.body.xpath(".//w:t/text()")
    text = _squeezed(shown)
    must = _xml(plain(paper.told))
    if any(_squeezed([doubt]) not in text for doubt in must["doubts"]):
        raise InputError("paper.template_doubts", file=name, example=EXAMPLE)
    label, answer, _ = must["states"][1]
    if _squeezed([answer]) not in text:
        raise InputError("paper.template_answer", file=name, what=label)


def _squeezed(words: Iterable[str]) -> str:
    return "".join("".join(words).split())
