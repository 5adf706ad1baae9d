"""``_``: a sentence of a page in the language of the request; the msgids are the Chinese ones."""

from __future__ import annotations

from flask_babel import gettext


def _(message: str, **values: object) -> str:
    """The sentence, with ``%(name)s`` filled in."""
    return str(gettext(message, **values))
