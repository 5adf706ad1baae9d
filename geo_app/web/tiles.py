"""Tiles of the map for the browser and for QGIS; their contents are documented in docs/map.md."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from geo_app.geo.tilekey import Tile
from geo_app.geo.vector_tile import MEDIA_TYPE
from geo_app.web.compression import accepted
from geo_app.web.installation import here
from geo_app.web.interface.door import asked
from geo_app.web.language import language
from geo_app.web.query import as_of, site_filter, whole_number
from geo_app.words import say
from geo_app.work import tiles as job
from geo_app.work.site_filter import SiteFilter

tiles = Blueprint("tiles", __name__)


@tiles.get("/tiles/<z>/<x>/<y>.mvt")
def tile(z: str, x: str, y: str) -> Response:
    """One square of the map as a Mapbox Vector Tile; an empty one has no bytes."""
    installation = here()
    limits, today = installation.settings.tiles, installation.today()
    wanted, (where, day) = _tile(z, x, y), _filter()
    with installation.store.session(read_only=True) as session:
        made = job.make(session, wanted, where, today, limits, day)
    response = _send(made.content)
    response.headers["Geo-App-Tile"] = made.mode.value
    response.headers["Geo-App-Day"] = made.day.isoformat()
    if made.left_out:
        response.headers["Geo-App-Left-Out"] = str(made.left_out)
    return response


@tiles.get("/tiles.json")
def description() -> Response:
    """What the tiles hold and where they are (TileJSON 3.0), with the same filter."""
    installation = here()
    _filter()  # one that tiles would refuse is refused here
    with installation.store.session(read_only=True) as session:
        bounds = job.bounds(session)
    address = url_for("tiles.tile", z="{z}", x="{x}", y="{y}", _external=True)
    query = request.query_string.decode("ascii", "replace")
    body: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": say("tiles.name", {}, language()),
        "description": say("tiles.rule", {"crowd": installation.settings.tiles.crowd}, language()),
        "scheme": "xyz",
        "tiles": [_template(address) + (f"?{query}" if query else "")],
        "minzoom": 0,
        "maxzoom": job.HIGHEST_ZOOM,
        "bounds": bounds,
        "vector_layers": [{"id": name, "fields": kinds} for name, kinds in job.LAYERS.items()],
    }
    response = Response(current_app.json.dumps(body), mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Cookie")  # the language of the description
    return response


def _template(address: str) -> str:
    """The address with its braces, which only a template has."""
    return address.replace("%7B", "{").replace("%7D", "}")


def _filter() -> tuple[SiteFilter, date | None]:
    """What is asked for, and as of which earlier day."""
    installation = here()
    told = asked().query
    return site_filter(told, installation.districts), as_of(told, installation.today())


def _tile(z: str, x: str, y: str) -> Tile:
    zoom = int(z)  # x and y have the room that it leaves them
    last = (1 << zoom) - 1
    return Tile(zoom, whole_number("x", x, 0, last), whole_number("y", y, 0, last))


def _send(content: bytes) -> Response:
    """With a strong tag of the very bytes that are sent: of the tile, and how it is packed."""
    packing = accepted() if content else None
    response = Response(content, mimetype=MEDIA_TYPE)
    digest = hashlib.sha256(content).hexdigest()[:32]
    response.set_etag(f"{digest}-{packing.name}" if packing else digest)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    if packing and response.status_code == 200:
        response.set_data(packing.quickly(content))
        response.headers["Content-Encoding"] = packing.name
    return response
