"""A visit that could not leave the phone by itself: its exported file, looked at and recorded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.reports import parcel as parcels_work
from geo_app.web.installation import Installation, here
from geo_app.web.language import language
from geo_app.web.questions import answers_in_words
from geo_app.web.translate import _
from geo_app.work.field import arrivals
from geo_app.work.field.laid_aside import found_again, lay_aside
from geo_app.work.field.uploads import Counter
from geo_app.work.people import book

parcels = Blueprint("parcels", __name__)
_MEGABYTE = 1024 * 1024


@parcels.get("/visits/take-in")
def choose() -> str:
    """The form that takes an exported file."""
    return _page()


@parcels.post("/visits/take-in")
def look() -> Response:
    """What an exported file holds; nothing is recorded yet."""
    installation = here()
    key = None
    try:
        upload = _uploaded()
        name = _named(upload.filename or "")
        with closing(upload):
            file = cast(BinaryIO, upload.stream)
            key = lay_aside(_counter(installation), installation.actor, file, name)
        page = _page(found=_found(installation, key, name))
    except GeoAppError as error:
        if key is not None:
            installation.counter.forget([key])
        return _answer(_page(error=error.text(language())), error.http_status)
    return _answer(page, 200)


@parcels.post("/visits/take-in/confirm")
def confirm() -> Response:
    """Record what was looked at."""
    installation = here()
    key, name = request.form.get("key", ""), _named(request.form.get("name", ""))
    store, actor = installation.store, installation.actor
    try:
        path = found_again(_counter(installation), actor, key)
        with parcels_work.opened(path, name, installation.settings) as parcel:
            recorded = parcels_work.record(store, actor, parcel, installation.desk)
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    installation.counter.forget([key])
    with installation.database.session() as session:
        book.note(
            session,
            book.Kind.IMPORTED,
            actor,
            subject=name,
            address=request.remote_addr,
            visit=recorded.inspection.id,
            said=recorded.inspection.actor_name,
        )
    flash(
        _("这次检查早已记录，没有改动。") if recorded.again else _("已记录这次检查。"),
    )
    return redirect(url_for("pages.site", site_id=recorded.site.id), 303)


def _counter(installation: Installation) -> Counter:
    return arrivals.seen_by(installation.counter, installation.actor.areas)


def _uploaded() -> FileStorage:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError("body.field", name="file", reason="zip")
    return upload


def _named(name: str) -> str:
    return Path(name.replace("\\", "/")).name[:200] or "zip"


def _found(installation: Installation, key: str, name: str) -> dict[str, Any]:
    """What the page says of a file."""
    path = found_again(_counter(installation), installation.actor, key)
    with parcels_work.opened(path, name, installation.settings) as parcel:
        seen = parcels_work.look(installation.store, installation.actor, parcel, installation.desk)
    draft = parcel.draft
    return {
        "key": key,
        "name": name,
        "id": draft.id,
        "site": {"id": seen.site.id, "code": seen.site.code, "name": seen.site.name},
        "at": draft.visited_at,
        "who": [each for each in draft.person or () if each],
        "note": draft.note,
        "answers": answers_in_words(seen.form, seen.answers) if seen.form else [],
        "photos": [
            {
                "role": photo.role.value,
                "name": upload.name,
                "size": size,
                "external": photo.external,
                "sealed": photo.seal is not None,
                "placed": photo.fix is not None,
            }
            for photo, upload, size in zip(draft.photos, parcel.uploads, parcel.sizes, strict=True)
        ],
        "again": seen.again,
    }


def _page(*, error: str | None = None, found: dict[str, Any] | None = None) -> str:
    limit_mb = here().settings.visits.body_bytes // _MEGABYTE
    return render_template("take_in.html", error=error, found=found, limit_mb=limit_mb)


def _answer(page: str, status: int) -> Response:
    return Response(page, status, mimetype="text/html")
