"""The own account: password, sessions, access keys."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError
from geo_app.store.people import Person
from geo_app.web import known_device, sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import people as job
from geo_app.work.people import browsers, keys, passkeys, passwords, second_factor
from geo_app.work.reminders import calendar as calendars
from geo_app.work.reminders.inbox import has_one

own_account = Blueprint("own_account", __name__)


@own_account.get("/me")
def me() -> str:
    """Who is signed in, the own keys, another password."""
    return me_page()


@own_account.post("/me/password")
def change_password() -> Response:
    """Another password; all other sessions end."""
    installation, form, person = here(), request.form, sessions.person_needed()
    limits = installation.settings.accounts
    try:
        if form.get("password") != form.get("again"):
            raise InputError("people.password_differs")
        job.prove(
            installation.database,
            person.login,
            form.get("old", ""),
            known_device.caller(person.login),
            limits,
        )
        with installation.database.session() as session:
            known = session.get_one(Person, person.id)
            job.set_password(session, known, form.get("password", ""), limits)
    except GeoAppError as error:
        page = me_page(error=error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    sessions.go_on(installation.database, installation.settings, known)
    flash(_("密码已更改，其他设备上的登录已失效。"))
    return redirect(url_for(".me"), 303)


@own_account.post("/me/keys")
def make_key() -> Response:
    """A new access key, shown this once."""
    installation, form = here(), request.form
    days = form.get("days", "")
    try:
        with installation.database.session() as session:
            key = keys.make(
                session,
                session.get_one(Person, sessions.person_needed().id),
                form.get("name", ""),
                form.getlist("right"),
                int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
                installation.settings.accounts,
            )
    except GeoAppError as error:
        return Response(
            me_page(error=error.text(language())), error.http_status, mimetype="text/html"
        )
    return Response(me_page(new_key=key), mimetype="text/html")


@own_account.post("/me/keys/<key_id>/revoke")
def revoke_key(key_id: str) -> Response:
    """Take a key back."""
    with here().database.session() as session:
        keys.revoke(session, session.get_one(Person, sessions.person_needed().id), key_id)
    flash(_("访问密钥已吊销。"))
    return redirect(url_for(".me"), 303)


@own_account.post("/me/sessions/<session_id>/end")
def end_session(session_id: str) -> Response:
    """End one of the own sessions: a phone that was lost."""
    with here().database.session() as session:
        browsers.end(session, here().actor, session_id)
    flash(_("这个登录已结束。"))
    return redirect(url_for(".me"), 303)


def me_page(
    error: str | None = None, new_key: str | None = None, calendar: str | None = None
) -> str:
    """The page of the own account.

    Args:
        error: What was wrong with a form.
        new_key: A key that was just made.
        calendar: An address of the calendar that was just made.
    """
    installation, person = here(), sessions.person_needed()
    with installation.database.session(read_only=True) as session:
        own_keys = keys.of(session, person.id)
        calendar_since = calendars.made_at(session, person.id)
        screens = browsers.of(session, person.id, installation.settings.accounts)
        has_second_step = second_factor.has(session, person.id)
        own_passkeys = passkeys.of(session, person.id)
    who = installation.actor
    return render_template(
        "me.html",
        account=person,
        areas=installation.area_names(person.areas),
        keys=own_keys,
        screens=screens,
        has_second_step=has_second_step,
        passkeys=own_passkeys,
        provider=installation.settings.provider,
        this_screen=sessions.session_here(),
        new_key=new_key,
        key_rights=[right for right in keys.RIGHTS if who.may(right)],
        error=error,
        calendar=calendar,
        calendar_since=calendar_since,
        is_reminded=has_one(who),
        limits=installation.settings.accounts,
        longest=passwords.LONGEST,
    )
