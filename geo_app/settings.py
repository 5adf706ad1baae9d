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


def secret(help: str, env: str) -> Any:
    """As ``setting`` for a text that no ``repr`` and so no log may show."""
    return field(default="", repr=False, metadata={"help": help, "env": env})


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
    """What is accepted as a photo, what reading one may cost, and what is made of it."""

    file_bytes: int = setting(64 * 1024 * 1024, "Largest photo file, bytes.")
    megapixels: int = setting(200, "Most pixels of a photo, millions, as its header says.")
    frames: int = setting(500, "Most pictures in one file (burst, animation).")
    block_bytes: int = setting(
        16 * 1024 * 1024, "Largest unpacked block of a file (XMP, text, colour profile), bytes."
    )
    text_characters: int = setting(200, "Longest text that is kept of camera and software.")
    seconds: float = setting(2.0, "Computing time of one photo in its child process, seconds.")
    patience_seconds: float = setting(
        20.0, "Waiting time for one photo, seconds: a busy machine is no fault of a photo."
    )
    memory_bytes: int = setting(
        512 * 1024 * 1024, "Memory that one photo may take in its child process (Linux), bytes."
    )
    preview_megapixels: int = setting(
        32,
        "A larger photo that needs more time or memory is accepted without a preview; a smaller "
        "one is refused, millions of pixels.",
    )
    workers: int = setting(2, "Child processes that decode photos at the same time.")
    photos_per_worker: int = setting(500, "Photos after which a child process is replaced.")
    web_px: int = setting(1600, "Long side of the picture that pages show, pixels.")
    thumb_px: int = setting(320, "Long side of the small picture, pixels.")
    compared_px: int = setting(
        640, "Long side at which pictures are compared with each other, pixels."
    )
    web_quality: int = setting(82, "JPEG quality of the picture that pages show, 1 to 95.")
    thumb_quality: int = setting(78, "JPEG quality of the small picture, 1 to 95.")


@dataclass(frozen=True, slots=True)
class EvidenceThresholds:
    """Where a check of a photo turns: each value is this program's documented choice."""

    unknown_accuracy_m: float = setting(
        30.0, "Error of a position that tells none: a phone beside walls or trees, metres."
    )
    vague_accuracy_m: float = setting(
        100.0, "A position with a larger error, and larger than the site, shows no place, metres."
    )
    near_site_m: float = setting(
        100.0, "So little outside of the site is a doubt, not another place, metres."
    )
    coarse_site_m: float = setting(
        1000.0, "A site known no better than this is no proof by place alone, metres."
    )
    clock_minutes: float = setting(
        5.0, "Clocks further apart than this contradict each other, minutes."
    )
    assumed_zone_hours: float = setting(
        14.0, "A time without a zone may be off by so much (UTC+14 is the furthest), hours."
    )
    token_hours: float = setting(
        24.0, "A token older than this at capture bounds the time only loosely, hours."
    )
    viewpoint_m: float = setting(
        10.0, "From the same spot: so near beyond the errors of both positions, metres."
    )
    viewpoint_deg: float = setting(
        30.0, "Same direction: so near; half the view of a phone's camera, degrees."
    )
    declination_deg: float = setting(
        10.0, "Added where a direction may be magnetic (some 5 at Kaifeng), degrees."
    )
    day_sun_deg: float = setting(10.0, "Above this height of the sun it is bright day, degrees.")
    night_sun_deg: float = setting(
        -6.0, "Below this height of the sun it is night (end of civil twilight), degrees."
    )
    dark_ev100: float = setting(
        4.0, "Darker than this is no daylight, nor a lit room, exposure value at ISO 100."
    )
    bright_ev100: float = setting(
        11.0, "Brighter than this is no night, exposure value at ISO 100."
    )
    presence_photos: int = setting(2, "Fewest photos of a visit that show presence.")
    presence_deg: float = setting(
        30.0, "Directions so far apart are two views of the place, degrees."
    )
    presence_m: float = setting(5.0, "Positions so far apart are two spots, metres.")
    fair_doubts: int = setting(
        1, "Most doubts beside place and time with which a photo is still fair evidence."
    )


