"""The districts of the administrator: how many sites each has, other outlines after a look."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.web.installation import Installation, here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import outlines as job
from geo_app.work.field import arrivals
from geo_app.work.field.laid_aside import found_again, lay_aside
from geo_app.work.field.uploads import Counter

outlines = Blueprint("outlines", __name__)


@outlines.get("/people/districts")
def listing() -> str:
    """Every district with the number of its sites."""
    return _page()


@outlines.post("/people/districts")
def look() -> Response:
    """What the outlines of a file would tell; nothing is used yet."""
    installation = here()
    try:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise InputError("body.field", name="file", reason="GeoJSON")
        data, name = upload.read(), _named(upload.filename)
        with installation.database.session(read_only=True) as session:
            found = job.look(
                session,
                installation.actor,
                data,
                name,
                installation.settings,
                installation.districts,
            )
        key = lay_aside(_counter(installation), installation.actor, BytesIO(data), name)
    except GeoAppError as error:
        return _refused(error)
    return Response(_page(found=found, key=key, name=name), mimetype="text/html")


@outlines.post("/people/districts/confirm")
def confirm() -> Response:
    """Use what was looked at, from the next start on."""
    installation = here()
    key, name = request.form.get("key", ""), _named(request.form.get("name", ""))
    try:
        data = found_again(_counter(installation), installation.actor, key).read_bytes()
        with installation.database.session() as session:
            count = job.keep(session, installation.actor, data, name, installation.settings)
    except GeoAppError as error:
        return _refused(error)
    installation.counter.forget([key])
    flash(_("已载入 %(n)s 个区县的界线，重新启动服务后使用。", n=count))
    return redirect(url_for(".listing"), 303)


def _counter(installation: Installation) -> Counter:
    return arrivals.seen_by(installation.counter, installation.actor.areas)


def _named(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:200] or "geojson"


def _refused(error: GeoAppError) -> Response:
    page = _page(error=error.text(language()))
    return Response(page, error.http_status, mimetype="text/html")


def _page(
    *, error: str | None = None, found: job.Look | None = None, key: str = "", name: str = ""
) -> str:
    installation = here()
    settings = installation.settings
    with installation.database.session(read_only=True) as session:
        sheet = job.sheet(session, installation.actor, settings, installation.districts)
    return render_template(
        "districts.html",
        sheet=sheet,
        found=found,
        key=key,
        name=name,
        error=error,
        number=settings.map_number,
        limit_mb=settings.limits.import_bytes // (1024 * 1024),
    )
