"""Static files: one URL per content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from flask import Flask, Response, request, url_for
from markupsafe import Markup

from geo_app.resources import BARE_MODULES, IMPORT

YEAR_S = 365 * 24 * 3600


class Assets:
    """The folder ``static/``.

    Args:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def url(self, name: str) -> str:
        """URL of a file with the version of its content."""
        return self._urls([name])[name]

    def import_map(self) -> Markup:
        """Import map: relative imports between modules get the versioned address too."""
        modules = sorted((self.root / "js").rglob("*.js"))
        names = [path.relative_to(self.root).as_posix() for path in modules]
        urls = self._urls([*names, *BARE_MODULES.values()])
        # a worker knows no import map: what it shares with a page names the file itself
        imports = {url.partition("?")[0]: url for url in urls.values()}
        imports |= {bare: urls[name] for bare, name in BARE_MODULES.items()}
        return Markup(orjson.dumps({"imports": imports}).decode())  # noqa: S704 # our own file names

    def modules(self, entry: str) -> list[str]:
        """URLs of a module and of all that it imports, so that a page asks for them in one wave."""
        found = [entry]
        for name in found:
            path = self.root / name
            folder = posixpath.dirname(name)
            for target in _imports(path, path.stat().st_mtime_ns):
                local = BARE_MODULES.get(target) or posixpath.normpath(f"{folder}/{target}")
                if local not in found:
                    found.append(local)
        return list(self._urls(found).values())

    def _urls(self, names: Iterable[str]) -> dict[str, str]:
        """URLs of files by name; where they stand is asked once, a page has two hundred of them."""
        folder = url_for("static", filename="")
        return {name: folder + quote(name, safe="/@") + self._version(name) for name in names}

    def _version(self, name: str) -> str:
        path = self.root / name
        try:
            return f"?v={_digest(path, path.stat().st_mtime_ns)}"
        except FileNotFoundError:  # the page still comes; the browser says what is missing
            return ""

    def inline(self, name: str) -> Markup:
        """Content of one of our own files, to stand in the page (the sprite of marks)."""
        return Markup((self.root / name).read_text(encoding="utf-8"))  # noqa: S704 # our own file


@lru_cache(maxsize=1024)
def _digest(path: Path, mtime_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@lru_cache(maxsize=1024)
def _imports(path: Path, mtime_ns: int) -> tuple[str, ...]:
    return tuple(IMPORT.findall(path.read_text(encoding="utf-8")))


def init(app: Flask, assets: Assets) -> None:
    """Make the assets known to templates and let versioned ones be kept."""

    @app.context_processor
    def names() -> dict[str, Any]:
        return {
            "asset": assets.url,
            "import_map": assets.import_map,
            "module_urls": assets.modules,
            "inline_asset": assets.inline,
        }

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint != "static":
            return response
        if request.args.get("v") and response.status_code in (200, 304):
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = YEAR_S
            response.cache_control.immutable = True
        else:
            response.cache_control.no_cache = True
        return response
