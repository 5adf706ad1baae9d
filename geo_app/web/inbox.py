"""The inbox: what a person is reminded of, read or not; the bell that counts what is unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geo_app.domain.actor import Actor
from geo_app.domain.reminders import OVERDUE, Reminder
from geo_app.errors import StoreError
from geo_app.store.counts import editions
from geo_app.store.models import Site
from geo_app.web import sessions
from geo_app.web.installation import Installation, here
from geo_app.web.language import language, word
from geo_app.web.translate import _
from geo_app.work import reminders as job
from geo_app.work.reminders import inbox as kept
from geo_app.work.reminders import message

inbox = Blueprint("inbox", __name__)

_BELL = 100
"""Reminders of each kind that the bell looks at; beyond it says that there are more."""
_BELLS = "geo_app.inbox.bells"
_MOST_BELLS = 500


@dataclass(frozen=True, slots=True)
class _Bell:
    """What stood in an inbox, at an edition of the counts of sites."""

    edition: int
    keys: tuple[str, ...]
    whole: bool


@inbox.get("/inbox")
def page() -> str:
    """The reminders that stand, the longest overdue first."""
    installation, actor = here(), here().actor
    with installation.store.session(read_only=True) as session:
        found = job.find(session, actor, installation.settings, installation.today())
        read = kept.read_of(session, actor, found.reminders)
    rows = [_row(each, each.key in read) for each in found.reminders]
    return render_template(
        "inbox.html",
        groups=[
            (_("已超期"), [row for row in rows if row["late"]]),
            (_("将到期"), [row for row in rows if not row["late"]]),
        ],
        unread=sum(not row["read"] for row in rows),
        whole=found.whole,
        is_reminded=kept.has_one(actor),
        rules=installation.settings.reminders,
    )


@inbox.post("/inbox")
def mark() -> Response:
    """Mark one or all as read, or one as unread again."""
    installation, form = here(), request.form
    actor = installation.actor
    keys = None if form.get("all") else form.getlist("key")
    with installation.store.session() as session:
        found = job.find(session, actor, installation.settings, installation.today())
        kept.mark(session, actor, found.reminders, keys, read=form.get("as") != "unread")
    return redirect(url_for(".page"), 303)


def _row(each: Reminder, read: bool) -> dict[str, Any]:
    if each.subject_kind == Site.__tablename__:
        url = url_for("pages.site", site_id=each.subject_id, _anchor="actions")
    else:
        url = url_for("pages.ledger", q=each.name.rstrip("…"))
    tongue = language()
    return {
        "key": each.key,
        "url": url,
        "name": message.name_of(each, tongue),
        "code": each.code if each.subject_kind == Site.__tablename__ else "",
        "day": each.day,
        "waits": message.waits(each, tongue),
        "duty": word(each.duty, "duty"),
        "status": each.status,
        "unit": each.unit,
        "district": each.district,
        "late": each.stage == OVERDUE,
        "read": read,
    }


def init(app: Flask) -> None:
    """Let the frame of every page have the bell."""
    app.extensions[_BELLS] = {}

    @app.context_processor
    def bell() -> dict[str, Any]:
        return {"bell": _bell}


def _bell() -> dict[str, Any] | None:
    """How many are unread; None = who asks is reminded of nothing."""
    installation = here()
    actor = sessions.visitor(installation.database)
    if actor is None or not kept.has_one(actor):
        return None
    try:
        with installation.store.session(read_only=True) as session:
            stands = _standing(session, installation, actor)
            unread = len(stands.keys) - len(kept.read_keys(session, actor, stands.keys))
    except StoreError:  # the page itself says what is wrong
        return None
    more = unread > _BELL or (unread and not stands.whole)
    return {"unread": min(unread, _BELL), "more": bool(more)}


def _standing(session: Session, installation: Installation, actor: Actor) -> _Bell:
    """What stands in the inbox, looked at again when something of the sites has changed.

    Another unit in the ledger or another day of looking again changes no count: the bell hears of
    it with the next change, the inbox at once.
    """
    bells: dict[tuple[Actor, date], _Bell] = current_app.extensions[_BELLS]
    today = installation.today()
    number = editions.newest(session.connection())
    known = bells.get((actor, today))
    if known is not None and known.edition == number:
        return known
    found = job.find(session, actor, installation.settings, today, _BELL)
    made = _Bell(number or 0, tuple(each.key for each in found.reminders), found.whole)
    if number is not None:
        if len(bells) >= _MOST_BELLS:
            bells.clear()
        bells[actor, today] = made
    return made
