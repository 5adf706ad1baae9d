"""Our ES modules inside one file: each under a name of the import map, as a ``data:`` address.

A page that was opened from a disk may not load modules beside it, and a relative name means nothing
inside ``data:``; so each import gets the name of its module under ``static/``.
"""

from __future__ import annotations

import base64
import posixpath
import re
from functools import partial

from geo_app.resources import BARE_MODULES, IMPORT, resource


def import_map(entry: str) -> dict[str, str]:
    """Addresses of a module and of all that it imports, by name, in the order of names.

    Args:
        entry: Under ``static/``: ``js/map_file/main.js``.

    Raises:
        FileNotFoundError: A module is missing: the installation is damaged.
    """
    found = [entry]
    sources = {}
    for name in found:
        text = resource("static", *name.split("/")).read_text(encoding="utf-8")
        found += [each for each in _targets(name, text) if each not in found]
        sources[name] = IMPORT.sub(partial(_named, name), text)
    return {name: _address(sources[name]) for name in sorted(sources)}


def _targets(importer: str, text: str) -> list[str]:
    return list(dict.fromkeys(_module(importer, told) for told in IMPORT.findall(text)))


def _module(importer: str, told: str) -> str:
    folder = posixpath.dirname(importer)
    return BARE_MODULES.get(told) or posixpath.normpath(f"{folder}/{told}")


def _named(importer: str, match: re.Match[str]) -> str:
    start, end = match.span(1)
    whole, begin = match.group(0), match.start(0)
    return whole[: start - begin] + _module(importer, match[1]) + whole[end - begin :]


def _address(source: str) -> str:
    return f"data:text/javascript;base64,{base64.b64encode(source.encode()).decode('ascii')}"
