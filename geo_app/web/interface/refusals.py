"""How the interface refuses: which statuses a view may answer, and which codes stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from geo_app.web.interface.answers import PROBLEM
from geo_app.web.interface.operation import Operation
from geo_app.words import TABLE
from geo_app.work.shape import Schema, members

KIND = "application/problem+json"

CODES: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        400: (
            *("query.unknown_name", "query.repeated", "query.unknown_value", "query.number"),
            *("query.flag", "query.bbox", "query.words", "query.too_many", "tiles.past_day"),
            *("tiles.past_crowded", "query.past_crowd", "query.many_changes", "field.center"),
            *("body.json_object", "http.csrf", "http.400"),
        ),
        401: ("people.sign_in_needed",),
        403: (
            *("actor.no_right", "actor.no_key", "people.second_factor_needed"),
            "inspection.no_client",
        ),
        404: (
            *("job.no_site", "job.no_notice", "job.no_place", "inspection.none", "upload.none"),
            *("inspection.no_photo", "form.no_version", "http.404"),
        ),
        409: ("inspection.other_content", "upload.offset", "field.other_person"),
        413: ("http.413", "upload.too_large", "inspection.too_many_photos"),
        415: ("http.415", "intake.refused"),
        422: ("shape.missing", "shape.no_such", "shape.want", "shape.number", "shape.one_of"),
        429: ("pace.wait",),
        503: ("store.locked", "store.unusable", "files.unusable"),
        507: ("files.full",),
    }
)
"""What is said most, by status."""

CLOSED = frozenset({400, 401, 415, 429, 507})
"""Statuses whose codes are all listed; the others may say more."""

_HEADERS = {401: "WWW-Authenticate", 429: "Retry-After"}


def statuses(
    operation: Operation, *, open_to_all: bool, has_ids: bool, is_paced: bool
) -> tuple[int, ...]:
    """Every status but those of success.

    Args:
        operation: Of a view.
        open_to_all: Nobody need sign in.
        has_ids: Its address names something.
        is_paced: It is counted how often somebody asks.
    """
    found = {400, 503, *operation.may_refuse}
    if not open_to_all:
        found |= {401, 403}
    if has_ids:
        found.add(404)
    if is_paced:
        found.add(429)
    if operation.body is not None or operation.content:
        found |= {413, 415, 422}
    return tuple(sorted(int(each) for each in found))


def responses() -> Mapping[str, Any]:
    """Each refusal by its status, as OpenAPI writes it."""
    return {str(status): _response(status) for status in CODES}


def _response(status: int) -> Mapping[str, Any]:
    zh, en = TABLE[f"interface.status.{status}"]
    made: dict[str, Any] = {
        "description": f"{zh} · {en}",
        "content": {KIND: {"schema": _schema(status)}},
    }
    header = _HEADERS.get(status)
    return made | ({"headers": {header: {"schema": {"type": "string"}}}} if header else {})


def _schema(status: int) -> Schema:
    how = "enum" if status in CLOSED else "examples"
    code = {"type": "string", how: list(CODES[status])}
    return members(**{**PROBLEM["properties"], "code": code})
