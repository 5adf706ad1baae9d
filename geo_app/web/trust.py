"""What the server relies on: the key of its cookies, its names, the proxies in front of it."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from geo_app.settings import LOOPBACK, Settings
from geo_app.store.once import keep_once


def trusted_hosts(settings: Settings) -> list[str] | None:
    """Names that a browser may call us by: those of the settings, else the loopback's.

    None = any, on an open address for which no names are set (a proxy checks them there), and for
    ``::1``: Werkzeug's list cannot hold an IPv6 address.
    """
    if named := settings.network.names:
        return named
    names = [name for name in LOOPBACK if ":" not in name]
    return names if settings.host in names else None


def believe_proxies(app: Flask, count: int) -> None:
    """Take address, scheme and host of the browser from so many proxies, and from no other.

    Args:
        app: The application.
        count: Proxies in front; with none, what a browser says of itself is not believed.
    """
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # as Flask's own docs do
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def kept_secret(folder: Path) -> str:
    """A random key, made once and readable by the owner only."""
    path = folder / "secret.key"
    if not path.exists():
        keep_once(path, secrets.token_urlsafe(48).encode("ascii"))
    return path.read_text(encoding="ascii")
