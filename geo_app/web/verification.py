"""Steps of the procedure as forms and as interface, and the page that says who acts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.actor import Role
from geo_app.domain.persona import LONGEST_NAME, said
from geo_app.domain.procedure import Step
from geo_app.errors import GeoAppError, UnsupportedError, UsageError
from geo_app.web import persona
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.words import say
from geo_app.work import verification as job
from geo_app.work.verification import Said

verification = Blueprint("verification", __name__)

STEP = f"<any({', '.join(Step)}):step>"


@verification.app_context_processor
def person() -> dict[str, Any]:
    """The bar of every page names who acts."""
    return {"person": here().actor}


@verification.post(f"/sites/<site_id>/{STEP}")
def take(site_id: str, step: str) -> Response:
    """Take a step by a form of the page of the site, and go back there."""
    told: dict[str, Any] = {
        name: value for name, value in request.form.items() if name != "csrf_token"
    }
    if "photos" in told:
        told["photos"] = request.form.getlist("photos")
    _take(site_id, Step(step), Said.read(told))
    flash(_("已记录：%(step)s。", step=say(f"step.{step}", {}, language())))
    return redirect(f"{url_for('pages.site', site_id=site_id)}#actions", 303)


@verification.post(f"/api/sites/<site_id>/{STEP}")
def take_json(site_id: str, step: str) -> Response:
    """Take a step; the answer is where the site stands after it."""
    if not request.is_json:
        raise UnsupportedError("http.415")
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        raise UsageError("http.400")
    _take(site_id, Step(step), Said.read(told))
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


@verification.get("/me")
def me() -> str:
    """Who acts at this screen."""
    actor = here().actor
    return _me_page(
        {"name": actor.name, "unit": actor.unit or "", "role": actor.role.value},
        request.args.get("next", ""),
    )


@verification.post("/me")
def say_who() -> Response:
    """Say who acts from now on, or that it is the operator again."""
    back = own_path(request.form.get("next", ""))
    if "forget" in request.form:
        persona.forget()
        return redirect(back, 303)
    form = {name: request.form.get(name, "") for name in ("name", "unit", "role")}
    try:
        actor = said(**form)
    except GeoAppError as error:
        page = _me_page(form, back, error.text(language()))
        return Response(page, error.http_status, mimetype="text/html")
    persona.remember(actor)
    flash(_("现在由%(name)s办理。", name=actor.name))
    return redirect(back, 303)


def _me_page(form: dict[str, str], back: str, error: str | None = None) -> str:
    return render_template(
        "me.html",
        form=form,
        back=own_path(back),
        error=error,
        roles=[role.value for role in Role],
        longest=LONGEST_NAME,
    )
