"""What an administrator sees of a running server, and how much of it one person may use."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import setting

LOGS = ("text", "json")
"""How lines of the log may look."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a running server tells its administrator (``docs/operations.md``)."""

    log: str = setting(
        "text",
        "json = one JSON object a line, and one line for each request; text = warnings only.",
        "GEO_APP_LOG",
    )
