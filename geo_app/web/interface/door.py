"""Holds each request to the interface against its row of the table, before a view is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.exceptions import BadRequest

from geo_app.errors import UnsupportedError, UsageError
from geo_app.web.interface.operation import Operation
from geo_app.web.query import Told, read
from geo_app.work.shape import check

_EXTENSION = "geo_app.interface"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says, of the shape that its operation has.

    Attributes:
        query: Parameters by name.
        body: Members of the JSON; empty where nothing was sent.
    """

    query: Told
    body: Mapping[str, Any]


def asked() -> Asked:
    """What this request says."""
    found: Asked = g.asked
    return found


def operations() -> Mapping[str, Operation]:
    """The table of this installation."""
    found: Mapping[str, Operation] = current_app.extensions[_EXTENSION]
    return found


def init(app: Flask, table: Mapping[str, Operation]) -> None:
    """Refuse what is not of its shape: after the doors, which say who may ask at all."""
    app.extensions[_EXTENSION] = table

    @app.before_request
    def hold() -> None:
        operation = table.get(request.endpoint or "")
        if operation is None:
            return
        for name, parameter in operation.path.items():
            parameter.read(name, [str((request.view_args or {})[name])])
        query = read(request.args, operation.query)
        g.asked = Asked(query, _body(operation))


def _body(operation: Operation) -> Mapping[str, Any]:
    if operation.shape is None:
        return {}
    if request.content_length and not request.is_json:
        raise UnsupportedError("http.415")
    try:
        told = request.get_json() if request.is_json else {}
    except BadRequest as error:
        if error.code != HTTPStatus.BAD_REQUEST:
            raise
        raise UsageError("body.json_object") from error
    if not isinstance(told, dict):
        raise UsageError("body.json_object")
    check(operation.shape, told)
    return told
