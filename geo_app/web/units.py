"""The units of the administrator: which names there are, another name, two spellings made one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.persona import LONGEST_NAME
from geo_app.domain.text import clean_line
from geo_app.errors import GeoAppError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import unit_moving, unit_names
from geo_app.work.unit_moving import Move

units = Blueprint("units", __name__)

MOST = 500
"""Units on one page; it says n of N."""


@units.get("/people/units")
def listing() -> str:
    """Every unit that something names."""
    return _page()


@units.post("/people/units")
def add() -> Response:
    """Keep a unit ready that nothing names yet."""
    try:
        with here().database.session() as session:
            name = unit_names.add(session, here().actor, request.form.get("name", ""))
    except GeoAppError as error:
        return _refused(error)
    flash(_("已入册：%(name)s", name=name))
    return redirect(url_for(".listing"), 303)


@units.post("/people/units/look")
def look() -> Response:
    """What another name would change; nothing is kept yet."""
    installation, form = here(), request.form
    try:
        with installation.database.session(read_only=True) as session:
            found = unit_moving.look(
                session,
                installation.actor,
                form.get("name", ""),
                form.get("to", ""),
                installation.settings.ledger,
            )
    except GeoAppError as error:
        return _refused(error)
    return Response(_page(found=found), mimetype="text/html")


@units.post("/people/units/move")
def move() -> Response:
    """Give the unit the name that was looked at, everywhere or nowhere."""
    installation, form = here(), request.form
    try:
        with installation.database.session() as session:
            done = unit_moving.move(
                session,
                installation.actor,
                form.get("name", ""),
                form.get("to", ""),
                form.get("mark", ""),
                installation.settings.ledger,
            )
    except GeoAppError as error:
        return _refused(error)
    flash(
        _(
            "「%(name)s」已改为「%(to)s」：点位 %(sites)s，问题 %(problems)s，人员 %(people)s。",
            name=done.name,
            to=done.to,
            sites=done.sites,
            problems=done.problems,
            people=done.people,
        )
    )
    return redirect(url_for(".listing"), 303)


@units.post("/people/units/<any(disable,enable):which>")
def switch(which: str) -> Response:
    """Offer a unit no longer, or again."""
    name = request.form.get("name", "")
    try:
        with here().database.session() as session:
            if which == "disable":
                unit_names.retire(session, here().actor, name)
            else:
                unit_names.add(session, here().actor, name)
    except GeoAppError as error:
        return _refused(error)
    return redirect(url_for(".listing"), 303)


def _refused(error: GeoAppError) -> Response:
    page = _page(error=error.text(language()))
    return Response(page, error.http_status, mimetype="text/html")


def _page(*, error: str | None = None, found: Move | None = None) -> str:
    installation = here()
    asked = clean_line(request.args.get("q", ""))[:LONGEST_NAME]
    with installation.database.session(read_only=True) as session:
        everything = unit_names.every(session, installation.actor)
    fitting = [each for each in everything if asked.casefold() in each.name.casefold()]
    return render_template(
        "units.html",
        units=fitting[:MOST],
        fitting=len(fitting),
        asked=asked,
        names=[each.name for each in everything if not each.is_retired][:MOST],
        found=found,
        error=error,
        form=request.form,
        longest=LONGEST_NAME,
    )
