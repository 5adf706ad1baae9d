"""Bodies of forms: each part has a name, or the whole is refused."""

from __future__ import annotations

from typing import IO, Any

from flask import Flask, Request
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser


class NamedParts(FormDataParser):
    """Werkzeug keeps a part without a name under None, where everybody expects a text."""

    def parse(self, stream: IO[bytes], *given: Any, **named: Any) -> Any:
        """As Werkzeug does.

        Raises:
            BadRequest: A part has no name.
        """
        made = super().parse(stream, *given, **named)
        _, form, files = made
        if None in form or None in files:
            raise BadRequest
        return made


class FormRequest(Request):
    """A request whose forms are read so."""

    form_data_parser_class = NamedParts


def init(app: Flask) -> None:
    """Let every form be read so."""
    app.request_class = FormRequest