@dataclass(frozen=True, slots=True)
class Files:
    """Where the bytes of photos are kept: a folder, or a bucket of an S3-compatible store."""

    place: str = setting(
        "", "A folder, or s3://bucket/prefix; empty = files in the data folder.", "GEO_APP_FILES"
    )
    s3_endpoint: str = setting("", "Address of the S3-compatible store.", "GEO_APP_S3_ENDPOINT")
    s3_region: str = setting("", "Region; empty = the store's own.", "GEO_APP_S3_REGION")
    s3_access_key: str = secret("Access key.", "GEO_APP_S3_ACCESS_KEY")
    s3_secret_key: str = secret("Secret key; never shown or logged.", "GEO_APP_S3_SECRET_KEY")
    s3_connect_seconds: float = setting(3.0, "Longest wait for a connection, seconds.")
    s3_answer_seconds: float = setting(
        10.0, "Longest wait for an answer, seconds.", "GEO_APP_S3_SECONDS"
    )
    part_hours: float = setting(1.0, "Age at which half-written files are swept away, hours.")
    orphan_hours: float = setting(
        24.0, "A younger file that no record names is no fault: it may be arriving, hours."
    )


@dataclass(frozen=True, slots=True)
class Visits:
    """What is accepted as a visit, and how an import guesses visits from photos."""

    photos: int = setting(20, "Most photos of one visit.")
    body_bytes: int = setting(512 * 1024 * 1024, "Largest upload of one visit, bytes.")
    draft_bytes: int = setting(256 * 1024, "Largest JSON of one visit, bytes.")
    note_characters: int = setting(2_000, "Longest note of a visit.")
    name_characters: int = setting(255, "Longest name of a photo, a person or a unit that is kept.")
    import_files: int = setting(5_000, "Most files of one folder or zip of photos.")
    import_near_m: float = setting(
        100.0, "An imported photo may lie this far outside the radius of its site, metres."
    )
    import_gap_minutes: float = setting(
        120.0, "Imported photos of a site that are farther apart in time are two visits, minutes."
    )


@dataclass(frozen=True, slots=True)
class Verification:
    """Days and lengths of the procedure from claim to closure, and of looking again."""

    notice_days: int = setting(
        7, "Days of public notice between acceptance and closure.", "GEO_APP_NOTICE_DAYS"
    )
    recheck_days: tuple[int, ...] = setting((30, 90), "Days after closure on which to look again.")
    override_characters: int = setting(
        10, "Shortest reason for accepting without the evidence that is demanded, characters."
    )
    reason_characters: int = setting(500, "Longest reason or note of a step, characters.")


@dataclass(frozen=True, slots=True)
class BundleLimits:
    """What an evidence bundle may hold, both when it is written and when it is checked."""

    members: int = setting(20_000, "Most files in a bundle.")
    member_bytes: int = setting(64 * 1024 * 1024, "Largest photo in a bundle, bytes.")
    text_bytes: int = setting(64 * 1024 * 1024, "Largest text in a bundle, bytes.")
    total_bytes: int = setting(32 * 1024**3, "Largest bundle, bytes.")


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
    operator_unit: str = setting("", "Unit of that person.", "GEO_APP_OPERATOR_UNIT")
    secret_key: str = setting(
        "", "Signs cookies; empty = a random key kept in the data folder.", "GEO_APP_SECRET_KEY"
    )
    map_number: str = setting(
        "GS(2024)0650号", "审图号 of the district outlines.", "GEO_APP_MAP_NUMBER"
    )
    limits: Limits = field(default_factory=Limits)
    photos: PhotoLimits = field(default_factory=PhotoLimits)
    evidence: EvidenceThresholds = field(default_factory=EvidenceThresholds)
    files: Files = field(default_factory=Files)
    bundles: BundleLimits = field(default_factory=BundleLimits)
    visits: Visits = field(default_factory=Visits)
    verification: Verification = field(default_factory=Verification)
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
    files = Files(**_read(Files, environ))
    verification = Verification(**_read(Verification, environ))
    groups = {"base_maps": base_maps, "files": files, "verification": verification}
    settings = Settings(**{**_read(Settings, environ), **groups, **options})
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
            shown = repr(text) if each.repr else "…"
            raise ValueError(f"{name}={shown}: not printable UTF-8 text")
        kind: Callable[[str], object] = type(each.default)
        try:
            values[each.name] = text.lower() in _YES if kind is bool else kind(text)
        except ValueError as error:
            raise ValueError(f"{name}={text!r}: {error}") from error
    return values
