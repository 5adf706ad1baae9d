"""The description (OpenAPI 3.1), written from the table of operations, the routes and the doors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Flask, current_app, request
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from geo_app.web import gate, pace
from geo_app.web.interface.door import operations
from geo_app.web.interface.operation import JSON, Answer, Operation
from geo_app.web.interface.refusals import responses, statuses
from geo_app.web.query import Parameter
from geo_app.web.sessions import SAFE
from geo_app.words import TABLE
from geo_app.work.people import keys
from geo_app.work.shape import TEXT, UUID, Schema, one_of

interface = Blueprint("interface", __name__, url_prefix="/api")

_PART = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<words>[^)]*)\))?:)?(?P<name>\w+)>")
_MULTIPART = "multipart/form-data"
_BYTES: Schema = {"type": "string", "format": "binary"}


@interface.get("/openapi.json")
def show() -> Response:
    """What can be asked here, of whom, and what is answered."""
    response = Response(current_app.json.dumps(document(current_app)), mimetype=JSON)
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def document(app: Flask) -> Mapping[str, Any]:
    """The description as JSON values."""
    paths: dict[str, dict[str, Any]] = {}
    table = operations()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        operation = table.get(rule.endpoint)
        if operation is None:
            continue
        path = paths.setdefault(_PART.sub(r"{\g<name>}", rule.rule), {})
        for method in methods(rule):
            path[method.lower()] = _operation(rule, method, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": _both("title"), "version": version("geo-app"), **_described("about")},
        "servers": [{"url": request.script_root or "/"}],
        "paths": paths,
        "components": {"responses": responses(), "securitySchemes": _doors(app)},
    }


def methods(rule: Rule) -> list[str]:
    """What a route is for: HEAD and OPTIONS are named only where they are its own."""
    own = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return own or sorted((rule.methods or set()) - {"OPTIONS"}) or ["OPTIONS"]


def _operation(rule: Rule, method: str, operation: Operation) -> Mapping[str, Any]:
    right = gate.NEEDS.get(rule.endpoint)
    refused = statuses(
        operation,
        open_to_all=rule.endpoint in gate.OPEN,
        has_ids=bool(rule.arguments),
        is_paced=any(rule.endpoint in views for views in pace.COSTLY.values()),
    )
    made: dict[str, Any] = {
        "operationId": rule.endpoint,
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": TABLE[f"interface.{rule.endpoint}"][0],
        "description": TABLE[f"interface.{rule.endpoint}"][1],
        "security": list(_security(rule.endpoint, method, operation)),
        "parameters": list(_parameters(rule, operation)),
        "responses": {
            **{
                str(int(status)): _answer(status, each)
                for status, each in operation.answers.items()
            },
            **{
                str(each): {"$ref": f"#/components/responses/{each}"}
                for each in refused
                if each not in operation.answers
            },
        },
    }
    if right is not None:
        made["x-right"] = right.value
    content = _content(operation)
    if content:
        made["requestBody"] = {"content": content, "required": operation.body is None}
    return made


def _security(endpoint: str, method: str, operation: Operation) -> Iterator[Mapping[str, Any]]:
    if operation.has_token:
        yield {"monitoring": []}
        return
    if endpoint in gate.OPEN:
        yield {}
        return
    yield {"session": []} if method in SAFE else {"session": [], "token": []}
    if gate.NEEDS.get(endpoint) in keys.RIGHTS and (method in SAFE or operation.takes_keys):
        yield {"key": []}
        if method in SAFE:
            yield {"password": []}


def _doors(app: Flask) -> Mapping[str, Any]:
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": app.config["SESSION_COOKIE_NAME"],
            **_described("cookie"),
        },
        "token": {"type": "apiKey", "in": "header", "name": "X-CSRFToken", **_described("csrf")},
        "key": {"type": "http", "scheme": "bearer", **_described("key")},
        "password": {"type": "http", "scheme": "basic", **_described("password")},
        "monitoring": {"type": "http", "scheme": "bearer", **_described("monitoring")},
    }


def _parameters(rule: Rule, operation: Operation) -> Iterator[Mapping[str, Any]]:
    for part in _PART.finditer(rule.rule):
        name = part["name"]
        told = operation.path.get(name)
        schema = told.schema if told else _converted(part["kind"], part["words"])
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    for name, parameter in operation.query.items():
        yield {"name": name, "in": "query", **_written(parameter), **_described(f"query.{name}")}
    for name, needed in operation.headers.items():
        yield {"name": name, "in": "header", "required": needed, "schema": TEXT}


def _converted(kind: str | None, words: str | None) -> Schema:
    if kind == "uuid":
        return UUID
    if kind == "any":
        return one_of(word.strip() for word in (words or "").split(","))
    return {"type": "string", "minLength": 1}


def _written(parameter: Parameter) -> Mapping[str, Any]:
    made: dict[str, Any] = {"schema": parameter.schema, "allowEmptyValue": True}
    if parameter.schema["type"] == "array":
        made |= {"style": "form", "explode": parameter.several}
    return made


def _answer(status: int, answer: Answer) -> Mapping[str, Any]:
    made: dict[str, Any] = {"description": _both(f"status.{int(status)}")}
    if answer.kind is not None:
        schema = answer.schema
        made["content"] = {answer.kind: {} if schema is None else {"schema": schema}}
    if answer.headers:
        made["headers"] = {name: {"schema": TEXT} for name in answer.headers}
    return made


def _content(operation: Operation) -> Mapping[str, Any]:
    if operation.body is not None:
        return {JSON: {"schema": operation.body}}
    return {kind: _body(kind, schema) for kind, schema in operation.content.items()}


def _body(kind: str, schema: Schema) -> Mapping[str, Any]:
    if kind != _MULTIPART:
        return {"schema": schema or _BYTES}
    parts = {
        "type": "object",
        "properties": {"inspection": schema},
        "required": ["inspection"],
        "additionalProperties": _BYTES,
    }
    return {"schema": parts, "encoding": {"inspection": {"contentType": JSON}}}


def _both(code: str) -> str:
    return " · ".join(TABLE[f"interface.{code}"])


def _described(code: str) -> Mapping[str, str]:
    return {"description": _both(code)}
