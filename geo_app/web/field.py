"""The phone page at ``/field``: its shell, its service worker, what it takes along.

The shell knows nobody: it is the same for all, so that it may be kept on a phone and opened
without a network. Who it is and what there is to do come through the interface.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, current_app, render_template, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from geo_app.errors import UsageError
from geo_app.resources import resource
from geo_app.settings import Settings
from geo_app.web import field_words
from geo_app.web.field_icons import SIZES, icon_png
from geo_app.web.installation import here
from geo_app.web.interface.door import asked
from geo_app.web.language import language
from geo_app.web.translate import _
from geo_app.work import tokens
from geo_app.work.field.pack import pack as make_pack

field = Blueprint("field", __name__)

ENTRY = "js/field/main.js"
STYLES = ("css/tokens.css", "css/base.css", "css/parts.css", "css/field.css")
LATER = ("vendor/client-zip/index.js",)
"""Modules that the page imports when it needs them."""

WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
"""The worker loads its own modules, and fetches from us."""


@field.get("/field")
def page() -> str:
    """The shell."""
    return render_template("field.html", page_data=_page_data(), styles=STYLES, entry=ENTRY)


def _page_data() -> dict[str, Any]:
    settings = here().settings
    return {
        "language": language(),
        "strings": field_words.strings(),
        "terms": field_words.terms(),
        "map_apps": _map_apps(settings),
        "limits": _limits(settings),
        "version": _version(),
    }


def _limits(settings: Settings) -> dict[str, Any]:
    return {
        "photos": settings.visits.photos,
        "bytes": settings.photos.file_bytes,
        "note": settings.visits.note_characters,
        "track_points": settings.visits.track_points,
        "piece_bytes": settings.in_the_field.piece_bytes,
        "stale_hours": settings.in_the_field.stale_hours,
    }


def _map_apps(settings: Settings) -> list[dict[str, Any]]:
    apps = settings.map_apps
    return [
        {"id": name, "label": {"zh": zh, "en": en}, "url": url, "datum": datum}
        for name, zh, en, url, datum in (
            ("amap", "高德地图", "Amap", apps.amap_url, "GCJ-02"),
            ("baidu", "百度地图", "Baidu Maps", apps.baidu_url, "BD-09"),
            ("tencent", "腾讯地图", "Tencent Maps", apps.tencent_url, "GCJ-02"),
            ("apple", "苹果地图", "Apple Maps", apps.apple_url, "GCJ-02"),
            ("geo", "其他应用", "Another app", apps.geo_url, "WGS-84"),
        )
        if url
    ]


def _files() -> list[str]:
    """What the shell loads, by addresses that change with the content."""
    files = here().assets
    modules = [*files.modules(ENTRY), *(files.url(name) for name in LATER)]
    icons = [url_for(".icon", pixels=size) for size in SIZES]
    return [*modules, *(files.url(name) for name in STYLES), *icons]


def _version() -> str:
    """Changes whenever anything of the shell does."""
    template = Path(resource("templates"), "field.html").read_bytes()
    worker = here().assets.modules("js/field/worker.js")
    told = (
        _files(),
        worker,
        field_words.strings(),
        field_words.terms(),
        _map_apps(here().settings),
        _limits(here().settings),
    )
    return hashlib.sha256(template + orjson.dumps(told)).hexdigest()


@field.get("/field/worker.js")
def worker() -> Response:
    """The service worker, with the list of what this version is made of."""
    release = {"version": _version(), "files": _files()}
    code = here().assets.url("js/field/worker.js")
    body = (
        f"import {{ serve }} from {current_app.json.dumps(code)};\n"
        f"serve(self, {current_app.json.dumps(release)});\n"
    )
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = url_for(".page")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


@field.get("/field/manifest.webmanifest")
def manifest() -> Response:
    """What the phone shows when the page is put on its screen."""
    body = {
        "id": url_for(".page"),
        "name": _("整改核查 · 现场"),
        "short_name": _("现场核查"),
        "lang": "zh-CN" if language() == "zh" else "en",
        "start_url": url_for(".page"),
        "scope": url_for(".page"),
        "display": "standalone",
        "background_color": "#f7f6f2",
        "theme_color": "#f7f6f2",
        "icons": [
            {
                "src": url_for(".icon", pixels=size),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in SIZES
            for purpose in ("any", "maskable")
        ],
    }
    response = Response(current_app.json.dumps(body), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@field.get("/field/icon-<int:pixels>.png")
def icon(pixels: int) -> Response:
    """The icon of the page."""
    response = Response(icon_png(pixels), mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@field.get("/api/field/me")
def me() -> Response:
    """Who has signed in at this phone, the token of the session, and our clock."""
    actor = here().actor
    body = {
        "person": {"id": actor.id, "name": actor.name, "unit": actor.unit},
        "csrf": generate_csrf(),
        "now": datetime.now(UTC).isoformat(),
    }
    return _fresh(body)


@field.get("/api/field/pack")
def pack() -> Response:
    """What a phone takes along, with a token of this moment (docs/field.md)."""
    installation = here()
    now = datetime.now(UTC)
    center = _center()
    with installation.store.session(read_only=True) as session:
        found = make_pack(
            session,
            installation.actor,
            installation.desk,
            installation.districts,
            installation.today(),
            center,
        )
    actor = installation.actor
    about = {
        "as_of": now.isoformat(timespec="seconds"),
        "token": tokens.issue(installation.desk, now),
        "person": {"id": actor.id, "name": actor.name, "unit": actor.unit},
    }
    return _fresh(about | found)


def _center() -> tuple[float, float] | None:
    told = asked().query
    lon, lat = told.get("lon"), told.get("lat")
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise UsageError("field.center")
    return lon, lat


def _fresh(body: dict[str, Any]) -> Response:
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
