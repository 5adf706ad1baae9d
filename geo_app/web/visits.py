"""Visits for people: the page that records one, photos of a site, two of them laid over."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.form import Form
from geo_app.domain.inspection import PhotoRole
from geo_app.errors import GeoAppError, NotFoundError
from geo_app.web import sheets
from geo_app.web.installation import here
from geo_app.web.interface.door import asked
from geo_app.web.maps import Bounds
from geo_app.web.pages import map_shell, page_data
from geo_app.web.photos import between, features, open_album
from geo_app.web.questions import Given, questions, words_of
from geo_app.web.strings import inspect_strings
from geo_app.web.translate import _
from geo_app.web.visit_form import Fault, FaultyVisitError, fault_of, fresh, read_visit
from geo_app.work import evidence, forms, inspections, sites, tokens
from geo_app.work.comparison import compare as compare_pictures
from geo_app.work.evidence import PhotoEvidence

visits = Blueprint("visits", __name__)
MEGABYTE = 1024 * 1024
AROUND_DEGREES = 0.004
"""Half the side of the map on the page of an inspector: some 400 m."""


@visits.get("/sites/<site_id>/inspect")
def inspect(site_id: str) -> str:
    """The page that records a visit."""
    token = tokens.issue(here().desk, datetime.now(UTC))
    return _page(site_id, fresh(here().desk, token), [])


@visits.post("/sites/<site_id>/inspect")
def record(site_id: str) -> Response | tuple[Response | str, int]:
    """Record a visit; to the site where it stands, or back to the page with what is wrong."""
    installation = here()
    given, files = request.form, request.files
    try:
        draft, uploads = read_visit(site_id, _form(site_id, given), given, files, installation.desk)
        done = inspections.submit(
            installation.store, installation.actor, draft, uploads, installation.desk, "web"
        )
    except FaultyVisitError as error:
        return _refused(site_id, given, error.faults, HTTPStatus.UNPROCESSABLE_ENTITY)
    except GeoAppError as error:
        return _refused(site_id, given, [fault_of(error)], error.http_status)
    flash(_("这次检查先前已经记下，没有重复。") if done.again else _("这次检查已经记下。"))
    following = url_for("pages.site", site_id=done.site.id, _anchor=f"visit-{draft.id}")
    if _is_script():
        return _json({"next": following}), HTTPStatus.CREATED
    return redirect(following, HTTPStatus.SEE_OTHER)


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _json(body: Any, mimetype: str = "application/json") -> Response:
    return Response(current_app.json.dumps(body), mimetype=mimetype)


def _refused(
    site_id: str, given: Given, faults: list[Fault], status: int
) -> tuple[Response | str, int]:
    if _is_script():
        return _json({"faults": [fault.to_json() for fault in faults]}), status
    return _page(site_id, given, faults), status


def _form(site_id: str, given: Given) -> Form:
    """The form that the page showed: of the version that it names."""
    desk = here().desk
    version = given.get("form_version", "")
    with here().store.session(read_only=True) as session:
        category = sites.get(session, site_id).site.category
        number = int(version) if version.isascii() and version.isdigit() else None
        return forms.version(session, desk.forms.of(category), number)


def _page(site_id: str, given: Given, faults: list[Fault]) -> str:
    installation = here()
    with installation.store.session(read_only=True) as session:
        row = sites.get(session, site_id).site
        site = sheets.row(row, installation.today())
    form = installation.desk.forms.of(site["category"])
    limits = installation.settings
    by_field = {fault.name: fault.sentence for fault in reversed(faults)}
    data = page_data(
        inspect_strings(),
        limits={"photos": limits.visits.photos, "bytes": limits.photos.file_bytes},
        site={name: site[name] for name in ("lon", "lat", "radius_m")} if site["located"] else None,
    )
    return render_template(
        "inspect.html",
        site=site,
        person=installation.actor,
        faults=[{"anchor": fault.anchor, "sentence": fault.sentence} for fault in faults],
        files_lost=bool(faults and any(file.filename for file in request.files.values())),
        limits=_(
            "一次最多 %(photos)s 张，每张不超过 %(megabytes)s MB；JPEG、HEIC、PNG、WebP、AVIF。"
            "原件按原样保存。",
            photos=limits.visits.photos,
            megabytes=limits.photos.file_bytes // MEGABYTE,
        ),
        form={
            "title": words_of(form.title),
            "version": form.version,
            "fields": questions(form, given, by_field),
            "roles": _roles(form),
            "errors": by_field,
            "note_most": limits.visits.note_characters,
            **{
                name: given.get(name, "")
                for name in (
                    "id", "token", "visited_at", "lon", "lat", "accuracy_m", "fix_at", "note",
                )
            },
        },
        shell=map_shell(url_for("api.site", site_id=site_id), _around(site)),
        page_data=data,
    )  # fmt: skip


def _roles(form: Form) -> list[dict[str, Any]]:
    """The photos that the form asks for, then every other role."""
    wanted = {each.role: each for each in form.photos}
    roles = [*wanted, *(role for role in PhotoRole if role not in wanted)]
    return [
        {
            "code": role.value,
            "count": wanted[role].count if role in wanted else 0,
            "hint": words_of(wanted[role].hint) if role in wanted else None,
        }
        for role in roles
    ]


def _around(site: dict[str, Any]) -> Bounds | None:
    """The surroundings of the mark; the whole area where there is none."""
    lon, lat = site["lon"], site["lat"]
    if lon is None or lat is None:
        return None
    return (
        lon - AROUND_DEGREES, lat - AROUND_DEGREES, lon + AROUND_DEGREES, lat + AROUND_DEGREES,
    )  # fmt: skip


@visits.get("/api/sites/<site_id>/photos.geojson")
def photos_geojson(site_id: str) -> Response:
    """Photos of a site: where each was taken and where it looked; those without say so by null."""
    installation = here()
    with installation.store.session(read_only=True) as session:
        site = sites.get(session, site_id).site
        album = open_album(session, site, installation.desk, installation.actor)
    verdict = album.found.verdict
    body = {
        "type": "FeatureCollection",
        "features": features(album.photos),
        "verdict": verdict.value if verdict else None,
        "inspected_on": site.inspected_on,
    }
    response = _json(body, "application/geo+json")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@visits.get("/api/sites/<site_id>/compare")
def compare(site_id: str) -> Response:
    """How the photo ``after`` lies over the photo ``before``, and how they stand to each other."""
    installation = here()
    desk = installation.desk
    with installation.store.session(read_only=True) as session:
        site = sites.get(session, site_id).site
        found = evidence.of_site(session, site, desk)
        first = _asked(found.photos, "before")
        second = _asked(found.photos, "after")
        words = between(first, second, desk)
    same = first.photo.id == second.photo.id
    alignment = None if same else compare_pictures(desk, first.photo.sha256, second.photo.sha256)
    if same:
        sentence = _("选的是同一张照片")
    elif alignment:
        sentence = _("已自动对齐：后一张叠到前一张上")
    else:
        sentence = _("无法对齐：两张照片的画面对不上，按原样显示")
    return _json(
        {
            "matrix": list(alignment.matrix) if alignment else None,
            "alignment": sentence,
            "between": words,
        }
    )


def _asked(photos: tuple[PhotoEvidence, ...], side: str) -> PhotoEvidence:
    """The photo of the site that the address names.

    Raises:
        NotFoundError: It is none of this site.
    """
    wanted = asked().query.get(side, "")
    for each in photos:
        if each.photo.id == wanted:
            return each
    raise NotFoundError("inspection.no_photo", id=wanted[:80])
