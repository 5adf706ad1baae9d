"""Indicators that belong to no site: their page, and a CSV of them after a look at it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.actor import Right
from geo_app.domain.indicator import Axis, axes, compared
from geo_app.errors import ConflictError, GeoAppError, InputError, UsageError
from geo_app.web.indicator_sheet import Sheet, sheet
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work.indicators import book as indicators_work
from geo_app.work.indicators.book import Preview
from geo_app.work.indicators.file import COLUMNS

indicators = Blueprint("indicators", __name__)
_TOGETHER = 4
"""Series on one sheet: as many dashes as the eye tells apart."""


@indicators.get("/leader/indicators")
def page() -> str:
    """Every series as a line and as a table; works without a script.

    Raises:
        UsageError: A parameter.
    """
    for name in request.args:
        raise UsageError("query.unknown_name", name=name[:40])
    with here().store.session(read_only=True) as session:
        found = indicators_work.load(session)
    kept = {each.series.name: each for each in found}
    return render_template(
        "indicators.html",
        sheets=_sheets(axes(each.series for each in found)),
        kept=kept,
        compared=compared,
        may_import=here().actor.may(Right.INDICATORS),
    )


@indicators.get("/leader/indicators/import")
def choose() -> str:
    """The form that takes a file."""
    return _page()


@indicators.post("/leader/indicators/import")
def look() -> Response:
    """What a file would change; nothing is kept yet."""
    installation = here()
    try:
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            raise InputError("body.field", name="file", reason="CSV")
        name = Path(upload.filename.replace("\\", "/")).name[:200] or "csv"
        with closing(upload):
            data = upload.read()
        with installation.store.session(read_only=True) as session:
            found = indicators_work.preview(
                session,
                installation.actor,
                data,
                name=name,
                limits=installation.settings.limits,
                today=installation.today(),
            )
    except GeoAppError as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    return _answer(_page(found=found, name=name), 422 if found.refusals else 200)


@indicators.post("/leader/indicators/import/confirm")
def confirm() -> Response:
    """Keep what was looked at: read again, and all of it or nothing."""
    installation = here()
    name = request.form.get("name", "")[:200] or "csv"
    try:
        with installation.store.session() as session:
            indicators_work.wait(session)
            found = indicators_work.preview(
                session,
                installation.actor,
                request.form.get("text", "").encode("utf-8", "replace"),
                name=name,
                limits=installation.settings.limits,
                today=installation.today(),
            )
            indicators_work.take_over(
                session,
                installation.actor,
                found,
                name=name,
                seen=request.form.get("seen", ""),
                address=request.remote_addr,
            )
    except (InputError, ConflictError) as error:
        return _answer(_page(error=error.text(language())), error.http_status)
    added, corrected = len(found.added), len(found.corrected)
    flash(_("已保存：新增 %(added)s，更正 %(corrected)s。", added=added, corrected=corrected))
    return redirect(url_for("indicators.page"), 303)


def _sheets(found: list[Axis]) -> list[Sheet]:
    return [
        sheet(Axis(axis.series[at : at + _TOGETHER]))
        for axis in found
        for at in range(0, len(axis.series), _TOGETHER)
    ]


def _answer(page: str, status: int) -> Response:
    return Response(page, status, mimetype="text/html")


def _page(
    *, error: str | None = None, found: Preview | None = None, name: str | None = None
) -> str:
    limits = here().settings.limits
    return render_template(
        "indicators_import.html",
        error=error,
        found=found,
        name=name,
        columns=COLUMNS,
        refusals=[each.text(language()) for each in found.refusals] if found else [],
        limit_kb=limits.indicator_bytes // 1024,
    )
