"""The queue of tips: looked at by people, answered, put into the history of a site as a note."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.actor import Right
from geo_app.domain.tip import CLOSED, State
from geo_app.errors import ConflictError, InputError, NotFoundError, UsageError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.query import CATEGORIES
from geo_app.web.translate import _
from geo_app.work import gazetteer, tip_drafts
from geo_app.work import tips as job
from geo_app.work.tip_drafts import Wanted

tips = Blueprint("tips", __name__, url_prefix="/tips")


@tips.get("")
def listing() -> str:
    """Tips of one state."""
    installation = here()
    wanted = request.args.get("state", State.WAITING.value)
    if wanted not in set(State):
        raise UsageError("public.query", name="state")
    with installation.store.session(read_only=True) as session:
        found = job.listing(
            session, installation.actor, State(wanted), installation.settings.public
        )
        counts = job.counts(session)
        photos = job.photos_of(session, [each.id for each in found])
        made = tip_drafts.sites_of(session, found)
    return render_template(
        "tips.html",
        tips=found,
        counts=counts,
        photos=photos,
        wanted=wanted,
        limits=installation.settings.public,
        made=made,
        closed=CLOSED,
        categories=CATEGORIES,
        may_contact=installation.actor.may(Right.CONTACTS),
        may_draft=installation.actor.may(Right.NOTICES),
    )


@tips.get("/<uuid:tip_id>/photos/<int:number>")
def photo(tip_id: object, number: int) -> Response:
    """A picture of a tip."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        data = job.photo(session, installation.actor, str(tip_id), number)
    response = Response(data, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@tips.post("/<uuid:tip_id>/draft")
def draft(tip_id: object) -> Response:
    """Make a draft place out of a tip; then it is reviewed as any other one."""
    installation, form = here(), request.form
    wanted = Wanted(*(form.get(name, "") for name in ("finding", "words", "category")))
    try:
        with installation.store.session() as session:
            notice = tip_drafts.draft(
                session,
                installation.actor,
                str(tip_id),
                wanted,
                gazetteer=gazetteer.load(session),
                districts=installation.districts,
                settings=installation.settings,
            )
            page = url_for("notices.review_page", notice_id=notice.id)
    except (InputError, ConflictError) as error:
        flash(error.text(language()), "error")
        return redirect(url_for(".listing"), 303)
    flash(_("已转为待核对的地点：核对后才会上图。"))
    return redirect(page, 303)


@tips.post("/<uuid:tip_id>/dismiss")
def dismiss(tip_id: object) -> Response:
    """Answer a tip without following it."""
    installation = here()
    try:
        with installation.store.session() as session:
            reason, limits = request.form.get("answer", ""), installation.settings.public
            job.dismiss(session, installation.actor, str(tip_id), reason, limits)
    except (InputError, ConflictError) as error:
        flash(error.text(language()), "error")
    else:
        flash(_("已答复，未采纳。"))
    return redirect(url_for(".listing"), 303)


@tips.post("/<uuid:tip_id>/link")
def link(tip_id: object) -> Response:
    """Put a tip into the history of a site."""
    installation, form = here(), request.form
    try:
        with installation.store.session() as session:
            site = job.link(
                session,
                installation.actor,
                str(tip_id),
                form.get("site", ""),
                form.get("answer", ""),
                installation.settings.public,
            )
    except (InputError, ConflictError) as error:
        flash(error.text(language()), "error")
    except NotFoundError as error:
        if error.code == "tip.none":
            raise
        flash(error.text(language()), "error")
    else:
        flash(_("已记入点位 %(code)s 的经过。", code=site.code))
    return redirect(url_for(".listing"), 303)
