"""By what name the browser of a request calls us: what passkeys are bound to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from geo_app.web.installation import here
from geo_app.work.people.passkeys import Front


def front() -> Front:
    """Name and origin, behind the proxies that are believed; ``TRUSTED_HOSTS`` has checked it."""
    is_https = here().settings.network.https or request.scheme == "https"
    origin = f"{'https' if is_https else 'http'}://{request.host}"
    return Front(urlsplit(origin).hostname or "", origin)


def bar() -> str | None:
    """Why no browser gives a passkey here: ``number``, ``insecure``; None where one does."""
    named = front()
    try:
        ip_address(named.host)
    except ValueError:
        is_here = named.host == "localhost" or named.host.endswith(".localhost")
        return None if is_here or named.origin.startswith("https:") else "insecure"
    return "number"
