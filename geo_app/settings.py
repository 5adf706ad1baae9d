"""Every setting, default, limit and threshold, in one place; read once at the edge, passed down.

Nothing reads the environment at import. ``docs/settings.md`` is written from the ``help`` texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo


def setting(default: Any, help: str, env: str | None = None) -> Any:
    """A dataclass field that carries its help text and the environment variable that sets it."""
    return field(default=default, metadata={"help": help, "env": env})


def table(default: Mapping[str, float], help: str) -> Any:
    """As ``setting`` for a table of numbers by kind; ``""`` is the row for every other kind."""
    frozen = MappingProxyType(dict(default))
    return field(default_factory=lambda: frozen, metadata={"help": help, "env": None})


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted at the edges."""

    notice_bytes: int = setting(20 * 1024 * 1024, "Largest notice file or pasted text, bytes.")
    notice_characters: int = setting(2_000_000, "Longest notice text, characters.")
    docx_unpacked_bytes: int = setting(64 * 1024 * 1024, "Largest unpacked docx, bytes.")
    docx_entries: int = setting(2_000, "Most entries in a docx.")
    import_bytes: int = setting(64 * 1024 * 1024, "Largest GeoJSON to import, bytes.")
    import_features: int = setting(100_000, "Most features in one import.")
    feature_vertices: int = setting(100_000, "Most vertices of one geometry.")
    phrase_characters: int = setting(500, "Longest place phrase that is read.")
    api_sites: int = setting(10_000, "Most sites in one answer; the answer says n of N.")


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What is accepted as a photo."""

    file_bytes: int = setting(64 * 1024 * 1024, "Largest photo file, bytes.")
    megapixels: int = setting(200, "Most pixels of a photo, millions, as its header says.")
    text_characters: int = setting(200, "Longest text that is kept of camera and software.")


@dataclass(frozen=True, slots=True)
class Vague:
    """Metres that stand for vague words; each use is named in the steps of a location.

    Sources: GBIF Georeferencing Quick Reference Guide (junction radials; "near" is arbitrary and
    must be documented); the other values are this program's documented choice.
    """

    near_m: Mapping[str, float] = table(
        {"bridge": 100, "road_junction": 100, "road_river_crossing": 100, "confluence": 100,
         "river_mouth": 100, "poi": 50, "address": 50, "enterprise": 200, "plant": 200,
         "pump_station": 100, "section": 100, "dam_spur": 100, "village": 300, "township": 500,
         "park": 500, "river": 100, "dike": 100, "road": 100, "railway": 100, "": 200},
        "Buffer of 附近/周边/旁, metres, by kind of anchor.",
    )  # fmt: skip
    reach_m: Mapping[str, float] = table(
        {"bridge": 100, "road_junction": 100, "road_river_crossing": 100, "confluence": 100,
         "river_mouth": 100, "poi": 20, "address": 20, "enterprise": 150, "plant": 150,
         "pump_station": 100, "section": 100, "dam_spur": 100, "village": 500, "township": 2000,
         "park": 500, "river": 100, "dike": 50, "road": 100, "railway": 100, "": 150},
        "How far a direction without a distance reaches (桥东北侧, 村北), metres, by kind.",
    )  # fmt: skip
    radial_m: Mapping[str, float] = table(
        {"bridge": 20, "road_junction": 15, "road_river_crossing": 20, "confluence": 30,
         "river_mouth": 30, "poi": 20, "address": 50, "enterprise": 150, "plant": 100,
         "pump_station": 30, "section": 20, "dam_spur": 30, "village": 300, "township": 2000,
         "district": 15000, "park": 1000, "": 50},
        "Radial of an anchor whose own extent is not in the gazetteer, metres, by kind.",
    )  # fmt: skip
    corner_m: float = setting(15.0, "Width of a corner (交叉口东南角), metres.")
    outside_wall_m: float = setting(20.0, "Reach outside a wall (东墙外), metres.")
    map_error_m: float = setting(10.0, "Error of the map that an anchor was taken from, metres.")
    distance_precision_m: float = setting(
        5.0, "Least precision of a stated distance (150 米), metres."
    )
    bank_offset_m: float = setting(10.0, "Half width of a river without a stated width, metres.")
    dike_half_width_m: float = setting(20.0, "Half width of a dike with its sides, metres.")
    road_half_width_m: float = setting(15.0, "Half width of a road, metres.")
    border_m: float = setting(600.0, "Nearer to a district border than this is a doubt, metres.")
    line_reach_m: float = setting(
        200.0, "A line passes an anchor that is within this distance of it, metres."
    )
    river_search_m: float = setting(5_000.0, "How far from a dike its river is looked for, metres.")
    extrapolation_error: float = setting(
        0.1, "Error of a stake beyond the last known one, share of the distance to it."
    )
    inner_is_river_side: float = setting(
        0.75, "Confidence that 内侧 of a dike means the river side."
    )
    area_fallback_m: Mapping[str, float] = table(
        {"village": 1500, "township": 5000, "park": 3300, "district": 20000, "": 5000},
        "Radius when only the area around an unknown anchor is known, metres, by kind of area.",
    )


@dataclass(frozen=True, slots=True)
class BaseMaps:
    """Online base maps; all off by default, the offline sheet always works."""

    tianditu_key: str = setting("", "天地图 browser key; empty = off.", "GEO_APP_TIANDITU_KEY")
    amap: bool = setting(False, "Offer 高德 tiles (GCJ-02; our data is shifted).", "GEO_APP_AMAP")
    osm: bool = setting(False, "Offer OpenStreetMap tiles.", "GEO_APP_OSM")
    tianditu_url: str = setting(
        "https://t{s}.tianditu.gov.cn/DataServer?T={layer}&x={x}&y={y}&l={z}&tk={key}",
        "URL template of 天地图 tiles.",
        "GEO_APP_TIANDITU_URL",
    )
    amap_url: str = setting(
        "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8"
        "&x={x}&y={y}&z={z}",
        "URL template of 高德 tiles.",
        "GEO_APP_AMAP_URL",
    )
    osm_url: str = setting(
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "URL template of OpenStreetMap tiles.",
        "GEO_APP_OSM_URL",
    )


SQLITE_FILE = "geo_app.db"
"""Name of the database in the data folder, where no other is set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside."""

    data: Path = setting(  # noqa: RUF009 # a Path is immutable
        Path("instance"), "Folder that holds all of an installation.", "GEO_APP_DATA"
    )
    database_url: str = setting(
        "", "postgresql+psycopg://…; empty = SQLite file in the data folder.", "DATABASE_URL"
    )
    host: str = setting("127.0.0.1", "Address to listen on.", "GEO_APP_HOST")
    port: int = setting(8000, "Port to listen on; 0 = any free one.", "GEO_APP_PORT")
    language: str = setting("zh", "Language of first visit: zh or en.", "GEO_APP_LANGUAGE")
    timezone: str = setting("Asia/Shanghai", "Time zone of the screen.", "GEO_APP_TIMEZONE")
    operator: str = setting("操作员", "Name written into the history.", "GEO_APP_OPERATOR")
    secret_key: str = setting(
        "", "Signs cookies; empty = a random key kept in the data folder.", "GEO_APP_SECRET_KEY"
    )
    map_number: str = setting(
        "GS(2024)0650号", "审图号 of the district outlines.", "GEO_APP_MAP_NUMBER"
    )
    limits: Limits = field(default_factory=Limits)
    photos: PhotoLimits = field(default_factory=PhotoLimits)
    vague: Vague = field(default_factory=Vague)
    base_maps: BaseMaps = field(default_factory=BaseMaps)

    @property
    def sqlalchemy_url(self) -> str:
        """The database of this installation."""
        return self.database_url or f"sqlite:///{self.data.resolve() / SQLITE_FILE}"


_YES = {"1", "true", "yes", "on"}


def from_environ(environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from the environment; ``given`` (command line options) wins where not None.

    Raises:
        ValueError: A variable is not of its setting's type; names the variable.
    """
    environ = os.environ if environ is None else environ
    options = {name: value for name, value in given.items() if value is not None}
    base_maps = BaseMaps(**_read(BaseMaps, environ))
    settings = Settings(**{**_read(Settings, environ), "base_maps": base_maps, **options})
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, OSError) as error:
        raise ValueError(f"GEO_APP_TIMEZONE={settings.timezone!r}: no such time zone") from error
    return settings


def _read(group: type, environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in fields(group):
        name = each.metadata.get("env")
        if not name or not environ.get(name):
            continue
        text = environ[name]
        if not text.isprintable():  # half a surrogate pair stands for a byte that is no UTF-8
            raise ValueError(f"{name}={text!r}: not printable UTF-8 text")
        kind: Callable[[str], object] = type(each.default)
        try:
            values[each.name] = text.lower() in _YES if kind is bool else kind(text)
        except ValueError as error:
            raise ValueError(f"{name}={text!r}: {error}") from error
    return values
