"""The frame of pages for everybody: no session, no token, no nonce; words by the address."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from geo_app.domain.status import Status
from geo_app.web.base_maps import base_maps, tile_hosts
from geo_app.web.headers import rules_of
from geo_app.web.installation import here
from geo_app.web.language import COOKIE, language
from geo_app.web.maps import Shell, shell
from geo_app.web.strings import public_strings
from geo_app.web.translate import _
from geo_app.words import LANGUAGES, say


def page_shell(data_url: str, bounds: Any) -> Shell:
    """The empty map of such a page; its script has no nonce."""
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


def page_data(*, sites: str = "", **more: Any) -> dict[str, Any]:
    """The data island of such a page."""
    settings = here().settings
    return {
        "language": language(),
        "urls": {
            "sites": sites,
            "site": url_for("public.site", number=0, **tongue()),
            "districts": url_for("public.districts_geojson"),
        },
        "terms": {"status": {each.value: say(f"status.{each}", {}, language()) for each in Status}},
        "strings": public_strings(),
        "base_maps": base_maps(settings.base_maps),
        "map_number": settings.map_number,
        "home": here().districts.bounds,
        **more,
    }


def tongue() -> dict[str, Any]:
    """The language of the address, which its links keep."""
    return {COOKIE: request.args[COOKIE]} if request.args.get(COOKIE) in LANGUAGES else {}


def page_answer(template: str, shell: Shell | None, **values: Any) -> Response:
    """A page for everybody, with a policy of its own.

    Without a nonce the same page is the same bytes: the two scripts that stand in it, ours and
    known beforehand, are named by their hashes.
    """
    settings = here().settings
    page = render_template(template, public=settings.public, tongue=tongue(), shell=shell, **values)
    response = Response(page, mimetype="text/html")
    inline = [str(here().assets.import_map()), str(shell.script)] if shell else []
    scripts = " ".join(["'self'", *(f"'sha256-{_sum(each)}'" for each in inline)])
    hosts = tile_hosts(settings.base_maps)
    response.headers["Content-Security-Policy"] = rules_of(scripts, "'self'", hosts)
    return response


def _sum(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def kept(response: Response) -> Response:
    """Tagged by its bytes, to be kept a moment; by a proxy only where no session is behind it."""
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    whose = "private" if current_app.config["SESSION_COOKIE_NAME"] in request.cookies else "public"
    response.headers["Cache-Control"] = f"{whose}, max-age={here().settings.public.keep_s}"
    response.vary.add("Cookie")
    return response.make_conditional(request)
