"""Many sites put before the public, or taken away, from the ledger: a look, then all or none."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from geo_app.errors import ConflictError, GeoAppError, InputError
from geo_app.web import ledger as ledger_view
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.ledger_chosen import chosen
from geo_app.web.translate import _
from geo_app.work import publication_many as job

publication_many = Blueprint("publication_many", __name__)

SHOW, HIDE = "show", "hide"


@publication_many.post("/ledger/public")
def look() -> Response:
    """What would be shown or taken away, and under which names; nothing is kept yet."""
    installation = here()
    try:
        show = _shows()
        limits = installation.settings.public
        with installation.store.session(read_only=True) as session:
            lines = chosen(session, installation, installation.settings.ledger.page_changes)
            ids = [line.site.id for line in lines if line.site]
            found = job.look(session, installation.actor, ids, show=show, limits=limits)
            page = _page(
                show=show,
                names={each.site.id: each.name for each in found.changes},
                found=found,
                problems=len(lines) - len(ids),
            )
    except (InputError, ConflictError) as error:
        return _refused(error)
    return Response(page, mimetype="text/html")


@publication_many.post("/ledger/public/confirm")
def confirm() -> Response:
    """Do what was looked at, all of it or nothing."""
    installation, form = here(), request.form
    settings, actor = installation.settings, installation.actor
    mark, names = form.get("mark", ""), {}
    try:
        show = _shows()
        names = _named(show)
        with installation.store.session() as session:
            if show:
                today = installation.today()
                count = job.show(session, actor, names, mark, settings.public, today)
            else:
                reason, rules = form.get("reason", ""), settings.verification
                count = job.hide(session, actor, list(names), reason, mark, settings.public, rules)
    except (InputError, ConflictError) as error:
        return _refused(error, show=form.get("to") == SHOW, names=names)
    if show:
        flash(_("已公开 %(n)s 处点位。", n=count))
    else:
        flash(_("已撤下 %(n)s 处点位；浏览器和代理中的旧页最多再留 %(s)s 秒。",
                n=count, s=settings.public.keep_s))  # fmt: skip
    return redirect(ledger_view.way_back(), 303)


def _shows() -> bool:
    to = request.form.get("to", "")
    if to not in (SHOW, HIDE):
        raise InputError("body.field", name="to", reason=f"{SHOW}, {HIDE}")
    return to == SHOW


def _named(show: bool) -> dict[str, str]:
    """The sites that are meant, by id, with the names that they shall have."""
    ids = request.form.getlist("site")
    names = request.form.getlist("name") if show else [""] * len(ids)
    if len(set(ids)) != len(ids) or len(names) != len(ids):
        raise InputError("body.field", name="site", reason="site, name")
    return dict(zip(ids, names, strict=True))


def _refused(
    error: GeoAppError, *, show: bool = True, names: dict[str, str] | None = None
) -> Response:
    """What is wrong, with the names that were typed, to be looked at once more."""
    installation, found = here(), None
    if names:
        try:
            with installation.store.session(read_only=True) as session:
                found = job.look(
                    session,
                    installation.actor,
                    list(names),
                    show=show,
                    limits=installation.settings.public,
                )
        except GeoAppError:
            found = None
    page = _page(show=show, names=names or {}, found=found, error=error.text(language()))
    return Response(page, error.http_status, mimetype="text/html")


def _page(
    *,
    show: bool,
    names: dict[str, str],
    found: job.Look | None,
    problems: int = 0,
    error: str | None = None,
) -> str:
    return render_template(
        "publication_many.html",
        show=show,
        names=names,
        found=found,
        problems=problems,
        error=error,
        longest=here().settings.public.name_characters,
        longest_reason=here().settings.verification.reason_characters,
        back=ledger_view.way_back(),
    )
