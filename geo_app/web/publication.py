"""What the office does: put a site and its photos before the public, take them away."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geo_app.errors import ConflictError, InputError, NotFoundError
from geo_app.photo.cover import Region
from geo_app.store.inspections import Photo
from geo_app.store.publication import ShownPhoto
from geo_app.web.installation import here
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import inspections, public_photos, sites
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


@publication.route("/sites/<site_id>/public/photos/<uuid:photo_id>", methods=["GET", "POST"])
def photo(site_id: str, photo_id: object) -> Response:
    """What of a photo is painted over, and whether everybody sees it."""
    if request.method != "POST":
        return _photo_page(site_id, str(photo_id))
    installation, form = here(), request.form
    try:
        regions = public_photos.regions_from([form.getlist(name) for name in Region._fields])
        with installation.store.session() as session:
            before = _of_site(session, site_id, str(photo_id))
            old = session.get(ShownPhoto, before.id)
            was = old.key if old else None
            row = public_photos.choose(
                session,
                installation.actor,
                before.id,
                regions,
                show=form.get("action") == "show",
                limits=installation.settings.public,
            )
    except (InputError, ConflictError) as error:
        return _photo_page(site_id, str(photo_id), error)
    if was is not None and was != row.key:
        public_photos.forget(installation.desk, before.sha256, was)
    flash(_("已公开这张照片。") if row.shown else _("已保存，照片没有公开。"))
    return redirect(url_for(".photo", site_id=site_id, photo_id=photo_id), 303)


@publication.get("/sites/<site_id>/public/photos/<uuid:photo_id>/preview")
def preview(site_id: str, photo_id: object) -> Response:
    """The picture that everybody sees, or would see."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        found = _of_site(session, site_id, str(photo_id))
        row = session.get(ShownPhoto, found.id)
    if row is None:
        raise NotFoundError("inspection.no_photo", id=photo_id)
    data = public_photos.picture(installation.desk, found.sha256, row.key, row.regions)
    response = Response(data, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _of_site(session: Session, site_id: str, photo_id: str) -> Photo:
    found = inspections.get_photo(session, photo_id)
    if found.site_id != site_id:
        raise NotFoundError("inspection.no_photo", id=photo_id)
    return found


def _photo_page(
    site_id: str, photo_id: str, error: InputError | ConflictError | None = None
) -> Response:
    installation = here()
    with installation.store.session(read_only=True) as session:
        _of_site(session, site_id, photo_id)
        site = sites.get(session, site_id).site
        choice = session.get(ShownPhoto, photo_id)
    rows: list[list[str]] = []
    if error is not None:  # with what was typed
        columns = [request.form.getlist(name) for name in Region._fields]
        rows = [list(each) for each in zip(*columns, strict=False) if any(each)]
    elif choice is not None:
        rows = [[f"{100 * share:.5g}" for share in each] for each in choice.regions]
    page = render_template(
        "publication_photo.html",
        site=site,
        photo_id=photo_id,
        choice=choice,
        rows=rows,
        error=error.text(language()) if error else None,
    )
    status = error.http_status if error else HTTPStatus.OK
    return Response(page, status, mimetype="text/html")


def _back(site_id: str, error: InputError | ConflictError | None = None) -> Response:
    if error is not None:
        flash(error.text(language()), "error")
    return redirect(f"{url_for('pages.site', site_id=site_id)}#public", 303)
