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
