"""What the office does on the page of a site: put it before the public, take it away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from geo_app.errors import ConflictError, InputError
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import publication as job

publication = Blueprint("publication", __name__)


@publication.post("/sites/<site_id>/public/show")
def show(site_id: str) -> Response:
    """Put a site before the public, or give it another name there."""
    installation = here()
    settings = installation.settings
    try:
        with installation.store.session() as session:
            row = job.show(
                session,
                installation.actor,
                site_id,
                request.form.get("name", ""),
                settings.public,
                installation.today(),
            )
    except InputError as error:
        return _back(site_id, error)
    flash(_("已公开，公众页编号 %(number)s。", number=row.number))
    return _back(site_id)


@publication.post("/sites/<site_id>/public/hide")
def hide(site_id: str) -> Response:
    """Take a site away from the public."""
    installation = here()
    try:
        with installation.store.session() as session:
            job.hide(
                session,
                installation.actor,
                site_id,
                request.form.get("reason", ""),
                installation.settings.verification,
            )
    except (InputError, ConflictError) as error:
        return _back(site_id, error)
    flash(_("已从公众页撤下；浏览器和代理中的旧页最多再留 %(n)s 秒。",
            n=installation.settings.public.keep_s))  # fmt: skip
    return _back(site_id)


def _back(site_id: str, error: InputError | ConflictError | None = None) -> Response:
    if error is not None:
        flash(error.text(language()), "error")
    return redirect(f"{url_for('pages.site', site_id=site_id)}#public", 303)
