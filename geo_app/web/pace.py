"""How often one person may ask for what costs much; open views that cost something, one address.

Counted in the memory of this process, which is the only one that serves. Wrong passwords are not
counted here but in the database (``work.people.sign_in``): these must outlive a restart. Pieces of
photos are not counted either: a phone that comes home sends many, and one after the other.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from geo_app.errors import InputError, WaitError
from geo_app.settings import Rates
from geo_app.web import sessions
from geo_app.web.installation import here
from geo_app.work.people.sign_in import home_of

OFF = "off"

COSTLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "uploads": frozenset({"uploads.create", "inspections.record", "visits.record"}),
        "imports": frozenset(
            {
                *("notices.add", "gazetteer.import_file", "ledger_file.look"),
                "outlines.look",
                *("adoption.look", "adoption.confirm"),
                *("ledger_file.confirm", "parcels.look", "parcels.confirm"),
                *("complaints.look", "complaints.confirm"),
                *("indicators.look", "indicators.confirm"),
            }
        ),
        "exports": frozenset(
            {
                *("ledger_file.export", "records.door_book_csv", "map_file.download"),
                *(
                    "papers.paper",
                    "papers.summary",
                    "papers.brief",
                    "papers_many.begin",
                    "papers_many.fetch",
                ),
            }
        ),
        "search": frozenset({"pages.map_page", "pages.ledger", "api.sites_geojson"}),
        "open": frozenset({"health.healthz", "metrics.show", "calendar.feed"}),
        "tips": frozenset({"tip_form.send"}),
        "public": frozenset(
            {
                *("tip_form.form", "tip_form.ask"),
                *("public.page", "public.site", "public.photo"),
                *("public.sites_geojson", "public.districts_geojson"),
            }
        ),
    }
)
"""Views that are counted together; each has a setting of the same name."""

_SEARCH = "search"
_OF_ADDRESS = frozenset({"open", "public", "tips"})
_RATE = re.compile(r"[1-9][0-9]{0,6}/(second|minute|hour|day)")
"""The library reads more than that, and passes over what it does not understand."""
_LONGEST = 40


class Pace:
    """Who asked how often for what, in this minute."""

    def __init__(self, rates: Rates) -> None:
        """Read the settings.

        Raises:
            InputError: One of them is no rate.
        """
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rates = {kind: _rate(kind, getattr(rates, kind)) for kind in COSTLY}

    def check(self, kind: str, who: str) -> None:
        """Count one more.

        Args:
            kind: A key of ``COSTLY``.
            who: A person or an address.

        Raises:
            WaitError: It is too many.
        """
        rate = self._rates[kind]
        if rate is None or self._limiter.hit(rate, kind, who):
            return
        left = self._limiter.get_window_stats(rate, kind, who).reset_time - time.time()
        raise WaitError("pace.wait", seconds=max(1, math.ceil(left)))


def init(app: Flask, rates: Rates) -> None:
    """Count requests once it is known who sends them, and before their bodies are read.

    Raises:
        InputError: A setting is no rate.
    """
    pace = Pace(rates)
    kinds = {view: kind for kind, views in COSTLY.items() for view in views}

    @app.before_request
    def check() -> None:
        kind = kinds.get(request.endpoint or "")
        if kind is None or request.method == "OPTIONS":
            return
        if kind == _SEARCH and not request.args.get("q", "").strip():
            return  # without words the counts are kept
        pace.check(kind, _who(kind))


def _who(kind: str) -> str:
    who = None if kind in _OF_ADDRESS else sessions.visitor(here().database)
    return who.id if who else home_of(request.remote_addr or "")


def _rate(kind: str, text: str) -> RateLimitItem | None:
    if text.strip().lower() == OFF:
        return None
    if not _RATE.fullmatch(text.strip()):
        raise InputError("settings.rate", kind=kind, given=text[:_LONGEST])
    return parse(text.strip())
