"""What everybody may look at: a map, a list and a page a site; there only where settings want it.

Every question goes through a session of the public (``store.publication``). The pages set no
cookie, carry no token and are the same for all readers of a language, so that they can be kept.
"""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.status import Status
from geo_app.errors import UsageError
from geo_app.store.publication import PublicPhoto
from geo_app.store.session import Store
from geo_app.web.installation import here
from geo_app.web.language import COOKIE, FOR_ALL, language, word
from geo_app.web.public_frame import kept, page_answer, page_data, page_shell
from geo_app.words import LANGUAGES, say
from geo_app.work import public as job
from geo_app.work import public_photos as photos
from geo_app.work.public import Asked, Shown

public = Blueprint(FOR_ALL, __name__, url_prefix="/public")

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
    shell = page_shell(url_for(".sites_geojson"), installation.districts.bounds)
    answer = page_answer(
        "public.html",
        shell,
        found=found,
        rows=[row(each) for each in found.sites],
        asked=asked,
        pages=pages,
        statuses=list(Status),
        page_data=page_data(sites=url_for(".sites_geojson")),
    )
    return kept(answer)


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
        drawn = page_shell(url_for(".site", number=number), _around(found))
    answer = page_answer(
        "public_site.html",
        drawn,
        site=row(found),
        photos=pictures,
        page_data=page_data(shown=[_feature(found)], home=_around(found)),
    )
    return kept(answer)


@public.get("/photos/<string(length=30):key>.jpg")
def photo(key: str) -> Response:
    """A picture of a site, without metadata and with what was painted over."""
    with _store().session(read_only=True) as session:
        found = photos.by_key(session, key)
    data = photos.picture(here().desk, found.sha256, found.key, found.regions)
    return kept(Response(data, mimetype="image/jpeg"))


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
    return kept(Response(data, mimetype="application/geo+json"))


@public.get("/districts.geojson")
def districts_geojson() -> Response:
    """Outlines of the districts."""
    return kept(Response(here().districts_json, mimetype="application/geo+json"))


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
