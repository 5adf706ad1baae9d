"""What an administrator sees of a running server, and how much of it one person may use."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import secret, setting

LOGS = ("text", "json")
"""How lines of the log may look."""


SHORTEST_TOKEN = 20
"""Characters of a token that nobody guesses."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a running server tells its administrator (``docs/operations.md``)."""

    log: str = setting(
        "text",
        "json = one JSON object a line, and one line for each request; text = warnings only.",
        "GEO_APP_LOG",
    )
    metrics_token: str = secret(
        "Token by which a monitoring program reads /metrics, 20 characters or more; empty = there"
        " is no such page.",
        "GEO_APP_METRICS_TOKEN",
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """How often one person may ask for what costs much; beyond it the answer is 429 for a while."""

    uploads: str = setting(
        "300/minute",
        "Visits recorded and photos announced, by one person; off = as often as one likes.",
        "GEO_APP_RATE_UPLOADS",
    )
    imports: str = setting(
        "30/minute",
        "Notices, gazetteers and ledgers read in by page, by one person.",
        "GEO_APP_RATE_IMPORTS",
    )
    exports: str = setting(
        "20/minute", "Ledgers, papers and records as a file, by one person.", "GEO_APP_RATE_EXPORTS"
    )
    search: str = setting("120/minute", "Searches by words, by one person.", "GEO_APP_RATE_SEARCH")
    open: str = setting(
        "120/minute", "/healthz, /metrics and calendars, from one address.", "GEO_APP_RATE_OPEN"
    )
    public: str = setting(
        "240/minute", "Answers of the public view, to one address.", "GEO_APP_RATE_PUBLIC"
    )
    tips: str = setting("10/hour", "Tips sent from one address.", "GEO_APP_RATE_TIPS")
