"""Signing in and out, one-time links, the own account, and the people of the administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.domain.actor import Actor, Right
from geo_app.domain.persona import LONGEST_NAME
from geo_app.errors import GeoAppError, InputError, SignInError, WaitError
from geo_app.store.people import Person
from geo_app.web import sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.work import people as job
from geo_app.work.demo import people as demo_people
from geo_app.work.people import book, keys, links, passwords
from geo_app.work.people.accounts import actor_of
from geo_app.work.people.links import Invited

accounts = Blueprint("accounts", __name__)

LINES = 100
"""Lines of the door's book on one page."""


@accounts.app_context_processor
def person() -> dict[str, Any]:
    """The bar of every page names who is signed in, and shows where that one may go."""
    installation = here()
    who = sessions.visitor(installation.database)
    return {"person": who, "rights": Right, "is_demo": installation.is_demo}


# --- in and out ---------------------------------------------------------------------------------


@accounts.get("/sign-in")
def sign_in() -> str:
    """The form."""
    return _sign_in_page("", request.args.get("next", ""))


@accounts.post("/sign-in")
def enter() -> Response:
    """Sign in with login and password."""
    installation, form = here(), request.form
    back = own_path(form.get("next", ""))
    try:
        person = job.sign_in(
            installation.database,
            form.get("login", ""),
            form.get("password", ""),
            request.remote_addr or "",
            installation.settings.accounts,
        )
    except (SignInError, WaitError) as error:
        page = _sign_in_page(form.get("login", ""), back, error.text(language()))
        response = Response(page, error.http_status, mimetype="text/html")
        if isinstance(error, WaitError):
            response.headers["Retry-After"] = str(error.seconds)
        return response
    sessions.let_in(person)
    return redirect(back, 303)


@accounts.post("/sign-in/demo")
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
    sessions.let_in(person)
    return redirect(own_path(request.form.get("next", "")), 303)


@accounts.post("/sign-out")
def leave() -> Response:
    """Sign out."""
    with here().database.session() as session:
        book.note(session, book.Kind.SIGNED_OUT, here().actor, address=request.remote_addr)
    sessions.let_out()
    flash(_("已退出。"))
    return redirect(url_for(".sign_in"), 303)


def _sign_in_page(login: str, back: str, error: str | None = None) -> str:
    installation = here()
    with installation.database.session(read_only=True) as session:
        nobody = job.is_empty(session)
        roles = demo_people.roles(session) if installation.is_demo else []
    return render_template(
        "sign_in.html", login=login, back=own_path(back), error=error, nobody=nobody, roles=roles
    )


# --- one-time links -----------------------------------------------------------------------------


@accounts.get("/link/<secret>")
def link(secret: str) -> str:
    """A look at a link: it is spent by the form only, not by a program that follows addresses."""
    with here().database.session(read_only=True) as session:
        invited = links.read(session, secret)
    return _link_page(secret, invited)


@accounts.post("/link/<secret>")
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
    sessions.let_in(person)
    flash(_("密码已设置，您已登录。"))
    return redirect(url_for("pages.map_page"), 303)


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
    )


# --- the own account ----------------------------------------------------------------------------


@accounts.get("/me")
def me() -> str:
    """Who is signed in, the own keys, another password."""
    return _me_page()


@accounts.post("/me/password")
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
        )
        with installation.database.session() as session:
            known = session.get_one(Person, person.id)
            job.set_password(session, known, form.get("password", ""), limits)
    except GeoAppError as error:
        page = _me_page(error=error.text(language()))
        return Response(page, max(error.http_status, 400), mimetype="text/html")
    sessions.let_in(known)
    flash(_("密码已更改，其他设备上的登录已失效。"))
    return redirect(url_for(".me"), 303)


@accounts.post("/me/keys")
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


@accounts.post("/me/keys/<key_id>/revoke")
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
        areas=_area_names(person.areas),
        keys=own,
        new_key=new_key,
        key_rights=[right for right in keys.RIGHTS if who.may(right)],
        error=error,
        limits=installation.settings.accounts,
        longest=passwords.LONGEST,
    )


# --- people, for the administrator --------------------------------------------------------------


@accounts.get("/people")
def people() -> str:
    """Who may sign in."""
    return _people_page()


@accounts.post("/people")
def add_person() -> Response:
    """Add somebody; the page shows the link to hand over."""
    installation, actor = here(), here().actor
    limits = installation.settings.accounts
    try:
        with installation.database.session() as session:
            added = job.add(session, actor, _told(request.form), installation.districts, limits)
            session.flush()
            secret = links.make(session, actor, added.id, limits)
    except GeoAppError as error:
        page = _people_page(error=error.text(language()), form=request.form)
        return Response(page, error.http_status, mimetype="text/html")
    return Response(_people_page(link=(added, _address(secret))), mimetype="text/html")


@accounts.post("/people/<person_id>")
def change_person(person_id: str) -> Response:
    """Another name, unit, role or other areas."""
    installation = here()
    try:
        with installation.database.session() as session:
            job.change(
                session,
                installation.actor,
                person_id,
                _told(request.form),
                installation.districts,
                installation.settings.accounts,
            )
    except GeoAppError as error:
        page = _people_page(error=error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    flash(_("已更改；此人须重新登录。"))
    return redirect(url_for(".people"), 303)


@accounts.post("/people/<person_id>/<any(enable,disable):which>")
def switch_person(person_id: str, which: str) -> Response:
    """Let somebody in or not."""
    try:
        with here().database.session() as session:
            job.set_active(session, here().actor, person_id, active=which == "enable")
    except GeoAppError as error:
        page = _people_page(error=error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    return redirect(url_for(".people"), 303)


@accounts.post("/people/<person_id>/link")
def make_link(person_id: str) -> Response:
    """A new one-time link for somebody who has lost the password."""
    installation, actor = here(), here().actor
    with installation.database.session() as session:
        person = job.get(session, actor, person_id)
        secret = links.make(session, actor, person_id, installation.settings.accounts)
    return Response(_people_page(link=(person, _address(secret))), mimetype="text/html")


@accounts.get("/people/book")
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


def _told(form: MultiDict[str, str]) -> job.NewPerson:
    areas = form.get("areas", "").replace("，", ",").replace("、", ",").split(",")
    login, name, role = (form.get(each, "") for each in ("login", "name", "role"))
    return job.NewPerson(login, name, form.get("unit"), role, tuple(filter(str.strip, areas)))


def _address(secret: str) -> str:
    return url_for(".link", secret=secret, _external=True)


def _area_names(areas: list[str]) -> list[str]:
    names = {each.code: each.name for each in here().districts.districts}
    return [names.get(area, area) for area in areas]


def _people_page(
    error: str | None = None,
    form: MultiDict[str, str] | None = None,
    link: tuple[Person, str] | None = None,
) -> str:
    installation = here()
    actor: Actor = installation.actor
    with installation.database.session(read_only=True) as session:
        everybody = job.every(session, actor)
    return render_template(
        "people.html",
        people=[(each, _area_names(each.areas)) for each in everybody],
        roles=[role.value for role in job.ROLES],
        error=error,
        form=form or {},
        link=link,
        hours=round(installation.settings.accounts.link_hours),
        longest=LONGEST_NAME,
        districts=[each.name for each in installation.districts.districts],
        units=installation.districts.accounting_units,
    )
