"""The people of the administrator: who may sign in, in which role, bound to which areas."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from geo_app.domain.persona import LONGEST_NAME
from geo_app.errors import GeoAppError
from geo_app.store.people import Person
from geo_app.web import sessions
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import ledger, unit_names
from geo_app.work import people as job
from geo_app.work.people import browsers, links, passkeys, second_factor

people = Blueprint("people", __name__)


@people.get("/people")
def listing() -> str:
    """Who may sign in."""
    return _people_page()


@people.post("/people")
def add() -> Response:
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


@people.post("/people/<person_id>")
def change(person_id: str) -> Response:
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
    flash(_("已更改；权限有变的，此人须重新登录。"))
    return redirect(url_for(".listing"), 303)


@people.post("/people/<person_id>/<any(enable,disable):which>")
def switch(person_id: str, which: str) -> Response:
    """Let somebody in or not."""
    try:
        with here().database.session() as session:
            job.set_active(session, here().actor, person_id, active=which == "enable")
    except GeoAppError as error:
        page = _people_page(error=error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    return redirect(url_for(".listing"), 303)


@people.post("/people/<person_id>/link")
def make_link(person_id: str) -> Response:
    """A new one-time link for somebody who has lost the password."""
    installation, actor = here(), here().actor
    with installation.database.session() as session:
        person = job.get(session, actor, person_id)
        secret = links.make(session, actor, person_id, installation.settings.accounts)
    return Response(_people_page(link=(person, _address(secret))), mimetype="text/html")


@people.post("/people/<person_id>/sign-out")
def sign_out(person_id: str) -> Response:
    """End all sessions of somebody."""
    installation = here()
    with installation.database.session() as session:
        person = job.get(session, installation.actor, person_id)
        browsers.end_all(session, installation.actor, person)
    flash(_("此人的所有登录已结束。"))
    return redirect(url_for(".listing"), 303)


@people.post("/people/<person_id>/second-step/reset")
def reset_second_step(person_id: str) -> Response:
    """Let somebody who has lost the phone and the paper come in by the password alone."""
    installation = here()
    with installation.database.session() as session:
        person = job.get(session, installation.actor, person_id)
        second_factor.reset(session, installation.actor, person)
    flash(_("此人的两步验证和通行密钥已关闭，其所有登录已结束。"))
    return redirect(url_for(".listing"), 303)


def _told(form: MultiDict[str, str]) -> job.NewPerson:
    areas = form.get("areas", "").replace("，", ",").replace("、", ",").split(",")
    login, name, role = (form.get(each, "") for each in ("login", "name", "role"))
    places, mail = tuple(filter(str.strip, areas)), form.get("mail", "")
    return job.NewPerson(login, name, form.get("unit"), role, places, mail)


def _address(secret: str) -> str:
    return url_for("door.link", secret=secret, _external=True)


def _people_page(
    error: str | None = None,
    form: MultiDict[str, str] | None = None,
    link: tuple[Person, str] | None = None,
) -> str:
    installation = here()
    with installation.database.session(read_only=True) as session:
        everybody = job.every(session, installation.actor)
        with_second_step = second_factor.who_has(session)
        with_passkey = passkeys.who_has(session)
        theirs = filter(None, (each.unit for each in everybody))
        offered = unit_names.offered(session, [*ledger.units(session), *theirs])
    return render_template(
        "people.html",
        people=[(each, installation.area_names(each.areas)) for each in everybody],
        with_second_step=with_second_step,
        with_passkey=with_passkey,
        own_id=sessions.person_needed().id,
        roles=[role.value for role in job.ROLES],
        error=error,
        form=form or {},
        link=link,
        hours=round(installation.settings.accounts.link_hours),
        longest=LONGEST_NAME,
        districts=[each.name for each in installation.districts.districts],
        units=installation.districts.accounting_units,
        offered=offered,
    )
