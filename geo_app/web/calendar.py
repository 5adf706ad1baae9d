"""The calendar of a person: a feed under a secret address, which the person makes and ends."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geo_app.domain.actor import Actor
from geo_app.domain.reminders import Reminder
from geo_app.errors import NotFoundError
from geo_app.reports.reminder import ics
from geo_app.store.models import Site
from geo_app.store.people import Person
from geo_app.web import own_account, sessions
from geo_app.web.installation import Installation, here
from geo_app.web.translate import _
from geo_app.work import reminders as job
from geo_app.work.people import second_factor
from geo_app.work.people.accounts import person_id
from geo_app.work.reminders import calendar as kept

calendar = Blueprint("calendar", __name__)


@calendar.get("/calendar/<secret>.ics")
def feed(secret: str) -> Response:
    """What the owner of the address is to do by which day, by the rights that hold now."""
    installation = here()
    with installation.database.session(read_only=True) as session:
        owner = kept.owner(session, secret)
        if owner is None or not _may_come_in(installation, owner, second_factor.who_has(session)):
            raise NotFoundError("reminder.no_calendar")
    settings, today = installation.settings, installation.today()
    ahead = (settings.reminders.calendar_days,)
    rules = replace(settings.reminders, days=ahead, recheck_days=ahead)
    with installation.database.seen_from(owner.areas).session(read_only=True) as session:
        found = job.find(session, owner, replace(settings, reminders=rules), today)
    told = ics.write(found.reminders, today, settings.language, _url)
    response = Response(told, mimetype="text/calendar")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@calendar.post("/me/calendar")
def make() -> Response:
    """A new address, shown this once; the one before ends."""
    with here().database.session() as session:
        secret = kept.make(session, session.get_one(Person, sessions.person_needed().id))
    page = own_account.me_page(calendar=url_for(".feed", secret=secret, _external=True))
    return Response(page, mimetype="text/html")


@calendar.post("/me/calendar/revoke")
def revoke() -> AnyResponse:
    """End the address."""
    with here().database.session() as session:
        kept.revoke(session, session.get_one(Person, sessions.person_needed().id))
    flash(_("日历地址已失效。"))
    return redirect(url_for("own_account.me"), 303)


def _may_come_in(installation: Installation, owner: Actor, with_second_step: set[str]) -> bool:
    """A role that must have a second factor sees nothing without one, here neither."""
    demanded = owner.role in installation.second_factor_for
    return not demanded or person_id(owner) in with_second_step


def _url(each: Reminder) -> str:
    address = here().settings.outgoing.address or request.url_root
    if each.subject_kind == Site.__tablename__:
        path = url_for("pages.site", site_id=each.subject_id)
    else:
        path = url_for("inbox.page")
    return f"{address.rstrip('/')}{path}"
