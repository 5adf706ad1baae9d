"""Filters of the ledger that a person keeps: made from the address, opened by it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.errors import InputError, TooLargeError
from geo_app.web import ledger as ledger_view
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work.people import views

ledger_views = Blueprint("ledger_views", __name__)
_LONGEST_QUERY = 2000


@ledger_views.post("/ledger/views")
def keep() -> Response:
    """Keep the filter that the ledger shows."""
    installation = here()
    given = MultiDict(parse_qsl(request.form.get("filter", "")[:_LONGEST_QUERY]))
    asked = ledger_view.asked(installation.districts, given)
    try:
        with installation.database.session() as session:
            name, limits = request.form.get("name", ""), installation.settings.ledger
            views.keep(session, installation.actor, name, asked.query, limits)
    except (InputError, TooLargeError) as error:
        flash(error.text(language()))
    else:
        flash(_("视图已保存。"))
    return redirect(asked.url(), 303)


@ledger_views.post("/ledger/views/<view_id>/forget")
def forget(view_id: str) -> Response:
    """Remove a kept filter."""
    installation = here()
    with installation.database.session() as session:
        views.forget(session, installation.actor, view_id)
    flash(_("视图已删除。"))
    return redirect(url_for("pages.ledger"), 303)
