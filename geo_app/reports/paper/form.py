"""A Word template filled with values: strictly, with an end, and the same bytes each time."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment
from jinja2.exceptions import TemplateError, UndefinedError

from geo_app.errors import InputError, TooLargeError
from geo_app.reports.paper.placeholders import Placeholders, leaves_doubts_out, read
from geo_app.reports.paper.template import packed

if TYPE_CHECKING:
    from docx.opc.part import Part

EXAMPLE = "{%p for d in doubts %} {{ d }} {%p endfor %}"
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 # what Word calls a time has no zone
_NOT_XML = {0xFFFE: None, 0xFFFF: None}


class Form(DocxTemplate):  # type: ignore[misc] # docxtpl carries no types
    """A template of docxtpl that does not mend silently, and stops before it grows out of hand."""

    def __init__(self, data: bytes, name: str, most: int, *, lists_doubts: bool) -> None:
        """Open it.

        Args:
            data: A docx that ``template.examine`` let pass, or ours.
            name: Of its file.
            most: Most characters of XML that become of it.
            lists_doubts: Its body must go through ``doubts``, on no condition.
        """
        super().__init__(io.BytesIO(data))
        self.name, self._most, self._left = name, most, most
        self._lists_doubts = lists_doubts

    def filled(self, values: Callable[[Form], Mapping[str, Any]]) -> None:
        """Fill it in.

        Args:
            values: Makes the values; pictures among them need the form.

        Raises:
            InputError: The template cannot be used; says why.
            TooLargeError: What becomes of it is over the limit.
        """
        try:
            self.render(values(self), Placeholders())
        except UndefinedError as error:
            reason = error.message
            raise InputError("paper.template_unknown", file=self.name, reason=reason) from error
        except TemplateError as error:
            reason = error.message
            raise InputError("paper.template_words", file=self.name, reason=reason) from error
        except (ValueError, KeyError, PackageNotFoundError, SyntaxError) as error:
            raise InputError("paper.template_broken", file=self.name, reason=str(error)) from error

    def bytes(self) -> bytes:
        """The docx; no clock is in it."""
        out = io.BytesIO()
        self.save(out)
        with zipfile.ZipFile(out) as archive:
            return packed({member: archive.read(member) for member in archive.namelist()})

    def build_xml(self, context: Mapping[str, Any], jinja_env: Environment) -> str:
        """The body, when the doubts have a place in it."""
        if self._lists_doubts and leaves_doubts_out(self.patch_xml(self.get_xml())):
            raise InputError("paper.template_doubts", file=self.name, example=EXAMPLE)
        return str(super().build_xml(context, jinja_env))

    def render_xml_part(
        self, src_xml: str, part: Part, context: Mapping[str, Any], jinja_env: Environment
    ) -> str:
        """A part, filled in; docxtpl's own would also rewrite braces that somebody typed."""
        self.current_rendering_part = part
        pieces = []
        for piece in read(src_xml).generate(context):
            self._left -= len(piece)
            if self._left < 0:
                raise TooLargeError("paper.template_long", file=self.name, limit=self._most)
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


class Picture(InlineImage):  # type: ignore[misc] # docxtpl carries no types
    """A picture with the words for who does not see it."""

    def __init__(self, form: Form, data: bytes, words: str, **size: Any) -> None:
        super().__init__(form, io.BytesIO(data), **size)
        self._words = words

    def _insert_image(self) -> str:
        told = f'descr="{html.escape(self._words)}" name="'
        return str(super()._insert_image()).replace('name="', told, 1)


def writable(value: Any) -> Any:
    """The value without the two signs that XML has no way to write."""
    if isinstance(value, str):
        return value.translate(_NOT_XML)
    if isinstance(value, dict):
        return {name: writable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [writable(each) for each in value]
    return value
