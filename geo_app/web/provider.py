"""Signing in at the provider of the office: there, back, and where a person connects the account.

The way of a browser waits in its own cookie, and is used once.
"""

from __future__ import annotations

import time
from dataclasses import astuple

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, SignInError
from geo_app.store.people import Person
from geo_app.web import door, second_step, sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.proof import proved
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work.people import links
from geo_app.work.people import provider as job
from geo_app.work.people.provider import Identity, Way

provider = Blueprint("provider", __name__)

_SENT = "provider"
_TO_COME_IN, _TO_CONNECT, _INVITED = "in", "connect", "link"


@provider.get("/sign-in/provider")
def leave() -> Response:
    """To the provider, to come in."""
    try:
        return redirect(_sent(_TO_COME_IN, own_path(request.args.get("next", ""))), 303)
    except GeoAppError as error:
        return door.refused("", "", error)


@provider.get("/link/<secret>/provider")
def leave_invited(secret: str) -> Response:
    """To the provider, to use a one-time link without a password."""
    with here().database.session(read_only=True) as opened:
        links.read(opened, secret)
    try:
        return redirect(_sent(_INVITED, secret), 303)
    except GeoAppError as error:
        return door.refused("", "", error)


@provider.get("/sign-in/provider/back")
def come_back() -> Response:
    """Back from the provider."""
    told = session.pop(_SENT, None)
    limit_s = 60 * here().settings.provider.minutes
    if told is None or not 0 <= time.time() - told[0] <= limit_s:
        return door.refused("", "", SignInError("provider.late"))
    _at, purpose, more, *way = told
    try:
        who = job.come_back(here().settings.provider, _back(), Way(*way), request.args.to_dict())
        return {_TO_COME_IN: _come_in, _INVITED: _accept, _TO_CONNECT: _connect}[purpose](who, more)
    except GeoAppError as error:
        return door.refused("", "", error)


def _come_in(who: Identity, back: str) -> Response:
    with here().database.session() as opened:
        person = job.person_of(opened, who, request.remote_addr or "")
    if person is None:
        return door.refused("", back, SignInError("provider.unknown"))
    return second_step.after_password(person, own_path(back), provider=who.issuer)


def _accept(who: Identity, secret: str) -> Response:
    """Use an invitation: the account is that of the provider from now on."""
    with here().database.session() as opened:
        person = links.spend(opened, secret)
        job.bind(opened, person, who)
    return second_step.after_password(person, url_for("pages.map_page"), provider=who.issuer)


def _connect(who: Identity, person_id: str) -> Response:
    if sessions.person_needed().id != person_id:
        raise SignInError("provider.late")
    with here().database.session() as opened:
        job.bind(opened, opened.get_one(Person, person_id), who)
    flash(_("已连接。"))
    return redirect(url_for(".page"), 303)


@provider.get("/me/provider")
def page() -> Response:
    """Whether the own account is connected."""
    return _page()


@provider.post("/me/provider")
def connect() -> Response:
    """The way to the provider, for who shows the password."""
    try:
        return _page(way=_sent(_TO_CONNECT, proved().id))
    except GeoAppError as error:
        return _page(error=error)


@provider.post("/me/provider/remove")
def remove() -> Response:
    """Connected no longer."""
    try:
        who = proved()
        with here().database.session() as opened:
            person = opened.get_one(Person, who.id)
            job.remove(opened, person, here().settings.provider.issuer)
    except GeoAppError as error:
        return _page(error=error)
    flash(_("已断开。"))
    return redirect(url_for(".page"), 303)


def _sent(purpose: str, more: str) -> str:
    way = job.set_out(here().settings.provider, _back())
    session[_SENT] = [time.time(), purpose, more, *astuple(way)]
    return way.url


def _back() -> str:
    return url_for("provider.come_back", _external=True)


def _page(error: GeoAppError | None = None, way: str | None = None) -> Response:
    person, told = sessions.person_needed(), here().settings.provider
    with here().database.session(read_only=True) as opened:
        own = job.of(opened, person.id, told.issuer)
    text = render_template(
        "provider.html",
        provider=told,
        own=own,
        way=way,
        error=error.text(language()) if error else None,
    )
    return Response(text, error.http_status if error else 200, mimetype="text/html")
