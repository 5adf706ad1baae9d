"""Every answer of the interface that any test gets is held against its description."""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any

import brotli
import orjson
from flask import Flask
from jsonschema.protocols import Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from geo_app.web.interface.document import document
from geo_app.work.shape import path_of, reader, slip

OTHERS = ("/healthz", "/metrics", "/public/sites.geojson", "/public/districts.geojson")
OF_THE_INTERFACE = ("/api/", "/tiles", *OTHERS)
BROKEN = 500
"""Tests of what happens when the program itself is wrong provoke it; nothing describes it."""

UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@cache
def described(app: Flask) -> dict[str, Any]:
    """The description of an application; operations by their endpoint."""
    with app.test_request_context():
        made: dict[str, Any] = document(app)  # type: ignore[assignment]
    operations = {
        each["operationId"]: each for path in made["paths"].values() for each in path.values()
    }
    return {"components": made["components"], "operations": operations}


@cache
def _shape(app: Flask, endpoint: str, status: str, kind: str) -> Validator | None:
    found = response_of(app, endpoint, status)
    content = found.get("content", {}).get(kind)
    return reader(content["schema"]) if content and "schema" in content else None


def response_of(app: Flask, endpoint: str, status: str) -> dict[str, Any]:
    """What is described of one status of a view."""
    whole = described(app)
    responses = whole["operations"][endpoint]["responses"]
    assert status in responses, f"{endpoint} answers {status}, which is not described"
    found: dict[str, Any] = responses[status]
    if "$ref" in found:
        found = whole["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return found


def hold(app: Flask, answer: TestResponse) -> None:
    """Fail where an answer is not as its description says."""
    request = answer.request
    if not request.path.startswith(OF_THE_INTERFACE) or answer.status_code == BROKEN:
        return
    try:
        endpoint, _ = app.url_map.bind("localhost").match(request.path, request.method)
    except HTTPException:
        return  # no such view, or not for this method
    if endpoint == "metrics.show" and endpoint not in described(app)["operations"]:
        assert answer.status_code in (404, 429), "no token is set: as if it were not there"
        return
    # the options of a view that does not describe them, a head of what is there to be got
    if request.method == "OPTIONS" and endpoint != "uploads.abilities":
        return
    status = str(answer.status_code)
    content = response_of(app, endpoint, status).get("content", {})
    if request.method == "HEAD" or not answer.data:
        return
    kind = answer.mimetype
    is_described = kind in content or f"{kind.partition('/')[0]}/*" in content
    assert is_described, f"{endpoint} answers {status} as {kind}, which is not described"
    shape = _shape(app, endpoint, status, kind)
    if shape is None:
        return
    unpack = UNPACK[answer.headers.get("Content-Encoding", "")]
    fault = slip(shape, orjson.loads(unpack(answer.data)))
    said = fault and f"{path_of(fault)}: {fault.validator} {fault.validator_value}"
    assert fault is None, f"{endpoint} answers {status}: {said}"
