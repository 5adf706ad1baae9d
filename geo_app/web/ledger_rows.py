"""Rows of the ledger changed on the screen: one with its history, or many after a look at each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from geo_app.domain.particulars import RULES, Field
from geo_app.domain.remark import Remark
from geo_app.errors import (
    ConflictError,
    ForbiddenError,
    GeoAppError,
    InputError,
    NotFoundError,
    TooLargeError,
)
from geo_app.store.models import Problem
from geo_app.web import ledger as ledger_view
from geo_app.web.installation import Installation, here
from geo_app.web.language import language
from geo_app.web.ledger_changes import sent, shown
from geo_app.web.ledger_chosen import chosen
from geo_app.web.translate import _
from geo_app.work import ledger_changes, ledger_lines
from geo_app.work.events import may_amend
from geo_app.work.ledger_changes import Change
from geo_app.work.ledger_lines import Line
from geo_app.work.particulars import Edit, amend, longest

ledger_rows = Blueprint("ledger_rows", __name__)

_BEFORE = "before_"
"""What stood in a field when the form was made goes along with it under this name."""


@ledger_rows.get("/ledger/rows/<subject_id>")
def row(subject_id: str) -> str:
    """What is written about a problem or site, to be changed, and who wrote what before."""
    return _page(subject_id)


@ledger_rows.post("/ledger/rows/<subject_id>")
def save(subject_id: str) -> Response:
    """Keep what was changed in the form, all of it or nothing."""
    installation = here()
    edits = [
        Edit(subject_id, name, before, after)
        for name in Field
        if name in request.form and (before := _typed(_BEFORE + name)) != (after := _typed(name))
    ]
    try:
        with installation.store.session() as session:
            count = amend(session, installation.actor, edits, installation.settings.ledger)
    except (InputError, ConflictError, ForbiddenError) as error:
        page = _page(subject_id, error=error)
        return Response(page, error.http_status, mimetype="text/html")
    flash(_("已保存 %(n)s 处改动。", n=count) if count else _("没有改动。"))
    return redirect(f"{ledger_view.way_back()}#row-{subject_id}", 303)


def _typed(name: str) -> str:
    """A text of the form; browsers send a line break as two signs."""
    return request.form.get(name, "").replace("\r\n", "\n")


def _page(subject_id: str, error: GeoAppError | None = None) -> str:
    installation = here()
    limits = installation.settings.ledger
    with installation.store.session(read_only=True) as session:
        line = ledger_lines.lines_of(session, [subject_id]).get(subject_id)
        if line is None:
            raise NotFoundError("job.no_site", id=subject_id[:80])
        refused = error is not None
        return render_template(
            "ledger_row.html",
            line=line,
            is_problem=isinstance(line.row, Problem),
            open=may_amend(installation.actor, line.row),
            fields=[
                {
                    "name": name.value,
                    "before": line.texts[name],
                    "value": _typed(name) if refused else line.texts[name],
                    "rule": RULES[name],
                    "longest": longest(name, limits),
                }
                for name in Field
            ],
            rules=RULES,
            story=ledger_changes.story(line.events),
            error=error.text(language()) if error else None,
            back=ledger_view.way_back(),
        )


@ledger_rows.post("/ledger/rows")
def look() -> Response:
    """What a change of many rows would do; nothing is kept yet."""
    installation = here()
    value = request.form.get("value", "")
    try:
        field = _field(request.form.get("field", ""))
        with installation.store.session(read_only=True) as session:
            lines = chosen(session, installation, installation.settings.ledger.page_changes)
            changes, refusals = _changes(lines, field, value, installation)
            page = render_template(
                "ledger_bulk.html",
                field=field,
                value=value,
                rows=len(lines),
                changes=[shown(each) for each in changes],
                refusals=refusals,
                sent=sent(changes),
                back=ledger_view.way_back(),
            )
    except (InputError, TooLargeError) as error:
        page = render_template(
            "ledger_bulk.html", error=error.text(language()), back=ledger_view.way_back()
        )
        return Response(page, error.http_status, mimetype="text/html")
    return Response(page, mimetype="text/html")


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError as error:
        raise InputError("body.field", name="field", reason=", ".join(Field)) from error


def _changes(
    lines: list[Line], field: Field, value: str, installation: Installation
) -> tuple[list[Change], list[dict[str, Any]]]:
    """What would be another than before, and rows in which it cannot stand."""
    changes, refusals = [], []
    for line in lines:
        try:
            change = ledger_changes.change(
                installation.actor, line, field, value, installation.settings.ledger
            )
        except (InputError, ForbiddenError) as error:
            refusals.append({"line": line, "reason": Remark(error.code, error.values)})
            continue
        if change is not None:
            changes.append(change)
    return changes, refusals
