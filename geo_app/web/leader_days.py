"""All days of the district status map in one answer, for the slider of the page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from geo_app.errors import UsageError
from geo_app.web.installation import here
from geo_app.work import course
from geo_app.work.days import FIGURES, days
from geo_app.work.standing import By, key_of

leader_days = Blueprint("leader_days", __name__)


@leader_days.get("/api/leader/days")
def all_days() -> dict[str, Any]:
    """What changed in each part of the city on which day; its sum up to a day is that day.

    Raises:
        UsageError: More sites, or more changes, than are looked back at.
    """
    installation = here()
    today, rules = installation.today(), installation.settings.leader
    with installation.store.session(read_only=True) as session:
        found = days(course.lived(session, rules.past_sites), today)
    if len(found.changes) > rules.day_changes:
        count = len(found.changes)
        raise UsageError("query.many_changes", count=count, limit=rules.day_changes)
    return {
        "first": found.first,
        "last": found.last,
        "total": found.total,
        "figures": FIGURES,
        "parts": [{by.value: key_of(part, by) for by in By} for part in found.parts],
        "changes": [
            [(each.day - found.first).days, each.part, *each.gain] for each in found.changes
        ],
    }
