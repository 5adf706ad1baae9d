"""What complaints say of a site, for its paper: days, kinds and distances, never what was said.

Who is complained about gets this file as well, and could tell by the words who has complained.
"""

from __future__ import annotations

from typing import Any

from geo_app.domain.complaint import RATE_DAYS, Period, Told
from geo_app.reports.paper.speech import Speech
from geo_app.settings.complaints import Complaints

_HEADS = ("complaint.day", "complaint.kind", "complaint.apart", "complaint.radius")


def section(told: Told, speech: Speech, limits: Complaints) -> dict[str, Any] | None:
    """The values of the section; None where there is nothing to say.

    Args:
        told: What complaints say of the site.
        speech: Language and clock.
        limits: How near is near.
    """
    after = told.after
    if after is None or told.first is None or not (after.near or after.coarse):
        return None
    note = speech.say(
        "complaint.rule",
        near=speech.length(limits.near_m),
        first=speech.day(told.first),
        last=speech.day(told.last),
    )
    if after.coarse:
        note = f"{speech.say('complaint.coarse', count=after.coarse)} {note}"
    sides = (("before", told.before_rate), ("after", told.after_rate))
    return {
        "title": speech.say("complaint.title"),
        "shown": speech.say("complaint.shown", shown=len(told.listed), total=after.near),
        "rates": [
            [speech.say(f"complaint.{side}"), _rate(period, speech)] for side, period in sides
        ],
        "heads": [speech.say(each) for each in _HEADS],
        "rows": [
            [
                speech.day(each.day),
                each.kind or "—",
                speech.length(each.apart_m),
                speech.length(each.radius_m),
            ]
            for each in told.listed
        ],
        "note": note,
    }


def _rate(period: Period | None, speech: Speech) -> str:
    if period is None:
        return speech.say("complaint.no_rate")
    values = {"count": period.count, "days": period.days, "per": RATE_DAYS}
    return speech.say("complaint.rate", **values, rate=f"{period.rate:.1f}")
