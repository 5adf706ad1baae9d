"""Figures for a monitoring program (``/metrics``, Prometheus text), behind a token by setting.

Requests are counted in the memory of this process, which is the only one that serves; what stands
in the database is asked at each scrape, and left out where the database cannot be asked.
"""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Iterator
from http import HTTPStatus

from flask import Blueprint, Flask, abort, current_app, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from werkzeug.wrappers import Response

from geo_app.domain.status import Status
from geo_app.errors import InputError, StoreError
from geo_app.settings import SHORTEST_TOKEN, Settings
from geo_app.store import counts
from geo_app.store.session import Store
from geo_app.web import log
from geo_app.web.language import language
from geo_app.words import say
from geo_app.work.field.queue import queue

metrics = Blueprint("metrics", __name__)

EXTENSION = "geo_app.metrics"

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_AT_THE_DOOR = frozenset({"door.enter", "second_step.show", "passkeys.enter"})
_REFUSED = {HTTPStatus.UNAUTHORIZED: "wrong", HTTPStatus.TOO_MANY_REQUESTS: "too_many"}


@metrics.get("/metrics")
def show() -> Response:
    """The figures; as if there were no such page where no token is set."""
    token = current_app.extensions[EXTENSION].token
    if not token:
        abort(HTTPStatus.NOT_FOUND)
    told = request.headers.get("Authorization", "")
    if not hmac.compare_digest(told.encode(), f"Bearer {token}".encode()):
        response = Response(say("metrics.token", {}, language()), 401, mimetype="text/plain")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    response = Response(generate_latest(current_app.extensions[EXTENSION].registry))
    response.headers["Content-Type"] = CONTENT_TYPE_PLAIN_0_0_4
    response.headers["Cache-Control"] = "no-store"
    return response


class Figures:
    """What is counted, and by which token it can be read."""

    def __init__(self, store: Store, settings: Settings) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.token = settings.operation.metrics_token
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "geo_app_request_seconds",
            "Time until an answer begins, by view and class of its status.",
            ["endpoint", "status"],
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self.refused = Counter(
            "geo_app_sign_in_refused",
            "Passwords and codes that were wrong, and tries that came too soon.",
            ["why"],
            registry=self.registry,
        )
        for why in _REFUSED.values():
            self.refused.labels(why)
        self.registry.register(_Kept(store, settings))

    def count(self, endpoint: str | None, status: int, seconds: float) -> None:
        """One more request.

        Args:
            endpoint: The view; None = there is none for such an address.
            status: Of the answer.
            seconds: Until it began.
        """
        self.requests.labels(endpoint or "none", f"{status // 100}xx").observe(seconds)
        if endpoint in _AT_THE_DOOR and status in _REFUSED:
            self.refused.labels(_REFUSED[HTTPStatus(status)]).inc()


class _Kept(Collector):
    """What the database and the disk say at the time of a scrape."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._data = settings.data

    def describe(self) -> list[Metric]:
        """Nothing: the database is not asked before somebody reads."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures of now."""
        try:
            kept = list(self._of_the_database())
        except StoreError as error:
            current_app.logger.warning("the database cannot be used: %s", error)
            kept = []
        yield _one("geo_app_database_up", "Whether the database could be asked.", bool(kept))
        yield from kept
        free = shutil.disk_usage(self._data).free
        yield _one("geo_app_disk_free_bytes", "Free space where the data folder is.", free)

    def _of_the_database(self) -> Iterator[Metric]:
        with self._store.session(read_only=True) as session:
            cell, waiting = counts.total(session), queue(session)
        sites = GaugeMetricFamily("geo_app_sites", "Sites by status.", labels=["status"])
        for status, n in zip(Status, cell.standing, strict=True):
            sites.add_metric([status.value], n)
        yield sites
        yield _one("geo_app_sites_overdue", "Sites that are overdue.", cell.overdue)
        yield _one("geo_app_visits_waiting", "Visits told without all photos.", waiting.visits)
        yield _one(
            "geo_app_photos_waiting", "Photos of these that are missing.", waiting.photos_missing
        )
        yield _one("geo_app_uploads", "Photos that are arriving in pieces.", waiting.uploads)
        yield _one("geo_app_upload_bytes", "Bytes that these will have.", waiting.upload_bytes)


def init(app: Flask, store: Store, settings: Settings) -> None:
    """Count requests, where somebody may read the counts.

    Raises:
        InputError: The token could be guessed, or cannot be sent.
    """
    token = settings.operation.metrics_token
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or " " in token):
        raise InputError("settings.metrics_token", shortest=SHORTEST_TOKEN)
    figures = app.extensions[EXTENSION] = Figures(store, settings)
    if not token:
        return

    @app.after_request
    def count(response: Response) -> Response:
        figures.count(request.endpoint, response.status_code, log.seconds())
        return response


def _one(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)
