"""The interface for scripts and other programs; shapes are documented in ``docs/data.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geo_app.domain.actor import Actor
from geo_app.errors import InputError, TooLargeError
from geo_app.geo.shapes import Flaw, read_geometry
from geo_app.web import review, sheets
from geo_app.web.installation import here
from geo_app.web.interface.door import asked
from geo_app.web.query import site_filter
from geo_app.work import gazetteer, places, sites
from geo_app.work.complaints import near

api = Blueprint("api", __name__, url_prefix="/api")
GEOJSON = "application/geo+json"


def _send(content: bytes | str, mimetype: str = GEOJSON) -> Response:
    """An answer that a browser may keep as long as it asks each time whether it still holds."""
    response = Response(content, mimetype=mimetype)
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return response.make_conditional(request)


@api.get("/sites.geojson")
def sites_geojson() -> Response:
    """Sites as a FeatureCollection; ``shown`` of ``total`` says whether the limit cut it."""
    installation = here()
    today = installation.today()
    told = asked().query
    wanted = site_filter(told, installation.districts)
    most = told.get("limit", installation.settings.limits.api_sites)
    with installation.store.session(read_only=True) as session:
        page = sites.find(session, wanted, most, today=today)
        features = [sheets.feature(site, today) for site in page.sites]
        counts = {str(status): n for status, n in sites.counts(session).items()}
        is_cut = page.shown < page.total and wanted.words and not wanted.bbox
        found = sheets.figures(session, wanted, today) if is_cut else None
    body = {
        "type": "FeatureCollection",
        "features": features,
        "shown": page.shown,
        "total": page.total,
        "counts": {"status": counts, "found": found},
    }
    return _send(current_app.json.dumps(body))


@api.get("/sites/<site_id>")
def site(site_id: str) -> Response:
    """One site as a Feature, with what was complained of after its claim."""
    with here().store.session(read_only=True) as session:
        found = sites.get(session, site_id).site
        made = sheets.feature(found, here().today())
        followed = near.after_claim_of(session, found, here().settings.complaints)
    made["properties"]["complaints"] = sheets.complaints(followed)
    return _send(current_app.json.dumps(made))


@api.get("/districts.geojson")
def districts_geojson() -> Response:
    """Outlines of the districts."""
    return _send(here().districts_json)


@api.get("/anchors.geojson")
def anchors_geojson() -> Response:
    """Anchors of the gazetteer that have a geometry."""
    with here().store.session(read_only=True) as session:
        features = gazetteer.load(session).to_features()
    placed = [each for each in features if each.get("geometry")]
    return _send(current_app.json.dumps({"type": "FeatureCollection", "features": placed}))


@api.get("/notices/<notice_id>")
def notice(notice_id: str) -> Response:
    """The review sheet of a notice."""
    with here().store.session(read_only=True) as session:
        sheet = review.sheet(session, notice_id)
    return _send(current_app.json.dumps({"sheet": sheet}), "application/json")


@api.post("/notices/<notice_id>/confirm-all")
def confirm_all(notice_id: str) -> Response:
    """Confirm every draft of a notice; those without a position become unlocated sites."""
    with here().store.session() as session:
        places.confirm_all(session, here().actor, notice_id)
    return notice(notice_id)


@api.post(f"/places/<place_id>/<any({', '.join(review.ACTIONS)}):action>")
def act(place_id: str, action: str) -> Response:
    """One decision of the clerk about one place; answers with the whole sheet."""
    return _decide(place_id, review.ACTIONS[action])


@api.post("/places/<place_id>/merge")
def merge(place_id: str) -> Response:
    """Say that a place is another one of the same notice."""
    into = asked().body["into"]
    return _decide(place_id, lambda session, actor, name: places.merge(session, actor, name, into))


@api.post("/places/<place_id>/redraw")
def redraw(place_id: str) -> Response:
    """Say where a place is."""
    told = asked().body
    drawn, radius_m = _drawn(told["geometry"]), float(told["radius_m"])
    return _decide(
        place_id,
        lambda session, actor, name: places.redraw(session, actor, name, drawn, radius_m),
    )


def _decide(place_id: str, action: Callable[[Session, Actor, str], object]) -> Response:
    installation = here()
    with installation.store.session() as session:
        notice_id = review.notice_of(session, place_id)
        action(session, installation.actor, place_id)
        sheet = review.sheet(session, notice_id)
    return Response(current_app.json.dumps({"sheet": sheet}), mimetype="application/json")


def _drawn(geometry: dict[str, Any]) -> Any:
    """Geometry of a redraw; whether it makes sense there is the business of ``work``."""
    try:
        return read_geometry(geometry, here().settings.limits.feature_vertices)
    except Flaw as flaw:
        error = TooLargeError if flaw.code == "geojson.too_many_vertices" else InputError
        raise error(flaw.code, file="geometry", index=1, **flaw.values) from flaw
