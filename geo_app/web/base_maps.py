"""Online base maps that an installation has switched on; the offline sheet needs none of them."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from geo_app.settings import BaseMaps
from geo_app.web.translate import _


class Source(NamedTuple):
    """Where the tiles of a base map come from.

    ``url`` has ``{x} {y} {z}`` and, where needed, ``{s}`` (one letter of ``subdomains``) and
    ``{layer}`` (each of ``layers`` in turn, drawn over one another). ``gcj02``: its tiles are in
    GCJ-02, so everything of ours is shifted before it is drawn on them.
    """

    id: str
    url: str
    subdomains: str = ""
    layers: tuple[str, ...] = ()
    gcj02: bool = False


def sources(settings: BaseMaps) -> list[Source]:
    """The base maps that are switched on, in the order of the switch."""
    found = []
    if settings.tianditu_key:
        url = settings.tianditu_url.replace("{key}", quote(settings.tianditu_key, safe=""))
        found.append(Source("tianditu", url, "01234567", ("vec_w", "cva_w")))
    if settings.amap:
        found.append(Source("amap", settings.amap_url, "1234", gcj02=True))
    if settings.osm:
        found.append(Source("osm", settings.osm_url))
    return found


def tile_hosts(settings: BaseMaps) -> list[str]:
    """Origins of the tiles: the only foreign pictures that a page may load."""
    hosts = set()
    for source in sources(settings):
        for letter in source.subdomains or ("",):
            parts = urlsplit(source.url.replace("{s}", letter))
            hosts.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(hosts)


def base_maps(settings: BaseMaps) -> list[dict[str, Any]]:
    """The same with their words, for the data island of a page."""
    words = {
        "tianditu": (_("天地图"), _("底图：天地图")),
        "amap": (_("高德"), _("底图：高德地图（GCJ-02，点位已换算）")),
        "osm": ("OpenStreetMap", "© OpenStreetMap contributors"),
    }
    return [
        {**source._asdict(), "label": words[source.id][0], "attribution": words[source.id][1]}
        for source in sources(settings)
    ]
