"""The way back to the page from which somebody came."""

from __future__ import annotations


def own_path(path: str) -> str:
    """A path of this site, whatever was asked for: no way out to another host."""
    plain = path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
