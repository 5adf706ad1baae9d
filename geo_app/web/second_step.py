"""The second step of signing in: a code after the password, and where a person turns that on.

Between the two steps the cookie says who has shown a password, and when; it lets nobody in.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError, SignInError, WaitError
from geo_app.store.people import Person
from geo_app.web import known_device, sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.proof import proved
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work import people as job
from geo_app.work.people import book, passkeys, second_factor

second_step = Blueprint("second_step", __name__)

_HALF = "half_way"


def after_password(person: Person, back: str, **how: str) -> Response:
    """Let in who has shown the first factor, or ask for the code, or for the passkey."""
    store, address = here().database, request.remote_addr or ""
    with store.session() as opened:
        asked = second_factor.has(opened, person.id)
        demanded = person.role in here().second_factor_for
        barred = not asked and demanded and passkeys.has(opened, person.id)
        if barred:
            kind, code = book.Kind.REFUSED, "passkey_needed"
            book.note(opened, kind, subject=person.login, address=address, code=code)
        elif not asked:
            job.came_in(opened, person, address, **how)
    if barred:
        flash(SignInError("people.passkey_needed").text(language()))
        return redirect(url_for("door.sign_in", next=back), 303)
    if not asked:
        return _let_in(person, back)
    session[_HALF] = [person.id, _shown(person), int(time.time()), back]
    return redirect(url_for("second_step.code"), 303)


# --- at the door --------------------------------------------------------------------------------


@second_step.get("/sign-in/code")
def code() -> Response:
    """The form for the code."""
    if _half_way() is None:
        return redirect(url_for("door.sign_in"), 303)
    return _page_of_code()


@second_step.post("/sign-in/code")
def show() -> Response:
    """Sign in with the code."""
    installation, half = here(), _half_way()
    if half is None:
        session.pop(_HALF, None)
        raise SignInError("people.code_late")
    person, back = half
    try:
        with installation.database.session() as opened:
            right = second_factor.show(
                opened,
                person,
                request.form.get("code", ""),
                known_device.caller(person.login),
                installation.seal,
                installation.settings.accounts,
            )
    except WaitError as error:
        return _page_of_code(error)
    if not right:
        return _page_of_code(SignInError("people.code_wrong"))
    return _let_in(person, back)


def _half_way() -> tuple[Person, str] | None:
    """Who has shown the password in this browser a short time ago, and where to go then."""
    told, installation = session.get(_HALF), here()
    if told is None:
        return None
    person_id, shown, at, back = told
    if time.time() - at > 60 * installation.settings.accounts.code_minutes:
        return None
    with installation.database.session(read_only=True) as opened:
        person = opened.get(Person, person_id)
    if person is None or not person.active or _shown(person) != shown:
        return None
    return person, own_path(back)


def _shown(person: Person) -> str:
    """Stands for the password, role and areas that were there then; the mark itself is a secret."""
    return hashlib.sha256(person.session_mark.encode()).hexdigest()


def _let_in(person: Person, back: str) -> Response:
    installation = here()
    sessions.let_in(installation.database, installation.settings, person)
    return known_device.remember(redirect(back, 303), person.login)


def _page_of_code(error: SignInError | WaitError | None = None) -> Response:
    page = render_template("sign_in_code.html", error=error.text(language()) if error else None)
    response = Response(page, error.http_status if error else 200, mimetype="text/html")
    if isinstance(error, WaitError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


# --- the own account ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page says beside where things stand.

    Attributes:
        paper: Codes on paper, shown this once.
        error: What went wrong.
    """

    paper: tuple[str, ...] = ()
    error: GeoAppError | None = None


@second_step.get("/me/second-step")
def page() -> Response:
    """Where things stand: off, begun, on."""
    return _page_of_own()


@second_step.post("/me/second-step")
def begin() -> Response:
    """A new secret for the app, for who shows the password."""
    try:
        person = proved()
        with here().database.session() as opened:
            second_factor.begin(opened, person, here().seal)
    except GeoAppError as error:
        return _page_of_own(_Told(error=error))
    return redirect(url_for(".page"), 303)


@second_step.post("/me/second-step/confirm")
def confirm() -> Response:
    """The app has the secret: from now on it is asked for; the codes on paper are shown."""
    installation, who = here(), sessions.person_needed()
    try:
        with installation.database.session() as opened:
            person = opened.get_one(Person, who.id)
            paper = second_factor.confirm(
                opened, person, request.form.get("code", ""), installation.seal
            )
    except InputError as error:
        return _page_of_own(_Told(error=error))
    sessions.go_on(installation.database, installation.settings, person)
    return _page_of_own(_Told(paper=tuple(paper)))


@second_step.post("/me/second-step/paper")
def renew_paper() -> Response:
    """Other codes on paper."""
    try:
        person = proved()
        with here().database.session() as opened:
            paper = second_factor.renew_paper(opened, person)
    except GeoAppError as error:
        return _page_of_own(_Told(error=error))
    return _page_of_own(_Told(paper=tuple(paper)))


@second_step.post("/me/second-step/remove")
def remove() -> Response:
    """Come in by the password alone again; all other sessions end."""
    installation = here()
    try:
        who = proved()
        with installation.database.session() as opened:
            person = opened.get_one(Person, who.id)
            second_factor.remove(opened, person)
    except GeoAppError as error:
        return _page_of_own(_Told(error=error))
    sessions.go_on(installation.database, installation.settings, person)
    flash(_("两步验证已关闭，其他设备上的登录已失效。"))
    return redirect(url_for(".page"), 303)


def _page_of_own(told: _Told | None = None) -> Response:
    told = told or _Told()
    installation, person = here(), sessions.person_needed()
    with installation.database.session(read_only=True) as opened:
        is_on = second_factor.has(opened, person.id)
        offer = second_factor.offered(opened, person, installation.seal)
        left = second_factor.paper_left(opened, person.id)
    text = render_template(
        "second_step.html",
        is_on=is_on,
        is_demanded=person.role in installation.second_factor_for,
        offer=offer,
        square=segno.make_qr(offer.address).svg_data_uri(scale=4, light="#fff") if offer else None,
        paper=told.paper,
        left=left,
        error=told.error.text(language()) if told.error else None,
    )
    response = Response(text, told.error.http_status if told.error else 200, mimetype="text/html")
    if isinstance(told.error, WaitError):
        response.headers["Retry-After"] = str(told.error.seconds)
    return response
