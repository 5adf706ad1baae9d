"""Passkeys: coming in by one, and where a person adds and removes them.

The challenge waits in the cookie of the browser that was asked; that it is good once, the database
says (``work.people.passkeys``).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, SignInError, WaitError
from geo_app.store.people import Person
from geo_app.web import door, known_device, sessions
from geo_app.web.front import bar, front
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.proof import lacks_second_factor, proved
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work.people import passkeys as job
from geo_app.work.people.passkeys import Answer, Asked, Challenge

passkeys = Blueprint("passkeys", __name__)

_ASKED = "passkey"
_AT_THE_DOOR, _TO_MAKE = "in", "make"


# --- at the door --------------------------------------------------------------------------------


@passkeys.post("/sign-in/passkey/ask")
def ask() -> Response:
    """A challenge for whoever is there."""
    asked = job.ask(front(), here().settings.accounts)
    _remember(_AT_THE_DOOR, asked)
    return jsonify(asked.options)


@passkeys.post("/sign-in/passkey")
def enter() -> Response:
    """Sign in with a passkey."""
    installation, back = here(), own_path(request.form.get("next", ""))
    answer, address = _answer(_AT_THE_DOOR), request.remote_addr or ""
    try:
        with installation.database.session() as opened:
            found = job.come_in(opened, answer, address, installation.settings.accounts)
    except WaitError as error:
        return door.refused("", back, error)
    if found is None:
        return door.refused("", back, SignInError("people.passkey_wrong"))
    person, passkey_id = found
    sessions.let_in(installation.database, installation.settings, person, passkey_id)
    return known_device.remember(redirect(back, 303), person.login)


# --- the own account ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page says beside the list.

    Attributes:
        name: Of the passkey that is being made.
        options: For the device that makes it.
        error: What went wrong.
    """

    name: str = ""
    options: Mapping[str, Any] | None = None
    error: GeoAppError | None = None


@passkeys.get("/me/passkeys")
def page() -> Response:
    """The own passkeys."""
    return _page(_Told())


@passkeys.post("/me/passkeys")
def begin() -> Response:
    """Ask the device for a passkey, for who shows the password."""
    name = request.form.get("name", "")
    try:
        person = proved()
        with here().database.session(read_only=True) as opened:
            asked = job.begin(opened, person, front(), here().settings.accounts)
    except GeoAppError as error:
        return _page(_Told(name, error=error))
    _remember(_TO_MAKE, asked)
    return _page(_Told(name, asked.options))


@passkeys.post("/me/passkeys/keep")
def keep() -> Response:
    """Keep what the device has made."""
    installation, who = here(), sessions.person_needed()
    name, answer = request.form.get("name", ""), _answer(_TO_MAKE)
    try:
        with installation.database.session() as opened:
            person = opened.get_one(Person, who.id)
            key = job.keep(opened, person, name, answer, installation.settings.accounts)
    except GeoAppError as error:
        return _page(_Told(error=error))
    if lacks_second_factor(person.role):
        # password and passkey were both shown just now
        sessions.let_in(installation.database, installation.settings, person, key.id)
    flash(_("通行密钥已添加。"))
    return redirect(url_for(".page"), 303)


@passkeys.post("/me/passkeys/remove")
def remove() -> Response:
    """Take a passkey back; sessions that were begun with it end, but for this one."""
    installation = here()
    try:
        who = proved()
        with installation.database.session() as opened:
            person = opened.get_one(Person, who.id)
            key = job.remove(opened, person, request.form.get("passkey", ""))
    except GeoAppError as error:
        return _page(_Told(error=error))
    if sessions.passkey_here() == key.id:
        sessions.let_in(installation.database, installation.settings, person)
    flash(_("通行密钥已删除，用它登录的其他设备已退出。"))
    return redirect(url_for(".page"), 303)


def _remember(purpose: str, asked: Asked) -> None:
    value = base64.b64encode(asked.challenge.value).decode("ascii")
    session[_ASKED] = [purpose, value, asked.challenge.at.timestamp()]


def _answer(purpose: str) -> Answer:
    """What the browser says, and what it was asked for this purpose, once."""
    challenge, told = None, session.pop(_ASKED, None)
    if told is not None and told[0] == purpose:
        challenge = Challenge(base64.b64decode(told[1]), datetime.fromtimestamp(told[2], UTC))
    return Answer(request.form.get("credential", ""), challenge, front())


def _page(told: _Told) -> Response:
    person = sessions.person_needed()
    with here().database.session(read_only=True) as opened:
        own = job.of(opened, person.id)
    text = render_template(
        "passkeys.html",
        passkeys=own,
        host=front().host,
        bar=bar(),
        name=told.name,
        options=told.options,
        error=told.error.text(language()) if told.error else None,
        longest_name=job.LONGEST_NAME,
        is_demanded=person.role in here().second_factor_for,
    )
    response = Response(text, told.error.http_status if told.error else 200, mimetype="text/html")
    if isinstance(told.error, WaitError):
        response.headers["Retry-After"] = str(told.error.seconds)
    return response
