"""The own account: who is signed in, another password, keys for programs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError, SignInError
from geo_app.store.people import Person
from geo_app.web import sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import people as job
from geo_app.work.people import keys, passwords

own_account = Blueprint("own_account", __name__)


@own_account.get("/me")
def me() -> str:
    """Who is signed in, the own keys, another password."""
    return _me_page()


@own_account.post("/me/password")
def change_password() -> Response:
    """Another password; all other sessions end."""
    installation, form, person = here(), request.form, _person()
    limits = installation.settings.accounts
    try:
        if form.get("password") != form.get("again"):
            raise InputError("people.password_differs")
        job.sign_in(
            installation.database,
            person.login,
            form.get("old", ""),
            request.remote_addr or "",
            limits,
            enters=False,
        )
        with installation.database.session() as session:
            known = session.get_one(Person, person.id)
            job.set_password(session, known, form.get("password", ""), limits)
    except GeoAppError as error:
        page = _me_page(error=error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    sessions.let_in(known)
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
                session.get_one(Person, _person().id),
                form.get("name", ""),
                form.getlist("right"),
                int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0,
                installation.settings.accounts,
            )
    except GeoAppError as error:
        return Response(
            _me_page(error=error.text(language())), error.http_status, mimetype="text/html"
        )
    return Response(_me_page(new_key=key), mimetype="text/html")


@own_account.post("/me/keys/<key_id>/revoke")
def revoke_key(key_id: str) -> Response:
    """Take a key back."""
    with here().database.session() as session:
        keys.revoke(session, session.get_one(Person, _person().id), key_id)
    flash(_("访问密钥已吊销。"))
    return redirect(url_for(".me"), 303)


def _person() -> Person:
    person = sessions.person_here()
    if person is None:
        raise SignInError("people.sign_in_needed")
    return person


def _me_page(error: str | None = None, new_key: str | None = None) -> str:
    installation, person = here(), _person()
    with installation.database.session(read_only=True) as session:
        own = keys.of(session, person.id)
    who = installation.actor
    return render_template(
        "me.html",
        account=person,
        areas=here().area_names(person.areas),
        keys=own,
        new_key=new_key,
        key_rights=[right for right in keys.RIGHTS if who.may(right)],
        error=error,
        limits=installation.settings.accounts,
        longest=passwords.LONGEST,
    )
