"""Every setting, default, limit and threshold, in one place; read once at the edge, passed down.

Nothing reads the environment at import. ``docs/settings.md`` is written from the ``help`` texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from geo_app.settings.complaints import Complaints
from geo_app.settings.entry import secret, setting
from geo_app.settings.limits import (
    BackupLimits,
    BulkLimits,
    BundleLimits,
    Field,
    LedgerLimits,
    Limits,
    MapFile,
    Papers,
    PhotoLimits,
    Tiles,
    Visits,
)
from geo_app.settings.network import AUTHORITY_FILE, Network
from geo_app.settings.operation import LOGS, SHORTEST_TOKEN, Operation, Rates
from geo_app.settings.outside import BaseMaps, Files, MapApps, Outgoing, Provider
from geo_app.settings.public import Public
from geo_app.settings.rules import (
    Accounts,
    Deadlines,
    EvidenceThresholds,
    Health,
    Leader,
    Reminders,
    Vague,
    Verification,
)

__all__ = [
    "AUTHORITY_FILE",
    "LOGS",
    "LOOPBACK",
    "SHORTEST_TOKEN",
    "SQLITE_FILE",
    "Accounts",
    "BackupLimits",
    "BaseMaps",
    "BulkLimits",
    "BundleLimits",
    "Complaints",
    "Deadlines",
    "EvidenceThresholds",
    "Field",
    "Files",
    "Health",
    "Leader",
    "LedgerLimits",
    "Limits",
    "MapApps",
    "MapFile",
    "Network",
    "Operation",
    "Outgoing",
    "Papers",
    "PhotoLimits",
    "Provider",
    "Public",
    "Rates",
    "Reminders",
    "Settings",
    "Tiles",
    "Vague",
    "Verification",
    "Visits",
    "from_environ",
]

SQLITE_FILE = "geo_app.db"
"""Name of the database in the data folder, where no other is set."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names of this computer that no other can reach."""


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
    secret_key: str = secret(
        "Signs cookies; empty = a random key kept in the data folder.", "GEO_APP_SECRET_KEY"
    )
    map_number: str = setting(
        "GS(2024)0650号", "审图号 of the district outlines.", "GEO_APP_MAP_NUMBER"
    )
    map_origins: str = setting(
        "",
        "Origins of notebooks that may draw our map, with commas: http://localhost:8888.",
        "GEO_APP_MAP_ORIGINS",
    )
    network: Network = field(default_factory=Network)
    operation: Operation = field(default_factory=Operation)
    rates: Rates = field(default_factory=Rates)
    limits: Limits = field(default_factory=Limits)
    bulk: BulkLimits = field(default_factory=BulkLimits)
    ledger: LedgerLimits = field(default_factory=LedgerLimits)
    photos: PhotoLimits = field(default_factory=PhotoLimits)
    evidence: EvidenceThresholds = field(default_factory=EvidenceThresholds)
    files: Files = field(default_factory=Files)
    bundles: BundleLimits = field(default_factory=BundleLimits)
    papers: Papers = field(default_factory=Papers)
    map_file: MapFile = field(default_factory=MapFile)
    backups: BackupLimits = field(default_factory=BackupLimits)
    visits: Visits = field(default_factory=Visits)
    in_the_field: Field = field(default_factory=Field)
    verification: Verification = field(default_factory=Verification)
    accounts: Accounts = field(default_factory=Accounts)
    provider: Provider = field(default_factory=Provider)
    deadlines: Deadlines = field(default_factory=Deadlines)
    reminders: Reminders = field(default_factory=Reminders)
    outgoing: Outgoing = field(default_factory=Outgoing)
    health: Health = field(default_factory=Health)
    tiles: Tiles = field(default_factory=Tiles)
    leader: Leader = field(default_factory=Leader)
    public: Public = field(default_factory=Public)
    complaints: Complaints = field(default_factory=Complaints)
    vague: Vague = field(default_factory=Vague)
    base_maps: BaseMaps = field(default_factory=BaseMaps)
    map_apps: MapApps = field(default_factory=MapApps)
    from_environment: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """Names of the environment variables that settings were taken from."""

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host in LOOPBACK

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
    factories: Iterator[tuple[str, Any]] = (
        (each.name, each.default_factory) for each in fields(Settings)
    )
    kinds = {"": Settings, **{name: kind for name, kind in factories if isinstance(kind, type)}}
    read = {name: _read(kind, environ) for name, kind in kinds.items() if name not in options}
    ungrouped = {name: value for name, value in read.pop("").items() if name not in options}
    grouped = {name: kinds[name](**values) for name, values in read.items()}
    settings = Settings(
        **ungrouped,
        **grouped,
        **options,
        from_environment=frozenset(
            each.metadata["env"]
            for name, values in {"": ungrouped, **read}.items()
            for each in fields(kinds[name])
            if each.name in values
        ),
    )
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
        if kind is tuple:
            kind = _numbers
        try:
            values[each.name] = text.lower() in _YES if kind is bool else kind(text)
        except ValueError as error:
            raise ValueError(f"{name}={text!r}: {error}") from error
    return values


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(","))
