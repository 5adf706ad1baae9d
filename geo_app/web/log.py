"""The log: a number for each request, and by setting one line of JSON for each.

What could open a door stays out: no query, no header, no form, no name of a person. A part of a
path that is long enough for a secret is cut, but for words of the route and UUIDs.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from datetime import UTC, datetime
from typing import Any, TextIO, cast

import orjson
from flask import Flask, Response, g, has_request_context, request
from flask.logging import wsgi_errors_stream

from geo_app.errors import InputError
from geo_app.settings import LOGS, Settings

HEADER = "X-Request-Id"
"""Header of every answer: the number of its request."""

_ROOT = "geo_app"
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Without what is mistaken for something else on the telephone."""
_GROUPS, _GROUP = 2, 5
_SECRET = frozenset({"secret"})
"""Parts of a route that open a door."""
_CUT = "…"
_SECRET_LENGTH = 16
"""Characters; links and keys are longer."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST = 300

_log = logging.getLogger(__name__)


class Lines(logging.Formatter):
    """A record of the log as one line of JSON, whatever stands in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            told["request"] = number()
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(_plain(told), default=str).decode()


def number() -> str:
    """By what a user can name this request to the administrator: ``7k3mp-x2q9d``."""
    if "request_number" not in g:
        groups = (
            "".join(secrets.choice(_ALPHABET) for _each in range(_GROUP))
            for _each in range(_GROUPS)
        )
        g.request_number = "-".join(groups)
    found: str = g.request_number
    return found


def path() -> str:
    """The path of this request, without what may open a door: ``/link/…``."""
    rule, given = request.url_rule, request.view_args or {}
    # what the route itself says is known; what stands in for its variables may be anything
    fixed = set(rule.rule.split("/")) if rule else set()
    hidden = {str(given[name]) for name in _SECRET & given.keys()}

    def shown(part: str) -> str:
        is_plain = part in fixed or len(part) < _SECRET_LENGTH or _UUID.fullmatch(part)
        return part if is_plain and part not in hidden else _CUT

    return "/".join(map(shown, request.path.split("/")))[:_LONGEST]


def seconds() -> float:
    """Since this request came; 0 where it failed before it was looked at."""
    now = time.perf_counter()
    began: float = g.get("request_began", now)
    return now - began


def init(app: Flask, settings: Settings) -> None:
    """Number the requests of the app; before all else that looks at them.

    Raises:
        InputError: The setting names no kind of log.
    """
    kind = settings.operation.log
    if kind not in LOGS:
        raise InputError("settings.log", given=kind[:_LONGEST], known=", ".join(LOGS))
    if kind == "json":
        _write_lines()

    @app.before_request
    def begin() -> None:
        g.request_began = time.perf_counter()

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"request_number": number}

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = number()
        if kind == "json":
            _log.info("request", extra={"told": _request(response)})
        return response


def _request(response: Response) -> dict[str, Any]:
    who = g.get("visitor")  # who was asked for; nobody else is looked for
    return {
        "method": request.method,
        "endpoint": request.endpoint,
        "path": path(),
        "status": response.status_code,
        "ms": round(seconds() * 1000, 1),
        "person": who.id if who else None,
        "address": request.remote_addr,
    }


def _write_lines() -> None:
    log = logging.getLogger(_ROOT)
    if any(isinstance(each.formatter, Lines) for each in log.handlers):
        return
    handler: logging.Handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
    handler.setFormatter(Lines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _plain(value: Any) -> Any:
    """The same without halves of surrogate pairs, which are no UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value
