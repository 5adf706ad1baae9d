"""A browser in which somebody has signed in before is told from who guesses elsewhere.

Its cookie names the login, as a hash, and a number of its own, signed. Wrong passwords that others
type for the same login do not make this browser wait (OWASP: device cookies).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from geo_app.work.people.accounts import folded
from geo_app.work.people.sign_in import Caller

COOKIE = "geo_app_known"
_LASTS = timedelta(days=365)


def caller(login: str) -> Caller:
    """Who is at the door, as far as it can be seen before anything is proved."""
    return Caller(request.remote_addr or "", _number(login))


def remember(response: Response, login: str) -> Response:
    """Let this browser be known from now on as one of the person of a login."""
    number = _number(login) or secrets.token_hex(8)
    response.set_cookie(
        COOKIE,
        _serializer().dumps([_named(login), number]),
        max_age=_LASTS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def _number(login: str) -> str | None:
    try:
        told = _serializer().loads(
            request.cookies.get(COOKIE, ""), max_age=int(_LASTS.total_seconds())
        )
    except BadData:
        return None
    named, number = told
    return str(number) if named == _named(login) else None


def _named(login: str) -> str:
    return hashlib.sha256(folded(login).encode("utf-8", "replace")).hexdigest()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="known-device")
