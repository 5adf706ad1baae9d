"""What the administrator looks at: the door's book, sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from geo_app.domain.actor import Actor
from geo_app.reports.spreadsheet import as_csv
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.words import term
from geo_app.work.people import book, browsers

records = Blueprint("records", __name__)

LINES = 100
"""Lines of the door's book on one page."""
LINES_AT_ONCE = 1000
"""Lines that are read for a file at a time."""
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


@records.get("/people/book.csv")
def door_book_csv() -> Response:
    """All lines as a file for a spreadsheet; that it was taken is the newest of them."""
    kinds = [each for each in request.args.getlist("kind") if each in set(book.Kind)]
    installation, actor = here(), here().actor
    with installation.database.session() as session:
        book.exported(session, actor, request.full_path.rstrip("?"), address=request.remote_addr)
    return Response(
        stream_with_context(as_csv(_lines(actor, kinds))),
        mimetype="text/csv",
        headers={
            "Content-Disposition": 'attachment; filename="door-book.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _lines(actor: Actor, kinds: list[str]) -> Iterator[tuple[object, ...]]:
    """Heading and lines, newest first; a slow reader holds no transaction open."""
    yield (
        *(_("编号"), _("时间"), _("事项"), _("人员"), _("账户编号")),
        *(_("对象"), _("来源"), _("详情")),
    )
    spoken, before = language(), None
    while True:
        with here().database.session(read_only=True) as session:
            lines = book.read(session, actor, kinds=kinds, limit=LINES_AT_ONCE, before=before)
        for line in lines:
            yield (
                *(line.seq, line.at.isoformat(), term("door", line.kind, spoken)),
                *(line.actor_name or "", line.actor_id or "", line.subject or ""),
                *(line.address or "", json.dumps(line.data, ensure_ascii=False, sort_keys=True)),
            )
        if len(lines) < LINES_AT_ONCE:
            return
        before = lines[-1].seq


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
def end_session(session_id: str) -> AnyResponse:
    """End a session of somebody."""
    with here().database.session() as session:
        browsers.end(session, here().actor, session_id)
    flash(_("这个登录已结束。"))
    return redirect(url_for(".sessions"), 303)
