"""The door: signing in and out, and one-time links for who has no password yet."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import GeoAppError, InputError, SignInError, WaitError
from geo_app.web import known_device, second_step, sessions
from geo_app.web.front import bar
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work import people as job
from geo_app.work.demo import people as demo_people
from geo_app.work.people import book, links, passkeys, passwords
from geo_app.work.people.accounts import actor_of
from geo_app.work.people.links import Invited

door = Blueprint("door", __name__)


@door.get("/sign-in")
def sign_in() -> str:
    """The form."""
    return _sign_in_page("", request.args.get("next", ""))


@door.post("/sign-in")
def enter() -> Response:
    """Sign in with login and password."""
    installation, form = here(), request.form
    back = own_path(form.get("next", ""))
    provider = installation.settings.provider
    if provider.issuer and not provider.passwords:
        return refused("", back, SignInError("provider.no_passwords"))
    try:
        person = job.prove(
            installation.database,
            form.get("login", ""),
            form.get("password", ""),
            known_device.caller(form.get("login", "")),
            installation.settings.accounts,
        )
    except (SignInError, WaitError) as error:
        return refused(form.get("login", ""), back, error)
    return second_step.after_password(person, back)


@door.post("/sign-in/demo")
def enter_demo() -> Response:
    """Sign in as a made-up person: of a demo, on this computer."""
    if not here().is_demo:
        abort(404)
    with here().database.session() as session:
        person = demo_people.of_role(session, request.form.get("role", ""))
        if person is None:
            abort(404)
        who, address = actor_of(person), request.remote_addr
        book.note(session, book.Kind.SIGNED_IN, who, address=address)
    sessions.let_in(here().database, here().settings, person)
    return redirect(own_path(request.form.get("next", "")), 303)


@door.post("/sign-out")
def leave() -> Response:
    """Sign out."""
    with here().database.session() as session:
        book.note(session, book.Kind.SIGNED_OUT, here().actor, address=request.remote_addr)
    sessions.let_out(here().database)
    flash(_("已退出。"))
    response = redirect(url_for(".sign_in"), 303)
    # what the browser keeps of pages and tiles; what waits there to be sent stays
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def refused(login: str, back: str, error: GeoAppError) -> Response:
    """The page of the door, for who was not let in.

    Args:
        login: As typed.
        back: Where to go once inside.
        error: Why.
    """
    page = _sign_in_page(login, back, error.text(language()))
    response = Response(page, error.http_status, mimetype="text/html")
    if isinstance(error, WaitError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _sign_in_page(login: str, back: str, error: str | None = None) -> str:
    installation = here()
    with installation.database.session(read_only=True) as session:
        nobody = job.is_empty(session)
        roles = demo_people.roles(session) if installation.is_demo else []
        by_passkey = passkeys.are_there(session)
    return render_template(
        "sign_in.html",
        login=login,
        back=own_path(back),
        error=error,
        nobody=nobody,
        roles=roles,
        by_passkey=by_passkey,
        bar=bar(),
        provider=installation.settings.provider,
    )


@door.get("/link/<secret>")
def link(secret: str) -> str:
    """A look at a link: it is spent by the form only, not by a program that follows addresses."""
    with here().database.session(read_only=True) as session:
        invited = links.read(session, secret)
    return _link_page(secret, invited)


@door.post("/link/<secret>")
def use_link(secret: str) -> Response:
    """Set the password, and sign in."""
    installation, form = here(), request.form
    with installation.database.session(read_only=True) as session:
        invited = links.read(session, secret)
    first = None if invited else Invited(form.get("login", ""), form.get("name", ""))
    try:
        if form.get("password") != form.get("again"):
            raise InputError("people.password_differs")
        with installation.database.session() as session:
            person = links.use(
                session,
                secret,
                form.get("password", ""),
                first,
                installation.districts,
                installation.settings.accounts,
            )
    except GeoAppError as error:
        page = _link_page(secret, invited, error.text(language()), first)
        return Response(page, error.http_status, mimetype="text/html")
    flash(_("密码已设置。"))
    return second_step.after_password(person, url_for("pages.map_page"))


def _link_page(
    secret: str, invited: Invited | None, error: str | None = None, first: Invited | None = None
) -> str:
    shortest = here().settings.accounts.password_characters
    return render_template(
        "link.html",
        secret=secret,
        invited=invited,
        first=first or Invited("", ""),
        error=error,
        shortest=shortest,
        longest=passwords.LONGEST,
        provider=here().settings.provider,
    )
