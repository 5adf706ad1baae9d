"""Errors as answers: a problem document for the interface, a page for people, never a traceback."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from geo_app.errors import GeoAppError, SignInError, StoreError, WaitError
from geo_app.web import log
from geo_app.web.interface.door import operations
from geo_app.web.language import language
from geo_app.words import TABLE, say

PROBLEM = "application/problem+json"


def wants_json() -> bool:
    """The interface answers in JSON, whatever the browser says it accepts."""
    if request.path.startswith(("/api/", "/tiles/", "/tiles.json")):
        return True
    return (request.endpoint or "") in operations()


def answer(status: int, code: str, message: str, details: dict[str, Any] | None = None) -> Response:
    """One error in the form that the caller understands."""
    if wants_json():
        body = {"code": code, "message": message, "details": details or {}}
        return Response(current_app.json.dumps(body), status, mimetype=PROBLEM)
    page = render_template("error.html", status=status, message=message, code=code)
    return Response(page, status, mimetype="text/html")


def _http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code = f"http.{status}"
    if code not in TABLE:
        code = "http.400" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "http.500"
    response = answer(status, code, say(code, {"path": request.path}, language()))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _foreign_host(error: SecurityError) -> Response:
    # our own addresses cannot be written for a host that is not ours: no page, only the words
    return Response(say("http.400", {}, language()), 400, mimetype="text/plain")


def _redirect_or_http(error: HTTPException) -> Response | HTTPException:
    is_error = (error.code or 500) >= HTTPStatus.BAD_REQUEST
    return _http(error) if is_error else error


def _csrf(error: CSRFError) -> Response:
    return answer(400, "http.csrf", say("http.csrf", {}, language()))


def _ours(error: GeoAppError) -> Response:
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        current_app.logger.error("%s", error)
    details = {name: str(value) for name, value in error.values.items()}
    response = answer(error.http_status, error.code, error.text(language()), details)
    if isinstance(error, SignInError) and wants_json():
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, WaitError | StoreError):
        wait = error.seconds if isinstance(error, WaitError) else error.retry_s
        response.headers["Retry-After"] = str(wait)
    return response


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("unexpected error on %s", log.path(), exc_info=error)
    return answer(500, "http.500", say("http.500", {}, language()))


def init(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(GeoAppError, _ours)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _redirect_or_http)
    app.register_error_handler(Exception, _unexpected)
