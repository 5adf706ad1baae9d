"""Headers of every answer, errors included: what the browser may load, and from where."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

from geo_app.settings import Settings
from geo_app.web.base_maps import tile_hosts

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self)",
}

FOR_NOTEBOOKS = frozenset({"static", "tiles.tile", "tiles.description"})
"""What the map of a notebook reads from here (``maps.SiteTiles``)."""


def nonce() -> str:
    """The nonce of this response; the same for every script of one page."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    value: str = g.nonce
    return value


def policy(nonce: str, hosts: list[str]) -> str:
    """Content-Security-Policy: nothing but our own files and the tile hosts of the settings."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}' 'strict-dynamic'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": " ".join(["'self'", "data:", "blob:", *hosts]),
        "connect-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def init(app: Flask, settings: Settings) -> None:
    """Set the headers on every response of the app."""
    hosts = tile_hosts(settings.base_maps)
    origins = {each.strip() for each in settings.map_origins.split(",") if each.strip()}

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(FIXED)
        # an original has a stricter one of its own
        response.headers.setdefault("Content-Security-Policy", policy(nonce(), hosts))
        if request.endpoint != "static":
            # a page carries a nonce and the session's token, an answer what its person may see:
            # never from a shared or old copy, unless a view says what may be kept, and for whom
            response.headers.setdefault("Cache-Control", "private, no-store")
        if origins and request.endpoint in FOR_NOTEBOOKS:
            response.vary.add("Origin")
            origin = request.headers.get("Origin")
            if origin in origins:
                response.headers["Access-Control-Allow-Origin"] = origin
                # the key of a program; no cookie comes from there
                response.headers["Access-Control-Allow-Headers"] = "Authorization"
        return response
