"""The ledger as an Excel file: download, and edits of it back in after a look at each."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from geo_app.errors import ConflictError, GeoAppError, InputError, TooLargeError
from geo_app.reports.ledger.compare import Preview, preview
from geo_app.reports.ledger.write import Head, write
from geo_app.web import ledger as ledger_view
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.ledger_changes import received, sent, shown
from geo_app.web.translate import _
from geo_app.work.ledger_lines import Part
from geo_app.work.particulars import amend
from geo_app.work.people import book
from geo_app.work.site_filter import SiteFilter

ledger_file = Blueprint("ledger_file", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTE = 1024 * 1024


@ledger_file.get("/ledger/export.xlsx")
def export() -> Response:
    """The ledger that this person sees, or what a filter leaves of it; written down who took it."""
    installation = here()
    settings, today, actor = installation.settings, installation.today(), installation.actor
    where = ledger_view.asked(installation.districts).where
    head = Head(
        actor.unit or settings.operator_unit or None,
        today,
        ZoneInfo(settings.timezone),
        installation.in_working_days,
        part=None if where == SiteFilter() else Part(where, today),
        filter=ledger_view.in_words(where, installation.districts),
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "ledger.xlsx"
        with installation.store.session(read_only=True) as session:
            count = write(
                session, target, head, settings.complaints, most=settings.ledger.page_rows
            )
        content = BytesIO(target.read_bytes())  # page_rows keeps it to a few megabytes
    with installation.database.session() as session:
        book.note(
            session,
            book.Kind.EXPORTED,
            actor,
            subject="ledger.xlsx",
            address=request.remote_addr,
            rows=count,
            **({"filter": head.filter} if head.part else {}),
        )
    name = _("整改台账-%(day)s.xlsx", day=today.isoformat())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@ledger_file.get("/ledger/import")
def choose() -> str:
    """The form that takes an edited file."""
    return _page()


@ledger_file.post("/ledger/import")
def look() -> Response:
    """What an edited file would change; nothing is kept yet."""
    installation = here()
    limits = installation.settings.ledger
    try:
        data, name = _uploaded()
        with installation.store.session(read_only=True) as session:
            found = preview(session, installation.actor, data, name=name, limits=limits)
            # what the page says of lines is read while the session is open
            page = _page(found=found, name=name)
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    return _answer(page, 200)


@ledger_file.post("/ledger/import/confirm")
def confirm() -> Response:
    """Make the changes that were looked at, all of them or none."""
    installation = here()
    source = request.form.get("name", "")[:200] or None
    try:
        edits = received(request.form.get("changes", ""), installation.settings.ledger.page_changes)
        with installation.store.session() as session:
            count = amend(
                session, installation.actor, edits, installation.settings.ledger, source=source
            )
            if source:  # what was changed on the screen came from nowhere
                book.note(
                    session,
                    book.Kind.IMPORTED,
                    installation.actor,
                    subject=source,
                    address=request.remote_addr,
                    changes=count,
                )
    except (InputError, ConflictError) as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    flash(_("已保存 %(n)s 处改动。", n=count))
    return redirect(ledger_view.way_back(), 303)


def _answer(page: str, status: int) -> Response:
    return Response(page, status, mimetype="text/html")


def _uploaded() -> tuple[bytes, str]:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise InputError("body.field", name="file", reason="xlsx")
    return upload.read(), Path(upload.filename).name


def _page(
    *, error: str | None = None, found: Preview | None = None, name: str | None = None
) -> str:
    limits = here().settings.ledger
    many = found is not None and len(found.changes) > limits.page_changes
    if found is not None and many:
        count = len(found.changes)
        error = TooLargeError("ledger.many_changes", count=count, limit=limits.page_changes).text(
            language()
        )
        found = None
    return render_template(
        "ledger_import.html",
        error=error,
        found=found,
        name=name,
        changes=[shown(each) for each in found.changes] if found else [],
        sent=sent(found.changes) if found else "",
        limit_mb=limits.file_bytes // MEGABYTE,
    )
