"""What everybody may look at: a map, a list and a page a site; there only where settings want it.

Every question goes through a session of the public (``store.publication``). The pages set no
cookie, carry no token and are the same for all readers of a language, so that they can be kept.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.store.publication import PublicPhoto
from geo_app.store.session import Store
from geo_app.web.base_maps import base_maps, tile_hosts
from geo_app.web.headers import rules_of
from geo_app.web.installation import here
from geo_app.web.language import COOKIE, FOR_ALL, language, word
from geo_app.web.maps import Shell, shell
from geo_app.web.strings import public_strings
from geo_app.web.translate import _
from geo_app.words import LANGUAGES, say
from geo_app.work import public as job
from geo_app.work import public_photos as photos
from geo_app.work.public import Asked, Shown

public = Blueprint(FOR_ALL, __name__, url_prefix="/public")

_INLINE = re.compile(r"<script(?: type=\"importmap\")?>(.*?)</script>", re.DOTALL)
_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_CODE = re.compile(r"[0-9]{6}")


@public.get("")
def page() -> Response:
    """The map, the figures and the list."""
    installation = here()
    limits, today, asked = installation.settings.public, installation.today(), _asked()
    with _store().session(read_only=True) as session:
        found = job.listing(session, asked, limits, today)
    pages = max(1, -(-found.total // limits.rows))
    if asked.page > pages:
        raise UsageError("public.query", name="page")
    return _answer(
        "public.html",
        found=found,
        rows=[row(each) for each in found.sites],
        asked=asked,
        pages=pages,
        statuses=list(Status),
        shell=_shell(url_for(".sites_geojson"), installation.districts.bounds),
        page_data=_page_data(sites=url_for(".sites_geojson")),
    )


@public.get("/sites/<int:number>")
def site(number: int) -> Response:
    """What everybody may know of one site."""
    installation = here()
    limits, today = installation.settings.public, installation.today()
    with _store().session(read_only=True) as session:
        found = job.get(session, number, limits, today)
        pictures = [_picture(each) for each in photos.on_page(session, number)]
    drawn = None
    if found.place is not None:
        drawn = _shell(url_for(".site", number=number), _around(found))
    return _answer(
        "public_site.html",
        site=row(found),
        photos=pictures,
        shell=drawn,
        page_data=_page_data(shown=[_feature(found)], home=_around(found)),
    )


@public.get("/photos/<string(length=30):key>.jpg")
def photo(key: str) -> Response:
    """A picture of a site, without metadata and with what was painted over."""
    with _store().session(read_only=True) as session:
        found = photos.by_key(session, key)
    data = photos.picture(here().desk, found.sha256, found.key, found.regions)
    return _kept(Response(data, mimetype="image/jpeg"))


@public.get("/sites.geojson")
def sites_geojson() -> Response:
    """Sites with a position, coarse as it is shown; the body says n of N."""
    installation = here()
    limits, today = installation.settings.public, installation.today()
    with _store().session(read_only=True) as session:
        found, total = job.on_map(session, limits, today)
    body = {
        "type": "FeatureCollection",
        "shown": len(found),
        "total": total,
        "features": [_feature(each) for each in found],
    }
    data = current_app.json.dumps(body).encode()
    return _kept(Response(data, mimetype="application/geo+json"))


@public.get("/districts.geojson")
def districts_geojson() -> Response:
    """Outlines of the districts."""
    return _kept(Response(here().districts_json, mimetype="application/geo+json"))


def row(found: Shown) -> dict[str, Any]:
    """A site as plain values for a template."""
    told, tongue = found.row, language()
    sentences = [say(f"public.{told.status}", {}, tongue)]
    if told.overridden:
        sentences.append(say("public.overridden", {}, tongue))
    return {
        "number": told.number,
        "name": told.name,
        "category": told.category,
        "district": told.district,
        "status": told.status,
        "status_on": told.status_on,
        "claimed_on": told.claimed_on,
        "verified_on": told.verified_on,
        "deadline": told.deadline,
        "since": told.since,
        "overdue": found.overdue,
        "place": found.place,
        "sentences": sentences,
    }


def _picture(found: PublicPhoto) -> dict[str, Any]:
    zone = ZoneInfo(here().settings.timezone)
    return {
        "url": url_for(".photo", key=found.key),
        "role": word(found.role, "photo_role"),
        "on": found.visited_at.astimezone(zone).date(),
    }


def _feature(found: Shown) -> dict[str, Any]:
    told, place = found.row, found.place
    days = ("status_on", "claimed_on", "verified_on", "deadline")
    at = None
    if place is not None:
        at = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {
        "type": "Feature",
        "id": told.number,
        "geometry": at,
        "properties": {
            "name": told.name,
            "category": told.category,
            "district": told.district,
            "status": told.status,
            **{each: getattr(told, each).isoformat() if getattr(told, each) else None
               for each in days},
            "overdue": found.overdue,
            "radius_m": place.radius_m if place else None,
        },
    }  # fmt: skip


def _store() -> Store:
    return here().database.seen_by_all()


def _asked() -> Asked:
    """What the address asks for.

    Raises:
        UsageError: One of its values is none.
    """
    told = request.args
    page_number, status = told.get("page", "1"), told.get("status", "")
    district = told.get("district", "")
    fits = {
        "page": _PAGE.fullmatch(page_number),
        "status": not status or status in set(Status),
        "district": not district or _CODE.fullmatch(district),
        COOKIE: told.get(COOKIE, LANGUAGES[0]) in LANGUAGES,
    }
    for name, fit in fits.items():
        if not fit:
            raise UsageError("public.query", name=name)
    return Asked(district=district, status=status, page=int(page_number))


def _around(found: Shown) -> tuple[float, float, float, float] | None:
    """A box with the circle of a site and some land around it, degrees."""
    if found.place is None:
        return None
    lon, lat, reach = found.place.lon, found.place.lat, found.place.radius_m / 40_000
    return (lon - reach * 1.25, lat - reach, lon + reach * 1.25, lat + reach)


def _shell(data_url: str, bounds: Any) -> Shell:
    installation = here()
    return shell(
        library=installation.assets.url("vendor/leaflet/leaflet.js"),
        stylesheet=installation.assets.url("vendor/leaflet/leaflet.css"),
        nonce="",
        label=_("地图"),
        words={"in": _("放大"), "out": _("缩小")},
        data_url=data_url,
        bounds=bounds,
    )


def _page_data(*, sites: str = "", **more: Any) -> dict[str, Any]:
    settings = here().settings
    return {
        "language": language(),
        "urls": {
            "sites": sites,
            "site": url_for(".site", number=0, **_tongue()),
            "districts": url_for(".districts_geojson"),
        },
        "terms": {"status": {each.value: say(f"status.{each}", {}, language()) for each in Status}},
        "strings": public_strings(),
        "base_maps": base_maps(settings.base_maps),
        "map_number": settings.map_number,
        "home": here().districts.bounds,
        **more,
    }


def _tongue() -> dict[str, Any]:
    """The language of the address, which its links keep."""
    return {COOKIE: request.args[COOKIE]} if request.args.get(COOKIE) in LANGUAGES else {}


def _answer(template: str, **values: Any) -> Response:
    settings = here().settings.public
    page = render_template(template, public=settings, tongue=_tongue(), **values)
    response = Response(page, mimetype="text/html")
    # without a nonce the same page is the same bytes; what is inline is named by its hash
    sums = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()
            for each in _INLINE.findall(page)]  # fmt: skip
    scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in sums)])
    hosts = tile_hosts(here().settings.base_maps)
    response.headers["Content-Security-Policy"] = rules_of(scripts, "'self'", hosts)
    return _kept(response)


def _kept(response: Response) -> Response:
    """Tagged by its bytes, to be kept a moment; by a proxy only where no session is behind it."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    whose = "private" if current_app.config["SESSION_COOKIE_NAME"] in request.cookies else "public"
    response.headers["Cache-Control"] = f"{whose}, max-age={here().settings.public.keep_s}"
    response.vary.add("Cookie")
    return response.make_conditional(request)
