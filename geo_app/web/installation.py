"""What a running server holds: settings, store, districts; one value, made once, handed round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, request

from geo_app.domain.actor import Actor
from geo_app.domain.particulars import DeadlineClass
from geo_app.errors import SignInError
from geo_app.geo.districts import Districts
from geo_app.reports.batch.background import Background
from geo_app.settings import LOOPBACK, Settings
from geo_app.store.session import Store
from geo_app.web.assets import Assets
from geo_app.web.sessions import visitor
from geo_app.work.demo.people import is_demo
from geo_app.work.desk import Desk
from geo_app.work.field.uploads import Counter
from geo_app.work.people.second_factor import Seal

EXTENSION = "geo_app"


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts that every page may need.

    Attributes:
        settings: As given to ``create_app``.
        database: The opened database, all of it: for the doors, and for what asks about no site.
        districts: District outlines.
        districts_json: The same as GeoJSON bytes, ready to send.
        assets: Static files.
        seal: Closes and opens the secrets of second factors.
        second_factor_for: Roles that must have one.
        in_working_days: Kinds of deadline that are counted so.
        desk: What jobs on photos and visits need.
        counter: Where photos arrive in pieces.
        background: Makes the papers of many sites while nobody waits.
        sample: The sample notice that an empty installation offers, if it is shipped.
    """

    settings: Settings
    database: Store
    districts: Districts
    districts_json: bytes
    assets: Assets
    seal: Seal
    second_factor_for: frozenset[str]
    in_working_days: frozenset[DeadlineClass]
    desk: Desk
    counter: Counter
    background: Background
    sample: Path | None

    @property
    def actor(self) -> Actor:
        """Who sends this request.

        Raises:
            SignInError: Nobody has signed in.
        """
        found = visitor(self.database)
        if found is None:
            raise SignInError("people.sign_in_needed")
        return found

    @property
    def store(self) -> Store:
        """The database as who sends this request may see it.

        Raises:
            SignInError: Nobody has signed in.
        """
        return self.database.seen_from(self.actor.areas)

    @property
    def is_demo(self) -> bool:
        """Whether all is made up, and served on this computer only."""
        here_only = self.settings.is_local and request.remote_addr in LOOPBACK
        # a proxy on this computer calls from here too, for somebody elsewhere
        handed_on = self.settings.network.proxies or "X-Forwarded-For" in request.headers
        return here_only and not handed_on and is_demo(self.settings.data)

    def area_names(self, areas: Sequence[str]) -> list[str]:
        """Districts by their names; accounting units have no other."""
        names = {each.code: each.name for each in self.districts.districts}
        return [names.get(area, area) for area in areas]

    def today(self) -> date:
        """The date on the wall of the office."""
        return datetime.now(ZoneInfo(self.settings.timezone)).date()


def here() -> Installation:
    """The installation that answers this request."""
    installation: Installation = current_app.extensions[EXTENSION]
    return installation
