"""What a running server holds: settings, store, districts; one value, made once, handed round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

from geo_app.domain.actor import Actor
from geo_app.geo.districts import Districts
from geo_app.settings import Settings
from geo_app.store.session import Store
from geo_app.web.assets import Assets
from geo_app.web.persona import current_actor
from geo_app.work.desk import Desk

EXTENSION = "geo_app"


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts that every page may need.

    Attributes:
        settings: As given to ``create_app``.
        store: The opened database.
        districts: District outlines.
        districts_json: The same as GeoJSON bytes, ready to send.
        assets: Static files.
        desk: What jobs on photos and visits need.
        sample: The sample notice that an empty installation offers, if it is shipped.
    """

    settings: Settings
    store: Store
    districts: Districts
    districts_json: bytes
    assets: Assets
    desk: Desk
    sample: Path | None

    @property
    def actor(self) -> Actor:
        """The person at the screen: as that person says, until there are accounts."""
        return current_actor(self.settings)

    def today(self) -> date:
        """The date on the wall of the office."""
        return datetime.now(ZoneInfo(self.settings.timezone)).date()


def here() -> Installation:
    """The installation that answers this request."""
    installation: Installation = current_app.extensions[EXTENSION]
    return installation
