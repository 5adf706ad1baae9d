"""Pages to read: map, ledger, one site, about. All work without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from geo_app import __version__
from geo_app.domain.actor import Right
from geo_app.domain.deadlines import Left
from geo_app.domain.particulars import DeadlineClass, Field
from geo_app.store.models import Site
from geo_app.web import ledger as ledger_view
from geo_app.web import sheets
from geo_app.web.actions import Refused, actions
from geo_app.web.base_maps import base_maps
from geo_app.web.complaints_seen import seen
from geo_app.web.dossier import dossier
from geo_app.web.first_look import first_look
from geo_app.web.headers import nonce
from geo_app.web.installation import here
from geo_app.web.language import COOKIE, THEMES, language, remark_text
from geo_app.web.maps import TILE_URL, Bounds, Shell, shell, united
from geo_app.web.options import options
from geo_app.web.photos import comparison, open_album
from geo_app.web.query import PAGE, read, site_filter
from geo_app.web.strings import map_strings, site_strings, terms
from geo_app.web.translate import _
from geo_app.web.way_back import own_path
from geo_app.words import LANGUAGES
from geo_app.work import ledger as ledger_work
from geo_app.work import (
    public_photos,
    publication,
    sites,
    tip_drafts,
    tips,
    unit_names,
    verification,
)
from geo_app.work.complaints import near
from geo_app.work.complaints.crowd import after_claims
from geo_app.work.extent import extent
from geo_app.work.field import arrivals
from geo_app.work.people import views

pages = Blueprint("pages", __name__)
YEAR_S = 365 * 24 * 3600
SECTIONS = {
    "notices": "notices.listing",
    "gazetteer": "gazetteer.listing",
    "own_account": "own_account.me",
    "second_step": "own_account.me",
    "passkeys": "own_account.me",
    "provider": "own_account.me",
    "people": "people.listing",
    "records": "people.listing",
    "units": "people.listing",
    "outlines": "people.listing",
    "in_force": "people.listing",
    "adoption": "pages.ledger",
    "publication_many": "pages.ledger",
    "ledger_file": "pages.ledger",
    "ledger_rows": "pages.ledger",
    "draws": "pages.ledger",
    "parcels": "pages.ledger",
    "complaints": "pages.ledger",
    "indicators": "leader.page",
    "leader_course": "leader.page",
    "leader_units": "leader.page",
    "map_file": "pages.map_page",
}
"""Page in the bar to which the pages of a blueprint belong."""


@pages.app_context_processor
def names() -> dict[str, Any]:
    """What the frame of every page needs."""
    section = SECTIONS.get(request.blueprint or "", request.endpoint or "")
    # the answer to a form has no address of its own to come back to
    address = request.full_path.rstrip("?")
    if request.method != "GET":
        address = url_for(section) if section in SECTIONS.values() else "/"
    return {
        "nonce": nonce(),
        "section": section,
        "here": address,
        "map_number": here().settings.map_number,
    }


def map_shell(data_url: str, bounds: Bounds | None = None) -> Shell:
    """The empty map of a page."""
    installation = here()
    return shell(
        library=installation.assets.url("vendor/leaflet/leaflet.js"),
        stylesheet=installation.assets.url("vendor/leaflet/leaflet.css"),
        nonce=nonce(),
        label=_("地图"),
        words={"in": _("放大"), "out": _("缩小")},
        data_url=data_url,
        bounds=bounds or installation.districts.bounds,
    )


def page_data(strings: dict[str, str], **more: Any) -> dict[str, Any]:
    """The data island of a page with a map."""
    settings = here().settings
    urls = {
        "sites": url_for("api.sites_geojson"),
        "site": url_for("pages.site", site_id="__ID__"),
        "districts": url_for("api.districts_geojson"),
        "anchors": url_for("api.anchors_geojson"),
        **more.pop("urls", {}),
    }
    return {
        "language": language(),
        "urls": urls,
        "terms": terms(),
        "strings": strings,
        "base_maps": base_maps(settings.base_maps),
        "map_number": settings.map_number,
        "today": here().today(),
        **more,
    }


@pages.get("/")
def map_page() -> str:
    """Map of all sites, with a list that stands there before any script runs."""
    installation = here()
    today = installation.today()
    choice = site_filter(read(_known(request.args), PAGE), installation.districts)
    with installation.store.session(read_only=True) as session:
        look = first_look(session, choice, today)
        followed = _followed(session, [row["id"] for row in (*look.located, *look.unlocated)])
        box = extent(session)
    home = united(installation.districts.bounds, box)
    return render_template(
        "map.html",
        shell=map_shell(url_for("api.sites_geojson"), home),
        choice=choice,
        filtered=any(_known(request.args).values()),
        options=options(choice, look.statuses, installation.districts),
        look=look,
        complaints=followed,
        unlocated=sheets.same_named(look.unlocated),
        page_data=page_data(
            map_strings(),
            urls={
                "photos": url_for("visits.photos_geojson", site_id="__ID__"),
                "api_site": url_for("api.site", site_id="__ID__"),
                "tiles": TILE_URL,
            },
            home=home,
            sites_box=box,
            total=look.total,
            on_map=look.on_map,
            listed=look.listed,
            complaints=followed,
        ),
    )


def _followed(session: Session, site_ids: Sequence[str]) -> dict[str, str]:
    """What was complained after the claims of some sites, in words by their ids."""
    rows = session.scalars(select(Site).where(Site.id.in_(site_ids))).all()
    found = after_claims(session, rows, here().settings.complaints)
    doubts = {name: each.doubt() for name, each in found.items()}
    return {name: remark_text(doubt) for name, doubt in doubts.items() if doubt}


def _known(arguments: Any) -> Any:
    """The map keeps its view in the address too (z, lat, lon, site): not for the filter."""
    return type(arguments)(
        [(name, value) for name, value in arguments.items(multi=True) if name in PAGE]
    )


@pages.get("/sites/<site_id>")
def site(site_id: str) -> str:
    """One site: its story on the left, its place and the before/after on the right."""
    return site_page(site_id)


def site_page(site_id: str, refused: Refused | None = None) -> str:
    """The page of a site.

    Args:
        site_id: Id or code.
        refused: A step that was not taken: its form is there with what was typed.

    Raises:
        NotFoundError: There is no such site.
    """
    installation = here()
    today, desk = installation.today(), installation.desk
    with installation.store.session(read_only=True) as session:
        sheet = sites.get(session, site_id)
        made = sheets.feature(sheet.site, today)
        album = open_album(session, sheet.site, desk, installation.actor)
        waiting = arrivals.on_their_way(session, [site_id]).get(site_id, [])
        view = dossier(sheet, made, album.visits)
        shown = comparison(album, request.args)
        standing = verification.standing(
            session, installation.actor, site_id, desk, today, evidence=album.found
        )
        left = sites.left(session, sheet.site, today, installation.in_working_days)
        published = publication.of(session, sheet.site.id)
        chosen = public_photos.of_site(session, sheet.site.id)
        tip = tip_drafts.of_notice(session, installation.actor, sheet.notice.id)
        pictures = tips.photos_of(session, [tip.id] if tip else [])
        told = near.of_site(session, sheet.site, installation.settings.complaints)
        said = near.words_of(session, installation.actor, told)
        complaints = seen(told, said, installation.settings.complaints)
    settings = installation.settings.public
    decides = settings.is_on and installation.actor.may(Right.PUBLISH)
    return render_template(
        "site.html",
        site=view,
        actions_view=actions(standing, desk.settings.verification, refused),
        photos=album.photos,
        waiting=waiting,
        left=_words(left),
        complaints=complaints,
        today=today,
        compared=shown,
        public=settings if decides else None,
        published=published,
        chosen=chosen,
        tip=tip,
        pictures=pictures,
        shell=map_shell(url_for("api.site", site_id=site_id), view["bounds"]),
        page_data=page_data(
            site_strings(),
            feature=made,
            positions=view["shapes"],
            photos=album.photos,
            walks=album.walks,
            site=_mark(made),
            urls={"compare": url_for("visits.compare", site_id=site_id)},
        ),
    )


def _words(left: Left | None) -> str:
    return remark_text(left.remark) if left else ""


def _mark(feature: dict[str, Any]) -> dict[str, Any] | None:
    """Where the site is, for the small map of two photos."""
    properties = feature["properties"]
    if not properties["located"]:
        return None
    return {name: properties[name] for name in ("lon", "lat", "radius_m")}


@pages.get("/ledger")
def ledger() -> str:
    """Problems with what is claimed and what is verified, two columns apart; a page of them."""
    installation = here()
    today, limits = installation.today(), installation.settings.ledger
    choice = ledger_view.asked(installation.districts)
    first = (choice.page - 1) * limits.screen_rows
    with installation.store.session(read_only=True) as session:
        found = ledger_work.ledger(session, today, limits, choice.where, first)
        view = ledger_view.view(found, choice, today, installation.in_working_days)
        listed = [site for row in found.rows for site in row.sites]
        complaints = after_claims(session, listed, installation.settings.complaints)
        counts = {str(status): n for status, n in sites.counts(session).items()}
        units = ledger_work.units(session)
        offered = unit_names.offered(session, units)
    with installation.database.session(read_only=True) as session:
        kept = views.of(session, installation.actor)
    return render_template(
        "ledger.html",
        ledger=view,
        asked=choice,
        options=options(choice.where, counts, installation.districts),
        units=units,
        offered=offered,
        may_publish=installation.settings.public.is_on and installation.actor.may(Right.PUBLISH),
        views=kept,
        complaints={name: each.doubt() for name, each in complaints.items()},
        fields=list(Field),
        classes=list(DeadlineClass),
    )


@pages.get("/about")
def about() -> str:
    """Where the data come from, and what this program is."""
    return render_template("about.html", version=__version__, settings=here().settings)


@pages.post("/preferences")
def preferences() -> Response:
    """Language and theme, kept in cookies; back to the page that asked."""
    response = redirect(own_path(request.form.get("next", "")))
    for name, allowed in ((COOKIE, LANGUAGES), ("theme", THEMES)):
        value = request.form.get(name)
        if value in allowed:
            response.set_cookie(
                name, value, max_age=YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure
            )
    return response
