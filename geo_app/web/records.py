"""What the administrator looks at: the door's book, sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

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
from geo_app.domain.text import clean_line
from geo_app.errors import UsageError
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
_DAYS = ("since", "until")
_LONGEST_NAME = 100
MOST_SESSIONS = 500
"""Sessions on one page; the last used ones."""


@records.get("/people/book")
def door_book() -> str:
    """Who came in, who was refused, who changed whose rights."""
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None
    wanted = _wanted()
    with here().database.session(read_only=True) as session:
        lines = book.read(session, here().actor, wanted, limit=LINES + 1, before=before)
    return render_template(
        "door_book.html",
        lines=lines[:LINES],
        older=lines[LINES - 1].seq if len(lines) > LINES else None,
        kinds=list(book.Kind),
        chosen=wanted.kinds,
        # what the links to older lines and to the file keep
        asked={name: request.args[name] for name in ("person", *_DAYS) if request.args.get(name)},
    )


@records.get("/people/book.csv")
def door_book_csv() -> Response:
    """All lines as a file for a spreadsheet; that it was taken is the newest of them."""
    wanted = _wanted()
    installation, actor = here(), here().actor
    with installation.database.session() as session:
        book.exported(session, actor, request.full_path.rstrip("?"), address=request.remote_addr)
    return Response(
        stream_with_context(as_csv(_lines(actor, wanted))),
        mimetype="text/csv",
        headers={
            "Content-Disposition": 'attachment; filename="door-book.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _wanted() -> book.Wanted:
    """What the address asks for; a kind that does not exist is passed over.

    Raises:
        UsageError: A day is none.
    """
    told = request.args
    kinds = [each for each in told.getlist("kind") if each in set(book.Kind)]
    # the last day is meant as a whole: up to where the next one begins
    since, until = (_midnight(name, told.get(name, ""), n) for n, name in enumerate(_DAYS))
    return book.Wanted(kinds, clean_line(told.get("person", ""))[:_LONGEST_NAME], since, until)


def _midnight(name: str, text: str, later: int) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=later)
        # the first and last years have no midnight in every zone
        return datetime(day.year, day.month, day.day, tzinfo=here().desk.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError("query.unknown_value", name=name, value=text[:40]) from None


def _lines(actor: Actor, wanted: book.Wanted) -> Iterator[tuple[object, ...]]:
    """Heading and lines, newest first; a slow reader holds no transaction open."""
    yield (
        *(_("编号"), _("时间"), _("事项"), _("人员"), _("账户编号")),
        *(_("对象"), _("来源"), _("详情")),
    )
    spoken, before = language(), None
    while True:
        with here().database.session(read_only=True) as session:
            lines = book.read(session, actor, wanted, limit=LINES_AT_ONCE, before=before)
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
