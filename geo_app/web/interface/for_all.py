"""Rows of the table for who need not sign in: a watchdog, a monitoring program, everybody."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from geo_app.domain.status import Status
from geo_app.settings import Settings
from geo_app.web.health import PARTS
from geo_app.web.interface import answers
from geo_app.web.interface.operation import GEOJSON, Answer, Operation
from geo_app.web.language import COOKIE
from geo_app.web.query import Parameter
from geo_app.words import LANGUAGES
from geo_app.work.shape import DAY, FLAG, TEXT, listed, members, number, one_of, or_null

PLAIN = "text/plain"

HEALTH = members(
    status=one_of(("ok", "failing")),
    failing=listed(one_of(PARTS)),
    **{f"{part}_ms": number(0) for part in PARTS},
)
"""What can be used now, and how long it took to ask, milliseconds."""

_DAYS = ("status_on", "claimed_on", "verified_on", "deadline")

PUBLIC_SITES = members(
    type={"const": "FeatureCollection"},
    features=listed(
        members(
            type={"const": "Feature"},
            id=number(1, kind="integer"),
            geometry=answers.GEOMETRY,
            properties=members(
                name=TEXT,
                category=answers.CATEGORY,
                district=or_null(TEXT),
                status=one_of(Status),
                **dict.fromkeys(_DAYS, or_null(DAY)),
                overdue=FLAG,
                radius_m=number(0),
            ),
        )
    ),
    shown=number(0, kind="integer"),
    total=number(0, kind="integer"),
)
"""Sites that everybody may see, as squares."""


def operations(settings: Settings) -> Mapping[str, Operation]:
    """The rows of an installation; what its settings do not want is not there."""
    health = Answer(HEALTH)
    made = {
        "health.healthz": Operation({HTTPStatus.OK: health, HTTPStatus.SERVICE_UNAVAILABLE: health})
    }
    if settings.operation.metrics_token:
        refused = Answer(None, PLAIN, ("WWW-Authenticate",))
        made["metrics.show"] = Operation(
            {HTTPStatus.OK: Answer(None, PLAIN), HTTPStatus.UNAUTHORIZED: refused}, has_token=True
        )
    if settings.public.is_on:
        tongue = {COOKIE: Parameter(one_of(LANGUAGES), "query.unknown_value")}
        for endpoint, schema in (
            ("public.sites_geojson", PUBLIC_SITES),
            ("public.districts_geojson", answers.DISTRICTS),
        ):
            kept = {
                HTTPStatus.OK: Answer(schema, GEOJSON, ("ETag",)),
                HTTPStatus.NOT_MODIFIED: Answer(None, None, ("ETag",)),
            }
            made[endpoint] = Operation(kept, query=tongue)
    return made
