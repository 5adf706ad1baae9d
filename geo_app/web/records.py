"""What the administrator looks at: the door's book, sessions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.web.installation import here
from geo_app.web.translate import _
from geo_app.work.people import book, browsers

records = Blueprint("records", __name__)

LINES = 100
"""Lines of the door's book on one page."""
MOST_SESSIONS = 500
"""Sessions on one page; the last used ones."""


@records.get("/people/book")
def door_book() -> str:
    """Who came in, who was refused, who changed whose rights."""
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None
    kinds = [each for each in request.args.getlist("kind") if each in set(book.Kind)]
    with here().database.session(read_only=True) as session:
        lines = book.read(session, here().actor, kinds=kinds, limit=LINES + 1, before=before)
    return render_template(
        "door_book.html",
        lines=lines[:LINES],
        older=lines[LINES - 1].seq if len(lines) > LINES else None,
        kinds=list(book.Kind),
        chosen=kinds,
    )


@records.get("/people/sessions")
def sessions() -> str:
    """Who is signed in, where."""
    installation = here()
    with installation.database.session(read_only=True) as session:
        found = browsers.every(
            session, installation.actor, installation.settings.accounts, MOST_SESSIONS
        )
    return render_template("sessions.html", sessions=found)


@records.post("/people/sessions/<session_id>/end")
def end_session(session_id: str) -> Response:
    """End a session of somebody."""
    with here().database.session() as session:
        browsers.end(session, here().actor, session_id)
    flash(_("这个登录已结束。"))
    return redirect(url_for(".sessions"), 303)
