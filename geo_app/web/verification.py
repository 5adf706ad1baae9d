"""Steps of the procedure as forms and as interface."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.procedure import Step
from geo_app.errors import ConflictError, ForbiddenError, InputError
from geo_app.web import rechecks
from geo_app.web.actions import Refused
from geo_app.web.installation import here
from geo_app.web.interface.door import asked
from geo_app.web.language import language
from geo_app.web.pages import site_page
from geo_app.web.translate import _
from geo_app.words import say
from geo_app.work import verification as job
from geo_app.work.verification import Said

verification = Blueprint("verification", __name__)

STEP = f"<any({', '.join(Step)}):step>"


@verification.get("/due")
def due() -> str:
    """What is to be looked at again: the longest overdue first, then what comes soon."""
    installation = here()
    today, rules = installation.today(), installation.settings.verification
    with installation.store.session(read_only=True) as session:
        found = job.due_list(
            session,
            rules.recheck_days,
            today,
            ahead_days=rules.recheck_ahead_days,
            limit=rechecks.LISTED,
        )
        view = rechecks.view(found, today)
    return render_template("due.html", view=view, rules=rules)


@verification.route(f"/sites/<site_id>/{STEP}", methods=["GET", "POST"])
def take(site_id: str, step: str) -> Response | tuple[str, int]:
    """Take a step by a form of the page of the site, and go back there.

    A form that is refused comes back with what was typed and why. Its address leads to the page of
    the site: for a reload, or a switch of language.
    """
    back = f"{url_for('pages.site', site_id=site_id)}#actions"
    if request.method != "POST":
        return redirect(back, 303)
    given = {name: value for name, value in request.form.items() if name != "csrf_token"}
    told: dict[str, Any] = dict(given)
    if "photos" in told:
        told["photos"] = request.form.getlist("photos")
    try:
        _take(site_id, Step(step), Said.read(told))
    except (InputError, ForbiddenError, ConflictError) as error:
        photos = tuple(request.form.getlist("photos"))
        return site_page(site_id, Refused(Step(step), error, given, photos)), error.http_status
    flash(_("已记录：%(step)s。", step=say(f"step.{step}", {}, language())))
    return redirect(back, 303)


@verification.post(f"/api/sites/<site_id>/{STEP}")
def take_json(site_id: str, step: str) -> Response:
    """Take a step; the answer is where the site stands after it."""
    _take(site_id, Step(step), Said.read(asked().body))
    return standing(site_id)


@verification.get("/api/sites/<site_id>/standing")
def standing(site_id: str) -> Response:
    """Where a site stands for who asks: each step, possible or why not."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        found = job.standing(
            session, installation.actor, site_id, installation.desk, installation.today()
        ).to_json()
    response = Response(current_app.json.dumps(found), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _take(site_id: str, step: Step, told: Said) -> None:
    installation = here()
    with installation.store.session() as session:
        job.take(
            session,
            installation.actor,
            site_id,
            step,
            told,
            installation.desk,
            installation.today(),
        )
