"""For a watchdog: whether what a visit needs can be used now, asked and not remembered."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, current_app
from sqlalchemy import select
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, StorageFullError
from geo_app.store.models import LogHead
from geo_app.web.installation import Installation, here

health = Blueprint("health", __name__)

_NOBODYS = "0" * 64


@health.get("/healthz")
def healthz() -> Response:
    """200 where database, photos and disk can be used; 503 names those that cannot."""
    installation = here()
    took: dict[str, float] = {}
    failing = []
    for name, ask in PARTS.items():
        started = time.perf_counter()
        try:
            ask(installation)
        except (GeoAppError, OSError) as error:
            current_app.logger.warning("%s cannot be used: %s", name, error)
            failing.append(name)
        took[f"{name}_ms"] = round((time.perf_counter() - started) * 1000, 1)
    body = {"status": "failing" if failing else "ok", "failing": failing, **took}
    status = HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK
    response = Response(current_app.json.dumps(body) + "\n", status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _database(installation: Installation) -> None:
    with installation.database.session(read_only=True) as session:
        session.scalars(select(LogHead.seq)).one()


def _photos(installation: Installation) -> None:
    installation.desk.files.has(_NOBODYS)


def _disk(installation: Installation) -> None:
    if (
        shutil.disk_usage(installation.settings.data).free
        < installation.settings.health.free_least_bytes
    ):
        raise StorageFullError("files.full")


PARTS: dict[str, Callable[[Installation], None]] = {
    "database": _database,
    "photos": _photos,
    "disk": _disk,
}
