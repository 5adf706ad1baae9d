"""The page that takes a file of complaints: a look at what it holds, then all of it or nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work.complaints.reading import read
from geo_app.work.complaints.taking_in import Preview, placed, take_in
from geo_app.work.complaints.waiting import packed, unpacked
from geo_app.work.field.laid_aside import found_again, lay_aside

complaints = Blueprint("complaints", __name__)
_MEGABYTE = 1024 * 1024


@complaints.get("/complaints/import")
def choose() -> str:
    """The form that takes a file."""
    return _page()


@complaints.post("/complaints/import")
def look() -> Response:
    """What a file holds; nothing is kept yet but what was read of it, without who complained."""
    installation = here()
    settings = installation.settings
    try:
        data, name = _uploaded()
        reading = read(
            data,
            name=name,
            limits=settings.complaints,
            zone=ZoneInfo(settings.timezone),
            today=installation.today(),
        )
        with installation.store.session(read_only=True) as session:
            found = placed(session, installation.actor, reading, name=name, settings=settings)
        key = ""
        if found.fresh and not reading.flaws:
            waiting = BytesIO(packed(reading))
            key = lay_aside(installation.counter, installation.actor, waiting, name)
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    return _answer(_page(found=found, key=key), 422 if reading.flaws else 200)


@complaints.post("/complaints/import/confirm")
def confirm() -> Response:
    """Keep what was looked at."""
    installation = here()
    actor, key = installation.actor, request.form.get("key", "")
    name = _named(request.form.get("name", ""))
    try:
        reading = unpacked(found_again(installation.counter, actor, key).read_bytes())
        with installation.store.session() as session:
            found = placed(session, actor, reading, name=name, settings=installation.settings)
            count = take_in(session, actor, found, address=request.remote_addr)
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    installation.counter.forget([key])
    flash(_("已导入 %(n)s 件投诉。", n=count))
    return redirect(url_for("complaints.choose"), 303)


def _uploaded() -> tuple[bytes, str]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError("body.field", name="file", reason="csv")
    return upload.read(), _named(upload.filename)


def _named(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:200] or "csv"


def _page(*, error: str | None = None, found: Preview | None = None, key: str = "") -> str:
    limits = here().settings.complaints
    return render_template(
        "complaints_import.html",
        error=error,
        found=found,
        sentences=list(found.sentences()) if found else [],
        key=key,
        limit_mb=limits.file_bytes // _MEGABYTE,
    )


def _answer(page: str, status: int) -> Response:
    return Response(page, status, mimetype="text/html")
